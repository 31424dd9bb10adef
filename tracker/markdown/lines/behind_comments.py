"""Bullets and titles behind a comment on the same line, and words at the margin below a bullet with only a comment.

CommonMark takes such a line for HTML, and the words below for no part of the list: nobody knows if an item is meant.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from postmortem_tracker.markdown.lines.other_comments import comment_at
from postmortem_tracker.markdown.lines.source import Source

_LEAD = re.compile(r"[ \t>]*")
_EMPTY = re.compile(r"<(a|b|span|sup|i|em|p|div)\b[^<>\n]{0,200}>[ \t]*(?:</\1>)?|<br ?/?>|&nbsp;", re.IGNORECASE)
_BULLET = re.compile(r"(?:[-*+•]|\d{1,3}[.)])[ \t]+(?=[^\s<])")
_TITLE = re.compile(r"#{1,6}[ \t]+(?=\S)")
_ONLY_COMMENT = re.compile(r"([ \t>]*)(?:[-*+•]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?<!--")
_NO_WORDS = re.compile(r"(?:[-*+•]|\d{1,3}[.)])(?:[ \t]|$)|#{1,6}[ \t]|[>|<\s]|```|~~~|$")
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


def words_at_the_margin(source: Source, hidden: frozenset[int], start: int, end: int) -> Iterator[tuple[int, str]]:
    """The lines (0-based) right below a bullet with only a comment that are not indented under it; their words."""
    lines = source.lines
    closings = [number for number in range(start, end) if "-->" in lines[number]]
    for number in range(start, end) if closings else ():
        lead = _ONLY_COMMENT.match(lines[number]) if "<!--" in lines[number] else None
        after = bisect_left(closings, number)
        if lead is None or after == len(closings):
            continue
        at = closings[after]
        if not lines[at].partition("-->")[2].strip() and at + 1 < end:
            at += 1
        words = lines[at].rpartition("-->")[2].removeprefix(lead[1]).rstrip()
        outside = at > number and not lines[at].startswith(lead[1] + " ")
        if outside and at not in hidden and _NO_WORDS.match(words.lstrip() if "-->" in lines[at] else words) is None:
            yield at, words.strip()


def behind_another_bullet(source: Source, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The lines (0-based) with words behind a comment that begins behind one bullet and ends behind another."""
    opened = -1
    for number in range(start, end):
        line = source.lines[number]
        if _ONLY_COMMENT.match(line) is not None and "-->" not in line:
            opened = number
        elif opened >= 0 and "-->" in line:
            led = _BULLET.match(line.lstrip(" \t>")) is not None and number - opened < _FAR
            if led and any(map(str.isalnum, line.rpartition("-->")[2])):
                yield number, line.strip()
            opened = -1


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
