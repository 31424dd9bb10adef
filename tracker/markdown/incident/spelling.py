"""One spelling for words that say who may read: small letters, no accents, look-alikes as what they look like."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from postmortem_tracker.markdown.words.languages import every

_LONGEST = 2_000  # characters of a text that are looked at

# Letters that look like Latin ones: whoever writes "сonfidential" means, or fakes, the word.
_LOOKALIKES = str.maketrans("аеорсхуіѕјһԁԛѵѡɡαεορτνικυοսօոıł", "aeopcxyisjhdqvwgaeoptvikuouonil")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
SPELLED = re.compile(r"[^\W_]+")
CAMEL = re.compile(r"[A-Z](?<=[a-z].)")  # the second word of "internalOnly"


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a short text in one spelling: small letters, look-alikes as what they look like."""
    return tuple(SPELLED.findall(folded(CAMEL.sub(r" \g<0>", text[:_LONGEST]))))


def folded(text: str) -> str:
    """A text in small letters, look-alikes as what they look like."""
    folded = text.casefold()
    return folded if folded.isascii() else _FOREIGN.sub(_latin, folded)


def _latin(found: re.Match[str]) -> str:
    return _as_latin(found[0])


@lru_cache(maxsize=4096)
def _as_latin(foreign: str) -> str:
    folded = unicodedata.normalize("NFKD", foreign).casefold()
    kept = (c for c in folded if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return "".join(kept).translate(_LOOKALIKES)


def words_under(key: str) -> frozenset[str]:
    """The words of all languages under a key of the table ``confidential``, in that spelling."""
    return frozenset(word for phrase in every("confidential", key) for word in words_of(phrase))
