"""Tells a report of an incident from a repository's other pages: meeting notes, proposals, runbooks, project plans.

A list of what to do stands in many of them, and is nobody's measure after an incident. Where nothing says which of
the two a page is, and it promises something, that is said: no issue is opened, and nothing is passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from functools import cache

from postmortem_tracker.markdown.findings import finding
from postmortem_tracker.markdown.lines.front_matter import front_matter
from postmortem_tracker.markdown.lines.hidden import hidden
from postmortem_tracker.markdown.lines.references import OURS
from postmortem_tracker.markdown.lines.source import load
from postmortem_tracker.markdown.lines.titles import Form, Title, find_titles
from postmortem_tracker.markdown.words.languages import every, months
from postmortem_tracker.markdown.words.phrases import Phrases, reduce
from postmortem_tracker.markdown.words.roles import MEASURE_ROLES
from postmortem_tracker.markdown.words.vocabulary import DEFAULT, Vocabulary
from postmortem_tracker.model import ActionItem, Finding, Incident, LinkForm, State, StateForm
from postmortem_tracker.text.printable import plural

_KINDS = ("incident", "course", "causes", "effects", "lessons")
_INCIDENT = 1
_TELLING = 0b110  # the course and the causes, which other pages tell least
_BETWEEN = re.compile(r"[\W_]+")
_OF_ONE = re.compile(r"\d{4}[-_.]?\d\d|(?:^|[^a-z])(?:inc|incident|pm|sev)[-_ ]?\d", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:^|[^a-z])(?:inc|incident|sev)[-_ ]?\d", re.IGNORECASE)
_CLAUSE = re.compile(r"[:：|(（/–—]| - ")  # what ends a part of a title
_UNDERSCORED = re.compile(r"_|(?<=\w)-(?=\w)")
_LABEL = re.compile(r"[-*>\s]{0,8}\*\*([^*:]{2,60}):?\*\*:?")
_LONGEST = 4  # words of a section's title
_SEVERAL = 4  # titles beside the measures; a note with fewer may be about anything
_ENOUGH = 2  # kinds of sections


class Page(Enum):
    """What a document is."""

    REPORT = auto()  # of an incident
    DOUBTFUL = auto()  # promises something, and says neither that it is about an incident nor what else it is
    OTHER = auto()


def page_of(data: bytes, path: str, incidents: Sequence[Incident], vocabulary: Vocabulary = DEFAULT) -> Page:
    """What a document is that was found in a folder; ``vocabulary`` is the one that the incidents were read with.

    A page of several titles is about an incident where something says so: where it lies and what it is called, its
    title, a severity and a day, two sections (or labels in bold) such as "Timeline" and "Root cause", and an item
    with a link of our making. "Incident response guide" is about none, nor are minutes and plans.
    """
    *folders, name = path.rpartition(".")[0].split("/")
    if not _is_guide(name) and any(_meant(part) & _INCIDENT for part in (*folders, name)):
        return Page.REPORT
    if any((each.severity and each.date) or any(_is_linked(item, data) for item in each.items) for each in incidents):
        return Page.REPORT
    source = load(data, path, len(data))
    unseen = hidden(source)
    titles = find_titles(source, unseen, vocabulary.compiled)
    headings = [title for title in titles if title.form is Form.HEADING]
    beside = list(_beside_measures(headings))
    if len(beside) < _SEVERAL:
        return Page.REPORT
    names = [str(front_matter(source).values.get("title", "")), headings[0].text]
    labels = (_LABEL.match(line) for number, line in enumerate(source.lines) if number not in unseen.lines)
    told = _kinds([*(each.text for each in titles), *(each[1] for each in labels if each)])
    kinds = told.bit_count()
    promises = _promises(incidents)
    if any(map(_is_guide, (name, *names))):
        dated = any(item.owners and item.due_date for item in promises)
        return Page.DOUBTFUL if dated or (promises and kinds >= _ENOUGH) else Page.OTHER
    if any(_meant(each) & _INCIDENT or _NUMBERED.search(each) for each in names) or kinds >= _ENOUGH:
        return Page.REPORT
    if any(map(_is_other, (*folders, name, *names))) or any(_tells_other(each.text) for each in beside):
        return Page.OTHER
    return Page.DOUBTFUL if promises and (told & _TELLING or any(map(_is_certain, promises))) else Page.OTHER


def tells_of_one(data: bytes, path: str, incidents: Sequence[Incident], vocabulary: Vocabulary = DEFAULT) -> bool:
    """Whether a document tells of one incident, whatever it is called: "license-server-outage", "security-incident".

    It has a title with an incident's number; or measures, beside a severity and a day, or one of these and two sections
    such as "Timeline" and "Root cause". A list of incidents has their days, and no measures.
    """
    if len(incidents) != 1:
        return False
    (incident,) = incidents
    facts = (bool(incident.severity) + bool(incident.date)) if incident.items else 0
    source = load(data, path, len(data))
    titles = find_titles(source, hidden(source), vocabulary.compiled)
    first = next((title.text for title in titles if title.form is Form.HEADING), "")
    names = (str(front_matter(source).values.get("title", "")), first)
    if facts > 1 or any(_NUMBERED.search(each) for each in names):
        return True
    return facts > 0 and _kinds(each.text for each in titles).bit_count() >= _ENOUGH


def doubt_about(incidents: Sequence[Incident]) -> Finding:
    """What has to be said of a doubtful page: it is shown where its first open item stands."""
    promises = _promises(incidents)
    detail = f"it has {plural(len(promises), 'open action item')}"
    return finding("PM128", promises[0].line, incidents[0].path, detail)


def _promises(incidents: Sequence[Incident]) -> list[ActionItem]:
    return [item for each in incidents for item in each.tasks if item.state is State.OPEN]


def _is_certain(item: ActionItem) -> bool:
    """Whether an item is more than a remark in a list: it has a box, an owner or a day."""
    return item.edit.state_form is StateForm.CHECKBOX or bool(item.owners or item.due)


def _is_guide(name: str) -> bool:
    """True for a name that ends in what tells how to deal with incidents, and has no day or number of one."""
    told = reduce(_BETWEEN.sub(" ", name[:200])).split()
    last = any(_guides().whole(told[-size:]) for size in (1, 2) if len(told) >= size)
    return last and _OF_ONE.search(name) is None


def _is_other(name: str) -> bool:
    """True for a name that is or has one of another kind of page: "Weekly call of …", "Plan: …", "2026-10-12-adr-7"."""
    return any(_is_called_other(reduce(part).split()) for part in _CLAUSE.split(_UNDERSCORED.sub(" ", name[:200])))


def _is_called_other(told: Sequence[str]) -> bool:
    """Whether words begin with such a name, and go on with no more than what it is of, or end with one of several."""
    for index in range(len(told)):
        for size, _, _ in _others().at(told, index):
            after = told[index + size :]
            last = not after or all(map(str.isdigit, after))
            leads = all(word[0].isdigit() for word in told[:index]) and (
                last or after[0].isdigit() or after[0] in _fillers() or after[0] in months()
            )
            if leads or (last and size > 1):
                return True
    return False


def _tells_other(title: str) -> bool:
    """True for a section that only another kind of page has: "Agenda", "Considered options"."""
    return bool(_other_sections().whole(reduce(title).split()))


def _beside_measures(headings: Sequence[Title]) -> Iterator[Title]:
    """The titles that neither name measures nor stand below one that does."""
    level = 0
    for title in headings:
        if level and title.level > level:
            continue
        level = title.level if title.role in MEASURE_ROLES else 0
        if not level:
            yield title


def _kinds(names: Iterable[str]) -> int:
    """What of a report is named: the course, the causes, the effects, the lessons."""
    found = 0
    for each in names:
        name = reduce(each.partition("(")[0])
        if name.count(" ") < _LONGEST:
            found |= _meant(name) & ~_INCIDENT
    return found


def _is_linked(item: ActionItem, data: bytes) -> bool:
    """Whether an item has a link where this program writes one: it was taken for an item before."""
    if item.edit.link_form is LinkForm.CELL:
        return bool(item.tickets)
    return OURS.search(data[item.span.start : item.span.end].decode(errors="replace")) is not None


def _meant(text: str) -> int:
    words = reduce(_BETWEEN.sub(" ", text[:200])).split()
    return _phrases().found(words) if words else 0


@cache
def _guides() -> Phrases:
    return Phrases({1: every("evidence", "guides")})


@cache
def _others() -> Phrases:
    return Phrases({1: every("evidence", "others")})


@cache
def _other_sections() -> Phrases:
    return Phrases({1: every("evidence", "other_sections")})


@cache
def _fillers() -> frozenset[str]:
    return frozenset(every("title_words", "fillers"))


@cache
def _phrases() -> Phrases:
    return Phrases({1 << bit: every("evidence", kind) for bit, kind in enumerate(_KINDS)})
