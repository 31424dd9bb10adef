"""Issues that were moved, as the whole command meets them: followed, out of sight, or not answered for."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.e2e.conftest import Project
from tests.fakes.gitlab import TOKEN, FakeGitLab, Fault
from tests.fakes.gitlab_server import Server

FIRST, SECOND = "ops/incidents", "ops/archive"
DOCUMENT = "postmortems/a.md"
TEXT = (
    "# INC-1: Queue stalled\n\n## Action items\n\n- [ ] Add an alert on the depth of the queue\n- [ ] Write a runbook\n"
)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGitLab]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    gitlab = FakeGitLab(FIRST)
    gitlab.add_project(SECOND)
    with Server(gitlab):
        yield gitlab


@pytest.fixture
def synced(project: Project, fake: FakeGitLab) -> Project:
    """A document whose two items have issues."""
    project.write(DOCUMENT, TEXT)
    configure(project, fake, FIRST)
    run(project, "sync")
    return project


def configure(project: Project, fake: FakeGitLab, *projects: str) -> None:
    lines = ['documents = ["postmortems"]', "[sync]", "cache = false"]
    for number, name in enumerate(projects):
        lines += [f"[trackers.t{number}]", 'kind = "gitlab"', f'project = "{name}"', f'url = "{fake.base}"']
    project.write("postmortem-tracker.toml", "\n".join(lines))


def run(project: Project, *arguments: str, code: int = 0) -> str:
    done = project.run(*arguments, GITLAB_TOKEN=TOKEN)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_an_issue_moved_to_a_configured_project_is_followed_and_its_link_renewed_once(
    synced: Project, fake: FakeGitLab
) -> None:
    fake.move(FIRST, 1, SECOND)
    fake.issues[SECOND][1].update(state="closed", closed_at=fake._tick())
    configure(synced, fake, FIRST, SECOND)
    assert "close" not in run(synced, "sync", "--close-orphans")
    text = (synced.root / DOCUMENT).read_text()
    assert text.count(f"{SECOND}/-/issues/1") == 1
    assert f"{FIRST}/-/issues/1" not in text
    assert text.count("[x]") == 1
    assert "0 issues created, 0 other changes" in run(synced, "sync", "--close-orphans")


def test_an_issue_moved_out_of_sight_is_a_finding(synced: Project, fake: FakeGitLab) -> None:
    fake.move(FIRST, 1, SECOND)
    del fake.members[SECOND]["root"]
    before = synced.tree()
    assert "was moved out of sight" in run(synced, "sync")
    assert "PM211" in run(synced, "check", code=1)
    assert synced.tree() == before


@pytest.mark.parametrize(("suffix", "status"), [(f"{SECOND}/issues/1", 503), (f"{FIRST}/issues/1/notes", 500)])
def test_where_nobody_answers_for_a_moved_issue_it_could_not_be_read_and_nothing_is_believed(
    synced: Project, fake: FakeGitLab, suffix: str, status: int
) -> None:
    fake.move(FIRST, 1, SECOND)
    fake.issues[SECOND][1].update(state="closed", closed_at=fake._tick())
    configure(synced, fake, FIRST, SECOND)
    before, issues = synced.tree(), json.dumps(fake.issues)
    fake.faults = [Fault("GET", suffix, status=status, times=10**9)]
    for command in (("sync", "--close-orphans"), ("report",), ("check",)):
        told = run(synced, *command, code=3)
        assert f"{FIRST}#1 was moved, and its new place could not be read" in told, told
        assert "out of sight" not in told
    assert synced.tree() == before
    assert json.dumps(fake.issues) == issues
    fake.faults = []
    run(synced, "sync")
    assert (synced.root / DOCUMENT).read_text().count("[x]") == 1
