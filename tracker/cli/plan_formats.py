"""A plan and a sync for machines (JSON), and a plan as a comment for a pull request (Markdown)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from postmortem_tracker.app.plan_words import (
    Consent,
    apart,
    by_document,
    created,
    doubt,
    facts,
    record,
    remarks,
    summary,
)
from postmortem_tracker.app.sync import Synced
from postmortem_tracker.errors import TrackerError
from postmortem_tracker.report.formats.markdown import escape
from postmortem_tracker.sync.actions import Action, Plan, Remark, Shared, Symbol
from postmortem_tracker.sync.differences import differences
from postmortem_tracker.sync.run import Outcome, Result

PLAN_MARK = "<!-- postmortem-tracker:plan -->"
_SHOWN = 200  # a comment holds 65,536 characters


def plan_json(plan: Plan, consent: Consent, problems: Sequence[TrackerError], notices: Sequence[str]) -> str:
    """`plan --format json`: every line of the plan; see schemas/plan.json."""
    data = {
        "schema": 1,
        "pending": len(plan.pending),
        "creates": len(plan.creates),
        "unchanged": plan.unchanged,
        "finished": plan.finished,
        "elsewhere": plan.count(Symbol.ELSEWHERE),
        "needs_person": plan.count(Symbol.ATTENTION),
        "max_creates": consent.max_creates,
        "consent": doubt(plan, consent),
        "complete": not problems,
        "problems": [_problem(each) for each in problems],
        "notices": [*notices],
        "actions": [_action(action) for action in plan.actions],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def sync_json(
    synced: Synced,
    problems: Sequence[TrackerError],
    notices: Sequence[str],
    *,
    interrupted: bool,
    unreviewed: Sequence[Action] = (),
) -> str:
    """`sync --format json` and `apply --format json`: what became of every change; see schemas/sync.json."""
    plan, outcomes = synced.plan, synced.outcomes
    count = {result: sum(outcome.result is result for outcome in outcomes) for result in Result}
    data = {
        "schema": 1,
        "created": created(outcomes),
        "done": count[Result.DONE],
        "failed": count[Result.FAILED],
        "skipped": count[Result.SKIPPED],
        "unchanged": plan.unchanged,
        "finished": plan.finished,
        "elsewhere": plan.count(Symbol.ELSEWHERE),
        "needs_person": plan.count(Symbol.ATTENTION),
        "interrupted": interrupted,
        "complete": not (problems or synced.failed or interrupted),
        "problems": [_problem(each) for each in problems],
        "notices": [*notices],
        "outcomes": [_outcome(outcome) for outcome in outcomes],
        "left": [_action(action) for action in plan.actions if isinstance(action, Remark)],
        "unreviewed": [_action(action) for action in unreviewed],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        **_action(outcome.action),
        "result": outcome.result.name.lower(),
        "issue": str(outcome.issue.ref) if outcome.issue else _action(outcome.action)["issue"],
        "url": outcome.issue.url if outcome.issue else None,
        "note": outcome.note,
        "error": _problem(outcome.error) if outcome.error else None,
    }


def _problem(error: TrackerError) -> dict[str, str]:
    return {"message": error.message, "hint": error.hint}


def _action(action: Action) -> dict[str, Any]:
    return {
        "symbol": action.symbol.value,
        "action": action.symbol.name.lower(),
        **record(action),
        "changes_document": action.edit is not None,
        "pending": not isinstance(action, Remark),
        "changes": [each._asdict() for each in differences(action)],
    }


def plan_markdown(plan: Plan, consent: Consent) -> str:
    """The plan as a comment for a pull request; its first line is a mark by which the comment is found again."""
    actions, together = apart(plan, *Shared)
    lines = [PLAN_MARK, "### Postmortem action items", "", escape(summary(plan))]
    for path, here in by_document(actions[:_SHOWN]).items():
        lines += ["", f"**{escape(path)}**" if path else "**Issues without a document**"]
        lines += ["", "|  | Line | Action item | What happens |", "| --- | --- | --- | --- |"]
        lines += [_row(action) for action in here]
    if len(actions) > _SHOWN:
        lines += ["", f"… and {len(actions) - _SHOWN} more."]
    for sentence in (*(sentence for _, sentence in together), *remarks(plan, consent)):
        lines += ["", escape(sentence)]
    return "\n".join(lines) + "\n"


def _row(action: Action) -> str:
    happens = "<br>".join(escape(each) for each in (action.what, *facts(action)))
    return f"| `{action.symbol.value}` | {action.about.line or ''} | {escape(action.about.text)} | {happens} |"
