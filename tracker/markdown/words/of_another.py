"""Words that make a state behind them another thing's, or a value: "Rename it to (done)", "Warten auf A (erledigt)"."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import UNSPACED
from postmortem_tracker.markdown.words.spelled import Spelled

_VALUED = frozenset(every("states", "valued"))
_AWAITED = Spelled(*every("states", "awaited"))
_UNSPACED_VALUED = tuple(word for word in _VALUED if word > UNSPACED)
_UNSPACED_AWAITED = tuple(word for word in every("states", "awaited") if word > UNSPACED)
_LAST_WORD = re.compile(r"(?<![^\W_])[^\W\d_]+$")
_CLAUSE = re.compile(r"[.;:—–()]")
_AROUND = " \t*_"


def is_of_another(before: str) -> bool:
    """True where the words before a state name a value to set, or what is waited for."""
    told = before.rstrip(_AROUND)
    last = _LAST_WORD.search(told)
    if (last is not None and last[0].lower() in _VALUED) or told.endswith(_UNSPACED_VALUED):
        return True
    clause = _CLAUSE.split(told)[-1].rstrip(_AROUND)
    if any(word in clause for word in _UNSPACED_AWAITED):
        return True
    return any(end < len(clause) for _, end in _AWAITED.found(clause))
