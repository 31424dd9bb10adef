"""A plan and what became of it, in lines for people."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from postmortem_tracker.cli.console import Console
from postmortem_tracker.sync.apply import Outcome, Result
from postmortem_tracker.sync.plan import Action, Plan, Shared, Symbol
from postmortem_tracker.text.printable import plain, plural

_COLOURS = {
    Symbol.CREATE: "32",
    Symbol.UPDATE: "33",
    Symbol.DONE: "36",
    Symbol.ADOPT: "34",
    Symbol.ATTENTION: "35",
}


def place(action: Action) -> str:
    """Where the item stands; only the document where it stands there no more."""
    return f"{action.path}:{action.line}" if action.line else action.path


def action_lines(actions: Iterable[Action], console: Console, together: Collection[Shared]) -> Iterator[str]:
    """The lines of a plan; what is ``together`` and concerns several items has one line for all, but for --verbose."""
    actions = tuple(actions)
    counted = Counter(action.shared for action in actions if action.shared in together)
    many = {} if console.verbose else {shared: number for shared, number in counted.items() if number > 1}
    yield from (action_line(action, console) for action in actions if action.shared not in many)
    symbol = console.paint(_COLOURS[Symbol.ATTENTION], Symbol.ATTENTION.value, sys.stdout.isatty())
    yield from (f"{symbol} {number} items {shared}" for shared, number in many.items())


def action_line(action: Action, console: Console) -> str:
    """One line of a plan."""
    symbol = console.paint(_COLOURS[action.symbol], action.symbol.value, sys.stdout.isatty())
    parts = [part for part in (place(action), f"“{_short(action.text)}”" if action.text else "") if part]
    return f"{symbol} {plain(' '.join(parts))}: {plain(action.what)}"


def outcome_line(outcome: Outcome, console: Console) -> str:
    """One line of a sync: the plan's line and how it ended, where not as planned."""
    line = action_line(outcome.action, console)
    if outcome.result is Result.DONE and outcome.action.draft is not None and outcome.issue is not None:
        line += f" → {outcome.issue.ref}"
    if outcome.note:
        line += f" ({plain(outcome.note)})"
    if outcome.result is Result.DONE:
        return line
    if outcome.result is Result.SKIPPED:
        return f"{line} – not tried"
    reason = f": {plain(outcome.error.message)}" if outcome.error else ""
    hint = f"\n    hint: {plain(outcome.error.hint)}" if outcome.error and outcome.error.hint else ""
    return f"{line}\n    {console.paint('31', 'FAILED', sys.stdout.isatty())}{reason}{hint}"


def summary(plan: Plan) -> str:
    """One line that counts a plan."""
    counted = (
        (Symbol.CREATE, "to create"),
        (Symbol.UPDATE, "to update"),
        (Symbol.DONE, "to close, reopen or tick"),
        (Symbol.ADOPT, "to adopt"),
    )
    parts = [f"{plan.count(symbol)} {words}" for symbol, words in counted if plan.count(symbol)]
    attention = plan.count(Symbol.ATTENTION)
    parts += [f"{attention} {'needs' if attention == 1 else 'need'} a person"] if attention else []
    return f"Plan: {', '.join(parts) or 'nothing to do'}; {plan.unchanged} unchanged."


def done_summary(outcomes: Sequence[Outcome], plan: Plan) -> str:
    """One line that counts what a sync did."""
    done = [outcome for outcome in outcomes if outcome.result is Result.DONE]
    opened = (outcome.action for outcome in outcomes if outcome.action.draft is not None and outcome.issue is not None)
    created = len({id(action) for action in opened})  # one that had to give way is told once more
    failed = sum(outcome.result is Result.FAILED for outcome in outcomes)
    skipped = sum(outcome.result is Result.SKIPPED for outcome in outcomes)
    parts = [f"{plural(created, 'issue')} created", f"{plural(len(done) - min(created, len(done)), 'other change')}"]
    parts += [f"{failed} failed"] if failed else []
    parts += [f"{skipped} skipped"] if skipped else []
    return f"Done: {', '.join(parts)}; {plan.unchanged} unchanged."


def _short(text: str) -> str:
    return text if len(text) <= 72 else text[:71].rstrip() + "…"
