"""Finds the links to issues that belong to no action item: somebody still names the issue there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from postmortem_tracker.markdown.lines.references import LABEL
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.model import Link

_LINK = re.compile(rf"\[({LABEL})\]\(([^()\s]+)\)")


def mentions(source: Source, start: int, end: int, items: AbstractSet[int]) -> Iterator[Link]:
    """The links named like an issue in these lines (0-based, ``end`` excluded), wherever in them they stand.

    ``items`` are the places (bytes) of the links that items have; their brackets may be part of them.
    """
    for number in range(start, end):
        line = source.lines[number]
        for found in _LINK.finditer(line) if "](" in line and "#" in line else ():
            span = source.span(number, found.start(), found.end())
            if not items & {span.start, span.start - 1}:
                yield Link(found[1], found[2], number + 1, span)
