"""What the front matter says about the incident."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from postmortem_tracker.markdown.incident.days import settled
from postmortem_tracker.markdown.incident.facts import Facts, take_grade, take_no_day
from postmortem_tracker.markdown.incident.title import (
    called,
    own_id,
)
from postmortem_tracker.markdown.lines.dates import Doubt, read_date
from postmortem_tracker.markdown.lines.source import Source

_MATTER_DATES = ("incident_date", "incident-date", "detected", "occurred", "started", "start")
_POSTED_ON = ("date", "published", "published_at", "publishdate", "created", "modified_at", "lastmod", "updated")


def from_matter(values: dict[str, Any], facts: Facts, source: Source, end: int) -> None:
    """All of it: the parsed values, of which the lines before ``end`` were read."""
    if not values:
        return
    facts.id = _text(values, "incident_id", "incident-id", "id", "incident")
    facts.title = _text(values, "title", "name")
    facts.id = facts.id or own_id(facts.title)
    facts.date = read_date(facts.title).value
    facts.title = called(facts.title) or facts.title
    severity = _text(values, "severity", "sev")
    if severity:
        take_grade(severity, line_of("severity", source, end), facts)
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
                take_no_day(value, line_of(name, source, end), facts, source)
        else:
            continue
        facts.posted = facts.date is not None and name in _POSTED_ON


def _text(values: dict[str, Any], *names: str) -> str:
    for name in names:
        value = values.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return " ".join(str(value).split())
    return ""


def tell_unsure(source: Source, start: int, end: int, facts: Facts) -> None:
    """Settle a day of the front matter that may be two, where nothing else tells the day, or say so."""
    if facts.unsure is None or facts.date is not None:
        return
    name, value = facts.unsure
    facts.date = settled(value, source, start, end)
    if facts.date is None and not any(code == "PM103" for code, *_ in facts.doubts):
        facts.doubts.append(("PM103", line_of(name, source, start), repr(value)))


def line_of(name: str, source: Source, end: int) -> int:
    """The line of a key of the front matter, which ends before ``end``."""
    keys = (re.split(r"[:=]", source.lines[at], maxsplit=1)[0].strip(" \t\"'").casefold() for at in range(end))
    return next((at for at, key in enumerate(keys) if key == name), 0)
