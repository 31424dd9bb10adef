"""What is found out while items and issues are matched, and whom an issue's marker names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from postmortem_tracker.keys import normalise
from postmortem_tracker.model import ActionItem, Incident, Issue, IssueRef, ItemName, State
from postmortem_tracker.sync.identity import others
from postmortem_tracker.sync.identity import repositories as sources
from postmortem_tracker.sync.identity.links import Links, Resolve
from postmortem_tracker.sync.identity.matched import Duplicate, How, Known, Linked, Pair, Tracked
from postmortem_tracker.sync.identity.others import Others
from postmortem_tracker.sync.issue_text import marker as markers
from postmortem_tracker.sync.issue_text.marker import Marker

Tasks = Sequence[tuple[Incident, ActionItem]]


@dataclass(frozen=True, slots=True)
class Around:
    """What a run is told beside its documents and issues: the configuration, and who answers for all else."""

    resolve: Resolve
    stray: Resolve  # which issue a link to a file meant that leads nowhere
    label: str
    gone: Callable[[str], bool | None]  # whether the document that a marker names is gone; None: nobody knows
    ours: sources.Ours  # whether the repository that an issue names may be this one
    read_others: others.Read  # the documents that are no part of this run
    elsewhere: Callable[[Issue, str], bool]  # whether only another branch links an issue in a document
    written: bool  # whether documents take links


@dataclass(slots=True)
class Matching:
    """What is known, and what was decided so far: ``free`` issues serve no item yet, ``pairs`` are by task."""

    around: Around
    known: Known
    links: Links
    others: Others
    tasks: Tasks
    paths: frozenset[str]  # of the documents read
    numbers: dict[ItemName, int]  # of the tasks
    free: dict[IssueRef, Tracked] = field(default_factory=dict)
    pairs: dict[int, Pair] = field(default_factory=dict)
    duplicates: list[Duplicate] = field(default_factory=list)
    losers: frozenset[IssueRef] = frozenset()
    strays: dict[int, Linked] = field(default_factory=dict)  # links that lead nowhere and prove nothing
    elsewhere: tuple[Tracked, ...] = ()
    kept: set[IssueRef] = field(default_factory=set)  # from who links them, for the item that they name
    left_behind: frozenset[IssueRef] = frozenset()  # the item that they name has another issue

    def again(self) -> Matching:
        """The same before anything was decided, for another try."""
        return replace(self, free=dict(self.free), pairs={}, duplicates=[], strays={}, kept=set())

    def pair(self, n: int, how: How, tracked: Tracked | None = None, *, linked: Linked | None = None) -> None:
        """Note what became of task ``n``; an issue that serves it serves no other."""
        incident, item = self.tasks[n]
        self.pairs[n] = Pair(incident, item, how, tracked, linked or self.strays.get(n))
        if tracked is not None and how.recognised:
            self.free.pop(tracked.issue.ref, None)

    def rival(self, mark: Marker, ref: IssueRef) -> str:
        """Where the item stands that has the issue by right, if that is in a document which was not read now."""
        named = mark.item_name in self.numbers
        if mark.path in self.paths or (named and self.around.gone(mark.path)):
            return ""
        return self.others.home(mark, ref) or self.others.linking(ref)

    def without_their_items(self) -> frozenset[IssueRef]:
        """The issues that were kept for an item and then served none."""
        served = {pair.tracked.issue.ref for pair in self.pairs.values() if pair.tracked and pair.how.recognised}
        return frozenset(self.kept - served)

    def left(self) -> list[tuple[Tracked, Marker]]:
        """The marked issues that no item has yet, with their markers, lowest number first."""
        return [
            (tracked, tracked.marker)
            for _, tracked in sorted(self.free.items())
            if tracked.marker is not None and tracked.issue.state is not State.DUPLICATE
        ]


def believe(issue: Issue, label: str) -> Tracked:
    """The issue with its marker, if it carries the managed label: outsiders can write bodies, not labels."""
    return Tracked(issue, markers.read(issue.body) if label in issue.labels else None)


def of_incident(tracked: Tracked) -> bool:
    """Whether an issue is an incident's own."""
    return tracked.marker is not None and tracked.marker.key == markers.INCIDENT_KEY


def speaks_of(matching: Matching, mark: Marker, ref: IssueRef, n: int) -> bool:
    """Whether a marker tells of this task: by its key or a former one; not if it names an item that still lives."""
    incident, item = matching.tasks[n]
    named = matching.numbers.get(mark.item_name)
    if named is None:
        return not matching.rival(mark, ref)
    # Of equal texts the keys change places where one of them goes.
    return named == n or (mark.incident == incident.id and normalise(mark.base.title or "") == normalise(item.text))


def place_of(task: tuple[Incident, ActionItem]) -> str:
    """Where a task stands, for people."""
    return f"{task[0].path}:{task[1].line}"
