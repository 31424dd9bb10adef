"""To whom a plan would tell something confidential: a question that asks no tracker."""

from __future__ import annotations

from collections.abc import Container

from postmortem_tracker.sync.plan import Action, Plan


def must_be_private(plan: Plan, secret: Container[str]) -> set[str]:
    """The trackers that must be private: something of the ``secret`` incidents would be sent there in the open."""
    return {each.destination[0] for each in plan.pending if each.incident in secret and _exposes(each)}


def _exposes(action: Action) -> bool:
    """Whether an action may be done in a private project only."""
    if action.draft is not None:
        return not action.draft.confidential
    return action.changes_tracker and not (action.seen and action.seen.confidential)
