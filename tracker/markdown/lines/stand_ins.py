"""Refuses a file that stands for the document and is not it: the pointer of a large file, a link checked out as text.

Nothing of the document would be found in one, and an empty document is a clean one.
"""

from __future__ import annotations

import re

from postmortem_tracker.errors import DocumentError
from postmortem_tracker.markdown.lines.source import Source

_LARGEST = 1024  # bytes; of a pointer that Git LFS knows
_LARGE_FILE = re.compile(rb"version https://git-lfs\.github\.com/spec/v\d+\n(?:.*\n)*?oid sha256:")
_ANNEXED = re.compile(rb"(?:\.\./)*(?:\.git)?/annex/objects/\S+\s*")
# What git writes where links cannot be made: the target alone, without an end of line.
_LINK = re.compile(rb"(?:[^\s:\\/\[(<#*>`|-][^\s:\\\[(<`|]*|\.{1,2}/[^:\n]*)\.(?:md|markdown|mdown|mkd)", re.IGNORECASE)
_ENCRYPTED = re.compile(
    rb"\$ANSIBLE_VAULT;|-----BEGIN (?:AGE ENCRYPTED FILE|PGP MESSAGE)-----|age-encryption\.org/v\d\n"
)


def refuse_stand_ins(source: Source, path: str) -> None:
    """Raises DocumentError where the file holds only where the document is, or the document encrypted."""
    raw = source.data
    name = path or "document"
    if _ENCRYPTED.match(raw) is not None:
        raise DocumentError(f"{name}: is encrypted, so nothing of it is read", "decrypt it, or leave it out by exclude")
    if len(raw) > _LARGEST:
        return
    if _LARGE_FILE.match(raw) is not None or _ANNEXED.fullmatch(raw) is not None:
        raise DocumentError(
            f"{name}: is only the pointer to a large file, so nothing of it is read",
            "fetch the document: `git lfs pull`, or `git annex get`",
        )
    if _LINK.fullmatch(raw) is not None:
        raise DocumentError(
            f"{name}: is a symbolic link that was checked out as text, so nothing of it is read",
            "name the document that it leads to, or check it out with core.symlinks = true",
        )
