"""A link that leads nowhere is asked for once a day, unless its document changes; until then nothing is believed of it
but that its item has no issue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.issues.dead_links import AGAIN, DeadLinks
from postmortem_tracker.app.session import Session
from postmortem_tracker.config.load import validate
from postmortem_tracker.integrations.gitlab.tracker import GitLabTracker
from postmortem_tracker.integrations.shared.pacing import Pacer
from postmortem_tracker.model import IssueRef
from postmortem_tracker.sync.identity.matched import How
from tests.fakes.gitlab import TOKEN, FakeGitLab, Fault
from tests.fakes.gitlab_server import Server

PROJECT = "ops/incidents"
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
LABEL = "postmortem"


@dataclass
class Desk:
    """A document with a live and a dead link, and sessions over it."""

    root: Path
    fake: FakeGitLab
    now: datetime = NOW
    cached: bool = True
    notices: list[str] = field(default_factory=list)

    def look(self) -> tuple[list[How], int, int]:
        """How the items were found, the requests that took, and those that were foreseen for the next time."""
        config = validate({"trackers": {"lab": {"kind": "gitlab"}}})
        tracker = GitLabTracker(PROJECT, TOKEN, name="lab", url=self.fake.base, pacer=Pacer())
        cache = self.root / "cache" if self.cached else None
        session = Session(Workspace(self.root, config), lambda _n, _s: tracker, cache, lambda: self.now)
        reading = session.workspace.read(session.workspace.paths([str(self.root / "pm.md")]))
        self.fake.requests.clear()
        matched, plan = session.plan(reading, session.settings(write_back=False, close_orphans=False))
        assert plan.creates == ()
        assert session.problems == []
        self.notices = list(session.trackers.notices.values())
        return [pair.how for pair in matched.pairs], self.fake.counted(), session.asked


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    fake = FakeGitLab(PROJECT)
    with Server(fake):
        fake._create(PROJECT, {"title": "Add an alert", "labels": LABEL})
        base = f"{fake.base}/{PROJECT}/-/issues"
        (tmp_path / "pm.md").write_text(
            "# INC-1: Queue stalled\n\n## Action items\n\n"
            f"- [ ] Add an alert ([#1]({base}/1))\n- [ ] Write a runbook ([#7]({base}/7))\n"
        )
        yield Desk(tmp_path, fake)


def test_it_is_asked_for_once_and_found_dead_in_every_run(desk: Desk) -> None:
    assert desk.look() == ([How.LINK, How.MISSING], 2, 1)
    assert desk.notices == []
    for _ in range(3):
        assert desk.look() == ([How.LINK, How.MISSING], 1, 1)
    assert desk.notices == [
        f"{PROJECT}#7: not there at 2026-03-04 12:00 UTC, not asked for again before a day is over or a document with "
        "the link changes"
    ]


def test_a_day_later_it_is_asked_for_again(desk: Desk) -> None:
    desk.look()
    desk.now += AGAIN - timedelta(seconds=1)
    assert desk.look()[1] == 1
    desk.now += timedelta(seconds=1)
    assert desk.look()[1] == 2
    assert desk.look()[1] == 1
    desk.now -= timedelta(days=30)  # a clock that was wrong
    assert desk.look()[1] == 2


def test_a_document_that_changed_is_asked_for_again(desk: Desk) -> None:
    desk.look()
    document = desk.root / "pm.md"
    document.write_text(document.read_text() + "\nOne line more.\n")
    assert desk.look()[1] == 2
    assert desk.look()[1] == 1


def test_another_link_is_asked_for(desk: Desk) -> None:
    desk.look()
    document = desk.root / "pm.md"
    document.write_text(document.read_text().replace("issues/7", "issues/8").replace("#7", "#8"))
    assert desk.look()[1] == 2


def test_an_issue_that_comes_back_with_its_label_is_believed_at_once(desk: Desk) -> None:
    desk.look()
    desk.fake._create(PROJECT, {"title": "Write a runbook", "labels": LABEL})
    page = f"{desk.fake.base}/{PROJECT}/-/issues/7"
    desk.fake.issues[PROJECT][7] = desk.fake.issues[PROJECT].pop(2) | {"iid": 7, "web_url": page}
    assert desk.look() == ([How.LINK, How.LINK], 1, 1)


def test_without_a_cache_nothing_is_remembered(desk: Desk) -> None:
    desk.cached = False
    for _ in range(2):
        assert desk.look() == ([How.LINK, How.MISSING], 2, 2)


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"version": 1, "links": [1]}', '{"version": 1, "links": {"a": "b"}}']
)
def test_a_file_that_cannot_be_read_is_none(desk: Desk, content: str) -> None:
    desk.look()
    (file,) = (desk.root / "cache").iterdir()
    file.write_text(content)
    assert desk.look()[1] == 2
    assert desk.look()[1] == 1


def test_a_project_that_shows_nothing_proves_nothing(desk: Desk) -> None:
    desk.fake.projects[PROJECT]["issues_access_level"] = "disabled"
    config = validate({"trackers": {"lab": {"kind": "gitlab"}}})
    for _ in range(2):
        tracker = GitLabTracker(PROJECT, TOKEN, name="lab", url=desk.fake.base, pacer=Pacer())
        session = Session(Workspace(desk.root, config), lambda _n, _s: tracker, desk.root / "cache", lambda: NOW)  # noqa: B023
        reading = session.workspace.read(session.workspace.paths([str(desk.root / "pm.md")]))
        desk.fake.requests.clear()
        session.gather(reading)
        assert len(session.problems) == 1
        assert desk.fake.counted() == 3
        assert session.trackers.spared == 0
    assert not (desk.root / "cache").exists()


@pytest.mark.parametrize("status", [403, 500])
def test_only_what_is_not_there_is_remembered(desk: Desk, status: int) -> None:
    desk.fake.faults = [Fault("GET", "/issues/7", status=status, times=10**6)]
    config = validate({"trackers": {"lab": {"kind": "gitlab"}}})
    tracker = GitLabTracker(PROJECT, TOKEN, name="lab", url=desk.fake.base, pacer=Pacer(sleep=lambda _s: None))
    session = Session(Workspace(desk.root, config), lambda _n, _s: tracker, desk.root / "cache", lambda: NOW)
    session.gather(session.workspace.read(session.workspace.paths([str(desk.root / "pm.md")])))
    assert len(session.problems) == 1
    assert not (desk.root / "cache").exists()


def test_every_document_with_the_link_has_to_be_as_it_was(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(name)
    files = {name: str(tmp_path / name) for name in ("a.md", "b.md")}
    ref, path = IssueRef("lab", PROJECT, 7), tmp_path / "cache.json"
    DeadLinks(path, files, NOW).remember({ref: {"a.md"}})
    assert DeadLinks(path, files, NOW).dead(ref, {"a.md"})
    assert not DeadLinks(path, files, NOW).dead(ref, {"a.md", "b.md"})
    assert not DeadLinks(path, {}, NOW).dead(ref, {"a.md"})
