"""What GitHub refuses, in words for people, and what it must never be told."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import pytest

from postmortem_tracker.errors import (
    ConfigError,
    InvalidIssueError,
    IssueNotFoundError,
    RemoteError,
    TrackerError,
    TrackerUnavailableError,
)
from postmortem_tracker.integrations.github.tracker import GitHubTracker
from postmortem_tracker.model import IssueChange, IssueDraft, IssueRef, State
from tests.integrations.conftest import TOKEN, MakeTracker, issue
from tests.proxy import Action, Proxy, answer, drop

LABEL = "postmortem"
ISSUES = r"/repos/acme/shop/issues"
DRAFT = IssueDraft("Add a canary", "body", labels=(LABEL,))

REFUSALS: dict[str, tuple[Action, type[TrackerError], str]] = {
    "401": (answer(401, {"message": "Bad credentials"}), TrackerUnavailableError, "sign-in"),
    "403": (answer(403, {"message": "Resource not accessible"}), TrackerUnavailableError, "does not allow"),
    "403 archived": (answer(403, {"message": "Repository was archived"}), TrackerUnavailableError, "archived"),
    "403 SAML": (answer(403, {"message": "Protected by organization SAML"}), TrackerUnavailableError, "SAML"),
    "404": (answer(404, {"message": "Not Found"}), TrackerUnavailableError, "acme/shop was not found"),
    "410": (answer(410, {"message": "Issues are disabled"}), TrackerUnavailableError, "issues are disabled"),
    "418": (answer(418, {"message": "teapot"}), RemoteError, "418"),
}


@pytest.mark.parametrize(("refusal", "kind", "words"), REFUSALS.values(), ids=REFUSALS.keys())
def test_refusals_say_what_to_do(
    stub: Proxy, make: MakeTracker, refusal: Action, kind: type[TrackerError], words: str
) -> None:
    stub.on("GET", ISSUES, refusal, times=None)
    with pytest.raises(kind, match=words) as caught:
        list(make(stub).list(LABEL))
    assert caught.value.hint or kind is RemoteError
    assert len(stub.seen) == 1


@pytest.mark.parametrize(("status", "words"), [(404, "does not exist"), (410, "deleted")])
def test_an_issue_that_is_gone_says_so(stub: Proxy, make: MakeTracker, status: int, words: str) -> None:
    stub.on("GET", ISSUES, answer(status, {"message": "gone"}))
    with pytest.raises(IssueNotFoundError, match=words):
        make(stub).get(IssueRef("hub", "acme/shop", 7))


def test_a_pull_request_is_no_issue(stub: Proxy, make: MakeTracker) -> None:
    stub.on("GET", ISSUES, answer(200, issue(pull_request={"url": "u"})))
    with pytest.raises(IssueNotFoundError, match="pull request"):
        make(stub).get(IssueRef("hub", "acme/shop", 7))


def test_a_refused_assignee_is_named(stub: Proxy, make: MakeTracker) -> None:
    details = [{"resource": "Issue", "field": "assignees", "code": "invalid", "value": "nobody"}]
    stub.on("POST", ISSUES, answer(422, {"message": "Validation Failed", "errors": details}))
    tracker = make(stub)
    with pytest.raises(InvalidIssueError, match="nobody cannot be assigned"):
        tracker.create(IssueDraft("t", "", assignees=("nobody",)))
    assert len(stub.seen) == 1


def test_dropped_labels_stop_the_second_create(stub: Proxy, make: MakeTracker) -> None:
    stub.on("POST", ISSUES, answer(201, issue(labels=[])), times=None)
    tracker = make(stub)
    tracker._labels.learn([LABEL])
    assert tracker.create(DRAFT).labels == ()
    with pytest.raises(TrackerUnavailableError, match="label"):
        tracker.create(DRAFT)
    assert stub.count("POST") == 1


def test_a_reason_github_does_not_know_is_replaced(stub: Proxy, make: MakeTracker) -> None:
    stub.on("POST", f"{ISSUES}/7/comments", answer(201, {}))
    stub.on("PATCH", f"{ISSUES}/7", answer(422, {"message": "Validation Failed"}))
    stub.on("PATCH", f"{ISSUES}/7", answer(200, issue(state="closed", state_reason="not_planned")))
    original = IssueRef("hub", "acme/shop", 3)
    closed = make(stub).update(
        IssueRef("hub", "acme/shop", 7), IssueChange(state=State.DUPLICATE, duplicate_of=original)
    )
    assert closed.state is State.NOT_PLANNED
    assert [one.json for one in stub.seen] == [
        {"body": "Duplicate of #3"},
        {"state": "closed", "state_reason": "duplicate"},
        {"state": "closed", "state_reason": "not_planned"},
    ]


def test_another_reason_for_a_closed_issue_needs_it_reopened(stub: Proxy, make: MakeTracker) -> None:
    completed = issue(state="closed", state_reason="completed")
    stub.on("PATCH", f"{ISSUES}/7", answer(200, completed), times=2)
    stub.on("PATCH", f"{ISSUES}/7", answer(200, issue(state="closed", state_reason="not_planned")))
    changed = make(stub).update(IssueRef("hub", "acme/shop", 7), IssueChange(state=State.NOT_PLANNED))
    assert changed.state is State.NOT_PLANNED
    assert [one.json["state"] for one in stub.seen] == ["closed", "open", "closed"]


# Safety.


@pytest.mark.parametrize(
    "url",
    ["http://github.acme.example", "ftp://x", "github.com", "https://user:secret@github.acme.example", "https://"],
)
def test_addresses_that_give_a_token_away_are_refused(url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        GitHubTracker("hub", "acme/shop", TOKEN, url=url)
    assert "secret" not in str(caught.value)


def test_a_clear_address_may_be_asked_for() -> None:
    assert GitHubTracker("hub", "acme/shop", TOKEN, url="http://ghe.acme.example/api/v3", insecure=True).name == "hub"


@pytest.mark.parametrize(
    "project", ["", "shop", "a/b/c", "acme/shop?x", "acme/..", "./shop", "acme/shop#1", "acme/ shop"]
)
def test_projects_that_are_none_are_refused(project: str) -> None:
    with pytest.raises(ConfigError):
        GitHubTracker("hub", project, TOKEN)


@pytest.mark.parametrize("token", [TOKEN, "0123456789abcdef-of-an-older-shape"])
def test_the_token_is_nowhere_to_be_seen(
    token: str,
    stub: Proxy,
    make: MakeTracker,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "github")  # PyGithub sets a level of its own
    echo = {"message": f"the token {token} is bad"}
    texts = []
    for fault in (answer(401, echo), answer(403, echo), answer(404, echo), answer(422, echo), answer(500), drop()):
        stub.clear()
        stub.on("GET", ISSUES, answer(200, [issue()]))
        stub.on("POST", "/repos", fault, times=None)
        tracker = make(stub, cache_dir=tmp_path, token=token)
        assert len(list(tracker.list(LABEL))) == 1
        with pytest.raises(TrackerError) as caught:
            tracker.create(DRAFT)
        assert stub.seen[-1].headers["Authorization"] == f"token {token}"
        texts += ["".join(traceback.format_exception(caught.value)), caught.value.hint, repr(tracker), str(tracker)]
        texts += [repr(value) for value in vars(tracker).values()]
    texts += [path.read_text("utf-8") for path in tmp_path.iterdir()]
    captured = capsys.readouterr()
    everything = "\n".join([*texts, caplog.text, captured.out, captured.err])
    assert "POST /repos" in caplog.text  # urllib3 does log, at the same level
    assert token not in everything
