"""What the rules for people share: how names and dashes are written, and how what was read is noted."""

from __future__ import annotations

import re
from datetime import date

from postmortem_tracker.markdown.items.fields import Fields
from postmortem_tracker.markdown.items.kinds import (
    FULL_NAME,
    ItemText,
)
from postmortem_tracker.markdown.items.led import due_at, owner_led
from postmortem_tracker.markdown.words.levels import word_of
from postmortem_tracker.markdown.words.people import AND, NO_HANDLES, is_beside, is_nobody
from postmortem_tracker.text.people import HANDLE

# A search tries a run of blanks once, at its beginning.
BREAK = re.compile(r"(?<![ \t])[ \t]+(?:(?:[—–]|--?)[ \t]+|\|[ \t]+|[—–-](?=\n))|(?<=[ \t][—–-])\n[ \t]*")
BETWEEN = re.compile(rf"(?<![ \t])(?:[ \t]*[/&+,;][ \t]*|[ \t]+{AND}[ \t]+)")
A_FULL_NAME = re.compile(FULL_NAME)
ACCOUNT = re.compile(HANDLE)
_JOINED = re.compile(rf"[ \t]*[/&+,;]?[ \t]*(?:(?<=[ \t]){AND}[ \t]+)?")


def take(kind: str, value: str, at: int, words: ItemText, fields: Fields) -> None:
    """Add a value of a kind that was found at a place, unless the field is known."""
    bare = value[(due_at if kind == "due" else owner_led)(value) :]
    if kind in ("owner", "certain"):
        own(fields, bare, at + len(value) - len(bare))
    elif kind == "due":
        fall_due(fields, bare, at + len(value) - len(bare), words.near)
    elif kind == "priority":
        fields.priority = fields.priority or word_of(value.strip(" *_`"))
        fields.mention("priority", value, at)
    elif (state := words.known.states.judge(value).state) is not None:
        fields.say(state)


def own(fields: Fields, name: str, at: int) -> None:
    """Add who does it, and note where the name stands."""
    fields.own(name)
    if not is_nobody(name):
        fields.mention("owner", name, at)


def fall_due(fields: Fields, value: str, at: int, near: date | None) -> None:
    """Add the day by which, unless one is known, and note where it stands."""
    if fields.due is None:
        fields.fall_due(value, near)
        fields.mention("due", value, at)


def own_accounts(name: str, at: int, rest: str, words: ItemText, fields: Fields) -> int:
    """Take an account with those right before it, "@ana and @bo"; where the first of them begins."""
    chain = [(name, at)]
    while (before := _account_before(rest, chain[0][1], words.body)) is not None:
        chain.insert(0, before)
    if is_another_s(rest, chain[0][1], words):
        chain = chain[-1:]  # "with @ana and @bo"
    for each, begin in chain:
        own(fields, each, begin)
    return chain[0][1]


def _account_before(rest: str, at: int, body: int) -> tuple[str, int] | None:
    begin = rest.rfind("@", body + 1, at)
    found = ACCOUNT.match(rest, begin) if begin > 0 and rest[begin - 1] in " \t,/&+([" else None
    if found is None or found[0][1:].lower() in NO_HANDLES or not found.end() < at:
        return None
    return (found[0], begin) if _JOINED.fullmatch(rest, found.end(), at) is not None else None


def ends_in_bracket(text: str) -> bool:
    """True where brackets close at the end."""
    return text.rstrip(" \t.\n")[-1:] in (")", "]")


def is_another_s(text: str, at: int, words: ItemText) -> bool:
    """True where the words before a name make it nobody's work: "with @ana", "reviewed by @ana"."""
    said = text[words.body : at].split()
    return bool(said) and any(is_beside(*said[-size:]) for size in (1, 2))
