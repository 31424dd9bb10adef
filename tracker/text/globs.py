"""Matches document paths against globs in which ``**`` crosses directories and ``*`` does not.

A glob is a row of places; a path is read once, with the set of places that it may have come to as the bits of a number.
So the work never grows with the number of stars: a configuration may come from a stranger.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_FIRST = 1  # before the slash that a name begins behind
_TOKENS = re.compile(r"\*\*/|\*\*|\*|\?|[^*?]")


class _Glob(NamedTuple):
    """Which places a character leads from to the next one, and at which places it may be passed over."""

    last: int
    next_on: dict[str, int]  # by character
    next_on_any: int  # "?"
    stays: int  # "*": on all but a slash
    stays_always: int  # "**"
    skips: int  # places from which the next two are reached without reading: "**/"


def matches(path: str, pattern: str) -> bool:
    """Whether the path, or any trailing part of it, matches; a pattern without a slash matches file names."""
    glob = _compiled(pattern)
    places = 0
    for char in "/" + path.replace("\\", "/").removeprefix("./"):
        here = places | (_FIRST if char == "/" else 0)
        moved = here & glob.next_on.get(char, 0)
        stays = here & glob.stays_always
        if char != "/":
            moved |= here & glob.next_on_any
            stays |= here & glob.stays
        places = moved << 1 | stays
        skipping = places & glob.skips
        while skipping:
            places |= skipping << 1 | skipping << 2
            skipping = skipping << 2 & glob.skips
    return bool(places & glob.last)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> _Glob:
    pattern = pattern.removeprefix("./")
    if pattern.endswith("/"):
        pattern += "**"
    next_on: dict[str, int] = {"/": _FIRST}
    next_on_any = stays = stays_always = skips = 0
    place = _FIRST << 1
    for token in _TOKENS.findall(pattern.lstrip("/")):
        if token == "*":
            stays |= place
        elif token == "**":
            stays_always |= place
        elif token == "**/":
            skips |= place
            stays_always |= place << 1
            next_on["/"] |= place << 1
            place <<= 2
        elif token == "?":
            next_on_any |= place
            place <<= 1
        else:
            next_on[token] = next_on.get(token, 0) | place
            place <<= 1
    return _Glob(place, next_on, next_on_any, stays, stays_always, skips)
