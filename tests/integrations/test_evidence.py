"""Which merged changes each tracker knows for an issue, in how many requests, and what failing means."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from postmortem_tracker.app.issues import evidence
from postmortem_tracker.errors import IssueNotFoundError, TrackerUnavailableError
from postmortem_tracker.integrations.gitlab.tracker import GitLabTracker
from postmortem_tracker.integrations.local.tracker import LocalTracker
from postmortem_tracker.issues import EvidenceSource, IssueTracker
from postmortem_tracker.model import IssueChange, IssueDraft, IssueRef, State
from postmortem_tracker.sync.issue_text.marker import Base, Marker, write
from tests.fakes.gitlab import FakeGitLab, Fault
from tests.fakes.gitlab_server import Server
from tests.integrations.conftest import PROJECT, MakeTracker
from tests.integrations.gitlab_calls import FIRST, Waits, connected
from tests.integrations.gitlab_calls import PROJECT as GITLAB_PROJECT
from tests.proxy import Proxy, answer

REF = IssueRef("hub", PROJECT, 7)
TIMELINE = rf"/repos/{PROJECT}/issues/7/timeline\?per_page=100"
SHA = "5f3c2d1e0b9a88776655443322110fedcba98765"
WEB = "https://code.example"


# GitHub.


def mention(number: int, merged_at: str | None, repository: str = PROJECT) -> dict[str, Any]:
    """A pull request that refers to the issue, as GitHub's timeline tells."""
    page = f"{WEB}/{repository}/pull/{number}"
    pull = {"html_url": page, "merged_at": merged_at}
    source = {"number": number, "html_url": page, "state": "closed", "pull_request": pull}
    return {"event": "cross-referenced", "source": {"type": "issue", "issue": source}}


def closed(commit: str | None, repository: str = PROJECT) -> dict[str, Any]:
    address = f"https://api.code.example/repos/{repository}/commits/{commit}" if commit else None
    return {"event": "closed", "commit_id": commit, "commit_url": address}


def asked(stub: Proxy, make: MakeTracker, events: object) -> tuple[str, ...]:
    stub.on("GET", TIMELINE, answer(200, events))
    return make(stub, web_url=WEB).evidence(REF)


def test_github_tells_the_merged_pull_requests_once_each_in_one_request(stub: Proxy, make: MakeTracker) -> None:
    merged = mention(3, "2026-02-01T00:00:00Z")
    other = mention(4, "2026-02-02T00:00:00Z", "acme/payments")
    found = asked(stub, make, [{"event": "labeled"}, merged, merged, other])
    assert found == (f"{WEB}/{PROJECT}/pull/3", f"{WEB}/acme/payments/pull/4")
    assert stub.count() == 1


@pytest.mark.parametrize(
    "event",
    [
        mention(3, None),
        closed(None),
        {"event": "cross-referenced", "source": {"issue": {"html_url": f"{WEB}/{PROJECT}/issues/9"}}},
        {"event": "cross-referenced", "source": None},
        {"event": "referenced", "commit_id": SHA},
    ],
    ids=["not merged", "closed by hand", "an issue", "hidden", "a commit that only mentions it"],
)
def test_github_takes_nothing_else_for_a_merged_change(stub: Proxy, make: MakeTracker, event: dict[str, Any]) -> None:
    assert asked(stub, make, [event]) == ()


def test_github_tells_the_commit_that_closed_the_issue(stub: Proxy, make: MakeTracker) -> None:
    assert asked(stub, make, [closed(SHA, "acme/payments")]) == (f"{WEB}/acme/payments/commit/{SHA}",)
    nameless = {**closed(SHA), "commit_url": None}
    assert asked(stub, make, [nameless]) == (f"{WEB}/{PROJECT}/commit/{SHA}",)


@pytest.mark.parametrize(("first", "requests"), [(mention(3, None), 2), (mention(2, "2026-01-31T00:00:00Z"), 1)])
def test_github_reads_a_long_timeline_on_only_until_something_is_found(
    stub: Proxy, make: MakeTracker, first: dict[str, Any], requests: int
) -> None:
    later = f"{stub.url}/repos/{PROJECT}/issues/7/timeline?per_page=100&page=2"
    stub.on("GET", rf"/repos/{PROJECT}/issues/7/timeline\?page=2", answer(200, [mention(3, "2026-02-01T00:00:00Z")]))
    stub.on("GET", TIMELINE, answer(200, [first], link=f'<{later}>; rel="next"'))
    assert len(make(stub, web_url=WEB).evidence(REF)) == 1
    assert stub.count() == requests


@pytest.mark.parametrize(
    ("status", "data", "error"),
    [
        (200, {"message": "odd"}, TrackerUnavailableError),
        (403, {"message": "Resource not accessible"}, TrackerUnavailableError),
        (404, {"message": "Not Found"}, IssueNotFoundError),
    ],
)
def test_github_raises_where_it_cannot_tell(
    stub: Proxy, make: MakeTracker, status: int, data: object, error: type[Exception]
) -> None:
    stub.on("GET", TIMELINE, answer(status, data), times=None)
    with pytest.raises(error):
        make(stub).evidence(REF)


# GitLab.


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGitLab]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = FakeGitLab(GITLAB_PROJECT)
    with Server(server):
        yield server


@pytest.fixture
def lab(fake: FakeGitLab) -> GitLabTracker:
    fake._create(GITLAB_PROJECT, {"title": "Add a canary"})
    return connected(fake, Waits())


def test_gitlab_tells_the_merged_merge_requests_in_one_request(fake: FakeGitLab, lab: GitLabTracker) -> None:
    assert lab.evidence(FIRST) == ()
    merged = fake.add_merge_request(GITLAB_PROJECT, 1, 4)
    for number, state in ((5, "opened"), (6, "closed"), (7, "locked")):
        fake.add_merge_request(GITLAB_PROJECT, 1, number, state)
    before = fake.counted()
    assert lab.evidence(FIRST) == (merged,)
    assert fake.counted() - before == 1


@pytest.mark.parametrize(("status", "error"), [(404, IssueNotFoundError), (403, TrackerUnavailableError)])
def test_gitlab_raises_where_it_cannot_tell(
    fake: FakeGitLab, lab: GitLabTracker, status: int, error: type[Exception]
) -> None:
    fake.faults = [Fault("GET", "/related_merge_requests", status=status)]
    with pytest.raises(error):
        lab.evidence(FIRST)


# The embedded tracker.

CHANGES = (f"{WEB}/acme/shop/pull/12", f"{WEB}/ops/shop/-/merge_requests/3", f"{WEB}/acme/shop/commit/{SHA}")
OTHERS = (
    f"{WEB}/acme/shop/issues/12",
    f"{WEB}/acme/shop/pulls",
    f"{WEB}/acme/shop/pull/12-draft",
    f"{WEB}/acme/shop/commit/main",
    "acme/shop/pull/12",
    "https://" * 2000,
)


def local(root: Path, body: str, comment: str | None = None) -> tuple[str, ...]:
    tracker = LocalTracker(root)
    issue = tracker.create(IssueDraft("Add a canary", body))
    tracker.update(issue.ref, IssueChange(state=State.COMPLETED, comment=comment))
    return tracker.evidence(issue.ref)


@pytest.mark.parametrize("url", CHANGES)
def test_an_issue_file_names_its_change_in_the_body_or_a_comment(tmp_path: Path, url: str) -> None:
    assert local(tmp_path / "a", f"Done by [this]({url}).") == (url,)
    assert local(tmp_path / "b", "", f"Done: <{url}>, see {url}/files too.") == (url,)


@pytest.mark.parametrize("url", OTHERS, ids=range(len(OTHERS)))
def test_other_addresses_in_an_issue_file_prove_nothing(tmp_path: Path, url: str) -> None:
    assert local(tmp_path, f"See {url}", url) == ()


def test_what_we_wrote_into_an_issue_file_proves_nothing(tmp_path: Path) -> None:
    managed = write("", Marker("INC-1", "a1", "a.md", Base()), f"Like {CHANGES[0]}")
    reminder = f"Still open: like {CHANGES[0]}\n<!-- postmortem-tracker:reminder overdue 2026-06-05 -->"
    assert local(tmp_path / "a", managed, reminder) == ()
    assert local(tmp_path / "b", f"{managed}\n{CHANGES[1]}\n", reminder) == (CHANGES[1],)


# Asking for many.


class Told(LocalTracker):
    """Gives what the test says, and remembers what it was asked."""

    def __init__(self, root: Path, name: str, **answers: Exception) -> None:
        super().__init__(root, name)
        self.answers = answers
        self.asked: list[int] = []

    def evidence(self, ref: IssueRef) -> tuple[str, ...]:
        self.asked.append(ref.number)
        if error := self.answers.get(f"n{ref.number}"):
            raise error
        return (f"{WEB}/pull/{ref.number}",)


def refs(name: str, *numbers: int) -> list[IssueRef]:
    return [IssueRef(name, "", number) for number in numbers]


def test_each_issue_is_asked_about_once_and_a_failure_stays_without_an_answer(tmp_path: Path) -> None:
    first = Told(tmp_path, "a", n2=IssueNotFoundError("gone"))
    second = Told(tmp_path, "b", n1=TrackerUnavailableError("no sign-in"))
    found = evidence.ask({"a": first, "b": second}, refs("a", 1, 2, 1, 3) + refs("b", 1, 2))
    assert found.linked == {ref: (f"{WEB}/pull/{ref.number}",) for ref in refs("a", 1, 3)}
    assert [error.message for error in found.problems] == ["gone", "no sign-in"]
    assert (first.asked, second.asked) == ([1, 2, 3], [1]), "a tracker that is not available is left alone"


def test_a_tracker_that_cannot_tell_is_a_problem_and_no_proof(tmp_path: Path) -> None:
    class Silent(LocalTracker):
        evidence = None  # type: ignore[assignment]  # as in a plug-in that knows of no such method

    silent: IssueTracker = Silent(tmp_path, "plain")
    found = evidence.ask({"plain": silent}, refs("plain", 1, 2))
    assert found.linked == {}
    assert [error.message for error in found.problems] == [
        "the tracker 'plain' cannot tell which merged changes are linked to an issue"
    ]
    assert evidence.ask({"plain": silent}, []) == evidence.Proofs()


def test_every_integration_can_tell(make: MakeTracker, stub: Proxy, lab: GitLabTracker, tmp_path: Path) -> None:
    assert all(isinstance(each, EvidenceSource) for each in (make(stub), lab, LocalTracker(tmp_path)))
