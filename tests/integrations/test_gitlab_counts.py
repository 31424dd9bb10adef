"""How many requests GitLab gets, as equalities, and what its cache may tell."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path

import pytest

from postmortem_tracker.integrations.gitlab.tracker import GitLabTracker
from postmortem_tracker.integrations.shared.pacing import Pacer
from postmortem_tracker.model import IssueChange, IssueDraft, IssueRef, State
from tests.contract import LABEL
from tests.fakes.gitlab import TOKEN, Answer, FakeGitLab, Json, Request
from tests.fakes.gitlab_server import Server

PROJECT = "ops/incidents"
SIZES = (0, 1, 100, 101, 250)


class CountingGitLab(FakeGitLab):
    """The fake; `counts` off is a list too long for GitLab to count."""

    counts = True

    def _paged(self, request: Request, entries: list[Json]) -> Answer:
        answer = super()._paged(request, entries)
        if not self.counts:
            answer.headers.pop("X-Total", None)
        return answer


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[CountingGitLab]:
    """A server on which nothing has happened for an hour."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    gitlab = CountingGitLab(PROJECT)
    gitlab.now = datetime.now(UTC) - timedelta(hours=1)
    with Server(gitlab):
        yield gitlab


def connected(fake: FakeGitLab, cache_dir: Path | None = None) -> GitLabTracker:
    return GitLabTracker(PROJECT, TOKEN, url=fake.base, timeout=5, cache_dir=cache_dir, pacer=Pacer())


def fill(fake: FakeGitLab, count: int) -> None:
    for index in range(count):
        fake._create(PROJECT, {"title": f"item {index}", "labels": LABEL})


def pages(issues: int) -> int:
    return max(1, ceil(issues / 100))


def first_sync(issues_there: int, new: int) -> int:
    """The requests of a first sync: the lists, the creates, one look whether another run wrote too."""
    return pages(issues_there) + new + 1


def listed(fake: FakeGitLab, cache_dir: Path | None = None) -> int:
    """The requests that one listing takes; what it says must be what a listing without a cache says."""
    before = fake.counted()
    issues = list(connected(fake, cache_dir).list(LABEL))
    taken = fake.counted() - before
    assert issues == list(connected(fake).list(LABEL))
    return taken


def ref(number: int) -> IssueRef:
    return IssueRef("gitlab", PROJECT, number)


@pytest.mark.parametrize("marked", SIZES)
@pytest.mark.parametrize("new", [0, 1, 101])
def test_first_sync(fake: CountingGitLab, new: int, marked: int) -> None:
    fill(fake, marked)
    if not marked:
        fake._label(PROJECT, {"name": LABEL})
    tracker = connected(fake)
    assert len(list(tracker.list(LABEL))) == marked
    for number in range(new):
        tracker.create(IssueDraft(f"new {number}", "body", (LABEL,)))
    assert tracker.alone(LABEL)
    # Where no issue shows that the label exists, one list of labels tells.
    looked_up = 1 if new and not marked else 0
    assert fake.counted("POST") == new
    assert fake.counted() == first_sync(marked, new) + looked_up


@pytest.mark.parametrize("linked", SIZES)
def test_nothing_changed_without_a_cache(fake: CountingGitLab, linked: int) -> None:
    fill(fake, linked)
    assert [listed(fake), listed(fake)] == [pages(linked)] * 2


@pytest.mark.parametrize("linked", SIZES)
def test_nothing_changed_is_one_request(fake: CountingGitLab, tmp_path: Path, linked: int) -> None:
    fill(fake, linked)
    assert [listed(fake, tmp_path) for _ in range(3)] == [pages(linked), 1, 1]


def relabelled(fake: FakeGitLab, number: int, *labels: str) -> None:
    fake.issues[PROJECT][number].update(labels=[*labels], updated_at=fake._tick())


def deleted(fake: FakeGitLab, number: int) -> None:
    del fake.issues[PROJECT][number]


def closed(fake: FakeGitLab, number: int) -> None:
    connected(fake).update(ref(number), IssueChange(state=State.COMPLETED))


def swapped(fake: FakeGitLab, number: int) -> None:
    deleted(fake, number)
    fill(fake, 1)


EVENTS: dict[str, tuple[Callable[[FakeGitLab], None], int]] = {  # and the requests beyond one that it costs
    "closed": (lambda fake: closed(fake, 1), 0),
    "added": (lambda fake: fill(fake, 1), 0),
    "as many as a page shows": (lambda fake: fill(fake, 99), 0),
    "more than a page shows": (lambda fake: fill(fake, 100), 4),
    "unlabelled": (lambda fake: relabelled(fake, 1), 3),
    "deleted": (lambda fake: deleted(fake, 1), 3),
    "the last one deleted": (lambda fake: deleted(fake, 250), 3),
    "one deleted, one added": (lambda fake: swapped(fake, 1), 3),
}


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("runs", [1, 2])  # the second run's list is a merged one
def test_a_cache_never_hides_a_change(fake: CountingGitLab, tmp_path: Path, event: str, runs: int) -> None:
    fill(fake, 250)
    for _ in range(runs):
        listed(fake, tmp_path)
    fake.now = datetime.now(UTC)
    happens, more = EVENTS[event]
    happens(fake)
    assert listed(fake, tmp_path) == 1 + more


def test_a_label_put_on_an_old_issue_is_seen(fake: CountingGitLab, tmp_path: Path) -> None:
    fill(fake, 250)
    relabelled(fake, 7)
    fake.now += timedelta(minutes=1)
    listed(fake, tmp_path)
    relabelled(fake, 7, LABEL)
    assert listed(fake, tmp_path) == 1


@pytest.mark.parametrize("left", [100, 99, 0])
def test_a_list_that_shrinks_to_a_page_needs_no_cache(fake: CountingGitLab, tmp_path: Path, left: int) -> None:
    fill(fake, 101)
    listed(fake, tmp_path)
    for number in range(left + 1, 102):
        deleted(fake, number)
    assert [listed(fake, tmp_path) for _ in range(2)] == [1, 1]


def test_a_list_of_the_last_minute_is_read_again(fake: CountingGitLab, tmp_path: Path) -> None:
    fake.now = datetime.now(UTC)
    fill(fake, 101)
    assert [listed(fake, tmp_path) for _ in range(2)] == [2, 1 + 2]


def test_a_list_that_gitlab_does_not_count_is_read_whole(fake: CountingGitLab, tmp_path: Path) -> None:
    fill(fake, 101)
    fake.counts = False
    assert [listed(fake, tmp_path) for _ in range(2)] == [2, 1 + 2]


def test_what_changes_without_a_trace_is_seen_after_a_week(
    fake: CountingGitLab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(fake, 250)
    listed(fake, tmp_path)
    for issue in fake.issues[PROJECT].values():
        issue["labels"] = [LABEL, "renamed"]
    assert not any("renamed" in issue.labels for issue in list(connected(fake, tmp_path).list(LABEL))[:50])
    monkeypatch.setattr("postmortem_tracker.integrations.gitlab.list.TRUSTED", timedelta(seconds=-1))
    assert listed(fake, tmp_path) == 1 + 3


@pytest.mark.parametrize("write", ["create", "update", "comment"])
def test_after_a_write_nothing_comes_from_the_cache(fake: CountingGitLab, tmp_path: Path, write: str) -> None:
    fill(fake, 101)
    listed(fake, tmp_path)
    tracker = connected(fake, tmp_path)
    if write == "create":
        tracker.create(IssueDraft("new", "", (LABEL,)))
    else:
        tracker.update(ref(1), IssueChange(comment="said") if write == "comment" else IssueChange(title="new"))
    before = fake.counted()
    list(tracker.list(LABEL))
    assert fake.counted() - before == 2
    assert all(request.query["order_by"] == ["created_at"] for request in fake.requests[before:])


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"version": 2}', "\x00", '{"version": 2, "issues": [1]}'])
def test_a_damaged_cache_counts_as_none(fake: CountingGitLab, tmp_path: Path, damage: str) -> None:
    fill(fake, 101)
    listed(fake, tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_text(damage, "utf-8")
    assert listed(fake, tmp_path) == 2


def test_the_cache_is_its_owners_alone_and_holds_no_token(fake: CountingGitLab, tmp_path: Path) -> None:
    fill(fake, 101)
    listed(fake, tmp_path / "new")
    (file,) = (tmp_path / "new").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0
    assert TOKEN not in file.read_text("utf-8")


def test_a_short_list_is_not_kept(fake: CountingGitLab, tmp_path: Path) -> None:
    fill(fake, 100)
    listed(fake, tmp_path)
    assert not [*tmp_path.iterdir()]


def test_what_gitlab_does_not_count_is_proven_as_well(fake: CountingGitLab) -> None:
    fill(fake, 101)
    fake.counts = False
    tracker = connected(fake)
    assert len(list(tracker.list(LABEL))) == 101
    tracker.create(IssueDraft("new", "", (LABEL,)))
    assert tracker.alone(LABEL)
    fill(fake, 1)
    assert not tracker.alone(LABEL)


def test_where_gitlab_refuses_the_page_it_is_not_asked_for(
    fake: CountingGitLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("postmortem_tracker.integrations.gitlab.list.DEEPEST", 99)
    tracker = connected(fake)
    assert list(tracker.list(LABEL)) == []
    for number in range(101):
        tracker.create(IssueDraft(f"new {number}", "", (LABEL,)))
    before = fake.counted()
    assert tracker.alone(LABEL) is False
    assert fake.counted() == before


@pytest.mark.parametrize("runs", [1, 2])
def test_a_list_from_the_cache_is_watched_too(fake: CountingGitLab, tmp_path: Path, runs: int) -> None:
    fill(fake, 101)
    for _ in range(runs):
        listed(fake, tmp_path)
    tracker = connected(fake, tmp_path)
    before = fake.counted()
    assert len(list(tracker.list(LABEL))) == 101
    tracker.create(IssueDraft("new", "", (LABEL,)))
    assert tracker.alone(LABEL)
    assert fake.counted() - before == 3
    fill(fake, 1)
    assert not tracker.alone(LABEL)
