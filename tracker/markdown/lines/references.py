"""Finds ticket references in an item's text: Markdown links, URLs, `#12`, `group/project#12`, `ABC-123`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from postmortem_tracker.model import State

MARKS = {State.COMPLETED: "✓", State.NOT_PLANNED: "won't do"}
_STATES = {"✓": State.COMPLETED, "won't do": State.NOT_PLANNED}
LABEL = r"(?:[\w.-]+(?:/[\w.-]+)*)?#\d+"
OURS = re.compile(rf"[ \t]*\(\[({LABEL})\]\(([^()\s]+)\)(?: (✓|won't do))?\)")
_TICKET = re.compile(r"[A-Z][A-Z0-9]{1,9}-\d")
_NEAR = 32  # characters before a number in which a word for it is looked for
_MANY = 40  # references that are looked at in one item
_SHORT = re.compile(rf"{LABEL}$")
_MARKDOWN = re.compile(
    r"(?:!\[|\[)((?:[^\[\]\n]|\[[^\[\]\n]*\]){0,300})\]\(\s*<?([^()\s<>]+(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+[\"'][^\"'\n]*[\"'])?\s*\)"
)
_URL = re.compile(r"(?:<h|h)ttps?://[^\s<>)\]|\"'`]+>?")
_TICKET_URL = re.compile(
    r"https?://[^\s]+?/(?:(?:-/)?(?:issues|merge_requests|work_items|pull|pulls|pull-requests)/\d+|"
    r"issue/[A-Za-z]+-\d+|browse/[A-Z][A-Z0-9_]+-\d+|c/[A-Za-z0-9]{6,}|"
    r"_workitems/edit/\d+|show_bug\.cgi\?id=\d+|story/\d+|T\d+$|tickets?/\d+|0/\d+/\d+|boards/\d+|t/[a-z0-9]+)",
)
# The sign comes before what must not stand to its left: a search then passes quickly over all other signs.
_UNNUMBERED = re.compile(r"[A-Z](?<![\w/-].)[A-Z0-9]{1,9}-\d{1,6}(?![\w-])")
_REQUEST = re.compile(r"!(?<![\w/].)[0-9]{1,6}(?!\w)")
_NUMBERED = re.compile(r"(?<![\w/#&])(?:[\w.-]+(?:/[\w.-]+)+|(?:GH|gh))?#\d+(?![\w-])")
_HASH = re.compile(r"#\d")
_LONGEST = 100  # characters of a project's path
_NOT_TICKETS = frozenset(
    [
        "UTF",
        "SHA",
        "CVE",
        "HTTP",
        "ISO",
        "RFC",
        "SEV",
        "TLS",
        "AES",
        "MD",
        "IPV",
        "EC2",
        "SOC",
        "PCI",
        "TCP",
        "UDP",
        "SSL",
        "RSA",
        "ES",
        "HTTPS",
        "GPT",
        "COVID",
        "CWE",
        "UTC",
        "GMT",
        "EST",
        "PST",
        "CET",
        "IST",
        "Q",
        "FY",
        "V",
        "P",
        "S",
        "H",
        "T",
        "US",
        "EU",
        "AP",
        "AZ",
        "K8S",
        "PY",
        "BASE",
        "MP",
        "INC",
        "RAID",
        "USB",
        "PM",
        "AM",
        "ID",
        "RPO",
        "RTO",
    ]
)
_SAID = re.compile(r"\s*\((done|closed|merged|fixed|resolved|open|todo)\)$", re.IGNORECASE)
_CUES = frozenset(  # words before a number that make it a reference
    (
        *("issue", "issues", "ticket", "tickets", "bug", "bugs", "pr", "prs", "mr", "card", "story", "jira", "gh"),
        *("fix", "fixes", "fixed", "close", "closes", "tracked", "tracking", "filed", "ref", "refs"),
        *("see", "via", "in"),
    )
)
_LAST_WORD = re.compile(r"\w+$")
_REQUESTED = re.compile(r"\b(?:pull|merge) request$")
_TRAILER = re.compile(r"[\s)\].,;*_`~]*(?:\(?(?:done|todo|open|closed|merged)\)?)?[\s.]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference at ``start:end`` of the text it was found in; ``cut`` is what the title loses with it."""

    text: str
    url: str | None
    start: int
    end: int
    cut: tuple[int, int] | None = None
    state: State | None = None
    ours: bool = False


def find_references(text: str, *, ticket_cell: bool = False) -> list[Reference]:
    """All references in the order they are written; in a ticket cell any link or `#12` is one."""
    found = find_ours(text) if "([" in text else []
    taken = [(ref.start, ref.end) for ref in found]
    if "](" in text:
        found += _links(text, taken, ticket_cell)
    if "://" in text:
        found += _urls(text, taken, ticket_cell)
    coded = "-" in text and _TICKET.search(text) is not None
    if "#" in text or coded or (ticket_cell and "!" in text):
        found += _bare(text, taken, ticket_cell, coded=coded)
    return sorted(found, key=lambda ref: ref.start) if len(found) > 1 else found


def find_ours(text: str) -> list[Reference]:
    """Only the links of our making."""
    return [_ours(m) for m in OURS.finditer(text)] if "([" in text else []


def _ours(found: re.Match[str]) -> Reference:
    start = found.end() - len(found[0].lstrip())
    return Reference(found[1], found[2], start, found.end(), found.span(), _STATES.get(found[3] or ""), ours=True)


def _free(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return all(end <= left or start >= right for left, right in taken)


def _links(text: str, taken: list[tuple[int, int]], ticket_cell: bool) -> list[Reference]:
    found = []
    for match in islice(_MARKDOWN.finditer(text), _MANY):
        if not _free(*match.span(), taken):
            continue
        taken.append(match.span())
        label, url = match[1].strip("`* "), match[2]
        named = _SAID.sub("", label)
        short = _SHORT.match(named) is not None or _foreign(named)
        if match[0][0] == "!" or not (ticket_cell or short or _TICKET_URL.match(url)):
            continue
        cut = _widened(text, *match.span()) if short or _is_aside(text, *match.span()) else None
        said = _SAID.search(label)  # "[#12 (done)](…)"
        state = (State.OPEN if said[1].lower() in ("open", "todo") else State.COMPLETED) if said else None
        found.append(Reference(label, url, *match.span(), cut, state))
    return found


def _urls(text: str, taken: list[tuple[int, int]], ticket_cell: bool) -> list[Reference]:
    found = []
    for match in islice(_URL.finditer(text), _MANY):
        start, end = match.span()
        if not _free(start, end, taken):
            continue
        address = match[0].strip("<>")
        url = address.rstrip(".,;:*_~")
        end -= len(address) - len(url) if not match[0].endswith(">") else 0
        taken.append((start, end))
        if ticket_cell or _TICKET_URL.match(url):
            found.append(
                Reference(url, url, start, end, _widened(text, start, end) if _is_aside(text, start, end) else None)
            )
    return found


def _bare(text: str, taken: list[tuple[int, int]], ticket_cell: bool, *, coded: bool) -> list[Reference]:
    found = []
    for match in _numbered(text) if "#" in text else ():
        start, end = match.span()
        if not _free(start, end, taken):
            continue
        taken.append((start, end))
        one = _reference(text, match[0], start, end)
        near = "/" in match[0] or ticket_cell or one.cut is not None or start == 0
        if near or _is_cued(text[max(0, start - _NEAR) : start]):
            found.append(one)
    more = [one for one in islice(_UNNUMBERED.finditer(text), _MANY) if _foreign(one[0])] if coded else []
    more += islice(_REQUEST.finditer(text), _MANY) if ticket_cell else ()
    found += [_reference(text, one[0], *one.span()) for one in more if _free(*one.span(), taken)]
    return found


def _is_cued(before: str) -> bool:
    """True where words or a sign before a number say that it is a reference."""
    bare = before.rstrip().lower()
    if bare[-1:] in ("(", "[", ",", "&", "/"):
        return True
    bare = bare.removesuffix(":").rstrip()
    word = _LAST_WORD.search(bare)
    return word is not None and (word[0] in _CUES or _REQUESTED.search(bare) is not None)


def _reference(text: str, label: str, start: int, end: int) -> Reference:
    return Reference(label, None, start, end, _widened(text, start, end) if _is_aside(text, start, end) else None)


def _numbered(text: str) -> list[re.Match[str]]:
    """What ends in "#12", with the path before it; looked for from the sign on, which few texts have."""
    found: list[re.Match[str]] = []
    for sign in islice(_HASH.finditer(text), _MANY * 4):
        at = start = sign.start()
        least = max(at - _LONGEST, found[-1].end() if found else 0)
        while start > least and (text[start - 1].isalnum() or text[start - 1] in "_./-"):
            start -= 1
        for place in range(start, at + 1):
            begins = place in (start, at) or text[place - 1] in ".-"
            if begins and (match := _NUMBERED.match(text, place)) is not None:
                found.append(match)
                break
    return found


def _foreign(label: str) -> bool:
    prefix, _, number = label.partition("-")
    return (
        bool(number)
        and number.isdigit()
        and prefix.isupper()
        and prefix.isalnum()
        and prefix not in _NOT_TICKETS
        and len(prefix) > 1
    )


def _is_aside(text: str, start: int, end: int) -> bool:
    """True where a reference stands in brackets of its own or ends the text."""
    before, after = text[:start].rstrip("` *_"), text[end:].lstrip("` *_")
    if before.endswith(("(", "[")) and after[:1] in (")", "]"):
        return True
    return before.endswith((",", "-", "–", "—", ".", ":")) and _TRAILER.fullmatch(text, end) is not None


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """The reference with the brackets and quotes around it."""
    while start > 0 and text[start - 1] in "`*_":
        start -= 1
    while end < len(text) and text[end] in "`*_":
        end += 1
    if start > 0 and end < len(text) and text[start - 1] + text[end] in ("()", "[]"):
        start, end = start - 1, end + 1
    left = len(text[:start].rstrip(" \t,-–—"))
    return left, end
