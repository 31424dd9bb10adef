"""The embedded tracker writes where the repository is, and never over a file that is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from postmortem_tracker.errors import TrackerUnavailableError, UnreadableIssueError
from postmortem_tracker.integrations.local import files
from postmortem_tracker.integrations.local.tracker import LocalTracker
from postmortem_tracker.model import IssueChange, IssueDraft
from tests.contract import LABEL
from tests.integrations.local_issues import good, put, ref
from tests.security.run import POSTMORTEM, git, inside


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    (root / "pm").mkdir(parents=True)
    git(root, "init", "-q")
    (root / "pm" / "a.md").write_text(POSTMORTEM)
    (tmp_path / "out").mkdir()
    (root / "link").symlink_to(tmp_path / "out")
    (root / "near").symlink_to("pm")
    return root


def configure(root: Path, path: str, folder: str = ".") -> None:
    (root / folder / "postmortem-tracker.toml").write_text(f'[trackers.local]\nkind = "local"\npath = "{path}"\n')


# --- where ----------------------------------------------------------------------------------------------------------

OUTSIDE = ["../out", "../out/issues", "{out}", "{out}/new", "link", "link/issues", "pm/../../out", "near/../../out"]


@pytest.mark.parametrize("command", ["sync", "plan", "check", "report"])
@pytest.mark.parametrize("path", OUTSIDE)
def test_a_configuration_puts_no_issue_outside_of_the_repository(
    repository: Path, tmp_path: Path, path: str, command: str
) -> None:
    configure(repository, path.format(out=tmp_path / "out"))
    done = inside(repository, command, "pm")
    assert done.returncode == 2, done.stderr
    assert "trackers.local.path: " in done.stderr
    assert str(tmp_path / "out") in done.stderr
    assert list((tmp_path / "out").iterdir()) == []
    assert (repository / "pm" / "a.md").read_text() == POSTMORTEM


@pytest.mark.parametrize("path", ["../out", "{out}", "link"])
def test_the_environment_may_name_a_folder_outside(repository: Path, tmp_path: Path, path: str) -> None:
    configure(repository, path.format(out=tmp_path / "out" / "issues") if "{" in path else f"{path}/issues")
    named = os.pathsep.join([str(tmp_path / "other"), str(tmp_path / "out")])
    done = inside(repository, "sync", "pm", POSTMORTEM_TRACKER_ALLOWED_FOLDERS=named)
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "out" / "issues").glob("0001-*.md"))) == 1
    neighbour = str(tmp_path / "ou")  # a name that only begins like it is another folder
    assert inside(repository, "sync", "pm", POSTMORTEM_TRACKER_ALLOWED_FOLDERS=neighbour).returncode == 2


@pytest.mark.parametrize("path", ["issues", "./a/../issues", "{root}/issues", "../issues"])
def test_any_folder_of_the_repository_is_fine(repository: Path, path: str) -> None:
    folder = "pm" if path.startswith("..") else "."
    configure(repository, path.format(root=repository), folder)
    done = inside(repository / folder, "sync", str(repository / "pm" / "a.md"))
    assert done.returncode == 0, done.stderr
    assert len(list((repository / "issues").glob("0001-*.md"))) == 1


@pytest.mark.parametrize("path", [".git", ".git/hooks", "a\\u0000b"])
def test_gits_own_folder_and_what_is_no_path_are_refused(repository: Path, path: str) -> None:
    configure(repository, path)
    before = sorted(repository.rglob("*"))
    done = inside(repository, "sync", "pm")
    assert done.returncode == 2
    assert "trackers.local.path: " in done.stderr
    assert len(sorted(repository.rglob("*"))) == len(before)


# --- numbers and names ----------------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "issues").mkdir()
    return tmp_path / "issues"


@pytest.mark.parametrize("number", ["1000000", "999999999", "1000000000", "9999999999", "0009999999999"])
def test_a_number_beyond_all_issues_is_ignored_and_said(root: Path, number: str) -> None:
    put(root, "0004-x.md", good())
    planted = put(root, f"{number}-x.md", good("Planted"))
    tracker = LocalTracker(root)
    assert [each.ref.number for each in tracker.list(LABEL)] == [4]
    (problem,) = tracker.problems()
    assert f"{number}-x.md: ignored" in problem.message
    made = [tracker.create(IssueDraft("Planted" if index else "x", "", (LABEL,))).ref.number for index in range(3)]
    assert made == [5, 6, 7]
    assert planted.read_text() == good("Planted")
    assert len(list(root.glob("*.md"))) == 5


def test_after_the_last_number_nothing_is_made_and_nothing_replaced(root: Path) -> None:
    put(root, f"{files.HIGHEST}-x.md", good())
    tracker = LocalTracker(root)
    with pytest.raises(TrackerUnavailableError, match=f"{files.HIGHEST}-x.md"):
        tracker.create(IssueDraft("x", ""))
    assert [each.name for each in root.glob("*.md")] == [f"{files.HIGHEST}-x.md"]


@pytest.mark.parametrize("links", [True, False])
def test_making_an_issue_never_takes_the_place_of_a_file(
    root: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def none(*_given: object) -> None:
        raise OSError(95, "no hard links here")

    if not links:
        monkeypatch.setattr(os, "link", none)
    there = files.IssueFiles(root)
    victim = put(root, "0001-x.md", "people's own")
    (root / "0002-x.md").symlink_to(victim)
    with there.exclusive():
        for name in ("0001-x.md", "0002-x.md"):
            with pytest.raises(TrackerUnavailableError, match="exists"):
                there.write(name, b"ours")
        there.write("0003-x.md", b"ours")
    assert victim.read_text() == "people's own"
    assert (root / "0003-x.md").read_text() == "ours"
    assert sorted(each.name for each in root.glob("*.md")) == ["0001-x.md", "0002-x.md", "0003-x.md"]
    assert not list(root.glob(".*.tmp"))


@pytest.mark.parametrize("kind", ["pipe", "large", "folder", "link"])
def test_an_issue_file_is_regular_and_of_a_size_that_is_looked_at(root: Path, tmp_path: Path, kind: str) -> None:
    path = root / "0001-x.md"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "large":
        with open(path, "wb") as file:
            file.truncate(1 << 40)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(put(tmp_path, "secret.md", good("Secret")))
    tracker = LocalTracker(root)
    assert list(tracker.list(LABEL)) == []
    assert "0001-x.md" in tracker.problems()[0].message
    with pytest.raises(UnreadableIssueError):
        tracker.update(ref(1), IssueChange(title="Y"))
    assert tracker.create(IssueDraft("Next", "")).ref.number == 2


def _titles(repository: Path) -> dict[int, str]:
    files = sorted((repository / ".postmortem/issues").glob("0*.md"))
    return {int(file.name[:4]): file.name[5:-3] for file in files}


def _commit(repository: Path) -> None:
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "all")


def _add(repository: Path, item: str) -> None:
    document = repository / "pm" / "a.md"
    document.write_text(document.read_text() + f"- [ ] {item}\n")


def test_the_number_of_a_deleted_issue_is_not_given_again(repository: Path) -> None:
    assert inside(repository, "sync", "pm").returncode == 0
    _add(repository, "Page when the queue is half full")
    assert inside(repository, "sync", "pm").returncode == 0
    assert list(_titles(repository)) == [1, 2]
    _commit(repository)
    next((repository / ".postmortem/issues").glob("0002-*")).unlink()
    _commit(repository)
    _add(repository, "Rotate the certificates by a job")
    inside(repository, "sync", "pm")
    assert [title for number, title in _titles(repository).items() if number == 2] == []
    assert "rotate" in _titles(repository)[3]


def test_a_number_that_another_branch_gave_and_took_back_counts_after_the_merge(repository: Path) -> None:
    assert inside(repository, "sync", "pm").returncode == 0
    _commit(repository)
    git(repository, "checkout", "-qb", "other")
    _add(repository, "Page when the queue is half full")
    assert inside(repository, "sync", "pm").returncode == 0
    _commit(repository)
    git(repository, "revert", "--no-edit", "HEAD")
    git(repository, "checkout", "-q", "-")
    git(repository, "merge", "-q", "--no-ff", "-m", "merge", "other")
    _add(repository, "Rotate the certificates by a job")
    assert inside(repository, "sync", "pm").returncode == 0
    assert list(_titles(repository)) == [1, 3]


def test_a_number_far_beyond_the_others_uses_up_none_of_them(repository: Path) -> None:
    folder = repository / ".postmortem/issues"
    folder.mkdir(parents=True)
    (folder / "999998-x.md").write_text("x\n")
    _commit(repository)
    (folder / "999998-x.md").unlink()
    _commit(repository)
    assert inside(repository, "sync", "pm").returncode == 0
    assert list(_titles(repository)) == [1]
