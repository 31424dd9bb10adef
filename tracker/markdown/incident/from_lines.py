"""What fields say about the incident: those at its head, and those whose name is a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import chain, takewhile

from postmortem_tracker.markdown.incident.days import first_day, settled
from postmortem_tracker.markdown.incident.facts import Facts, take_day, take_grade
from postmortem_tracker.markdown.incident.fields import fields_of, name_of_label
from postmortem_tracker.markdown.incident.title import (
    ID,
    called,
)
from postmortem_tracker.markdown.lines.dates import read_date
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.lines.titles import Form, Title
from postmortem_tracker.markdown.words.boxes import read_box
from postmortem_tracker.markdown.words.grades import VALUE_ENDS, is_graded
from postmortem_tracker.markdown.words.languages import also_english, every, months, weekdays
from postmortem_tracker.markdown.words.people import is_nobody

_HEAD = 60  # lines at the start of an incident in which its metadata is looked for
_LONGEST_NAME = 40
_MOST_LEVELS = 12  # lines of a list of severities
_SHORT = 4  # letters of a word that may stand before a day: "on", "the", "from"
_TO_FILL = re.compile(r"\[[^\[\]]*\]")  # "[list of services]" of a template
_ANY_ID = re.compile(r"\A#?((?=[\w.-]*\d)[\w.-]{1,24})")  # where its label says that it is one
_LETTERS = re.compile(r"[^\W\d_]+")
_BEFORE_DAY = frozenset(_LETTERS.findall(" ".join([*weekdays(), *every("incident", "date"), *months()])))
_WORDS_TOO = also_english("incident")


def from_lines(source: Source, start: int, end: int, facts: Facts, left_out: Set[int]) -> None:
    """Fields at the head, each on a line, or several on one: not in code, and not those of a measure."""
    numbers = [number for number in range(start, min(end, start + _HEAD)) if number not in left_out]
    quoted = [number for number in numbers if source.lines[number].lstrip()[:1] == ">"]
    said = [number for number in numbers if source.lines[number].lstrip()[:1] != ">"]  # what it says itself comes first
    for each in chain(fields_of(source, said, end), fields_of(source, quoted, end)):
        if each.label in _WORDS_TOO and not _leads(each.value):
            continue
        _one(each.name, each.value, each.line, facts, source, start, end)
    facts.owner = facts.owner or facts.commander


def from_headings(source: Source, titles: Sequence[Title], start: int, end: int, facts: Facts) -> None:
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
        take_day(value, number, facts, settled(value, source, start, end), name, source)
    elif name == "severity":
        take_grade(value, number, facts)
    elif name == "status":
        facts.status = facts.status or value
    elif name == "owner":
        facts.owner = facts.owner or (None if is_nobody(value) else value)
    elif name == "commander":
        facts.commander = facts.commander or (None if is_nobody(value) else value)
    else:
        facts.services = facts.services or tuple(part.strip(" `*") for part in value.split(",") if part.strip())


def _leads(value: str) -> bool:
    """True unless prose stands before the day, as in "Data: snapshots of 2024-01-02 were lost"."""
    before = value[: next((at for at, sign in enumerate(value) if sign.isdigit()), 0)]
    return all(len(word) <= _SHORT or word in _BEFORE_DAY for word in _LETTERS.findall(before.casefold()))


def from_text(
    source: Source, start: int, end: int, facts: Facts, titles: Sequence[Title], hidden: frozenset[int]
) -> None:
    """The first day that the text tells, where neither a field nor a title does."""
    day, line = first_day(source, start, end, titles, hidden, facts.date if facts.posted else None)
    if day is not None:
        facts.date, facts.posted = day, False
    elif line >= 0 and facts.date is None and not any(code == "PM103" for code, *_ in facts.doubts):
        facts.doubts.append(("PM103", line, repr(source.lines[line].strip()[:60])))
