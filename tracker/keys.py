"""Keys that name an action item independently of its place, formatting, state and owner."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

try:
    from _blake2 import blake2s  # hashlib's own, without the time it takes to load OpenSSL
except ImportError:
    from hashlib import blake2s

_NOT_WORDS: Final = re.compile(r"[^\w]+")
_ASCII: Final = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256))


def normalise(text: str) -> str:
    """Text reduced to its words: NFKC, case-folded, punctuation and runs of space become one space."""
    if text.isascii() and "_" not in text:  # the same, several times as fast
        return single_spaced(text.encode().translate(_ASCII))
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).replace("_", " ").strip()


def single_spaced(spaced: bytes) -> str:
    """ASCII text whose only blanks are spaces, with one between two words and none around them."""
    text = spaced.decode().strip(" ")
    while "  " in text:  # a few times; to split and join takes longer
        text = text.replace("  ", " ")
    return text


def mint(incident_id: str, texts: Iterable[str]) -> tuple[str, ...]:
    """One 12-digit hex key per text, in order; equal texts differ by their ordinal."""
    seen: dict[str, int] = {}
    keys = []
    for text in texts:
        words = normalise(text) or text
        ordinal = seen.get(words, 0)
        seen[words] = ordinal + 1
        payload = "\x1f".join((incident_id, words, str(ordinal)))
        keys.append(digest(payload, 6))
    return tuple(keys)


def digest(text: str, size: int) -> str:
    """A name of the text, in hex digits, two for each byte of the size."""
    return blake2s(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()
