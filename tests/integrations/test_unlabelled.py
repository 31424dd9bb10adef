"""Where documents take no links, the label alone leads to the issues: that it is gone does not mean that they are."""

from __future__ import annotations

import json

import pytest

from tests.e2e.conftest import Project
from tests.fakes.gitlab import TOKEN, FakeGitLab, Fault
from tests.integrations.conftest import fresh_token, issue
from tests.proxy import Proxy, answer

PLACE, DOCUMENT = "ops/incidents", "postmortems/a.md"
TEXT = (
    "# INC-1: Queue stalled\n\n## Action items\n\n- [ ] Add an alert on the depth of the queue\n- [ ] Write a runbook\n"
)
CONFIG = 'documents = ["postmortems"]\n[sync]\nwrite_back = false\ncache = false\nlabel = "{label}"\n'
SAID = "ops/incidents#1 and 1 more say that they are of these items, and no issue has the label 'postmortem'"


@pytest.fixture
def synced(project: Project, fake: FakeGitLab) -> Project:
    project.write(DOCUMENT, TEXT)
    configure(project, fake)
    run(project, "sync")
    return project


def configure(project: Project, fake: FakeGitLab, label: str = "postmortem") -> None:
    tracker = f'[trackers.lab]\nkind = "gitlab"\nproject = "{PLACE}"\nurl = "{fake.base}"\n'
    project.write("postmortem-tracker.toml", CONFIG.format(label=label) + tracker)


def run(project: Project, *arguments: str, code: int = 0) -> str:
    done = project.run(*arguments, GITLAB_TOKEN=TOKEN, GITHUB_TOKEN=fresh_token())
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def relabel(fake: FakeGitLab, *labels: str) -> None:
    for each in fake.issues[PLACE].values():
        each["labels"] = list(labels)


@pytest.mark.parametrize("labels", [("follow-up",), ()], ids=["renamed", "deleted"])
@pytest.mark.parametrize("state", ["opened", "closed"])
def test_no_second_issue_is_opened_where_the_label_is_gone(
    synced: Project, fake: FakeGitLab, labels: tuple[str, ...], state: str
) -> None:
    relabel(fake, *labels)
    fake.issues[PLACE][1]["state"] = state
    assert SAID in run(synced, "sync", code=3)
    assert sorted(fake.issues[PLACE]) == [1, 2]
    assert "PM201" not in run(synced, "check", code=3), "nobody knows that there is no issue"


def test_the_label_s_new_name_is_all_that_it_takes(synced: Project, fake: FakeGitLab) -> None:
    relabel(fake, "follow-up")
    configure(synced, fake, "follow-up")
    assert "0 issues created" in run(synced, "sync")


def test_issues_of_other_items_keep_nothing_from_being_opened(synced: Project, fake: FakeGitLab) -> None:
    relabel(fake)
    for each in fake.issues[PLACE].values():
        each["description"] = each["description"].replace('"INC-1"', '"INC-7"')
    assert "2 issues created" in run(synced, "sync")


def test_where_nobody_answers_nothing_is_opened(synced: Project, fake: FakeGitLab) -> None:
    relabel(fake)
    planned = run(synced, "plan", code=3)
    assert "to create" not in planned
    fake.faults.append(Fault("GET", f"{PLACE}/issues", 500, times=9))
    run(synced, "sync", code=3)
    assert sorted(fake.issues[PLACE]) == [1, 2]


@pytest.mark.parametrize(("write_back", "looks"), [("true", 0), ("false", 1)])
def test_it_is_looked_for_once_and_foreseen(project: Project, fake: FakeGitLab, write_back: str, looks: int) -> None:
    """Before the first issue there is none with the label; with links in the documents nobody needs to look."""
    project.write(DOCUMENT, TEXT)
    configure(project, fake)
    config = project.root / "postmortem-tracker.toml"
    config.write_text(config.read_text().replace("write_back = false", f"write_back = {write_back}"))
    run(project, "plan", "--out", "plan.json")
    foreseen = json.loads((project.root / "plan.json").read_text())["requests"]
    fake.requests.clear()
    run(project, "sync")
    assert len(fake.requests) == foreseen
    asked = [each for each in fake.requests if each.method == "GET" and each.path.endswith("/issues")]
    assert len([each for each in asked if "labels" not in each.query]) == looks
    fake.requests.clear()
    run(project, "sync")
    assert len(fake.requests) == 1


def test_github_is_asked_likewise(project: Project, stub: Proxy) -> None:
    """Pull requests are none of the issues, whatever their text says."""
    project.write(DOCUMENT, TEXT)
    tracker = f'[trackers.hub]\nkind = "github"\nproject = "acme/shop"\nurl = "{stub.url}"\n'
    project.write("postmortem-tracker.toml", CONFIG.format(label="postmortem") + tracker)
    key = json.loads(run(project, "parse", "--format", "json", DOCUMENT))["incidents"][0]["items"][0]["key"]
    data = {"v": 1, "incident": "INC-1", "key": key, "path": DOCUMENT, "digest": ""}
    base = {"title": "Add an alert", "state": "open", "owners": [], "due": "", "labels": []}
    body = f"<!-- postmortem-tracker {json.dumps({**data, 'base': base})} -->\n\n<!-- /postmortem-tracker -->\n"
    theirs = issue(8, body=body, labels=[], pull_request={"url": "x"})
    stub.on("GET", r".*/issues\?.*labels=", answer(200, []), times=None)
    stub.on("GET", r".*/issues\?(?!.*labels=)", answer(200, [theirs]), times=1)
    stub.on("GET", r".*/labels", answer(200, []), times=None)
    assert "2 to create" in run(project, "plan")
    stub.on("GET", r".*/issues\?(?!.*labels=)", answer(200, [theirs, issue(7, body=body, labels=[])]), times=None)
    assert "acme/shop#7 says that it is of one of these items" in run(project, "plan", code=3)
