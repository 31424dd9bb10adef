"""Keys that name an action item independently of its place, formatting, state and owner."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_NOT_WORDS = re.compile(r"[^\w]+")
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}


def normalise(text: str) -> str:
    """Text reduced to its words: NFKC, case-folded, punctuation and runs of space become one space."""
    if text.isascii() and "_" not in text:  # the same, several times as fast
        return " ".join(text.translate(_ASCII).split())
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).replace("_", " ").strip()


def mint(incident_id: str, texts: Iterable[str]) -> tuple[str, ...]:
    """One 12-digit hex key per text, in order; equal texts differ by their ordinal."""
    seen: Counter[str] = Counter()
    keys = []
    for text in texts:
        words = normalise(text) or text
        ordinal = seen[words]
        seen[words] += 1
        payload = "\x1f".join((incident_id, words, str(ordinal)))
        keys.append(hashlib.blake2s(payload.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest())
    return tuple(keys)
