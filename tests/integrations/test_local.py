"""The embedded tracker keeps the contract, survives people's editing, and makes numbers unique."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from postmortem_tracker.errors import IssueNotFoundError
from postmortem_tracker.integrations.local.tracker import LocalTracker
from postmortem_tracker.issues import IssueTracker
from postmortem_tracker.model import Issue, IssueChange, IssueDraft, State
from tests.contract import LABEL, TrackerContract
from tests.integrations.local_issues import good, put, ref

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


class Counted(LocalTracker):
    """Counts what reaches the disk, and tells the time itself."""

    def __init__(self, root: Path) -> None:
        self.clock = Clock()
        super().__init__(root, clock=self.clock)
        self.root = root

    def written(self) -> list[tuple[str, int]]:
        return [(path.name, path.stat().st_ino) for path in sorted(self.root.glob("*.md"))]


class TestContract(TrackerContract):
    unknown_assignee = None
    resolves_bare_numbers = False
    many = 250

    @pytest.fixture
    def tracker(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> IssueTracker:
        monkeypatch.chdir(tmp_path)
        return Counted(Path(".postmortem/issues"))

    def let_time_pass(self, tracker: IssueTracker) -> None:
        assert isinstance(tracker, Counted)
        tracker.clock.now += timedelta(hours=1)
        for path in tracker.root.glob("*.md"):
            os.utime(path, (0, 0))

    def writes(self, tracker: IssueTracker) -> int | None:
        assert isinstance(tracker, Counted)
        return hash(tuple(tracker.written()))  # every write is a new inode

    def link_url(self, tracker: IssueTracker, issue: Issue, path: str) -> str:
        return Path(os.path.relpath(issue.url, os.path.dirname(path))).as_posix()

    def names_original(self, tracker: IssueTracker, duplicate: Issue, original: Issue) -> bool:
        return f"duplicate_of: {original.ref.number}\n" in Path(duplicate.url).read_text()

    def foreign_urls(self, tracker: IssueTracker) -> tuple[str, ...]:
        return (
            *super().foreign_urls(tracker),
            "../issues/0001-elsewhere.md",
            "../.postmortem/issues/readme.md",
            "../.postmortem/issues/sub/0001-x.md",
            "//host/.postmortem/issues/0001-x.md",
            "http://[broken/0001-x.md",
        )


@pytest.fixture
def tracker(root: Path) -> LocalTracker:
    root.mkdir(parents=True)
    return LocalTracker(root, clock=Clock())


# What a file looks like.


def test_an_issue_is_a_file_that_people_can_read(tracker: LocalTracker, root: Path) -> None:
    issue = tracker.create(IssueDraft("Alert: queue depth", "Why.\n\n- a\n", (LABEL, "P1"), ("alice",)))
    tracker.update(issue.ref, IssueChange(comment="Looks stuck.", state=State.NOT_PLANNED))
    assert issue.url == (root / "0001-alert-queue-depth.md").as_posix()
    assert (root / "0001-alert-queue-depth.md").read_text() == (
        '---\ntitle: "Alert: queue depth"\nstate: closed\nreason: not_planned\n'
        "labels: [postmortem, P1]\nassignees: [alice]\n"
        "created: 2026-03-04T12:00:00Z\nupdated: 2026-03-04T12:00:00Z\nclosed: 2026-03-04T12:00:00Z\n---\n"
        "\nWhy.\n\n- a\n\n\n<!-- comment 2026-03-04T12:00:00Z -->\nLooks stuck.\n"
    )


def test_reading_makes_no_file(tmp_path: Path) -> None:
    tracker = LocalTracker(tmp_path / ".postmortem" / "issues")
    assert list(tracker.list(LABEL)) == []
    with pytest.raises(IssueNotFoundError):
        tracker.get(ref(1))
    tracker.inspect()
    assert list(tmp_path.iterdir()) == []


def test_locks_and_unfinished_writes_are_ignored_by_git(tracker: LocalTracker, root: Path) -> None:
    tracker.create(IssueDraft("One", ""))
    assert sorted(path.name for path in root.iterdir()) == [".gitignore", ".lock", "0001-one.md"]
    assert "/.*\n" in (root / ".gitignore").read_text()


@pytest.mark.parametrize(
    ("title", "name"),
    [("数据", "0001-issue.md"), ("../../etc/passwd", "0001-etc-passwd.md"), ("Über   Last!", "0001-uber-last.md")],
)
def test_file_names_stay_plain_and_inside(tracker: LocalTracker, root: Path, title: str, name: str) -> None:
    assert tracker.create(IssueDraft(title, "")).url == (root / name).as_posix()


# People's editing.


def test_an_issue_closed_by_hand_is_closed_since_its_last_update(tracker: LocalTracker, root: Path) -> None:
    issue = tracker.create(IssueDraft("One", "", (LABEL,)))
    path = root / "0001-one.md"
    path.write_text(path.read_text().replace("state: open", "state: closed"))
    closed = tracker.get(issue.ref)
    assert (closed.state, closed.closed_at) == (State.COMPLETED, NOON)
    assert list(tracker.list(LABEL)) == [closed]


def test_the_time_of_closing_survives_later_changes(tracker: LocalTracker, root: Path) -> None:
    closed = put(root, "0001-by-hand.md", good().replace("state: open", "state: closed\nupdated: 2026-01-01T00:00:00Z"))
    os.utime(closed, times=(datetime(2026, 1, 2, tzinfo=UTC).timestamp(),) * 2)
    ours = tracker.create(IssueDraft("Ours", "", (LABEL,)))
    tracker.update(ours.ref, IssueChange(state=State.COMPLETED))
    later = LocalTracker(root, clock=lambda: NOON + timedelta(days=9))
    for number, closed_at in ((1, datetime(2026, 1, 2, tzinfo=UTC)), (2, NOON)):
        later.update(ref(number), IssueChange(title="Renamed"))
        assert later.update(ref(number), IssueChange(state=State.NOT_PLANNED)).closed_at == closed_at


def test_a_file_made_by_hand_takes_its_times_from_the_disk(tracker: LocalTracker, root: Path) -> None:
    path = put(root, "7-by-hand.md", "---\ntitle: By hand\nstate: Closed\nreason: not planned\nlabels: a, b\n---\nText")
    os.utime(path, (NOON.timestamp(), NOON.timestamp()))
    issue = tracker.get(ref(7))
    assert (issue.title, issue.state, issue.body, issue.labels) == ("By hand", State.NOT_PLANNED, "Text", ("a", "b"))
    assert (issue.created_at, issue.updated_at, issue.closed_at) == (None, NOON, NOON)
    assert tracker.create(IssueDraft("Next", "")).ref.number == 8


def test_an_update_keeps_what_people_wrote(tracker: LocalTracker, root: Path) -> None:
    before = (
        "---\n# ours\nseverity: {level: 2}   # theirs\nstate: open # until it works\nlabels:\n- postmortem\n- P1\n\n"
        "title: 'It''s late'\ncreated: 2026-01-01\n---\nBody \n\n  kept\n"
    )
    path = put(root, "0003-late.md", before)
    tracker.update(ref(3), IssueChange(state=State.COMPLETED))
    expected = before.replace("state: open", "state: closed").replace("until it works\n", "until it works\nX")
    assert path.read_text() == expected.replace("X", "reason: completed\n").replace(
        "created: 2026-01-01\n",
        "created: 2026-01-01\nupdated: 2026-03-04T12:00:00Z\nclosed: 2026-03-04T12:00:00Z\n",
    )
    tracker.update(ref(3), IssueChange(state=State.OPEN, add_labels=("P0",)))
    assert "labels: [postmortem, P1, P0]\n\ntitle: 'It''s late'" in path.read_text()
    assert path.read_text().endswith("---\nBody \n\n  kept\n")


def test_files_with_carriage_returns_keep_them(tracker: LocalTracker, root: Path) -> None:
    path = put(root, "0001-x.md", "---\r\ntitle: X\r\nstate: open\r\n---\r\n\r\none\r\ntwo\r\n")
    assert tracker.get(ref(1)).body == "one\ntwo"
    tracker.update(ref(1), IssueChange(body="one\nzwei\n", comment="said\nso", state=State.COMPLETED))
    data = path.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") == len(data.splitlines())
    assert tracker.get(ref(1)).body == "one\nzwei\n"
    assert list(tracker.comments(ref(1))) == ["said\nso"]
    tracker.update(ref(1), IssueChange(body="lone\r\nand\n"))
    assert tracker.get(ref(1)).body == "lone\r\nand\n"
    assert list(tracker.comments(ref(1))) == ["said\nso"]


def test_an_edit_from_outside_is_seen_even_with_size_and_time_unchanged(tracker: LocalTracker, root: Path) -> None:
    path = put(root, "0001-x.md", good("aaaa"))
    assert [issue.title for issue in tracker.list(LABEL)] == ["aaaa"]
    status = path.stat()
    path.write_text(good("bbbb"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert [issue.title for issue in tracker.list(LABEL)] == ["bbbb"]
    path.unlink()
    assert list(tracker.list(LABEL)) == []


def test_a_settled_file_is_read_once(tracker: LocalTracker, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = put(root, "0001-old.md", good("old"))
    os.utime(old, (NOON.timestamp(), NOON.timestamp()))
    list(tracker.list(LABEL))
    reads: list[str] = []
    monkeypatch.setattr(tracker._files, "read", lambda name: reads.append(name))
    assert [issue.title for issue in tracker.list(LABEL)] == ["old"]
    assert reads == []


def test_the_files_mode_survives(tracker: LocalTracker, root: Path) -> None:
    path = put(root, "0001-x.md", good())
    path.chmod(0o640)
    tracker.update(ref(1), IssueChange(title="Other"))
    assert path.stat().st_mode & 0o777 == 0o640


# Races.


def create_some(root: Path, count: int) -> list[int]:
    tracker = LocalTracker(root)
    return [
        tracker.create(IssueDraft(f"race {os.getpid()} {index}", "", (LABEL,))).ref.number for index in range(count)
    ]


def claim_once(root: Path) -> int:
    tracker = LocalTracker(root)
    with tracker.exclusive():
        for issue in tracker.list(LABEL):
            return issue.ref.number
        return tracker.create(IssueDraft("The only one", "", (LABEL,))).ref.number


def test_processes_creating_at_once_get_numbers_of_their_own(root: Path) -> None:
    with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("spawn")) as pool:
        numbers = [number for part in pool.map(create_some, [root] * 3, [8] * 3) for number in part]
    assert sorted(numbers) == list(range(1, 25))
    assert len(list(LocalTracker(root).list(LABEL))) == 24


def test_look_then_create_under_the_lock_makes_one(root: Path) -> None:
    with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert list(pool.map(claim_once, [root] * 6)) == [1] * 6


# Links and doctor.


def test_links_are_relative_to_their_document(tracker: LocalTracker, root: Path, tmp_path: Path) -> None:
    document = (tmp_path / "docs" / "a.md").as_posix()
    assert tracker.resolve("#1", "../.postmortem/issues/0001-x.md#top", document) == ref(1)
    assert tracker.resolve("#1", "../.postmortem/./issues/0001-%C3%BC.md?plain=1", document) == ref(1)
    assert tracker.resolve("../.postmortem/issues/12-x.md", None, document) == ref(12)
    assert tracker.resolve("#1", ".postmortem/issues/0001-x.md", document) is None
    assert tracker.resolve("#1", None, document) is None


def test_doctor_tells_what_is_broken(tracker: LocalTracker, root: Path) -> None:
    put(root, "0001-good.md", good())
    put(root, "0002-bad.md", "nothing")
    issues, write, broken = tracker.inspect()
    assert (issues.ok, write.ok, broken.ok) == (False, True, False)
    assert "2 issue files" in issues.message
    assert "0002-bad.md:1" in broken.message
