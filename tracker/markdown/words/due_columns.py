"""Which of several columns of days is the one that counts: "New due" before "Original due", and no "Date added"."""

from __future__ import annotations

from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import Phrases, reduce

_NOTED, _WAS, _IS = 1, 2, 4
_TOLD = Phrases({_NOTED: every("days", "noted"), _WAS: every("days", "former"), _IS: every("days", "renewed")})
DAYS = frozenset(map(reduce, every("incident", "date")))  # columns of days of whatever


def is_start(header: str) -> bool:
    """True for a column of days on which work was noted or begins: "Date added", "Start date"."""
    return bool(_TOLD.found(reduce(header).split()) & _NOTED)


def age_of_due(header: str) -> int:
    """How likely another column of due dates has replaced this one; 0 for a new date, 3 for an original one."""
    name = reduce(header)
    told = _TOLD.found(name.split())
    if told & _WAS:
        return 3
    if told & _IS:
        return 0
    return 2 if name in DAYS else 1
