"""An issue that people turned into something else is closed by the server, and not done: neither side says so then."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.e2e.conftest import Project
from tests.fakes.gitlab import TOKEN as GITLAB_TOKEN
from tests.fakes.gitlab import FakeGitLab, Fault
from tests.fakes.gitlab_server import Server
from tests.integrations.conftest import fresh_token, issue
from tests.proxy import Proxy, answer

DOCUMENT = "postmortems/a.md"
SHOP = "/repos/acme/shop/issues"
TITLES = ("Add an alert on the depth of the queue", "Write a runbook")
HEAD = "# INC-1: Queue stalled\n\n## Action items\n\n"
EVENTS = [{"event": "labeled"}, {"event": "closed"}, {"event": "locked"}]


def run(project: Project, *arguments: str, code: int = 0) -> str:
    done = project.run(*arguments, GITLAB_TOKEN=GITLAB_TOKEN, GITHUB_TOKEN=fresh_token())
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def configure(project: Project, kind: str, name: str, url: str) -> None:
    project.write(
        "postmortem-tracker.toml",
        f'documents = ["postmortems"]\n[sync]\ncache = false\n'
        f'[trackers.t]\nkind = "{kind}"\nproject = "{name}"\nurl = "{url}"\n',
    )


@pytest.fixture
def lab(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGitLab]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    gitlab = FakeGitLab("ops/incidents")
    with Server(gitlab):
        yield gitlab


@pytest.fixture
def synced(project: Project, lab: FakeGitLab) -> Project:
    project.write(DOCUMENT, HEAD + "".join(f"- [ ] {title}\n" for title in TITLES))
    configure(project, "gitlab", "ops/incidents", lab.base)
    run(project, "sync")
    return project


@pytest.mark.parametrize(
    ("into", "said"),
    [
        ("epic &7", "an epic"),
        ("epic ops/teams&12", "an epic"),
        ("objective #9", "an objective"),
        ("ticket #9", "a ticket"),
    ],
)
def test_an_issue_promoted_on_gitlab_is_not_done(synced: Project, lab: FakeGitLab, into: str, said: str) -> None:
    lab.promote("ops/incidents", 1, into)
    before = synced.tree()
    told = run(synced, "sync")
    assert f"ops/incidents#1 was turned into {said}, that is not done" in told
    assert "0 issues created, 0 other changes; 1 unchanged" in told
    assert synced.tree() == before, "no tick, no second issue"
    assert f"PM211 #1 was turned into {said}" in run(synced, "check", code=1)
    open_items = json.loads(run(synced, "report", "--format", "json"))["totals"]
    assert (open_items["open"], open_items["completed"]) == (2, 0)


def test_who_ticks_the_item_settles_it(synced: Project, lab: FakeGitLab) -> None:
    lab.promote("ops/incidents", 1)
    path = synced.root / DOCUMENT
    path.write_text(path.read_text().replace("[ ] Add", "[x] Add"))
    assert "turned into" not in run(synced, "sync")
    assert "0 other changes" in run(synced, "sync")
    assert "PM211" not in run(synced, "check", code=1), "the other item has no owner"


@pytest.mark.parametrize("after", [["reopened", "closed"], ["reopened", "closed via merge request !3"]])
def test_one_that_was_reopened_and_closed_again_is_done(synced: Project, lab: FakeGitLab, after: list[str]) -> None:
    lab.promote("ops/incidents", 1)
    for note in after:
        lab.add_note("ops/incidents", 1, note, system=True)
    assert "mark completed in the document" in run(synced, "sync")


@pytest.mark.parametrize(
    "note", ["promoted to maintainer by mistake", "we promoted to epic &7 what is left", "promoted to epic &7"]
)
def test_what_people_write_turns_nothing_into_anything(synced: Project, lab: FakeGitLab, note: str) -> None:
    lab.issues["ops/incidents"][1].update(state="closed")
    lab.add_note("ops/incidents", 1, note)
    assert "mark completed in the document" in run(synced, "sync")


def test_where_nobody_answers_it_could_not_be_read(synced: Project, lab: FakeGitLab) -> None:
    lab.promote("ops/incidents", 1)
    before = synced.tree()
    lab.faults.append(Fault("GET", "issues/1/notes", 500, times=9))
    assert "mark completed" not in run(synced, "sync", code=3)
    assert synced.tree() == before


def test_a_server_that_knows_no_notes_closes_as_ever(synced: Project, lab: FakeGitLab) -> None:
    lab.issues["ops/incidents"][1].update(state="closed")
    lab.faults.append(Fault("GET", "issues/1/notes", 404, times=9))
    assert "mark completed in the document" in run(synced, "sync")


def test_only_a_closing_that_is_news_is_asked_about(synced: Project, lab: FakeGitLab) -> None:
    lab.issues["ops/incidents"][1].update(state="closed")
    lab.requests.clear()
    run(synced, "plan", "--out", "plan.json")
    assert [each.path.rpartition("/")[2] for each in lab.requests] == ["issues", "notes"]
    foreseen = json.loads((synced.root / "plan.json").read_text())["requests"]
    lab.requests.clear()
    run(synced, "sync")
    assert len(lab.requests) == foreseen
    lab.requests.clear()
    run(synced, "sync")
    assert len(lab.requests) == 1, "what both sides agree on is no news"


def hub(project: Project, stub: Proxy, events: list[dict[str, str]], **more: object) -> None:
    """A document that links two issues of GitHub, of which the first one was closed."""
    links = [f"([#{number}]({stub.url}/acme/shop/issues/{number}))" for number in (1, 2)]
    items = "".join(f"- {title} {link}\n" for title, link in zip(TITLES, links, strict=True))
    project.write(DOCUMENT, HEAD + items)
    configure(project, "github", "acme/shop", stub.url)
    shown = [
        issue(number, title=title, html_url=f"{stub.url}/acme/shop/issues/{number}")
        for number, title in enumerate(TITLES, start=1)
    ]
    shown[0] |= {"state": "closed", "state_reason": "completed", **more}
    stub.on("GET", rf"{SHOP}\?", answer(200, shown), times=None)
    stub.on("GET", rf"{SHOP}/1/timeline", answer(200, events), times=None)


@pytest.mark.parametrize("reason", ["completed", "not_planned", None])
def test_an_issue_converted_on_github_is_not_done(project: Project, stub: Proxy, reason: str | None) -> None:
    hub(project, stub, [*EVENTS, {"event": "converted_to_discussion"}], locked=True, state_reason=reason)
    told = run(project, "plan")
    assert "acme/shop#1 was turned into a discussion, that is not done" in told
    assert "in the document" not in told.partition("Write a runbook")[0]
    assert "PM211 #1 was turned into a discussion" in run(project, "check", code=1)


def test_a_locked_issue_that_was_only_closed_is_done(project: Project, stub: Proxy) -> None:
    hub(project, stub, EVENTS, locked=True)
    assert "mark completed in the document" in run(project, "plan")


def test_an_issue_that_is_not_locked_is_not_asked_about(project: Project, stub: Proxy) -> None:
    hub(project, stub, [{"event": "converted_to_discussion"}], locked=False)
    assert "mark completed in the document" in run(project, "plan")
    assert stub.count("GET", "timeline") == 0
