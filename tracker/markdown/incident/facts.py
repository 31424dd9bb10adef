"""What was found about an incident, and how a value is taken for one of its facts: the first that is certain counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from postmortem_tracker.markdown.lines.dates import Doubt, read_date
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.words.grades import grade_of, is_another
from postmortem_tracker.markdown.words.people import is_nobody


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


def take_grade(value: str, number: int, facts: Facts) -> None:
    """Take a severity that somebody settled on; of several none is believed, and the first of several fields counts."""
    found = grade_of(value)
    if facts.severity is not None:
        if found.level and is_another(found.level, facts.severity):
            facts.doubts.append(("PM132", number, f"{facts.severity!r}, and {value!r}"))
        return
    facts.severity = found.level or None
    if found.unsettled:
        facts.unsettled.append((number, value))


def take_day(value: str, number: int, facts: Facts, meant: date | None, name: str, source: Source) -> None:
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
        take_no_day(value, number, facts, source)


def take_no_day(value: str, line: int, facts: Facts, source: Source) -> None:
    """Remember what is stated as the date and is none; a placeholder or the head of a table states nothing."""
    told = any(map(str.isdigit, value)) or (read_date(value).doubt is Doubt.RELATIVE and "|" not in source.lines[line])
    if told and not is_nobody(value):
        facts.dateless.append((line, value))
