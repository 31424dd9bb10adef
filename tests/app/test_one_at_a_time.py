"""Runs in one checkout wait for each other; the lock leaves nothing in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from postmortem_tracker.app.session import Session
from postmortem_tracker.disk.locks import for_runs
from tests.security.run import inside
from tests.sync.make import document

if TYPE_CHECKING:
    import pytest

RUN = [sys.executable, "-m", "postmortem_tracker", "sync", "pm"]


def test_two_runs_in_one_checkout_open_each_issue_once(tmp_path: Path) -> None:
    (tmp_path / "pm").mkdir()
    (tmp_path / "pm" / "a.md").write_text(document("[ ] Add an alert", "[ ] Write a runbook"))
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    lock = FileLock(for_runs(tmp_path))
    with lock:
        runs = [subprocess.Popen(RUN, cwd=tmp_path, stderr=subprocess.PIPE, text=True) for _ in range(2)]
        said = [run.stderr.readline() for run in runs if run.stderr]
    assert said == ["another run changes this checkout: waiting for it to end\n"] * 2
    assert [run.wait(timeout=60) for run in runs] == [0, 0]
    assert len(list((tmp_path / ".postmortem" / "issues").glob("0*.md"))) == 2
    for run in runs:
        if run.stderr:
            run.stderr.close()
    assert {path.name for path in tmp_path.iterdir()} <= {".git", "pm", ".postmortem"}


def test_a_run_without_anything_to_do_looks_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And can change nothing that it has not planned, since it holds no lock."""
    (tmp_path / "pm").mkdir()
    (tmp_path / "pm" / "a.md").write_text(document("[ ] Add an alert", "[ ] Write a runbook"))
    looks: list[int] = []
    gather = Session.gather

    def counted(session: Session, *given: object) -> object:
        looks.append(1)
        return gather(session, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Session, "gather", counted)
    assert inside(tmp_path, "sync", "pm").returncode == 0
    looks.clear()
    done = inside(tmp_path, "sync", "pm")
    assert (done.returncode, len(looks)) == (0, 1)
