"""A state with a day that is yet to come, which no work can be in: "done 2027-01-10"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from postmortem_tracker.markdown.lines.dates import has_digit, read_day
from postmortem_tracker.markdown.words.states import States
from postmortem_tracker.model import is_closed


def is_ahead(part: str, near: date | None, today: date | None) -> bool:
    """Whether some words tell a day after ``today``; without one there is none."""
    reading = read_day(part, near) if today is not None and has_digit(part) else None
    return reading is not None and reading.value is not None and today is not None and reading.value > today


def said_ahead(parts: Iterable[str], states: States, near: date | None, today: date | None) -> str | None:
    """The first of some parts of an item's words that holds a closed state and a day after ``today``."""
    ahead = (part for part in parts if is_ahead(part, near, today))
    return next((part for part in ahead if is_closed(states.judge(part).state)), None)
