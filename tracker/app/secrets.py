"""What of a run is confidential, decided once: of actions, and of what is left where a document is gone."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from postmortem_tracker.model import Incident, Issue, IssueChange
from postmortem_tracker.report.redact import HIDDEN
from postmortem_tracker.sync.apply import Outcome
from postmortem_tracker.sync.body import says_confidential
from postmortem_tracker.sync.match import Tracked
from postmortem_tracker.sync.plan import Action, Plan

Covers = Callable[[str], bool]


def is_secret(tracked: Tracked, covers: Covers) -> bool:
    """Whether an issue belonged to a confidential incident; ``covers`` judges the path of its document."""
    path = tracked.marker.path if tracked.marker else ""
    return _tells(tracked.issue) or bool(path and covers(path))


def marked(
    plan: Plan, incidents: Collection[Incident], orphans: Collection[Tracked], covers: Callable[[str], bool]
) -> Plan:
    """The plan whose actions know whether they are about something confidential."""
    ids = {each.id for each in incidents if each.confidential}
    ids |= {each.marker.incident for each in orphans if each.marker and is_secret(each, covers)}
    actions = (
        replace(each, secret=each.incident in ids or (each.seen is not None and _tells(each.seen)))
        for each in plan.actions
    )
    return replace(plan, actions=tuple(actions))


def concealed(plan: Plan) -> Plan:
    """The plan as it may be shown: where and what kind each change is, but no word of anything confidential."""
    return replace(plan, actions=tuple(map(conceal, plan.actions)))


def conceal(action: Action) -> Action:
    """One action as it may be shown."""
    if not action.secret:
        return action
    draft, change, block, seen = action.draft, action.change, action.block, action.seen
    return replace(
        action,
        text=HIDDEN if action.text else "",
        draft=replace(draft, title=HIDDEN, body="", labels=()) if draft else None,
        change=IssueChange(state=change.state, due=change.due, assignees=change.assignees) if change else None,
        block=replace(block, text=None) if block else None,
        seen=replace(seen, title=HIDDEN, body="", labels=()) if seen else None,
    )


def conceal_outcome(outcome: Outcome) -> Outcome:
    """What became of one action, as it may be shown."""
    if not outcome.action.secret:
        return outcome
    issue = replace(outcome.issue, title=HIDDEN, body="", labels=()) if outcome.issue else None
    return replace(outcome, action=conceal(outcome.action), issue=issue)


def _tells(issue: Issue) -> bool:
    return issue.confidential or says_confidential(issue.body)
