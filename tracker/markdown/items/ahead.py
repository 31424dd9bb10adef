"""A state with a day that is yet to come, which no work can be in: "done 2027-01-10"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from postmortem_tracker.markdown.lines.dates import has_digit, read_day
from postmortem_tracker.markdown.words.states import States
from postmortem_tracker.model import State

_YEAR = re.compile(r"\d{4}")
_HALF_A_YEAR = 183  # days


def is_ahead(part: str, near: date | None, today: date | None) -> bool:
    """Whether some words tell a day after ``today``; without one there is none.

    Somewhere it is tomorrow already. A day without a year that lies far ahead was that of the year before.
    """
    reading = read_day(part, near) if today is not None and has_digit(part) else None
    if reading is None or reading.value is None or today is None:
        return False
    days = (reading.value - today).days
    return days > 1 and (days <= _HALF_A_YEAR or _YEAR.search(part) is not None)


def said_ahead(parts: Iterable[str], states: States, near: date | None, today: date | None) -> str | None:
    """The first of some parts of an item's words that holds a state of finished work and a day after ``today``."""
    ahead = (part for part in parts if is_ahead(part, near, today))
    return next((part for part in ahead if states.judge(part).state is State.COMPLETED), None)
