"""Whether a link of our making stands where an item's own link stands.

Behind the item's words or before them, or alone or as "Issue: …" on a line below. What was struck out, hidden in a
comment, quoted, or said in the middle of a sentence is text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate

from postmortem_tracker.markdown.lines.commonmark import code_spans
from postmortem_tracker.markdown.lines.cues import calls_it_a_ticket, is_mention, only_fields
from postmortem_tracker.markdown.lines.references import Reference
from postmortem_tracker.markdown.lines.tickets import QUOTED
from postmortem_tracker.markdown.words.boxes import read_box
from postmortem_tracker.markdown.words.strokes import STRUCK

_TAG = re.compile(r"</?\w+>")
_COMMENT_ENDS = re.compile(r"<!-{2,3}>|<!--|-->")
_MARKS = " \t*_-•:.([~,"


def in_place(text: str, link: Reference, *, own: bool, following: str = "") -> bool:
    """Whether the link in this line is the item's: ``own`` for a line of its own words, else one below them.

    ``following`` is what the wrapped sentence goes on with on the next line.
    """
    start, end = link.start, link.end
    line = _line(text)
    if line.strikes(start, end) or line.hides(start, end):
        return False
    before = text[line.head : start]
    if not own:
        return calls_it_a_ticket(before.strip(_MARKS)) and not _has_words(text[end:])
    if not only_fields(text, end, len(text)):
        return not (_has_words(before) and text[end:].lstrip(" \t*_~,")[:1].islower())
    return not (following[:1].islower() and is_mention(before) and not _has_words(text[end:]))


def is_taken_back(text: str, one: Reference) -> bool:
    """Whether a reference was struck out, or is hidden, code or a quotation."""
    line = _line(text)
    return line.strikes(one.start, one.end) or line.hides(one.start, one.end)


class _Line:
    """What of a line is no plain text, looked up for each of its links."""

    def __init__(self, text: str) -> None:
        self._text = text
        begin = len(text) - len(text.lstrip())
        box = read_box(text[begin:])
        self.head = begin + (box.body if box else 0)  # where the words begin
        self._struck = [found.span() for found in STRUCK.finditer(text)]
        self._quoted = sorted((*code_spans(text), *(found.span() for found in QUOTED.finditer(text))))
        self._farthest = list(accumulate((right for _, right in self._quoted), max))
        self._comments = [(found.end(), found[0] == "<!--") for found in _COMMENT_ENDS.finditer(text)]

    def hides(self, start: int, end: int) -> bool:
        """Whether a place lies in a comment, in code or between quotation marks."""
        ended = bisect_right(self._comments, (start, True))
        if ended and self._comments[ended - 1][1]:
            return True
        first = bisect_right(self._quoted, (start, len(self._text)))
        if first and self._farthest[first - 1] > start:
            return True
        # What begins within the link and ends within it is a part of its text.
        return any(right >= end for _, right in self._quoted[first : bisect_left(self._quoted, (end, 0))])

    def strikes(self, start: int, end: int) -> bool:
        """Whether a link was struck out without the item that it belongs to."""
        at = bisect_right(self._struck, (start, len(self._text)))
        left, right = self._struck[at - 1] if at else (0, 0)
        if end > right:
            return False
        inner = _TAG.sub("", self._text[left:start] + self._text[end:right])
        return _has_words(self._text[self.head : left]) or not _has_words(inner)


_line = lru_cache(maxsize=4)(_Line)  # asked for every link of a line


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))
