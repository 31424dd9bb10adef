"""Several projects of one group are listed in one go, and what that does not tell each is asked for itself."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from postmortem_tracker.errors import RateLimitedError, TrackerUnavailableError
from postmortem_tracker.integrations.gitlab.group import Groups
from postmortem_tracker.integrations.gitlab.tracker import GitLabTracker
from postmortem_tracker.model import IssueChange, IssueDraft, State
from tests.contract import LABEL
from tests.fakes.gitlab import TOKEN, FakeGitLab, Fault
from tests.fakes.gitlab_server import Server
from tests.integrations.gitlab_calls import Waits

NAMES = ("ops/a", "ops/b", "ops/c", "ops/d", "ops/e")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGitLab]:
    """Five projects of a group, and one elsewhere."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    gitlab = FakeGitLab(NAMES[0])
    for name in (*NAMES[1:], "web/site"):
        gitlab.add_project(name)
    with Server(gitlab):
        yield gitlab


def fill(fake: FakeGitLab, count: int, *names: str) -> None:
    for name in names:
        for number in range(count):
            fake._create(name, {"title": f"{name} {number}", "labels": LABEL})


def connected(
    fake: FakeGitLab, *names: str, tokens: tuple[str, ...] = (), cache_dir: Path | None = None
) -> list[GitLabTracker]:
    groups, waits = Groups(), Waits()
    return [
        GitLabTracker(
            name,
            tokens[at] if tokens else TOKEN,
            name=f"t{at}",
            url=fake.base,
            pacer=waits.pacer,
            groups=groups,
            cache_dir=cache_dir,
        )
        for at, name in enumerate(names)
    ]


def listed(trackers: list[GitLabTracker]) -> list[list[tuple[str, str, int]]]:
    """What each shows: tracker, project, number."""
    found = [[issue.ref for issue in tracker.list(LABEL)] for tracker in trackers]
    return [[(ref.tracker, ref.project, ref.number) for ref in refs] for refs in found]


def paths(fake: FakeGitLab) -> list[str]:
    return [request.path for request in fake.requests]


@pytest.mark.parametrize(("each", "requests"), [(1, 1), (20, 1), (21, 2), (100, 5), (101, 6)])
def test_five_projects_of_a_group_take_one_request_for_each_hundred_issues(
    fake: FakeGitLab, each: int, requests: int
) -> None:
    fill(fake, each, *NAMES)
    found = listed(connected(fake, *NAMES))
    assert found == [[(f"t{at}", name, number + 1) for number in range(each)] for at, name in enumerate(NAMES)]
    assert paths(fake) == ["/groups/ops/issues"] * requests


def test_side_by_side_one_of_them_asks_for_all(fake: FakeGitLab) -> None:
    fill(fake, 3, *NAMES)
    with ThreadPoolExecutor(5) as pool:
        found = list(pool.map(lambda tracker: len(list(tracker.list(LABEL))), connected(fake, *NAMES)))
    assert (found, fake.counted()) == ([3] * 5, 1)


def test_a_project_alone_in_its_group_is_asked_itself(fake: FakeGitLab) -> None:
    fill(fake, 1, "ops/a", "web/site")
    listed(connected(fake, "ops/a", "web/site"))
    assert paths(fake) == ["/projects/ops/a/issues", "/projects/web/site/issues"]


def test_other_tokens_see_other_things(fake: FakeGitLab) -> None:
    fill(fake, 1, "ops/a", "ops/b")
    listed(connected(fake, "ops/a", "ops/b", tokens=(TOKEN, "read-only")))
    assert paths(fake) == ["/projects/ops/a/issues", "/projects/ops/b/issues"]


@pytest.mark.parametrize("status", [403, 404, 503])
def test_where_the_group_may_not_be_read_each_project_is_asked(fake: FakeGitLab, status: int) -> None:
    fill(fake, 2, *NAMES)
    fake.faults = [Fault("GET", "/groups/ops/issues", status=status, times=3)]
    assert [len(one) for one in listed(connected(fake, *NAMES))] == [2] * 5
    asked = 3 if status == 503 else 1
    assert paths(fake) == ["/groups/ops/issues"] * asked + [f"/projects/{name}/issues" for name in NAMES]


def test_a_persons_projects_are_no_group(fake: FakeGitLab) -> None:
    fake.personal.add("ops")
    fill(fake, 1, "ops/a", "ops/b")
    assert [len(one) for one in listed(connected(fake, "ops/a", "ops/b"))] == [1, 1]
    assert fake.counted() == 3


def test_a_limit_is_a_limit_for_all(fake: FakeGitLab) -> None:
    fill(fake, 1, "ops/a", "ops/b")
    fake.faults = [Fault("GET", "/issues", status=429, headers={"Retry-After": "9999"}, times=10**6)]
    for tracker in connected(fake, "ops/a", "ops/b"):
        with pytest.raises(RateLimitedError):
            list(tracker.list(LABEL))


def test_a_project_that_the_group_does_not_show_tells_itself_why(fake: FakeGitLab) -> None:
    """Empty, hidden, gone or renamed: the group's list looks the same."""
    fill(fake, 1, *NAMES)
    fake.issues["ops/b"].clear()
    del fake.members["ops/c"]["root"]
    fake.rename("ops/d", "ops/new")
    first, empty, hidden, renamed, last, gone = connected(fake, *NAMES, "ops/gone")
    assert len(list(first.list(LABEL))) == 1
    assert list(empty.list(LABEL)) == []
    for tracker in (hidden, gone):
        with pytest.raises(TrackerUnavailableError, match="not to be found"):
            list(tracker.list(LABEL))
    assert [issue.ref.project for issue in renamed.list(LABEL)] == ["ops/d"]
    assert renamed.moved_to == "ops/new"
    assert len(list(last.list(LABEL))) == 1
    assert paths(fake)[0] == "/groups/ops/issues"
    assert fake.counted() == 1 + 5  # a renamed project's list takes two


def test_an_archived_project_is_listed_all_the_same(fake: FakeGitLab) -> None:
    fill(fake, 1, "ops/a", "ops/b")
    fake.projects["ops/b"]["archived"] = True
    assert [len(one) for one in listed(connected(fake, "ops/a", "ops/b"))] == [1, 1]
    assert fake.counted() == 1


def test_projects_that_are_not_configured_are_nobodys(fake: FakeGitLab) -> None:
    fill(fake, 2, *NAMES)
    assert [len(one) for one in listed(connected(fake, "ops/a", "ops/b"))] == [2, 2]
    assert fake.counted() == 1


@pytest.mark.parametrize(("others", "asked"), [(150, ["groups", "groups"]), (300, ["groups", "projects", "projects"])])
def test_a_group_that_holds_much_else_is_left_after_its_first_page(
    fake: FakeGitLab, others: int, asked: list[str]
) -> None:
    fill(fake, others, "ops/e")
    fill(fake, 2, "ops/a", "ops/b")
    assert [len(one) for one in listed(connected(fake, "ops/a", "ops/b"))] == [2, 2]
    assert [path.split("/")[1] for path in paths(fake)] == asked


def test_subgroups_are_part_of_the_list_and_no_part_of_the_projects(fake: FakeGitLab) -> None:
    fake.add_project("ops/sub/a")
    fill(fake, 1, "ops/a", "ops/b", "ops/sub/a")
    assert [len(one) for one in listed(connected(fake, "ops/a", "ops/b"))] == [1, 1]
    assert fake.counted() == 1


def test_after_a_change_of_its_own_a_project_is_asked_itself(fake: FakeGitLab) -> None:
    fill(fake, 1, "ops/a", "ops/b")
    first, second = connected(fake, "ops/a", "ops/b")
    list(first.list(LABEL))
    list(second.list(LABEL))
    first.create(IssueDraft("new", "", (LABEL,)))
    fake.requests.clear()
    assert first.alone(LABEL)
    assert len(list(first.list(LABEL))) == 2
    assert set(paths(fake)) == {"/projects/ops/a/issues"}


def test_what_another_run_opens_meanwhile_is_noticed(fake: FakeGitLab) -> None:
    fill(fake, 1, "ops/a", "ops/b")
    first, _ = connected(fake, "ops/a", "ops/b")
    list(first.list(LABEL))
    first.create(IssueDraft("ours", "", (LABEL,)))
    fill(fake, 1, "ops/a")
    assert not first.alone(LABEL)


def test_one_request_where_the_cache_holds(fake: FakeGitLab, tmp_path: Path) -> None:
    fill(fake, 70, "ops/a", "ops/b")
    assert [len(one) for one in listed(connected(fake, "ops/a", "ops/b", cache_dir=tmp_path))] == [70, 70]
    assert fake.counted() == 2
    (changed, _) = connected(fake, "ops/a", "ops/b")
    changed.update(next(iter(changed.list(LABEL))).ref, IssueChange(state=State.COMPLETED))
    fake.requests.clear()
    again = connected(fake, "ops/a", "ops/b", cache_dir=tmp_path)
    closed = [[issue.state.closed for issue in tracker.list(LABEL)] for tracker in again]
    assert [len(each) for each in closed] == [70, 70]
    assert sum(map(sum, closed)) == 1
    assert fake.counted() == 1
