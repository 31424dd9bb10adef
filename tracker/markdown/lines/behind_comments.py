"""Bullets and titles behind a comment on the same line, which is then neither a list item nor a heading.

CommonMark takes the line for HTML and shows its words as they are typed, so nobody knows whether an item is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortem_tracker.markdown.lines.other_comments import comment_at
from postmortem_tracker.markdown.lines.source import Source

_LEAD = re.compile(r"[ \t>]*")
_EMPTY = re.compile(r"<(a|b|span|sup|i|em|p|div)\b[^<>\n]{0,200}>[ \t]*(?:</\1>)?|<br ?/?>|&nbsp;", re.IGNORECASE)
_BULLET = re.compile(r"(?:[-*+•]|\d{1,3}[.)])[ \t]+(?=[^\s<])")
_TITLE = re.compile(r"#{1,6}[ \t]+(?=\S)")
_MANY = 8  # comments and tags before a bullet
_FAR = 200  # lines in which a comment may begin that ends before a bullet


def bullet_behind_comment(line: str) -> int:
    """Where a bullet stands behind the comments that begin a line; 0 where none does."""
    at, commented = _behind(line)
    return at if commented and _BULLET.match(line, at) is not None else 0


def behind_comments(source: Source, hidden: frozenset[int], start: int, end: int) -> Iterator[tuple[int, str, bool]]:
    """The lines (0-based) with a bullet or title behind a comment or an empty tag, what is shown, if it is a title."""
    opened = -1  # the line of a comment that is still open
    for number in range(start, end):
        line = source.lines[number]
        if opened >= 0 and number - opened < _FAR and (closed := line.find("-->")) >= 0:
            at, opened = _led(line, closed + 3), -1
        else:
            at = _behind(line)[0] if "<" in line or "{" in line or "%" in line or line[:2] == "[/" else 0
        if line.rfind("<!--") > line.rfind("-->"):
            opened = number
        if at and number not in hidden and (_BULLET.match(line, at) or _TITLE.match(line, at)):
            yield number, line[at:].strip(), line[at] == "#"


def _behind(line: str) -> tuple[int, bool]:
    """Where words begin behind comments and empty tags, 0 without any; whether a comment is among them."""
    at = start = _led(line, 0)
    commented = False
    for _ in range(_MANY):
        end = comment_at(line, at)
        commented = commented or end > at
        tag = _EMPTY.match(line, at) if end == at else None
        end = tag.end() if tag is not None else end
        if end == at:
            break
        at = _led(line, end)
    return (at, commented) if at > start else (0, False)


def _led(line: str, at: int) -> int:
    """Where the words begin behind a place of a line."""
    blank = _LEAD.match(line, at)
    return at if blank is None else blank.end()
