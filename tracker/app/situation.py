"""How things stand, for `report`, `check` and `remind`: told by documents, trackers, snapshots and the git history."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from postmortem_tracker.app.session import Session
from postmortem_tracker.app.standing import standing
from postmortem_tracker.app.workspace import Reading, Workspace
from postmortem_tracker.errors import TrackerError, UsageError
from postmortem_tracker.history.model import History
from postmortem_tracker.history.past import stood
from postmortem_tracker.history.read import read_history
from postmortem_tracker.history.snapshot import history_of, joined
from postmortem_tracker.model import ActionItem, Issue
from postmortem_tracker.report.records import ReportRecord
from postmortem_tracker.report.situation import Situation, TrackedItem, prepared, ticket_url
from postmortem_tracker.report.snapshot import merge, read_record, situation_of, too_old
from postmortem_tracker.text.printable import plural


class Looked(NamedTuple):
    """The situation, what kept it from being complete, the documents read for it, and the snapshots, newest first."""

    situation: Situation
    problems: tuple[TrackerError, ...] = ()
    reading: Reading | None = None
    snapshots: tuple[ReportRecord, ...] = ()


def look(
    workspace: Workspace,
    session: Session | None,
    given: Sequence[str],
    today: date | None,
    max_age: int | None = None,
    base: Path | None = None,
) -> Looked:
    """The situation told by documents and trackers, and by snapshots (JSON reports) among the paths.

    Without a session the documents alone tell it. A day in the past is told by the times of issues and commits.
    Issues that are files are linked as seen from ``base``, the repository's root where none is given.
    """
    config = workspace.config
    now = datetime.now(config.zone).date()
    looked = _look(workspace, session, given, today, now, max_age, base)
    looked = looked._replace(situation=prepared(looked.situation, config.zone, config.ticket_urls))
    if today is None or today >= now:
        return looked
    history = history_at(workspace, looked, given)
    return looked._replace(situation=stood(looked.situation, today, history if history.stories else None))


def _look(
    workspace: Workspace,
    session: Session | None,
    given: Sequence[str],
    today: date | None,
    now: date,
    max_age: int | None,
    base: Path | None,
) -> Looked:
    snapshots = [path for path in given if path.endswith(".json")]
    rest = [path for path in given if not path.endswith(".json")]
    if not snapshots:
        return _live(workspace, session, rest, today or now, base)

    records = [_fresh(snapshot_at(path), path, today or now, max_age) for path in snapshots]
    told = [situation_of(each) for each in records]
    live = _live(workspace, session, rest, today or now, base) if rest else None
    if live:
        told.append(live.situation)
    situation = told[0] if len(told) == 1 and today is None else merge(told, today)
    newest_first = tuple(sorted(records, key=lambda each: each.as_of, reverse=True))
    return (live or Looked(situation))._replace(situation=situation, snapshots=newest_first)


def _live(workspace: Workspace, session: Session | None, paths: Sequence[str], day: date, base: Path | None) -> Looked:
    reading: Reading = workspace.read(workspace.paths(paths))
    if session is None:
        return Looked(_untold(reading, day, workspace.config.ticket_urls), reading.problems, reading)
    situation = standing(session, reading, session.match(reading, session.gather(reading)), day)
    situation = _linked(situation, base or workspace.root)
    return Looked(situation, (*reading.problems, *session.problems), reading)


def _linked(situation: Situation, base: Path) -> Situation:
    """Issues that are files get relative links: a report is read elsewhere than where it was made."""
    tracked = [replace(each, issue=_relative(each.issue, base)) if each.issue else each for each in situation.tracked]
    orphans = [each._replace(issue=_relative(each.issue, base)) for each in situation.orphans]
    return replace(situation, tracked=tuple(tracked), orphans=tuple(orphans))


def _relative(issue: Issue, base: Path) -> Issue:
    if not os.path.isabs(issue.url):
        return issue
    return replace(issue, url=Path(os.path.relpath(issue.url, base)).as_posix())


def _untold(reading: Reading, as_of: date, ticket_urls: Mapping[str, str]) -> Situation:
    """How everything stands as far as the documents alone tell; a link counts as an issue nobody has read.

    A ticket that is known to be one of another system is no issue that could have been read.
    """

    def foreign(item: ActionItem) -> bool:
        return any(each.url is None and ticket_url(each.text, ticket_urls) for each in item.tickets)

    tracked = tuple(
        TrackedItem(incident, item, unread=bool(item.tickets) and not foreign(item), foreign=foreign(item))
        for incident in reading.incidents
        for item in incident.tasks
    )
    return Situation(
        as_of,
        reading.incidents,
        tracked,
        complete=not reading.problems,
        problems=tuple(error.message for error in reading.problems),
    )


def past(workspace: Workspace, looked: Looked, given: Sequence[str]) -> tuple[History, Looked]:
    """The history of the documents and snapshots looked at; what they cannot tell becomes one more problem."""
    history = history_at(workspace, looked, given)
    doubt = [] if history.complete else [TrackerError(f"history: {history.remark}", history.hint)]
    return history, looked._replace(problems=(*looked.problems, *doubt))


def history_at(workspace: Workspace, looked: Looked, given: Sequence[str]) -> History:
    """What git and the snapshots tell of the past of what was looked at."""
    histories = [history_of(each) for each in looked.snapshots]
    if looked.reading is not None:
        paths = [path for path in given if not path.endswith(".json")]
        histories.insert(0, read_history(workspace, paths, looked.reading, looked.situation.as_of))
    return joined(histories)


def snapshot_at(path: str) -> ReportRecord:
    """A JSON report that was kept. Raises UsageError."""
    try:
        return read_record(Path(path).read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}", "name a JSON report") from error
    except UsageError as error:
        raise UsageError(f"{path}: {error.message}", error.hint) from error


def _fresh(record: ReportRecord, path: str, today: date, max_age: int | None) -> ReportRecord:
    if max_age is not None and too_old(record, today, max_age):
        raise TrackerError(
            f"{path}: is of {record.as_of}, older than {plural(max_age, 'day')}",
            "make a new one, or raise --max-age",
        )
    return record
