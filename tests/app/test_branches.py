"""An item that only another branch has did not leave this one: its issue is neither an orphan nor closed."""

from __future__ import annotations

import pytest

from tests.app.folder import Folder, postmortem

CAP, ZIP = "[ ] Cap the retries @ana due 2099-12-20", "[ ] Zip the files @zed due 2099-12-20"


@pytest.fixture
def branched(repository: Folder) -> Folder:
    """Two branches: main has two items, ``old`` has the first."""
    repository.write("pm/a.md", postmortem("INC-1", CAP))
    repository.run("sync", "pm")
    repository.commit()
    repository.git("branch", "old")
    repository.write("pm/a.md", (repository.root / "pm/a.md").read_text() + f"- {ZIP}\n")
    repository.run("sync", "pm")
    repository.commit()
    return repository


def checked_out(folder: Folder, branch: str) -> None:
    """The branch's documents, with the issues as they are: a tracker has no branches."""
    folder.git("checkout", "-q", branch)
    folder.git("checkout", "-q", "main", "--", ".postmortem")


def test_an_older_branch_closes_nothing_that_main_has(branched: Folder) -> None:
    checked_out(branched, "old")
    assert "gone" not in branched.run("sync", "pm").stdout
    assert "close" not in branched.run("sync", "pm", "--close-orphans").stdout
    assert branched.state(2) == "open"
    assert "PM210" not in branched.run("check", "pm", "-f", "json").stdout


@pytest.mark.parametrize("squashed", [False, True])
def test_what_this_branch_had_and_removed_is_gone(branched: Folder, squashed: bool) -> None:
    """Also where a branch from before still has it, and one that was merged under another commit."""
    branched.git("branch", "stale")
    if squashed:
        branched.git("checkout", "-q", "old")
        branched.git("merge", "-q", "--squash", "main")
        branched.git("commit", "-qm", "squashed")
    whole = (branched.root / "pm/a.md").read_text()
    branched.write("pm/a.md", "".join(line for line in whole.splitlines(keepends=True) if "Zip" not in line))
    assert "#2: its item is gone from pm/a.md" in branched.run("sync", "pm").stdout
    branched.commit()
    assert "#2: close, its item left pm/a.md" in branched.run("sync", "pm", "--close-orphans").stdout
    assert branched.state(2) == "closed"


def test_what_was_never_committed_is_gone_once_it_is_removed(repository: Folder) -> None:
    repository.write("pm/a.md", postmortem("INC-1", CAP))
    repository.commit()
    repository.write("pm/a.md", postmortem("INC-1", CAP, ZIP))
    repository.run("sync", "pm")
    whole = (repository.root / "pm/a.md").read_text()
    repository.write("pm/a.md", "".join(line for line in whole.splitlines(keepends=True) if "Zip" not in line))
    assert "#2: close, its item left pm/a.md" in repository.run("sync", "pm", "--close-orphans").stdout
