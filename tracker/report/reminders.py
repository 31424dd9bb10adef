"""Decides which reminders are due and words them: one comment per item and threshold, never twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from postmortem_tracker.config.sections import RemindSettings
from postmortem_tracker.model import IssueRef
from postmortem_tracker.report.formats.markdown import escape
from postmortem_tracker.report.policy import Judged
from postmortem_tracker.report.summary import Report
from postmortem_tracker.text.printable import plural

_MARKER = re.compile(r"<!-- postmortem-tracker:reminder ([\w-]+) ([\w.-]+) -->")
_ACCOUNT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,98}[A-Za-z0-9])?")


_COUNTED = 60  # days that are told one by one


class Threshold(StrEnum):
    """What has been crossed; each is told once per deadline, or per silence."""

    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    STALE = "stale"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One comment to post on one issue; its body carries the marker that keeps it from being posted again."""

    ref: IssueRef
    threshold: Threshold
    since: str
    body: str
    item: Judged


def reminders(report: Report, settings: RemindSettings | None = None) -> tuple[Reminder, ...]:
    """Everything worth a comment on the report's day, most pressing first, whether or not it was posted before.

    Where several thresholds are crossed only the gravest is told. Waived and closed items are left alone.
    """
    settings = settings or RemindSettings()
    found = [each for item in report.items if (each := _reminder(item, settings))]
    order = list(_GRAVEST)
    return tuple(sorted(found, key=lambda each: (order.index(each.threshold), each.item.days_left or 0, each.ref)))


def pending(due: Iterable[Reminder], comments: Mapping[IssueRef, Sequence[str]]) -> tuple[Reminder, ...]:
    """Those of the reminders that the comments read from their issues do not hold yet.

    An issue that is not in the mapping was not read: it gets no comment, since it may have one already.
    """
    return tuple(each for each in due if each.ref in comments and not _posted(each, comments[each.ref]))


def _reminder(item: Judged, settings: RemindSettings) -> Reminder | None:
    issue = item.tracked.issue
    if issue is None or not item.open or item.waived or item.unproven:
        return None
    threshold = _threshold(item, settings)
    if threshold is None or (settings.since and _began(item, threshold) < settings.since):
        return None
    since = _since(item, threshold)
    marker = f"<!-- postmortem-tracker:reminder {threshold.value} {since} -->"
    greeting, message = _greeting(item, threshold, settings), _message(item, threshold)
    text = f"{greeting}: {message}" if greeting else f"{message[0].upper()}{message[1:]}"
    body = f"{text}\n\n{marker}"
    return Reminder(issue.ref, threshold, since, body, item)


_GRAVEST = (Threshold.ESCALATED, Threshold.OVERDUE, Threshold.DUE_SOON, Threshold.STALE)


def _threshold(item: Judged, settings: RemindSettings) -> Threshold | None:
    late = -(item.days_left or 0)
    after = settings.escalate_after_days
    crossed = {
        Threshold.ESCALATED: item.overdue and after is not None and late >= after and bool(settings.lead),
        Threshold.OVERDUE: item.overdue and settings.overdue,
        Threshold.DUE_SOON: item.due_soon and settings.due_soon,
        Threshold.STALE: item.stale and settings.stale,
    }
    return next((each for each in _GRAVEST if crossed[each]), None)


def _began(item: Judged, threshold: Threshold) -> date:
    """The deadline or the last activity: what was late or silent before a day was so, whenever it is told."""
    issue, deadline = item.tracked.issue, item.deadline
    if threshold is Threshold.STALE:
        last = (issue.updated_at or issue.created_at) if issue else None
        return last.date() if last else date.max
    return deadline.day if deadline else date.max


def _since(item: Judged, threshold: Threshold) -> str:
    """What makes this crossing another one than the last: the deadline, or the month of the last activity."""
    if threshold is not Threshold.STALE and item.deadline:
        return item.deadline.day.isoformat()
    # A silence is told once: our own comment is no activity, so another one begins only after somebody did something.
    issue = item.tracked.issue
    last = issue.updated_at or issue.created_at if issue else None
    return last.date().isoformat() if last else "unknown"


def _posted(reminder: Reminder, comments: Sequence[str]) -> bool:
    mark = (reminder.threshold.value, reminder.since)
    return any(found == mark for comment in comments for found in _MARKER.findall(comment))


def _greeting(item: Judged, threshold: Threshold, settings: RemindSettings) -> str:
    """Whom the comment is for: accounts are mentioned, owners without one are named."""
    assigned = item.tracked.issue.assignees if item.tracked.issue else ()
    owners = dict.fromkeys(name.lstrip("@") for name in assigned or item.tracked.owners)
    lead = (settings.lead.lstrip("@"),) if threshold is Threshold.ESCALATED else ()
    accounts = dict.fromkeys(name for name in (*(owners if assigned else ()), *lead) if _ACCOUNT.fullmatch(name))
    people = [f"@{name}" for name in accounts] + [escape(name) for name in owners if name not in accounts]
    return (" " if len(people) == len(accounts) else ", ").join(people)


def _message(item: Judged, threshold: Threshold) -> str:
    incident, deadline, left = item.tracked.incident, item.deadline, item.days_left or 0
    about = f"this action item of {escape(incident.id)}"
    why = f" ({escape(deadline.why)})" if deadline and (deadline.derived or deadline.moved) else ""
    day = deadline.day.isoformat() if deadline else ""
    match threshold:
        case Threshold.DUE_SOON:
            when = f"in {plural(left, 'day')}, on {day}" if left else "today"
            return f"{about} is due {when}{why}."
        case Threshold.STALE:
            silence = ago(item.idle_days or 0).removesuffix(" ago")
            return f"nothing has happened on {about} for {silence}. Where does it stand?"
        case Threshold.OVERDUE:
            ask = "Please finish it, agree on a new date, or close it as not planned."
        case Threshold.ESCALATED:
            ask = "It needs a decision: who does it until when, or why it may wait."
    return f"{about} was due on {day}{why}, {ago(-left)}. {ask}"


def ago(days: int) -> str:
    """How long ago in words: nobody counts thousands of days."""
    if days <= _COUNTED:
        return f"{plural(days, 'day')} ago"
    months = round(days / 30.44)
    return f"about {months} months ago" if months < 24 else f"about {round(days / 365.25)} years ago"
