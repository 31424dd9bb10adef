"""Looks listed phrases up as they are spelled, where what stands around one tells where it begins or ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postmortem_tracker.markdown.words.labels import lowered

_BEGIN = re.compile(r"(?<!\w)\w")
_REST = re.compile(r"\w*")
_ENDING = 20  # letters of the rest of a word, at most, where a phrase is looked for before a place


class Spelled:
    """Phrases in small letters; a star at the end of one stands for the rest of a word."""

    def __init__(self, *listed: str) -> None:
        self._whole = frozenset(lowered(each) for each in listed if each[-1] != "*")
        self._stems = tuple(lowered(each[:-1]) for each in listed if each[-1] == "*")
        self._sizes = frozenset(map(len, self._whole))
        self._near = max(self._sizes) + _ENDING

    def __contains__(self, said: str) -> bool:
        low = lowered(said)
        if low in self._whole:
            return True
        stems = self._stems if low.startswith(self._stems) else ()  # which few texts do
        return any(low.startswith(stem) and _REST.fullmatch(low, len(stem)) is not None for stem in stems)

    def ends(self, text: str) -> Sequence[int]:
        """Where the phrases end that a text begins with, the longest first."""
        low = lowered(text[: self._near])
        found = {size for size in self._sizes if low[:size] in self._whole}
        rests = (_REST.match(low, len(stem)) for stem in self._stems if low.startswith(stem))
        return sorted(found.union(rest.end() for rest in rests if rest is not None), reverse=True)

    def before(self, text: str, end: int, begin: int = 0) -> int:
        """Where the longest phrase begins, at the beginning of a word, that ends at a place; -1 where none does."""
        begins = _BEGIN.finditer(text, max(begin, end - self._near), end)
        return next((found.start() for found in begins if text[found.start() : end] in self), -1)
