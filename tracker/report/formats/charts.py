"""The geometry of the report's charts: numbers in, coordinates out; the template draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from postmortem_tracker.calendar import shifted
from postmortem_tracker.choices import GroupBy
from postmortem_tracker.report.summary import Report, group
from postmortem_tracker.report.trend import weeks

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 40, 12, 12, 28
_WEEKS = 104
_TICKS = (1, 2, 5)
_LABELS = 6
_LABEL, _GAP = 64, 8  # the width of a day's label, and what is kept free between two of them


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: float
    label: str
    anchor: str = "middle"  # which end of the label stands there


@dataclass(frozen=True, slots=True)
class BurnUp:
    """Two rising lines, all issues and closed ones; the gap between them is what is open."""

    total: str
    closed: str
    gap: str
    left: tuple[Tick, ...]
    bottom: tuple[Tick, ...]
    summary: str
    note: str
    rows: tuple[tuple[str, int, int], ...]  # week, total, closed: the same as a table


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; ``part`` is how much of ``share`` (0 to 1) stands out, ``late`` the number it stands for."""

    label: str
    value: int
    share: float
    late: int = 0
    part: float = 0
    rest: bool = False  # several others together


def burn_up(report: Report) -> BurnUp | None:
    """All issues ever opened against those closed, by week; None where there are fewer than two weeks to show."""
    trend = weeks(report.items, report.as_of, limit=10_000)
    if len(trend) < 2:
        return None
    total = closed = 0
    points: list[tuple[date, int, int]] = []
    for week in trend:
        total, closed = total + week.opened, closed + week.closed
        points.append((min(shifted(week.start, 6), report.as_of), total, closed))
    points = points[-_WEEKS:]
    top = _round_up(points[-1][1])
    xs = [_x(day, points[0][0], points[-1][0]) for day, _, _ in points]
    upper = [f"{x:.1f},{_y(each[1], top):.1f}" for x, each in zip(xs, points, strict=True)]
    lower = [f"{x:.1f},{_y(each[2], top):.1f}" for x, each in zip(xs, points, strict=True)]
    return BurnUp(
        " ".join(upper),
        " ".join(lower),
        " ".join([*upper, *reversed(lower)]),
        tuple(Tick(_y(value, top), f"{value:,}") for value in _ticks(top)),
        _days([(x, each[0]) for x, each in zip(xs, points, strict=True)]),
        f"{points[-1][1]:,} issues opened until {points[-1][0].isoformat()}, {points[-1][2]:,} of them closed",
        _note(report, points[-1][1] - points[-1][2]),
        tuple((each[0].isoformat(), each[1], each[2]) for each in points),
    )


def _days(points: Sequence[tuple[float, date]]) -> tuple[Tick, ...]:
    """A few of the days, evenly spread, whose labels stay within the chart and off each other."""
    chosen = points[:: ceil(len(points) / _LABELS)]
    ticks: list[Tick] = []
    end = float(-_GAP)
    for x, day in chosen:
        anchor = "start" if x < LEFT + _LABEL / 2 else "end" if x > WIDTH - _LABEL / 2 else "middle"
        begin = x - {"start": 0, "middle": _LABEL / 2, "end": _LABEL}[anchor]
        if begin >= end + _GAP:
            ticks.append(Tick(x, day.strftime("%d %b %y"), anchor))
            end = begin + _LABEL
    return tuple(ticks)


def _note(report: Report, counted: int) -> str:
    """Why the chart has fewer open issues than the report has open items, where it has."""
    items = [item for item in report.items if item.open and (item.tracked.issue is None or item.unproven)]
    if report.totals.open == counted or not items:
        return ""
    reasons = {
        "tracked elsewhere": report.totals.foreign,
        "without an issue": report.totals.untracked,
        "closed without evidence": report.totals.unproven,
    }
    divided = ", ".join(f"{number:,} {why}" for why, number in reasons.items() if number)
    return f"{counted:,} issues are open; {report.totals.open:,} items are" + (f": {divided}" if divided else "")


def ages(report: Report) -> tuple[Bar, ...]:
    """Open items by age, every age group that has any."""
    return _bars(
        [(each.name, each.totals.open, each.totals.overdue) for each in group(report, GroupBy.AGE) if each.totals.open]
    )


def owners(report: Report, limit: int = 12) -> tuple[Bar, ...]:
    """Open items by owner, the busiest first, the others together at the end."""
    loads = [(each.name.lstrip("@"), each.totals.open, each.totals.overdue) for each in group(report, GroupBy.OWNER)]
    loads = sorted((each for each in loads if each[1]), key=lambda each: (-each[1], each[0].casefold()))
    rest = loads[limit:]
    if len(rest) > 1:
        others = (f"{len(rest)} others", sum(each[1] for each in rest), sum(each[2] for each in rest))
        bars = _bars([*loads[:limit], others])
        return (*bars[:-1], replace(bars[-1], rest=True))
    return _bars(loads)


def _bars(values: Sequence[tuple[str, int, int]]) -> tuple[Bar, ...]:
    most = max((value for _, value, _ in values), default=0) or 1
    return tuple(Bar(name, value, value / most, late, late / most) for name, value, late in values)


def _x(day: date, first: date, last: date) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / (last - first).days


def _y(value: int, top: int) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top


def _step(top: int) -> int:
    power = 1
    while True:
        for tick in _TICKS:
            if tick * power * 5 >= top:
                return tick * power
        power *= 10


def _round_up(value: int) -> int:
    step = _step(max(1, value))
    return max(step, ceil(value / step) * step)


def _ticks(top: int) -> range:
    return range(0, top + 1, _step(top))
