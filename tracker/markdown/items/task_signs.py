"""Reads what task plug-ins of editors write into an item: "👤 Ana 📅 2026-05-01 ⏫ ✅ 2026-05-02"."""

from __future__ import annotations

import re
from itertools import islice

from postmortem_tracker.markdown.items.ahead import is_ahead
from postmortem_tracker.markdown.items.fields import Fields
from postmortem_tracker.markdown.items.kinds import ItemText, kind_of
from postmortem_tracker.markdown.items.owners import read_owners
from postmortem_tracker.markdown.lines.dates import Doubt, read_date
from postmortem_tracker.markdown.words.labels import MANY
from postmortem_tracker.model import State

_ENDS = {"✅": State.COMPLETED, "❌": State.NOT_PLANNED, "completion": State.COMPLETED, "cancelled": State.NOT_PLANNED}
_LEVELS = {"🔺": "highest", "⏫": "high", "🔼": "medium", "🔽": "low", "⏬": "lowest"}
# When it was made, when work on it starts, and for when it is planned: none of these is when it is due.
_PLANNED = "➕🛫⏳⌛"
_SIGNS = f"👤📅📆🗓⏰✅❌{_PLANNED}{''.join(_LEVELS)}"
_ISO = r"\d{4}-\d{1,2}-\d{1,2}(?![\w-])"
_VALUED = re.compile(
    rf"(?<![ \t])[ \t]*(?P<sign>[👤📅📆🗓⏰])️?[ \t]*+"
    rf"(?P<value>{_ISO}|[^{_SIGNS}\s][^{_SIGNS}\n]{{1,39}}?(?=[ \t]*(?:[{_SIGNS}]|$)))"
)
_DATED = re.compile(
    rf"(?<![ \t])[ \t]*(?:(?P<sign>[✅❌{_PLANNED}])️?[ \t]*{_ISO}|"
    rf"[\[(](?P<name>completion|cancelled|created|start|scheduled)::[ \t]*{_ISO}[ \t]*[\])])"
)


def read_task_signs(words: ItemText, fields: Fields) -> None:
    """Add to the fields who, until when, how urgent and whether done; what is only planned leaves the title."""
    text = words.text
    if "::" in text or not text.isascii():
        _dated(words, fields)
    if text.isascii():
        return
    for found in islice(_VALUED.finditer(text), MANY):
        name, value = "owner" if found["sign"] == "👤" else "due", found["value"].rstrip()
        if not _is_meant(name, value, words):
            continue  # "Fix the 👤 avatar upload"
        if name == "owner":
            fields.own(value)
        else:
            fields.fall_due(value, words.near)
        fields.mention(name, value, found.start("value"))
        fields.cuts.append(found.span())
    for sign, level in _LEVELS.items():
        at = text.find(sign)
        if at >= 0:
            fields.priority = fields.priority or level
            fields.cuts.append((at, at + len(sign)))


def _is_meant(name: str, value: str, words: ItemText) -> bool:
    """Whether what stands behind a sign is a day, or names people."""
    if name == "due":
        return kind_of(value, words) == "due" or read_date(value, words.near).doubt is Doubt.RELATIVE
    return all(" " not in one or kind_of(one, words) in ("owner", "certain") for one in read_owners(value).names)


def _dated(words: ItemText, fields: Fields) -> None:
    for found in islice(_DATED.finditer(words.text), MANY):
        state = _ENDS.get(found["sign"] or found["name"])
        if state is not None and is_ahead(found[0], words.near, words.known.today):
            fields.withdraw(repr(found[0].strip()))
        elif state is not None:
            fields.say(state)
        fields.cuts.append(found.span())
