"""From a situation to the report: what is open, late and quiet, per incident, per group and in total."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from statistics import median

from postmortem_tracker.choices import GroupBy, SortBy
from postmortem_tracker.model import Doubt, Incident, IncidentName, Issue, State
from postmortem_tracker.report.policy import Judged, Policy, judge, priority_of
from postmortem_tracker.report.rank import rank
from postmortem_tracker.report.situation import Orphan, Situation
from postmortem_tracker.report.trend import Month, Projection, Week, months, projection, weeks
from postmortem_tracker.text.people import same_person, teams_of
from postmortem_tracker.text.sameness import level_name, numbered, same_level, same_word

NOBODY = "(nobody)"
NO_TEAM = "(no team)"
NONE = "(none)"
_AGES = ((8, "0–7 days"), (31, "8–30 days"), (91, "31–90 days"), (181, "91–180 days"), (366, "181–365 days"))
_OLDEST = "over a year"
_AGELESS = "unknown"
_CLOSED = "closed"  # work that is done has no age


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over tasks; open + completed + not_planned = items, every other count is a part of these.

    ``met`` of ``due`` items were completed within their deadline (``due``: completed on a known day, or
    past the deadline). Days to complete count from the incident, else from the opening of the issue.
    """

    items: int = 0
    open: int = 0
    completed: int = 0
    not_planned: int = 0
    untracked: int = 0
    overdue: int = 0
    due_soon: int = 0
    stale: int = 0
    waived: int = 0
    missing: int = 0
    unread: int = 0
    foreign: int = 0  # open, and tracked in another system
    unproven: int = 0
    orphaned: int = 0
    met: int = 0
    due: int = 0
    oldest_open_days: int | None = None
    median_days: float | None = None
    p90_days: int | None = None

    @property
    def in_window(self) -> float | None:
        """The share of due items that were completed within their deadline, 0 to 1.

        None also while no day of completion is known at all: on the first day that would only count what is late.
        """
        return self.met / self.due if self.due and self.median_days is not None else None

    @property
    def progress(self) -> float:
        """The share of items that need nothing more, 0 to 1; 1 where there is nothing to do."""
        return 1 - self.open / self.items if self.items else 1.0


@dataclass(frozen=True, slots=True)
class IncidentSummary:
    """One incident with its judged items; ``owners`` are those of its open items."""

    incident: Incident
    totals: Totals
    items: tuple[Judged, ...] = ()
    orphans: tuple[Issue, ...] = ()

    @property
    def owners(self) -> tuple[str, ...]:
        """Who still has something to do here, each once."""
        return tuple(dict.fromkeys(owner for item in self.items if item.open for owner in item.tracked.owners))


@dataclass(frozen=True, slots=True)
class Group:
    """The totals of the items that share an owner, a team, a severity …"""

    name: str
    totals: Totals


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a renderer shows; ``complete`` False must be visible in every format."""

    as_of: date
    totals: Totals
    incidents: tuple[IncidentSummary, ...] = ()
    orphans: tuple[Orphan, ...] = ()
    complete: bool = True
    problems: tuple[str, ...] = ()
    weeks: tuple[Week, ...] = ()
    months: tuple[Month, ...] = ()
    projection: Projection | None = None
    teams: Mapping[str, Sequence[str]] = field(default_factory=dict)
    order: SortBy = SortBy.OVERDUE
    remarks: tuple[str, ...] = ()  # what nobody can know of an earlier day
    filtered: tuple[str, ...] = ()  # of what alone this is the report; empty where of everything
    doubts: tuple[Doubt, ...] = ()  # pages that may be postmortems, and of which nothing is used

    @property
    def items(self) -> tuple[Judged, ...]:
        """All items, incident by incident."""
        return tuple(item for each in self.incidents for item in each.items)


def summarise(
    situation: Situation, policy: Policy | None = None, teams: Mapping[str, Sequence[str]] | None = None
) -> Report:
    """Judge and count everything in the situation; incidents keep their order."""
    policy = policy or Policy()
    judged: defaultdict[IncidentName, list[Judged]] = defaultdict(list)
    for each in situation.tracked:
        judged[each.incident.name].append(judge(each, situation.as_of, policy))
    orphans: defaultdict[str, list[Issue]] = defaultdict(list)
    for orphan in situation.orphans:
        orphans[orphan.incident_id].append(orphan.issue)
    known = {incident.name: incident for incident in situation.incidents}
    for each in situation.tracked:
        known.setdefault(each.incident.name, each.incident)
    incidents = tuple(
        _incident(incident, judged[place], orphans.get(incident.id, ())) for place, incident in known.items()
    )
    everything = [item for each in incidents for item in each.items]
    return Report(
        situation.as_of,
        count(everything, orphaned=len(situation.orphans)),
        incidents,
        situation.orphans,
        situation.complete,
        situation.problems,
        weeks(everything, situation.as_of),
        months(everything, situation.as_of),
        projection(everything, situation.as_of),
        teams or {},
        remarks=situation.remarks,
        doubts=situation.doubts,
    )


def count(items: Iterable[Judged], orphaned: int = 0) -> Totals:
    """The totals of some items."""
    items = list(items)
    windows = [item.in_window for item in items if item.in_window is not None]
    took = sorted(item.days_to_complete for item in items if item.days_to_complete is not None)

    def number(test: Callable[[Judged], bool]) -> int:
        return sum(map(test, items))

    return Totals(
        items=len(items),
        open=number(lambda item: item.open),
        completed=number(lambda item: item.state is State.COMPLETED),
        not_planned=number(lambda item: item.state is State.NOT_PLANNED),
        untracked=number(lambda item: item.untracked),
        overdue=number(lambda item: item.overdue),
        due_soon=number(lambda item: item.due_soon),
        stale=number(lambda item: item.stale),
        waived=number(lambda item: item.waived),
        missing=number(lambda item: item.tracked.missing),
        unread=number(lambda item: item.tracked.unread),
        foreign=number(lambda item: item.open and item.tracked.foreign),
        unproven=number(lambda item: item.unproven),
        orphaned=orphaned,
        met=sum(windows),
        due=len(windows),
        oldest_open_days=max((item.age_days for item in items if item.age_days is not None), default=None),
        median_days=median(took) if took else None,
        p90_days=took[ceil(0.9 * len(took)) - 1] if took else None,
    )


def group(report: Report, by: GroupBy) -> tuple[Group, ...]:
    """The report's items by one property; an item with two owners counts for both.

    The worst group is first; severities, priorities, months and ages are in order.
    """
    members: defaultdict[str, list[Judged]] = defaultdict(list)
    named = naming(report.items, by, report.teams)
    for item in report.items:
        for name in dict.fromkeys(map(named, names(item, by, report.teams))):
            members[name].append(item)
    groups = [Group(name, count(items)) for name, items in members.items()]
    if by in (GroupBy.SEVERITY, GroupBy.PRIORITY):
        return tuple(sorted(groups, key=lambda each: (each.name == NONE, rank(each.name), each.name.casefold())))
    if by is GroupBy.AGE:
        order = [*(name for _, name in _AGES), _OLDEST, _AGELESS, _CLOSED]
        return tuple(sorted(groups, key=lambda each: order.index(each.name)))
    if by is GroupBy.MONTH:
        return tuple(sorted(groups, key=lambda each: each.name))
    return tuple(sorted(groups, key=lambda each: (-each.totals.overdue, -each.totals.open, each.name.casefold())))


def naming(items: Iterable[Judged], by: GroupBy, teams: Mapping[str, Sequence[str]]) -> Callable[[str], str]:
    """One name for all spellings of it: the one written most often; a level that is spelled differently is ``SEV2``."""
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    same = _SAME.get(by, str)
    for item in items:
        for name in names(item, by, teams):
            written[same(name)][name] += 1
    usual = {key: _usual(counts, by) for key, counts in written.items()}
    return lambda name: usual.get(same(name), name)


def _usual(counts: Counter[str], by: GroupBy) -> str:
    ((name, _),) = counts.most_common(1)  # the first one written, of several
    if len(counts) == 1 or by not in (GroupBy.SEVERITY, GroupBy.PRIORITY):
        return name
    if by is GroupBy.PRIORITY:
        return priority_of(name) or name
    return level_name(name, "SEV") if numbered(name) else name


def _same_priority(name: str) -> str:
    return same_word(priority_of(name) or "")


_SAME: dict[GroupBy, Callable[[str], str]] = {
    GroupBy.OWNER: same_person,
    GroupBy.SEVERITY: same_level,
    GroupBy.PRIORITY: _same_priority,
    GroupBy.SERVICE: str.casefold,
}


def age_bucket(days: int | None) -> str:
    """The name of the age group that this many days fall into."""
    if days is None:
        return _AGELESS
    return next((name for limit, name in _AGES if days < limit), _OLDEST)


def _incident(incident: Incident, items: Sequence[Judged], orphans: Sequence[Issue]) -> IncidentSummary:
    return IncidentSummary(incident, count(items, orphaned=len(orphans)), tuple(items), tuple(orphans))


def names(item: Judged, by: GroupBy, teams: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """The groups that an item counts for."""
    tracked, incident = item.tracked, item.tracked.incident
    match by:
        case GroupBy.OWNER:
            return tracked.owners or (NOBODY,)
        case GroupBy.TEAM:
            return _teams(tracked.owners, teams)
        case GroupBy.SEVERITY:
            return (incident.severity or NONE,)
        case GroupBy.PRIORITY:
            return (tracked.item.priority or NONE,)
        case GroupBy.SERVICE:
            return incident.services or (NONE,)
        case GroupBy.MONTH:
            return (incident.date.strftime("%Y-%m") if incident.date else NONE,)
        case GroupBy.AGE:
            return (age_bucket(item.age_days) if item.open else _CLOSED,)


def _teams(owners: Sequence[str], teams: Mapping[str, Sequence[str]]) -> Sequence[str]:
    return teams_of(owners, teams) or (NO_TEAM,)
