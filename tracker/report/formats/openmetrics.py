"""The report as OpenMetrics text, for Prometheus to scrape from a file or a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from postmortem_tracker.choices import GroupBy
from postmortem_tracker.report.summary import Report, Totals, group
from postmortem_tracker.text.printable import plain

_PREFIX = "postmortem_"


@dataclass(frozen=True, slots=True)
class _Family:
    name: str
    help: str
    samples: tuple[tuple[tuple[tuple[str, str], ...], float], ...]


def render_openmetrics(report: Report) -> str:
    """Gauges in total, by incident and by owner; ``postmortem_report_complete`` is 0 where something was not read."""
    lines: list[str] = []
    for family in _families(report):
        name = _PREFIX + family.name
        lines += [f"# TYPE {name} gauge", f"# HELP {name} {_escape(family.help)}"]
        lines += [f"{name}{_labels(labels)} {value:g}" for labels, value in family.samples]
    return "\n".join([*lines, "# EOF"]) + "\n"


def _families(report: Report) -> Iterator[_Family]:
    totals = report.totals
    yield _single("report_complete", "1 if everything could be read.", int(report.complete))
    yield _single("incidents", "Postmortems read.", len(report.incidents))
    yield _Family("action_items", "Action items by state.", _states(totals))
    yield _Family("action_items_attention", "Open items that need attention, by reason.", _reasons(totals))
    if totals.in_window is not None:
        help = "Share of due items that were completed within their deadline."
        yield _single("completed_within_deadline_ratio", help, totals.in_window)
    if totals.median_days is not None and totals.p90_days is not None:
        took = ((("quantile", "0.5"),), totals.median_days), ((("quantile", "0.9"),), float(totals.p90_days))
        yield _Family("days_to_complete", "Days from the incident to the close of its items.", took)
    if totals.oldest_open_days is not None:
        yield _single("oldest_open_days", "Age of the oldest open item.", totals.oldest_open_days)
    incidents = [((("incident", each.incident.id),), each.totals) for each in report.incidents]
    owners = [((("owner", each.name),), each.totals) for each in group(report, GroupBy.OWNER)]
    yield _per("incident", "of the incident", incidents)
    yield _per("incident", "of the incident", incidents, overdue=True)
    yield _per("owner", "of the owner", owners)
    yield _per("owner", "of the owner", owners, overdue=True)


def _single(name: str, help: str, value: float) -> _Family:
    return _Family(name, help, (((), float(value)),))


def _states(totals: Totals) -> tuple[tuple[tuple[tuple[str, str], ...], float], ...]:
    states = {"open": totals.open, "completed": totals.completed, "not_planned": totals.not_planned}
    return tuple(((("state", name),), float(number)) for name, number in states.items())


def _reasons(totals: Totals) -> tuple[tuple[tuple[tuple[str, str], ...], float], ...]:
    names = ("overdue", "due_soon", "untracked", "stale", "missing", "unproven", "waived", "unread", "orphaned")
    return tuple(((("reason", name),), float(getattr(totals, name))) for name in names)


def _per(
    what: str, of: str, members: Iterable[tuple[tuple[tuple[str, str], ...], Totals]], *, overdue: bool = False
) -> _Family:
    """Open or overdue items of each member; names that are equal once cleaned are added up."""
    sums: dict[tuple[tuple[str, str], ...], float] = {}
    for labels, totals in members:
        clean = tuple((key, plain(value)) for key, value in labels)
        sums[clean] = sums.get(clean, 0) + (totals.overdue if overdue else totals.open)
    word = "overdue" if overdue else "open"
    return _Family(f"{what}_{word}_items", f"{word.capitalize()} items {of}.", tuple(sums.items()))


def _labels(labels: Iterable[tuple[str, str]]) -> str:
    inside = ",".join(f'{key}="{_escape(value)}"' for key, value in labels)
    return f"{{{inside}}}" if inside else ""


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
