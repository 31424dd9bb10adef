"""What `plan` says a sync takes is what a counting proxy sees of it: labels, people, closings and lists included."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.e2e.conftest import Project
from tests.fakes.gitlab import TOKEN as GITLAB_TOKEN
from tests.fakes.gitlab import FakeGitLab
from tests.fakes.gitlab_issues import DEVELOPER
from tests.fakes.gitlab_server import Server
from tests.integrations.conftest import PEOPLE, REPOSITORIES, fresh_token
from tests.proxy import Proxy, answer, proxy_for

SIX = tuple(f"acme/{name}" for name in REPOSITORIES)


@pytest.fixture
def lab(monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """The fake behind a proxy that counts, so that the numbers come from outside."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    fake = FakeGitLab(SIX[0])
    for name in SIX[1:]:
        fake.add_project(name)
    # Whom the server leaves out costs a second write, which nobody can foresee: the examples' people are members here.
    for number, name in enumerate(PEOPLE, start=200):
        fake.users[name] = number
        fake.members[SIX[0]][name] = DEVELOPER
    with Server(fake), proxy_for(fake.base) as counting:
        yield counting


@pytest.fixture(params=[pytest.param("github", marks=pytest.mark.node), "gitlab"])
def server(request: pytest.FixtureRequest) -> tuple[str, Proxy]:
    return request.param, request.getfixturevalue("proxy" if request.param == "github" else "lab")


def generated(project: Project, count: int, finished: int = 1) -> None:
    """Postmortems with owners, priorities and severities; each ``finished``-th has tasks that are over, too."""
    for number in range(count):
        also = (
            f"- [x] Write down how to drain queue {number} @bob\n- [ ] ~~Replace the broker of queue {number}~~\n"
            if number % finished == 0
            else ""
        )
        project.write(
            f"postmortems/{number:03}.md",
            f"---\nincident: INC-{number}\nseverity: SEV{number % 4 + 1}\n---\n"
            f"# Outage {number} of the queue\n\n## Action items\n\n"
            f"- [ ] Add an alert on the depth of queue {number} @alice P{number % 3}\n{also}",
        )


def configure(project: Project, server: tuple[str, Proxy], *projects: str) -> None:
    kind, proxy = server
    lines = ['documents = ["postmortems"]']
    for at in range(len(projects)):
        lines += ["[[routes]]", f'tracker = "t{at}"', f'path = "postmortems/*{at}.md"']
    lines += ["[sync]", "create_completed = true", "max_creates = 1000", "cache = false"]
    for at, name in enumerate(projects):
        lines += [f"[trackers.t{at}]", f'kind = "{kind}"', f'project = "{name}"', f'url = "{proxy.url}"']
    project.write("postmortem-tracker.toml", "\n".join(lines))


def foreseen_and_seen(project: Project, server: tuple[str, Proxy]) -> tuple[int, int]:
    tokens = {"GITLAB_TOKEN": GITLAB_TOKEN, "GITHUB_TOKEN": fresh_token()}
    planned = project.run("plan", "--out", "plan.json", **tokens)
    assert planned.returncode == 0, planned.stderr
    foreseen = json.loads((project.root / "plan.json").read_text())["requests"]
    doctor = project.run("doctor", **tokens)
    assert f" {foreseen} request" in doctor.stdout, doctor.stdout
    proxy = server[1]
    proxy.seen.clear()
    done = project.run("sync", **tokens)
    assert done.returncode == 0, done.stderr
    return foreseen, len(proxy.seen)


def test_three_examples(examples: Project, server: tuple[str, Proxy]) -> None:
    configure(examples, server, SIX[0])
    foreseen, seen = foreseen_and_seen(examples, server)
    assert foreseen == seen
    assert foreseen_and_seen(examples, server)[0] == 1


def test_seventy_documents(project: Project, server: tuple[str, Proxy]) -> None:
    generated(project, 70, finished=5)  # more than 200 writes in a minute would have to wait for the next one
    configure(project, server, SIX[0])
    foreseen, seen = foreseen_and_seen(project, server)
    assert foreseen == seen


def test_six_repositories(project: Project, server: tuple[str, Proxy]) -> None:
    generated(project, 12)
    configure(project, server, *SIX)
    foreseen, seen = foreseen_and_seen(project, server)
    assert foreseen == seen


@pytest.mark.node
def test_a_stranger_costs_one_look_and_keeps_no_issue_from_being_opened(project: Project, proxy: Proxy) -> None:
    """The emulator says only that the content is refused, not for whom, and knows of nobody whether he may."""
    proxy.on("GET", "/repos/acme/shop/assignees/alice", answer(204), times=None)
    items = "".join(f"- [ ] Add an alert on the depth of queue {n} @alice @acme/oncall @stranger\n" for n in range(3))
    project.write("postmortems/a.md", f"# INC-1: Queue stalled\n\n## Action items\n\n{items}")
    configure(project, ("github", proxy), SIX[0])
    done = project.run("sync", GITHUB_TOKEN=fresh_token())
    assert done.returncode == 0, done.stdout + done.stderr
    posts = [seen.json for seen in proxy.seen if (seen.method, seen.path[-7:]) == ("POST", "/issues")]
    opened = [body.get("assignees", []) for body in posts]
    assert opened[1:] == [["alice"]] * 3
    assert done.stdout.count("cannot be assigned") == 1
    assert proxy.count("GET", "/assignees/") == len(opened[0])
