"""Carries a plan out, action by action; what was done stays done, what failed is told and left for the next run."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol

from postmortem_tracker.errors import (
    AmbiguousResultError,
    InvalidIssueError,
    RemoteError,
    TrackerError,
    TrackerUnavailableError,
    UnassignableError,
)
from postmortem_tracker.issues import IssueTracker, Watchful
from postmortem_tracker.model import Issue, IssueChange, IssueRef, State
from postmortem_tracker.sync import marker
from postmortem_tracker.sync.marker import Base
from postmortem_tracker.sync.match import believe
from postmortem_tracker.sync.plan import Action, Plan, Symbol


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


Clock = Callable[[], datetime]


def _utc() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class _Run:
    trackers: Mapping[tuple[str, str], IssueTracker]
    label: str
    record: Recorder
    seen: Collection[IssueRef]
    clock: Clock
    dead: dict[tuple[str, str], TrackerError] = field(default_factory=dict)
    created: dict[tuple[str, str], list[tuple[Action, Issue]]] = field(default_factory=dict)
    strangers: dict[tuple[str, str], set[str]] = field(default_factory=dict)  # who cannot be assigned, by project


def apply(
    plan: Plan,
    trackers: Mapping[tuple[str, str], IssueTracker],
    label: str,
    record: Recorder,
    stop: Callable[[], bool] = lambda: False,
    seen: Collection[IssueRef] = (),
    clock: Clock = _utc,
) -> Iterator[Outcome]:
    """Do every pending action in order and yield what became of it.

    ``seen`` are the issues that the plan was made from: what another run opened at the same time is none of them.
    Failures stay with their action; after a tracker-wide failure the rest of that tracker is skipped. When
    ``stop()`` turns true the call under way is finished and the rest is skipped.
    """
    run = _Run(trackers, label, record, seen, clock)
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
    note = ""
    if action.changes_tracker:
        issue, note = _change(run, action, issue)
    if not action.document_first:
        _write(run, action, issue)
    return Outcome(action, Result.DONE, issue, note=note)


def _write(run: _Run, action: Action, issue: Issue) -> None:
    if action.changes_document:
        run.record(action, issue, link=action.link, state=action.state, instead=None)


def _create(run: _Run, action: Action) -> Outcome:
    assert action.draft is not None
    assert action.marker is not None
    tracker = run.trackers[action.destination]
    # Says which request opened the issue: a copy of it that a person makes is no second one of ours.
    mark = replace(action.marker, born=secrets.token_hex(4))
    note = ""
    try:
        draft = replace(action.draft, body=marker.rebase(action.draft.body, mark))
        issue, note = _sent(
            run, tracker, draft.assignees, lambda names: tracker.create(replace(draft, assignees=names))
        )
    except AmbiguousResultError as error:
        found = _find(tracker, run.label, action)
        if found is None:
            raise
        issue, note = found, f"the answer was lost ({error.message}), the issue was found"
    run.created.setdefault(action.destination, []).append((action, issue))
    try:
        _write(run, action, issue)
        _labelled(run.label, issue)
        issue = _settle_new(tracker, action, issue)
    except TrackerError as error:
        if isinstance(error, TrackerUnavailableError):
            run.dead[action.destination] = error
        return Outcome(
            action, Result.FAILED, issue, error, note=f"{issue.ref} was created; the next run goes on from there"
        )
    return Outcome(action, Result.DONE, issue, note=note)


def _sent(
    run: _Run, tracker: IssueTracker, people: tuple[str, ...], send: Callable[[tuple[str, ...]], Issue]
) -> tuple[Issue, str]:
    """Send a request that assigns people, without those who cannot be assigned there: they are told once.

    It did nothing where it was refused, so asking again is safe; what else is refused would be refused again.
    """
    strangers = run.strangers.setdefault((tracker.name, tracker.project), set())
    known = set(strangers)
    while True:
        wanted = tuple(name for name in people if name.casefold() not in strangers)
        try:
            issue = send(wanted)
        except UnassignableError as error:
            if not _met(strangers, wanted, error.people):
                raise
            continue
        taken = {name.casefold() for name in issue.assignees}
        _met(strangers, wanted, [name for name in wanted if name.casefold() not in taken])
        told = [name for name in people if name.casefold() in strangers - known]
        return issue, f"{', '.join(told)} cannot be assigned there: the body names them" if told else ""


def _met(strangers: set[str], wanted: Iterable[str], people: Iterable[str]) -> bool:
    """Remember those of the wanted who cannot be assigned; whether there were any."""
    found = {name.casefold() for name in wanted} & {name.casefold() for name in people}
    strangers |= found
    return bool(found)


def _labelled(label: str, issue: Issue) -> None:
    """Raises where the tracker dropped the managed label: nothing else opened there would be found again."""
    if label not in issue.labels:
        raise TrackerUnavailableError(
            f"{issue.ref} was opened without its label: the token may not label issues in {issue.ref.project}",
            "use a token with a role that may; label the issue, or link it in the document",
        )


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


def _settle_new(tracker: IssueTracker, action: Action, issue: Issue) -> Issue:
    """Close what is done already, and remember whom the tracker took."""
    mark = marker.read(issue.body)
    if mark is None:
        return issue
    taken = replace(mark, base=_taken(mark.base, issue))
    if action.close_as is not None:
        taken = marker.with_base(taken, replace(taken.base, state=action.close_as))
    if taken == mark:
        return issue
    return tracker.update(issue.ref, IssueChange(state=action.close_as, body=marker.rebase(issue.body, taken)))


def _taken(base: Base, issue: Issue) -> Base:
    """The base with what the tracker made of it: who could not be assigned, which labels it dropped."""
    there = tuple(sorted(issue.assignees))
    asked = {name.casefold() for name in base.owners or ()}
    labels = tuple(label for label in base.labels if label in issue.labels)
    same = base.owners is None or asked == {name.casefold() for name in there}
    return replace(base, owners_there=None if same else there, labels=labels)


def _now(run: _Run, action: Action) -> Issue:
    """The issue as it is now, unless it differs from what was planned for: then neither side is touched."""
    assert action.seen is not None
    tracker = run.trackers[action.destination]
    if action.change is not None and action.change.duplicate_of is not None:
        return _still_second(tracker, action.seen, action.change.duplicate_of)
    if action.block is None:
        return action.seen
    # People may have edited the body since it was listed: their bytes are taken from the issue as it is now.
    now = tracker.get(action.seen.ref)
    if _synced(now) != _synced(action.seen):
        raise _changed(now)
    return now


def _still_second(tracker: IssueTracker, seen: Issue, winner: IssueRef) -> Issue:
    """An issue that gives way, as it is now; not to one that was closed, nor where somebody wrote to it."""
    now = tracker.get(seen.ref)
    if tracker.get(winner).state.closed or now.body != seen.body or _synced(now) != _synced(seen):
        raise _changed(now)
    if any(True for _ in tracker.comments(seen.ref)):
        raise RemoteError(
            f"{seen.ref} and {winner} were opened for one item, but people wrote in {seen.ref}", "close one of them"
        )
    return now


def _changed(issue: Issue) -> RemoteError:
    return RemoteError(f"{issue.ref} changed while this run was under way", "run sync again")


def _change(run: _Run, action: Action, now: Issue) -> tuple[Issue, str]:
    assert action.seen is not None
    tracker, ref = run.trackers[action.destination], action.seen.ref
    change = action.change or IssueChange()
    if action.block is not None:
        change = replace(change, body=_body(action, now, tracker.capabilities.body_length, run.clock()))
    people = change.assignees
    if people is None:
        return _took(tracker.update(ref, change), change), ""

    def send(names: tuple[str, ...]) -> Issue:
        # Where nobody is left, who is assigned stays.
        return tracker.update(ref, replace(change, assignees=names if names or not people else None))

    issue, note = _sent(run, tracker, people, send)
    mark = marker.read(issue.body) if action.block is not None else None
    if mark is not None and _taken(mark.base, issue).owners_there is not None:
        mark = marker.with_base(mark, replace(mark.base, owners_there=tuple(sorted(issue.assignees))))
        issue = tracker.update(ref, IssueChange(body=marker.rebase(issue.body, mark)))
    return _took(issue, change), note


def _took(issue: Issue, change: IssueChange) -> Issue:
    """Raises where the tracker dropped a label without a word."""
    dropped = [label for label in change.add_labels if label not in issue.labels]
    if dropped:
        raise InvalidIssueError(
            f"{issue.ref}: the tracker did not take the label{'s' * (len(dropped) > 1)} {', '.join(dropped)}",
            "may the token label issues there?",
        )
    return issue


def _synced(issue: Issue) -> tuple[object, ...]:
    mark = marker.read(issue.body)
    return (issue.title, issue.state, issue.assignees, issue.due, mark)


def _body(action: Action, now: Issue, longest: int, time: datetime) -> str:
    assert action.block is not None
    mark = marker.touched(action.block.marker, now, time)
    if action.block.text is None:
        return marker.rebase(now.body, mark)
    return marker.write(now.body, mark, action.block.text, longest)


# --- races ------------------------------------------------------------------------------------------------------


def _settle(run: _Run) -> Iterator[Outcome]:
    """Look once more where issues were created: of two with one key the lower number stays, ours gives way."""
    for destination, created in run.created.items():
        tracker = run.trackers[destination]
        # Also where the tracker has a lock: a run that saw nothing to do at first does not hold it.
        if destination in run.dead:
            continue
        try:
            winners = {} if _alone(tracker, run.label, created) else _winners(run, tracker)
        except TrackerError as error:
            where = tracker.project or tracker.name
            look = Action(Symbol.ATTENTION, f"look whether another run opened the same issues in {where}")
            yield Outcome(look, Result.FAILED, error=error)
            continue
        for action, mine in created:
            winner = winners.get((action.incident, action.key))
            if winner is not None and winner.ref < mine.ref and not (winner.state.closed and action.close_as is None):
                yield _give_way(run, tracker, action, mine, winner)


def _alone(tracker: IssueTracker, label: str, created: Sequence[tuple[Action, Issue]]) -> bool:
    """Whether nobody else wrote since this run looked first, so that its own issues are the only new ones."""
    own = {(action.incident, action.key) for action, _ in created}
    return len(own) == len(created) and isinstance(tracker, Watchful) and tracker.alone(label)


def _winners(run: _Run, tracker: IssueTracker) -> dict[tuple[str, str], Issue]:
    """Of the issues that appeared since this run looked first the one with the lowest number for each key."""
    winners: dict[tuple[str, str], Issue] = {}
    for issue in tracker.list(run.label):
        mark = believe(issue, run.label).marker
        if mark is None or not mark.born or issue.state is State.DUPLICATE or issue.ref in run.seen:
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
