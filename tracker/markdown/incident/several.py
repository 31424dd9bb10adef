"""Headings that each begin an incident, below a common title or one below the other: "## INC-7 Late mails", a day."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from postmortem_tracker.markdown.incident.title import heading_id, own_id
from postmortem_tracker.markdown.lines.dates import read_date
from postmortem_tracker.markdown.lines.parts import Part, has_facts, parts_of, tells_facts
from postmortem_tracker.markdown.lines.pipe_tables import cells, is_delimiter
from postmortem_tracker.markdown.lines.titles import Form, Title
from postmortem_tracker.markdown.words.boxes import is_boxed_line
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import reduce
from postmortem_tracker.markdown.words.roles import MEASURE_ROLES

_WORK = frozenset(map(reduce, every("columns", "action")))


class _Section(NamedTuple):
    """A heading, the titles below it up to the next of its level, and the line (0-based) of that one."""

    head: Title
    below: Sequence[Title]
    end: int


def split(titles: Sequence[Title], lines: Sequence[str]) -> list[Part]:
    """One part per incident; of the lines those are blank that no reader sees."""
    if _is_one(titles):
        return [Part(0, len(lines), list(titles))]
    return parts_of(titles, lines, _beginnings(titles, lines))


def _is_one(titles: Sequence[Title]) -> bool:
    """True where all stands below one title with an incident's id, and no title below has one."""
    headings = _headings(titles)
    if not headings or not own_id(headings[0].text):
        return False
    first, *rest = headings
    return all(title.level > first.level and not heading_id(title.text) for title in rest)


def _beginnings(titles: Sequence[Title], lines: Sequence[str]) -> list[Title]:
    """The headings of several incidents, at least one of them with an id, where what is below them is theirs alone.

    They stand side by side, below one title that has no facts, or below one that is an incident itself.
    """
    headings = _headings(titles)
    named = identified(headings, lines)
    if not named:
        return []
    first, level = headings[0], named[-1].level
    if any(title.level != level for title in named if title is not first):
        return []
    above = named[0] is first and first.level < level
    beside = _sections(titles, level, len(lines))
    alike = [] if above else [each for each in beside if _is_alike(each, lines)]
    if len(named) == 1:  # unless it is a section with the facts of the one incident
        alike = [each for each in alike if _has_work(each, lines)]
    begun = {title.line for title in named} | {each.head.line for each in alike}
    heads = [title for title in headings if title.line in begun]
    if len(heads) < 2:
        return []
    own = [each for each in beside if each.head.line in begun]
    behind = [each for each in beside if each.head.line not in begun and each.head.line > own[0].head.line]
    if any(title.level < level and title.line > own[0].head.line for title in headings):
        return []
    if any(_has_work(each, lines) for each in behind):
        return []  # it may be of all
    if above:
        told_of = not all(_has_measures(_headings(each.below)) for each in own)
    else:
        told_of = heads[0] is not first and _is_incident(headings, heads[0].line, lines)
    return [] if told_of else heads


def _is_incident(headings: Sequence[Title], end: int, lines: Sequence[str]) -> bool:
    """True where the first heading names an incident, tells its facts, or has measures of its own up to a line."""
    first, *later = headings
    own = [title for title in later if title.line < end]
    return bool(own_id(first.text)) or _is_told(first, later, lines) or _has_measures(own)


def _is_told(title: Title, later: Sequence[Title], lines: Sequence[str]) -> bool:
    return read_date(title.text).value is not None or has_facts(title, later, lines)


def _headings(titles: Sequence[Title]) -> list[Title]:
    return [title for title in titles if title.form is Form.HEADING]


def identified(headings: Sequence[Title], lines: Sequence[str]) -> list[Title]:
    """The first heading of each incident's id that stands in no section, and has facts."""
    found: dict[str, Title] = {}
    above: list[Title] = []
    for at, title in enumerate(headings):
        while above and above[-1].level >= title.level:
            above.pop()
        name = heading_id(title.text).casefold()
        inside = any(other.role is not None and other is not headings[0] for other in above)
        measures = _has_measures(above)
        if (
            name
            and name not in found
            and not (inside or measures)
            and _is_told(title, headings[at + 1 : at + 2], lines)
        ):
            found[name] = title
        above.append(title)
    return list(found.values())


def _sections(titles: Sequence[Title], level: int, count: int) -> list[_Section]:
    """The headings of a level with what is below each, in a document of ``count`` lines."""
    starts = [at for at, title in enumerate(titles) if title.form is Form.HEADING and title.level == level]
    ends = [*(titles[at].line for at in starts[1:]), count]
    bounds = pairwise([*starts, len(titles)])
    return [
        _Section(titles[start], titles[start + 1 : stop], end) for (start, stop), end in zip(bounds, ends, strict=True)
    ]


def _is_alike(section: _Section, lines: Sequence[str]) -> bool:
    """True for a heading without an id that tells the facts of an incident all the same."""
    head = section.head
    end = next((title.line for title in _headings(section.below)), section.end)
    return head.role is None and not own_id(head.text) and tells_facts(lines[head.body : end])


def _has_work(section: _Section, lines: Sequence[str]) -> bool:
    """True for a section with measures, a box, or a table of work."""
    own = lines[section.head.body : section.end]
    tables = (line for line, below in pairwise(own) if "|" in line and is_delimiter(below))
    columns = (reduce(cell.text) for line in tables for cell in cells(line.strip()))
    return (
        _has_measures([section.head, *section.below]) or any(map(is_boxed_line, own)) or not _WORK.isdisjoint(columns)
    )


def _has_measures(titles: Sequence[Title]) -> bool:
    return any(title.role in MEASURE_ROLES for title in titles)
