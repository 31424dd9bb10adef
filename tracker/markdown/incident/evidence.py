"""Tells a report of an incident from a repository's other pages: meeting notes, proposals, runbooks, project plans.

A list of what to do stands in many of them, and is nobody's measure after an incident.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from postmortem_tracker.markdown.lines.front_matter import front_matter
from postmortem_tracker.markdown.lines.hidden import hidden
from postmortem_tracker.markdown.lines.references import OURS
from postmortem_tracker.markdown.lines.source import load
from postmortem_tracker.markdown.lines.titles import Form, Title, find_titles
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import Phrases, reduce
from postmortem_tracker.markdown.words.roles import MEASURE_ROLES
from postmortem_tracker.markdown.words.vocabulary import DEFAULT, Vocabulary
from postmortem_tracker.model import ActionItem, Incident, LinkForm

_KINDS = ("incident", "course", "causes", "effects", "lessons")
_INCIDENT = 1
_BETWEEN = re.compile(r"[\W_]+")
_OF_ONE = re.compile(r"\d{4}[-_.]?\d\d|(?:^|[^a-z])(?:inc|incident|pm|sev)[-_ ]?\d", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:^|[^a-z])(?:inc|incident|sev)[-_ ]?\d", re.IGNORECASE)
_LABEL = re.compile(r"[-*>\s]{0,8}\*\*([^*:]{2,60}):?\*\*:?")
_LONGEST = 4  # words of a section's title
_SEVERAL = 4  # titles beside the measures; a note with fewer may be about anything
_ENOUGH = 2  # kinds of sections


def is_another_page(data: bytes, path: str, incidents: Sequence[Incident], vocabulary: Vocabulary = DEFAULT) -> bool:
    """True for a page of several titles where nothing says that it is about an incident.

    What may say so: where it lies and what it is called, its title, a severity and a day, two sections (or labels in
    bold) such as "Timeline" and "Root cause", and an item with a link of our making. "Incident response guide" is
    about none. ``vocabulary`` is the one that the incidents were read with.
    """
    *folders, name = path.rpartition(".")[0].split("/")
    if not _is_guide(name) and any(_meant(part) & _INCIDENT for part in (*folders, name)):
        return False
    if any((each.severity and each.date) or any(_is_linked(item, data) for item in each.items) for each in incidents):
        return False
    source = load(data, path, len(data))
    unseen = hidden(source)
    titles = find_titles(source, unseen, vocabulary.compiled)
    headings = [title for title in titles if title.form is Form.HEADING]
    if len(list(_beside_measures(headings))) < _SEVERAL:
        return False
    names = [str(front_matter(source).values.get("title", "")), headings[0].text]
    if any(map(_is_guide, (name, *names))):
        return True
    told = any(_meant(each) & _INCIDENT or _NUMBERED.search(each) for each in names)
    labels = (_LABEL.match(line) for number, line in enumerate(source.lines) if number not in unseen.lines)
    return not told and _kinds([*(each.text for each in titles), *(each[1] for each in labels if each)]) < _ENOUGH


def _is_guide(name: str) -> bool:
    """True for a name that ends in what tells how to deal with incidents, and has no day or number of one."""
    told = reduce(_BETWEEN.sub(" ", name[:200])).split()
    last = any(_guides().whole(told[-size:]) for size in (1, 2) if len(told) >= size)
    return last and _OF_ONE.search(name) is None


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
    """How many of what a report tells is named: the course, the causes, the effects, the lessons."""
    found = 0
    for each in names:
        name = reduce(each.partition("(")[0])
        if name.count(" ") < _LONGEST:
            found |= _meant(name) & ~_INCIDENT
    return found.bit_count()


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
def _phrases() -> Phrases:
    return Phrases({1 << bit: every("evidence", kind) for bit, kind in enumerate(_KINDS)})
