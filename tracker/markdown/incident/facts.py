"""What a document says about the incident itself: id, title, date, severity, status, owner, services."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, islice, takewhile
from typing import Any

from postmortem_tracker.markdown.incident.days import falls_due, first_day, measured, of_others, settled
from postmortem_tracker.markdown.incident.fields import fields_of, name_of_label
from postmortem_tracker.markdown.incident.summary import summary_of
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
from postmortem_tracker.markdown.lines.dates import Doubt, read_date
from postmortem_tracker.markdown.lines.front_matter import FrontMatter
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.lines.titles import Form, Title, plain_title
from postmortem_tracker.markdown.words.boxes import read_box
from postmortem_tracker.markdown.words.grades import VALUE_ENDS, grade_of, is_another, is_graded
from postmortem_tracker.markdown.words.languages import also_english, every, months, weekdays
from postmortem_tracker.markdown.words.people import is_nobody
from postmortem_tracker.markdown.words.roles import MEASURE_ROLES
from postmortem_tracker.text.file_names import says_nothing, slug, stem_of

_HEAD = 60  # lines at the start of an incident in which its metadata is looked for
_TOP = 25  # lines in which one names it: "Postmortem: the day the queue stood still"
_LONGEST_NAME = 40
_LONGEST_TITLE = 160
_TO_FILL = re.compile(r"\[[^\[\]]*\]")  # "[list of services]" of a template
_DATED = re.compile(r"(?<!\d)(\d{4})[-_]?(\d{2})[-_]?(\d{2})(?!\d)")
_WHOLE_DAY = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
_DAY_FIRST = re.compile(r"\d{4} ?\d{2} ?\d{2} +(?=[^\W\d_])")
_ANY_ID = re.compile(r"\A#?((?=[\w.-]*\d)[\w.-]{1,24})")  # where its label says that it is one
_MATTER_DATES = ("incident_date", "incident-date", "detected", "occurred", "started", "start")
_POSTED_ON = ("date", "published", "published_at", "publishdate", "created", "modified_at", "lastmod", "updated")
_LETTERS = re.compile(r"[^\W\d_]+")
_BEFORE_DAY = frozenset(_LETTERS.findall(" ".join([*weekdays(), *every("incident", "date"), *months()])))
_WORDS_TOO = also_english("incident")
_MOST_LEVELS = 12  # lines of a list of severities
_SHORT = 4  # letters of a word that may stand before a day: "on", "the", "from"


@dataclass
class Facts:
    """What was found about one incident; ``doubts`` are (code, 0-based line, detail)."""

    id: str = ""
    title: str = ""
    written: date | None = None  # the day of the document, which counts where no other is told
    date: date | None = None
    severity: str | None = None
    status: str | None = None
    owner: str | None = None
    commander: str | None = None  # who led the response, which stands in for an owner
    services: tuple[str, ...] = ()
    confidential: bool = False  # see privacy, which also asks the rest of the file
    named_by_file: bool = False
    summary: str = ""
    said: str = ""  # what stands behind "Incident:" and is no id
    called: str = ""  # what it is called in general words ("Web Stack Outage"), where nothing says more
    heading: str = ""  # the first title, however general
    untitled: bool = False  # its title is but the name of a file or folder that says nothing
    posted: bool = False  # the date is that of the document, which may be a later day
    unsure: tuple[str, str] | None = None  # the key of a day in the front matter that may be two, and the day
    doubts: list[tuple[str, int, str]] = field(default_factory=list)
    dateless: list[tuple[int, str]] = field(default_factory=list)  # where a date is stated that is none
    unsettled: list[tuple[int, str]] = field(default_factory=list)  # where several severities are stated


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
    _from_matter(matter.values, facts, source, matter.end)
    body = max(start, matter.end)
    named = own_titles(titles, titled=bool(facts.title))
    after = named[-1].line if named else -1
    name = facts.id or next(filter(None, (own_id(title.text) for title in named)), "") or own_id(stem_of(path))
    _from_lines(source, body, end, facts, hidden | measured(titles, end) | of_others(titles, end, after, name))
    _from_headings(source, titles, body, end, facts)
    _from_titles(source, titles, body, end, facts, hidden)
    _from_path(path, facts)
    if facts.date is None or facts.posted:
        _from_text(source, body, end, facts, titles, hidden | of_others(titles, end, after, name))
    _tell_unsure(source, body, end, facts)
    facts.date = facts.date or facts.written
    for line, value in facts.dateless[:1]:
        if facts.date is None or _WHOLE_DAY.fullmatch(value) is not None:
            facts.doubts.append(("PM104", line, f"date {value!r}"))
    if facts.severity is None:
        facts.doubts += [("PM132", line, repr(value)) for line, value in facts.unsettled[:1]]
    facts.summary = summary_of(source.lines, titles, end)
    if facts.untitled and 0 < len(facts.summary) <= _LONGEST_NAME * 2 and ". " not in facts.summary:
        facts.title = facts.summary.rstrip(".")
    return facts


def _from_matter(values: dict[str, Any], facts: Facts, source: Source, end: int) -> None:
    if not values:
        return
    facts.id = _text(values, "incident_id", "incident-id", "id", "incident")
    facts.title = _text(values, "title", "name")
    facts.id = facts.id or own_id(facts.title)
    facts.date = read_date(facts.title).value
    facts.title = called(facts.title) or facts.title
    severity = _text(values, "severity", "sev")
    if severity:
        _grade(severity, _line_of("severity", source, end), facts)
    facts.status = _text(values, "status") or None
    facts.owner = _text(values, "owner") or None
    facts.commander = _text(values, "incident_commander", "commander", "author") or None
    services = values.get("services", values.get("service", ()))
    listed = services if isinstance(services, list) else services.split(",") if isinstance(services, str) else ()
    facts.services = tuple(name.strip() for name in listed if isinstance(name, str) and name.strip())
    for name in (*_MATTER_DATES, *_POSTED_ON):
        value = values.get(name)
        if isinstance(value, date) and facts.date is None:
            facts.date = value.date() if isinstance(value, datetime) else value
        elif isinstance(value, str) and facts.date is None:
            reading = read_date(value)
            facts.date = reading.value
            if reading.doubt is Doubt.AMBIGUOUS:
                facts.unsure = facts.unsure or (name, value)
            elif facts.date is None and name in (*_MATTER_DATES, "date"):
                _no_day(value, _line_of(name, source, end), facts, source)
        else:
            continue
        facts.posted = facts.date is not None and name in _POSTED_ON


def _text(values: dict[str, Any], *names: str) -> str:
    for name in names:
        value = values.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return " ".join(str(value).split())
    return ""


def _from_lines(source: Source, start: int, end: int, facts: Facts, left_out: Set[int]) -> None:
    """Fields at the head, each on a line, or several on one: not in code, and not those of a measure."""
    numbers = [number for number in range(start, min(end, start + _HEAD)) if number not in left_out]
    quoted = [number for number in numbers if source.lines[number].lstrip()[:1] == ">"]
    said = [number for number in numbers if source.lines[number].lstrip()[:1] != ">"]  # what it says itself comes first
    for each in chain(fields_of(source, said, end), fields_of(source, quoted, end)):
        if each.label in _WORDS_TOO and not _leads(each.value):
            continue
        _one(each.name, each.value, each.line, facts, source, start, end)
    facts.owner = facts.owner or facts.commander


def _from_headings(source: Source, titles: Sequence[Title], start: int, end: int, facts: Facts) -> None:
    """Fields whose name is a heading, and whose value is the line below it: "## Severity", "**High** - many users"."""
    for title in titles:
        name = name_of_label(title.text) if start <= title.line < start + _HEAD else None
        if name not in ("severity", "status", "date", "began") or title.form not in (Form.HEADING, Form.BOLD):
            continue
        below = next((line for line in source.lines[title.body : min(end, title.body + 3)] if line.strip()), "")
        said = _bare(below)
        value = VALUE_ENDS.split(said, maxsplit=1)[0].strip(" *_`.")
        if 0 < len(value) <= _LONGEST_NAME and below[:1] not in ("#", "|", "<"):
            if name == "severity":
                value = _levels_below(source.lines[title.body : min(end, title.body + _MOST_LEVELS)]) or said
            _one(name, value, title.line, facts, source, start, end)


def _bare(line: str) -> str:
    """The words of a line without the marks around them."""
    return line.lstrip(" \t*_`>-+").rstrip(" \t*_`-")


def _levels_below(lines: Sequence[str]) -> str:
    """The levels of a list: those with a box, of which one may be ticked, or one beside the other."""
    told = takewhile(lambda line: line.lstrip()[:1] not in ("#", "|", "<"), lines)
    texts = [text for line in told if (text := _bare(line))]
    boxed = [text for text in texts if read_box(text) is not None]
    return " ".join(boxed) or " | ".join(takewhile(is_graded, texts))


def _one(name: str, value: str, number: int, facts: Facts, source: Source, start: int, end: int) -> None:
    if not value or set(value) <= set("-: ") or _TO_FILL.fullmatch(value):
        return
    if name == "id":
        found = ID.search(value) or _ANY_ID.fullmatch(value)
        facts.id = facts.id or (found[1] if found else "")
        facts.said = facts.said or ("" if found else called(value))
    elif name == "title":
        facts.title = facts.title or called(value) or value
    elif name == "posted":
        facts.written = facts.written or read_date(value).value
    elif name in ("date", "began", "duration"):
        _date(value, number, facts, settled(value, source, start, end), name, source)
    elif name == "severity":
        _grade(value, number, facts)
    elif name == "status":
        facts.status = facts.status or value
    elif name == "owner":
        facts.owner = facts.owner or (None if is_nobody(value) else value)
    elif name == "commander":
        facts.commander = facts.commander or (None if is_nobody(value) else value)
    else:
        facts.services = facts.services or tuple(part.strip(" `*") for part in value.split(",") if part.strip())


def _grade(value: str, number: int, facts: Facts) -> None:
    """Take a severity that somebody settled on; of several none is believed, and the first of several fields counts."""
    found = grade_of(value)
    if facts.severity is not None:
        if found.level and is_another(found.level, facts.severity):
            facts.doubts.append(("PM132", number, f"{facts.severity!r}, and {value!r}"))
        return
    facts.severity = found.level or None
    if found.unsettled:
        facts.unsettled.append((number, value))


def _leads(value: str) -> bool:
    """True unless prose stands before the day, as in "Data: snapshots of 2024-01-02 were lost"."""
    before = value[: next((at for at, sign in enumerate(value) if sign.isdigit()), 0)]
    return all(len(word) <= _SHORT or word in _BEFORE_DAY for word in _LETTERS.findall(before.casefold()))


def _date(value: str, number: int, facts: Facts, meant: date | None, name: str, source: Source) -> None:
    """Take a day for the incident's: that on which it began before any other."""
    began, certain = name == "began", name in ("began", "date")
    if facts.date is not None and not began and not (facts.posted and certain):
        return
    reading = read_date(value.partition("(")[0])  # "12 October 2026 (detected 2026-10-13)"
    reading = reading if reading.value is not None else read_date(value)
    day = reading.value or (meant if reading.doubt is Doubt.AMBIGUOUS else None)
    if day is not None and (facts.date is None or facts.posted or day < facts.date):
        facts.date, facts.posted = day, False
    if day is not None or not certain:
        return
    if reading.doubt is Doubt.AMBIGUOUS:
        facts.doubts.append(("PM103", number, repr(value)))
    else:
        _no_day(value, number, facts, source)


def _no_day(value: str, line: int, facts: Facts, source: Source) -> None:
    """Remember what is stated as the date and is none; a placeholder or the head of a table states nothing."""
    told = any(map(str.isdigit, value)) or (read_date(value).doubt is Doubt.RELATIVE and "|" not in source.lines[line])
    if told and not is_nobody(value):
        facts.dateless.append((line, value))


def _from_titles(
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


def _from_text(
    source: Source, start: int, end: int, facts: Facts, titles: Sequence[Title], hidden: frozenset[int]
) -> None:
    """The first day that the text tells, where neither a field nor a title does."""
    day, line = first_day(source, start, end, titles, hidden, facts.date if facts.posted else None)
    if day is not None:
        facts.date, facts.posted = day, False
    elif line >= 0 and facts.date is None and not any(code == "PM103" for code, *_ in facts.doubts):
        facts.doubts.append(("PM103", line, repr(source.lines[line].strip()[:60])))


def _tell_unsure(source: Source, start: int, end: int, facts: Facts) -> None:
    """Settle a day of the front matter that may be two, where nothing else tells the day, or say so."""
    if facts.unsure is None or facts.date is not None:
        return
    name, value = facts.unsure
    facts.date = settled(value, source, start, end)
    if facts.date is None and not any(code == "PM103" for code, *_ in facts.doubts):
        facts.doubts.append(("PM103", _line_of(name, source, start), repr(value)))


def _line_of(name: str, source: Source, end: int) -> int:
    """The line of a key of the front matter, which ends before ``end``."""
    keys = (re.split(r"[:=]", source.lines[at], maxsplit=1)[0].strip(" \t\"'").casefold() for at in range(end))
    return next((at for at, key in enumerate(keys) if key == name), 0)


def _from_path(path: str, facts: Facts) -> None:
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
