"""Two real processes sync clones of one tree against one GitHub project at once: one open issue per item remains."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from postmortem_tracker.model import Issue, State
from postmortem_tracker.sync.issue_text import marker
from tests import command
from tests.e2e.conftest import EXAMPLES, LOOPBACK, Project
from tests.integrations.conftest import TOKEN, MakeTracker
from tests.proxy import Proxy

pytestmark = pytest.mark.node
RUNS = 3


def clone(folder: Path, url: str) -> Project:
    folder.mkdir()
    (folder / ".git").mkdir()
    shutil.copytree(EXAMPLES, folder / "postmortems")
    config = f'[trackers.github]\nkind = "github"\nproject = "acme/shop"\nurl = "{url}"\n'
    (folder / "postmortem-tracker.toml").write_text(config)
    return Project(folder)


def start(project: Project) -> command.Started:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "GITLAB_", "CI_"))}
    env = {**clean, "HOME": str(project.root), **LOOPBACK, "GITHUB_TOKEN": TOKEN}
    return command.start("sync", "postmortems", cwd=project.root, env=env)


def open_ones(issues: list[Issue]) -> dict[tuple[str, str], list[int]]:
    """The open issues of each item."""
    found: dict[tuple[str, str], list[int]] = {}
    for issue in issues:
        mark = marker.read(issue.body)
        assert mark is not None
        if issue.state is State.OPEN:
            found.setdefault((mark.incident, mark.key), []).append(issue.ref.number)
    return found


@pytest.mark.parametrize("run", range(RUNS))
def test_racing_processes_converge(tmp_path: Path, proxy: Proxy, make: MakeTracker, run: int) -> None:
    clones = [clone(tmp_path / name, proxy.url) for name in ("one", "two")]
    for process in [start(each) for each in clones]:
        said = process.communicate(timeout=120)
        assert process.returncode in (0, 3), said
    for each in clones:
        again = each.run("sync", "postmortems", GITHUB_TOKEN=TOKEN)
        assert again.returncode == 0, again.stdout + again.stderr
    issues = list(make(proxy).list("postmortem"))
    kept = open_ones(issues)
    assert len(kept) == 10, "two of the twelve items are done"
    assert all(len(numbers) == 1 for numbers in kept.values()), kept
    for each in clones:
        text = "".join(path.read_text() for path in sorted((each.root / "postmortems").glob("*.md")))
        for (number,) in kept.values():
            assert f"[#{number}](" in text
    assert "0 issues created, 0 other changes" in clones[0].run("sync", "postmortems", GITHUB_TOKEN=TOKEN).stdout
