"""Points out a day at an item's head or end of which no word says what it is: "2026-03-06: Cap it", "Cap it 6 March".

It may be until when the work is due or when somebody wrote it down, so it is neither: it stays in the title.
"""

from __future__ import annotations

import re

from postmortem_tracker.markdown.items.fields import Fields
from postmortem_tracker.markdown.items.typed_days import FULL, WORDED
from postmortem_tracker.markdown.lines.dates import has_digit, names_month
from postmortem_tracker.markdown.lines.plain import blanked
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.orders import is_measure, words_of
from postmortem_tracker.model import is_closed

_HEAD = re.compile(
    rf"[*_]{{0,3}}(?:[^\W\d_]{{2,20}}(?: [^\W\d_]{{2,20}})?(?:,|[ \t][|—–-])[ \t])?(?P<day>{FULL}|{WORDED})[*_]{{0,3}}"
    r"(?::|[ \t][|—–-])[*_]{0,3}[ \t]+(?=\S)",
    re.IGNORECASE,
)
_LAST = re.compile(rf"(?<=[\w/|])[ \t](?P<day>{FULL}|(?:{WORDED})(?<=\d{{4}}))[ \t.]*$", re.IGNORECASE)
# "(later on, 2026-05-15)": it stands by itself beside other words
_BESIDE = re.compile(
    rf"\([^()\n]{{1,40}}[,;][ \t]*(?P<day>{FULL}|(?:{WORDED})(?<=\d{{4}}))[ \t]*\)[ \t.]*$", re.IGNORECASE
)
# "the outage of 6 March", "logs from 2026-03-06": words behind which the day is that of a thing.
_OF = frozenset((*every("items", "mentions"), *every("days", "on"), *every("people", "and")))
_TAIL = 40  # characters
_LONG_TAIL = 80


def unnamed_day(line: str, fields: Fields, body: int) -> str:
    """Such a day of an open item that says when in no other way, as it is written; "" for none."""
    if fields.due is not None or fields.unsure or is_closed(fields.state) or not has_digit(line):
        return ""
    rest = blanked(line, fields.cuts)
    head = _HEAD.match(rest, body)
    if head is not None and names_month(head) and is_measure(rest[head.end() :]):
        return head["day"]
    beside = _BESIDE.search(rest, max(body, len(rest) - _LONG_TAIL))
    if beside is not None and names_month(beside) and rest[body : beside.start()].strip():
        return beside[0].strip(" \t.")
    last = _LAST.search(rest, max(body, len(rest) - _TAIL))
    if last is None or not names_month(last) or not is_measure(rest[body : last.start()]):
        return ""
    return "" if words_of(rest[body : last.start()])[-1] in _OF else last["day"]
