"""Comments as MDX, Hugo, Liquid, Jinja, Obsidian and LaTeX write them, and those made of a link's definition."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from postmortem_tracker.markdown.lines.commonmark import code_spans

# How each begins and ends.
_PAIRS = tuple(
    (re.compile(opens), re.compile(closes))
    for opens, closes in (
        (r"\{/\*", r"\*/\}"),
        (r"\{\{[<%]/\*", r"\*/[>%]\}\}"),
        (
            r"\{\{([<%])-?[ \t]{0,4}comment[ \t]{0,4}-?[>%]\}\}",
            r"\{\{[<%]-?[ \t]{0,4}/[ \t]{0,4}comment[ \t]{0,4}-?[>%]\}\}",
        ),
        (r"\{%-?[ \t]{0,4}comment\b[^%\n]{0,80}%\}", r"\{%-?[ \t]{0,4}endcomment[ \t]{0,4}-?%\}"),
        (r"\{#(?!\w)", r"#\}"),
        (r"\\begin\{comment\}", r"\\end\{comment\}"),
        (r"%%(?!\w)", r"(?<!\w)%%"),
    )
)
_ALONE = re.compile(r"%%[ \t]*$")  # of two such lines a comment lies between
_DEFINITION = re.compile(
    r"[ \t]{0,3}\[(?://|comment)\]:[ \t]*(?:#[ \t]*[(\"'].*[)\"']|<>[ \t]*[(\"'].*[)\"'])[ \t]*$", re.IGNORECASE
)
_LABELLED = re.compile(r"\[(?://|comment)\]:[ \t]{0,3}#[ \t]{0,3}\([^()\n]{0,200}\)", re.IGNORECASE)
_SIGNS = ("{/*", "{{<", "{{%", "{%", "{#", "\\begin{comment}", "%%", "[//]:", "[comment]:")


def has_any(data: bytes) -> bool:
    """Whether a document may hold any."""
    return any(sign.encode() in data for sign in _SIGNS)


def commented(lines: Sequence[str], code: Container[int]) -> Iterator[int]:
    """The lines that comments fill; one that is never closed hides nothing."""
    after: dict[int, int] = {}  # of each kind, the line before which none of its comments fills lines
    number = 0
    while number < len(lines):
        end = None if number in code else _end(lines, number, code, after)
        yield from range(number, end or number)
        number = end or number + 1


def _end(lines: Sequence[str], number: int, code: Container[int], after: dict[int, int]) -> int | None:
    """The line after the comment that begins on a line and fills it; None where none does."""
    line = lines[number].lstrip(" \t>")
    if line[:1] == "[":
        return number + 1 if _DEFINITION.match(line) else None
    for kind, (opens, closes) in enumerate(_PAIRS if line[:1] in "{\\%" else ()):
        if number < after.get(kind, 0) or (begun := opens.match(line)) is None:
            continue
        if (closed := closes.search(line, begun.end())) is not None:
            return None if line[closed.end() :].strip() else number + 1
        if line[:2] == "%%" and _ALONE.match(line) is None:
            continue
        after[kind] = len(lines)
        for at in range(number + 1, len(lines)):
            if at not in code and (closed := closes.search(lines[at])) is not None:
                after[kind] = at + 1
                return None if lines[at][closed.end() :].strip() else at + 1
    return None


def comment_at(line: str, at: int) -> int:
    """Where a comment ends that begins at a place of a line, also one in HTML; the same place where none does."""
    if line.startswith("<!--", at):
        end = line.find("-->", at + 4)
        return at if end < 0 else end + 3
    if line[at : at + 1] == "[" and (label := _LABELLED.match(line, at)) is not None:
        return label.end()
    for opens, closes in _PAIRS if line[at : at + 1] in tuple("{\\%") else ():
        if (begun := opens.match(line, at)) is not None and (closed := closes.search(line, begun.end())) is not None:
            return closed.end()
    return at


def comments_in(text: str) -> Iterator[tuple[int, int]]:
    """The ranges of comments within an item's words; what stands in code is shown."""
    if not any(sign in text for sign in _SIGNS):
        return
    code = code_spans(text)
    for opens, closes in _PAIRS:
        at = 0
        while (begun := opens.search(text, at)) is not None and (
            closed := closes.search(text, begun.end())
        ) is not None:
            at = closed.end()
            if not any(start <= begun.start() < end for start, end in code):
                yield begun.start(), at
