"""A server that gives too much or takes too long ends the run in time, and what was written is never repeated."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from postmortem_tracker.config.settings import TrackerSettings
from postmortem_tracker.errors import AmbiguousResultError, ConfigError, TrackerUnavailableError
from postmortem_tracker.integrations import Surroundings, connect
from postmortem_tracker.integrations.github.tracker import GitHubTracker
from postmortem_tracker.integrations.gitlab.tracker import GitLabTracker
from postmortem_tracker.integrations.shared import allowance
from postmortem_tracker.integrations.shared.allowance import Allowance, OverdrawnError
from postmortem_tracker.issues import IssueTracker
from postmortem_tracker.model import IssueDraft
from tests.proxy import Forward, Proxy, Reply, answer

DRAFT = IssueDraft("Add a canary", "Body", ("postmortem",))
MAKERS: dict[str, Callable[[str], IssueTracker]] = {
    "github": lambda url: GitHubTracker("hub", "acme/shop", "a-token", url=url),
    "gitlab": lambda url: GitLabTracker("acme/shop", "a-token", url=url),
}


@pytest.fixture(params=MAKERS)
def tracker(request: pytest.FixtureRequest, stub: Proxy, monkeypatch: pytest.MonkeyPatch) -> IssueTracker:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    stub.on("GET", r".*/labels", answer(200, [{"name": "postmortem"}]), times=None)
    return MAKERS[request.param](stub.url)


def bomb(_forward: Forward) -> Reply:
    """A few kilobytes that become a hundred times the largest answer of these tests."""
    return Reply(200, gzip.compress(b"[" + b" " * 50_000_000 + b"]"), {"content-encoding": "gzip"})


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers of at most half a megabyte."""
    monkeypatch.setattr(allowance, "LARGEST", 1 << 19)


@pytest.mark.usefixtures("small")
def test_an_answer_that_is_too_large_ends_the_run(stub: Proxy, tracker: IssueTracker) -> None:
    stub.on("GET", r".*/issues", bomb, times=None)
    with pytest.raises(TrackerUnavailableError, match="an answer of more than"):
        list(tracker.list("postmortem"))
    assert stub.count("GET", "/issues") == 1


@pytest.mark.usefixtures("small")
def test_a_write_whose_answer_is_too_large_is_not_repeated(stub: Proxy, tracker: IssueTracker) -> None:
    stub.on("POST", r".*/issues", bomb, times=None)
    with pytest.raises(AmbiguousResultError, match="an answer of more than"):
        tracker.create(DRAFT)
    assert stub.count("POST", "/issues") == 1


def test_a_list_without_an_end_ends(stub: Proxy, tracker: IssueTracker, monkeypatch: pytest.MonkeyPatch) -> None:
    for adapter in ("github.http", "gitlab.api"):
        monkeypatch.setattr(f"postmortem_tracker.integrations.{adapter}.MOST_PAGES", 5)
    asked: list[int] = []

    def page(_forward: Forward) -> Reply:
        asked.append(len(asked) + 2)
        link = f'<{stub.url}/repos/acme/shop/issues?page={asked[-1]}>; rel="next"'
        return answer(200, [], Link=link, X_Next_Page=str(asked[-1]))(_forward) or Reply(500)

    stub.on("GET", r".*/issues", page, times=None)
    with pytest.raises(TrackerUnavailableError, match=r"no end|without an end"):
        list(tracker.list("postmortem"))
    assert len(asked) in (5, 6)


def test_an_answer_that_never_comes_is_no_work_for_ever(stub: Proxy) -> None:
    stub.on("GET", r".*/issues", answer(202, {}), times=None)
    with pytest.raises(TrackerUnavailableError, match="promises"):
        list(MAKERS["github"](stub.url).list("postmortem"))
    assert stub.count() == 1


# Time, without any passing.


class Clock:
    """Moves by a step each time it is looked at."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


class Dripping(requests.Response):
    """One byte at a time."""

    def __init__(self, pieces: int) -> None:
        super().__init__()
        self.raw = io.BytesIO(b"x" * pieces)

    def iter_content(self, chunk_size: int | None = 1, decode_unicode: bool = False) -> Iterator[bytes]:
        del chunk_size, decode_unicode
        return iter(lambda: self.raw.read(1), b"")


def drip(pieces: int) -> requests.Response:
    return Dripping(pieces)


def test_an_answer_that_drips_in_is_given_up() -> None:
    patient = Allowance(longest=10, clock=Clock(1))
    assert patient.read(lambda: drip(3)).content == b"xxx"
    with pytest.raises(OverdrawnError, match="more than 10 s"):
        patient.read(lambda: drip(100))


def test_all_answers_of_a_run_have_one_deadline() -> None:
    patient = Allowance(total=20, clock=Clock(1))

    def many() -> Iterator[requests.Response]:
        while True:
            yield patient.read(lambda: drip(3))

    with pytest.raises(OverdrawnError, match="more time for its answers than a run allows"):
        list(many())


def test_the_bounds_leave_room_for_every_real_run() -> None:
    """A page of a hundred issues with the longest bodies of GitHub, a list as long as GitLab gives, a slow server."""
    assert allowance.LARGEST > 100 * 4 * 65_536
    assert allowance.MOST_PAGES > 50_000 / 100
    assert allowance.LONGEST > 30 < allowance.ALL


# Certificate files.

_TOKENS = {"GITHUB_TOKEN": "x", "GITLAB_TOKEN": "x", "GH_ENTERPRISE_TOKEN": "x"}


@pytest.mark.parametrize("kind", ["github", "gitlab"])
@pytest.mark.parametrize(("content", "says"), [(None, "cannot be read: No such"), ("hello", "holds no certificate")])
@pytest.mark.parametrize("variables", [{}, _TOKENS, {**_TOKENS, "POSTMORTEM_TRACKER_ALLOWED_HOSTS": "git.example"}])
def test_a_certificate_file_that_is_none_is_told_with_its_key(
    kind: str,
    content: str | None,
    says: str,
    variables: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir("/")
    if content is not None:
        (tmp_path / "ca.pem").write_text(content)
    settings = TrackerSettings(kind=kind, project="acme/shop", url="https://git.example", ca_file="ca.pem")
    with pytest.raises(ConfigError, match=says) as caught:
        connect("hub", settings, Surroundings(tmp_path, variables))
    assert str(caught.value).startswith(f"trackers.hub.ca_file: {tmp_path}/ca.pem")


def test_a_missing_bundle_of_the_environment_is_told(
    tracker: IssueTracker, stub: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/missing.pem")
    kind = "github" if isinstance(tracker, GitHubTracker) else "gitlab"
    made = MAKERS[kind](stub.url.replace("http:", "https:"))
    with pytest.raises(TrackerUnavailableError, match="REQUESTS_CA_BUNDLE"):
        list(made.list("postmortem"))
