"""The same few words in every format: numbers, rates and dates for people."""

from __future__ import annotations

from collections.abc import Callable

from postmortem_tracker.choices import SortBy
from postmortem_tracker.report.compare import Comparison
from postmortem_tracker.report.policy import Judged, priority_rank
from postmortem_tracker.report.rank import rank
from postmortem_tracker.report.situation import TrackedItem
from postmortem_tracker.report.summary import Report, Totals
from postmortem_tracker.text.printable import plural

_YEARS = 730  # days late from which on nobody counts days


def percent(share: float | None) -> str:
    """``71 %``, or a dash where there is no share; 100 % only where nothing is missing."""
    if share is None:
        return "–"
    return f"{min(99, round(share * 100)) if share < 1 else 100} %"


def days(number: float | None) -> str:
    """``12 d``, or a dash."""
    return "–" if number is None else f"{number:,.0f} d"


def headline(totals: Totals) -> str:
    """What is open, first of all."""
    parts = [f"{totals.open:,} of {plural(totals.items, 'item')} open"]
    parts += [f"{number:,} {word}" for word, number in alarms(totals) if number]
    return ", ".join(parts)


def only(report: Report | Comparison) -> str:
    """Of what alone it tells: a part must not be taken for the whole."""
    return f"only {', '.join(report.filtered)}" if report.filtered else ""


def alarms(totals: Totals) -> tuple[tuple[str, int], ...]:
    """Everything that asks for attention, the most pressing first."""
    return (
        ("overdue", totals.overdue),
        ("due soon", totals.due_soon),
        ("untracked", totals.untracked),
        ("stale", totals.stale),
        ("missing", totals.missing),
        ("without evidence", totals.unproven),
        ("waived", totals.waived),
        (f"issue{' left without its item' if totals.orphaned == 1 else 's left without their items'}", totals.orphaned),
        ("unread", totals.unread),
        ("tracked elsewhere", totals.foreign),
    )


def record(totals: Totals) -> str:
    """What became of the rest: completed, not planned, in time, how fast."""
    parts = [f"{totals.completed:,} completed", f"{totals.not_planned:,} not planned"]
    if totals.in_window is not None:
        parts.append(f"{percent(totals.in_window)} within the deadline ({totals.met:,} of {totals.due:,})")
    if totals.median_days is not None:
        parts.append(f"median {_days(totals.median_days)}, 90 % within {_days(totals.p90_days)}")
    return ", ".join(parts)


def _days(number: float | None) -> str:
    return f"{number or 0:g} {'day' if number == 1 else 'days'}"


def outlook(report: Report) -> str:
    """When everything will be done at the present rate."""
    ahead = report.projection
    if ahead is None or not report.totals.open:
        return ""
    if ahead.early:
        closed = round(ahead.closed_per_week * ahead.days / 7)
        return f"{closed:,} closed in the first {plural(ahead.days, 'day')}, too early to tell an end" if closed else ""
    if ahead.clear is None:
        if ahead.closed_per_week:
            return "No end in sight at this rate"
        return "Nothing is being closed at present" if has_pace(report) else ""
    return f"Clear by {ahead.clear.isoformat()} at {ahead.closed_per_week:.1f} closed a week"


def has_pace(report: Report) -> bool:
    """Whether anything was ever seen to be closed, for long enough: before, nobody knows how fast it goes."""
    early = report.projection is not None and report.projection.early
    return report.totals.median_days is not None and not early


def incomplete(report: Report | Comparison) -> list[str]:
    """Lines that say what could not be read; none where the report is complete."""
    if report.complete:
        return []
    return ["INCOMPLETE: not everything could be read, so that more may be open than is shown", *report.problems]


def standing(item: Judged) -> str:
    """The one thing to say about an item: ``overdue 12 d``, ``due 2026-08-01``, ``completed`` …"""
    if not item.open:
        return "completed" if item.state.value == "completed" else "not planned"
    left, deadline = item.days_left, item.deadline
    if item.waived and item.waiver:
        return f"waived until {item.waiver.until.isoformat()}" if item.waiver.until else "waived"
    if item.overdue and left is not None:
        return f"overdue {-left} d" if -left <= _YEARS else f"overdue {round(-left / 365.25)} years"
    if item.due_soon and left is not None:
        return "due today" if left == 0 else f"due in {left} d"
    return f"due {deadline.day.isoformat()}" if deadline else "no due date"


def flags(item: Judged) -> list[str]:
    """Further things to know about an open item."""
    named = {
        "untracked": item.untracked,
        f"stale {item.idle_days} d": item.stale,
        "issue missing": item.tracked.missing,
        "tracker not read": item.tracked.unread,
        "no evidence": item.unproven,
        "waiver expired": item.waiver_expired,
    }
    return [name for name, holds in named.items() if holds]


def tickets(tracked: TrackedItem) -> list[tuple[str, str]]:
    """Where an item is tracked: the label and the address of its issue, else of its tickets in other systems."""
    if tracked.issue:
        return [(str(tracked.issue.ref), tracked.issue.url)]
    return [(each.text, each.url or "") for each in tracked.tickets]


def people(tracked: TrackedItem) -> str:
    """The owners as written, and whom the issue is assigned to where that is somebody else."""
    owners = ", ".join(tracked.owners)
    return f"{owners} → {', '.join(tracked.assigned)}" if tracked.assigned else owners


def pending(report: Report) -> list[Judged]:
    """The open items in the report's order; where that says nothing about items, the most pressing first."""
    grave: Callable[[Judged], float] = {
        SortBy.SEVERITY: lambda item: rank(item.tracked.incident.severity),
        SortBy.PRIORITY: priority_rank,
    }.get(report.order, lambda _: 0)
    return sorted((item for item in report.items if item.open), key=lambda item: (grave(item), urgency(item)))


def urgency(item: Judged) -> tuple[int, int, str, int]:
    """Sorts open items: most overdue first, then the next deadline, those without one last."""
    late = item.days_left if item.days_left is not None else 10**6
    rank = 2 if item.waived else 0 if item.open else 3
    return rank, late, item.tracked.incident.id, item.tracked.item.line
