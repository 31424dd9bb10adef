"""How things stand, for `report`, `check` and `remind`: told by documents, trackers, snapshots and the git history."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import NamedTuple

from postmortem_tracker.app.documents.history import read_history
from postmortem_tracker.app.documents.past_documents import Then, documents_of
from postmortem_tracker.app.documents.reading import Reading
from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.session import Session
from postmortem_tracker.app.standing import standing
from postmortem_tracker.disk import regular
from postmortem_tracker.errors import TrackerError, UsageError
from postmortem_tracker.history.model import History
from postmortem_tracker.history.past import as_documents_said, issues_at, stood, unknown_of
from postmortem_tracker.history.snapshot import history_of, joined
from postmortem_tracker.model import ActionItem, Issue
from postmortem_tracker.report.records import ReportRecord
from postmortem_tracker.report.situation import Situation, TrackedItem, prepared, ticket_url
from postmortem_tracker.report.snapshot import merge, read_record, situation_of, too_old
from postmortem_tracker.sync.identity.matched import Known
from postmortem_tracker.text.printable import HIDDEN, plural


class Looked(NamedTuple):
    """The situation and what it was told by: documents, issues and snapshots (the newest first).

    ``problems`` kept it from being complete.
    """

    situation: Situation
    problems: tuple[TrackerError, ...] = ()
    reading: Reading | None = None
    snapshots: tuple[ReportRecord, ...] = ()
    known: Known | None = None


def look(
    workspace: Workspace,
    session: Session | None,
    given: Sequence[str],
    today: date | None,
    max_age: int | None = None,
    base: Path | None = None,
    clock: Callable[[tzinfo], datetime] = datetime.now,
) -> Looked:
    """The situation told by documents and trackers, and by snapshots (JSON reports) among the paths.

    Without a session the documents alone tell it. A day in the past is told by its own documents, as git has them,
    and by the times of issues; the situation's remarks say what nobody can know of it.
    Issues that are files are linked as seen from ``base``, the repository's root where none is given.
    """
    if max_age is not None and not any(path.endswith(".json") for path in given):
        raise UsageError("--max-age is about snapshots, and none is named", "name a JSON report, or leave it out")
    config = workspace.config
    now = clock(config.zone).date()
    day = today if today is not None and today < now else None
    if day and not any(path.endswith(".json") for path in given):
        return _looked_back(workspace, session, given, day, base)
    looked = _look(workspace, session, given, today, now, max_age, base)
    looked = looked._replace(situation=prepared(looked.situation, config.zone, config.ticket_urls))
    if day and (looked.reading or any(each.as_of > day for each in looked.snapshots)):
        return _taken_back(workspace, looked, given, day, "a snapshot tells it")
    return looked


def _looked_back(
    workspace: Workspace, session: Session | None, given: Sequence[str], day: date, base: Path | None
) -> Looked:
    """An earlier day: its documents as git has them, with the issues as far as their times tell."""
    try:
        now: Reading | None = workspace.reading(given)
    except UsageError:  # they may have been there
        now = None
    then = documents_of(workspace, given, day, now)
    then.refuse_shallow()
    if then.reading is not None:
        known = session.gather(then.reading) if session else None
        return stood_with(workspace, session, then, known, day, base)
    looked = _told(workspace, session, (now or workspace.reading(given)).whole, day, base)
    looked = looked._replace(situation=prepared(looked.situation, workspace.config.zone, workspace.config.ticket_urls))
    return _taken_back(workspace, looked, given, day, then.remark)


def stood_with(
    workspace: Workspace, session: Session | None, then: Then, known: Known | None, day: date, base: Path | None = None
) -> Looked:
    """The situation of an earlier day told by its own documents; ``known`` are the issues as they are now."""
    config, reading = workspace.config, then.reading
    assert reading is not None
    if session is None or known is None:
        situation = _untold(reading, day, config.ticket_urls)
    else:
        issues = issues_at(known.issues, day, config.zone)
        matched = session.match(reading, replace(known, issues=issues))
        situation = _linked(standing(session, reading, matched, day), base or workspace.root)
        orphans = tuple(each for each in situation.orphans if each.incident_id not in then.later)
        situation = replace(situation, orphans=orphans)
    situation = as_documents_said(prepared(situation, config.zone, config.ticket_urls))
    remarks = tuple(f"as of {day}: {each}" for each in (then.remark, unknown_of(situation)) if each)
    situation = replace(situation, remarks=remarks)
    problems = (*reading.problems, *(session.problems if session else ()))
    return Looked(situation, problems, reading, known=known)


def _taken_back(workspace: Workspace, looked: Looked, given: Sequence[str], day: date, why: str) -> Looked:
    """An earlier day where git does not have its documents: those of now, without what came later."""
    history = history_at(workspace, looked, given)
    situation = stood(looked.situation, day, history if history.stories else None)
    remarks = [f"as of {day}: {why}; words, owners and priorities are those of now"]
    remarks += [f"as of {day}: {unknown}"] if (unknown := unknown_of(situation)) else []
    return looked._replace(situation=replace(situation, remarks=tuple(remarks)))


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
    day = today or now
    if not snapshots:
        return _told(workspace, session, workspace.reading(rest).whole, day, base)

    records = [_fresh(snapshot_at(path), path, day, max_age) for path in snapshots]
    situations = [situation_of(each) for each in records]
    live = _told(workspace, session, workspace.reading(rest).whole, day, base) if rest else None
    if live:
        situations.append(live.situation)
    situation = situations[0] if len(situations) == 1 and today is None else merge(situations, today)
    newest_first = tuple(sorted(records, key=lambda each: each.as_of, reverse=True))
    return (live or Looked(situation))._replace(situation=situation, snapshots=newest_first)


def _told(workspace: Workspace, session: Session | None, reading: Reading, day: date, base: Path | None) -> Looked:
    """What the documents tell, and the trackers."""
    if session is None:
        return Looked(_untold(reading, day, workspace.config.ticket_urls), reading.problems, reading)
    known = session.gather(reading)
    situation = _linked(standing(session, reading, session.match(reading, known), day), base or workspace.root)
    return Looked(situation, (*reading.problems, *session.problems), reading, known=known)


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
        doubts=reading.doubts,
    )


def past(workspace: Workspace, looked: Looked, given: Sequence[str]) -> tuple[History, Looked]:
    """The history of the documents and snapshots looked at; what they cannot tell becomes one more problem."""
    history = history_at(workspace, looked, given)
    doubt = [] if history.complete else [TrackerError(f"history: {history.remark}", history.hint)]
    return history, looked._replace(problems=(*looked.problems, *doubt))


def history_at(workspace: Workspace, looked: Looked, given: Sequence[str], since: date | None = None) -> History:
    """What git and the snapshots tell of the past of what was looked at; also what items were called on a day."""
    histories = [history_of(each) for each in looked.snapshots]
    if looked.reading is not None:
        paths = [path for path in given if not path.endswith(".json")]
        histories.insert(0, read_history(workspace, paths, looked.reading, looked.situation.as_of, since))
    return joined(histories)


def snapshot_at(path: str) -> ReportRecord:
    """A JSON report that was kept. Raises UsageError."""
    try:
        return read_record(regular.read(path, regular.RESULT_BYTES)[0])
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}", "name a JSON report") from error
    except UsageError as error:
        raise UsageError(f"{path}: {error.message}", error.hint) from error


def without_words(looked: Looked) -> str:
    """What rules cannot read in the snapshots, in words; "" where nothing was taken away."""
    hidden = sum(each.item.text == HIDDEN for each in looked.situation.tracked) if looked.snapshots else 0
    if not hidden:
        return ""
    return (
        f"the snapshots lack the words of {plural(hidden, 'confidential item')}, "
        "of which rules about words (PM215, say) tell nothing"
    )


def _fresh(record: ReportRecord, path: str, today: date, max_age: int | None) -> ReportRecord:
    if max_age is not None and too_old(record, today, max_age):
        raise TrackerError(
            f"{path}: is of {record.as_of}, older than {plural(max_age, 'day')}",
            "make a new one, or raise --max-age",
        )
    return record
