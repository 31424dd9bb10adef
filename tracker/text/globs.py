"""Matches document paths against globs in which ``**`` crosses directories and ``*`` does not."""

from __future__ import annotations

import re
from functools import lru_cache

_TOKENS = re.compile(r"\*\*/|\*\*|\*|\?|[^*?]+")
_MEANING = {"**/": r"(?:.*/)?", "**": r".*", "*": r"[^/]*", "?": r"[^/]"}


def matches(path: str, pattern: str) -> bool:
    """Whether the path, or any trailing part of it, matches; a pattern without a slash matches file names."""
    return _compiled(pattern).search("/" + path.replace("\\", "/").removeprefix("./")) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    pattern = pattern.removeprefix("./")
    if pattern.endswith("/"):
        pattern += "**"
    body = "".join(_MEANING.get(token) or re.escape(token) for token in _TOKENS.findall(pattern.lstrip("/")))
    return re.compile(f"/{body}$")
