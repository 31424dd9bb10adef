"""Looks listed phrases up as they are spelled, where what stands around one tells where it begins or ends.

For the long lists of all languages a table does what a pattern would: it is made in a tenth of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_BEGIN = re.compile(r"(?<!\w)\w")
_REST = re.compile(r"\w*")
_IN_WORD = re.compile(r"[^\W_]")
_ENDING = 20  # letters of the rest of a word, at most, where a phrase is looked for before a place


def lowered(text: str) -> str:
    """The text in small letters, each at the place of its capital; of the small sigmas there is only one."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join([sign.lower()[:1] for sign in text])  # of "İ", which becomes two signs
    return low if low.isascii() else low.replace("ς", "σ")


class Spelled:
    """Phrases in small letters; a star at the end of one stands for the rest of a word."""

    def __init__(self, *listed: str) -> None:
        self._whole = frozenset(lowered(each) for each in listed if each[-1] != "*")
        self._stems = tuple(lowered(each[:-1]) for each in listed if each[-1] == "*")
        sizes: dict[str, set[int]] = {}
        for each in self._whole:
            sizes.setdefault(each[0], set()).add(len(each))
        self._sizes = {first: sorted(found, reverse=True) for first, found in sizes.items()}  # by the first letter
        self._near = max(map(len, self._whole)) + _ENDING

    def __contains__(self, said: str) -> bool:
        low = lowered(said)
        if low in self._whole:
            return True
        stems = self._stems if low.startswith(self._stems) else ()  # which few texts do
        return any(low.startswith(stem) and _REST.fullmatch(low, len(stem)) is not None for stem in stems)

    def ends(self, text: str, at: int = 0) -> Sequence[int]:
        """Where the phrases end that begin at a place of a text, the longest first."""
        low = lowered(text[at : at + self._near])
        found = [at + size for size in self._sizes.get(low[:1], ()) if size <= len(low) and low[:size] in self._whole]
        if not low.startswith(self._stems):
            return found
        rests = (_REST.match(low, len(stem)) for stem in self._stems if low.startswith(stem))
        return sorted({*found, *(at + rest.end() for rest in rests if rest is not None)}, reverse=True)

    def end(self, text: str, at: int = 0) -> int:
        """Where the longest of them ends that no letter or digit goes on; -1 where none does."""
        return next((end for end in self.ends(text, at) if _IN_WORD.match(text, end) is None), -1)

    def found(self, text: str, at: int = 0) -> Iterator[tuple[int, int]]:
        """Where phrases stand as words of their own, from a place on: the longest at each."""
        for word in _BEGIN.finditer(text, at):
            if word.start() >= at and (end := self.end(text, word.start())) >= 0:
                yield word.start(), end
                at = end

    def before(self, text: str, end: int, begin: int = 0) -> int:
        """Where the longest phrase begins, at the beginning of a word, that ends at a place; -1 where none does."""
        begins = _BEGIN.finditer(text, max(begin, end - self._near), end)
        return next((found.start() for found in begins if text[found.start() : end] in self), -1)
