"""Tells at the speed of memory whether a text holds one of some signs; a pattern takes several times as long."""

from __future__ import annotations


def all_but(signs: bytes) -> bytes:
    """What to leave out of a text so that only these ASCII signs remain."""
    return bytes(set(range(256)) - set(signs))


_NO_DIGITS = all_but(b"0123456789")


def holds(text: str, others: bytes) -> bool:
    """True where more than these ``others`` stands in the text, which has no lone surrogates."""
    return bool(text.encode().translate(None, others))


def has_digit(text: str) -> bool:
    """True for text with a digit of any script."""
    if text.isascii():
        return holds(text, _NO_DIGITS)
    return any(sign.isdecimal() for sign in text)
