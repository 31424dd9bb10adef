"""Words beside a day that make it none by which work is due: "not before", "nicht vor", "après", "was due"."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import ARROW, any_of
from postmortem_tracker.markdown.words.spelled import Spelled

# Words beside a day before which nothing is due.
EARLIEST = (
    rf"(?:{any_of(*every('days', 'earliest'))}|"
    rf"{any_of(*every('days', 'denied'))}(?! {any_of(*every('days', 'later'))}\b))"
)
# What stands behind a day that holds no more: an arrow, or a word such as "postponed".
PUT_OFF = rf"(?:{ARROW}|(?<!\w){any_of(*every('days', 'put_off'))}(?!\w))"
_ONCE = any_of(*every("days", "once"))
_QUALIFIED = re.compile(rf"(?<!\w)(?:{EARLIEST})(?!\w)", re.IGNORECASE)
# "(was due", "nicht bis"; but not "what it was by May", where the verb is the sentence's.
_FORMER = re.compile(rf"(?:^|[(\[,;:.!?–—-])[ \t]*{_ONCE}[ \t]?$", re.IGNORECASE)
_NOT = re.compile(rf"(?<!\w)(?:no|{EARLIEST})[ \t]?$", re.IGNORECASE)
_CUES = Spelled(*every("items", "due"))
# "which was due": behind this verb the cue says no more than that.
_WAS = re.compile(rf"(?<!\w){_ONCE}[ \t]?\Z", re.IGNORECASE)
_DUE = frozenset(phrase.partition(" ")[0] for phrase in every("labels", "due"))
_WHICH = re.compile(r"(?<!\w)(?:from|than|since|of|older|dating)[ \t]?$", re.IGNORECASE)


def is_earliest(text: str) -> bool:
    """True for a day before which nothing is due: "nicht vor 24.12.2026", "after 2026-12-24"."""
    return _QUALIFIED.search(text) is not None


def changed_at(text: str, cue: str) -> int:
    """Where the last word of a text begins that changes the day behind ``cue`` ("was", "nicht"); -1 where none does."""
    first = cue.strip().partition(" ")[0].casefold()
    near = max(0, len(text) - 32)
    found = _FORMER.search(text, near) or _NOT.search(text, near) or (first in _DUE and _WAS.search(text)) or None
    if found is not None:
        return found.start()
    other = _CUES.before(text, len(text.rstrip(" \t")), near)  # "not due until", where the cue is the second
    found = _NOT.search(text[:other], near) if other > 0 else None
    return found.start() if found is not None else -1


def tells_which(text: str) -> bool:
    """True where a day behind a text tells which things, not until when: "all backups from before"."""
    return _WHICH.search(text, max(0, len(text) - 32)) is not None
