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
_TIME = re.compile(r"<time[ \t][^<>]*?datetime=[\"']?(\d{4}-\d{2}-\d{2})[^<>]*>", re.IGNORECASE)
_MARKS = {"strong": "**", "emphasis": "*", "struck": "~~"}


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces, each with the offset where it stands in it; a mark stands where its tag begins."""
    at = 0
    for start, end, found in _tags(text) if "<" in text else ():
        yield at, text[at:start]
        if found.re is _TIME:
            yield start, "" if text[end : end + 1].strip("<)].,; ") else found[1]  # else the day is told in words, too
            at = end
            continue
        beside = text[start - 1 : start] if found[1] else text[end : end + 1]
        mark = _MARKS.get(found.lastgroup or "", "")
        if mark and beside.strip():  # "** words**" is no emphasis
            yield start, mark
        at = end
    yield at, text[at:]


def _tags(text: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    for piece in inline(text).pieces:
        found = (_TAG.fullmatch(piece.text) or _TIME.fullmatch(piece.text)) if piece.form is Form.TAG else None
        if found is not None:
            yield piece.start, piece.end, found
