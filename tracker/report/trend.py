"""How the open items develop: week by week, month by month, and until when at the present rate.

Everything comes from the issues' own timestamps, so that no database has to remember the past.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from postmortem_tracker.report.policy import Judged, closed_day, completed_day

_WEEK = timedelta(days=7)
_RATE_DAYS = 56  # the present rate is that of the last eight weeks
_FAR = 3650  # further ahead than this no projection is worth printing


@dataclass(frozen=True, slots=True)
class Week:
    """Issues opened and closed in the week from Monday ``start``, and open at its end (or on the report's day)."""

    start: date
    opened: int
    closed: int
    open: int


@dataclass(frozen=True, slots=True)
class Projection:
    """When the last open item will be done if closing goes on as in the last eight weeks; None if nothing closes."""

    closed_per_week: float
    clear: date | None


@dataclass(frozen=True, slots=True)
class Month:
    """The items of one month's incidents: ``left`` of ``total`` remain; ``clear`` as in Projection."""

    month: str
    total: int
    left: int
    clear: date | None


def weeks(items: Sequence[Judged], as_of: date, limit: int = 26) -> tuple[Week, ...]:
    """The last ``limit`` weeks up to ``as_of``, oldest first, from the first issue on."""
    opened: Counter[date] = Counter()
    closed: Counter[date] = Counter()
    for item in items:
        start, end = _life(item)
        if start and start <= as_of:
            opened[_monday(start)] += 1
            if end and end <= as_of:
                closed[_monday(max(start, end))] += 1
    if not opened:
        return ()
    result, left, week = [], 0, min(opened)
    while week <= as_of:
        left += opened[week] - closed[week]
        result.append(Week(week, opened[week], closed[week], left))
        week += _WEEK
    return tuple(result[-limit:])


def months(items: Sequence[Judged], as_of: date) -> tuple[Month, ...]:
    """One entry per month with incidents, oldest first; incidents without a date are left out."""
    members: defaultdict[str, list[Judged]] = defaultdict(list)
    for item in items:
        if day := item.tracked.incident.date:
            members[day.strftime("%Y-%m")].append(item)
    return tuple(_month(name, members[name], as_of) for name in sorted(members))


def projection(items: Sequence[Judged], as_of: date) -> Projection:
    """When all items will be done at the present rate of closing; new items are not foreseen."""
    since = as_of - timedelta(days=_RATE_DAYS)
    days = (completed_day(item.tracked) for item in items if not item.open)
    recent = sum(1 for day in days if day and since < day <= as_of)
    left = sum(item.open for item in items)
    return Projection(recent * 7 / _RATE_DAYS, _clear(left, recent, as_of))


def _month(name: str, items: Sequence[Judged], as_of: date) -> Month:
    left = sum(item.open for item in items)
    return Month(name, len(items), left, projection(items, as_of).clear if left else None)


def _clear(left: int, recent: int, as_of: date) -> date | None:
    if not left:
        return as_of
    days = ceil(left * _RATE_DAYS / recent) if recent else _FAR + 1
    return as_of + timedelta(days=days) if days <= _FAR else None


def _life(item: Judged) -> tuple[date | None, date | None]:
    """The days the item's issue was opened and closed."""
    created = item.tracked.issue.created_at if item.tracked.issue else None
    return (created.date() if created else None), closed_day(item.tracked)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
