"""A server that names pages on another host: no document, report or message of ours leads there."""

from __future__ import annotations

import pytest

from postmortem_tracker.integrations.github.tracker import GitHubTracker
from postmortem_tracker.integrations.shared.values import own_address, own_page
from postmortem_tracker.model import IssueChange, IssueDraft
from tests.e2e.conftest import Project
from tests.emulate.server import Emulate
from tests.fakes.gitlab import TOKEN as GITLAB_TOKEN
from tests.fakes.gitlab import FakeGitLab
from tests.integrations.conftest import MakeTracker, fresh_token, issue
from tests.proxy import Forward, Proxy, Reply, answer

EVIL = "https://evil.example"
DOCUMENT = (
    "# INC-1: Queue stalled\n\n## Action items\n\n- [ ] Add an alert @alice due 2026-01-02\n- [ ] Write a runbook\n"
)
COMMANDS = (
    "--config new.toml init",
    "doctor",
    "plan --out plan.json",
    "apply plan.json --yes",
    "sync",
    "sync --format json",
    *(f"report -f {kind}" for kind in ("table", "markdown", "json", "csv", "html")),
    "check",
    "check -f json",
    "remind --digest markdown",
    "remind --digest slack",
    "remind --send",
)


@pytest.mark.parametrize(
    ("told", "same"),
    [
        ("https://git.example/a/b/issues/1", True),
        ("http://git.example:80/a/b/issues/1", True),
        ("https://GIT.example.:443/a/b/issues/1", True),
        ("https://git.example:8443/a/b/issues/1", False),
        ("https://git.example.evil.example/a/b/issues/1", False),
        ("https://evil.example/git.example/a/b/issues/1", False),
        ("https://xgit.example/a/b/issues/1", False),
    ],
)
def test_a_page_is_believed_where_it_is_on_the_server(told: str, same: bool) -> None:
    assert own_page(told, "https://git.example", "computed") == (told if same else "computed")


def test_what_is_no_issue_keeps_its_path_alone() -> None:
    assert own_address(f"{EVIL}/a/b/pull/9", "https://git.example/sub") == "https://git.example/a/b/pull/9"
    for bad in ("javascript:alert(1)", "//evil.example/x", "https://evil.example/)[x](y", "https://u@evil.example/"):
        with pytest.raises(ValueError, match="address"):
            own_address(bad, "https://git.example")


@pytest.mark.parametrize(
    ("api", "page"),
    [
        ("https://api.github.com", "https://github.com"),
        ("https://ghe.example/api/v3", "https://ghe.example"),
        ("https://api.ghe.example", "https://ghe.example"),
    ],
)
def test_the_site_of_an_api_is_where_links_are_read(api: str, page: str) -> None:
    found = GitHubTracker("hub", "acme/shop", "t", url=api).resolve(f"{page}/acme/shop/issues/7", None, "a.md")
    assert found is not None
    assert found.number == 7


def test_every_answer_of_github_is_held_to_the_site(stub: Proxy, make: MakeTracker) -> None:
    raw = issue(7, html_url=f"{EVIL}/acme/shop/issues/7")
    stub.on("GET", r".*/issues/7$", answer(200, raw), times=None)
    stub.on("GET", r".*/labels.*", answer(200, [{"name": "postmortem"}]), times=None)
    stub.on("GET", r".*/(issues|sub_issues)\?", answer(200, [raw]), times=None)
    stub.on("POST", r".*/issues$", answer(201, raw), times=None)
    stub.on("PATCH", r".*/issues/7$", answer(200, raw), times=None)
    tracker = make(stub)
    made = tracker.create(IssueDraft("Add a canary", "Body", ("postmortem",)))
    found = [made, *tracker.list("postmortem"), tracker.get(made.ref), *tracker.recent(), *tracker.children(made.ref)]
    found.append(tracker.update(made.ref, IssueChange(title="Other")))
    assert {each.url for each in found} == {f"{stub.url}/acme/shop/issues/7"}


def _tried(project: Project, **environment: str) -> None:
    """Each command, in order: none shows the other host, and no document names it."""
    for command in COMMANDS:
        done = project.run(*command.split(), **environment)
        assert done.returncode in (0, 1), (command, done.stderr)
        assert "evil" not in done.stdout + done.stderr, command
    assert "evil" not in (project.root / "postmortems/a.md").read_text()


@pytest.mark.node
def test_no_command_is_led_away_by_github(project: Project, emulate: Emulate, proxy: Proxy) -> None:
    def lie(forward: Forward) -> Reply:
        reply = forward()
        body = reply.body.replace(f'"{emulate.url}/acme/'.encode(), f'"{EVIL}/acme/'.encode())
        lied.append(body != reply.body)
        return Reply(reply.status, body, reply.headers)

    lied: list[bool] = []
    for method in ("GET", "POST", "PATCH"):
        proxy.on(method, ".*", lie, times=None)
    project.write("postmortems/a.md", DOCUMENT)
    tracker = f'[trackers.hub]\nkind = "github"\nproject = "acme/shop"\nurl = "{proxy.url}"\n'
    project.write("postmortem-tracker.toml", f'documents = ["postmortems"]\n{tracker}')
    _tried(project, GITHUB_TOKEN=fresh_token())
    assert any(lied)
    assert f"({proxy.url}/acme/shop/issues/1)" in (project.root / "postmortems/a.md").read_text()


def test_no_command_is_led_away_by_gitlab(project: Project, fake: FakeGitLab) -> None:
    server, fake.base = fake.base, EVIL
    name = next(iter(fake.issues))
    project.write("postmortems/a.md", DOCUMENT)
    tracker = f'[trackers.lab]\nkind = "gitlab"\nproject = "{name}"\nurl = "{server}"\n'
    project.write("postmortem-tracker.toml", f'documents = ["postmortems"]\n{tracker}')
    _tried(project, GITLAB_TOKEN=GITLAB_TOKEN)
    assert all(each["web_url"].startswith(EVIL) for each in fake.issues[name].values())
    assert f"({server}/{name}/-/issues/1)" in (project.root / "postmortems/a.md").read_text()
