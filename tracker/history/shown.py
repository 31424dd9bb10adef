"""The part of a history that a report shows, in words: filtered and redacted like the report itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from postmortem_tracker.history.model import Change, History, Story, What
from postmortem_tracker.report.common import Common
from postmortem_tracker.report.redact import pseudonym
from postmortem_tracker.report.summary import Report
from postmortem_tracker.text.printable import HIDDEN, plural


@dataclass(frozen=True, slots=True)
class Promises:
    """The stories of a report's items and of those removed while open; worst first."""

    present: tuple[Story, ...] = ()
    removed: tuple[Story, ...] = ()
    remark: str = ""

    @property
    def changed(self) -> tuple[Story, ...]:
        """The stories of items whose due date was postponed or whose priority was lowered."""
        return tuple(each for each in self.present if each.moves or each.lowered)

    @property
    def steady(self) -> int:
        """How many open items kept their due date and priority."""
        return sum(not (each.last.state.closed or each.moves or each.lowered) for each in self.present)


def shown(
    history: History, report: Report, confidential: Literal["show", "redact", "omit"], *, filtered: bool
) -> Promises:
    """The history as the report may show it; of removed items those of its incidents, all where nothing is filtered."""
    stories = history.present
    # A redacted report may call an incident by another name.
    names = {pseudonym(incident): incident for incident, _ in stories}
    items = [(item.tracked.incident.id, item.tracked) for item in report.items]
    shown_as = {(names.get(incident, incident), each.item.key): (incident, each) for incident, each in items}
    present = [
        _reworded(stories[name], each.item.text, incident, hidden=each.redacted)
        for name, (incident, each) in shown_as.items()
        if name in stories
    ]
    incidents = {names.get(each.incident.id, each.incident.id) for each in report.incidents}
    closed = {names.get(each.incident.id, each.incident.id) for each in report.incidents if each.incident.confidential}
    removed = [each for each in history.removed if not filtered or each.last.incident in incidents]
    if confidential == "show":
        return Promises(tuple(_worst_first(present)), tuple(removed), history.remark)
    secret = [each.last.confidential or each.last.incident in closed for each in removed]
    removed = [
        _reworded(each, HIDDEN, pseudonym(each.last.incident), hidden=True) if hide else each
        for each, hide in zip(removed, secret, strict=True)
        if confidential == "redact" or not hide
    ]
    return Promises(tuple(_worst_first(present)), tuple(removed), history.remark)


def headline(promises: Promises) -> str:
    """How well promises were kept, in one line."""
    moves = [each for story in promises.present for each in story.moves]
    late = [story for story in promises.present if story.moves]
    days = sum(story.moved_days for story in late)
    lowered = sum(len(story.lowered) for story in promises.present)
    moved = f"{plural(len(moves), 'due date')} moved" + (f" ({plural(len(late), 'item')}, {days:+,} d)" if late else "")
    left = f"{plural(len(promises.removed), 'item')} removed while open"
    return f"{moved}, {plural(lowered, 'priority', 'priorities')} lowered, {left}"


def steadiness(promises: Promises) -> str:
    """How many open items are as they were promised; "" where there are none."""
    return f"{plural(promises.steady, 'open item')} as promised" if promises.steady else ""


def moved(story: Story) -> str:
    """``2×, +45 d``; "" where the date stands."""
    return f"{len(story.moves)}×, {story.moved_days:+} d" if story.moves else ""


def due(story: Story) -> str:
    """``2026-04-01 → 2026-05-16``: the first date promised and the present one."""
    first = story.moves[0].old if story.moves else ""
    now = story.last.due.isoformat() if story.last.due else (story.last.due_text or "none")
    return f"{first} → {now}" if first else (now if now != "none" else "")


def priority(story: Story) -> str:
    """``P1 → P3``: the priority before it was lowered, and the present one."""
    if not story.lowered:
        return story.last.priority or ""
    return f"{story.lowered[0].old} → {story.last.priority or 'none'}"


def appeared(story: Story) -> str:
    """The day the item was first written."""
    if story.appeared is None:
        return "unknown"
    return story.appeared.day.isoformat() if story.appeared.id else "not committed"


def reason(story: Story) -> str:
    """The last reason given, or that there is none."""
    changes = [*story.moves, *story.lowered]
    if not changes:
        return ""
    given = [each.reason for each in changes if each.reason]
    return given[-1] if given else "no reason given"


def departure(change: Change) -> str:
    """When and in which commit an item left, and why."""
    why = change.reason or "no reason given"
    return f"{change.commit.day.isoformat()}, {change.commit.short}: {why}"


def _worst_first(stories: Iterable[Story]) -> list[Story]:
    return sorted(stories, key=lambda each: (-len(each.moves), -each.moved_days, -len(each.lowered)))


def _reworded(story: Story, text: str, incident: str, *, hidden: bool) -> Story:
    changes = story.changes
    removed = story.removed
    if hidden:
        changes = tuple(map(_wordless, changes))
        removed = removed and replace(removed, reason=removed.reason and HIDDEN)
    path = HIDDEN if hidden else story.path
    level = Common().priority(story.last.priority) if hidden else story.last.priority
    due_text = story.last.due_text and HIDDEN if hidden else story.last.due_text
    last = replace(story.last, text=text, incident=incident, priority=level, due_text=due_text)
    return replace(story, path=path, last=last, changes=changes, removed=removed)


def _wordless(change: Change) -> Change:
    """A change without its reason, and without words for a day or beside a level."""
    change = replace(change, reason=change.reason and HIDDEN)
    if change.what is What.DUE and change.days is None:  # the new one is words
        return replace(change, new=change.new and HIDDEN)
    if change.what is not What.PRIORITY:
        return change
    old, new = (Common().priority(each) or "" for each in (change.old, change.new))
    return replace(change, old=old, new=new)
