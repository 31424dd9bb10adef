"""The contract on a server of your choice; CONTRIBUTING says how to point it at one. Skipped where none is named.

Every test gets a new private project of the account that the token belongs to, and removes it again.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from urllib.parse import quote

import pytest
import requests

from postmortem_tracker.integrations.github.links import is_cloud
from postmortem_tracker.integrations.github.tracker import GitHubTracker
from postmortem_tracker.integrations.gitlab.tracker import GitLabTracker
from postmortem_tracker.issues import IssueTracker
from postmortem_tracker.model import State
from tests.contract import TrackerContract


def named(kind: str, what: str, default: str = "") -> str:
    """What the environment says about the server."""
    return os.environ.get(f"TEST_{kind}_{what}", default)


def two(people: str) -> tuple[str, str]:
    """Accounts that can be assigned."""
    first, _, second = people.partition(",")
    return first, second


class Server:
    """The server's API as far as projects are made and removed."""

    def __init__(self, base: str, token: str) -> None:
        self.base = base.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, **body: object) -> requests.Response:
        return requests.request(method, self.base + path, json=body or None, headers=self._headers, timeout=60)


@pytest.mark.skipif(not named("GITHUB", "URL"), reason="TEST_GITHUB_URL names no server")
class TestAnyGitHub(TrackerContract):
    known_assignees = two(named("GITHUB", "PEOPLE", "alice,bob"))
    supports_due = False
    supports_confidential = False
    many = int(named("GITHUB", "MANY", "101"))
    # Older Enterprise Servers, and servers that are like GitHub, know no duplicates.
    reads_back = frozenset({State.COMPLETED, State.NOT_PLANNED})

    @pytest.fixture
    def project(self) -> Iterator[str]:
        server = Server(named("GITHUB", "URL"), named("GITHUB", "TOKEN"))
        made = server.ask("POST", "/user/repos", name=f"contract-{secrets.token_hex(6)}", private=True, has_issues=True)
        made.raise_for_status()
        project = str(made.json()["full_name"])
        for account in self.known_assignees:
            server.ask("PUT", f"/repos/{project}/collaborators/{account}", permission="push")
        yield project
        server.ask("DELETE", f"/repos/{project}")

    @pytest.fixture
    def tracker(self, project: str) -> IssueTracker:
        self.named = project
        return self.another(None)

    def another(self, tracker: IssueTracker | None) -> IssueTracker:
        url = named("GITHUB", "URL")
        web = named("GITHUB", "WEB_URL") or None
        return GitHubTracker("hub", self.named, named("GITHUB", "TOKEN"), url=url, web_url=web, paced=is_cloud(url))


@pytest.mark.skipif(not named("GITLAB", "URL"), reason="TEST_GITLAB_URL names no server")
class TestAnyGitLab(TrackerContract):
    known_assignees = two(named("GITLAB", "PEOPLE", "alice,bob"))
    keeps_crlf = False
    keeps_space_at_end = bool(named("GITLAB", "KEEPS_SPACE"))
    many = int(named("GITLAB", "MANY", "101"))

    @pytest.fixture
    def project(self) -> Iterator[str]:
        server = Server(f"{named('GITLAB', 'URL').rstrip('/')}/api/v4", named("GITLAB", "TOKEN"))
        made = server.ask("POST", "/projects", name=f"contract-{secrets.token_hex(6)}", visibility="private")
        made.raise_for_status()
        project = str(made.json()["path_with_namespace"])
        for account in self.known_assignees:
            for user in server.ask("GET", f"/users?username={account}").json():
                path = f"/projects/{quote(project, safe='')}/members"
                server.ask("POST", path, user_id=user["id"], access_level=30)
        yield project
        server.ask("DELETE", f"/projects/{quote(project, safe='')}")

    @pytest.fixture
    def tracker(self, project: str) -> IssueTracker:
        self.named = project
        return self.another(None)

    def another(self, tracker: IssueTracker | None) -> IssueTracker:
        return GitLabTracker(self.named, named("GITLAB", "TOKEN"), name="lab", url=named("GITLAB", "URL"))
