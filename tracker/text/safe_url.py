"""Links that reports may carry: to issues and to lines of documents, never to a scheme that runs code."""

from __future__ import annotations

import re
from urllib.parse import quote

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SAFE = ("http:", "https:")


def safe_url(url: str | None) -> str:
    """The URL if it is http(s) or relative, else "": text from trackers may hold ``javascript:``."""
    url = "".join(char for char in url or "" if char.isprintable()).strip()
    scheme = _SCHEME.match(url)
    return url if scheme is None or scheme[0].lower() in _SAFE else ""


def document_link(template: str | None, path: str, line: int) -> str:
    """The address of a document's line after a template with {path} and {line}; "" without a template."""
    if not template:
        return ""
    return safe_url(template.replace("{path}", quote(path.removeprefix("./"))).replace("{line}", str(line)))
