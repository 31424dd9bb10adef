"""What goes wrong on the way to GitLab: told in our words, and never repeated blindly."""

from __future__ import annotations

import email.utils
from datetime import UTC, datetime

import pytest

from postmortem_tracker.errors import (
    AmbiguousResultError,
    InvalidIssueError,
    IssueNotFoundError,
    RateLimitedError,
    TrackerError,
    TrackerUnavailableError,
)
from postmortem_tracker.integrations.gitlab.tracker import GitLabTracker
from postmortem_tracker.model import IssueChange, IssueDraft, IssueRef
from tests.contract import LABEL
from tests.fakes.gitlab import TOKEN, FakeGitLab, Fault
from tests.fakes.gitlab_server import Server
from tests.integrations.gitlab_calls import CALLS, DRAFT, FIRST, NOW, PROJECT, READS, WRITES, Waits, connected


@pytest.fixture
def fake(fake: FakeGitLab) -> FakeGitLab:
    fake._create(PROJECT, {"title": "there", "labels": LABEL})
    return fake


@pytest.fixture
def tracker(fake: FakeGitLab, waits: Waits) -> GitLabTracker:
    return connected(fake, waits)


# Lost answers.


@pytest.mark.parametrize("call", WRITES)
@pytest.mark.parametrize("fault", ["502 after", "500 before", "503 after", "drop after", "drop before", "not JSON"])
def test_a_write_without_an_answer_is_sent_once(
    fake: FakeGitLab, tracker: GitLabTracker, waits: Waits, call: str, fault: str
) -> None:
    method, ask = CALLS[call]
    what, _, when = fault.partition(" ")
    fake.faults = [Fault(method, "", status=int(what) if what.isdecimal() else 0, after=when == "after", times=9)]
    if fault == "not JSON":
        fake.faults = [Fault(method, "", raw=b"<html>", times=9)]
    before = fake.counted(method)
    with pytest.raises(AmbiguousResultError) as caught:
        ask(tracker)
    assert fake.counted(method) == before + 1
    assert caught.value.hint
    assert waits.slept == []


def test_a_write_that_takes_too_long_is_sent_once(fake: FakeGitLab, waits: Waits) -> None:
    fake.faults = [Fault("POST", "/issues", slow=True)]
    with pytest.raises(AmbiguousResultError, match=r"timed out after 0\.3 s"):
        connected(fake, waits, timeout=0.3).create(DRAFT)
    assert [issue["title"] for issue in fake.issues[PROJECT].values()] == ["there", "Add a canary"]


@pytest.mark.parametrize("call", READS)
@pytest.mark.parametrize("status", [0, 500, 502, 503, 504])
def test_a_read_is_tried_again(fake: FakeGitLab, tracker: GitLabTracker, waits: Waits, call: str, status: int) -> None:
    method, ask = CALLS[call]
    fake.faults = [Fault(method, "", status=status, times=2)]
    ask(tracker)
    assert (fake.counted(), waits.slept) == (3, [1.0, 2.0])


@pytest.mark.parametrize("call", READS)
@pytest.mark.parametrize("status", [0, 502])
def test_a_read_that_keeps_failing_makes_the_tracker_unavailable(
    fake: FakeGitLab, tracker: GitLabTracker, call: str, status: int
) -> None:
    method, ask = CALLS[call]
    fake.faults = [Fault(method, "", status=status, times=9)]
    with pytest.raises(TrackerUnavailableError):
        ask(tracker)
    assert fake.counted() == 3


def test_a_failing_page_yields_nothing_at_all(
    fake: FakeGitLab, tracker: GitLabTracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    for index in range(150):
        fake._create(PROJECT, {"title": f"{index}", "labels": LABEL})
    fault = Fault("GET", "/issues", status=502)
    monkeypatch.setattr(fake, "fault_for", lambda request: fault if request.query["page"] == ["2"] else None)
    with pytest.raises(TrackerUnavailableError):
        next(iter(tracker.list(LABEL)))
    assert [request.query["page"] for request in fake.requests] == [["1"], ["2"], ["2"], ["2"]]


def test_nobody_listening_is_no_ambiguity(waits: Waits) -> None:
    gitlab = FakeGitLab(PROJECT)
    with Server(gitlab):
        pass
    with pytest.raises(TrackerUnavailableError, match="cannot be reached: connection refused"):
        connected(gitlab, waits).create(DRAFT)


# Limits.


@pytest.mark.parametrize("call", CALLS)
def test_a_limit_is_waited_for_and_told(fake: FakeGitLab, tracker: GitLabTracker, waits: Waits, call: str) -> None:
    method, ask = CALLS[call]
    fake.faults = [Fault(method, "", status=429, headers={"Retry-After": "7"}, times=2)]
    ask(tracker)
    assert waits.slept == [7.0, 7.0]
    assert waits.told == [datetime.fromtimestamp(NOW + wait, UTC) for wait in (7, 14)]
    assert len(fake.issues[PROJECT]) == (2 if call == "create" else 1)


@pytest.mark.parametrize(
    ("headers", "slept"),
    [
        ({"Retry-After": "0"}, 1.0),
        ({"Retry-After": email.utils.formatdate(NOW + 30, usegmt=True)}, 30.0),
        ({"RateLimit-Reset": str(int(NOW) + 45)}, 45.0),
        ({}, 60.0),
    ],
    ids=["at once", "date", "reset", "nothing"],
)
def test_the_wait_is_what_the_server_asks(
    fake: FakeGitLab, tracker: GitLabTracker, waits: Waits, headers: dict[str, str], slept: float
) -> None:
    fake.faults = [Fault("POST", "/issues", status=429, headers=headers)]
    tracker.create(DRAFT)
    assert waits.slept == [slept]


def test_a_wait_longer_than_allowed_ends_the_run(fake: FakeGitLab) -> None:
    waits = Waits(max_wait=60)
    fake.faults = [Fault("POST", "/issues", status=429, headers={"Retry-After": "61"})]
    with pytest.raises(RateLimitedError) as caught:
        connected(fake, waits).create(DRAFT)
    assert caught.value.until == datetime.fromtimestamp(NOW + 61, UTC)
    assert caught.value.hint
    assert (waits.slept, len(fake.issues[PROJECT])) == ([], 1)


def test_a_limit_that_never_ends_does(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fake.faults = [Fault("GET", "/issues", status=429, headers={"Retry-After": "1"}, times=99)]
    with pytest.raises(RateLimitedError):
        list(tracker.list(LABEL))
    assert fake.counted() == 6


# Refusals.


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("status", "kind"), [(401, TrackerUnavailableError), (403, TrackerUnavailableError)], ids=["401", "403"]
)
def test_refused_sign_in_ends_the_run(
    fake: FakeGitLab, tracker: GitLabTracker, call: str, status: int, kind: type[TrackerError]
) -> None:
    method, ask = CALLS[call]
    fake.faults = [Fault(method, "", status=status)]
    with pytest.raises(kind) as caught:
        ask(tracker)
    assert "scope `api`" in caught.value.hint


def test_a_token_that_may_only_read_is_told_when_it_writes(fake: FakeGitLab, waits: Waits) -> None:
    tracker = connected(fake, waits, token="read-only")
    assert len(list(tracker.list(LABEL))) == 1
    with pytest.raises(TrackerUnavailableError, match="needs the scope api"):
        tracker.create(DRAFT)


@pytest.mark.parametrize("call", ["create", "list", "get"])
def test_a_project_that_is_not_there_is_no_missing_issue(fake: FakeGitLab, waits: Waits, call: str) -> None:
    tracker = GitLabTracker("ops/nowhere", TOKEN, url=fake.base, pacer=waits.pacer)
    ask = CALLS[call][1] if call != "get" else lambda tracker: tracker.get(IssueRef("gitlab", "ops/nowhere", 1))
    with pytest.raises(TrackerUnavailableError, match="ops/nowhere is not to be found"):
        ask(tracker)


def test_a_deleted_issue_is_missing(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fake.faults = [Fault("GET", "/issues/1", status=410)]
    with pytest.raises(IssueNotFoundError):
        tracker.get(FIRST)


def test_issues_that_are_switched_off_are_listed_as_none_and_refused_one_by_one(
    fake: FakeGitLab, tracker: GitLabTracker
) -> None:
    fake.projects[PROJECT]["issues_access_level"] = "disabled"
    assert list(tracker.list(LABEL)) == []
    with pytest.raises(IssueNotFoundError):
        tracker.get(FIRST)
    with pytest.raises(TrackerUnavailableError, match="does not allow"):
        tracker.create(DRAFT)


@pytest.mark.parametrize(("access", "level"), [("private", 0), ("enabled", 10)], ids=["members only", "confidential"])
def test_issues_that_the_token_may_not_see_are_listed_as_none(
    fake: FakeGitLab, tracker: GitLabTracker, access: str, level: int
) -> None:
    fake.projects[PROJECT].update(visibility="public", issues_access_level=access)
    fake.issues[PROJECT][1].update(confidential=True, author=fake._user("alice"))
    fake.members[PROJECT]["root"] = level
    assert list(tracker.list(LABEL)) == []
    with pytest.raises(IssueNotFoundError):
        tracker.get(FIRST)


def test_a_guest_who_adopts_an_issue_is_told_that_it_cannot_be_labelled(
    fake: FakeGitLab, tracker: GitLabTracker
) -> None:
    fake.issues[PROJECT][1]["labels"] = []
    fake.members[PROJECT]["root"] = 10  # of an issue that is their own
    with pytest.raises(TrackerUnavailableError, match="not label them"):
        tracker.update(FIRST, IssueChange(title="T", add_labels=(LABEL,)))


@pytest.mark.parametrize("why", ["expired", "revoked"])
def test_a_token_that_is_no_longer_good_is_told_as_such(fake: FakeGitLab, tracker: GitLabTracker, why: str) -> None:
    fake.dead[TOKEN] = why
    with pytest.raises(TrackerUnavailableError, match=why):
        list(tracker.list(LABEL))


def test_a_scope_that_is_missing_is_named(fake: FakeGitLab, waits: Waits) -> None:
    with pytest.raises(TrackerUnavailableError, match="needs the scope api") as caught:
        connected(fake, waits, token="read-only").create(DRAFT)
    assert "scope `api`" in caught.value.hint


@pytest.mark.parametrize("attribute", [{"archived": True}, {"issues_access_level": "disabled"}])
def test_a_project_that_takes_no_issues_says_why(
    fake: FakeGitLab, tracker: GitLabTracker, attribute: dict[str, object]
) -> None:
    fake.projects[PROJECT].update(attribute)
    with pytest.raises(TrackerUnavailableError) as caught:
        tracker.create(DRAFT)
    assert "issues enabled" in caught.value.hint


def test_content_that_is_refused_concerns_one_issue(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    with pytest.raises(InvalidIssueError, match="title is too long"):
        tracker.create(IssueDraft("x" * 256, ""))
    with pytest.raises(InvalidIssueError, match="title is too long"):
        tracker.update(FIRST, IssueChange(title="x" * 256))


def test_a_page_instead_of_an_api_is_told(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fake.faults = [Fault("GET", "", raw=b"<html>Sign in</html>", times=9)]
    for ask in (lambda: list(tracker.list(LABEL)), lambda: tracker.is_private()):
        with pytest.raises(TrackerUnavailableError, match="does not answer like GitLab"):
            ask()


@pytest.mark.parametrize(("token", "name"), [("glcbt-64_abc", "X"), ("abc", "CI_JOB_TOKEN")])
def test_a_job_token_is_explained_before_anything_is_sent(fake: FakeGitLab, token: str, name: str) -> None:
    tracker = GitLabTracker(PROJECT, token, url=fake.base, token_name=name)
    for method, ask in CALLS.values():
        with pytest.raises(TrackerUnavailableError) as caught:
            ask(tracker)
        assert "CI_JOB_TOKEN cannot" in caught.value.hint, method
    assert [found.ok for found in tracker.inspect()] == [False]
    assert fake.requests == []
