"""Other ways to write the same Markdown, read as one: "<b>Owner:</b>" and "__Owner:__" are "**Owner:**"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortem_tracker.markdown.lines.commonmark import Form, code_spans, inline, under_marks

_TAG = re.compile(
    r"<(/)?(?:(?P<strong>b|strong)|(?P<emphasis>i|em)|(?P<struck>s|del|strike)|u|font|span|mark|small|big)"
    r"(?:[ \t][^<>]*)?>",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\(?=\[\w+::)")  # "\\[due:: 2026-05-01]", as some editors save it
_TIME = re.compile(r"<time[ \t]", re.IGNORECASE)
_DATETIME = re.compile(r"datetime=[\"']?(\d{4}-\d{2}-\d{2})", re.IGNORECASE)
_OUTER_UNDER = re.compile(r"(?<!\w)_|_(?!\w)")  # one within a word is no mark
_PROTECTED = re.compile(r"(?<=\w)\\(?=_\w)")  # "ana\_lima", as formatters save it
_MARKS = {"strong": "**", "emphasis": "*", "struck": "~~"}


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces, each with the offset where it stands in it; what only formats is written in one way."""
    changes = _changes(text) if "_" in text else []
    if not changes:
        yield from _tagged(text)
        return
    for at, piece in _tagged(text):
        if text[at : at + len(piece)] != piece:
            yield at, piece  # a mark for a tag
            continue
        start, stop = at, at + len(piece)
        for first, last, mark in changes:
            if start <= first and last <= stop:
                yield start, text[start:first]
                yield first, mark
                start = last
        yield start, text[start:stop]


def unprotected(text: str) -> str:
    """The text without backslashes before an underscore that is no mark in any case."""
    return _PROTECTED.sub("", text) if "\\_" in text else text


def _changes(text: str) -> list[tuple[int, int, str]]:
    """The ranges of a text that are written in another way, and how they read."""
    found = []
    if _OUTER_UNDER.search(text) is not None:
        found = [(start, end, "*" * (end - start)) for start, end in under_marks(text)]
    if "\\_" in text:
        code = code_spans(text)
        places = [one.span() for one in _PROTECTED.finditer(text)]
        found += [(*place, "") for place in places if not any(first <= place[0] < last for first, last in code)]
    return sorted(found)


def _tagged(text: str) -> Iterator[tuple[int, str]]:
    """The text with marks for tags, in pieces; a mark stands where its tag begins."""
    at = 0
    for escaped in _ESCAPED.finditer(text) if "::" in text and "<" not in text else ():
        yield at, text[at : escaped.start()]
        at = escaped.end()
    for start, end, found in _tags(text) if "<" in text else ():
        if start < at:
            continue  # within what was read already
        yield at, text[at:start]
        if found.re is _DATETIME:
            yield start, found[1]  # and not the words for the same day
            closed = text.find("</time>", end)
            at = closed + len("</time>") if closed >= 0 else end
            continue
        beside = text[start - 1 : start] if found[1] else text[end : end + 1]
        mark = _MARKS.get(found.lastgroup or "", "")
        cut_off = not beside and mark == _MARKS["struck"]  # a link or a line's end stands there
        if mark and (cut_off or beside.strip()):  # "** words**" is no emphasis
            yield start, mark
        at = end
    yield at, text[at:]


def _tags(text: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    for piece in inline(text).pieces:
        if piece.form is not Form.TAG:
            continue
        timed = _DATETIME.search(piece.text) if _TIME.match(piece.text) else None
        if (found := timed or _TAG.fullmatch(piece.text)) is not None:
            yield piece.start, piece.end, found
