"""Tells which severities and priorities are the same, and which is graver."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.levels import named, ranked
from postmortem_tracker.markdown.words.phrases import any_of
from postmortem_tracker.text.sameness import numbered

_DENIED = re.compile(
    rf"\b(?:{any_of(*every('days', 'denied'))}|not|no|non|never|was|were|formerly|previously|below|above)\b",
    re.IGNORECASE,
)
_LAST = 10.0


def rank(text: str | None) -> float:
    """How grave a severity is, 0 the gravest; words stand among the numbers, unknown ones last."""
    if not text:
        return _LAST + 1
    if found := numbered(text):
        return float(found[1])
    low = text.lower()
    places = (place for start, place in ranked(low) if not is_denied(low[:start]))
    # A word stands behind the number it is likened to: nobody says that the two are the same.
    return next((place + 0.5 for place in places), _LAST)


def level_of(text: str) -> str:
    """The level in a severity, as it is written there: ``SEV2`` of ``SEV2 – half of the shops``; "" where none is."""
    if found := numbered(text):
        return found[0].strip()
    low = text.lower()
    return next((word for start, word in named(low) if not is_denied(low[:start])), "")


def is_denied(text: str) -> bool:
    """True for words about a level that say that it is another one: "not critical", "was P1"."""
    return _DENIED.search(text) is not None
