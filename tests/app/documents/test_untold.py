"""Where git refuses to tell what is not checked out, every command says so: documents may be missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.app.documents.test_departed import REFUSALS
from tests.app.folder import Folder, postmortem

COMMANDS = ("parse", "plan", "sync", "report", "check", "remind --digest markdown")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path / "repository")
    made.root.mkdir()
    made.git("init", "-q", "-b", "main")
    made.write("pm/a.md", postmortem("INC-1", "[ ] Cap the retries @ana due 2099-12-20"))
    made.commit()
    return made


@pytest.mark.parametrize("refusing", REFUSALS)
@pytest.mark.parametrize("command", COMMANDS)
def test_it_is_said(folder: Folder, tmp_path: Path, command: str, refusing: Any) -> None:
    around = refusing(folder, tmp_path)
    words, *options = command.split()
    done = folder.run(words, "pm", *options, **around)
    (said,) = [line for line in done.stderr.splitlines() if "what may not be checked out" in line]
    assert REFUSALS[refusing] in said
    assert "what may not be checked out" not in folder.run(words, "pm/a.md", *options, **around).stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_is_said_where_git_tells_or_there_is_none(folder: Folder, tmp_path: Path, command: str) -> None:
    words, *options = command.split()
    assert "what may not be checked out" not in folder.run(words, "pm", *options).stderr
    (tmp_path / "plain" / ".git").mkdir(parents=True)
    plain = Folder(tmp_path / "plain")
    plain.write("pm/a.md", postmortem("INC-1", "[ ] Cap the retries @ana due 2099-12-20"))
    assert "what may not be checked out" not in plain.run(words, "pm", *options).stderr
