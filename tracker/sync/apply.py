"""Carries a plan out, action by action; what was done stays done, what failed is told and left for the next run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from postmortem_tracker.errors import (
    AmbiguousResultError,
    RemoteError,
    TrackerError,
    TrackerUnavailableError,
    UnassignableError,
)
from postmortem_tracker.issues import IssueTracker, Watchful
from postmortem_tracker.model import Issue, IssueChange, IssueDraft, IssueRef, State
from postmortem_tracker.sync import marker
from postmortem_tracker.sync.match import believe
from postmortem_tracker.sync.plan import Action, Plan


class Result(StrEnum):
    """How one action ended."""

    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"  # not tried: its tracker failed before, or the run was stopped


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one action; ``issue`` is its issue afterwards, where known."""

    action: Action
    result: Result
    issue: Issue | None = None
    error: TrackerError | None = None
    note: str = ""


class Recorder(Protocol):
    """Edits documents; each call is one atomic change of one file."""

    def __call__(
        self, action: Action, issue: Issue, *, link: bool, state: State | None, instead: IssueRef | None
    ) -> None:
        """Write the issue's link (in place of ``action.replaces``, or of the link to ``instead``) and the state."""


@dataclass(slots=True)
class _Run:
    trackers: Mapping[tuple[str, str], IssueTracker]
    label: str
    record: Recorder
    dead: dict[tuple[str, str], TrackerError] = field(default_factory=dict)
    created: dict[tuple[str, str], list[tuple[Action, Issue]]] = field(default_factory=dict)
    strangers: dict[tuple[str, str], set[str]] = field(default_factory=dict)  # who cannot be assigned, by project


def apply(
    plan: Plan,
    trackers: Mapping[tuple[str, str], IssueTracker],
    label: str,
    record: Recorder,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Outcome]:
    """Do every pending action in order and yield what became of it.

    Failures stay with their action; after a tracker-wide failure the rest of that tracker is skipped. When
    ``stop()`` turns true the call under way is finished and the rest is skipped.
    """
    run = _Run(trackers, label, record)
    for action in plan.pending:
        if stop():
            yield Outcome(action, Result.SKIPPED, note="stopped")
            continue
        yield _attempt(run, action)
    yield from _settle(run)


def _attempt(run: _Run, action: Action) -> Outcome:
    failed = run.dead.get(action.destination)
    if failed is not None and action.changes_tracker:
        return Outcome(action, Result.SKIPPED, error=failed, note="its tracker failed before")
    try:
        return _do(run, action)
    except TrackerError as error:
        if isinstance(error, TrackerUnavailableError):
            run.dead[action.destination] = error
        return Outcome(action, Result.FAILED, error=error)


def _do(run: _Run, action: Action) -> Outcome:
    if action.draft is not None:
        return _create(run, action)
    issue = _now(run, action)
    if action.document_first:
        # Were the base moved first and the run killed, the document would look as if it had been changed back.
        _write(run, action, issue)
    if action.changes_tracker:
        issue = _change(run, action, issue)
    if not action.document_first:
        _write(run, action, issue)
    return Outcome(action, Result.DONE, issue)


def _write(run: _Run, action: Action, issue: Issue) -> None:
    if action.changes_document:
        run.record(action, issue, link=action.link, state=action.state, instead=None)


def _create(run: _Run, action: Action) -> Outcome:
    assert action.draft is not None
    tracker = run.trackers[action.destination]
    note = ""
    try:
        issue, note = _open(run, tracker, action.draft)
    except AmbiguousResultError as error:
        found = _find(tracker, run.label, action)
        if found is None:
            raise
        issue, note = found, f"the answer was lost ({error.message}), the issue was found"
    run.created.setdefault(action.destination, []).append((action, issue))
    try:
        _write(run, action, issue)
        if action.close_as is not None:
            issue = _close_new(tracker, action, issue)
    except TrackerError as error:
        if isinstance(error, TrackerUnavailableError):
            run.dead[action.destination] = error
        return Outcome(
            action, Result.FAILED, issue, error, note=f"{issue.ref} was created; the next run goes on from there"
        )
    return Outcome(action, Result.DONE, issue, note=note)


def _open(run: _Run, tracker: IssueTracker, draft: IssueDraft) -> tuple[Issue, str]:
    """Create the issue; who cannot be assigned there must not keep it from being opened. They are told once."""
    strangers = run.strangers.setdefault((tracker.name, tracker.project), set())
    known = set(strangers)
    while True:
        wanted = tuple(name for name in draft.assignees if name.casefold() not in strangers)
        try:
            issue = tracker.create(replace(draft, assignees=wanted))
        except UnassignableError as error:
            # It created nothing, so asking again is safe; what else is refused would be refused again.
            if not _met(strangers, wanted, error.people):
                raise
            continue
        taken = {name.casefold() for name in issue.assignees}
        _met(strangers, wanted, [name for name in wanted if name.casefold() not in taken])
        told = [name for name in draft.assignees if name.casefold() in strangers - known]
        return issue, f"{', '.join(told)} cannot be assigned there: the body names them" if told else ""


def _met(strangers: set[str], wanted: Iterable[str], people: Iterable[str]) -> bool:
    """Remember those of the wanted who cannot be assigned; whether there were any."""
    found = {name.casefold() for name in wanted} & {name.casefold() for name in people}
    strangers |= found
    return bool(found)


def _find(tracker: IssueTracker, label: str, action: Action) -> Issue | None:
    """The issue of an unanswered create, if it exists: the oldest one with the key."""
    return min(_twins(tracker, label, action), key=lambda issue: issue.ref, default=None)


def _twins(tracker: IssueTracker, label: str, action: Action) -> list[Issue]:
    return [
        issue
        for issue in tracker.list(label)
        if (mark := believe(issue, label).marker) is not None
        and issue.state is not State.DUPLICATE
        and (mark.incident, mark.key) == (action.incident, action.key)
    ]


def _close_new(tracker: IssueTracker, action: Action, issue: Issue) -> Issue:
    assert action.marker is not None
    mark = marker.with_base(action.marker, replace(action.marker.base, state=action.close_as))
    return tracker.update(issue.ref, IssueChange(state=action.close_as, body=marker.rebase(issue.body, mark)))


def _now(run: _Run, action: Action) -> Issue:
    """The issue as it is now, unless it differs from what was planned for: then neither side is touched."""
    assert action.seen is not None
    if action.block is None:
        return action.seen
    # People may have edited the body since it was listed: their bytes are taken from the issue as it is now.
    now = run.trackers[action.destination].get(action.seen.ref)
    if _synced(now) != _synced(action.seen):
        raise RemoteError(f"{now.ref} changed while this run was under way", "run sync again")
    return now


def _change(run: _Run, action: Action, now: Issue) -> Issue:
    assert action.seen is not None
    tracker = run.trackers[action.destination]
    change = action.change or IssueChange()
    if action.block is not None:
        change = replace(change, body=_body(action, now, tracker.capabilities.body_length))
    try:
        return tracker.update(action.seen.ref, change)
    except UnassignableError as error:
        strangers = {name.casefold() for name in error.people}
        left = tuple(name for name in change.assignees or () if name.casefold() not in strangers)
        if left == change.assignees:
            raise
        return tracker.update(action.seen.ref, replace(change, assignees=left or None))


def _synced(issue: Issue) -> tuple[object, ...]:
    return (issue.title, issue.state, issue.assignees, issue.due)


def _body(action: Action, now: Issue, longest: int) -> str:
    assert action.block is not None
    if action.block.text is None:
        return marker.rebase(now.body, action.block.marker)
    return marker.write(now.body, action.block.marker, action.block.text, longest)


# --- races ------------------------------------------------------------------------------------------------------


def _settle(run: _Run) -> Iterator[Outcome]:
    """Look once more where issues were created: of two with one key the lower number stays, ours gives way."""
    for destination, created in run.created.items():
        tracker = run.trackers[destination]
        # Also where the tracker has a lock: a run that saw nothing to do at first does not hold it.
        if destination in run.dead:
            continue
        try:
            winners = {} if _alone(tracker, run.label, created) else _winners(tracker, run.label)
        except TrackerError as error:
            yield Outcome(created[-1][0], Result.FAILED, created[-1][1], error, "could not look for duplicates")
            continue
        for action, mine in created:
            winner = winners.get((action.incident, action.key))
            if winner is not None and winner.ref < mine.ref:
                yield _give_way(run, tracker, action, mine, winner)


def _alone(tracker: IssueTracker, label: str, created: Sequence[tuple[Action, Issue]]) -> bool:
    """Whether nobody else wrote since this run looked first, so that its own issues are the only new ones."""
    own = {(action.incident, action.key) for action, _ in created}
    return len(own) == len(created) and isinstance(tracker, Watchful) and tracker.alone(label)


def _winners(tracker: IssueTracker, label: str) -> dict[tuple[str, str], Issue]:
    winners: dict[tuple[str, str], Issue] = {}
    for issue in tracker.list(label):
        mark = believe(issue, label).marker
        if mark is None or issue.state is State.DUPLICATE:
            continue
        key = (mark.incident, mark.key)
        if key not in winners or issue.ref < winners[key].ref:
            winners[key] = issue
    return winners


def _give_way(run: _Run, tracker: IssueTracker, action: Action, mine: Issue, winner: Issue) -> Outcome:
    comment = f"Duplicate of {winner.ref}: another run opened it for the same action item at the same time."
    note = f"{mine.ref} closed as a duplicate of {winner.ref}"
    try:
        tracker.update(mine.ref, IssueChange(state=State.DUPLICATE, duplicate_of=winner.ref, comment=comment))
        if action.link:
            run.record(action, winner, link=True, state=None, instead=mine.ref)
    except TrackerError as error:
        return Outcome(action, Result.FAILED, mine, error, note)
    return Outcome(action, Result.DONE, winner, note=note)
