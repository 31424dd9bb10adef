"""Milestones of new issues: only those that the project has, so that no issue fails for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from postmortem_tracker.issues import IssueTracker, Milestones
from postmortem_tracker.model import Place
from postmortem_tracker.sync.actions import Action, Create, Plan


def checked(plan: Plan, trackers: Mapping[Place, IssueTracker]) -> tuple[Plan, dict[Place, str]]:
    """The plan without milestones that are not there, whose issues are opened all the same; and of which places why.

    A project is asked once, and only where an issue would be put into one.
    """
    wanted = {each.place: each.draft.milestone for each in plan.creates if each.draft.milestone}
    missing = {place: why for place, title in wanted.items() if (why := _missing(trackers[place], title))}
    if not missing:
        return plan, missing

    def without(action: Action) -> Action:
        if isinstance(action, Create) and action.place in missing:
            return replace(action, draft=replace(action.draft, milestone=""))
        return action

    return replace(plan, actions=tuple(map(without, plan.actions))), missing


def _missing(tracker: IssueTracker, title: str) -> str:
    """Why new issues are put into no milestone of this title; empty where they are."""
    if not isinstance(tracker, Milestones):
        return f"{tracker.name} knows no milestones: new issues get none (trackers.{tracker.name}.milestone)"
    if tracker.has_milestone(title):
        return ""
    where = f"{tracker.project} has no open milestone {title!r}"
    return f"{where}: new issues get none; make it there, or correct trackers.{tracker.name}.milestone"
