"""GitLab keeps the contract, with no more requests than needed."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from gitlab.v4.objects import ProjectIssueManager

from postmortem_tracker.config.settings import TrackerSettings
from postmortem_tracker.errors import IssueNotFoundError, TrackerUnavailableError, UnassignableError
from postmortem_tracker.integrations import Surroundings
from postmortem_tracker.integrations.gitlab.connect import connect_gitlab
from postmortem_tracker.integrations.gitlab.tracker import GitLabTracker
from postmortem_tracker.integrations.shared.pacing import GITLAB_WRITES, Pacer
from postmortem_tracker.issues import IssueTracker
from postmortem_tracker.model import Issue, IssueChange, IssueDraft, IssueRef, State
from tests.contract import LABEL, TrackerContract
from tests.fakes.gitlab import TOKEN, FakeGitLab, Fault
from tests.fakes.gitlab_issues import DEVELOPER
from tests.fakes.gitlab_server import Server
from tests.integrations.gitlab_calls import PROJECT

SCHEMA = Path(os.environ.get("POSTMORTEM_TRACKER_CONTRACTS", "../shared/contracts")) / "gitlab-issue.schema.json"


@pytest.fixture
def tracker(fake: FakeGitLab) -> GitLabTracker:
    return connected(fake)


def connected(fake: FakeGitLab, project: str = PROJECT) -> GitLabTracker:
    return GitLabTracker(project, TOKEN, url=fake.base, timeout=5, pacer=Pacer())


class TestContract(TrackerContract):
    many = 201
    keeps_crlf = False
    keeps_space_at_end = False

    @pytest.fixture
    def tracker(self, fake: FakeGitLab) -> IssueTracker:
        self.fake = fake
        return connected(fake)

    def another(self, tracker: IssueTracker) -> IssueTracker:
        return connected(self.fake)

    def let_time_pass(self, tracker: IssueTracker) -> None:
        self.fake.now += timedelta(hours=1)

    def writes(self, tracker: IssueTracker) -> int | None:
        return self.fake.counted() - self.fake.counted("GET")

    def open_milestone(self, tracker: IssueTracker) -> str:
        self.fake.add_milestone(PROJECT, "Reliability Q4")
        return "Reliability Q4"

    def milestone_of(self, tracker: IssueTracker, issue: Issue) -> str:
        found = self.fake.issues[PROJECT][issue.ref.number]["milestone"]
        return str(found["title"]) if found else ""

    def foreign_urls(self, tracker: IssueTracker) -> tuple[str, ...]:
        base = self.fake.base
        return (
            *super().foreign_urls(tracker),
            f"{base}/{PROJECT}-other/-/issues/1",
            f"{base}/{PROJECT}/-/merge_requests/1",
            f"{base}/{PROJECT}/-/issues/",
            f"{base}/{PROJECT}/-/issues/0",
            "https://[broken/-/issues/1",
        )


# Requests.


def fill(fake: FakeGitLab, count: int) -> None:
    for index in range(count):
        fake._create(PROJECT, {"title": f"item {index}", "labels": LABEL})


@pytest.mark.parametrize(("there", "requests"), [(0, 1), (1, 1), (100, 1), (101, 2), (200, 2), (250, 3)])
def test_a_list_takes_one_request_for_each_hundred(
    fake: FakeGitLab, tracker: GitLabTracker, there: int, requests: int
) -> None:
    fill(fake, there)
    assert len(list(tracker.list(LABEL))) == there
    assert fake.counted() == requests


@pytest.mark.parametrize("new", [0, 1, 100, 101, 250])
def test_a_new_issue_takes_one_request_with_everything_in_it(
    fake: FakeGitLab, tracker: GitLabTracker, new: int
) -> None:
    for index in range(new):
        draft = IssueDraft(f"item {index}", "Body", (LABEL, "P1"), ("alice",), date(2026, 4, 1), True)
        tracker.create(draft)
    made = [request for request in fake.requests if (request.method, request.path[-7:]) == ("POST", "/issues")]
    assert len(made) == new
    once = [(request.method, request.path.rpartition("/")[2]) for request in fake.requests if request not in made]
    looks = [("GET", "users"), ("GET", "labels"), ("POST", "labels"), ("POST", "labels")]
    assert once == (looks if new else [])


def test_a_label_that_issues_carry_needs_no_look(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fill(fake, 1)
    list(tracker.list(LABEL))
    for index in range(3):
        tracker.create(IssueDraft(f"item {index}", "", (LABEL,)))
    assert [request.method for request in fake.requests] == ["GET", "POST", "POST", "POST"]


def test_a_new_label_has_a_colour_and_says_what_it_is(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    tracker.create(IssueDraft("x", "", (LABEL, "P1")))
    label = fake.labels[PROJECT]["P1"]
    assert (label["color"], label["description"]) == ("#d93f0b", "Urgency of a postmortem's action item")


def test_a_label_that_another_run_makes_first_is_taken(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fake.faults = [Fault("POST", "/labels", status=409), Fault("POST", "/labels", after=True)]
    assert set(tracker.create(IssueDraft("x", "", (LABEL, "P1"))).labels) == {LABEL, "P1"}


def test_whoever_may_not_label_opens_one_issue_at_most(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fake.labels[PROJECT][LABEL] = {"name": LABEL}
    fake.members[PROJECT]["root"] = 10
    assert tracker.create(IssueDraft("one", "", (LABEL,))).labels == ()
    with pytest.raises(TrackerUnavailableError, match="not label"):
        tracker.create(IssueDraft("two", "", (LABEL,)))
    assert len(fake.issues[PROJECT]) == 1


def test_issues_are_related_once(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fill(fake, 3)
    parent, *children = [issue.ref for issue in tracker.list(LABEL)]
    for child in (*children, *children):
        tracker.add_child(parent, child)
    assert [issue.ref for issue in tracker.children(parent)] == children


@pytest.mark.parametrize(
    ("change", "requests"),
    [
        # Which labels there are is looked up once a run, before one is added.
        (
            IssueChange(title="T", body="B", state=State.COMPLETED, add_labels=(LABEL,), remove_labels=("b",)),
            ["GET", "PUT"],
        ),
        (IssueChange(state=State.NOT_PLANNED, due=None, assignees=()), ["PUT"]),
        (IssueChange(state=State.OPEN), ["PUT"]),
        (IssueChange(comment="drift", state=State.COMPLETED), ["POST", "PUT"]),
        (IssueChange(comment="drift"), ["POST", "GET"]),
        (IssueChange(), ["GET"]),
    ],
    ids=["all fields", "not planned", "reopen", "comment and close", "comment", "nothing"],
)
def test_an_update_takes_one_request_and_one_for_a_comment(
    fake: FakeGitLab, tracker: GitLabTracker, change: IssueChange, requests: list[str]
) -> None:
    fill(fake, 1)
    tracker.update(IssueRef("gitlab", PROJECT, 1), change)
    assert [request.method for request in fake.requests] == requests


def test_everybody_met_in_a_list_needs_no_look(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fake._create(PROJECT, {"title": "x", "labels": LABEL, "assignee_ids": [fake.users["alice"]]})
    list(tracker.list(LABEL))
    tracker.create(IssueDraft("y", "", (LABEL,), ("alice",)))
    assert [request.method for request in fake.requests] == ["GET", "POST"]


def test_only_known_attributes_are_sent(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    tracker.create(IssueDraft("x", "Body", (LABEL,), ("alice",), date(2026, 4, 1), True))
    everything = IssueChange("T", "B", State.DUPLICATE, ("a",), ("b",), ("bob",), None)
    tracker.update(IssueRef("gitlab", PROJECT, 1), everything)
    list(tracker.list(LABEL))
    known = {
        "POST": {*ProjectIssueManager._create_attrs.required, *ProjectIssueManager._create_attrs.optional},
        "PUT": {*ProjectIssueManager._update_attrs.optional, "add_labels", "remove_labels"},
    }
    sent = [request for request in fake.requests if "/issues" in request.path]
    assert [request.method for request in sent] == ["POST", "PUT", "GET"]
    for request in sent[:2]:
        assert set(request.body) <= known[request.method]
    assert set(sent[2].query) <= {*ProjectIssueManager._list_filters, "page", "per_page"}


@pytest.mark.skipif(not SCHEMA.is_file(), reason="GitLab's schema is not at hand (POSTMORTEM_TRACKER_CONTRACTS)")
def test_the_fake_answers_as_gitlabs_schema_says(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    tracker.create(IssueDraft("x", "Body", (LABEL,), ("alice",), date(2026, 4, 1), True))
    tracker.update(IssueRef("gitlab", PROJECT, 1), IssueChange(state=State.COMPLETED))
    fill(fake, 1)
    schema: Any = json.loads(SCHEMA.read_text())
    for issue in fake.issues[PROJECT].values():
        jsonschema.validate(issue, schema, format_checker=jsonschema.FormatChecker())


# GitLab's own ways.


def test_a_moved_issue_is_followed(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fake.add_project("ops/archive")
    fill(fake, 2)
    fake.move(PROJECT, 1, "ops/archive")
    old, new = IssueRef("gitlab", PROJECT, 1), IssueRef("gitlab", "ops/archive", 1)
    assert tracker.get(old).ref == new
    assert tracker.get(old).state is State.OPEN
    assert {issue.ref for issue in tracker.list(LABEL)} == {new, IssueRef("gitlab", PROJECT, 2)}
    changed = tracker.update(old, IssueChange(title="Renamed", comment="once"))
    assert (changed.ref, changed.title) == (new, "Renamed")
    assert tracker.update(new, IssueChange(state=State.COMPLETED)).state is State.COMPLETED
    assert fake.issues["ops/archive"][1]["state"] == "closed"


def test_an_issue_moved_out_of_sight_is_not_done(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fake.add_project("ops/secret")
    fill(fake, 1)
    fake.move(PROJECT, 1, "ops/secret")
    del fake.projects["ops/secret"]
    assert [(each.ref.number, each.state, each.out_of_sight) for each in tracker.list(LABEL)] == [(1, State.OPEN, True)]
    with pytest.raises(IssueNotFoundError, match="out of sight"):
        tracker.get(IssueRef("gitlab", PROJECT, 1))


def test_an_issue_moved_within_the_project_is_listed_once(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fill(fake, 1)
    fake.move(PROJECT, 1, PROJECT)
    assert [issue.ref.number for issue in tracker.list(LABEL)] == [2]


def test_a_duplicate_marked_on_gitlab_itself_is_one(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fill(fake, 1)
    links = {"closed_as_duplicate_of": f"{fake.base}/api/v4/projects/1/issues/9"}
    fake.issues[PROJECT][1].update(state="closed", closed_at=fake._tick(), _links=links)
    assert tracker.get(IssueRef("gitlab", PROJECT, 1)).state is State.DUPLICATE


def test_a_reason_gives_way_to_another(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fill(fake, 1)
    ref = IssueRef("gitlab", PROJECT, 1)
    for state in (State.NOT_PLANNED, State.DUPLICATE, State.COMPLETED):
        assert tracker.update(ref, IssueChange(state=state)).state is state
    assert fake.issues[PROJECT][1]["labels"] == [LABEL]


def test_gitlabs_own_notes_are_no_comments(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fill(fake, 1)
    fake.add_note(PROJECT, 1, "assigned to @root", system=True)
    for index in range(120):
        fake.add_note(PROJECT, 1, f"note {index}")
    assert list(tracker.comments(IssueRef("gitlab", PROJECT, 1))) == [f"note {index}" for index in range(120)]


def test_without_a_paid_tier_one_assignee_is_kept_and_said(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    issue = tracker.create(IssueDraft("x", "", (LABEL,), ("alice", "bob")))
    assert issue.assignees == ("alice",)
    assert tracker.capabilities.max_assignees == 1


def test_with_a_paid_tier_all_are_assigned(fake: FakeGitLab, tmp_path: Path) -> None:
    fake.paid = True
    settings = TrackerSettings(kind="gitlab", project=PROJECT, url=fake.base, several_assignees=True)
    tracker = connect_gitlab(
        "gitlab", settings, Surroundings(tmp_path, {"GITLAB_TOKEN": TOKEN}, allowed_hosts=("127.0.0.1:*",))
    )
    assert tracker.capabilities.max_assignees == 100
    issue = tracker.create(IssueDraft("x", "", (LABEL,), ("alice", "bob")))
    assert issue.assignees == ("alice", "bob")
    assert tracker.update(issue.ref, IssueChange(assignees=("bob", "root"))).assignees == ("bob", "root")


def test_a_label_with_a_comma_stays_one_label(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    issue = tracker.create(IssueDraft("x", "", (LABEL, "a, b", " c ", "")))
    assert set(issue.labels) == {LABEL, "a, b", "c"}
    assert [found.ref for found in tracker.list("a, b")] == [issue.ref]
    assert set(tracker.update(issue.ref, IssueChange(remove_labels=("a, b",), add_labels=("d,e",))).labels) == {
        *(LABEL, "c", "d,e")
    }
    tracker.create(IssueDraft("y", "", (LABEL,)))


def test_a_server_may_live_below_a_path() -> None:
    fake = FakeGitLab(PROJECT, subpath="/tools/gitlab")
    with Server(fake):
        tracker = connected(fake)
        issue = tracker.create(IssueDraft("x", "", (LABEL,)))
        assert "/tools/gitlab/" in issue.url
        assert list(tracker.list(LABEL)) == [issue]
        assert tracker.resolve("x", issue.url, "a.md") == issue.ref
        assert tracker.resolve("x", issue.url.replace("/tools/gitlab", ""), "a.md") is None


@pytest.mark.parametrize(
    "tail",
    [
        "/-/issues/12",
        "/-/work_items/12",
        "/issues/12",
        "/-/issues/12#note_3",
        "/-/issues/12?x=1",
        "/-/issues/incident/12",
    ],
)
def test_every_form_of_url_is_understood(tail: str) -> None:
    tracker = GitLabTracker("Ops/Incidents", "", url="https://gitlab.example.com/")
    for head in ("https://gitlab.example.com/ops/incidents", "https://gitlab.example.com:443/Ops/Incidents"):
        assert tracker.resolve("#12", head + tail, "a.md") == IssueRef("gitlab", "Ops/Incidents", 12)


def test_creation_is_paced(fake: FakeGitLab) -> None:
    now, slept = [0.0], list[float]()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    pacer = Pacer(GITLAB_WRITES, clock=lambda: now[0], sleep=sleep)
    tracker = GitLabTracker(PROJECT, TOKEN, url=fake.base, pacer=pacer)
    for index in range(201):
        tracker.create(IssueDraft(f"item {index}", ""))
        tracker.update(IssueRef("gitlab", PROJECT, 1), IssueChange(comment="a comment is no issue"))
    assert slept == [60.0]


def test_what_is_listed_equals_what_is_got(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fill(fake, 3)
    listed: list[Issue] = list(tracker.list(LABEL))
    assert listed == [tracker.get(issue.ref) for issue in listed]


def test_a_renamed_project_is_followed_and_told(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fill(fake, 2)
    fake.rename(PROJECT, "ops/outages")
    first, second = (issue.ref for issue in tracker.list(LABEL))
    assert (first, second) == (IssueRef("gitlab", PROJECT, 1), IssueRef("gitlab", PROJECT, 2))
    assert tracker.moved_to == "ops/outages"
    assert tracker.update(first, IssueChange(state=State.COMPLETED, comment="done")).ref == first
    assert tracker.create(IssueDraft("new", "", (LABEL,))).ref == IssueRef("gitlab", PROJECT, 3)
    for path in (PROJECT, "ops/outages"):
        assert tracker.resolve("x", f"{fake.base}/{path}/-/issues/2", "a.md") == second
    assert [found.hint for found in tracker.inspect() if found.name == "project"] == [
        "write project = 'ops/outages' in the configuration"
    ]


def test_issues_shown_as_work_items_are_the_same_issues(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fake.work_items = True
    issue = tracker.create(IssueDraft("x", "", (LABEL,)))
    assert "/-/work_items/1" in issue.url
    assert tracker.resolve("#1", issue.url, "a.md") == issue.ref


def test_of_one_scope_the_last_label_stays_and_nothing_is_amiss(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fake.paid = True
    for number in range(2):
        issue = tracker.create(IssueDraft(f"{number}", "", (LABEL, "team::a", "team::b")))
        assert set(issue.labels) == {LABEL, "team::b"}


def test_who_cannot_be_assigned_is_named(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    with pytest.raises(UnassignableError) as caught:
        tracker.create(IssueDraft("x", "", (LABEL,), ("alice", "nobody", "noone")))
    assert caught.value.people == ("nobody", "noone")
    assert fake.counted("POST") == 0
    assert tracker.create(IssueDraft("x", "", (LABEL,), ("carol",))).assignees == ()  # knows GitLab, not the project


def test_usernames_are_told_apart_in_no_letters_case(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fake.paid = True
    fake.users["Dana"] = 400
    fake.members[PROJECT]["Dana"] = DEVELOPER
    draft = IssueDraft("x", "", (), ("DANA", "alice", "dana", "Alice"))
    assert tracker.preparation((), draft.assignees) == (2, 0)
    assert tracker.create(draft).assignees == ("Dana", "alice")
    assert [request.method for request in fake.requests] == ["GET", "GET", "POST"]
    assert tracker.preparation((), draft.assignees) == (0, 0)  # met in the answer


def test_a_comment_alone_is_one_request(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fill(fake, 1)
    (issue,) = tracker.list(LABEL)
    fake.requests.clear()
    assert tracker.update(issue.ref, IssueChange(comment="said")) == issue
    assert [request.method for request in fake.requests] == ["POST"]


def test_an_issue_that_was_moved_is_looked_for_once(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fake.add_project("ops/archive")
    fill(fake, 1)
    fake.move(PROJECT, 1, "ops/archive")
    list(tracker.list(LABEL))
    fake.requests.clear()
    assert tracker.get(IssueRef("gitlab", PROJECT, 1)).ref.project == "ops/archive"
    assert fake.counted() == 1


def test_an_issue_loses_the_labels_that_are_not_known_where_it_goes(fake: FakeGitLab, tracker: GitLabTracker) -> None:
    fake.add_project("ops/archive")
    fill(fake, 1)
    fake.move(PROJECT, 1, "ops/archive")
    (issue,) = tracker.list(LABEL)
    assert (issue.ref.project, issue.labels) == ("ops/archive", ())
