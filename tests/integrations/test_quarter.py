"""A quarter of a team's life on both servers: what each plan says its sync takes is what a counting proxy sees.

After each step the next sync writes nothing, no issue is there twice, and what people wrote is still there.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests

from tests.e2e.conftest import Project
from tests.fakes.gitlab import TOKEN as GITLAB_TOKEN
from tests.fakes.gitlab import FakeGitLab
from tests.fakes.gitlab_issues import DEVELOPER, GUEST
from tests.fakes.gitlab_server import Server
from tests.integrations.conftest import fresh_token
from tests.proxy import Proxy, answer, proxy_for

SHOP, PAYMENTS = "acme/shop", "acme/payments"
SUB_ISSUES = r"/repos/acme/\w+/issues/\d+/sub_issues"
QUEUE = """# INC-1: Queue stalled

## Action items

- [ ] Add an alert on queue depth @alice due 2026-07-01 (P1)
- [ ] Write a runbook for failover @bob
- [ ] Limit the importer's retries @alice
- [x] Drain the queue by hand @alice
"""
INDEX = """---
incident: INC-2
severity: SEV2
---
# Index lost

## Action items

| Action item | Owner | Priority | Due | Status | Ticket |
| --- | --- | --- | --- | --- | --- |
| Rebuild the index from snapshots | @bob | P1 | 2026-08-01 | Open | |
| Page on search latency | @alice | P0 | | Open | |
"""
SECOND = """# INC-3: Payments refused

## Action items

- [ ] Add a second acquirer @alice
- [ ] Rehearse the switch
"""


@dataclass
class Quarter:
    """A repository of postmortems, the server of its issues, and what a step may cost."""

    kind: str
    project: Project
    proxy: Proxy
    fake: FakeGitLab | None = None
    cache: bool = False
    projects: dict[str, str] = field(default_factory=lambda: {"t": SHOP})
    more: str = ""

    # The documents.

    def path(self, name: str) -> Path:
        return self.project.root / "postmortems" / name

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.path(name).read_text()
        assert text.count(old) == 1, (old, text)
        self.path(name).write_text(text.replace(old, new))

    def number(self, name: str, words: str) -> int:
        line = next(line for line in self.path(name).read_text().splitlines() if words in line)
        return int(re.findall(r"\[#(\d+)\]", line)[-1])

    def configure(self) -> None:
        lines = ['documents = ["postmortems"]']
        if len(self.projects) > 1:
            lines += ["[[routes]]", 'tracker = "u"', 'path = "postmortems/second*"']
            lines += ["[[routes]]", 'tracker = "t"', 'path = "**"']
        lines += ["[sync]", f"cache = {str(self.cache).lower()}", self.more]
        for name, there in self.projects.items():
            lines += [
                f"[trackers.{name}]",
                f'kind = "{self.kind}"',
                f'project = "{there}"',
                f'url = "{self.proxy.url}"',
            ]
        self.project.write("postmortem-tracker.toml", "\n".join(lines))

    # What people do on the server.

    def call(self, method: str, path: str, **data: Any) -> Any:
        root = "/repos/" if self.kind == "github" else "/api/v4/projects/"
        project = SHOP if self.kind == "github" else quote(self.projects["t"], safe="")
        token = fresh_token() if self.kind == "github" else GITLAB_TOKEN
        answered = requests.request(
            method,
            f"{self.proxy.url}{root}{project}{path}",
            headers={"Authorization": f"Bearer {token}"},
            json=data or None,
            timeout=20,
        )
        assert answered.ok, answered.text
        return answered.json() if answered.content else None

    def issues(self) -> list[dict[str, Any]]:
        return list(self.call("GET", "/issues?state=all&per_page=100"))

    def body(self, number: int) -> str:
        return str(self.call("GET", f"/issues/{number}")["body" if self.kind == "github" else "description"])

    def change(self, number: int, title: str = "", body: str = "", closed: bool | None = None) -> None:
        github = self.kind == "github"
        data: dict[str, Any] = {"title": title} if title else {}
        if body:
            data["body" if github else "description"] = body
        if closed is not None and github:
            data["state"] = "closed" if closed else "open"
        elif closed is not None:
            data["state_event"] = "close" if closed else "reopen"
        self.call("PATCH" if github else "PUT", f"/issues/{number}", **data)

    def open(self, title: str, body: str) -> int:
        opened = self.call("POST", "/issues", title=title, **{"body" if self.kind == "github" else "description": body})
        return int(opened["number" if self.kind == "github" else "iid"])

    def comment(self, number: int, text: str) -> None:
        self.call("POST", f"/issues/{number}/{'comments' if self.kind == 'github' else 'notes'}", body=text)

    # A run.

    def run(self, *arguments: str, code: int = 0) -> tuple[str, int, int]:
        """What was printed, the requests, and those that write."""
        self.proxy.clear()
        for method in ("GET", "POST"):
            self.proxy.on(method, SUB_ISSUES, answer(200, []), times=None)  # the emulator knows none
        done = self.project.run(*arguments, GITLAB_TOKEN=GITLAB_TOKEN, GITHUB_TOKEN=fresh_token())
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr, self.proxy.count(), self.proxy.writes()

    def step(self, *options: str, unforeseen: int = 0) -> tuple[str, int]:
        """Plan, sync, sync again; returns what the sync printed and how many of its requests write."""
        self.run("plan", "--out", "plan.json", *options)
        foreseen = json.loads((self.project.root / "plan.json").read_text())["requests"]
        printed, seen, writes = self.run("sync", "--yes", *options)
        assert foreseen + unforeseen == seen, [(one.method, one.path) for one in self.proxy.seen]
        before = self.project.tree()
        _, _, again = self.run("sync", "--yes", *options)
        assert again == 0
        assert self.project.tree() == before
        titles = Counter(issue["title"] for issue in self.issues())
        assert set(titles.values()) <= {1}, titles
        return printed, writes


@pytest.fixture
def gitlab_behind(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Proxy, FakeGitLab]]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    fake = FakeGitLab(SHOP)
    fake.add_project(PAYMENTS)
    with Server(fake), proxy_for(fake.base) as counting:
        yield counting, fake


@pytest.fixture(params=[pytest.param("github", marks=pytest.mark.node), "gitlab"])
def quarter(request: pytest.FixtureRequest, project: Project) -> Quarter:
    """Two postmortems that were synced."""
    if request.param == "github":
        made = Quarter("github", project, request.getfixturevalue("proxy"))
    else:
        proxy, fake = request.getfixturevalue("gitlab_behind")
        made = Quarter("gitlab", project, proxy, fake)
    project.write("postmortems/queue.md", QUEUE)
    project.write("postmortems/search.md", INDEX)
    made.configure()
    made.step()
    assert len(made.issues()) == 5
    return made


def test_documents_change(quarter: Quarter) -> None:
    github = quarter.kind == "github"
    quarter.edit("queue.md", "- [ ] Add an alert", "- [x] Add an alert")
    assert quarter.step()[1] == 1
    quarter.edit("search.md", "2026-08-01 | Open", "2026-08-01 | Done")
    assert quarter.step()[1] == 1
    quarter.edit("queue.md", "- [x] Add an alert", "- [ ] Add an alert")
    assert quarter.step()[1] == 1
    quarter.edit("queue.md", "a runbook for failover", "a runbook for failing over")
    assert quarter.step()[1] == 1
    quarter.edit("queue.md", "retries @alice", "retries @bob")
    assert quarter.step()[1] == 1
    quarter.edit("queue.md", "retries @bob", "retries")
    assert quarter.step()[1] == 1
    quarter.edit("queue.md", "due 2026-07-01", "due 2026-07-15")
    assert quarter.step()[1] == 1
    quarter.edit("queue.md", " due 2026-07-15", "")
    assert quarter.step()[1] == 1
    quarter.edit("search.md", "P0 | |", "P2 | 2026-09-10 |")
    assert quarter.step()[1] == (4 if github else 2)  # a label is made; on GitHub one is added, and one taken away


def test_owners_who_cannot_be_assigned(quarter: Quarter) -> None:
    refused = 2 if quarter.kind == "github" else 0  # the request that is refused, and a look at whom it is about
    quarter.edit("queue.md", "retries @alice", "retries @stranger")
    printed, writes = quarter.step(unforeseen=refused)
    assert "stranger cannot be assigned there" in printed
    assert writes == (2 if refused else 1)
    quarter.edit("queue.md", "retries @stranger", "retries @bob")
    assert quarter.step()[1] == 1
    if quarter.fake:  # GitLab knows carol and leaves her out without a word: only its answer tells, and is remembered
        quarter.edit("queue.md", "retries @bob", "retries @carol")
        assert quarter.step(unforeseen=1)[1] == 2


def test_labels_that_the_token_may_not_set_are_set_as_soon_as_it_may(quarter: Quarter) -> None:
    if quarter.fake is None:
        pytest.skip("GitHub refuses labels in a request of their own, before anything else is changed")
    quarter.edit("search.md", "P0 | |", "P2 | |")
    quarter.fake.labels[SHOP]["priority: P2"] = {"name": "priority: P2"}
    quarter.fake.members[SHOP]["root"] = GUEST
    for _ in range(2):
        assert "not label them (priority: P2)" in quarter.run("sync", code=3)[0]
    quarter.fake.members[SHOP]["root"] = DEVELOPER
    assert quarter.step()[1] == 1
    issue = quarter.fake.issues[SHOP][quarter.number("search.md", "Page on")]
    assert "priority: P2" in issue["labels"]
    assert "priority: P0" not in issue["labels"]


def test_people_act_on_the_server(quarter: Quarter) -> None:
    number = quarter.number("queue.md", "runbook")
    quarter.change(number, closed=True)
    assert quarter.step()[1] == 1
    assert "- [x] Write a runbook" in quarter.path("queue.md").read_text()
    quarter.change(number, closed=False)
    assert quarter.step()[1] == 1
    assert "- [ ] Write a runbook" in quarter.path("queue.md").read_text()
    quarter.comment(number, "No time this week")
    assert quarter.step()[1] == 0
    theirs = f"I do it.\n\n{quarter.body(number)}\n\nAnd *then* we rest.\n"
    quarter.change(number, "Write the failover runbook (bob)", theirs)
    assert quarter.step()[1] == 0
    quarter.edit("queue.md", "failover @bob", "failover @alice")
    assert quarter.step()[1] == 1
    assert quarter.body(number).partition("<!-- post")[0] == theirs.partition("<!-- post")[0]
    assert quarter.body(number).rpartition("-->")[2].rstrip() == theirs.rpartition("-->")[2].rstrip()
    assert quarter.step("--accept-tracker")[1] == 1
    assert "- [ ] Write the failover runbook (bob)" in quarter.path("queue.md").read_text()


def test_documents_and_links_move(quarter: Quarter) -> None:
    quarter.path("queue.md").rename(quarter.path("stalled.md"))
    assert quarter.step()[1] == 3
    epic = quarter.open("Alerts of all kinds", "Bob's own words\n")
    old = quarter.number("stalled.md", "Limit")
    link = re.search(rf"\(\[#{old}\]\([^)]*\)\)", quarter.path("stalled.md").read_text())
    assert link
    quarter.edit("stalled.md", link[0], f"(#{epic})")
    assert quarter.step()[1] == (2 if quarter.kind == "github" else 1)
    assert "Bob's own words" in quarter.body(epic)
    assert quarter.step("--close-orphans")[1] == 2  # a comment, and the closing
    text = quarter.path("search.md").read_text()
    quarter.path("search.md").unlink()
    assert quarter.step()[1] == 0
    assert quarter.step("--close-orphans")[1] == 4
    quarter.path("search.md").write_text(text)
    assert quarter.step()[1] == 2
    quarter.project.write("postmortems/new.md", SECOND)
    assert quarter.step()[1] == 2


def test_a_second_project_and_issues_of_incidents(quarter: Quarter) -> None:
    quarter.projects = {"t": SHOP, "u": PAYMENTS}
    quarter.project.write("postmortems/second.md", SECOND)
    quarter.configure()
    assert quarter.step()[1] == 3  # the label, two issues
    quarter.more = "incident_issue = true"
    quarter.configure()
    quarter.step()
    quarter.edit("second.md", "[ ] Add a second acquirer", "[x] Add a second acquirer")
    assert quarter.step()[1] == 2
    quarter.more = ""
    quarter.configure()
    assert quarter.step()[1] == 0


def test_a_label_that_was_deleted_is_made_again_with_the_next_issue(quarter: Quarter) -> None:
    if quarter.fake is None:
        quarter.call("DELETE", "/labels/postmortem")
    else:
        quarter.fake.labels[SHOP].pop("postmortem")
        for issue in quarter.fake.issues[SHOP].values():
            issue["labels"] = [label for label in issue["labels"] if label != "postmortem"]
    quarter.step()
    quarter.edit("queue.md", "- [x] Drain", "- [ ] Measure the importer's lag @bob\n- [x] Drain")
    quarter.step()
    assert len(quarter.issues()) == 6
