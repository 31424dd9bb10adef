"""Tells which spellings of a label, a name or a severity mean the same."""

from __future__ import annotations

import re

_LEVEL = re.compile(r"(?:severity|sev|level|s|p)?[\s._:#-]*([0-9])(?!\w|[.]\d)", re.IGNORECASE)
_SIGNS = re.compile(r"[\W_]+")


def same_word(text: str) -> str:
    """A label reduced for comparison: ``SEV-1``, ``sev 1`` and ``Sev1`` are one; what has no letters is itself."""
    return (_SIGNS.sub("", text) or text.strip()).casefold()


def same_level(text: str) -> str:
    """What two spellings of one severity have in common: ``SEV-2``, ``Sev 2``, ``S2``, ``2`` and ``SEV2 (major)``."""
    found = numbered(text)
    return found[1] if found else same_word(text)


def level_name(text: str, letters: str) -> str:
    """What every spelling of one level is called: ``SEV2`` for ``Sev-2 (major)`` and ``2``, words in small letters."""
    found = numbered(text)
    return f"{letters}{found[1]}" if found else text.strip().lower()


def numbered(text: str) -> re.Match[str] | None:
    """The level with a number that a text begins with; group 1 is the number."""
    return _LEVEL.match(text.strip())
