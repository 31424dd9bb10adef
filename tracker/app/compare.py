"""What `report --compare` and the digest are computed from: how it stood before, and how it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from postmortem_tracker.app.documents.past_documents import Then, as_secret, documents_of
from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.report import reported
from postmortem_tracker.app.session import Session
from postmortem_tracker.app.situation import Looked, history_at, snapshot_at, stood_with
from postmortem_tracker.choices import SortBy
from postmortem_tracker.config.settings import Config
from postmortem_tracker.disk.absent import Absent
from postmortem_tracker.disk.git_calls import GitError
from postmortem_tracker.errors import UsageError
from postmortem_tracker.history.model import History, What
from postmortem_tracker.history.past import stood
from postmortem_tracker.model import ItemName
from postmortem_tracker.report.compare import Beyond, Comparison, compare
from postmortem_tracker.report.filters import Filters
from postmortem_tracker.report.redact import confidential_ids
from postmortem_tracker.report.situation import Situation, prepared
from postmortem_tracker.report.snapshot import situation_of
from postmortem_tracker.report.summary import Report


class Earlier(NamedTuple):
    """The situation to compare with, the history that tells why dates moved, and the documents of that day and now."""

    situation: Situation
    history: History
    then: Then = Then(None)
    unread: frozenset[str] = frozenset()  # documents that were not read now and are not gone
    unread_then: frozenset[str] = frozenset()  # those whose state of that day cannot be read


def compared(
    workspace: Workspace,
    session: Session | None,
    looked: Looked,
    given: Sequence[str],
    against: str,
    filters: Filters,
    *,
    strict: bool = True,
) -> Comparison:
    """What changed since a snapshot was made, since a day began, or the day so many days ago.

    Raises UsageError, and if ``strict`` TrackerError in a clone that does not reach back so far.

    Of a day its own documents tell, as git has them, and the times of issues; where git cannot tell when due dates
    moved, the remark says so.
    """
    before = earlier(workspace, session, looked, given, against)
    if strict:
        before.then.refuse_shallow()
    return since(before, workspace.config, looked, filters)


def since(before: Earlier, config: Config, looked: Looked, filters: Filters) -> Comparison:
    """What changed since then among what passes the filters."""
    past, history, of_day, unread, unread_then = before
    past = _as_secret(past, looked.situation, history)

    def summed(situation: Situation, wanted: Filters) -> Report:
        return reported(config, situation, wanted, SortBy.OVERDUE, open_only=False)

    now, then = summed(looked.situation, filters), summed(past, filters)
    everybody = summed(past, replace(filters, owners=(), outside=None, nobody=False)) if filters.by_person else then
    kept = (each for each in past.tracked if each.incident.path in unread)
    there = frozenset(each.item_name for each in (*looked.situation.tracked, *kept))
    unknown = frozenset(each.item_name for each in looked.situation.tracked if each.incident.path in unread_then)
    remark = "" if history.complete else f"moved dates may be missing: {history.remark.partition(':')[0]}"
    if of_day.shallow:
        remark = f"what left the documents and which dates moved is not known: {of_day.remark}"
    reasons = _reasons(history, past.as_of, config)
    return compare(then, now, reasons, remark, Beyond(everybody.items, there, history.names, unknown))


def _as_secret(past: Situation, now: Situation, history: History) -> Situation:
    """How it stood before, without the words of what has become confidential since, or had when its document went."""
    gone = [each for each in history.stories if each.last.confidential]
    left = confidential_ids(now).union(name for each in gone for name in (each.last.incident, each.path))
    known = {each.name: each for each in as_secret(past.incidents, now.incidents, left)}
    return replace(
        past,
        incidents=tuple(known.values()),
        tracked=tuple(replace(each, incident=known.get(each.incident.name, each.incident)) for each in past.tracked),
        orphans=tuple(
            each._replace(confidential=each.confidential or each.incident_id in left) for each in past.orphans
        ),
    )


def earlier(
    workspace: Workspace, session: Session | None, looked: Looked, given: Sequence[str], against: str
) -> Earlier:
    """What there is to compare with."""
    before = _before(workspace, session, looked, given, against)
    paths = {each.path for each in before.situation.incidents}
    return before._replace(unread=frozenset(_unread(workspace, looked, paths)))


def _unread(workspace: Workspace, looked: Looked, paths: Collection[str]) -> Iterator[str]:
    """Those of the documents that nobody could read now: what they ask for may still be open."""
    if looked.reading is None:
        return
    try:
        absent = workspace.absent
    except GitError:
        absent = Absent()
    yield from (each for each in paths if each in looked.reading.unread or absent.holds(each))


def _before(
    workspace: Workspace, session: Session | None, looked: Looked, given: Sequence[str], against: str
) -> Earlier:
    config = workspace.config
    if Path(against).is_file() or against.endswith(".json"):
        record = snapshot_at(against)
        if record.as_of > looked.situation.as_of:
            raise UsageError(
                f"{against}: is of {record.as_of}, which is after {looked.situation.as_of}",
                "compare with an earlier one, or report on it and compare with this one",
            )
        if record.filters:
            raise UsageError(
                f"{against}: holds only {', '.join(record.filters)}", "compare with a snapshot of everything"
            )
        history = history_at(workspace, looked, given, record.as_of)
        return Earlier(prepared(situation_of(record), config.zone, config.ticket_urls), history)
    day = _day(against, looked.situation.as_of)
    found = _at_the_end_of(_day_before(day), workspace, session, looked, given)
    # What happened on the day itself counts as happened since: a digest made that morning did not tell the rest of it.
    # Deadlines are judged by days, and what was overdue on that day was told then.
    return found._replace(situation=replace(found.situation, as_of=day))


def _at_the_end_of(
    day: date, workspace: Workspace, session: Session | None, looked: Looked, given: Sequence[str]
) -> Earlier:
    history = history_at(workspace, looked, given, day)
    then = Then(None)
    if looked.reading is not None and not looked.snapshots:
        then = documents_of(workspace, given, day, looked.reading)
        if then.reading is not None:
            known = session.trackers.follow(then.reading, looked.known) if session and looked.known else None
            situation = stood_with(workspace, session, then, known, day).situation
            return Earlier(situation, history, unread_then=then.reading.unread)
    return Earlier(stood(looked.situation, day, history if history.stories else None), history, then)


def _day_before(day: date) -> date:
    return day - timedelta(days=1) if day > date.min else day


def _day(text: str, until: date) -> date:
    try:
        number = text.removesuffix("d")
        # A snapshot may be of the first days there are, and nothing was before.
        back = min(timedelta(days=int(number)), until - date.min) if number != text else None
        day = date.fromisoformat(text) if back is None else until - back
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"--compare: {text!r} is neither a snapshot nor a day",
            "name a JSON report, a day (2026-03-31), or so many days (7d)",
        ) from error
    if day > until:
        raise UsageError(f"--compare: {day} is after {until}", "compare with an earlier day")
    return day


def _reasons(history: History, since: date, config: Config) -> dict[ItemName, str]:
    """Why due dates moved since the day, where somebody wrote it and all may read it."""
    return {
        name: change.reason
        for name, story in history.present.items()
        for change in story.changes
        if change.what is What.DUE and change.reason and change.commit.day >= since
        if not story.last.confidential or config.report.confidential == "show"
    }
