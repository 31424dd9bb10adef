"""What a check finds in the history: promises that got weaker without a written reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postmortem_tracker.config.sections import HistorySettings
from postmortem_tracker.history.model import Change, History, Story
from postmortem_tracker.model import Finding
from postmortem_tracker.report.checks.rules import TRACKING_RULES
from postmortem_tracker.text.printable import cut, plain, plural

_QUOTE = 80


def examine_history(history: History, settings: HistorySettings | None = None) -> tuple[Finding, ...]:
    """The findings of PM218 to PM220; a change with a reason is none, nor is one of an item that is settled."""
    settings = settings or HistorySettings()
    found = [finding for story in history.stories for finding in _about(story, settings)]
    return tuple(sorted(found, key=lambda each: (each.path, each.line, each.code, each.key)))


def _about(story: Story, settings: HistorySettings) -> Iterator[Finding]:
    if story.removed:
        if not story.removed.reason:
            yield _finding("PM219", story, f"removed while open ({_when(story.removed)})")
        return
    if story.last.state.closed:
        return
    moves = [each for each in story.moves if not each.reason]
    days = sum(each.days or 0 for each in moves)
    dropped = any(each.days is None for each in moves)
    if len(moves) > settings.due_moves and (dropped or days > settings.due_moved_days):
        yield _finding("PM218", story, _moved(moves, days))
    for each in story.lowered:
        if not each.reason:
            now = f"to {each.new}" if each.new else "to none"
            yield _finding("PM220", story, f"priority lowered from {each.old} {now} ({_when(each)})")


def _moved(moves: Sequence[Change], days: int) -> str:
    last = moves[-1]
    times = "" if len(moves) == 1 else f" {len(moves)} times"
    by = f" by {plural(days, 'day')}" if days else ""
    now = f"from {moves[0].old} to {last.new}" if last.new else f"dropped, it was {last.old}"
    return f"due date moved{times}{by} without a reason, {now} ({_when(last)})"


def _when(change: Change) -> str:
    return f"{change.commit.day.isoformat()}, {change.commit.short}" if change.commit.id else "not committed yet"


def _finding(code: str, story: Story, message: str) -> Finding:
    rule, last = TRACKING_RULES[code], story.last
    return Finding(
        code,
        last.line,
        f"{message}: {cut(plain(last.text), _QUOTE)}",
        path=story.path,
        severity=rule.severity,
        hint=rule.fix,
        incident=last.incident,
        key=last.key,
    )
