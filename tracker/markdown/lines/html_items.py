"""Items as HTML has them: the entries of its lists, and boxes in tags or behind a line break within one line."""

from __future__ import annotations

import re
from typing import NamedTuple

_LONGEST = 16  # characters of a tag that closes an item
# "<dt>" and "<dd>" are an entry and what is told of it.
ENTRY = re.compile(r"<(?:li|dt|(?P<below>dd))\b[^<>]*>[ \t]*", re.IGNORECASE)
_NESTING = re.compile(r"<(/?)(?:[ou]l|dl)\b", re.IGNORECASE)
_OPENS_LIST = re.compile(r"<(?:[ou]l|dl)\b", re.IGNORECASE)
_TAGS = r"(?:<(?:div|p|span|label|center|section)\b[^<>]{0,200}>[ \t]*){0,4}"
_BOX = r"(?=[☐☑☒⬜🔲]|(?:\\?\[[ xX]\\?\])[ \t]|<input\b[^<>]{0,200}\bcheckbox\b)"
_FIRST_BOX = re.compile(rf"[ \t>]*{_TAGS}{_BOX}", re.IGNORECASE)
_NEXT_BOX = re.compile(rf"(?:<br ?/?>|</(?:div|p|label|span)>)[ \t]*{_TAGS}{_BOX}", re.IGNORECASE)

_CLOSING = re.compile(r"</(?:li|d[tdl]|[ou]l|div|p|label)\s*>|<br ?/?>", re.IGNORECASE)


class Entry(NamedTuple):
    """Where an item and its words begin, where these and the item end, and how deep it is."""

    start: int
    words: int
    stop: int
    end: int
    depth: int = 0
    below: bool = False  # it is told of the entry before it


def entries(line: str, *, within: bool) -> list[Entry]:
    """The entries of lists in HTML on one line, each as deep as its list is nested.

    Unless the line stands ``within`` a list, one that it opens is in no other.
    """
    found = list(ENTRY.finditer(line))
    if not found:
        return []
    depth, at = (0 if within or _OPENS_LIST.match(line) is None else -1), 0
    told = []
    for one, end in zip(found, [*(each.start() for each in found[1:]), len(line)], strict=True):
        depth += sum(-1 if tag[1] else 1 for tag in _NESTING.finditer(line, at, one.start()))
        at, below = one.start(), one["below"] is not None
        entry = Entry(at, one.end(), _stop(line, one.end(), end), end, max(depth, 0) + below, below)
        told.append(entry)
    return told


def boxed(line: str) -> list[Entry]:
    """The boxes of a line in HTML that are items: one in a tag, or several with a line break before each but the first.

    None where the line begins with anything else, or holds one box and no tag before it.
    """
    if "<" not in line or (first := _FIRST_BOX.match(line)) is None:
        return []
    more = list(_NEXT_BOX.finditer(line, first.end()))
    if not more and "<" not in first[0]:
        return []
    starts = [(first.start(), first.end()), *(one.span() for one in more)]
    ends = [*(start for start, _ in starts[1:]), len(line)]
    return [Entry(start, words, _stop(line, words, end), end) for (start, words), end in zip(starts, ends, strict=True)]


def _stop(line: str, words: int, end: int) -> int:
    """Where the words of an item end, before the tags that close it."""
    while True:
        bare = words + len(line[words:end].rstrip(" \t"))
        start = line.rfind("<", max(words, bare - _LONGEST), bare)
        if start < 0 or _CLOSING.fullmatch(line, start, bare) is None:
            return end
        end = start
