"""Words beside a day that make it none by which work is due: "not before", "nicht vor", "après", "was due"."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import any_of

_EARLIEST = (
    rf"(?:{any_of(*every('days', 'earliest'))}|"
    rf"{any_of(*every('days', 'denied'))}(?! {any_of(*every('days', 'later'))}\b))"
)
_ONCE = any_of(*every("days", "once"))
_QUALIFIED = re.compile(rf"(?<!\w)(?:{_EARLIEST})(?!\w)", re.IGNORECASE)
# "(was due", "nicht bis"; but not "what it was by May", where the verb is the sentence's.
_BEFORE_CUE = re.compile(
    rf"(?:(?:^|[(\[,;:.!?–—-])[ \t]*{_ONCE}|"
    rf"(?<!\w)(?:no|{_EARLIEST})(?:[ \t]{any_of(*every('items', 'due'))})?)[ \t]?$",
    re.IGNORECASE,
)
_WHICH = re.compile(r"(?<!\w)(?:from|than|since|of|older|dating)[ \t]?$", re.IGNORECASE)


def is_earliest(text: str) -> bool:
    """True for a day before which nothing is due: "nicht vor 24.12.2026", "after 2026-12-24"."""
    return _QUALIFIED.search(text) is not None


def changed_at(text: str) -> int:
    """Where the word at a text's end begins that changes the day behind it ("was", "nicht"); -1 where there is none."""
    found = _BEFORE_CUE.search(text, max(0, len(text) - 32))
    return found.start() if found is not None else -1


def tells_which(text: str) -> bool:
    """True where a day behind a text tells which things, not until when: "all backups from before"."""
    return _WHICH.search(text, max(0, len(text) - 32)) is not None
