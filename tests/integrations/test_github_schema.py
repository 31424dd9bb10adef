"""Requests and answers held against models made from GitHub's own description of its API.

Needs `githubkit-schemas[2022-11-28]` with `hishel<2` (it is heavy: only for the tests).
"""

from __future__ import annotations

import os
import re
from typing import Any

import pytest

from postmortem_tracker.errors import InvalidIssueError
from postmortem_tracker.model import IssueChange, IssueDraft, IssueRef, State
from tests.emulate.server import Emulate
from tests.integrations.conftest import MakeTracker, issue
from tests.proxy import Proxy, Seen, answer

LABEL = "postmortem"
ONE = r"/repos/[^/]+/[^/]+/issues/\d+"


@pytest.fixture(scope="session")
def models() -> Any:
    if os.environ.get("CI"):
        import githubkit_schemas.v2022_11_28.models as found

        return found
    return pytest.importorskip("githubkit_schemas.v2022_11_28.models", reason="githubkit-schemas is not installed")


def body_model(models: Any, seen: Seen) -> Any:
    """The model of what a request may hold."""
    table = {
        ("POST", r"/repos/[^/]+/[^/]+/issues"): models.ReposOwnerRepoIssuesPostBody,
        ("PATCH", ONE): models.ReposOwnerRepoIssuesIssueNumberPatchBody,
        ("POST", f"{ONE}/comments"): models.ReposOwnerRepoIssuesIssueNumberCommentsPostBody,
        ("POST", f"{ONE}/labels"): models.ReposOwnerRepoIssuesIssueNumberLabelsPostBodyOneof0,
        ("POST", r"/repos/[^/]+/[^/]+/labels"): models.ReposOwnerRepoLabelsPostBody,
        ("POST", f"{ONE}/sub_issues"): models.ReposOwnerRepoIssuesIssueNumberSubIssuesPostBody,
    }
    return next(
        model for (method, path), model in table.items() if method == seen.method and re.fullmatch(path, seen.path)
    )


def assert_valid_body(models: Any, seen: Seen) -> None:
    if seen.method == "DELETE":
        assert not seen.body
        return
    model = body_model(models, seen)
    model.model_validate(seen.json)
    assert set(seen.json) <= set(model.model_fields)  # the models let unknown fields pass


@pytest.mark.node
def test_every_write_is_what_github_describes(models: Any, emulate: Emulate, proxy: Proxy, make: MakeTracker) -> None:
    tracker = make(proxy)
    original = tracker.create(IssueDraft("one", "body", labels=(LABEL, "P1"), assignees=("alice",)))
    copy = tracker.create(IssueDraft("two", "", labels=(LABEL,)))
    tracker.update(copy.ref, IssueChange(state=State.DUPLICATE, duplicate_of=original.ref, comment="raced"))
    tracker.update(original.ref, IssueChange(title="t", body="b", assignees=("bob",), state=State.NOT_PLANNED))
    tracker.update(original.ref, IssueChange(state=State.COMPLETED, add_labels=("P2",), remove_labels=("P1",)))
    tracker.update(original.ref, IssueChange(state=State.OPEN))
    writes = [seen for seen in proxy.seen if seen.method != "GET"]
    assert {seen.method for seen in writes} == {"POST", "PATCH", "DELETE"}
    for seen in writes:
        assert_valid_body(models, seen)


@pytest.mark.node
def test_the_emulators_answers_are_what_github_describes(
    models: Any, emulate: Emulate, proxy: Proxy, make: MakeTracker
) -> None:
    tracker = make(proxy)
    ref = tracker.create(IssueDraft("one", "body", labels=(LABEL,), assignees=("alice",))).ref
    tracker.update(ref, IssueChange(state=State.COMPLETED))
    assert len(list(tracker.list(LABEL))) == 1
    answers = [
        seen.reply.json for seen in proxy.seen if seen.reply and re.fullmatch(f"{ONE}|.*/issues(\\?.*)?", seen.path)
    ]
    issues = [raw for found in answers for raw in (found if isinstance(found, list) else [found])]
    assert len(issues) == 3
    for raw in issues:
        models.Issue.model_validate(raw)


@pytest.mark.parametrize("reason", ["completed", "not_planned", "duplicate"])
def test_every_reason_to_close_is_one_of_githubs(models: Any, reason: str) -> None:
    models.ReposOwnerRepoIssuesIssueNumberPatchBody.model_validate({"state": "closed", "state_reason": reason})


def test_sub_issues_are_asked_for_as_described(models: Any, stub: Proxy, make: MakeTracker) -> None:
    parent, child = IssueRef("hub", "acme/shop", 1), IssueRef("hub", "acme/shop", 2)
    stub.on("GET", "/repos/acme/shop/issues/2", answer(200, issue(2)))
    stub.on("POST", "/repos/acme/shop/issues/1/sub_issues", answer(201, issue(1)))
    make(stub).add_child(parent, child)
    assert [seen.method for seen in stub.seen] == ["GET", "POST"]
    assert stub.seen[-1].json == {"sub_issue_id": 1002}
    assert_valid_body(models, stub.seen[-1])


def test_a_known_child_needs_no_look_up(stub: Proxy, make: MakeTracker) -> None:
    stub.on("GET", "/repos/acme/shop/issues", answer(200, [issue(2)]))
    stub.on("POST", "/repos/acme/shop/issues/1/sub_issues", answer(201, issue(1)))
    tracker = make(stub)
    (child,) = tracker.list(LABEL)
    tracker.add_child(IssueRef("hub", "acme/shop", 1), child.ref)
    assert [seen.method for seen in stub.seen] == ["GET", "POST"]


def test_children_are_listed_to_the_last_page(stub: Proxy, make: MakeTracker) -> None:
    path = "/repos/acme/shop/issues/1/sub_issues"
    link = f'<{stub.url}{path}?per_page=100&page=2>; rel="next"'
    stub.on("GET", rf"{path}\?.*page=2", answer(200, [issue(3, "acme/payments", state="closed")]))
    stub.on("GET", path, answer(200, [issue(2)], Link=link))
    children = make(stub).children(IssueRef("hub", "acme/shop", 1))
    assert [(child.ref.project, child.ref.number, child.state) for child in children] == [
        ("acme/shop", 2, State.OPEN),
        ("acme/payments", 3, State.COMPLETED),
    ]


def test_a_child_of_the_same_parent_stays_one(stub: Proxy, make: MakeTracker) -> None:
    stub.on("GET", "/repos/acme/shop/issues/2", answer(200, issue(2)), times=None)
    stub.on("GET", "/repos/acme/shop/issues/3", answer(200, issue(3)), times=None)
    stub.on("POST", "/repos/acme/shop/issues/1/sub_issues", answer(422, {"message": "only one parent"}), times=None)
    stub.on("GET", "/repos/acme/shop/issues/1/sub_issues", answer(200, [issue(2)]), times=None)
    tracker = make(stub)
    parent = IssueRef("hub", "acme/shop", 1)
    tracker.add_child(parent, IssueRef("hub", "acme/shop", 2))
    with pytest.raises(InvalidIssueError, match="one parent"):
        tracker.add_child(parent, IssueRef("hub", "acme/shop", 3))
