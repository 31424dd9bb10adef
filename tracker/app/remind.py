"""Posts reminders: asks each issue for its comments first, so that none is told twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from postmortem_tracker.app.session import Place, Session
from postmortem_tracker.errors import TrackerError, TrackerUnavailableError
from postmortem_tracker.model import IssueChange, IssueRef
from postmortem_tracker.report.reminders import Reminder, pending, reminders
from postmortem_tracker.report.summary import Report
from postmortem_tracker.sync.marker import reminded


@dataclass(frozen=True, slots=True)
class Reminded:
    """One reminder and what kept it from being posted, if anything."""

    reminder: Reminder
    error: TrackerError | None = None


def due(session: Session, report: Report) -> tuple[tuple[Reminder, ...], tuple[TrackerError, ...]]:
    """The reminders that no comment holds yet, and what could not be read; one request per issue concerned."""
    all_due = reminders(report, session.workspace.config.remind)
    comments: dict[IssueRef, Sequence[str]] = {}
    errors: dict[Place, TrackerError] = {}
    problems: list[TrackerError] = []
    for reminder in all_due:
        place = (reminder.ref.tracker, reminder.ref.project)
        if place in errors:
            continue
        try:
            comments[reminder.ref] = list(session.by_place[place].comments(reminder.ref))
        except TrackerError as error:
            problems.append(error)
            if isinstance(error, TrackerUnavailableError):
                errors[place] = error
    return pending(all_due, comments), tuple(problems)


def post(
    session: Session, wanted: Sequence[Reminder], clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Iterator[Reminded]:
    """Post each reminder, which the issue's marker remembers as no activity.

    After a tracker-wide failure the rest of that tracker is left.
    """
    dead: dict[Place, TrackerError] = {}
    for reminder in wanted:
        place = (reminder.ref.tracker, reminder.ref.project)
        if place in dead:
            yield Reminded(reminder, dead[place])
            continue
        try:
            _refuse_disclosure(session, reminder)
            issue = reminder.item.tracked.issue
            body = reminded(issue, clock()) if issue else None
            session.by_place[place].update(reminder.ref, IssueChange(body=body, comment=reminder.body))
            yield Reminded(reminder)
        except TrackerError as error:
            if isinstance(error, TrackerUnavailableError):
                dead[place] = error
            yield Reminded(reminder, error)


def _refuse_disclosure(session: Session, reminder: Reminder) -> None:
    """Raises TrackerError where a comment would speak of a confidential incident to everybody."""
    issue = reminder.item.tracked.issue
    if not reminder.item.tracked.incident.confidential or (issue and issue.confidential):
        return
    if not session.is_private(reminder.ref.tracker):
        raise TrackerError(
            f"{reminder.ref}: the postmortem is confidential and the project is not known to be private: not reminded",
            "set `private = true` on the tracker if outsiders cannot read the project",
        )
