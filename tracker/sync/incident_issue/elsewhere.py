"""Incidents' issues that are there already, opened by another repository or by this one under another name."""

from __future__ import annotations

from dataclasses import replace

from postmortem_tracker.model import State
from postmortem_tracker.sync.marker import INCIDENT_KEY
from postmortem_tracker.sync.matched import Matched
from postmortem_tracker.sync.plan import Action, Plan, Symbol


def without(plan: Plan, matched: Matched) -> Plan:
    """The plan with a remark in place of every incident's issue that would be the second one of its id."""
    there = {
        (each.issue.ref.tracker, each.issue.ref.project, each.marker.incident): each.issue.ref
        for each in matched.elsewhere
        if each.marker is not None and each.marker.key == INCIDENT_KEY and each.issue.state is not State.DUPLICATE
    }

    def kept(action: Action) -> Action:
        twin = there.get((*action.destination, action.incident))
        if twin is None or action.key != INCIDENT_KEY or action.draft is None:
            return action
        what = f"{twin} is the issue of another repository's incident {action.incident}: change one id, or set known_as"
        return replace(action, symbol=Symbol.ATTENTION, what=what, draft=None, marker=None)

    return replace(plan, actions=tuple(map(kept, plan.actions))) if there else plan
