"""Documents read under another root keep their tracker: none is opened beside it, and it is told where to run."""

from __future__ import annotations

import pytest

from tests.app.folder import Folder, postmortem

CAP = "[ ] Cap the retries @ana due 2099-12-20"
ZIP = "- [ ] Zip the files @zed due 2099-12-20\n"


@pytest.mark.parametrize("config", [True, False])
@pytest.mark.parametrize("command", ["sync", "plan", "check", "report"])
def test_a_second_tracker_is_never_opened(folder: Folder, config: bool, command: str) -> None:
    inner = Folder(folder.root / "docs")
    inner.write("pm/a.md", postmortem("INC-1", CAP))
    if config:
        inner.write("postmortem-tracker.toml", 'documents = ["pm"]\n')
        inner.run("sync")
    else:
        inner.write(".git/x", "")
        inner.run("sync", "pm")
        (inner.root / ".git/x").unlink()
        (inner.root / ".git").rmdir()
    text = (inner.root / "pm/a.md").read_text()
    inner.write("pm/a.md", text.replace("[ ]", "[x]") + ZIP)
    done = folder.run(command, "docs/pm")
    assert done.returncode == 3
    assert (
        "docs/pm/a.md:7: its issues are kept in docs/.postmortem/issues, which is no tracker of this run" in done.stderr
    )
    if config:
        assert "hint: run it with --config docs/postmortem-tracker.toml before the command" in done.stderr
    assert not (folder.root / ".postmortem").exists()
    assert (inner.root / "pm/a.md").read_text().count("#1") == 1
    if config:
        done = folder.run("--config", "docs/postmortem-tracker.toml", "sync")
        assert done.returncode == 0
        assert (inner.state(1), inner.state(2)) == ("closed", "open")


def test_other_documents_go_on(folder: Folder) -> None:
    inner = Folder(folder.root / "docs")
    inner.write("pm/a.md", postmortem("INC-1", CAP))
    inner.write("postmortem-tracker.toml", 'documents = ["pm"]\n')
    inner.run("sync")
    folder.write("pm/b.md", postmortem("INC-2", CAP))
    done = folder.run("sync", "pm", "docs/pm")
    assert done.returncode == 3
    assert "1 issue created" in done.stdout


def test_a_ticket_of_another_teams_tracker_is_one(folder: Folder) -> None:
    folder.write("theirs/pm/x.md", postmortem("INC-7", CAP))
    folder.write("theirs/postmortem-tracker.toml", 'documents = ["pm"]\n')
    Folder(folder.root / "theirs").run("sync")
    line = "[ ] Rotate the keys ([#1](../theirs/.postmortem/issues/0001-cap-the-retries.md))"
    folder.write("pm/b.md", postmortem("INC-2", line))
    done = folder.run("sync", "pm")
    assert done.returncode == 0
    assert "tracked elsewhere" in done.stdout + done.stderr
