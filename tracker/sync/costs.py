"""What carrying out a plan costs in requests, once everything is read that it was made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from postmortem_tracker.issues import Counting, IssueTracker, Linking
from postmortem_tracker.sync import marker
from postmortem_tracker.sync.incident_issue.plan import MAX_CHILDREN
from postmortem_tracker.sync.marker import INCIDENT_KEY
from postmortem_tracker.sync.plan import Action, Plan

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cost:
    """Requests by kind: issues opened, other changes, single reads."""

    creates: int = 0
    changes: int = 0
    reads: int = 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.creates + other.creates, self.changes + other.changes, self.reads + other.reads)

    @property
    def requests(self) -> int:
        """All of them."""
        return self.creates + self.changes + self.reads


def by_place(plan: Plan, trackers: Mapping[Place, IssueTracker]) -> dict[Place, Cost]:
    """The cost in each project."""
    new = Counter((*each.destination, each.incident) for each in plan.pending if each.draft and not _is_parent(each))
    costs: dict[Place, Cost] = {}
    for action in plan.pending:
        if action.changes_tracker:
            place = action.destination
            cost = sum(_of(action, new[(*place, action.incident)], trackers[place]), Cost())
            costs[place] = costs.get(place, Cost()) + cost
    return {place: cost + _around(plan, place, trackers[place]) for place, cost in costs.items()}


def _around(plan: Plan, place: Place, tracker: IssueTracker) -> Cost:
    """What comes before the changes and after them, once for all: labels, people, a look whether others wrote."""
    here = [each for each in plan.pending if each.destination == place]
    drafts = [each.draft for each in here if each.draft]
    changes = [each.change for each in here if each.change]
    reads = writes = 0
    if isinstance(tracker, Counting):
        labels = {label for draft in drafts for label in draft.labels}
        labels |= {label for change in changes for label in change.add_labels}
        people = {name for draft in drafts for name in draft.assignees}
        people |= {name for change in changes for name in change.assignees or ()}
        reads, writes = tracker.preparation(labels, people)
    # Whether others wrote is looked at after the items' issues were opened, and again after the incidents'.
    looks = len({_is_parent(each) for each in here if each.draft})
    return Cost(changes=writes, reads=reads + looks)


def _of(action: Action, new: int, tracker: IssueTracker) -> Iterator[Cost]:
    links = _links(action, new, tracker) if _is_parent(action) else 0
    if links:
        yield Cost(changes=links, reads=1)  # the links that are there already are asked for first
    if action.draft is None:
        yield _update(action, tracker)
        return
    yield Cost(creates=1)
    if _is_parent(action):
        # Its links are noted in its marker, and it is closed, in one change of the issue as it is by then.
        yield Cost(changes=1, reads=1) if links or action.close_as is not None else Cost()
    elif action.close_as is not None:
        yield Cost(changes=1)


def _update(action: Action, tracker: IssueTracker) -> Cost:
    change, reads = action.change, int(action.block is not None)
    if change is None:
        return Cost(changes=1, reads=reads)
    if change.duplicate_of is not None:
        reads = 3  # is it still one, is the other still open, has anybody written in it?
    comment = change.comment is not None or change.duplicate_of is not None
    apart = tracker.capabilities.labels_apart
    labels = bool(change.add_labels) + len(change.remove_labels) if apart else 0
    return Cost(changes=1 + comment + labels, reads=reads)


def _links(action: Action, new: int, tracker: IssueTracker) -> int:
    """How many issues are linked with an incident's issue that are not yet; ``new`` are still to be opened."""
    if not isinstance(tracker, Linking):
        return 0
    mark = action.marker if action.draft else action.block.marker if action.block else None
    if mark is None:
        return 0
    old = marker.read(action.seen.body) if action.seen else None
    known = set(old.children) if old else set()
    return len(set(mark.children) - known) + min(new, MAX_CHILDREN - len(mark.children))


def _is_parent(action: Action) -> bool:
    return action.key == INCIDENT_KEY
