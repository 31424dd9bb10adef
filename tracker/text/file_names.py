"""Names of files as words: what they call a document, and a name made of words."""

from __future__ import annotations

import re
import unicodedata

_GENERIC_STEMS = frozenset(
    {"readme", "index", "postmortem", "post-mortem", "post_mortem", "incident", "report", "rca", "main", "pm"}
)
_GENERIC_FOLDERS = frozenset(
    {"docs", "doc", "documentation", "postmortems", "post-mortems", "incidents", "src", "reports"}
)
_NOT_SLUG = re.compile(r"[^\w]+|_+")


def says_nothing(name: str) -> bool:
    """True for the name of a file or folder, without suffix, that any document could have."""
    return name.casefold() in _GENERIC_STEMS or name.casefold() in _GENERIC_FOLDERS


def stem_of(path: str) -> str:
    """The file's name without suffix, or its folder's where the name says nothing; however the path is spelled."""
    *folders, name = path.replace("\\", "/").rsplit("/", 2)
    stem = name.rpartition(".")[0] or name
    parent = folders[-1] if folders else ""
    return parent if stem.casefold() in _GENERIC_STEMS and parent not in ("", ".", "..") else stem


def slug(text: str) -> str:
    """Lower-case words joined by dashes."""
    folded = text.casefold()
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return _NOT_SLUG.sub("-", folded).strip("-")
