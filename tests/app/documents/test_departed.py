"""Whether a document is gone: git tells, or nobody knows, and then no issue is closed and none opened twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.app.folder import Folder, postmortem

CAP, ZIP = "[ ] Cap the retries @ana due 2099-12-20", "[ ] Zip the files @zed due 2099-12-20"


def _owned_by_another(folder: Folder, tmp_path: Path) -> dict[str, str]:
    del folder, tmp_path
    return {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}


def _not_installed(folder: Folder, tmp_path: Path) -> dict[str, str]:
    del folder
    (tmp_path / "bin").mkdir()
    return {"PATH": str(tmp_path / "bin")}


def _broken_settings(folder: Folder, tmp_path: Path) -> dict[str, str]:
    del tmp_path
    folder.write(".git/config", "[[\n")
    return {}


def _work_tree_of_nothing(folder: Folder, tmp_path: Path) -> dict[str, str]:
    shutil.move(folder.root / ".git", tmp_path / "away")
    folder.write(".git", f"gitdir: {tmp_path / 'nowhere'}\n")
    return {}


REFUSALS = {
    _owned_by_another: "dubious ownership",
    _not_installed: "git is not installed",
    _broken_settings: "bad config",
    _work_tree_of_nothing: "not a git repository",
}


@pytest.fixture
def repository(tmp_path: Path) -> Folder:
    made = Folder(tmp_path / "repository")
    made.root.mkdir()
    made.git("init", "-q", "-b", "main")
    return made


@pytest.fixture
def two(repository: Folder) -> Folder:
    repository.write("pm/a.md", postmortem("INC-1", CAP))
    repository.write("pm/b.md", postmortem("INC-2", ZIP))
    assert repository.run("sync", "pm").returncode == 0
    repository.commit()
    return repository


def _left(folder: Folder, what: str) -> None:
    if what == "document":
        (folder.root / "pm/b.md").unlink()
    else:
        whole = (folder.root / "pm/b.md").read_text()
        folder.write("pm/b.md", "".join(line for line in whole.splitlines(True) if "Zip" not in line))


@pytest.mark.parametrize("what", ["document", "line"])
@pytest.mark.parametrize("refuses", REFUSALS)
def test_where_git_does_not_answer_nothing_is_gone(two: Folder, what: str, refuses: object, tmp_path: Path) -> None:
    _left(two, what)
    assert callable(refuses)
    environment = refuses(two, tmp_path)
    for command in (["plan", "--close-orphans"], ["sync", "--close-orphans"], ["check"], ["report"]):
        done = two.run(*command, "pm", **environment)
        assert done.returncode == 3
        assert REFUSALS[refuses] in done.stderr
        assert "close, " not in done.stdout
        assert "PM210" not in done.stdout
    assert two.state(2) == "open"


@pytest.mark.parametrize("what", ["document", "line"])
@pytest.mark.parametrize("sign", [True, False])
def test_without_any_repository_what_is_missing_is_gone(two: Folder, what: str, sign: bool) -> None:
    """A folder called .git with nothing in it is none."""
    shutil.rmtree(two.root / ".git")
    if sign:
        (two.root / ".git").mkdir()
    _left(two, what)
    done = two.run("sync", "--close-orphans", "pm", "--yes")
    assert (done.returncode, two.state(2)) == (0, "closed")


def test_nobody_is_asked_where_nothing_is_missing(two: Folder) -> None:
    done = two.run("check", "pm", GIT_TEST_ASSUME_DIFFERENT_OWNER="1")
    assert "cannot be told" not in done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize("told", ["--skip-worktree", "--assume-unchanged"])
def test_what_git_is_told_to_skip_is_not_gone(two: Folder, told: str) -> None:
    two.git("update-index", told, "pm/b.md")
    (two.root / "pm/b.md").unlink()
    done = two.run("sync", "--close-orphans", "pm")
    assert (done.returncode, two.state(2)) == (0, "open")
    assert "1 document that is not checked out" in done.stderr
    assert "PM210" not in two.run("check", "pm").stdout


@pytest.mark.parametrize("told", ["--skip-worktree", "--assume-unchanged"])
def test_what_git_is_told_to_skip_and_is_there_is_read(two: Folder, told: str) -> None:
    two.git("update-index", told, "pm/b.md")
    done = two.run("check", "pm")
    assert "2 action items" in done.stdout
    assert "not checked out" not in done.stderr


# --- documents that take no links ---------------------------------------------------------------------------------


@pytest.fixture
def unwritten(repository: Folder) -> Folder:
    """Two items, of which the second is completed in the tracker."""
    repository.write("postmortem-tracker.toml", "[sync]\nwrite_back = false\n")
    repository.write(
        "pm/2026-10-12-a.md", "# Outage\n\n**Date:** 2026-10-12\n\n## Action items\n\n- [ ] Cap\n- [ ] Zip it\n"
    )
    repository.run("sync", "pm")
    file = repository.issue(2)
    file.write_text(file.read_text().replace("state: open", "state: closed"))
    repository.run("sync", "pm")
    repository.commit()
    return repository


def _moved(folder: Folder, *more: str) -> None:
    old = folder.root / "pm/2026-10-12-a.md"
    folder.write("pm/2026-10-12-b.md", old.read_text() + "".join(f"- [ ] {each}\n" for each in more))
    old.unlink()


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("more", [(), ("Warm the cache",)])
def test_finished_work_of_a_renamed_document_is_not_opened_again(
    unwritten: Folder, committed: bool, more: tuple[str, ...]
) -> None:
    _moved(unwritten, *more)
    if committed:
        unwritten.commit()
    done = unwritten.run("sync", "pm")
    assert f"{len(more)} issue" in done.stdout
    assert len(list((unwritten.root / ".postmortem/issues").glob("0*.md"))) == 2 + len(more)
    assert unwritten.state(2) == "closed"
    assert "1 completed" in unwritten.run("report", "pm").stdout


@pytest.mark.parametrize("more", [("Warm the cache", "Drain the queue"), ()])
def test_the_same_words_in_another_incident_are_asked_about(unwritten: Folder, more: tuple[str, ...]) -> None:
    unwritten.write("pm/2026-10-12-a.md", (unwritten.root / "pm/2026-10-12-a.md").read_text() + "- [ ] Page on lag\n")
    unwritten.run("sync", "pm")
    unwritten.commit()
    (unwritten.root / "pm/2026-10-12-a.md").unlink()
    lines = "".join(f"- [ ] {each}\n" for each in ("Zip it", *more))
    unwritten.write("pm/2026-11-01-c.md", f"# Outage\n\n**Date:** 2026-11-01\n\n## Action items\n\n{lines}")
    done = unwritten.run("sync", "pm")
    assert "is like #2, which is completed" in done.stdout
    assert len(list((unwritten.root / ".postmortem/issues").glob("0*.md"))) == 3 + len(more)


def test_a_document_that_may_only_be_elsewhere_keeps_its_issues(unwritten: Folder) -> None:
    _moved(unwritten)
    done = unwritten.run("sync", "pm", GIT_TEST_ASSUME_DIFFERENT_OWNER="1")
    assert done.returncode == 3
    assert "2 items may have issues that could not be read" in done.stdout
    assert len(list((unwritten.root / ".postmortem/issues").glob("0*.md"))) == 2


@pytest.mark.parametrize("kept", [True, False])
def test_a_copy_is_another_document(unwritten: Folder, kept: bool) -> None:
    text = (unwritten.root / "pm/2026-10-12-a.md").read_text()
    _moved(unwritten)
    if kept:
        unwritten.write("pm/2026-10-12-a.md", text)
    unwritten.run("sync", "pm")
    assert len(list((unwritten.root / ".postmortem/issues").glob("0*.md"))) == (4 if kept else 2)


DATED = "# Outage {name}\n\n**Date:** {day}\n\n## Action items\n\n- [ ] Cap {name}\n- [ ] Zip {name}\n"


@pytest.mark.parametrize("narrowed", [["--since", "2026-05-01"], ["pm/2026-05-10-beta.md"]])
@pytest.mark.parametrize(("written", "own"), [("false", "false"), ("true", "true")])
def test_a_narrowed_run_closes_nothing_of_a_document_that_was_renamed(
    repository: Folder, narrowed: list[str], written: str, own: str
) -> None:
    settings = f"documents = ['pm']\n[sync]\nwrite_back = {written}\nincident_issue = {own}\n"
    repository.write("postmortem-tracker.toml", settings)
    repository.write("pm/2026-01-10-alpha.md", DATED.format(name="alpha", day="2026-01-10"))
    repository.write("pm/2026-05-10-beta.md", DATED.format(name="beta", day="2026-05-10"))
    assert repository.run("sync").returncode == 0
    repository.commit()
    (repository.root / "pm/2026-01-10-alpha.md").rename(repository.root / "pm/2026-01-10-first.md")
    repository.commit()
    done = repository.run("sync", "--close-orphans", "--yes", *narrowed)
    assert (done.returncode, "close" in done.stdout, "no action items" in done.stdout) == (0, False, False)
