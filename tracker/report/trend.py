"""How the open items develop: week by week, month by month, and until when at the present rate.

Everything comes from the issues' own timestamps, so that no database has to remember the past.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from postmortem_tracker.calendar import shifted
from postmortem_tracker.report.policy import Judged, closed_day, completed_day

_WEEK = 7  # days
_RATE_DAYS = 56  # the present rate is that of the last eight weeks
_ENOUGH_DAYS = 21  # a rate of fewer days says nothing of years
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
    """When the last open item will be done if closing goes on as in the last ``days``; None if nothing closes.

    These are eight weeks, or fewer where the first issue is younger; of the first three weeks no day is told.
    """

    closed_per_week: float
    clear: date | None
    days: int = _RATE_DAYS

    @property
    def early(self) -> bool:
        """Whether the rate is too young to tell a day."""
        return self.days < _ENOUGH_DAYS


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
    first = max(min(opened), shifted(_monday(as_of), -_WEEK * (limit - 1)))  # a far day makes no millions of weeks
    left = sum(opened[week] - closed[week] for week in {*opened, *closed} if week < first)
    result = []
    for days in range(0, (as_of - first).days + 1, _WEEK):
        week = shifted(first, days)
        left += opened[week] - closed[week]
        result.append(Week(week, opened[week], closed[week], left))
    return tuple(result)


def months(items: Sequence[Judged], as_of: date) -> tuple[Month, ...]:
    """One entry per month with incidents, oldest first; incidents without a date are left out."""
    members: defaultdict[str, list[Judged]] = defaultdict(list)
    for item in items:
        if day := item.tracked.incident.date:
            members[day.strftime("%Y-%m")].append(item)
    days = _days_measured(items, as_of)
    return tuple(_month(name, members[name], as_of, days) for name in sorted(members))


def projection(items: Sequence[Judged], as_of: date) -> Projection:
    """When all items will be done at the present rate of closing; new items are not foreseen."""
    return _projection(items, as_of, _days_measured(items, as_of))


def _projection(items: Sequence[Judged], as_of: date, days: int) -> Projection:
    since = shifted(as_of, -days)
    closed = (completed_day(item.tracked) for item in items if not item.open)
    recent = sum(1 for day in closed if day and since < day <= as_of)
    left = sum(item.open for item in items)
    return Projection(recent * 7 / days, _clear(left, recent, as_of, days), days)


def _days_measured(items: Sequence[Judged], as_of: date) -> int:
    """Over how many days the rate is measured: nothing was closed here before there was an issue."""
    first = min((start for item in items if (start := _life(item)[0])), default=date.min)
    return max(1, min(_RATE_DAYS, (as_of - first).days))


def _month(name: str, items: Sequence[Judged], as_of: date, days: int) -> Month:
    left = sum(item.open for item in items)
    return Month(name, len(items), left, _projection(items, as_of, days).clear if left else None)


def _clear(left: int, recent: int, as_of: date, measured: int) -> date | None:
    if not left:
        return as_of
    if measured < _ENOUGH_DAYS:
        return None
    days = ceil(left * measured / recent) if recent else _FAR + 1
    return shifted(as_of, days) if days <= _FAR else None


def _life(item: Judged) -> tuple[date | None, date | None]:
    """The days the item's issue was opened and closed."""
    created = item.tracked.issue.created_at if item.tracked.issue else None
    return (created.date() if created else None), closed_day(item.tracked)


def _monday(day: date) -> date:
    return shifted(day, -day.weekday())
