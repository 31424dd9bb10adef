"""What sync writes itself is no activity: an issue on which nobody does anything becomes stale all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.plan_words import Consent
from postmortem_tracker.app.session import Session
from postmortem_tracker.app.situation import look
from postmortem_tracker.app.sync import Interrupts, synchronise
from postmortem_tracker.cli.console import Console
from postmortem_tracker.cli.plan_lines import Silent
from postmortem_tracker.config.load import validate
from postmortem_tracker.report.checks.findings import examine
from tests.sync.make import document
from tests.sync.memory import MemoryTracker

LINE = "[ ] Add an alert on the depth of the queue @ana (P2)"
LONG = timedelta(days=60)


class Desk:
    """A workspace with one item whose issue is two months old."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.tracker = MemoryTracker()
        self.tracker.server.now = datetime.now(UTC) - LONG
        self.write(LINE)
        self.sync({})

    def write(self, line: str) -> None:
        (self.root / "pm.md").write_text(document(line))

    def session(self, sync: dict[str, Any]) -> Session:
        config = validate({"documents": ["pm.md"], "sync": sync, "trackers": {"memory": {"kind": "memory"}}})
        return Session(Workspace(self.root, config), lambda _name, _settings: self.tracker)

    def sync(self, settings: dict[str, Any]) -> bool:
        """Whether anything was written on the tracker."""
        before = len(self.tracker.writes)
        session = self.session(settings)
        reading = session.workspace.read(session.workspace.paths([str(self.root / "pm.md")]))
        with Interrupts() as interrupts:
            wanted = session.settings(write_back=True, close_orphans=False)
            done = synchronise(session, reading, wanted, Consent(True, 50), Silent(Console()), interrupts)
        assert not done.failed
        return len(self.tracker.writes) > before

    @property
    def stale(self) -> bool:
        session = self.session({})
        looked = look(session.workspace, session, [str(self.root / "pm.md")], None)
        return "PM206" in {each.code for each in examine(looked.situation)}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_two_months_without_a_word_are_stale_until_somebody_does_something(desk: Desk) -> None:
    assert desk.stale
    issue = desk.tracker.server.issues[1]
    desk.tracker.server.issues[1] = replace(issue, updated_at=datetime.now(UTC))
    assert not desk.stale


@pytest.mark.parametrize(
    ("line", "settings"),
    [
        (LINE, {"extra_labels": ["reliability"]}),
        (LINE, {"labels_for": ["priority", "incident"]}),
        (LINE.replace("P2", "P0"), {"labels_for": ["priority"]}),
        (LINE.replace("depth", "depth and age"), {}),
        (LINE.replace("@ana", "@bo"), {}),
        (LINE + " due 2027-01-01", {}),
    ],
    ids=["a label of ours", "labels for fields", "a priority", "words", "owner", "due date"],
)
def test_what_sync_writes_is_no_activity(desk: Desk, line: str, settings: dict[str, Any]) -> None:
    desk.write((desk.root / "pm.md").read_text().split("- ")[-1].replace(LINE, line).strip())
    desk.tracker.server.now = datetime.now(UTC)
    assert desk.sync(settings)
    assert desk.tracker.server.issues[1].updated_at > datetime.now(UTC) - timedelta(hours=1)  # type: ignore[operator]  # it has one
    assert desk.stale


def test_nor_is_a_label_that_sync_takes_off_an_issue_that_is_open_again(desk: Desk) -> None:
    desk.tracker.capabilities = replace(desk.tracker.capabilities, closing_labels=frozenset({"wontfix"}))
    issue = desk.tracker.server.issues[1]
    desk.tracker.server.issues[1] = replace(issue, labels=(*issue.labels, "wontfix"))
    desk.tracker.server.now = datetime.now(UTC)
    assert desk.sync({})
    assert "wontfix" not in desk.tracker.server.issues[1].labels
    assert desk.stale


def test_taking_back_in_the_document_what_was_done_is_activity(desk: Desk) -> None:
    page = desk.root / "pm.md"
    page.write_text(page.read_text().replace("- [ ]", "- [x]"))
    assert desk.sync({})
    desk.tracker.server.now = datetime.now(UTC) - timedelta(days=40, hours=1)
    page.write_text(page.read_text().replace("- [x]", "- [ ]"))
    assert desk.sync({})
    session = desk.session({})
    (tracked,) = look(session.workspace, session, [str(page)], None).situation.tracked
    assert tracked.issue
    assert tracked.issue.updated_at
    assert (datetime.now(UTC) - tracked.issue.updated_at).days == 40
