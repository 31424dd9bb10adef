"""What people see: machine output on stdout, everything else on stderr; no terminal escapes from documents."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.errors import TrackerError
from tracker.report.plain import plain, plural
from tracker.sync.apply import Outcome, Result
from tracker.sync.plan import Action, Plan, Symbol

_COLOURS = {
    Symbol.CREATE: "32",
    Symbol.UPDATE: "33",
    Symbol.DONE: "36",
    Symbol.ADOPT: "34",
    Symbol.ATTENTION: "35",
}


@dataclass(frozen=True, slots=True)
class Console:
    """How much is said, and whether in colour."""

    quiet: bool = False
    verbose: bool = False

    def out(self, text: str) -> None:
        """The result, on stdout."""
        stream = sys.stdout
        data = text if text.endswith("\n") else text + "\n"
        try:
            stream.write(data)
        except UnicodeEncodeError:
            stream.buffer.write(data.encode("utf-8"))
        stream.flush()

    def say(self, text: str) -> None:
        """A remark, on stderr; silent with --quiet."""
        if not self.quiet:
            self._err(text)

    def detail(self, text: str) -> None:
        """A remark for --verbose."""
        if self.verbose:
            self._err(text)

    def error(self, error: TrackerError) -> None:
        """What went wrong and what to do next, on stderr; never silent."""
        self._err(f"{self.paint('31', 'error:', sys.stderr.isatty())} {plain(error.message)}")
        if error.hint:
            self._err(f"  hint: {plain(error.hint)}")

    def _err(self, text: str) -> None:
        sys.stderr.write(text.rstrip("\n") + "\n")
        sys.stderr.flush()

    @property
    def colour(self) -> bool:
        """Whether stdout takes colours: a terminal, and no NO_COLOR."""
        return _coloured(sys.stdout.isatty())

    def paint(self, code: str, text: str, terminal: bool) -> str:
        """The text in a colour, on a terminal that takes it."""
        return f"\x1b[{code}m{text}\x1b[0m" if _coloured(terminal) else text

    def action(self, action: Action) -> str:
        """One line of a plan."""
        place = f"{action.path}:{action.line}" if action.line else action.path
        symbol = self.paint(_COLOURS[action.symbol], action.symbol.value, sys.stdout.isatty())
        parts = [part for part in (place, f"“{_short(action.text)}”" if action.text else "") if part]
        return f"{symbol} {plain(' '.join(parts))}: {plain(action.what)}"

    def outcome(self, outcome: Outcome) -> str:
        """One line of a sync: the plan's line and how it ended, where not as planned."""
        line = self.action(outcome.action)
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
        return f"{line}\n    {self.paint('31', 'FAILED', sys.stdout.isatty())}{reason}{hint}"


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
    created = sum(outcome.action.draft is not None for outcome in outcomes if outcome.issue is not None)
    failed = sum(outcome.result is Result.FAILED for outcome in outcomes)
    skipped = sum(outcome.result is Result.SKIPPED for outcome in outcomes)
    parts = [f"{plural(created, 'issue')} created", f"{plural(len(done) - min(created, len(done)), 'other change')}"]
    parts += [f"{failed} failed"] if failed else []
    parts += [f"{skipped} skipped"] if skipped else []
    return f"Done: {', '.join(parts)}; {plan.unchanged} unchanged."


def progress(total: int, what: str, quiet: bool) -> Callable[[], None]:
    """A bar on stderr that each call moves on; on a terminal only."""
    if quiet or total < 2 or not sys.stderr.isatty():
        return lambda: None
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        width = 24 * done // total
        sys.stderr.write(f"\r{what} [{'#' * width}{'.' * (24 - width)}] {done}/{total}")
        sys.stderr.write("\n" if done == total else "")
        sys.stderr.flush()

    return tick


def _coloured(terminal: bool) -> bool:
    return terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _short(text: str) -> str:
    return text if len(text) <= 72 else text[:71].rstrip() + "…"


def waiting(until: datetime) -> str:
    """Says until when a rate limit makes the run wait."""
    return f"rate limit: waiting until {until.astimezone():%H:%M:%S}"
