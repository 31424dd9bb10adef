"""Incidents' issues that are there already, opened by another repository or by this one under another name."""

from __future__ import annotations

from dataclasses import replace

from postmortem_tracker.model import State
from postmortem_tracker.sync.actions import Action, Create, Plan, Remark
from postmortem_tracker.sync.identity.matched import Matched
from postmortem_tracker.sync.issue_text.marker import INCIDENT_KEY


def without(plan: Plan, matched: Matched) -> Plan:
    """The plan with a remark in place of every incident's issue that would be the second one of its id."""
    there = {
        (*each.issue.ref.place, each.marker.incident): each.issue.ref
        for each in matched.elsewhere
        if each.marker is not None and each.marker.key == INCIDENT_KEY and each.issue.state is not State.DUPLICATE
    }

    def kept(action: Action) -> Action:
        first = there.get((*action.place, action.about.incident))
        if first is None or action.about.key != INCIDENT_KEY or not isinstance(action, Create):
            return action
        name = action.about.incident
        what = f"{first} is the issue of another repository's incident {name}: change one id, or set known_as"
        return Remark(action.about, what, place=action.place)

    return replace(plan, actions=tuple(map(kept, plan.actions))) if there else plan
