"""`incident_issue = true` through the real command: on the embedded tracker, and linked on GitLab."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import Project
from tests.fakes.gitlab import TOKEN, FakeGitLab
from tests.fakes.gitlab_server import Server

CHECKLIST = "postmortems/2026-05-20-expired-certificate.md"
OPTION = "[sync]\nincident_issue = true\ncreate_completed = true\n"
PROJECT = "ops/incidents"


@pytest.fixture
def wanted(examples: Project) -> Project:
    """The examples, with one issue per incident asked for."""
    examples.write("postmortem-tracker.toml", OPTION)
    return examples


def close(project: Project, number: int) -> None:
    path = project.issue(number)
    path.write_text(path.read_text().replace("state: open", "state: closed"))


def test_a_plan_shows_them_and_sync_does_the_same(wanted: Project) -> None:
    planned = wanted.run("plan", "postmortems")
    assert planned.stdout.count("create the incident's issue in local") == 3
    done = wanted.run("sync", "postmortems")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("Done: 15 issues created, 0 other changes; 0 unchanged.\n")
    text = wanted.issue(15).read_text()
    assert 'title: "Postmortem INC-103: Partner API rejected by an expired certificate"' in text
    assert "labels: [postmortem, incident]" in text
    assert f"[{CHECKLIST}:1](../../{CHECKLIST}#L1)" in text
    assert "**Progress:** 1 of 4 closed\n\n- [x] #9 Renew the certificate" in text


def test_a_second_sync_writes_nothing(wanted: Project) -> None:
    wanted.run("sync", "postmortems")
    before = wanted.tree()
    again = wanted.run("sync", "postmortems")
    assert (again.returncode, again.stdout) == (0, "Done: 0 issues created, 0 other changes; 12 unchanged.\n")
    assert wanted.tree() == before
    assert wanted.run("plan", "--exit-code", "postmortems").returncode == 0


def test_it_is_closed_and_reopened_with_its_tasks(wanted: Project) -> None:
    wanted.run("sync", CHECKLIST)
    for number in (2, 3, 4):
        close(wanted, number)
    done = wanted.run("sync", CHECKLIST)
    assert done.returncode == 0, done.stderr
    assert "#5: progress, close as completed" in done.stdout
    assert "state: closed" in wanted.issue(5).read_text()
    path = wanted.issue(3)
    path.write_text(path.read_text().replace("state: closed", "state: open").replace("reason: completed\n", ""))
    again = wanted.run("sync", CHECKLIST)
    assert "#5: progress, reopen" in again.stdout, again.stdout + again.stderr
    assert "state: open" in wanted.issue(5).read_text()
    assert "0 other changes" in wanted.run("sync", CHECKLIST).stdout


def test_reports_and_checks_do_not_count_them(wanted: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    wanted.run("sync", "postmortems")
    with_them = json.loads(wanted.run("report", "--format", "json", "postmortems").stdout)["totals"]
    findings = wanted.run("check", "postmortems").stdout
    for number in (13, 14, 15):
        wanted.issue(number).rename(tmp_path_factory.mktemp("away") / str(number))
    assert json.loads(wanted.run("report", "--format", "json", "postmortems").stdout)["totals"] == with_them
    assert wanted.run("check", "postmortems").stdout == findings


def test_a_saved_plan_is_applied_with_them(wanted: Project) -> None:
    wanted.run("plan", "--out", "plan.json", "postmortems")
    done = wanted.run("apply", "plan.json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "15 issues created" in done.stdout
    assert "0 issues created, 0 other changes" in wanted.run("sync", "postmortems").stdout


def test_without_the_option_there_are_none(examples: Project) -> None:
    done = examples.run("sync", "postmortems")
    assert "12 issues created" in done.stdout


def test_switching_it_off_leaves_them_and_calls_no_orphans(wanted: Project) -> None:
    wanted.run("sync", "postmortems")
    wanted.write("postmortem-tracker.toml", "[sync]\ncreate_completed = true\n")
    done = wanted.run("sync", "--close-orphans", "postmortems")
    assert done.stdout == "Done: 0 issues created, 0 other changes; 12 unchanged.\n"


def test_they_go_where_the_incident_is_routed(examples: Project) -> None:
    trackers = '[trackers.all]\npath = "all"\n[trackers.late]\npath = "late"\n'
    routes = f'[[routes]]\ntracker = "late"\npath = "{CHECKLIST}"\n[[routes]]\ntracker = "late"\npriority = "P1"\n'
    examples.write("postmortem-tracker.toml", OPTION + trackers + routes)
    done = examples.run("sync", "postmortems")
    assert done.returncode == 0, done.stderr
    assert len(list((examples.root / "late").glob("*-postmortem-inc-103-*.md"))) == 1
    assert len(list((examples.root / "all").glob("*-postmortem-inc-10[12]-*.md"))) == 2
    (elsewhere,) = (examples.root / "all").glob("*-postmortem-inc-102-*.md")
    assert "`late #" in elsewhere.read_text(), "a task with priority P1 has its issue in the other tracker"
    assert "0 issues created, 0 other changes" in examples.run("sync", "postmortems").stdout


# --- GitLab -------------------------------------------------------------------------------------------------------


@pytest.fixture
def fake() -> Iterator[FakeGitLab]:
    server = FakeGitLab(PROJECT)
    with Server(server):
        yield server


def test_on_gitlab_the_tasks_are_linked_once(examples: Project, fake: FakeGitLab) -> None:
    tracker = f'[trackers.gitlab]\nkind = "gitlab"\nproject = "{PROJECT}"\nurl = "{fake.base}"\n'
    examples.write("postmortem-tracker.toml", OPTION + tracker)
    first = examples.run("sync", "postmortems", GITLAB_TOKEN=TOKEN)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "15 issues created" in first.stdout
    assert [len(fake.links[(PROJECT, number)]) for number in (13, 14, 15)] == [4, 4, 4]
    before = fake.counted()
    again = examples.run("sync", "postmortems", GITLAB_TOKEN=TOKEN)
    assert "0 issues created, 0 other changes" in again.stdout
    assert fake.counted() - before == 1
    text = Path(examples.root / CHECKLIST).read_text()
    examples.write(CHECKLIST, text.replace("- [ ] Add the gateway", "- [x] Add the gateway"))
    closed = examples.run("sync", "postmortems", GITLAB_TOKEN=TOKEN)
    assert closed.returncode == 0, closed.stderr
    assert f"{PROJECT}#15: progress" in closed.stdout
    assert "2 of 4 closed" in fake.issues[PROJECT][15]["description"]
    assert len(fake.links[(PROJECT, 15)]) == 4
