"""Whether a link of our making stands where an item's own link stands.

Behind the item's words or before them, or alone or as "Issue: …" on a line below. What was struck out, hidden in a
comment, quoted, or said in the middle of a sentence is text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from postmortem_tracker.markdown.lines.commonmark import code_spans
from postmortem_tracker.markdown.lines.references import Reference
from postmortem_tracker.markdown.lines.tickets import QUOTED, calls_it_a_ticket, is_mention, only_fields
from postmortem_tracker.markdown.words.boxes import read_box
from postmortem_tracker.markdown.words.strokes import STRUCK

_TAG = re.compile(r"</?\w+>")
_MARKS = " \t*_-•:.([~,"


def in_place(text: str, link: Reference, *, own: bool, following: str = "") -> bool:
    """Whether the link in this line is the item's: ``own`` for a line of its own words, else one below them.

    ``following`` is what the wrapped sentence goes on with on the next line.
    """
    start, end = link.start, link.end
    if _struck(text, start, end) or _inside(text, start, end):
        return False
    before = text[_head(text) : start]
    if not own:
        return calls_it_a_ticket(before.strip(_MARKS)) and not _has_words(text[end:])
    if not only_fields(text, end, len(text)):
        return not (_has_words(before) and text[end:].lstrip(" \t*_~,")[:1].islower())
    return not (following[:1].islower() and is_mention(before) and not _has_words(text[end:]))


def is_taken_back(text: str, one: Reference) -> bool:
    """Whether a reference was struck out, or is hidden, code or a quotation."""
    return _struck(text, one.start, one.end) or _inside(text, one.start, one.end)


def _inside(text: str, start: int, end: int) -> bool:
    """Whether a place lies in a comment, in code or between quotation marks."""
    if text.rfind("<!--", 0, start) > text.rfind("-->", 0, start):
        return True
    return any(left < end and start < right and not start < left < right < end for left, right in _quoted(text))


@lru_cache(maxsize=4)  # asked for every link of a line
def _quoted(text: str) -> tuple[tuple[int, int], ...]:
    return (*code_spans(text), *(found.span() for found in QUOTED.finditer(text)))


def _struck(text: str, start: int, end: int) -> bool:
    """Whether a link was struck out without the item that it belongs to."""
    for found in STRUCK.finditer(text):
        if found.start() <= start and end <= found.end():
            inner = _TAG.sub("", text[found.start() : start] + text[end : found.end()])
            return _has_words(text[_head(text) : found.start()]) or not _has_words(inner)
    return False


def _head(text: str) -> int:
    """Where the words of a line begin, behind its box."""
    begin = len(text) - len(text.lstrip())
    box = read_box(text[begin:])
    return begin + (box.body if box else 0)


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))
