"""Numbers without a sign, which are tickets where a column or label calls them so: "12", "issue 12", "GH 12".

What another tracker calls a ticket ("Jira 12"), and a column that only counts its rows, names no issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from postmortem_tracker.markdown.lines.references import Form, Reference
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.names_of_tickets import OTHER_SYSTEMS
from postmortem_tracker.markdown.words.people import AND_WORDS
from postmortem_tracker.markdown.words.phrases import any_of, phrases, reduce

_CHANGES = frozenset(phrases("pr; prs; pull request; mr; merge request; see issue"))
_NAMES = frozenset(every("labels", "ticket")) - OTHER_SYSTEMS - _CHANGES
CALLED = frozenset(word for name in _NAMES for word in name.rstrip("*").split()) | frozenset(
    phrases("tickets; bugs; github; gitlab; gh; id; ids; no; nr; number; numbers; num; key; related; linked; and")
)
OF_ANY = ("bug", "bugs", "story", "card")
_ELSEWHERE = OTHER_SYSTEMS.union(OF_ANY)  # whose numbers may be another tracker's
OF_OURS = (*(name for name in _NAMES if " " not in name and name not in OF_ANY), "tickets", "gh")
_NUMBER = re.compile(r"(?<![\w.,/:#%+-])(?:(?:no|nr|number)\.?[ ])?(\d{1,6})(?![\w%:/-]|[.,]\d)", re.IGNORECASE)
_NAMED = re.compile(
    rf"(?<![\w/-])(?:(?:github|gitlab)[ ])?(?:{any_of(*OF_OURS)}|(?P<else>{any_of(*OF_ANY, *OTHER_SYSTEMS)}))"
    r"(?:[ ](?:no\.?|nr\.?|number|id))?:?[ ](?P<number>[1-9]\d{0,5})"
    r"(?:(?:,|[ ]and|[ ]&)[ ](?P<more>[1-9]\d{0,5}))?(?![\w%/:-]|[.,]\d)",
    re.IGNORECASE,
)
# A number that follows a ticket as one more: "#13, 14", "#13/14", "13 & 14".
_ONE_MORE = re.compile(
    rf"[ ]?(?:[,;/&+]|{any_of(*AND_WORDS)}(?!\w))[ ]?(?P<number>[1-9]\d{{0,5}})"
    rf"(?![\w%:-]|[.,]\d)(?=[ ]?(?:[)\]|,;/&+.*_`\n]|{any_of(*AND_WORDS)}(?!\w)|$))",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEAD = re.compile(r"[^\W\d_]+(?:[ \t.:#-]{1,3}[^\W\d_]+)?")
FEW = 3  # words beside a number that may be one
_WORD = re.compile(r"[^\W\d_]+")


def calls_numbers_tickets(header: str, texts: Sequence[str]) -> bool:
    """True for a column in which a bare number is an issue of the document's own tracker.

    ``texts`` are its cells: those that begin with 1, 2, 3 only count the rows.
    """
    named = reduce(header).split()
    if not named or not CALLED.issuperset(named) or not _ELSEWHERE.isdisjoint(named):
        return False
    counted = [int(found[1]) for text in texts if (found := _NUMBER.match(text.lstrip("*_` ")))]
    return not counted or counted != list(range(1, len(counted) + 1))


def named_numbers(text: str) -> Iterator[Reference]:
    """ "issue 12" and "GH 12", which are #12 in other words; "bug 12" may be another tracker's, so it is doubted."""
    for one in _NAMED.finditer(text):
        doubted = one["else"] is not None
        said = one[0] if doubted else f"#{int(one['number'])}"
        yield Reference(
            said, None, one.start(), one.end("number"), form=Form.NUMBER, unsure=doubted, worded=True, bare=True
        )
        if one["more"] is not None:
            yield Reference(
                f"#{int(one['more'])}", None, *one.span("more"), form=Form.NUMBER, unsure=doubted, bare=True
            )


def further_numbers(text: str, found: Sequence[Reference]) -> Iterator[Reference]:
    """The numbers without a sign that are joined to a ticket: the 14 of "#13, 14" and of "AUTH-13/14"."""
    taken = [(one.start, one.end) for one in found]
    for first in found:
        at = first.end
        joins = first.form in (Form.NUMBER, Form.KEY) or (first.form is Form.LINK and "#" in first.text)
        name = f"{first.text.rpartition('-')[0]}-" if first.form is Form.KEY else "#"
        form = Form.KEY if first.form is Form.KEY else Form.NUMBER
        while joins and (more := _ONE_MORE.match(text, at)) is not None:
            start, at = more.span("number")
            known = len(first.text) - len(first.text.rstrip("0123456789"))
            year = _YEAR.fullmatch(more["number"]) is not None and known < len(more["number"])
            if year or any(left < at and start < right for left, right in taken):
                break
            yield Reference(
                f"{name}{more['number']}", None, start, at, form=form, unsure=first.unsure, bare=form is Form.NUMBER
            )


def bare_numbers(text: str) -> list[Reference]:
    """The numbers of a ticket cell that may each be a ticket, as `#12` would be; none in a sentence."""
    found = list(_NUMBER.finditer(text))
    words = _WORD.findall(text)
    if not found or len(words) > FEW:
        return []
    lead = text[: found[0].start()].strip("*_`~([ \t.:#-")
    if lead and _LEAD.fullmatch(lead) is None:
        return []
    return [Reference(f"#{int(one[1])}", None, *one.span(), form=Form.NUMBER, bare=True) for one in found]


def names_another_system(text: str) -> bool:
    """True for words that name a tracker whose tickets are not numbered as ours are, or what any tracker may hold."""
    return not _ELSEWHERE.isdisjoint(_WORD.findall(text.casefold()))
