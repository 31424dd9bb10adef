"""Whether a link of an item leads to its issue, be it at an address from before."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

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
        if _leads_to_file_of(link, issue):
            return link
    return None


def _leads_to_file_of(link: Link, issue: Issue) -> bool:
    """Whether a relative link names the file of an issue, wherever it lies."""
    return link.file_number == issue.ref.number and "://" not in issue.url


def _numbered(path: str) -> int:
    found = _ISSUE_PATH.search(path)
    return int(found[1]) if found else 0
