"""A site whose pages have another host than its API: links are written there, and known at both addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import Project
from tests.fakes.gitlab import TOKEN as GITLAB_TOKEN
from tests.fakes.gitlab import FakeGitLab
from tests.fakes.gitlab_server import Server
from tests.integrations.conftest import PROJECT, fresh_token
from tests.proxy import Proxy, proxy_for

WEB = "https://tickets.example.com/hub"
DOCUMENT = "# INC-1: Queue stalled\n\n## Action items\n\n- [ ] Add an alert on queue depth\n- [ ] Write a runbook\n"


@pytest.fixture
def lab(monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    fake = FakeGitLab(PROJECT)
    with Server(fake), proxy_for(fake.base) as counting:
        yield counting


@pytest.fixture(params=[pytest.param("github", marks=pytest.mark.node), "gitlab"])
def server(request: pytest.FixtureRequest) -> tuple[str, Proxy]:
    return request.param, request.getfixturevalue("proxy" if request.param == "github" else "lab")


def configure(project: Project, server: tuple[str, Proxy], web: str) -> None:
    kind, proxy = server
    more = f'web_url = "{web}"\n' if web else ""
    project.write(
        "postmortem-tracker.toml",
        f'[sync]\ncache = false\n[trackers.hub]\nkind = "{kind}"\nproject = "{PROJECT}"\nurl = "{proxy.url}"\n{more}',
    )


def sync(project: Project) -> str:
    done = project.run("sync", "--yes", "pm.md", GITLAB_TOKEN=GITLAB_TOKEN, GITHUB_TOKEN=fresh_token())
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def links(path: Path) -> list[str]:
    return re.findall(r"\]\((.*?)\)", path.read_text())


def test_links_lead_there_and_those_of_before_stay(project: Project, server: tuple[str, Proxy]) -> None:
    path = project.write("pm.md", DOCUMENT.rpartition("- [ ]")[0])
    configure(project, server, "")
    sync(project)
    (before,) = links(path)
    assert before.startswith(server[1].url)
    path.write_text(path.read_text() + "- [ ] Write a runbook\n")
    configure(project, server, f"{WEB}/")
    assert "1 issue created, 0 other changes; 1 unchanged" in sync(project)
    kept, new = links(path)
    assert kept == before
    assert new == before.replace(server[1].url, WEB).replace("/issues/1", "/issues/2")
    text = path.read_text()
    path.write_text(text.replace(server[1].url, WEB))  # as people copy it from their browser
    assert "0 issues created, 0 other changes; 2 unchanged" in sync(project)
    assert links(path) == [each.replace(server[1].url, WEB) for each in (kept, new)]
    path.write_text(text.replace(WEB, "https://elsewhere.example.com/hub"))
    assert "0 other changes; 2 unchanged" not in sync(project)


@pytest.mark.parametrize(
    ("web", "why"),
    [
        ("tickets", "that is not a server's address"),
        ("https://me:secret@tickets.example.com", "a user name or a password"),
        ("https://tickets.example.com/?a=b", "no part of a server's address"),
        ("https://tickets.example.com:x", "not a server's address"),
    ],
)
@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_what_is_no_address_is_refused_with_the_key(project: Project, kind: str, web: str, why: str) -> None:
    project.write("pm.md", DOCUMENT)
    project.write("postmortem-tracker.toml", f'[trackers.hub]\nkind = "{kind}"\nproject = "a/b"\nweb_url = "{web}"\n')
    done = project.run("plan", "pm.md", GITLAB_TOKEN="t", GITHUB_TOKEN="t")
    assert done.returncode == 2
    assert "web_url" in done.stderr
    assert why in done.stderr
    assert "secret" not in done.stderr
