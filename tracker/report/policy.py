"""Judges one item against the policy: until when, how late, how quiet, excused or not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fnmatch import fnmatchcase
from typing import NamedTuple

from postmortem_tracker.calendar import Calendar
from postmortem_tracker.config.sections import PolicySettings, WaiverSettings
from postmortem_tracker.markdown.words import levels
from postmortem_tracker.model import ActionItem, Incident, Issue, ItemName, State, Waiver
from postmortem_tracker.report.rank import is_denied, rank
from postmortem_tracker.report.situation import TrackedItem
from postmortem_tracker.text.sameness import same_level, same_word

_AT_ONCE = timedelta(minutes=10)
_NUMBER = re.compile(r"(?:p|prio|priority)?[\s._:#-]*([0-4])", re.IGNORECASE)
_PRIORITY = re.compile(r"\bP([0-4])\b", re.IGNORECASE)


class Deadline(NamedTuple):
    """The day by which an item shall be done; ``why`` says from where, ``derived`` whether nobody wrote it."""

    day: date
    why: str
    derived: bool
    moved: bool = False  # in the tracker, to another day than the document's


class Policy(NamedTuple):
    """The settings made ready for judging; ``waivers`` come from the configuration."""

    settings: PolicySettings = PolicySettings()
    waivers: tuple[WaiverSettings, ...] = ()

    @property
    def calendar(self) -> Calendar:
        """Counts days the way the settings ask for."""
        return Calendar(self.settings.business_days, self.settings.holidays)


class Judged(NamedTuple):
    """One tracked item and what the policy says about it on one day.

    ``state`` counts a completion without the demanded evidence as open (``unproven``). A waiver in
    force silences untracked, overdue, due soon and stale; an expired one is kept in ``waiver``.
    """

    tracked: TrackedItem
    state: State
    deadline: Deadline | None = None
    waiver: Waiver | None = None
    waived: bool = False
    waiver_expired: bool = False
    untracked: bool = False
    overdue: bool = False
    due_soon: bool = False
    stale: bool = False
    unproven: bool = False
    days_left: int | None = None  # until the deadline, negative when past; None without a deadline or when closed
    age_days: int | None = None  # since the incident, for open items
    idle_days: int | None = None  # since the last activity on the open issue
    days_to_complete: int | None = None

    @property
    def item_name(self) -> ItemName:
        """The name of the item."""
        return self.tracked.item_name

    @property
    def open(self) -> bool:
        """True while something remains to be done."""
        return self.state is State.OPEN

    @property
    def in_window(self) -> bool | None:
        """Whether the item met its deadline; None while that is undecided, unknown or does not apply."""
        if self.deadline is None or self.waived or self.state is State.NOT_PLANNED:
            return None
        if self.state is State.COMPLETED:
            closed = completed_day(self.tracked)
            return None if closed is None else closed <= self.deadline.day
        return False if self.overdue else None


def judge(tracked: TrackedItem, as_of: date, policy: Policy) -> Judged:
    """Everything the policy says about one item on ``as_of``."""
    settings = policy.settings
    unproven = settings.evidence and tracked.state is State.COMPLETED and not tracked.evidence
    state = State.OPEN if unproven else tracked.state
    deadline = deadline_of(tracked, policy)
    waiver, waived = _waiver(tracked, as_of, policy.waivers)
    if state.closed:
        took = days_to_complete(tracked) if state is State.COMPLETED else None
        return Judged(tracked, state, deadline, waiver, days_to_complete=took)
    left = (deadline.day - as_of).days if deadline else None
    idle = _idle_days(tracked, as_of)
    minds = not waived
    return Judged(
        tracked,
        state,
        deadline,
        waiver,
        waived=waived,
        waiver_expired=waiver is not None and not waived,
        untracked=minds and tracked.untracked,
        overdue=minds and left is not None and left < 0,
        due_soon=minds and deadline is not None and _due_soon(deadline.day, as_of, policy),
        stale=minds and idle is not None and idle >= settings.stale_days > 0,
        unproven=unproven,
        days_left=left,
        age_days=_age(tracked, as_of),
        idle_days=idle,
    )


def deadline_of(tracked: TrackedItem, policy: Policy) -> Deadline | None:
    """The date moved in the tracker, else the written one, else the issue's, else one derived from the policy.

    Of the policy's tables the first that applies counts.
    """
    if tracked.moved_due:
        written = f", the document says {tracked.item.due_date.isoformat()}" if tracked.item.due_date else ""
        return Deadline(tracked.moved_due, f"moved in the tracker{written}", derived=False, moved=True)
    if tracked.item.due_date:
        return Deadline(tracked.item.due_date, "written in the document", derived=False)
    if tracked.issue and tracked.issue.due:
        return Deadline(tracked.issue.due, "due date of the issue", derived=False)
    found = _days_allowed(tracked, policy.settings)
    start = started(tracked)
    if found is None or start is None:
        return None
    reason, days = found
    calendar = policy.calendar
    since = "" if tracked.incident.date else ", when its issue was opened"
    why = f"{reason}: {days} {calendar.unit(days)} after {start.isoformat()}{since}"
    return Deadline(calendar.add(start, days), why, derived=True)


def started(tracked: TrackedItem) -> date | None:
    """The day from which time is counted: the incident's, else the day its issue was opened."""
    if tracked.incident.date:
        return tracked.incident.date
    created = tracked.issue.created_at if tracked.issue else None
    return created.date() if created else None


def closed_day(tracked: TrackedItem) -> date | None:
    """The day the issue was closed, if that is known."""
    closed = tracked.issue.closed_at if tracked.issue and tracked.issue.state.closed else None
    return closed.date() if closed else None


def completed_day(tracked: TrackedItem) -> date | None:
    """The day the work was done: that of the close, unknown where the issue was opened only to be closed at once."""
    return None if tracked.issue and at_once(tracked.issue) else closed_day(tracked)


def at_once(issue: Issue) -> bool:
    """Whether the issue was closed as soon as it was opened: it records what was done before, nobody worked on it."""
    return bool(issue.created_at and issue.closed_at and issue.closed_at - issue.created_at < _AT_ONCE)


def days_to_complete(tracked: TrackedItem) -> int | None:
    """Days from the start of counting to the close, never negative; None where either is unknown."""
    start, end = started(tracked), completed_day(tracked)
    return max(0, (end - start).days) if start and end else None


def priority_of(text: str | None) -> str | None:
    """``P0`` … ``P4`` for a priority as written (``p1``, ``1``, ``High``, ``P1 - urgent``); other words stay."""
    if not text:
        return None
    found = _NUMBER.fullmatch(text.strip()) or _PRIORITY.search(text)
    if found is not None and not is_denied(text[: found.start()]):
        return f"P{found[1]}"
    place = levels.priority_of(text)
    return text.strip() if place is None else f"P{place}"


def priority_rank(item: Judged) -> float:
    """How urgent an item is by its written priority, 0 the most urgent; those without one last."""
    return rank(priority_of(item.tracked.item.priority))


def _days_allowed(tracked: TrackedItem, settings: PolicySettings) -> tuple[str, int] | None:
    deadlines, item, incident = settings.deadlines, tracked.item, tracked.incident
    priority = priority_of(item.priority)
    candidates: list[tuple[Mapping[str, int], Sequence[str | None], Callable[[str], str]]] = [
        (deadlines.priority, (priority, item.priority), same_word),
        (deadlines.type, (item.type,), same_word),
        (deadlines.service, incident.services, same_word),
        (deadlines.severity, (incident.severity,), same_level),
    ]
    for table, words, same in candidates:
        known = {same(name): (name, days) for name, days in table.items()}
        hits = [known[same(word)] for word in words if word and same(word) in known]
        if hits:
            return min(hits, key=lambda hit: hit[1])
    return ("default", deadlines.default) if deadlines.default is not None else None


def _waiver(tracked: TrackedItem, as_of: date, configured: Sequence[WaiverSettings]) -> tuple[Waiver | None, bool]:
    """The waiver that lasts longest, and whether it is in force."""
    waivers = [tracked.item.waiver] if tracked.item.waiver else []
    waivers += [Waiver(each.until, each.reason) for each in configured if waives(each, tracked.incident, tracked.item)]
    if not waivers:
        return None, False
    longest = max(waivers, key=lambda waiver: waiver.until or date.max)
    return longest, longest.until is None or as_of <= longest.until


def waives(waiver: WaiverSettings, incident: Incident, item: ActionItem) -> bool:
    """Whether a waiver of the configuration is about an item."""
    if not fnmatchcase(incident.id.casefold(), waiver.incident.casefold()):
        return False
    return waiver.item == item.key or fnmatchcase(item.text.casefold(), waiver.item.casefold())


def _due_soon(day: date, as_of: date, policy: Policy) -> bool:
    return as_of <= day <= policy.calendar.add(as_of, policy.settings.due_soon_days)


def _idle_days(tracked: TrackedItem, as_of: date) -> int | None:
    issue = tracked.issue
    if issue is None or issue.state.closed:
        return None
    last = issue.updated_at or issue.created_at
    return max(0, (as_of - last.date()).days) if last else None


def _age(tracked: TrackedItem, as_of: date) -> int | None:
    start = started(tracked)
    return max(0, (as_of - start).days) if start else None
