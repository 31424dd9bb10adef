"""Carries a plan out, action by action; what was done stays done, what failed is told and left for the next run.

Every write proves all of its document anew. A document has therefore at most a fixed number of writes in a run: where
it has more edits, some actions in a row do what their trackers are asked, and then their edits are written together.
Who is killed in between has lost nothing: an issue is known by its marker, and its link is written by the next run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import assert_never

from postmortem_tracker.errors import TrackerError
from postmortem_tracker.sync.actions import Close, Create, GiveWay, Pending, Update, Write
from postmortem_tracker.sync.changing import change, fresh, still_second
from postmortem_tracker.sync.creating import create
from postmortem_tracker.sync.races import settle
from postmortem_tracker.sync.run import Outcome, Result, Run, Steps, Writing

_WRITES = 10  # of one document in one run; a document with no more edits has one for each


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An action that goes on when its edit is written."""

    action: Pending
    steps: Steps
    writing: Writing


def apply(run: Run, actions: Iterable[Pending]) -> Iterator[Outcome]:
    """Do every action in order and yield what became of it, then look whether others did the same.

    Failures stay with their action; after a tracker-wide failure the rest of that tracker is skipped.
    """
    for _, of_document in groupby(actions, key=lambda action: action.about.path):
        yield from _in_document(run, tuple(of_document))
    yield from settle(run)


def _in_document(run: Run, actions: Sequence[Pending]) -> Iterator[Outcome]:
    together = ceil(sum(action.edit is not None for action in actions) / _WRITES)
    waiting: list[_Waiting] = []
    for action in actions:
        begun = _begun(run, action)
        if isinstance(begun, Outcome):
            yield begun
            continue
        waiting.append(begun)
        if len(waiting) == together:
            yield from _written(run, waiting)
            waiting = []
    yield from _written(run, waiting)


def _begun(run: Run, action: Pending) -> Outcome | _Waiting:
    """Do what comes before an action's edit, or all of it where it has none."""
    if run.stop():
        return Outcome(action, Result.SKIPPED, note="stopped")
    failed = run.dead.get(action.place)
    if failed is not None and not isinstance(action, Write):
        return Outcome(action, Result.SKIPPED, error=failed, note="its tracker failed before")
    steps = _steps(run, action)
    asked = _advanced(run, action, lambda: next(steps))
    return asked if isinstance(asked, Outcome) else _Waiting(action, steps, asked)


def _written(run: Run, waiting: Sequence[_Waiting]) -> Iterator[Outcome]:
    """Write the edits of some actions, and bring each of these to its end."""
    refusals = run.record([each.writing for each in waiting]) if waiting else ()
    for each, refused in zip(waiting, refusals, strict=True):
        yield _ended(run, each, refused, waited=len(waiting) > 1)


def _ended(run: Run, each: _Waiting, refused: TrackerError | None, *, waited: bool) -> Outcome:
    steps = each.steps
    outcome = _advanced(run, each.action, lambda: steps.throw(refused) if refused else steps.send(waited))
    assert isinstance(outcome, Outcome), "an action has one edit"
    return outcome


def _advanced(run: Run, action: Pending, go: Callable[[], Writing]) -> Outcome | Writing:
    """What an action asks for when it goes on, or what became of it."""
    try:
        return go()
    except StopIteration as end:
        outcome: Outcome = end.value
        return outcome
    except TrackerError as error:
        return run.failed(action, error)


def _steps(run: Run, action: Pending) -> Steps:
    match action:
        case Create():
            return (yield from create(run, action))
        case Write():
            yield Writing(action.about, action.issue, action.edit)
            return Outcome(action, Result.DONE, action.issue)
        case Update():
            return (yield from _update(run, action))
        case Close():
            issue, note = change(run, action, fresh(run, action))
            return Outcome(action, Result.DONE, issue, note=note)
        case GiveWay():
            issue, note = change(run, action, still_second(run, action))
            return Outcome(action, Result.DONE, issue, note=note)
        case _:
            assert_never(action)


def _update(run: Run, action: Update) -> Steps:
    now, edit = fresh(run, action), action.edit
    document_first = edit is not None and (edit.state is not None or edit.words is not None)
    if edit is not None and document_first:
        # Were the base moved first and the run killed, the document would look as if it had been changed back.
        waited = yield Writing(action.about, now, edit)
        if waited:  # people may have written into the issue
            now = fresh(run, action)
    issue, note = change(run, action, now)
    if edit is not None and not document_first:
        yield Writing(action.about, issue, edit)
    return Outcome(action, Result.DONE, issue, note=note)
