"""Headings that each begin an incident, below a common title or one below the other: "## INC-7 Late mails", a day."""

from __future__ import annotations

from collections.abc import Sequence

from postmortem_tracker.markdown.incident.title import heading_id, own_id
from postmortem_tracker.markdown.lines.dates import read_date
from postmortem_tracker.markdown.lines.parts import has_facts
from postmortem_tracker.markdown.lines.titles import Form, Title
from postmortem_tracker.markdown.words.roles import MEASURE_ROLES


def beginnings(titles: Sequence[Title], lines: Sequence[str]) -> list[Title]:
    """The headings that have an incident's id and facts of their own, where what is below them is theirs alone.

    They stand side by side, below one title that has no facts, or below one that is an incident itself.
    """
    headings = [title for title in titles if title.form is Form.HEADING]
    heads = _identified(headings, lines)
    if len(heads) < 2:
        return []
    first = headings[0]
    inner = heads[1:] if heads[0] is first else heads
    level = inner[0].level
    if any(title.level != level for title in inner):
        return []
    if heads[0] is first and level > first.level:
        ends = [*(title.line for title in inner[1:]), len(lines)]
        if not all(_has_measures(headings, head.line, end) for head, end in zip(inner, ends, strict=True)):
            return []  # an earlier incident that is only told of
    elif heads[0] is not first and (
        begins(first, headings[1:], lines) or _has_measures(headings, first.line, heads[0].line)
    ):
        return []
    return heads if _is_divided(headings, inner) else []


def begins(title: Title, later: Sequence[Title], lines: Sequence[str]) -> bool:
    """True for a title that names an incident, or tells its day or severity on the lines below."""
    return bool(own_id(title.text)) or _is_told(title, later, lines)


def _is_told(title: Title, later: Sequence[Title], lines: Sequence[str]) -> bool:
    return read_date(title.text).value is not None or has_facts(title, later, lines)


def _identified(headings: Sequence[Title], lines: Sequence[str]) -> list[Title]:
    """The first heading of each incident's id that stands in no section, and has facts."""
    found: dict[str, Title] = {}
    above: list[Title] = []
    for at, title in enumerate(headings):
        while above and above[-1].level >= title.level:
            above.pop()
        name = heading_id(title.text).casefold()
        inside = any(other.role is not None and other is not headings[0] for other in above)
        measures = any(other.role in MEASURE_ROLES for other in above)
        if name and name not in found and not (inside or measures) and _is_told(title, headings[at + 1 :], lines):
            found[name] = title
        above.append(title)
    return list(found.values())


def _is_divided(headings: Sequence[Title], heads: Sequence[Title]) -> bool:
    """False where a title behind the heads may belong to all of them: a higher one, or measures beside or below one."""
    level = heads[0].level
    beside = False
    for title in headings:
        if title.line <= heads[0].line:
            continue
        if title.level < level:
            return False
        if title.level == level:
            beside = title not in heads
        if beside and title.role in MEASURE_ROLES:
            return False
    return True


def _has_measures(headings: Sequence[Title], start: int, end: int) -> bool:
    return any(title.role in MEASURE_ROLES for title in headings if start < title.line < end)
