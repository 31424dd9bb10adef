"""Carries a plan out, action by action; what was done stays done, what failed is told and left for the next run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from postmortem_tracker.errors import TrackerError
from postmortem_tracker.sync.actions import Close, Create, GiveWay, Pending, Update, Write
from postmortem_tracker.sync.changing import change, fresh, still_second
from postmortem_tracker.sync.creating import create
from postmortem_tracker.sync.races import settle
from postmortem_tracker.sync.run import Outcome, Result, Run


def apply(run: Run, actions: Iterable[Pending]) -> Iterator[Outcome]:
    """Do every action in order and yield what became of it, then look whether others did the same.

    Failures stay with their action; after a tracker-wide failure the rest of that tracker is skipped.
    """
    for action in actions:
        if run.stop():
            yield Outcome(action, Result.SKIPPED, note="stopped")
            continue
        failed = run.dead.get(action.place)
        if failed is not None and not isinstance(action, Write):
            yield Outcome(action, Result.SKIPPED, error=failed, note="its tracker failed before")
            continue
        try:
            yield _do(run, action)
        except TrackerError as error:
            yield run.failed(action, error)
    yield from settle(run)


def _do(run: Run, action: Pending) -> Outcome:
    match action:
        case Create():
            return create(run, action)
        case Write():
            run.write(action.about, action.issue, action.edit)
            return Outcome(action, Result.DONE, action.issue)
        case Update():
            return _update(run, action)
        case Close():
            issue, note = change(run, action, fresh(run, action))
            return Outcome(action, Result.DONE, issue, note=note)
        case GiveWay():
            issue, note = change(run, action, still_second(run, action))
            return Outcome(action, Result.DONE, issue, note=note)
        case _:
            assert_never(action)


def _update(run: Run, action: Update) -> Outcome:
    now = fresh(run, action)
    document_first = action.edit is not None and (action.edit.state is not None or action.edit.words is not None)
    if document_first:
        # Were the base moved first and the run killed, the document would look as if it had been changed back.
        run.write(action.about, now, action.edit)
    issue, note = change(run, action, now)
    if not document_first:
        run.write(action.about, issue, action.edit)
    return Outcome(action, Result.DONE, issue, note=note)
