"""What GitHub and the network do to requests, and what becomes of them: never a second issue."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

import pytest
import urllib3
from github import Auth, Github

from postmortem_tracker.errors import (
    AmbiguousResultError,
    RateLimitedError,
    RemoteError,
    TrackerError,
    TrackerUnavailableError,
)
from postmortem_tracker.integrations.github.tracker import GitHubTracker
from postmortem_tracker.integrations.github.transport import NoRetry
from postmortem_tracker.model import IssueChange, IssueDraft, IssueRef
from tests.emulate.server import Emulate, free_port
from tests.integrations.conftest import TOKEN, MakeTracker, Naps, issue
from tests.integrations.test_github_counts import seed
from tests.proxy import Action, Forward, Proxy, Reply, after, answer, answer_text, drop, proxy_for, stall

LABEL = "postmortem"
ISSUES = r"/repos/acme/shop/issues"
DRAFT = IssueDraft("Add a canary", "body", labels=(LABEL,))
SECONDARY = {"message": "You have exceeded a secondary rate limit. Please wait a few minutes."}


def settled(tracker: GitHubTracker, draft: IssueDraft) -> type[TrackerError] | None:
    """Open an issue as a careful caller does: after a lost answer look, and only then repeat."""
    tracker._labels.learn(draft.labels)
    try:
        tracker.create(draft)
    except AmbiguousResultError as error:
        if not any(found.title == draft.title for found in tracker.list(LABEL)):
            tracker.create(draft)
        return type(error)
    except TrackerError as error:
        return type(error)
    return None


@pytest.fixture
def never() -> Iterator[threading.Event]:
    """Set when the test is over."""
    event = threading.Event()
    yield event
    event.set()


# Fault → what it is told as, and how many requests that could open an issue went out; always one issue at the end.
FAULTS: dict[str, tuple[Action, type[TrackerError] | None, int]] = {
    "502 before the create": (answer(502, {"message": "Bad Gateway"}), AmbiguousResultError, 2),
    "502 after the create": (after(502), AmbiguousResultError, 1),
    "500 after the create": (after(500), AmbiguousResultError, 1),
    "503 after the create": (after(503), AmbiguousResultError, 1),
    "504 after the create": (after(504), AmbiguousResultError, 1),
    "dropped before the create": (drop(before=True), AmbiguousResultError, 2),
    "dropped after the create": (drop(), AmbiguousResultError, 1),
    "403 secondary limit": (answer(403, SECONDARY), None, 2),
    "403 secondary limit, retry-after": (answer(403, SECONDARY, Retry_After="30"), None, 2),
    "429": (answer(429, {"message": "Too many requests"}), None, 2),
    "429, retry-after": (answer(429, {"message": "Too many requests"}, Retry_After="30"), None, 2),
}


@pytest.mark.node
@pytest.mark.parametrize(("fault", "told", "posts"), FAULTS.values(), ids=FAULTS.keys())
def test_no_fault_makes_a_second_issue(
    emulate: Emulate,
    proxy: Proxy,
    make: MakeTracker,
    fault: Action,
    told: type[TrackerError] | None,
    posts: int,
) -> None:
    tracker = make(proxy)
    proxy.on("POST", ISSUES, fault)
    assert settled(tracker, DRAFT) is told
    assert proxy.count("POST", "/issues") == posts
    assert len(list(make(proxy).list(LABEL))) == 1


@pytest.mark.node
def test_a_slow_answer_makes_no_second_issue(
    emulate: Emulate, proxy: Proxy, make: MakeTracker, never: threading.Event
) -> None:
    tracker = make(proxy, timeout=1)
    proxy.on("POST", ISSUES, stall(never))
    assert settled(tracker, DRAFT) is AmbiguousResultError
    assert len(list(make(proxy).list(LABEL))) == 1


def test_what_cannot_be_read_as_an_answer_is_ambiguous(stub: Proxy, make: MakeTracker) -> None:
    stub.on("POST", ISSUES, answer_text(201, "<html>Sign in to the hotel network</html>"))
    tracker = make(stub)
    tracker._labels.learn([LABEL])
    with pytest.raises(AmbiguousResultError):
        tracker.create(DRAFT)


def test_what_was_never_sent_is_not_ambiguous(naps: Naps) -> None:
    tracker = GitHubTracker("hub", "acme/shop", TOKEN, url=f"http://127.0.0.1:{free_port()}", sleep=naps.sleep)
    tracker._labels.learn([LABEL])
    with pytest.raises(TrackerUnavailableError, match="cannot be reached"):
        tracker.create(DRAFT)


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_the_client_repeats_no_write_by_itself(stub: Proxy, method: str) -> None:
    # PyGithub's own retry class does: this pins that ours does not, whatever urllib3 makes of it.
    for fault in (answer(502), answer(503, None, Retry_After="0"), answer(429, None, Retry_After="0"), drop()):
        stub.clear()
        stub.on(method, "/thing", fault, times=None)
        client = Github(auth=Auth.Token("t"), base_url=stub.url, retry=NoRetry(), seconds_between_writes=None)
        try:
            client.requester.requestJson(method, "/thing", input={})
        except OSError:
            assert stub.seen[0].reply is None
        assert len(stub.seen) == 1


def test_no_retry_survives_being_copied() -> None:
    copy = NoRetry().new()
    assert isinstance(copy, NoRetry)
    assert not copy.is_retry("POST", 502)
    with pytest.raises(urllib3.exceptions.MaxRetryError):
        copy.increment("POST", "/", error=urllib3.exceptions.ConnectTimeoutError("refused"))


# Reads.


def test_reads_are_repeated_a_few_times(stub: Proxy, make: MakeTracker, naps: Naps) -> None:
    stub.on("GET", ISSUES, answer(502), times=2)
    stub.on("GET", ISSUES, answer(200, [issue()]))
    assert [found.ref.number for found in make(stub).list(LABEL)] == [7]
    assert naps.taken == [2.0, 4.0]


@pytest.mark.parametrize("fault", [answer(500), drop(), answer_text(200, "<html>")], ids=["500", "drop", "no JSON"])
def test_reads_that_keep_failing_end_in_an_error(stub: Proxy, make: MakeTracker, fault: Action) -> None:
    stub.on("GET", ISSUES, fault, times=None)
    with pytest.raises(TrackerUnavailableError):
        list(make(stub).list(LABEL))


@pytest.mark.node
def test_a_failing_page_yields_nothing_at_all(emulate: Emulate, proxy: Proxy, make: MakeTracker) -> None:
    seed(emulate, 101)
    proxy.on("GET", rf"{ISSUES}\?.*page=2", answer(502), times=None)
    found = iter(make(proxy).list(LABEL))
    with pytest.raises(TrackerUnavailableError):
        next(found)


@pytest.mark.node
def test_an_issue_opened_while_listing_is_not_listed_twice(emulate: Emulate, proxy: Proxy, make: MakeTracker) -> None:
    seed(emulate, 150)

    def meanwhile(forward: Forward) -> Reply:
        seed(emulate, 5)
        return forward()

    proxy.on("GET", rf"{ISSUES}\?.*page=2", meanwhile)
    numbers = [found.ref.number for found in make(proxy).list(LABEL)]
    assert len(numbers) == len(set(numbers)) == 155


def test_pages_that_lead_in_a_circle_end(stub: Proxy, make: MakeTracker) -> None:
    link = f'<{stub.url}/repos/acme/shop/issues?page=2>; rel="next"'
    stub.on("GET", ISSUES, answer(200, [issue()], Link=link), times=None)
    with pytest.raises(TrackerUnavailableError, match="no end"):
        list(make(stub).list(LABEL))


# Limits.


def test_a_wait_is_told_and_then_obeyed(stub: Proxy, make: MakeTracker, naps: Naps) -> None:
    told: list[datetime] = []
    stub.on("GET", ISSUES, answer(403, SECONDARY, Retry_After="90"))
    stub.on("GET", ISSUES, answer(200, []))
    started = naps.now
    assert list(make(stub, on_wait=told.append).list(LABEL)) == []
    assert told == [datetime.fromtimestamp(started + 90, UTC)]
    assert naps.taken == [90.0]


def test_the_hours_limit_is_waited_for(stub: Proxy, make: MakeTracker, naps: Naps) -> None:
    headers = {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": str(int(naps.now) + 300)}
    stub.on("GET", ISSUES, answer(403, {"message": "API rate limit exceeded"}, **headers))
    stub.on("GET", ISSUES, answer(200, []))
    assert list(make(stub).list(LABEL)) == []
    assert naps.taken == [301.0]


def test_the_last_request_of_the_hour_is_not_followed_by_one_too_many(
    stub: Proxy, make: MakeTracker, naps: Naps
) -> None:
    headers = {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": str(int(naps.now) + 300)}
    stub.on("GET", ISSUES, answer(200, [], **headers))
    stub.on("GET", ISSUES, answer(200, []))
    tracker = make(stub)
    assert list(tracker.list(LABEL)) == []
    assert naps.taken == []
    assert list(tracker.list(LABEL)) == []
    assert naps.taken == [301.0]


def test_an_unexplained_limit_is_waited_for_longer_each_time(stub: Proxy, make: MakeTracker, naps: Naps) -> None:
    stub.on("GET", ISSUES, answer(429), times=3)
    stub.on("GET", ISSUES, answer(200, []))
    assert list(make(stub).list(LABEL)) == []
    assert naps.taken == [60.0, 120.0, 240.0]


def test_a_wait_beyond_what_is_allowed_ends_the_run(stub: Proxy, make: MakeTracker, naps: Naps) -> None:
    stub.on("GET", ISSUES, answer(429, None, Retry_After="901"))
    with pytest.raises(RateLimitedError) as caught:
        list(make(stub).list(LABEL))
    assert caught.value.until == datetime.fromtimestamp(naps.now + 901, UTC)
    assert "again" in caught.value.hint
    assert naps.taken == []


def test_writes_keep_githubs_pace(stub: Proxy, make: MakeTracker, naps: Naps) -> None:
    stub.on("POST", ISSUES, answer(201, issue()), times=None)
    tracker = make(stub, paced=True, max_wait=4000)
    tracker._labels.learn([LABEL])
    assert tracker.eta(1, 0) == 0
    estimate = tracker.eta(400, 101)
    started = naps.now
    sent = []
    for _ in range(501):
        tracker.create(DRAFT)
        sent.append(naps.now - started)
    assert all(later - earlier >= 1 for earlier, later in pairwise(sent))
    assert all(sent[index + 80] - sent[index] >= 60 for index in range(len(sent) - 80))
    assert sent[500] - sent[0] >= 3600
    assert sent[500] == pytest.approx(estimate)


def test_more_writes_than_the_hour_takes_end_with_the_moment_to_go_on(
    stub: Proxy, make: MakeTracker, naps: Naps
) -> None:
    stub.on("POST", ISSUES, answer(201, issue()), times=None)
    tracker = make(stub, paced=True)
    tracker._labels.learn([LABEL])
    started = naps.now
    for _ in range(500):
        tracker.create(DRAFT)
    with pytest.raises(RateLimitedError) as caught:
        tracker.create(DRAFT)
    assert caught.value.until == datetime.fromtimestamp(started + 3600, UTC)
    assert stub.count("POST") == 500


# Moves.


def test_a_transferred_issue_is_followed(stub: Proxy, make: MakeTracker) -> None:
    stub.on("GET", f"{ISSUES}/7", answer(301, {"message": "Moved"}, Location=f"{stub.url}/repositories/9/issues/3"))
    stub.on("GET", "/repositories/9/issues/3", answer(200, issue(3, "acme/payments")))
    assert make(stub).get(IssueRef("hub", "acme/shop", 7)).ref == IssueRef("hub", "acme/payments", 3)


def test_a_change_follows_a_transferred_issue(stub: Proxy, make: MakeTracker) -> None:
    stub.on("PATCH", f"{ISSUES}/7", answer(301, {"message": "Moved"}, Location=f"{stub.url}/repositories/9/issues/3"))
    stub.on("PATCH", "/repositories/9/issues/3", answer(200, issue(3, "acme/payments", title="new")))
    changed = make(stub).update(IssueRef("hub", "acme/shop", 7), IssueChange(title="new"))
    assert changed.ref == IssueRef("hub", "acme/payments", 3)
    assert stub.seen[-1].json == {"title": "new"}


@pytest.mark.parametrize("query", ["", "?labels=postmortem&state=all"])
def test_a_renamed_repository_is_listed_as_before(stub: Proxy, make: MakeTracker, query: str) -> None:
    stub.on("GET", ISSUES, answer(301, {"message": "Moved"}, Location=f"{stub.url}/repositories/9/issues{query}"))
    stub.on("GET", "/repositories/9/issues", answer(200, [issue(7, "acme/store")]))
    (found,) = make(stub).list(LABEL)
    # The query survives: without it, GitHub would list all labels' open issues, 30 of them.
    assert "labels=postmortem" in stub.seen[-1].path
    assert "state=all" in stub.seen[-1].path
    assert found.ref == IssueRef("hub", "acme/shop", 7)


def test_a_create_follows_a_renamed_repository(stub: Proxy, make: MakeTracker) -> None:
    stub.on("POST", ISSUES, answer(307, {"message": "Moved"}, Location=f"{stub.url}/repositories/9/issues"))
    stub.on("POST", "/repositories/9/issues", answer(201, issue(7, "acme/store")))
    tracker = make(stub)
    tracker._labels.learn([LABEL])
    assert tracker.create(DRAFT).ref == IssueRef("hub", "acme/shop", 7)
    assert stub.seen[-1].json["title"] == DRAFT.title


def test_another_server_never_sees_the_token(stub: Proxy, make: MakeTracker) -> None:
    with proxy_for() as other:
        other.on("GET", "/", answer(200, [issue()]), times=None)
        for status in (301, 302, 307, 308):
            stub.on("GET", ISSUES, answer(status, {}, Location=f"{other.url}/repos/acme/shop/issues"))
            with pytest.raises(TrackerUnavailableError, match="redirects"):
                list(make(stub).list(LABEL))
        assert other.seen == []


def test_redirects_in_a_circle_end(stub: Proxy, make: MakeTracker) -> None:
    stub.on("GET", ISSUES, answer(301, {}, Location=f"{stub.url}/repos/acme/shop/issues"), times=None)
    with pytest.raises(RemoteError, match="circle"):
        list(make(stub).list(LABEL))
