"""Broken issue files and hostile directories: told with their place, never guessed, never followed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from postmortem_tracker.errors import InvalidIssueError, TrackerUnavailableError, UnreadableIssueError
from postmortem_tracker.integrations.local.tracker import LocalTracker
from postmortem_tracker.model import IssueChange, IssueDraft
from tests.contract import LABEL
from tests.integrations.local_issues import good, put, ref


@pytest.fixture
def tracker(root: Path) -> LocalTracker:
    root.mkdir(parents=True)
    return LocalTracker(root)


# Broken files.

BROKEN = {
    "state": ("---\ntitle: X\nstate: klosed\n---\n", 3, "state must be open or closed, not 'klosed'"),
    "yaml": ("---\ntitle: X\nlabels: [a\n---\n", 3, "cannot be read: a list is not closed by ]"),
    "a colon": ("---\ntitle: Mail: down\n---\n", 2, "cannot be read: a text with a colon in it stands in quotes"),
    "a tab": ("---\ntitle: X\n\tstate: open\n---\n", 3, "cannot be read: a line begins with a tab; YAML takes spaces"),
    "no front matter": ("# Just text\n", 1, "front matter is missing"),
    "unclosed": ("---\ntitle: X\n", 1, "not closed"),
    "no title": ("---\nstate: open\n---\n", 1, "title is missing"),
    "twice": ("---\ntitle: X\nstate: open\nstate: closed\n---\n", 4, "state is given twice"),
    "merge conflict": (
        "---\ntitle: X\n<<<<<<< HEAD\nstate: open\n=======\n---\n",
        3,
        "cannot be read: a line is no key with its v",
    ),
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


@pytest.mark.parametrize("state", ["not_planned", "not planned", "done", "completed", "wontfix", "klosed"])
def test_a_state_that_is_none_is_told_with_how_to_close(tracker: LocalTracker, root: Path, state: str) -> None:
    put(root, "0001-x.md", f"---\ntitle: X\nstate: {state}\n---\n")
    assert list(tracker.list(LABEL)) == []
    (problem,) = tracker.problems()
    assert problem.hint == (
        "write `state: closed` for what is done, with `reason: not_planned` below it for what will not be done; "
        "its issue is left alone until then"
    )


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
