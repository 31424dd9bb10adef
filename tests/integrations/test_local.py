"""The embedded tracker keeps the contract, survives people's editing, and makes numbers unique."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from integrations.local import LocalTracker, UnreadableIssueError
from tests.contract import DOCUMENT, LABEL, TrackerContract
from tracker.errors import InvalidIssueError, IssueNotFoundError, TrackerUnavailableError
from tracker.issues import IssueTracker
from tracker.model import Issue, IssueChange, IssueDraft, IssueRef, State

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
    milestone = "Q3"
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
def root(tmp_path: Path) -> Path:
    return tmp_path / ".postmortem" / "issues"


@pytest.fixture
def tracker(root: Path) -> LocalTracker:
    root.mkdir(parents=True)
    return LocalTracker(root, clock=Clock())


def ref(number: int) -> IssueRef:
    return IssueRef("local", "", number)


def put(root: Path, name: str, text: str | bytes) -> Path:
    path = root / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def good(title: str = "Fine") -> str:
    return f"---\ntitle: {title}\nstate: open\nlabels: [{LABEL}]\n---\n\nBody\n"


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


# Broken files.

BROKEN = {
    "state": ("---\ntitle: X\nstate: klosed\n---\n", 3, "state must be open or closed, not 'klosed'"),
    "yaml": ("---\ntitle: X\nlabels: [a\n---\n", 3, "not valid YAML"),
    "no front matter": ("# Just text\n", 1, "front matter is missing"),
    "unclosed": ("---\ntitle: X\n", 1, "not closed"),
    "no title": ("---\nstate: open\n---\n", 1, "title is missing"),
    "twice": ("---\ntitle: X\nstate: open\nstate: closed\n---\n", 4, "state is given twice"),
    "merge conflict": ("---\ntitle: X\n<<<<<<< HEAD\nstate: open\n=======\n---\n", 3, "not valid YAML"),
    "date": ("---\ntitle: X\ndue: soon\n---\n", 3, "due must be a date like 2026-12-24, not 'soon'"),
    "time": ("---\ntitle: X\nupdated: 0001-01-01T00:00:00+14:00\n---\n", 3, "updated must be a time like"),
    "list": ("---\ntitle: [a, b]\n---\n", 2, "title must be one value"),
    "nested": (f"---\ntitle: X\nx: {'[' * 5000}\n---\n", 3, "nested too deeply"),
    "flow": ("---\n{title: X}\n---\n", 2, "must be lines of"),
    "not UTF-8": (b"---\ntitle: X\n---\nna\xefve\n", 4, "is not UTF-8"),
}


@pytest.mark.parametrize(("text", "line", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_told_with_its_line_and_stops_no_other(
    tracker: LocalTracker, root: Path, text: str | bytes, line: int, message: str
) -> None:
    put(root, "0001-good.md", good())
    path = put(root, "0003-x.md", text)
    assert [issue.ref.number for issue in tracker.list(LABEL)] == [1]
    (problem,) = tracker.problems()
    assert str(problem).startswith(f"{path.as_posix()}:{line}: ")
    assert message in str(problem)
    assert problem.ref == ref(3)
    assert problem.text
    with pytest.raises(UnreadableIssueError):
        tracker.get(ref(3))
    with pytest.raises(UnreadableIssueError):
        tracker.update(ref(3), IssueChange(title="Y"))
    assert path.read_bytes() == (text if isinstance(text, bytes) else text.encode())
    assert tracker.create(IssueDraft("Next", "")).ref.number == 4


def test_one_number_on_two_files_is_neither(tracker: LocalTracker, root: Path) -> None:
    for name in ("0001-a.md", "0002-b.md", "0002-c.md"):
        put(root, name, good())
    assert [issue.ref.number for issue in tracker.list(LABEL)] == [1]
    first, second = tracker.problems()
    assert "0002-b.md: number 2 is also taken by 0002-c.md" in str(first)
    assert "0002-c.md: number 2 is also taken by 0002-b.md" in str(second)
    assert "0003-" in first.hint
    with pytest.raises(UnreadableIssueError):
        tracker.update(ref(2), IssueChange(title="Which?"))


def test_problems_are_those_of_the_latest_list(tracker: LocalTracker, root: Path) -> None:
    path = put(root, "0001-x.md", "broken")
    tracker.list(LABEL)
    path.write_text(good())
    tracker.list(LABEL)
    assert tracker.problems() == ()


def test_what_cannot_be_a_file_is_refused_whole(tracker: LocalTracker, root: Path) -> None:
    for draft in (
        IssueDraft("", "x"),
        IssueDraft("two\nlines", ""),
        IssueDraft("half \ud83d", ""),
        IssueDraft("x", "\udfff"),
    ):
        with pytest.raises(InvalidIssueError):
            tracker.create(draft)
    issue = tracker.create(IssueDraft("Fine", "Body"))
    for change in (IssueChange(title=""), IssueChange(body="\udfff"), IssueChange(comment="\ud800")):
        with pytest.raises(InvalidIssueError):
            tracker.update(issue.ref, change)
    assert tracker.get(issue.ref) == issue
    assert [path.name for path in root.glob("*.md")] == ["0001-fine.md"]


# Other people's disks.


def test_symbolic_links_lead_nowhere(tracker: LocalTracker, root: Path, tmp_path: Path) -> None:
    outside = put(tmp_path, "secret.md", good("Secret"))
    (root / "0001-link.md").symlink_to(outside)
    assert list(tracker.list(LABEL)) == []
    assert "0001-link.md" in str(tracker.problems()[0])
    with pytest.raises(UnreadableIssueError):
        tracker.update(ref(1), IssueChange(title="Overwritten"))
    assert outside.read_text() == good("Secret")


@pytest.mark.parametrize("where", [".postmortem", ".postmortem/issues"])
def test_a_directory_that_is_a_link_is_refused(tmp_path: Path, where: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "issues").mkdir(parents=True)
    link = tmp_path / where
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(elsewhere if where == ".postmortem" else elsewhere / "issues")
    tracker = LocalTracker(tmp_path / ".postmortem" / "issues")
    with pytest.raises(TrackerUnavailableError, match="symbolic link"):
        tracker.create(IssueDraft("One", ""))
    with pytest.raises(TrackerUnavailableError, match="symbolic link"):
        tracker.list(LABEL)
    assert list((elsewhere / "issues").iterdir()) == []


def test_a_directory_that_is_a_file_is_unavailable(tmp_path: Path) -> None:
    tracker = LocalTracker(put(tmp_path, "issues", ""))
    with pytest.raises(TrackerUnavailableError):
        tracker.list(LABEL)
    with pytest.raises(TrackerUnavailableError):
        tracker.create(IssueDraft("One", ""))


def test_a_full_disk_leaves_the_old_file_and_no_other(
    tracker: LocalTracker, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = tracker.create(IssueDraft("One", "Body"))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TrackerUnavailableError, match="No space left"):
        tracker.update(issue.ref, IssueChange(title="Two"))
    with pytest.raises(TrackerUnavailableError):
        tracker.create(IssueDraft("Two", ""))
    monkeypatch.undo()
    assert tracker.get(issue.ref) == issue
    assert sorted(path.name for path in root.iterdir()) == [".gitignore", ".lock", "0001-one.md"]


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
    assert DOCUMENT not in broken.message
