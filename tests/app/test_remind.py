"""Reminders are posted on issues as they are now, and go by the date of the side that changed it last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from postmortem_tracker.app import remind
from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.plan_words import Consent
from postmortem_tracker.app.session import Session
from postmortem_tracker.app.situation import look
from postmortem_tracker.app.sync import Interrupts, synchronise
from postmortem_tracker.cli.console import Console
from postmortem_tracker.cli.plan_lines import Lines
from postmortem_tracker.config.load import validate
from postmortem_tracker.model import Issue, IssueRef, State
from postmortem_tracker.report.checks.findings import examine
from postmortem_tracker.report.policy import Policy
from postmortem_tracker.report.situation import Situation
from postmortem_tracker.report.summary import Report, summarise
from postmortem_tracker.sync.issue_text import marker
from tests.sync.make import document
from tests.sync.memory import MemoryTracker

TODAY = date(2026, 6, 10)
LATE, NEW = date(2026, 6, 1), date(2026, 7, 1)


class Desk:
    """A workspace with one late item that was synced once."""

    def __init__(self, root: Path, line: str = f"[ ] Add an alert (due {LATE})") -> None:
        self.tracker = MemoryTracker()
        self.tracker.server.now = datetime(2026, 6, 1, tzinfo=UTC)  # not long ago: nothing is silent
        self.path = root / "pm.md"
        self.path.write_text(document(line))
        config = validate({"trackers": {"memory": {"kind": "memory"}}})
        self.session = Session(Workspace(root, config), lambda _name, _settings: self.tracker)
        self.sync()

    def sync(self) -> tuple[str, ...]:
        session = self.session
        reading = session.workspace.read(session.workspace.paths([str(self.path)]))
        wanted = session.settings(write_back=True, close_orphans=True)
        with Interrupts() as interrupts:
            done = synchronise(session, reading, wanted, Consent(True, 50), Lines(Console()), interrupts)
        assert not done.failed
        return tuple(action.what for action in done.plan.actions)

    @property
    def issue(self) -> Issue:
        return self.tracker.server.issues[1]

    def change(self, **fields: object) -> None:
        self.tracker.server.issues[1] = replace(self.issue, **fields)  # type: ignore[arg-type] # fields by name

    def situation(self) -> Situation:
        return look(self.session.workspace, self.session, [str(self.path)], TODAY).situation

    def report(self) -> Report:
        return summarise(self.situation())

    def codes(self) -> dict[str, str]:
        return {each.code: each.message for each in examine(self.situation(), Policy())}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def post(desk: Desk, meanwhile: Callable[[], None] = lambda: None) -> list[remind.Reminded]:
    """Look, let people do something, and post."""
    wanted, problems = remind.due(desk.session, desk.report())
    assert len(wanted) == 1
    assert not problems
    meanwhile()
    desk.session.clock = lambda: datetime(2026, 6, 10, tzinfo=UTC)
    return list(remind.post(desk.session, wanted))


def test_what_people_write_between_the_listing_and_the_reminder_stays(desk: Desk) -> None:
    edited = f"{desk.issue.body}\nSeen again on Monday.\n"
    (done,) = post(desk, lambda: desk.change(body=edited, updated_at=datetime(2026, 6, 9, tzinfo=UTC)))
    assert done.error is None
    assert marker.outside(desk.issue.body) == marker.outside(edited)
    assert "Seen again on Monday." in desk.issue.body
    mark = marker.read(desk.issue.body)
    assert mark is not None
    assert mark.ours is not None
    assert mark.ours.quiet == datetime(2026, 6, 9, tzinfo=UTC), "their edit was the last thing that happened"
    assert len(desk.tracker.server.comments[1]) == 1


def test_what_was_closed_between_the_listing_and_the_reminder_gets_none(desk: Desk) -> None:
    assert post(desk, lambda: desk.change(state=State.COMPLETED)) == []
    assert 1 not in desk.tracker.server.comments


def test_a_block_that_people_take_out_meanwhile_does_not_come_back(desk: Desk) -> None:
    (done,) = post(desk, lambda: desk.change(body="Ours now.\n"))
    assert done.error is None
    assert desk.issue.body == "Ours now.\n"


def test_an_issue_in_a_project_that_is_not_configured_is_left_alone(desk: Desk) -> None:
    report = desk.report()
    (item,) = report.items
    assert item.tracked.issue is not None
    elsewhere = replace(item.tracked.issue, ref=IssueRef("memory", "team/other", 4))
    moved = summarise(replace(desk.situation(), tracked=(replace(item.tracked, issue=elsewhere),)))
    assert remind.due(desk.session, moved) == ((), ())


# Whose due date counts.


def test_a_date_moved_in_the_tracker_counts_and_is_said(desk: Desk) -> None:
    assert "PM204" in desk.codes()
    desk.change(due=NEW)
    found = desk.codes()
    assert "PM204" not in found
    assert f"due {NEW} now, the document says {LATE}" in found["PM223"]
    (item,) = desk.report().items
    assert item.deadline is not None
    assert (item.deadline.day, item.deadline.moved) == (NEW, True)
    assert remind.due(desk.session, desk.report()) == ((), ())


def test_a_nearer_date_in_the_tracker_is_reminded_of(tmp_path: Path) -> None:
    desk = Desk(tmp_path, f"[ ] Add an alert (due {NEW})")
    assert remind.due(desk.session, desk.report()) == ((), ())
    desk.change(due=LATE)
    ((reminder,), _) = remind.due(desk.session, desk.report())
    assert f"was due on {LATE} (moved in the tracker, the document says {NEW})" in reminder.body
    assert f"was due {LATE} (moved in the tracker, the document says {NEW})" in desk.codes()["PM204"]


def test_a_date_changed_in_the_document_counts_and_is_sent(desk: Desk) -> None:
    desk.path.write_text(desk.path.read_text().replace(str(LATE), str(NEW)))
    assert "PM204" not in desk.codes()
    assert "PM223" not in desk.codes()
    desk.sync()
    assert desk.issue.due == NEW


def test_where_both_were_changed_the_documents_counts(desk: Desk) -> None:
    desk.change(due=date(2026, 6, 5))
    desk.path.write_text(desk.path.read_text().replace(str(LATE), str(NEW)))
    assert "PM204" not in desk.codes()
    assert "PM223" not in desk.codes()


def test_a_date_taken_away_in_the_tracker_is_no_new_one(desk: Desk) -> None:
    desk.change(due=None)
    assert "PM204" in desk.codes()


# What is out of sight.


def test_an_issue_out_of_sight_is_a_finding_and_is_never_written_to(desk: Desk) -> None:
    desk.change(out_of_sight=True)
    assert "is not visible" in desk.codes()["PM211"]
    (item,) = desk.report().items
    assert item.tracked.issue is None
    writes = list(desk.tracker.writes)
    (told,) = desk.sync()
    assert "moved out of sight" in told
    desk.path.write_text(document("[ ] Something else altogether"))
    desk.sync()
    assert desk.issue.state is State.OPEN
    assert desk.tracker.writes == [*writes, "create"]
