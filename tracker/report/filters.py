"""Narrows and orders what a report shows: filters on the situation before counting, order and open-only after it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from postmortem_tracker.choices import SortBy
from postmortem_tracker.model import Incident
from postmortem_tracker.report.common import Common
from postmortem_tracker.report.policy import priority_rank
from postmortem_tracker.report.rank import rank
from postmortem_tracker.report.redact import confidential_ids, is_confidential, redacted
from postmortem_tracker.report.situation import Orphan, Situation, TrackedItem
from postmortem_tracker.report.summary import IncidentSummary, Report
from postmortem_tracker.text.people import same_person
from postmortem_tracker.text.sameness import same_level, same_word


@dataclass(frozen=True, slots=True)
class Filters:
    """Which incidents and items count; an empty filter lets everything through.

    ``owners`` are people and teams, ``nobody`` stands for items without one; ``outside`` lets through what none of
    these people has. ``named`` are the persons and teams by which ``owners`` and ``outside`` are told.
    """

    since: date | None = None
    until: date | None = None
    severities: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    outside: tuple[str, ...] | None = None
    nobody: bool = False
    named: tuple[str, ...] = ()

    @property
    def by_person(self) -> bool:
        """Whether it matters who has an item."""
        return bool(self.owners or self.nobody or self.outside is not None)

    def told(self) -> tuple[str, ...]:
        """What is let through, in a few words each; empty where that is everything."""
        return (
            *self.named,
            *(f"severity {each}" for each in self.severities),
            *(f"service {each}" for each in self.services),
            *(f"incident {each}" for each in self.incidents),
            *([f"incidents since {self.since.isoformat()}"] if self.since else []),
            *([f"incidents until {self.until.isoformat()}"] if self.until else []),
        )


def select(
    situation: Situation,
    filters: Filters,
    confidential: Literal["show", "redact", "omit"] = "show",
    common: Common | None = None,
) -> Situation:
    """The part of a situation that passes the filters; confidential incidents are shown, redacted or left out.

    ``common`` says which words of a redacted incident everybody knows.
    """
    kept = [each for each in situation.incidents if _passes(each, filters)]
    if confidential == "omit":
        kept = [each for each in kept if not each.confidential]
        secret = confidential_ids(situation)
        situation = replace(
            situation,
            tracked=tuple(each for each in situation.tracked if not (each.issue and each.issue.confidential)),
            orphans=tuple(
                each for each in situation.orphans if each.incident_id not in secret and not is_confidential(each)
            ),
            doubts=tuple(each for each in situation.doubts if not each.confidential),
        )
    places = {each.name for each in kept}
    tracked = [
        each
        for each in situation.tracked
        if each.incident.name in places and (not filters.by_person or _has_it(each, filters))
    ]
    if filters.by_person:
        busy = {each.incident.name for each in tracked}
        kept = [each for each in kept if each.name in busy]
    orphans = [] if filters.by_person else [each for each in situation.orphans if _orphan_passes(each, kept, filters)]
    doubts = situation.doubts if filters == Filters() else ()  # of such a page nobody knows whose it is
    result = replace(
        situation, incidents=tuple(kept), tracked=tuple(tracked), orphans=tuple(orphans), doubts=tuple(doubts)
    )
    return redacted(result, common) if confidential == "redact" else result


def unmatched(situation: Situation, filters: Filters) -> list[str]:
    """In one line each, the filters that fit nothing at all, with the nearest word that would."""
    owners = {name.lstrip("@") for each in situation.tracked for name in (*each.owners, *each.assigned)}
    severities = {each.severity for each in situation.incidents if each.severity}
    services = {name for each in situation.incidents for name in each.services}
    known: tuple[tuple[str, tuple[str, ...], set[str], Callable[[str], str]], ...] = (
        ("owner", filters.owners, owners, same_person),
        ("severity", filters.severities, severities, same_level),
        ("service", filters.services, services, same_word),
    )
    lines = []
    for what, wanted, words, same in known:
        there = {same(word): word for word in sorted(words)}
        for word in wanted:
            if same(word) not in there:
                near = difflib.get_close_matches(same(word), there, 1)
                lines.append(f"no {what} is {word!r} here" + (f"; did you mean {there[near[0]]}?" if near else ""))
    return lines


def arrange(report: Report, sort: SortBy = SortBy.OVERDUE, *, open_only: bool = False) -> Report:
    """The report in this order; with ``open_only`` without what is done, its counts as they were."""
    shown = sorted(report.incidents, key=_ORDERS[sort])
    if open_only:
        shown = [
            replace(each, items=tuple(item for item in each.items if item.open)) for each in shown if each.totals.open
        ]
    return replace(report, incidents=tuple(shown), order=sort)


def _passes(incident: Incident, filters: Filters) -> bool:
    if (filters.since or filters.until) and incident.date is None:
        return False
    if not (filters.since or date.min) <= (incident.date or date.min) <= (filters.until or date.max):
        return False
    return (
        _matches(filters.severities, (incident.severity or "",), same_level)
        and _matches(filters.services, incident.services)
        and _matches(filters.incidents, (incident.id,))
    )


def _matches(wanted: Collection[str], words: Collection[str], same: Callable[[str], str] = same_word) -> bool:
    return not wanted or bool({same(word) for word in wanted} & {same(word) for word in words})


def _has_it(tracked: TrackedItem, filters: Filters) -> bool:
    """Whether one of those who are asked for has the item."""
    people = _names((*tracked.owners, *tracked.assigned, *tracked.accounts))
    if filters.nobody and not tracked.owners:
        return True
    if filters.outside is not None and not people & _names(filters.outside):
        return True
    return bool(people & _names(filters.owners))


def _names(owners: Collection[str]) -> set[str]:
    return set(map(same_person, owners))


def _orphan_passes(orphan: Orphan, kept: Collection[Incident], filters: Filters) -> bool:
    unfiltered = filters == Filters()
    return unfiltered or any(orphan.incident_id == incident.id for incident in kept)


def _day(summary: IncidentSummary) -> int:
    return -(summary.incident.date or date.min).toordinal()


def _first_due(summary: IncidentSummary) -> int:
    left = [item.days_left for item in summary.items if item.open and item.days_left is not None]
    return min(left, default=_NEVER)


def _first_priority(summary: IncidentSummary) -> float:
    return min((priority_rank(item) for item in summary.items if item.open), default=rank(None))


_NEVER = 10**6
_ORDERS: dict[SortBy, Callable[[IncidentSummary], tuple[float | str, ...]]] = {
    SortBy.OPEN: lambda each: (-each.totals.open, _day(each), each.incident.id),
    SortBy.OVERDUE: lambda each: (-each.totals.overdue, -each.totals.open, _day(each), each.incident.id),
    SortBy.DUE: lambda each: (_first_due(each), _day(each), each.incident.id),
    SortBy.SEVERITY: lambda each: (rank(each.incident.severity), -each.totals.open, _day(each), each.incident.id),
    SortBy.PRIORITY: lambda each: (_first_priority(each), -each.totals.open, _day(each), each.incident.id),
    SortBy.DATE: lambda each: (_day(each), each.incident.id),
    SortBy.AGE: lambda each: (-(each.totals.oldest_open_days or -1), each.incident.id),
    SortBy.ID: lambda each: (each.incident.id,),
}
