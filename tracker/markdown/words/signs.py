"""Tells at the speed of memory whether a text holds one of some signs; a pattern takes several times as long."""

from __future__ import annotations

import re

_COUNTS = 1


def table(signs: bytes, *, others: bool = False) -> bytes:
    """What ``holds`` looks for: these ASCII signs, or all signs but these (``others``)."""
    return bytes(_COUNTS * ((sign in signs) is not others) for sign in range(256))


_DIGITS = table(b"0123456789")
_DIGIT = re.compile(r"\d")


def holds(text: str, looked_for: bytes) -> bool:
    """True where a sign of a table stands in the text, which has no lone surrogates."""
    return _COUNTS in text.encode().translate(looked_for)


def has_digit(text: str) -> bool:
    """True for text with a digit of any script."""
    if text.isascii():
        return holds(text, _DIGITS)
    return _DIGIT.search(text) is not None
