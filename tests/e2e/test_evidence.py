"""`[policy] evidence`: completed counts only with a linked merged change, through the real command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.conftest import Project
from tests.fakes.gitlab import TOKEN, FakeGitLab, Fault
from tests.fakes.gitlab_server import Server

PROJECT = "ops/incidents"
OPTION = "[sync]\ncreate_completed = true\n[policy]\nevidence = true\n"
DAY = ("--as-of", "2026-07-15")
ASKED = "/related_merge_requests"
DOCUMENT = "postmortems/2026-07-01-cache.md"
TEXT = """# INC-9: Cache lost

## Action items

- [ ] Add a canary
- [ ] Alert on misses
- [ ] Write a runbook
"""


@pytest.fixture
def fake() -> Iterator[FakeGitLab]:
    server = FakeGitLab(PROJECT)
    with Server(server):
        yield server


@pytest.fixture
def remote(project: Project, fake: FakeGitLab) -> Project:
    """Three items with issues on GitLab, the first two done."""
    project.write(DOCUMENT, TEXT)
    configure(project, fake, "")
    assert project.run("sync", "postmortems", GITLAB_TOKEN=TOKEN).returncode == 0
    path = project.root / DOCUMENT
    path.write_text(path.read_text().replace("[ ]", "[x]", 2))
    assert project.run("sync", "postmortems", GITLAB_TOKEN=TOKEN).returncode == 0
    assert [issue["state"] for issue in fake.issues[PROJECT].values()] == ["closed", "closed", "opened"]
    fake.requests.clear()
    return project


def configure(project: Project, fake: FakeGitLab, option: str) -> None:
    tracker = f'[trackers.gitlab]\nkind = "gitlab"\nproject = "{PROJECT}"\nurl = "{fake.base}"\n'
    project.write("postmortem-tracker.toml", option + tracker)


def report(project: Project, code: int = 0) -> dict[str, Any]:
    done = project.run("report", "--format", "json", *DAY, "postmortems", GITLAB_TOKEN=TOKEN)
    assert done.returncode == code, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def counted(found: dict[str, Any]) -> tuple[int, int, int]:
    totals = found["totals"]
    return totals["completed"], totals["open"], totals["unproven"]


def evidence(found: dict[str, Any]) -> list[list[str] | None]:
    return [item["evidence"] for incident in found["incidents"] for item in incident["items"]]


def asked(fake: FakeGitLab) -> list[str]:
    return sorted(request.path for request in fake.requests if request.path.endswith(ASKED))


def test_without_the_option_nobody_is_asked(remote: Project, fake: FakeGitLab) -> None:
    found = report(remote)
    assert counted(found) == (2, 1, 0)
    assert evidence(found) == [None, None, None]
    assert fake.counted() == 1, "the listing alone"


def test_each_completed_issue_is_asked_about_once_and_counts_only_with_a_merged_change(
    remote: Project, fake: FakeGitLab
) -> None:
    configure(remote, fake, OPTION)
    merged = fake.add_merge_request(PROJECT, 1, 41)
    fake.add_merge_request(PROJECT, 2, 42, "opened")
    fake.add_merge_request(PROJECT, 3, 43)
    found = report(remote)
    assert counted(found) == (1, 2, 1)
    assert evidence(found) == [[merged], [], None], "the open issue is not asked about"
    assert [path.split("/")[-2] for path in asked(fake)] == ["1", "2"]
    assert fake.counted() == 3
    done = remote.run("check", "--select", "PM216", *DAY, "postmortems", GITLAB_TOKEN=TOKEN)
    assert (done.returncode, done.stdout.count(": warning PM216")) == (1, 1)
    assert f"{PROJECT}#2 is closed without a linked merged change" in done.stdout


def test_what_could_not_be_asked_is_told_and_never_counts_as_proven(remote: Project, fake: FakeGitLab) -> None:
    configure(remote, fake, OPTION)
    fake.add_merge_request(PROJECT, 1, 41)
    merged = fake.add_merge_request(PROJECT, 2, 42)
    fake.faults = [Fault("GET", f"/1{ASKED}", status=404)]
    found = report(remote, code=3)
    assert counted(found) == (1, 2, 1)
    assert evidence(found) == [None, [merged], None]
    assert found["complete"] is False
    assert f"{PROJECT}#1 is not there" in " ".join(found["problems"])


def test_a_tracker_that_refuses_is_not_asked_again(remote: Project, fake: FakeGitLab) -> None:
    configure(remote, fake, OPTION)
    fake.add_merge_request(PROJECT, 2, 42)
    fake.faults = [Fault("GET", ASKED, status=403, times=9)]
    found = report(remote, code=3)
    assert counted(found) == (0, 3, 2)
    assert (found["complete"], len(asked(fake))) == (False, 1)


def test_planning_and_syncing_ask_for_no_evidence(remote: Project, fake: FakeGitLab) -> None:
    configure(remote, fake, OPTION)
    for command in ("plan", "sync"):
        done = remote.run(command, "postmortems", GITLAB_TOKEN=TOKEN)
        assert done.returncode == 0, done.stderr
    assert asked(fake) == []


def test_an_issue_file_proves_itself_by_the_change_it_names(project: Project) -> None:
    project.write("postmortem-tracker.toml", OPTION)
    project.write(DOCUMENT, TEXT.replace("[ ] Add", "[ ] Add https://code.example/acme/shop/pull/1:"))
    assert project.run("sync", "postmortems").returncode == 0
    path = project.root / DOCUMENT
    path.write_text(path.read_text().replace("[ ]", "[x]", 2))
    assert project.run("sync", "postmortems").returncode == 0
    assert counted(report(project)) == (0, 3, 2), "what the document says is no evidence"
    file = project.issue(2)
    file.write_text(file.read_text() + "\nDone in https://code.example/acme/shop/pull/7.\n")
    found = report(project)
    assert counted(found) == (1, 2, 1)
    assert evidence(found) == [[], ["https://code.example/acme/shop/pull/7"], None]
