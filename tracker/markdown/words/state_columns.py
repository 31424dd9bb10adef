"""Which columns of a table tell how far an item is: its own state, the day it was done, or the state of another thing.

"Status", "Action status" and "Done?" are the item's own. "Review status" and "Design complete" are the state of
something else, and "Completed on" holds a day.
"""

from __future__ import annotations

from enum import IntEnum

from postmortem_tracker.markdown.words.due_columns import DAYS
from postmortem_tracker.markdown.words.languages import all_months, every, weekdays
from postmortem_tracker.markdown.words.phrases import Phrases, reduce
from postmortem_tracker.markdown.words.vocabulary import EVIDENCE, Compiled


class Says(IntEnum):
    """What a column says of an item, the surest first."""

    STATE = 1  # "Status"
    DONE = 2  # "Done?", which "yes" answers
    ENDED = 3  # "Completed on", the day
    STILL = 4  # "Outstanding?", which "no" answers
    ELSE = 5  # "Review status"


_STATE, _DONE, _ACTUAL, _DAY, _OWN = 1, 2, 4, 8, 16
_WORDS = Phrases(
    {
        _STATE: every("columns", "status"),
        _DONE: every("columns", "asked"),
        _ACTUAL: every("days", "actual"),
        _DAY: (*DAYS, *every("days", "on"), *every("days", "ended")),
        _OWN: (*every("columns", "own"), *all_months(), *weekdays(), *every("states", "yes"), *every("states", "no")),
    }
)
_ASKED = frozenset(map(reduce, every("columns", "asked")))
_STILL = frozenset(map(reduce, every("columns", "still")))
_SIGNS = frozenset(every("states", "yes")) & frozenset(every("states", "completed"))
_ENDED = Phrases({1: (*every("days", "actual"), *every("days", "ended"))})
_NO_WORDS: frozenset[str] = frozenset()


def said_by(header: str, words: Compiled) -> Says | None:
    """What a column says of an item's state by its name; None for one that is not about states."""
    name = reduce(header)
    if not name:
        return Says.DONE if header.strip(" *_`️") in _SIGNS else None
    if words.names_whole(header, "status"):
        return Says.DONE if name in _ASKED else Says.STATE
    if name in _ASKED or name in _STILL:
        return Says.DONE if name in _ASKED else Says.STILL
    told = name.split()
    found, column = _WORDS.found(told), words.column(header)
    if found & (_ACTUAL | _DONE) and _WORDS.covers(told, _STATE | _DONE | _ACTUAL | _DAY, _NO_WORDS):
        return Says.ENDED if found & (_ACTUAL | _DAY) else Says.DONE
    if column is None and (state := words.state(header.rstrip("?？ "))) is not None and state.closed:
        return Says.ELSE  # "Merged", "Deployed?"
    if column == "due" or EVIDENCE.found(told) or not (found & (_STATE | _DONE) or column == "status"):
        return None
    if not _WORDS.covers(told, _STATE | _DONE | _DAY | _OWN, _NO_WORDS):
        return Says.ELSE if column in ("status", None) else None
    return Says.DONE if found & _DONE else Says.STATE


def tells_end(header: str) -> bool:
    """True for a column of days that, beside one of due dates, tells when work ended: "Completion date"."""
    return _ENDED.found(reduce(header).split()) != 0
