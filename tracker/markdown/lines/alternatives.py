"""References of which only one is meant, nobody says which: "#12 or #13", "(one of #12, #13)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from postmortem_tracker.markdown.lines.references import Reference
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import any_of
from postmortem_tracker.markdown.words.spelled import Spelled

_OR = re.compile(
    rf"[)\]*_` \t]{{0,6}}[,/]?[ \t]{{0,3}}{any_of(*every('people', 'or'))}[(\[*_` \t]{{0,6}}", re.IGNORECASE
)


_CHOICE = Spelled(*every("people", "or"), *every("items", "one_of"))
_BEFORE = 30  # characters in which such words stand


def are_alternatives(text: str, found: Sequence[Reference]) -> bool:
    """True where "or" stands between two neighbours of the references in a text, or a choice before the first."""
    if len(found) > 1 and text[max(0, found[0].start - _BEFORE) : found[0].start].rpartition("(")[2].strip() in _CHOICE:
        return True
    return any(_OR.fullmatch(text, one.end, other.start) is not None for one, other in pairwise(found))
