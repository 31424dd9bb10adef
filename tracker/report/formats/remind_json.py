"""The reminders of one run as JSON: the published contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import Field, NonNegativeInt

from postmortem_tracker.model import IssueRef
from postmortem_tracker.report.records import Record
from postmortem_tracker.report.reminders import Reminder, Threshold


class ReminderRecord(Record):
    """One comment on one issue; ``posted`` is unset where nothing was to be sent, ``error`` says what kept it."""

    issue: str
    url: str
    threshold: Threshold
    since: str
    incident: str
    key: str
    text: str
    path: str
    line: int
    owners: tuple[str, ...] = ()
    deadline: dt.date | None = None
    days_left: int | None = None
    idle_days: int | None = None
    body: str
    posted: bool | None = None
    error: str | None = None


class RemindRecord(Record):
    """Every reminder of the run; ``left`` more wait for later ones. Where ``complete`` is false, see ``problems``."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    as_of: dt.date
    sent: bool
    complete: bool
    problems: tuple[str, ...] = ()
    left: NonNegativeInt = 0
    reminders: tuple[ReminderRecord, ...] = ()


def render_remind_json(
    as_of: dt.date,
    reminders: Sequence[Reminder],
    results: Mapping[IssueRef, str] | None,
    problems: Sequence[str] = (),
    left: int = 0,
) -> str:
    """The reminders with what became of each: "" where it was posted, else why not; None where nothing was sent."""
    told = tuple(_reminder(each, results) for each in reminders)
    record = RemindRecord(
        as_of=as_of,
        sent=results is not None,
        complete=not problems,
        problems=tuple(problems),
        left=left,
        reminders=told,
    )
    return record.model_dump_json(indent=2, by_alias=True) + "\n"


def _reminder(reminder: Reminder, results: Mapping[IssueRef, str] | None) -> ReminderRecord:
    item, tracked = reminder.item, reminder.item.tracked
    why = None if results is None else results.get(reminder.ref, "closed meanwhile")
    return ReminderRecord(
        issue=str(reminder.ref),
        url=tracked.issue.url if tracked.issue else "",
        threshold=reminder.threshold,
        since=reminder.since,
        incident=tracked.incident.id,
        key=tracked.item.key,
        text=tracked.item.text,
        path=tracked.incident.path,
        line=tracked.item.line,
        owners=tracked.owners,
        deadline=item.deadline.day if item.deadline else None,
        days_left=item.days_left,
        idle_days=item.idle_days,
        body=reminder.body,
        posted=None if why is None else not why,
        error=why or None,
    )
