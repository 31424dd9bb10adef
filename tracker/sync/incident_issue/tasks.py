"""An incident, its tasks and its own issue: what belongs together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from postmortem_tracker.model import ActionItem, Incident, Issue, IssueRef, ItemName, State
from postmortem_tracker.sync.identity.matched import How, Matched, Pair, Tracked
from postmortem_tracker.sync.settings import Destination

MAX_LINKS = 100  # as many sub-issues as GitHub takes

After = Mapping[ItemName, Issue]  # the items' issues, where they are known better


@dataclass(frozen=True, slots=True)
class Task:
    """One task of an incident, and its issue where it has one."""

    item: ActionItem
    state: State
    issue: Issue | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """An incident with its tasks, and its own issue where it has one."""

    incident: Incident
    tasks: tuple[Task, ...]
    tracked: Tracked | None = None

    @property
    def state(self) -> State:
        """What the tasks make of it: open as long as one of them is."""
        return State.COMPLETED if all(task.state.closed for task in self.tasks) else State.OPEN

    def links(self, there: Destination) -> tuple[IssueRef, ...]:
        """The tasks' issues in the incident's project, as many as can be linked with it."""
        refs = (task.issue.ref for task in self.tasks if task.issue is not None)
        return tuple(sorted([ref for ref in refs if ref.place == there.place][:MAX_LINKS]))


def find(matched: Matched, after: After) -> tuple[Whole, ...]:
    """Every incident with tasks and its issue; one whose tasks could not all be read is left out."""
    groups: dict[str, list[Pair]] = {}
    for pair in matched.pairs:
        groups.setdefault(pair.incident.id, []).append(pair)
    own, free = _own(matched, groups.keys())
    found = []
    for name, pairs in groups.items():
        tasks = tuple(_task(pair, after) for pair in pairs)
        tracked = own.get(name) or _renamed(tasks, free)
        if not any(pair.how is How.UNREAD for pair in pairs):
            found.append(Whole(pairs[0].incident, tasks, tracked))
    return tuple(found)


def _own(matched: Matched, names: Iterable[str]) -> tuple[dict[str, Tracked], list[Tracked]]:
    """The incidents' issues by incident, the oldest of several, and those of incidents nobody knows."""
    known = set(names)
    own: dict[str, Tracked] = {}
    free: list[Tracked] = []
    for tracked in matched.incident_issues:
        if tracked.marker is None:
            continue
        if tracked.marker.incident in known:
            own.setdefault(tracked.marker.incident, tracked)
        else:
            free.append(tracked)
    return own, free


def _renamed(tasks: Sequence[Task], free: list[Tracked]) -> Tracked | None:
    """The issue of an incident that had another id: it is linked with the issues of the same tasks."""
    refs = {task.issue.ref for task in tasks if task.issue is not None}

    def shared(tracked: Tracked) -> int:
        return len(refs & _linked(tracked))

    best = max(free, key=shared, default=None)
    if best is None or not shared(best):
        return None
    free.remove(best)
    return best


def _linked(tracked: Tracked) -> set[IssueRef]:
    numbers = tracked.marker.children if tracked.marker else ()
    return {replace(tracked.issue.ref, number=number) for number in numbers}


def _task(pair: Pair, after: After) -> Task:
    issue = pair.tracked.issue if pair.tracked is not None and pair.how.recognised else None
    issue = after.get(pair.item_name, issue)
    said = issue is not None and not issue.became
    return Task(pair.item, issue.state if issue and said else pair.item.state, issue)
