"""What tickets, changes and their addresses look like: one answer for those who find them and those who count them."""

from __future__ import annotations

import re
from urllib.parse import unquote

_LONGEST = 20  # letters of a key
_KEY = rf"[A-Z][A-Z0-9]{{1,{_LONGEST - 1}}}"
KEY = rf"{_KEY}-\d{{1,6}}(?!\d)"  # "ABC-123"
NUMBER = r"(?:[\w.-]+(?:/[\w.-]+)*)?#\d+"  # "#12", "group/project#12"
# "!12", "PR #12", "merge request 12"
REQUEST = r"!\d{1,6}|(?:PRs?|MRs?|pull request|merge request)(?: ?[:#!]| #| !| )[ \t]*\d{1,6}"
_BEFORE_NUMBER = re.compile(_KEY)
_NAME = re.compile(rf"{NUMBER}|{KEY}")
_REQUEST = re.compile(REQUEST, re.IGNORECASE)
_CHANGE_ADDRESS = re.compile(r"https?://[^\s?#]+?/(?:(?:-/)?merge_requests|pull|pulls|pull-requests)/\d+")
_TAIL = rf"[A-Za-z0-9_]{{0,{_LONGEST - 1}}}-\d+"  # of a key behind its first letter
# A number or a key says which; "/issues/new", a board and a forum's category are no tickets.
_ADDRESS = re.compile(
    # The page of some trackers stands behind a "#" or a "?": "/#/issues/12".
    rf"https?://\S+?/(?:(?:issues?|work_items|tickets?|story)/\d+|(?:issues?|tickets?)/[A-Za-z]{_TAIL}|"
    rf"browse/[A-Z](?=[A-Z0-9_]+-){_TAIL}|card/(?=[\w-]{{0,40}}\d)[\w-]+|boards/\d+/pulses/\d+|T\d+(?=[?#]|$)|"
    r"c/(?=[A-Za-z0-9]{0,20}[A-Z0-9])[A-Za-z0-9]{6,}|_workitems/edit/\d+|show_bug\.cgi\?id=\d+)(?!\w)|"
    r"https?://[^/\s?#]+/(?:0/\d+/\d+|t/(?=[a-z]{0,20}\d)[a-z0-9]+)(?![\w-])",
)
# Of pages on which a ticket is shown among other things, or something that people use as one.
_SHOWN = re.compile(
    r"/(?:epics?|discussions)/\d|[?&](?:selectedIssue|itemId|sys_id|ticket|task|issue)=[\w%-]{0,40}\d", re.IGNORECASE
)
_DOCUMENT = re.compile(r"[^?#]+\.(?:md|markdown|mdx|rst|adoc|txt|html?|pdf|docx?)(?:[?#].*)?", re.IGNORECASE)
_RELATIVE = re.compile(r"(?!//|[a-z][\w+.-]*:)([^?#]+)(?:[?#].*)?", re.IGNORECASE)
_ISSUE_FILE = re.compile(r"0*([1-9]\d{0,5})(?:-[^/\\]*)?\.md", re.ASCII)
_FOLDERS = ("issues", "tickets")


def is_key(text: str) -> bool:
    """True for what stands before the number of a ticket: "ABC" of "ABC-123"."""
    return _BEFORE_NUMBER.fullmatch(text) is not None


def is_ticket_name(text: str) -> bool:
    """True for a ticket's number or key."""
    return _NAME.fullmatch(text) is not None


def is_blank_number(text: str) -> bool:
    """True for a number that no ticket has, as templates hold it: "#0", "#000", "#012"."""
    return text.rpartition("#")[2].startswith("0") and "#" in text


def is_change_name(text: str) -> bool:
    """True for the number of a pull or merge request: "!12", "PR #12"."""
    return _REQUEST.fullmatch(text) is not None


def is_change_address(url: str) -> bool:
    """True for the address of a pull or merge request."""
    return _CHANGE_ADDRESS.match(url) is not None


def is_ticket_address(url: str) -> bool:
    """True for the address of a ticket of any tracker; a change, a document and a board are none."""
    return _ADDRESS.match(url) is not None and not is_document(url) and not is_change_address(url)


def may_be_ticket_address(url: str) -> bool:
    """True for the address of a page that may show a ticket: an epic, a discussion, a board with a card opened."""
    return _SHOWN.search(url) is not None and not is_ticket_address(url) and not is_change_address(url)


def is_document(url: str) -> bool:
    """True for the address of a document."""
    return _DOCUMENT.fullmatch(url) is not None


def file_of(url: str) -> str | None:
    """The path that a relative link to a file names; None for any other address."""
    found = _RELATIVE.fullmatch(url)
    return unquote(found[1]) if found else None


def issue_of_file(name: str) -> int | None:
    """The number of the issue that is kept in a file of this name, ``0012-drain.md``; None for any other file."""
    found = _ISSUE_FILE.fullmatch(name)
    return int(found[1]) if found else None


def number_of_file(text: str, url: str) -> int | None:
    """The number of the issue whose file a relative link names: ``[#12](../issues/0012-drain.md)``."""
    folder, _, name = (file_of(url) or "").rpartition("/")
    number = issue_of_file(name)
    return number if folder.rpartition("/")[2].lower() in _FOLDERS or text == f"#{number}" else None
