"""To whom a plan would tell something confidential: a question that asks no tracker."""

from __future__ import annotations

from collections.abc import Container

from postmortem_tracker.sync.actions import Create, Pending, Plan, Write


def must_be_private(plan: Plan, secret: Container[str]) -> set[str]:
    """The trackers that must be private: something of the ``secret`` incidents would be sent there in the open."""
    return {each.place[0] for each in plan.pending if each.about.incident in secret and _exposes(each)}


def _exposes(action: Pending) -> bool:
    """Whether an action may be done in a private project only."""
    match action:
        case Create():
            return not action.draft.confidential
        case Write():
            return False
        case _:
            return not action.issue.confidential
