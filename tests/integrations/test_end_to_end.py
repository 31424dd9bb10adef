"""The real command against the GitHub emulator and the fake GitLab: sync, close there, sync, report."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from postmortem_tracker.model import IssueChange, IssueRef, State
from tests.e2e.conftest import EXAMPLES, Project
from tests.fakes.gitlab import TOKEN as GITLAB_TOKEN
from tests.fakes.gitlab import FakeGitLab
from tests.fakes.gitlab_server import Server
from tests.integrations.conftest import TOKEN as GITHUB_TOKEN
from tests.integrations.conftest import MakeTracker
from tests.proxy import Proxy

EVERY = "[sync]\ncreate_completed = true\n"  # an issue for each item, also for the two that are done
MODEL = "postmortems/2026-03-12-checkout-outage.md"
CHECKLIST = "postmortems/2026-05-20-expired-certificate.md"
PROJECT = "ops/incidents"


def with_config(tmp_path: Path, config: str) -> Project:
    (tmp_path / ".git").mkdir()
    shutil.copytree(EXAMPLES, tmp_path / "postmortems")
    (tmp_path / "postmortem-tracker.toml").write_text(EVERY + config)
    return Project(tmp_path)


@pytest.fixture
def github(tmp_path: Path, proxy: Proxy) -> Project:
    return with_config(tmp_path, f'[trackers.github]\nkind = "github"\nproject = "acme/shop"\nurl = "{proxy.url}"\n')


@pytest.fixture
def fake() -> Iterator[FakeGitLab]:
    server = FakeGitLab(PROJECT)
    with Server(server):
        yield server


@pytest.fixture
def gitlab(tmp_path: Path, fake: FakeGitLab) -> Project:
    return with_config(tmp_path, f'[trackers.gitlab]\nkind = "gitlab"\nproject = "{PROJECT}"\nurl = "{fake.base}"\n')


@pytest.mark.node
def test_github_end_to_end(github: Project, proxy: Proxy, make: MakeTracker) -> None:
    first = github.run("sync", "postmortems", GITHUB_TOKEN=GITHUB_TOKEN)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "12 issues created" in first.stdout
    assert "([#1](http" in (github.root / MODEL).read_text()
    proxy.clear()
    again = github.run("sync", "postmortems", GITHUB_TOKEN=GITHUB_TOKEN)
    assert "0 issues created, 0 other changes" in again.stdout
    assert proxy.count() == 1
    assert proxy.writes() == 0
    make(proxy).update(IssueRef("hub", "acme/shop", 1), IssueChange(state=State.COMPLETED))
    closed = github.run("sync", "postmortems", GITHUB_TOKEN=GITHUB_TOKEN)
    assert closed.returncode == 0, closed.stdout + closed.stderr
    assert " ✓)" in (github.root / MODEL).read_text()
    done = github.run("report", "--format", "json", "postmortems", GITHUB_TOKEN=GITHUB_TOKEN)
    totals = json.loads(done.stdout)["totals"]
    assert (totals["open"], totals["completed"], totals["untracked"]) == (9, 3, 0)


def test_gitlab_end_to_end(gitlab: Project, fake: FakeGitLab) -> None:
    first = gitlab.run("sync", "postmortems", GITLAB_TOKEN=GITLAB_TOKEN)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "12 issues created" in first.stdout
    before = fake.counted()
    again = gitlab.run("sync", "postmortems", GITLAB_TOKEN=GITLAB_TOKEN)
    assert "0 issues created, 0 other changes" in again.stdout
    assert fake.counted() - before == 1
    text = (gitlab.root / CHECKLIST).read_text()
    (gitlab.root / CHECKLIST).write_text(text.replace("- [ ] Add the gateway", "- [x] Add the gateway"))
    closed = gitlab.run("sync", "postmortems", GITLAB_TOKEN=GITLAB_TOKEN)
    assert "close as completed" in closed.stdout
    done = gitlab.run("report", "--format", "json", "postmortems", GITLAB_TOKEN=GITLAB_TOKEN)
    totals = json.loads(done.stdout)["totals"]
    assert (totals["open"], totals["completed"], totals["untracked"]) == (9, 3, 0)


def test_an_unreachable_tracker_is_never_green(tmp_path: Path) -> None:
    config = '[trackers.gitlab]\nkind = "gitlab"\nproject = "a/b"\nurl = "http://127.0.0.1:9"\n'
    project = with_config(tmp_path, config)
    for command in ("sync", "check", "report", "plan"):
        done = project.run(command, "postmortems", GITLAB_TOKEN="glpat-x")
        assert done.returncode == 3, command
        assert done.stderr.startswith("error:"), command
        assert "Traceback" not in done.stderr
        assert "glpat-x" not in done.stdout + done.stderr


@pytest.mark.parametrize(("kind", "wanted"), [("github", "GITHUB_TOKEN"), ("gitlab", "GITLAB_TOKEN")])
def test_a_missing_token_is_a_usage_error(tmp_path: Path, kind: str, wanted: str) -> None:
    project = with_config(tmp_path, f'[trackers.t]\nkind = "{kind}"\nproject = "a/b"\n')
    done = project.run("sync", "postmortems", PATH="/nonexistent")
    assert done.returncode == 2
    assert wanted in done.stderr
