"""Keys that name an action item independently of its place, formatting, state and owner."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from hashlib import blake2s

_NOT_WORDS = re.compile(r"[^\w]+")


def normalise(text: str) -> str:
    """Text reduced to its words: NFKC, case-folded, punctuation and runs of space become one space."""
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).replace("_", " ").strip()


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
