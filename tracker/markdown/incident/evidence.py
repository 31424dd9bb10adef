"""Tells a report of an incident from a repository's other pages: meeting notes, proposals, runbooks, project plans.

A list of what to do stands in many of them, and is nobody's measure after an incident. Where nothing says which of
the two a page is, and it promises something, that is said: no issue is opened, and nothing is passed over in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto

from postmortem_tracker.markdown.findings import finding
from postmortem_tracker.markdown.incident.called import (
    TELLING,
    Place,
    is_guide,
    is_numbered,
    is_other,
    is_release,
    is_section_of_others,
    place_of,
    section_meant,
    split_path,
    tells_incident,
    tells_of_a_certain_one,
)
from postmortem_tracker.markdown.lines.front_matter import front_matter
from postmortem_tracker.markdown.lines.hidden import hidden
from postmortem_tracker.markdown.lines.references import OURS
from postmortem_tracker.markdown.lines.source import load
from postmortem_tracker.markdown.lines.titles import Form, Title, find_titles
from postmortem_tracker.markdown.words.roles import MEASURE_ROLES
from postmortem_tracker.markdown.words.vocabulary import DEFAULT, Vocabulary
from postmortem_tracker.model import ActionItem, Doubt, Incident, LinkForm, State, StateForm
from postmortem_tracker.text.printable import plural

_LABEL = re.compile(r"[-*>\s]{0,8}\*\*([^*:]{2,60}):?\*\*:?")
_FEW = 4  # titles of a note, which says less of what it is than a page
_SEVERAL = 4  # titles beside the measures; a page with fewer may not say what it is about
_ENOUGH = 2  # kinds of sections
_OFTEN = 3  # a report tells once what happened, an audit the "Impact" of each of its points


class Page(Enum):
    """What a document is."""

    REPORT = auto()  # of an incident
    DOUBTFUL = auto()  # promises something, and says neither that it is about an incident nor what else it is
    OTHER = auto()


def page_of(
    data: bytes, path: str, incidents: Sequence[Incident], vocabulary: Vocabulary = DEFAULT, *, chosen: bool = False
) -> Page:
    """What a document is that was found in a folder; ``vocabulary`` is the one that the incidents were read with.

    In a folder that was ``chosen``, a short note is a report where nothing says that it is about anything else.
    Elsewhere it is about an incident where something says so: where it lies and what it is called, its title, a
    severity and a day, sections (or labels in bold) such as "Timeline" and "Root cause", and items with a link of our
    making.
    "Incident response guide" is about none, nor are minutes and plans; where they tell of one, they are in doubt.
    """
    folders, name = split_path(path)
    place = place_of(folders)
    if _is_placed_as_report(place, name):
        return Page.REPORT
    graded = any(each.severity and each.date for each in incidents)  # as runbooks are, too
    if graded and place is not Place.GUIDES:
        return Page.REPORT
    source = load(data, path, len(data))
    unseen = hidden(source)
    titles = find_titles(source, unseen, vocabulary.compiled)
    headings = [title for title in titles if title.form is Form.HEADING]
    own = (headings or titles)[:1]
    names = [str(front_matter(source).values.get("title", "")), *(each.text for each in own)]
    if any(map(is_release, names)) and not any(
        map(is_numbered, names)
    ):  # its list of changes has links that look like ours
        return Page.OTHER
    if _are_linked(incidents, data):
        return Page.REPORT
    labels = (_LABEL.match(line) for number, line in enumerate(source.lines) if number not in unseen.lines)
    told = _kinds([*(each.text for each in titles), *(each[1] for each in labels if each)], len(incidents))
    enough = _tells_enough(told, any(each.severity for each in incidents))
    promises = _promises(incidents)
    numbered = any(map(is_numbered, names))
    if any(map(is_guide, (name, *names))) or (place is Place.GUIDES and not numbered):
        dated = any(item.owners and item.due_date for item in promises)
        return Page.DOUBTFUL if dated or (promises and (enough or graded)) else Page.OTHER
    titled = numbered or any(map(tells_incident, names))
    if place is Place.OTHERS or is_other(name) or (not titled and any(map(is_other, names))):
        return Page.DOUBTFUL if promises and (titled or enough) else Page.OTHER
    if titled or enough:
        return Page.REPORT
    beside = list(_beside_measures(headings))
    if any(is_section_of_others(each.text) for each in beside):
        return Page.OTHER
    if chosen and len(beside) < _SEVERAL:
        return Page.REPORT
    certain = told & TELLING or any(map(_is_certain, promises))
    is_note = len(headings) <= _FEW and any(each.date for each in incidents)
    is_list = any(each.role in MEASURE_ROLES and each.text.count(" ") < _FEW for each in own)  # "Preventive measures"
    return Page.DOUBTFUL if promises and (certain or is_note or is_list) else Page.OTHER


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
    if facts > 1 or any(map(is_numbered, names)):
        return True
    return facts > 0 and _kinds([each.text for each in titles], 1).bit_count() >= _ENOUGH


def doubt_about(incidents: Sequence[Incident]) -> Doubt:
    """What has to be said of a doubtful page: it is shown where its first open item stands."""
    promises = _promises(incidents)
    detail = f"it has {plural(len(promises), 'open action item')}"
    said = finding("PM128", promises[0].line, incidents[0].path, detail)
    return Doubt(said, any(each.confidential for each in incidents))


def _is_placed_as_report(place: Place, name: str) -> bool:
    """Whether a page lies among reports, or is called like one; among other pages by a day or number, too."""
    if is_guide(name):
        return False
    if place in (Place.GUIDES, Place.OTHERS):
        return tells_of_a_certain_one(name)
    return place is Place.REPORTS or tells_incident(name)


def _tells_enough(told: int, is_graded: bool) -> bool:
    """Whether enough of a report is told: three parts, or course and causes. A bug has "Cause" and "Impact", too."""
    if told.bit_count() > _ENOUGH or told & TELLING == TELLING:
        return True
    return is_graded and told.bit_count() == _ENOUGH and bool(told & TELLING)


def _promises(incidents: Sequence[Incident]) -> list[ActionItem]:
    return [item for each in incidents for item in each.tasks if item.state is State.OPEN]


def _is_certain(item: ActionItem) -> bool:
    """Whether an item is more than a remark in a list: it has a box, an owner or a day."""
    return item.edit.state_form is StateForm.CHECKBOX or bool(item.owners or item.due)


def _beside_measures(headings: Sequence[Title]) -> Iterator[Title]:
    """The titles that neither name measures nor stand below one that does."""
    level = 0
    for title in headings:
        if level and title.level > level:
            continue
        level = title.level if title.role in MEASURE_ROLES else 0
        if not level:
            yield title


def _kinds(names: Iterable[str], incidents: int) -> int:
    """What of a report is named: the course, the causes, the effects, the lessons; not what is told time and again."""
    often = Counter(bit for each in names for bit in _bits(section_meant(each)))
    return sum(bit for bit, times in often.items() if times < _OFTEN * max(incidents, 1))


def _bits(meant: int) -> Iterator[int]:
    while meant:
        yield meant & -meant
        meant &= meant - 1


def _are_linked(incidents: Sequence[Incident], data: bytes) -> bool:
    """Whether half of the tasks or more have a link where this program writes one: they were items before."""
    tasks = [item for each in incidents for item in each.tasks]
    return bool(tasks) and sum(_is_linked(item, data) for item in tasks) * 2 >= len(tasks)


def _is_linked(item: ActionItem, data: bytes) -> bool:
    """Whether an item has a link where this program writes one."""
    if item.edit.link_form is LinkForm.CELL:
        return bool(item.tickets)
    return OURS.search(data[item.span.start : item.span.end].decode(errors="replace")) is not None
