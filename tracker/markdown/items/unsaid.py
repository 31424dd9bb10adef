"""Words of an item in which no field stands: comments, and fields that were struck out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postmortem_tracker.markdown.lines.commonmark import code_spans, quoted_at
from postmortem_tracker.markdown.lines.other_comments import comments_in
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.levels import CODE
from postmortem_tracker.markdown.words.spelled import Spelled
from postmortem_tracker.markdown.words.strokes import has_strokes
from postmortem_tracker.text.people import WHOLE_HANDLE

_LABELS = [label for name in ("owner", "due", "priority", "status", "ticket") for label in every("labels", name)]
_FIELD = Spelled(*every("items", "due"), *_LABELS, "waived")
_ACCOUNT = rf"(?:{WHOLE_HANDLE}|\[{WHOLE_HANDLE}\]\([^()\s]{{1,200}}+\))"
# "~~due 2026-05-01~~" is no due date any more, "~~@ana~~" no owner; "~~Ana~~ @bo ~~P1~~ P2" still has one.
_STRUCK = re.compile(
    rf"[ \t(\[]{{0,3}}(?:~~(?![ \t])|<(?:del|s|strike)>)[ \t(\[*_]{{0,4}}"
    rf"(?:(?P<words>\w[^\n~<]{{0,240}}+)|(?:{_ACCOUNT}[ \t,&/+]*+)++[)\]*_]{{0,4}})"
    r"(?:(?<![ \t])~~|</(?:del|s|strike)>)[)\]]?",
    re.IGNORECASE,
)
_LEVEL = re.compile(rf"{CODE}(?!\w).{{0,8}}", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:not|never|no longer|(?:cannot|to|should|could|will) be|was|were|once|previously|formerly|if|unless|until)"
    r"[ \t(*_]*$"
)


def unsaid(text: str) -> list[tuple[int, int]]:
    """The ranges of a text in which no field is looked for."""
    found = [*_comments(text), *comments_in(text)]
    if has_strokes(text):
        found += [one.span() for one in _STRUCK.finditer(text) if one["words"] is None or _is_field(one["words"])]
    return found


def _is_field(words: str) -> bool:
    """True for a field: words that begin with its label, or a level."""
    label = any(not words[end : end + 1].isalnum() and words[end : end + 1] != "_" for end in _FIELD.ends(words))
    return label or _LEVEL.fullmatch(words) is not None


def _comments(text: str) -> Iterator[tuple[int, int]]:
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (closed := text.find("-->", start + 4)) >= 0:
        end = closed + 3
        yield start, end


def is_meant(text: str, at: int) -> bool:
    """Whether a word at a place says what it says: it is neither code nor quoted, nor is it denied."""
    if any(start <= at < end for start, end in code_spans(text)) or quoted_at(text, at):
        return False
    return _DENIED.search(text[max(0, at - 40) : at].lower()) is None
