"""Boxes around blocks as MkDocs (`!!! note`), and Docusaurus and Pandoc (`:::note`) write them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

_INDENTED = re.compile(r"([ \t]*)(?:!!!|\?\?\?\+?)[ \t]+[a-z]")
_FENCED = re.compile(r"[ \t]*(:{3,})[ \t]*(?:[a-z]|\{)?")
_STEP = 4  # blanks by which what stands inside is indented
_DEEPEST = 16


def admonitions(lines: Sequence[str], hidden: Container[int]) -> Iterator[tuple[int, int]]:
    """The first and the last line of each, inner ones as well; what is never closed is none."""
    indented: list[tuple[int, int, int]] = []  # the first line, the indent, the last line with words
    fenced: list[int] = []
    for number, line in enumerate(lines):
        if number in hidden or not line.strip():
            continue
        indent = len(line.expandtabs(_STEP)) - len(line.expandtabs(_STEP).lstrip())
        while indented and indent < indented[-1][1] + _STEP:
            first, _, last = indented.pop()
            yield first, last
        indented = [(first, outer, number) for first, outer, _ in indented]
        if _INDENTED.match(line) is not None and len(indented) < _DEEPEST:
            indented.append((number, indent, number))
        elif (fence := _FENCED.match(line)) is not None:
            if not line.strip(" \t:"):
                if fenced:
                    yield fenced.pop(), number
            elif len(fenced) < _DEEPEST and fence.end() > fence.end(1):
                fenced.append(number)
    yield from ((first, last) for first, _, last in indented)
