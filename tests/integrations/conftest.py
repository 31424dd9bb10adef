"""The GitHub emulator for a session, empty and behind a proxy of its own for every test."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from postmortem_tracker.integrations.github.tracker import GitHubTracker
from postmortem_tracker.integrations.gitlab.tracker import GitLabTracker
from postmortem_tracker.integrations.shared.pacing import GITLAB_WRITES, Pacer
from tests.e2e.conftest import examples, project
from tests.emulate.server import Emulate, EmulateUnavailableError
from tests.fakes.gitlab import TOKEN as GITLAB_TOKEN
from tests.fakes.gitlab import FakeGitLab
from tests.fakes.gitlab_server import Server
from tests.integrations import places
from tests.integrations.gitlab_calls import PROJECT as GITLAB_PROJECT
from tests.integrations.gitlab_calls import Waits
from tests.integrations.places import FailingGitLab, Place
from tests.proxy import Proxy, proxy_for

__all__ = ["examples", "project"]  # fixtures of the real command

PROJECT = "acme/shop"
TOKEN = "ghp_planted0123456789abcdefghijklmnopqrs"
PEOPLE = ("dana", "lin", "omar", "priya", "tomasz")  # of the examples
REPOSITORIES = ("shop", "payments", "api", "app", "data", "docs")
SEED: dict[str, Any] = {
    "tokens": {TOKEN: {"login": "acme", "scopes": ["repo"]}},
    "github": {
        "users": [{"login": login} for login in ("acme", "alice", "bob", *PEOPLE)],
        "repos": [{"owner": "acme", "name": name, "auto_init": False} for name in REPOSITORIES],
    },
}

_numbers = itertools.count()


def fresh_token() -> str:
    """A token of its own, for the emulator counts 5,000 requests an hour for each."""
    return f"{TOKEN}{next(_numbers)}"


MakeTracker = Callable[..., GitHubTracker]


@pytest.fixture(scope="session")
def emulate_process() -> Iterator[Emulate]:
    try:
        server = Emulate(SEED)
    except EmulateUnavailableError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
    yield server
    server.stop()


@pytest.fixture
def emulate(emulate_process: Emulate) -> Emulate:
    emulate_process.reset()
    return emulate_process


@pytest.fixture
def proxy(emulate: Emulate) -> Iterator[Proxy]:
    """The proxy in front of the emulator."""
    with proxy_for(emulate.url) as running:
        yield running


@pytest.fixture
def stub() -> Iterator[Proxy]:
    """A proxy that stands alone: it says what the test tells it to."""
    with proxy_for() as running:
        yield running


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGitLab]:
    """The fake GitLab, with one project."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    gitlab = FakeGitLab(GITLAB_PROJECT)
    with Server(gitlab):
        yield gitlab


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where the embedded tracker keeps its issues."""
    return tmp_path / ".postmortem" / "issues"


class Naps:
    """A clock that only sleeping moves, and every nap taken."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.now = now
        self.taken: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.taken.append(seconds)
        self.now += seconds


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
def make(naps: Naps) -> MakeTracker:
    """Makes a tracker that talks to a proxy and sleeps on a clock of its own."""

    def build(server: Proxy, project: str = PROJECT, cache_dir: Path | None = None, **options: Any) -> GitHubTracker:
        return GitHubTracker(
            "hub",
            project,
            options.pop("token", fresh_token()),
            url=server.url,
            cache_dir=cache_dir,
            clock=naps.clock,
            sleep=naps.sleep,
            **options,
        )

    return build


@pytest.fixture
def hub(emulate: Emulate, proxy: Proxy, make: MakeTracker) -> Iterator[Place]:
    """GitHub, paced."""
    over = threading.Event()
    yield places.github(proxy, lambda: make(proxy, paced=True, timeout=1), over)
    over.set()


@pytest.fixture
def lab(naps: Naps, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """GitLab, paced."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    fake = FailingGitLab(PROJECT)

    def tracker() -> GitLabTracker:
        pacer = Pacer(GITLAB_WRITES, clock=naps.clock, sleep=naps.sleep)
        return GitLabTracker(PROJECT, GITLAB_TOKEN, name="hub", url=fake.base, timeout=1, pacer=pacer)

    with Server(fake):
        yield places.gitlab(fake, tracker)


@pytest.fixture(params=[pytest.param("hub", marks=pytest.mark.node, id="github"), pytest.param("lab", id="gitlab")])
def place(request: pytest.FixtureRequest) -> Place:
    """Both servers, one after the other."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Place)
    return found


def issue(number: int = 7, project: str = "acme/shop", **more: object) -> dict[str, object]:
    """An issue as GitHub writes it."""
    return {
        "id": 1000 + number,
        "number": number,
        "html_url": f"https://github.com/{project}/issues/{number}",
        "repository_url": f"https://api.github.com/repos/{project}",
        "title": "Add a canary",
        "body": None,
        "state": "open",
        "labels": [{"name": "postmortem"}],
        "assignees": [],
        "created_at": "2026-01-01T00:00:00Z",
        "updated_at": "2026-01-01T00:00:00Z",
        **more,
    }
