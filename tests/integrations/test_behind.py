"""A clone that is behind: what its documents say was true once, and is no news for what newer ones agreed on."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e.conftest import Project
from tests.fakes.gitlab import TOKEN, FakeGitLab

PLACE, DOCUMENT = "ops/incidents", "postmortems/a.md"
ITEMS = ("Add an alert on the depth of the queue @alice due 2027-05-01", "Write a runbook")
TEXT = "# INC-1: Queue stalled\n\nSeverity: SEV2\n\n## Action items\n\n" + "".join(f"- [ ] {each}\n" for each in ITEMS)
BEGAN = datetime.fromisoformat("2026-03-01T12:00:00+00:00")
BEHIND = f"{PLACE}#1 was agreed with newer documents than these: pull first"


def git(project: Project, *arguments: str, at: datetime = BEGAN) -> None:
    made = {"GIT_COMMITTER_DATE": at.isoformat(), "GIT_AUTHOR_DATE": at.isoformat(), "GIT_CONFIG_GLOBAL": os.devnull}
    who = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "protocol.file.allow=always")
    subprocess.run(
        ["git", *who, "-C", str(project.root), *arguments], check=True, capture_output=True, env={**os.environ, **made}
    )


def commit(project: Project, days: float) -> None:
    """All that is here, so many days after the beginning."""
    git(project, "add", "-A", at=BEGAN + timedelta(days=days))
    git(project, "commit", "-qm", "x", at=BEGAN + timedelta(days=days))


@pytest.fixture
def newer(tmp_path: Path, fake: FakeGitLab) -> Project:
    """A clone with a document that is synced and committed."""
    project = Project(tmp_path / "newer")
    project.write(DOCUMENT, TEXT)
    project.write(
        "postmortem-tracker.toml",
        f'documents = ["postmortems"]\n[trackers.lab]\nkind = "gitlab"\nproject = "{PLACE}"\nurl = "{fake.base}"\n',
    )
    git(project, "init", "-qb", "main")
    commit(project, 0)
    sync(project)
    commit(project, 1)
    return project


@pytest.fixture
def older(tmp_path: Path, newer: Project) -> Project:
    """A clone of it, as it is then."""
    project = Project(tmp_path / "older")
    project.root.mkdir()
    git(project, "clone", "-q", str(newer.root), ".")
    return project


def sync(project: Project, *arguments: str) -> str:
    done = project.run("sync", *arguments, GITLAB_TOKEN=TOKEN)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def change(project: Project, old: str, new: str) -> None:
    text = (project.root / DOCUMENT).read_text()
    assert old in text
    project.write(DOCUMENT, text.replace(old, new))


def shown(fake: FakeGitLab) -> tuple[object, ...]:
    """What people see of the first issue."""
    issue = fake.issues[PLACE][1]
    who = tuple(each["username"] for each in issue["assignees"])
    return (issue["title"], issue["state"], who, issue["due_date"], tuple(issue["labels"]))


CHANGES = [
    ("[ ] Add", "[x] Add"),
    ("Add an alert on", "Add two alerts on"),
    ("@alice", "@bob"),
    ("2027-05-01", "2027-06-01"),
    ("SEV2", "SEV1"),
]


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_what_newer_documents_agreed_on_is_not_taken_back(
    newer: Project, older: Project, fake: FakeGitLab, old: str, new: str
) -> None:
    change(newer, old, new)
    commit(newer, 2)
    sync(newer)
    agreed, before = dict(fake.issues[PLACE][1]), older.tree()
    told = sync(older)
    assert BEHIND in told
    assert fake.issues[PLACE][1] == agreed
    assert older.tree() == before
    git(older, "pull", "-q", "--ff-only")
    assert BEHIND not in sync(older)
    assert fake.issues[PLACE][1] == agreed


def test_an_edit_in_the_clone_that_is_behind_waits_for_the_pull(newer: Project, older: Project) -> None:
    """Two people changed one item: who pulls meets the other's change in git, not in the issue."""
    change(newer, "[ ] Add", "[x] Add")
    commit(newer, 2)
    sync(newer)
    change(older, "Add an alert on", "Add three alerts on")
    assert BEHIND in sync(older)
    assert "unchanged" in sync(older)


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_a_newer_commit_takes_back_what_it_says(newer: Project, fake: FakeGitLab, old: str, new: str) -> None:
    before = shown(fake)
    change(newer, old, new)
    commit(newer, 2)
    sync(newer)
    assert shown(fake) != before
    git(newer, "revert", "--no-edit", "HEAD", at=BEGAN + timedelta(days=3))
    sync(newer)
    assert shown(fake) == before


def test_what_is_not_committed_is_as_new_as_the_latest_commit(newer: Project) -> None:
    for old, new in (*CHANGES, *((new, old) for old, new in CHANGES)):
        change(newer, old, new)
        told = sync(newer)
        assert "pull first" not in told
        assert "0 other changes" not in told


def test_what_newer_documents_did_not_touch_is_synced_as_ever(newer: Project, older: Project, fake: FakeGitLab) -> None:
    change(newer, "[ ] Add", "[x] Add")
    commit(newer, 2)
    sync(newer)
    change(older, "[ ] Write", "[x] Write")
    told = sync(older)
    assert f"{PLACE}#2: close as completed" in told
    assert fake.issues[PLACE][2]["state"] == "closed"
    assert fake.issues[PLACE][1]["state"] == "closed", "not reopened"


def test_a_clock_that_runs_ahead_keeps_nobody_out(newer: Project, older: Project, fake: FakeGitLab) -> None:
    change(newer, "[ ] Add", "[x] Add")
    commit(newer, 20_000)
    sync(newer)
    assert "2080-" not in fake.issues[PLACE][1]["description"]
    change(newer, "[x] Add", "[ ] Add")
    git(newer, "add", "-A")
    git(newer, "commit", "-qm", "x", at=datetime.now(UTC))
    assert f"{PLACE}#1: reopen" in sync(newer)


def test_one_commit_of_a_clock_that_is_slow_puts_nobody_behind(newer: Project) -> None:
    change(newer, "[ ] Add", "[x] Add")
    commit(newer, 2)
    sync(newer)
    change(newer, "[x] Add", "[ ] Add")
    commit(newer, -30)
    assert f"{PLACE}#1: reopen" in sync(newer)


def test_issues_in_files_are_as_old_as_the_documents(newer: Project) -> None:
    newer.write("postmortem-tracker.toml", 'documents = ["postmortems"]\n')
    newer.write(DOCUMENT, TEXT)
    sync(newer)
    assert "asof" not in newer.issue(1).read_text()


def test_a_saved_plan_outlives_a_commit_of_something_else(newer: Project, fake: FakeGitLab) -> None:
    change(newer, "[ ] Add", "[x] Add")
    newer.write(DOCUMENT, (newer.root / DOCUMENT).read_text() + "- [ ] Drain the queue\n")
    commit(newer, 2)
    planned = newer.run("plan", "--out", "plan.json", GITLAB_TOKEN=TOKEN)
    assert planned.returncode == 0, planned.stderr
    newer.write("README.md", "Read me.\n")
    commit(newer, 3)
    done = newer.run("apply", "plan.json", GITLAB_TOKEN=TOKEN)
    assert done.returncode == 0, done.stderr
    assert "1 issue created, 1 other change" in done.stdout
    assert "2026-03-04T12:00:00+00:00" in fake.issues[PLACE][1]["description"], "the time of the commit applied from"
