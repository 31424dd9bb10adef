"""What a document says about the incident itself: id, title, date, severity, status, owner, services."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postmortem_tracker.markdown.incident.days import measured, of_others
from postmortem_tracker.markdown.incident.facts import Facts
from postmortem_tracker.markdown.incident.from_lines import from_headings, from_lines, from_text
from postmortem_tracker.markdown.incident.from_matter import from_matter, tell_unsure
from postmortem_tracker.markdown.incident.from_titles import from_path, from_titles
from postmortem_tracker.markdown.incident.summary import summary_of
from postmortem_tracker.markdown.incident.title import (
    own_id,
    own_titles,
)
from postmortem_tracker.markdown.lines.front_matter import FrontMatter
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.lines.titles import Title
from postmortem_tracker.text.file_names import stem_of

_LONGEST_SUMMARY = 80  # letters of one that may be a title
_WHOLE_DAY = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")


def read_facts(
    source: Source,
    start: int,
    end: int,
    titles: Sequence[Title],
    matter: FrontMatter,
    path: str,
    hidden: frozenset[int],
) -> Facts:
    """Everything about the incident whose document part runs from ``start`` to ``end``."""
    facts = Facts()
    from_matter(matter.values, facts, source, matter.end)
    body = max(start, matter.end)
    named = own_titles(titles, titled=bool(facts.title))
    after = named[-1].line if named else -1
    name = facts.id or next(filter(None, (own_id(title.text) for title in named)), "") or own_id(stem_of(path))
    from_lines(source, body, end, facts, hidden | measured(titles, end) | of_others(titles, end, after, name))
    from_headings(source, titles, body, end, facts)
    from_titles(source, titles, body, end, facts, hidden)
    from_path(path, facts)
    if facts.date is None or facts.posted:
        from_text(source, body, end, facts, titles, hidden | of_others(titles, end, after, name))
    tell_unsure(source, body, end, facts)
    facts.date = facts.date or facts.written
    for line, value in facts.dateless[:1]:
        if facts.date is None or _WHOLE_DAY.fullmatch(value) is not None:
            facts.doubts.append(("PM104", line, f"date {value!r}"))
    if facts.severity is None:
        facts.doubts += [("PM132", line, repr(value)) for line, value in facts.unsettled[:1]]
    facts.summary = summary_of(source.lines, titles, end)
    if facts.untitled and 0 < len(facts.summary) <= _LONGEST_SUMMARY and ". " not in facts.summary:
        facts.title = facts.summary.rstrip(".")
    return facts
