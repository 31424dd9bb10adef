"""Sentences that promise to keep an incident from coming back: "Damit das nicht wieder passiert, werden wir:"."""

from __future__ import annotations

from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import Phrases, reduce

_RECURS, _WE_WILL, _AS_FOLLOWS = 1, 2, 4
_KNOWN = Phrases(
    {
        _RECURS: every("items", "recurs"),
        _WE_WILL: every("items", "we_will"),
        _AS_FOLLOWS: every("items", "as_follows"),
    }
)


def is_pledge(sentence: str) -> bool:
    """True where somebody will do something, and that against another time or as measures that follow."""
    found = _KNOWN.found(reduce(sentence).split())
    return bool(found & _WE_WILL and found & (_RECURS | _AS_FOLLOWS))
