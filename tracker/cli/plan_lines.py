"""A plan and what becomes of it, as lines on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from postmortem_tracker.app.plan_words import (
    Consent,
    apart,
    by_document,
    done_summary,
    facts,
    news,
    place,
    remarks,
    summary,
)
from postmortem_tracker.cli.console import Console, is_terminal, progress
from postmortem_tracker.sync.actions import Action, Create, Plan, Remark, Shared, Symbol
from postmortem_tracker.sync.run import Outcome, Result
from postmortem_tracker.text.printable import plain

_COLOURS = {
    Symbol.CREATE: "32",
    Symbol.UPDATE: "33",
    Symbol.DONE: "36",
    Symbol.ADOPT: "34",
    Symbol.ELSEWHERE: "90",
    Symbol.ATTENTION: "35",
}


def plan_lines(plan: Plan, console: Console, consent: Consent) -> Iterator[str]:
    """The whole plan for people: document by document, what changes from what to what, and the count."""
    yield from map(console.folded, _plan_lines(plan, console, consent))


def _plan_lines(plan: Plan, console: Console, consent: Consent) -> Iterator[str]:
    actions, together = apart(plan, *(() if console.verbose else tuple(Shared)))
    for path, here in by_document(actions).items():
        yield plain(path) if path else "Issues without a document"
        for action in here:
            yield f"  {_symbol(action.symbol, console)} {_numbered(action)}{plain(action.what)}"
            yield from (f"      {plain(fact)}" for fact in facts(action))
        yield ""
    yield from (f"{_symbol(symbol, console)} {sentence}" for symbol, sentence in together)
    yield summary(plan)
    yield from remarks(plan, consent)


def _numbered(action: Action) -> str:
    """The item with its line, in front of what is done about it."""
    about = action.about
    line = f"{about.line}: " if about.line else ""
    return f"{line}“{plain(_short(about.text))}”: " if about.text else line


def action_line(action: Action, console: Console) -> str:
    """One line of a plan, with the place in it."""
    about = action.about
    parts = [part for part in (place(about), f"“{_short(about.text)}”" if about.text else "") if part]
    return f"{_symbol(action.symbol, console)} {plain(' '.join(parts))}: {plain(action.what)}"


def outcome_lines(outcome: Outcome, console: Console) -> str:
    """What a sync tells of a change: the plan's line, how it ended where not as planned, and what changed to what."""
    return "\n".join((_ended(outcome, console), *(f"    {plain(each)}" for each in news(outcome))))


def _ended(outcome: Outcome, console: Console) -> str:
    line = action_line(outcome.action, console)
    if outcome.result is Result.DONE and isinstance(outcome.action, Create) and outcome.issue is not None:
        line += f" → {outcome.issue.ref}"
    if outcome.note:
        line += f" ({plain(outcome.note)})"
    if outcome.result is Result.DONE:
        return line
    if outcome.result is Result.SKIPPED:
        return f"{line} – not tried"
    reason = f": {plain(outcome.error.message)}" if outcome.error else ""
    hint = f"\n    hint: {plain(outcome.error.hint)}" if outcome.error and outcome.error.hint else ""
    return f"{line}\n    {console.paint('31', 'FAILED', is_terminal())}{reason}{hint}"


class Lines:
    """Tells a sync on a console while it goes on."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._tick: Callable[[], None] = lambda: None

    def begins(self, plan: Plan) -> None:
        """What needs a person first; then a bar for the changes, on a terminal."""
        console = self._console
        actions, together = apart(plan, *(() if console.verbose else tuple(Shared)))
        for action in actions:
            if isinstance(action, Remark):
                console.out(console.folded(action_line(action, console)))
        for symbol, sentence in together:
            console.out(console.folded(f"{_symbol(symbol, console)} {sentence}"))
        self._tick = progress(len(plan.pending), "syncing", console.quiet)

    def happened(self, outcome: Outcome) -> None:
        """One change was made, or could not be."""
        self._console.out(self._console.folded(outcome_lines(outcome, self._console)))
        self._tick()

    def ends(self, outcomes: Sequence[Outcome], plan: Plan) -> None:
        """The count."""
        self._console.out(done_summary(outcomes, plan))

    def say(self, text: str) -> None:
        """A remark beside the result."""
        self._console.say(text)


class Silent:
    """Tells nothing of a sync but remarks: the result is printed when it has ended."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def begins(self, plan: Plan) -> None:
        """Nothing yet."""

    def happened(self, outcome: Outcome) -> None:
        """Nothing yet."""

    def ends(self, outcomes: Sequence[Outcome], plan: Plan) -> None:
        """Told by whoever asked for it."""

    def say(self, text: str) -> None:
        """A remark beside the result."""
        self._console.say(text)


def _symbol(symbol: Symbol, console: Console) -> str:
    return console.paint(_COLOURS[symbol], symbol.value, is_terminal())


def _short(text: str) -> str:
    return text if len(text) <= 72 else text[:71].rstrip() + "…"
