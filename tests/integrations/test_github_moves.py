"""Issues that were transferred, as the whole command meets them: followed, out of sight, or not answered for."""

from __future__ import annotations

from typing import Any

import pytest

from postmortem_tracker.errors import TrackerUnavailableError
from postmortem_tracker.model import IssueRef
from tests.e2e.conftest import Project
from tests.integrations.conftest import MakeTracker, fresh_token, issue
from tests.proxy import Action, Proxy, answer, drop

SHOP, SEARCH = "/repos/acme/shop/issues", "/repos/acme/search/issues"
TITLES = ("Add an alert on the depth of the queue", "Write a runbook")
DOCUMENT = "postmortems/a.md"


def shown(stub: Proxy, number: int, name: str, title: str, **more: object) -> dict[str, object]:
    """An issue as the server at the proxy's address shows it."""
    return issue(number, f"acme/{name}", title=title, html_url=f"{stub.url}/acme/{name}/issues/{number}", **more)


@pytest.fixture
def transferred(project: Project, stub: Proxy) -> Project:
    """A document that links two issues of shop, the first of which went to search, where it is the fifth."""
    links = [f"([#{number}]({stub.url}/acme/shop/issues/{number}))" for number in (1, 2)]
    items = "".join(f"- [ ] {title} {link}\n" for title, link in zip(TITLES, links, strict=True))
    project.write(DOCUMENT, f"# INC-1: Queue stalled\n\n## Action items\n\n{items}")
    trackers = "".join(
        f'[trackers.{name}]\nkind = "github"\nproject = "acme/{name}"\nurl = "{stub.url}"\n'
        for name in ("shop", "search")
    )
    project.write("postmortem-tracker.toml", f'documents = ["postmortems"]\n[sync]\ncache = false\n{trackers}')
    stub.on("GET", rf"{SHOP}\?", answer(200, [shown(stub, 2, "shop", TITLES[1])]), times=None)
    stub.on("GET", rf"{SHOP}/1$", answer(301, {}, Location=f"{stub.url}/repositories/9/issues/5"), times=None)
    return project


def run(project: Project, *arguments: str) -> tuple[int, str]:
    done = project.run(*arguments, GITHUB_TOKEN=fresh_token())
    return done.returncode, done.stdout + done.stderr


def test_an_issue_transferred_to_a_configured_repository_is_followed(transferred: Project, stub: Proxy) -> None:
    there: dict[str, Any] = shown(stub, 5, "search", TITLES[0])
    stub.on("GET", rf"{SEARCH}\?", answer(200, [there]), times=None)
    stub.on("GET", "/repositories/9/issues/5", answer(200, there), times=None)
    code, told = run(transferred, "plan", "--close-orphans")
    assert code == 0, told
    assert "link in the document: #1 → acme/search#5" in told
    assert "close" not in told
    assert "not configured" not in told
    assert "PM210" not in run(transferred, "check")[1]


@pytest.mark.parametrize("fault", [answer(502, {}), answer(503, {}), drop()], ids=["502", "503", "cut"])
def test_where_nobody_answers_for_a_transferred_issue_it_could_not_be_read(
    transferred: Project, stub: Proxy, fault: Action
) -> None:
    stub.on("GET", rf"{SEARCH}\?", answer(200, []), times=None)
    stub.on("GET", "/repositories/9/issues/5", fault, times=None)
    code, told = run(transferred, "plan", "--close-orphans")
    assert code == 3, told
    assert "item may have an issue that could not be read: left as it is" in told
    assert "does not exist" not in told
    assert "out of sight" not in told
    assert "close" not in told


def test_one_that_went_out_of_sight_is_missing_and_nothing_is_written(transferred: Project, stub: Proxy) -> None:
    stub.on("GET", rf"{SEARCH}\?", answer(200, []), times=None)
    stub.on("GET", "/repositories/9/issues/5", answer(404, {"message": "Not Found"}), times=None)
    code, told = run(transferred, "check")
    assert code == 1, told
    assert "PM211" in told
    assert "does not exist any more or is not visible" in told
    code, told = run(transferred, "plan")
    assert "the linked issue #1 does not exist, or the token cannot see it: give it access" in told


def test_a_transferred_issue_becomes_a_sub_issue_where_it_is_now(stub: Proxy, make: MakeTracker) -> None:
    there: dict[str, Any] = shown(stub, 5, "search", TITLES[0])
    stub.on("GET", f"{SHOP}/1$", answer(301, {}, Location=f"{stub.url}/repositories/9/issues/5"))
    stub.on("GET", "/repositories/9/issues/5", answer(200, there))
    stub.on("POST", f"{SHOP}/2/sub_issues", answer(201, {}))
    make(stub).add_child(IssueRef("hub", "acme/shop", 2), IssueRef("hub", "acme/shop", 1))
    assert [seen.json for seen in stub.seen if seen.method == "POST"] == [{"sub_issue_id": there["id"]}]


def test_one_whose_id_is_not_told_is_related_to_nothing(stub: Proxy, make: MakeTracker) -> None:
    stub.on("GET", f"{SHOP}/1$", answer(200, {**shown(stub, 1, "shop", TITLES[0]), "id": None}))
    with pytest.raises(TrackerUnavailableError, match="not as its API says"):
        make(stub).add_child(IssueRef("hub", "acme/shop", 2), IssueRef("hub", "acme/shop", 1))
    assert stub.writes() == 0
