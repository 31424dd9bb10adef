"""Words that are struck out, in Markdown or HTML: they count no longer."""

from __future__ import annotations

import re

OPENED, CLOSED = r"(?:~~|<(?:del|s|strike)>)", r"(?:~~|</(?:del|s|strike)>)"
STRUCK = re.compile(r"~~(?:(?!~~).)*~~|<(s|del|strike)>(?:[^<\n]|<(?![sd])|<str(?!i)|<s(?![>t]))*?</\1>", re.IGNORECASE)
_STROKE = re.compile(f"{OPENED}|{CLOSED}", re.IGNORECASE)
_AROUND = " \t*_"


def has_strokes(text: str) -> bool:
    """Whether any words of a text may be struck out."""
    return "~~" in text or "</" in text


def is_struck(text: str) -> bool:
    """Whether all of a text is struck out."""
    return has_strokes(text) and STRUCK.fullmatch(text.strip(_AROUND)) is not None


def without_strokes(text: str) -> str:
    """A text with its struck-out words as they were."""
    return _STROKE.sub("", text) if has_strokes(text) else text


def strokes(text: str) -> list[tuple[int, int]]:
    """Where struck-out words begin and end."""
    return [found.span() for found in _STROKE.finditer(text)] if has_strokes(text) else []
