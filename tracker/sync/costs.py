"""What carrying out a plan costs in requests, once everything is read that it was made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postmortem_tracker.issues import Counting, IssueTracker, Linking
from postmortem_tracker.model import Place
from postmortem_tracker.sync.actions import Changing, Create, GiveWay, Plan, Sent, Write
from postmortem_tracker.sync.incident_issue.tasks import MAX_LINKS
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.sync.issue_text.marker import INCIDENT_KEY


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
    new = Counter((*each.place, each.about.incident) for each in plan.creates if not _of_incident(each))
    sent: dict[Place, list[Sent]] = {}
    for action in plan.pending:
        if not isinstance(action, Write):
            sent.setdefault(action.place, []).append(action)
    return {
        place: sum((_of(each, new[(*place, each.about.incident)], trackers[place]) for each in here), Cost())
        + _around(here, trackers[place])
        for place, here in sent.items()
    }


def _around(here: Sequence[Sent], tracker: IssueTracker) -> Cost:
    """What comes before the changes and after them, once for all: labels, people, a look whether others wrote."""
    creates = [each for each in here if isinstance(each, Create)]
    changes = [each.change for each in here if not isinstance(each, Create)]
    reads = writes = 0
    if isinstance(tracker, Counting):
        labels = {label for create in creates for label in create.draft.labels}
        labels |= {label for change in changes for label in change.add_labels}
        people = {name for create in creates for name in create.draft.assignees}
        people |= {name for change in changes for name in change.assignees or ()}
        reads, writes = tracker.preparation(labels, people)
    # Whether others wrote is looked at after the items' issues were opened, and again after the incidents'.
    looks = len({_of_incident(create) for create in creates})
    return Cost(changes=writes, reads=reads + looks)


def _of(action: Sent, new: int, tracker: IssueTracker) -> Cost:
    links = _links(action, new, tracker) if _of_incident(action) else 0
    # The links that are there already are asked for first.
    cost = Cost(changes=links, reads=1) if links else Cost()
    if not isinstance(action, Create):
        return cost + _change(action, tracker)
    cost += Cost(creates=1)
    if _of_incident(action):
        # Its links are noted in its marker, and it is closed, in one change of the issue as it is by then.
        return cost + Cost(changes=1, reads=1) if links or action.close_as is not None else cost
    return cost if action.close_as is None else cost + Cost(changes=1)


def _change(action: Changing, tracker: IssueTracker) -> Cost:
    change = action.change
    if isinstance(action, GiveWay):
        # Is it still one, is the other still open, has anybody written in it?
        return Cost(changes=2, reads=3)
    apart = tracker.capabilities.labels_apart
    labels = bool(change.add_labels) + len(change.remove_labels) if apart else 0
    return Cost(changes=1 + (change.comment is not None) + labels, reads=int(action.block is not None))


def _links(action: Sent, new: int, tracker: IssueTracker) -> int:
    """How many issues are linked with an incident's issue that are not yet; ``new`` are still to be opened."""
    if not isinstance(tracker, Linking):
        return 0
    if isinstance(action, Create):
        mark, known = action.marker, set[int]()
    elif action.block is not None:
        mark, old = action.block.marker, marker.read(action.issue.body)
        known = set(old.children) if old else set()
    else:
        return 0
    return len(set(mark.children) - known) + min(new, MAX_LINKS - len(mark.children))


def _of_incident(action: Sent) -> bool:
    return action.about.key == INCIDENT_KEY
