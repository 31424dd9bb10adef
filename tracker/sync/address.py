"""Whether a link of an item leads to its issue, be it at an address from before."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from postmortem_tracker.model import ActionItem, Issue, Link

_ISSUE_PATH = re.compile(r"/(?:issues|work_items)/([1-9]\d{0,8})/?$")


def old_address(item: ActionItem, issue: Issue) -> Link | None:
    """The link of an item to its issue at an address from before the project was renamed or the document moved."""
    for link in item.links:
        theirs, ours = urlsplit(link.url or ""), urlsplit(issue.url)
        same = theirs.netloc.casefold() == ours.netloc.casefold() != ""
        if link.text != f"#{issue.ref.number}":
            continue
        if same and _numbered(theirs.path) == issue.ref.number:
            return link
        if not (theirs.scheme or theirs.netloc) and _leads_to(theirs.path, issue.url):
            return link
    return None


def _leads_to(path: str, file: str) -> bool:
    """Whether a relative path leads to the file from some folder, be it not the one where it is written now."""
    below = [part for part in PurePosixPath(unquote(path)).parts if part != ".."]
    return bool(below) and list(PurePosixPath(file).parts[-len(below) :]) == below


def _numbered(path: str) -> int:
    found = _ISSUE_PATH.search(path)
    return int(found[1]) if found else 0
