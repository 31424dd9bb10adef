"""Issue files that people edit: what they close is closed on the day they did it, and what they write is activity."""

from __future__ import annotations

import json
import os
import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e.conftest import Project

NOW = datetime.now(UTC).replace(microsecond=0)
NIGHT = """# Postmortem: Queue stalled

- **Incident:** OPS-7
- **Date:** {day}

## Action items

- [ ] Alert on the age of the oldest message
- [ ] Write down how to drain the queue
"""


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def day(days: int) -> str:
    return ago(days).date().isoformat()


@pytest.fixture
def synced(tmp_path: Path) -> Project:
    """Two items whose issues were opened 70 days ago."""
    project = Project(tmp_path / "work")
    project.write("pm/queue.md", NIGHT.format(day=day(80)))
    assert project.run("sync", "pm").returncode == 0
    for number in (1, 2):
        path = project.issue(number)
        text = re.sub(
            r"^(created|updated): .*", rf"\1: {ago(70):%Y-%m-%dT%H:%M:%SZ}", path.read_text(), flags=re.MULTILINE
        )
        put(path, text.replace(f"{NOW:%Y-%m-%d}", day(70)), 70)
    return project


def put(path: Path, text: str, days: int) -> None:
    path.write_text(text)
    os.utime(path, (ago(days).timestamp(),) * 2)


def close(project: Project, number: int, days: int) -> None:
    path = project.issue(number)
    put(path, path.read_text().replace("state: open", "state: closed"), days)


def git(where: Path, *arguments: str, days: int = 0) -> None:
    said = f"{ago(days).isoformat()}"
    who = {f"GIT_{role}_{what}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    env = {**os.environ, "HOME": str(where), **who, "GIT_AUTHOR_DATE": said, "GIT_COMMITTER_DATE": said}
    subprocess.run(["git", "-C", str(where), *arguments], check=True, capture_output=True, env=env)


def committed(project: Project, days: int) -> None:
    if not (project.root / ".git").exists():
        git(project.root, "init", "-q", "-b", "main")
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", "Weekly", days=days)


def cloned(project: Project, *options: str) -> Project:
    there = project.root.parent / "clone"
    git(project.root, "clone", "-q", *options, project.root.as_uri(), str(there))
    return Project(there)


def states(project: Project, days: int) -> list[str]:
    told = json.loads(project.run("report", "-f", "json", "--as-of", day(days), "pm").stdout)
    return [item["state"] for each in told["incidents"] for item in each["items"]]


def stale(project: Project) -> list[int]:
    told = json.loads(project.run("report", "-f", "json", "pm").stdout)
    return [item["issue"]["number"] for each in told["incidents"] for item in each["items"] if item["stale"]]


@pytest.mark.parametrize("sync_first", [False, True])
def test_the_week_of_the_closing_tells_it(synced: Project, sync_first: bool) -> None:
    close(synced, 1, days=3)
    if sync_first:
        assert synced.run("sync", "pm").returncode == 0
        assert f"closed: {day(3)}" in synced.issue(1).read_text()
    assert "1 closed, 0 newly opened" in synced.run("report", "--compare", "7d", "pm").stdout
    digest = synced.run("remind", "--digest", "markdown", "pm").stdout
    assert "### Closed (1)" in digest
    assert states(synced, 5) == ["open", "open"]
    assert states(synced, 2) == ["completed", "open"]


def test_a_clone_knows_the_day_from_the_commit(synced: Project) -> None:
    committed(synced, days=69)
    close(synced, 1, days=0)
    committed(synced, days=4)
    clone = cloned(synced)
    assert states(clone, 5) == ["open", "open"]
    assert states(clone, 3) == ["completed", "open"]
    assert "1 closed" in clone.run("report", "--compare", "7d", "pm").stdout


@pytest.mark.parametrize("depth", [[], ["--depth", "1"]])
def test_a_checkout_is_no_activity(synced: Project, depth: list[str]) -> None:
    committed(synced, days=69)
    assert stale(synced) == [1, 2]
    assert stale(cloned(synced, *depth)) == [1, 2]


def test_a_line_written_by_hand_is_activity(synced: Project) -> None:
    committed(synced, days=69)
    path = synced.issue(2)
    put(path, path.read_text() + "\nWe look into it.\n", days=5)
    assert stale(synced) == [1]
    told = synced.run("check", "--select", "PM206", "pm").stdout
    assert "#1" in told
    assert "#2" not in told
    assert synced.run("sync", "pm").returncode == 0
    assert stale(synced) == [1]


def test_of_a_clone_the_commit_tells_who_wrote_when(synced: Project) -> None:
    committed(synced, days=69)
    path = synced.issue(2)
    path.write_text(path.read_text() + "\nWe look into it.\n")
    committed(synced, days=40)
    clone = cloned(synced)
    assert stale(clone) == [1, 2]
    told = clone.run("check", "--select", "PM206", "pm").stdout
    assert "no activity on #2 for 40 days" in told
    assert "no activity on #1 for 70 days" in told


def test_moving_the_folder_is_no_activity(synced: Project) -> None:
    committed(synced, days=69)
    synced.write("postmortem-tracker.toml", '[trackers.local]\nkind = "local"\npath = "issues"\n')
    git(synced.root, "mv", ".postmortem/issues", "issues")
    doc = synced.root / "pm/queue.md"
    doc.write_text(doc.read_text().replace("../.postmortem/issues", "../issues"))
    committed(synced, days=2)
    clone = cloned(synced)
    assert stale(clone) == [1, 2]
