"""Links that reports may carry: to issues and to lines of documents, never to a scheme that runs code."""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import quote

from postmortem_tracker.text.printable import HIDDEN

_SAFE = ("http", "https", "mailto")
_LAYERS = 4  # text is escaped once for its page and perhaps once more by whoever wrote it; more is a game


def safe_url(url: str | None) -> str:
    """The URL if it is http, https, mailto or relative, else "": text from trackers may hold ``javascript:``."""
    url = "".join(char for char in url or "" if char.isprintable()).strip()
    first = re.split("[/?#]", _as_understood(url), maxsplit=1)[0]
    # A relative address has no colon in its first part, so whatever stands before one is a scheme.
    scheme, colon, _ = first.partition(":")
    return "" if colon and scheme.lower() not in _SAFE else url


def _as_understood(url: str) -> str:
    """What any reader might make of it: entities and backslashes resolved, wide letters as plain ones, no gaps."""
    for _ in range(_LAYERS):
        resolved = html.unescape(url)
        if resolved == url:
            break
        url = resolved
    else:
        return ":"
    url = unicodedata.normalize("NFKC", url.replace("\\", ""))
    return "".join(char for char in url if char.isprintable() and not char.isspace())


def document_link(template: str | None, path: str, line: int) -> str:
    """The address of a document's line after a template with {path} and {line}; "" without one, or a path to show."""
    if not template or path == HIDDEN:
        return ""
    return safe_url(template.replace("{path}", quote(path.removeprefix("./"))).replace("{line}", str(line)))
