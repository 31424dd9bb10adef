"""What titles say about the incident, and where they say nothing the name of its file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, islice, takewhile

from postmortem_tracker.markdown.incident.days import falls_due
from postmortem_tracker.markdown.incident.facts import Facts
from postmortem_tracker.markdown.incident.title import (
    ID,
    called,
    calls_itself,
    is_named,
    level_of,
    name_of,
    own_id,
    own_titles,
)
from postmortem_tracker.markdown.lines.dates import read_date
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.lines.titles import Form, Title, plain_title
from postmortem_tracker.markdown.words.roles import MEASURE_ROLES
from postmortem_tracker.text.file_names import says_nothing, slug, stem_of

_HEAD = 60  # lines at the start of an incident in which its metadata is looked for
_TOP = 25  # lines in which one names it: "Postmortem: the day the queue stood still"
_LONGEST_TITLE = 160
_DATED = re.compile(r"(?<!\d)(\d{4})[-_]?(\d{2})[-_]?(\d{2})(?!\d)")
_DAY_FIRST = re.compile(r"\d{4} ?\d{2} ?\d{2} +(?=[^\W\d_])")


def from_titles(
    source: Source, titles: Sequence[Title], start: int, end: int, facts: Facts, hidden: frozenset[int]
) -> None:
    """What the first titles say, and the line above them: id, day, title and severity."""
    shown = (title for title in titles if title.form is Form.HEADING or title.form is Form.BOLD)
    headings = list(takewhile(lambda title: title.line < start + _HEAD, islice(shown, 4)))
    facts.heading = next(
        (t.text for t in headings[:1] if t.level == 1 and t.role not in MEASURE_ROLES and len(t.text) < _LONGEST_TITLE),
        "",
    )
    lines = source.lines
    first = start
    while first < min(end, start + 10) and (first in hidden or not lines[first].strip()):
        first += 1
    titled = [title.text for title in headings[:3]]
    raw = list(titled)
    if first < min(end, start + 10) and (not headings or headings[0].line > first):
        raw.insert(0, plain_title(lines[first]).strip(" \t>*_#"))
    own = {title.text for title in own_titles(headings, titled=bool(facts.title))}
    for text in raw[:3]:
        is_own = text in own or text not in titled
        facts.id = facts.id or (own_id(text) if is_own else "")
        if (facts.date is None or facts.posted) and (is_own or not called(text)) and not falls_due(text):
            facts.date = read_date(text).value or facts.date
    if not facts.title:
        labelled = first < end and lines[first].rstrip(" *_")[-1:] == ":"  # the first line names a field
        opening = [] if labelled and not (headings and headings[0].line == first) else raw[:1]
        _entitle(facts, titles, headings, lines[start : min(end, start + _TOP)], opening)
    if facts.severity is None:
        facts.severity = next((level for text in raw[:1] if (level := level_of(text))), None)


def _entitle(
    facts: Facts, titles: Sequence[Title], headings: Sequence[Title], top: Sequence[str], opening: Sequence[str]
) -> None:
    """Take the incident's title from its headings, else from a line at the ``top``, else from its first words."""
    named = next((t for t in titles if t.role is not None and not calls_itself(t.text)), None)
    tops = [
        t.text
        for t in headings
        if t.level <= 3
        and not _is_slug(t.text)
        and (t.role is None or calls_itself(t.text))
        and (named is None or t.line < named.line or t.level < named.level)
    ]
    names = (plain_title(line.strip()) for line in top if len(line) < _LONGEST_TITLE and is_named(line))
    first_said = [text for text in opening if (named is None or named.text != text) and text[-1:] != "."]
    facts.title = next((clean for text in chain(tops, names, first_said) if (clean := called(text))), "")
    if facts.said and (not facts.title or ID.search(facts.title)):
        facts.title = facts.said
    if not facts.title:
        facts.called = next((name for text in tops[:1] if (name := name_of(text))), "")


def _is_slug(text: str) -> bool:
    """True for a file's name as a title: "2026-06-03_late-mails"."""
    return " " not in text and len(text) > 12 and text.count("-") + text.count("_") > 2


def from_path(path: str, facts: Facts) -> None:
    """What a file's name says, where nothing in it says more."""
    name = stem_of(path)
    facts.id = facts.id or own_id(name)
    if facts.date is None and (dated := _DATED.search(name)) is not None:
        facts.date = read_date("-".join(dated.groups())).value
    facts.named_by_file = not facts.id
    facts.id = facts.id or slug(name) or "incident"
    if not facts.title:
        plain = name.replace("-", " ").replace("_", " ").strip()
        plain = _DAY_FIRST.sub("", plain)
        vague = says_nothing(name)
        facts.title = facts.called or (facts.heading if vague else "") or plain or "Untitled incident"
        facts.untitled = vague and not (facts.called or facts.heading)
