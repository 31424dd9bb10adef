"""Finds what looks like a ticket in an item's text: Markdown links, URLs, `#12`, `group/project#12`, `ABC-123`.

Whether it is one is decided by the place where it stands, see `tickets`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice

from postmortem_tracker.markdown.lines.commonmark import Anchor, code_spans, inline
from postmortem_tracker.markdown.words.ticket_keys import is_lookalike
from postmortem_tracker.model import State
from postmortem_tracker.text.ticket_forms import (
    KEY,
    NUMBER,
    REQUEST,
    is_change_address,
    is_ticket_address,
    number_of_file,
)

MARKS = {State.COMPLETED: "✓", State.NOT_PLANNED: "won't do"}
_STATES = {"✓": State.COMPLETED, "won't do": State.NOT_PLANNED}
LABEL = NUMBER
# Looked for from the first of several spaces only: from each, a long run of them would take its square.
OURS = re.compile(rf"(?:(?<![ \t])[ \t]+)?\(\[({LABEL})\]\(([^()\s]+)\)(?: (✓|won't do))?\)")
# The same as a formatter leaves it that writes the addresses at the end of the document: `([#12])`, `([#12][1])`.
BY_NAME = re.compile(rf"\(\[{LABEL}\](?:\[[^\[\]\n]{{0,100}}\])?(?: (✓|won't do))?\)")
_MANY = 40  # references that are looked at in one item
_SHORT = re.compile(rf"{LABEL}$")
_BY_NAME = re.compile(r"(?<!!)\[([^\[\]\n]{1,100})\](?:\[([^\[\]\n]{0,100})\])?(?!\()")
_ANCHOR = re.compile(r"<a\b[^<>]{0,200}?\bhref=([\"'])(https?://[^\"'<>\s]{1,500})\1[^<>]{0,200}>([^<>\n]{1,100})</a>")
_URL = re.compile(r"(?:<h|h)ttps?://[^\s<>)\]|\"'`]+>?")
_KEY = re.compile(rf"(?<![\w/-]){KEY}(?![\w-])")
_WHOLE_KEY = re.compile(KEY)
_ID = re.compile(r"(?=[\w-]*\d)[\w-]{1,20}")  # what other trackers call a ticket: "KM484", "86c9rvv31"
_REQUEST = re.compile(rf"(?:(?<![\w/])(?=!)|(?<![\w-])(?!!))(?:{REQUEST})(?![\w-])", re.IGNORECASE)
_NUMBERED = re.compile(r"(?<![\w/#&])(?:(?<![.-])[\w.-]+(?:/[\w.-]+)+|GH|gh)?#\d+(?![\w-])")
_JOINED = re.compile(r"#\d+(?![\w-])")
_ADDRESSED = re.compile(
    r"(?:^|/)(?:(?:issues|merge_requests|work_items|pull|pulls|pull-requests|tickets?)/0*+(\d++)(?:-[^/?#]*+)?|"
    r"(?:browse|issue)/([A-Za-z]\w+-\d+))(?:[/?#]|$)"
)
_SAYS = re.compile(rf"#0*+(\d++)$|^({KEY})$")
_HASH = re.compile(r"#\d")
_LONGEST = 100  # characters of a project's path
_SITE = re.compile(r"https?://[^/?#]*(?:/?|/(?:[^?#]*/)?(?:boards?|rapidboard)(?:/[^/?#]*)?)", re.IGNORECASE)
_SAID = re.compile(r"(?<!\s)\s*\((done|closed|merged|fixed|resolved|open|todo)\)$", re.IGNORECASE)


class Form(Enum):
    """How a reference is written."""

    OURS = auto()  # `([#12](url))`
    LINK = auto()  # a Markdown link with a ticket's name: `[#12](url)`, `[ABC-1](url)`, `[86c9rvv31](url)`
    WORDS = auto()  # a Markdown link to a ticket with words of the sentence in it
    URL = auto()
    NUMBER = auto()  # `#12`, `group/project#12`
    KEY = auto()  # `ABC-123`
    REQUEST = auto()  # `!12`, `PR #12`


@dataclass(frozen=True)
class Reference:
    """A reference at ``start:end`` of the text it was found in; ``cut`` is what the title loses with it.

    ``unsure`` tells a key that only looks like a ticket's: it is text. ``worded`` tells "issue 12", ``bare`` any number
    without a sign.
    """

    text: str
    url: str | None
    start: int
    end: int
    cut: tuple[int, int] | None = None
    state: State | None = None
    form: Form = Form.OURS
    unsure: bool = False
    worded: bool = False
    bare: bool = False


def find_ours(text: str) -> list[Reference]:
    """Only the links of our making."""
    return [_ours(m) for m in OURS.finditer(text)] if "([" in text else []


def in_cell(text: str) -> list[Reference]:
    """All references of a ticket cell, in the order they are written: any link, number or key is one there."""
    return [one for one in _believable(candidates(text, any_link=True)) if one.url is None or _is_page(one.url)]


def _is_page(url: str) -> bool:
    """False for the address of a whole site or of a board, which is no ticket's."""
    return _SITE.fullmatch(url) is None


def find_references(text: str) -> list[Reference]:
    """All that names a ticket, wherever it stands."""
    return _believable(candidates(text))


def _believable(found: list[Reference]) -> list[Reference]:
    return [one for one in found if one.form is not Form.KEY or not is_lookalike(one.text)]


def candidates(text: str, *, any_link: bool = False, defined: Mapping[str, str] | None = None) -> list[Reference]:
    """All that looks like a ticket, in the order it is written; with ``any_link`` also links to other pages."""
    by_name = bool(defined) and "]" in text
    if not (by_name or "#" in text or "://" in text or "-" in text or "](" in text or "!" in text or "R" in text):
        return []
    found = find_ours(text)
    taken = [(one.start, one.end) for one in found]
    more: list[Reference] = []
    more += _links(text, taken, any_link) if "](" in text or "<a" in text else []
    more += _defined(text, taken, defined) if defined and "]" in text else []
    more += _urls(text, taken, any_link) if "://" in text else []
    more += _bare(text, _REQUEST, Form.REQUEST, taken)
    more += _numbers(text, taken) if "#" in text else []
    more += _bare(text, _KEY, Form.KEY, taken) if "-" in text else []
    return sorted((*found, *more), key=lambda one: one.start)


def is_ticket(label: str, url: str) -> bool:
    """True for a link with a ticket's number, as ours have it (`#12`, `group/project#12`), or a ticket's address."""
    return _SHORT.match(label) is not None or _is_address(url) or number_of_file(label, url) is not None


def is_change_url(url: str | None) -> bool:
    """True for the address of a pull or merge request."""
    return url is not None and is_change_address(url)


def _is_address(url: str) -> bool:
    """True for the address of a ticket or of a change."""
    return is_ticket_address(url) or is_change_address(url)


def at_odds(text: str, url: str | None) -> bool:
    """True where the words of a link name another ticket than its address: "[#3](…/issues/4)"."""
    said, addressed = _SAYS.search(text), _ADDRESSED.search(url or "")
    if said is None or addressed is None or said.lastindex != addressed.lastindex:
        return False
    return said[said.lastindex or 0].upper() != addressed[addressed.lastindex or 0].upper()


def _ours(found: re.Match[str]) -> Reference:
    start = found.end() - len(found[0].lstrip())
    return Reference(found[1], found[2], start, found.end(), found.span(), _STATES.get(found[3] or ""))


def _free(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return all(end <= left or start >= right for left, right in taken)


def _links(text: str, taken: list[tuple[int, int]], any_link: bool) -> list[Reference]:
    found = []
    # An address between angle brackets is none of these.
    links = [*(link for link in inline(text).links if text[link.start] != "<"), *_anchors(text)]
    for link in sorted(links, key=lambda link: link.start)[:_MANY]:  # a picture may stand in one
        place = link.start, link.end
        if not _free(*place, taken):
            continue
        taken.append(place)
        label, url = link.label.strip(), link.url
        said = _SAID.search(label)  # "[#12 (done)](…)"
        named = _SAID.sub("", label)
        target = _is_address(url) or number_of_file(named, url) is not None
        key = _WHOLE_KEY.fullmatch(named) is not None
        short = _SHORT.match(named) is not None or (key and (target or not is_lookalike(named)))
        if link.image or not (any_link or short or target):
            continue
        state = (State.OPEN if said[1].lower() in ("open", "todo") else State.COMPLETED) if said else None
        form = Form.LINK if short or key or _ID.fullmatch(named) else Form.WORDS
        found.append(Reference(label, url, *place, None, state, form))
    return found


def _anchors(text: str) -> list[Anchor]:
    """The links that are written in HTML: `<a href="…/issues/12">#12</a>`."""
    if "<a" not in text:
        return []
    hidden = code_spans(text)
    found = islice(_ANCHOR.finditer(text), _MANY)
    return [Anchor(one[3], one[2], *one.span(), False) for one in found if _free(*one.span(), hidden)]


def _defined(text: str, taken: list[tuple[int, int]], defined: Mapping[str, str]) -> list[Reference]:
    """Links whose address stands elsewhere: `[#12][issue]`, `[#12]`."""
    found = []
    for match in islice(_BY_NAME.finditer(text), _MANY):
        url = defined.get((match[2] or match[1]).casefold())
        if url is None or not _free(*match.span(), taken):
            continue
        label = match[1].strip("`* ")
        short = _SHORT.match(label) is not None or _WHOLE_KEY.fullmatch(label) is not None
        if short or _is_address(url):
            taken.append(match.span())
            ours = BY_NAME.match(text, max(0, match.start() - 1)) if short else None
            state = _STATES.get(ours[1] or "") if ours else None
            form = Form.LINK if short else Form.WORDS
            found.append(Reference(label, url, *match.span(), state=state, form=form))
    return found


def _urls(text: str, taken: list[tuple[int, int]], any_link: bool) -> list[Reference]:
    found = []
    for match in islice(_URL.finditer(text), _MANY):
        start, end = match.span()
        if not _free(start, end, taken):
            continue
        address = match[0].strip("<>")
        url = address.rstrip(".,;:*_~")
        end -= len(address) - len(url) if not match[0].endswith(">") else 0
        taken.append((start, end))
        if any_link or _is_address(url):
            found.append(Reference(url, url, start, end, form=Form.URL))
    return found


def _bare(text: str, pattern: re.Pattern[str], form: Form, taken: list[tuple[int, int]]) -> list[Reference]:
    found = []
    for match in islice(pattern.finditer(text), _MANY):
        if _free(*match.span(), taken):
            taken.append(match.span())
            found.append(Reference(match[0], None, *match.span(), form=form))
    return found


def _numbers(text: str, taken: list[tuple[int, int]]) -> list[Reference]:
    """What ends in "#12", with the path before it; looked for from the sign on, which few texts have."""
    found: list[Reference] = []
    last = 0
    for sign in islice(_HASH.finditer(text), _MANY * 4):
        at = start = sign.start()
        least = max(at - _LONGEST, last)
        while start > least and (text[start - 1].isalnum() or text[start - 1] in "_./-"):
            start -= 1
        if start < at == last + 1 and text[last] in "/&":
            start = at  # "#3/#4"
        for place in range(start, at + 1):
            begins = place in (start, at) or text[place - 1] in ".-"
            form = _JOINED if last == place - 1 > 0 and text[last] in "/&" else _NUMBERED
            if begins and (match := form.match(text, place)) is not None:
                last = match.end()
                if _free(*match.span(), taken):
                    taken.append(match.span())
                    found.append(Reference(match[0], None, *match.span(), form=Form.NUMBER))
                break
    return found
