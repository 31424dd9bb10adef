"""HTML that only formats words, read as the Markdown for the same: "<b>Owner:</b>" is "**Owner:**"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortem_tracker.markdown.lines.commonmark import Form, inline

_TAG = re.compile(
    r"<(/)?(?:(?P<strong>b|strong)|(?P<emphasis>i|em)|(?P<struck>s|del|strike)|u|font|span|mark|small|big)"
    r"(?:[ \t][^<>]*)?>",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\(?=\[\w+::)")  # "\\[due:: 2026-05-01]", as some editors save it
_TIME = re.compile(r"<time[ \t]", re.IGNORECASE)
_DATETIME = re.compile(r"datetime=[\"']?(\d{4}-\d{2}-\d{2})", re.IGNORECASE)
_MARKS = {"strong": "**", "emphasis": "*", "struck": "~~"}


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces, each with the offset where it stands in it; a mark stands where its tag begins."""
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
        if mark and beside.strip():  # "** words**" is no emphasis
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
