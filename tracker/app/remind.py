"""Posts reminders: asks each issue for its comments first, so that none is told twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from postmortem_tracker.app.session import Session
from postmortem_tracker.errors import TrackerError, TrackerUnavailableError
from postmortem_tracker.model import IssueChange, IssueRef, Place
from postmortem_tracker.report.reminders import Reminder, pending, reminders
from postmortem_tracker.report.summary import Report
from postmortem_tracker.sync.issue_text.marker import reminded


@dataclass(frozen=True, slots=True)
class Reminded:
    """One reminder and what kept it from being posted, if anything."""

    reminder: Reminder
    error: TrackerError | None = None


def due(session: Session, report: Report) -> tuple[tuple[Reminder, ...], tuple[TrackerError, ...]]:
    """The reminders that no comment holds yet, and what could not be read; one request per issue concerned."""
    # What moved to a project that is not configured is nobody's to write to.
    all_due = [
        each
        for each in reminders(report, session.workspace.config.remind)
        if each.ref.place in session.trackers.by_place
    ]
    comments: dict[IssueRef, Sequence[str]] = {}
    silent: set[Place] = set()
    problems: list[TrackerError] = []
    for reminder in all_due:
        place = reminder.ref.place
        if place in silent:
            continue
        try:
            comments[reminder.ref] = list(session.trackers.by_place[place].comments(reminder.ref))
        except TrackerError as error:
            problems.append(error)
            if isinstance(error, TrackerUnavailableError):
                silent.add(place)
    return pending(all_due, comments), tuple(problems)


class Chosen(NamedTuple):
    """What one run reminds of, how many are left for later runs, and what could not be read."""

    wanted: tuple[Reminder, ...]
    left: int
    unread: tuple[TrackerError, ...]


def chosen(session: Session, report: Report, *, everything: bool) -> Chosen:
    """The reminders that are due, no more than one run may post unless it is to post ``everything``."""
    found, unread = due(session, report)
    left = 0 if everything else max(0, len(found) - session.workspace.config.remind.max_comments)
    return Chosen(found[: len(found) - left], left, unread)


def post(session: Session, wanted: Sequence[Reminder]) -> Iterator[Reminded]:
    """Post each reminder, which the issue's marker remembers as no activity; none on what was closed meanwhile.

    After a tracker-wide failure the rest of that tracker is left.
    """
    dead: dict[Place, TrackerError] = {}
    for reminder in wanted:
        place = reminder.ref.place
        if place in dead:
            yield Reminded(reminder, dead[place])
            continue
        try:
            if _post(session, reminder):
                yield Reminded(reminder)
        except TrackerError as error:
            if isinstance(error, TrackerUnavailableError):
                dead[place] = error
            yield Reminded(reminder, error)


def _post(session: Session, reminder: Reminder) -> bool:
    """Comment on the issue and note it in its body as that is now: since the listing people may have written in it."""
    tracker = session.trackers.by_place[reminder.ref.place]
    issue = tracker.get(reminder.ref)
    if issue.state.closed:
        return False
    if issue.ref != reminder.ref:
        raise TrackerError(f"{reminder.ref} has just moved to {issue.ref}: not reminded", "run the same command again")
    if not session.may_tell(reminder.item.tracked.incident, issue):
        raise TrackerError(
            f"{issue.ref}: the postmortem is confidential and the project is not known to be private: not reminded",
            "set `private = true` on the tracker if outsiders cannot read the project",
        )
    tracker.update(issue.ref, IssueChange(body=reminded(issue, session.clock()), comment=reminder.body))
    return True
