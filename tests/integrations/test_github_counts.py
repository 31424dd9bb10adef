"""How many requests GitHub gets, as equalities."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterable
from math import ceil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from postmortem_tracker.model import IssueChange, IssueDraft, IssueRef, State
from tests.emulate.server import Emulate
from tests.integrations.conftest import TOKEN, MakeTracker, fresh_token, issue
from tests.proxy import Proxy, answer

pytestmark = pytest.mark.node

LABEL = "postmortem"
SIZES = (0, 1, 100, 101, 250)


def seed(emulate: Emulate, count: int, labels: Iterable[str] = (LABEL,), path: str = "/repos/acme/shop/issues") -> None:
    """Issues that were there before, made behind the proxy's back."""
    connection = http.client.HTTPConnection(urlsplit(emulate.url).netloc)
    headers = {"Authorization": f"token {fresh_token()}", "Content-Type": "application/json"}
    for number in range(count):
        connection.request("POST", path, json.dumps({"title": f"old {number}", "labels": [*labels]}), headers)
        response = connection.getresponse()
        response.read()
        assert response.status == 201
    connection.close()


def label(emulate: Emulate, *names: str) -> None:
    for name in names:
        connection = http.client.HTTPConnection(urlsplit(emulate.url).netloc)
        body = json.dumps({"name": name, "color": "ededed"})
        connection.request("POST", "/repos/acme/shop/labels", body, {"Authorization": f"token {fresh_token()}"})
        assert connection.getresponse().status == 201
        connection.close()


def pages(issues: int) -> int:
    return max(1, ceil(issues / 100))


def first_sync(issues_there: int, new: int) -> int:
    """The requests of a first sync: the lists, the creates, one look whether another run wrote too."""
    return pages(issues_there) + new + 1


@pytest.mark.parametrize("marked", SIZES)
def test_listing_takes_a_request_per_hundred(emulate: Emulate, proxy: Proxy, make: MakeTracker, marked: int) -> None:
    seed(emulate, marked)
    assert len(list(make(proxy).list(LABEL))) == marked
    assert len(proxy.seen) == pages(marked)


@pytest.mark.parametrize("marked", SIZES)
@pytest.mark.parametrize("new", [0, 1, 101])
def test_first_sync(emulate: Emulate, proxy: Proxy, make: MakeTracker, new: int, marked: int) -> None:
    seed(emulate, marked)
    if new and not marked:
        label(emulate, LABEL)
    tracker = make(proxy)
    assert len(list(tracker.list(LABEL))) == marked
    for number in range(new):
        tracker.create(IssueDraft(f"new {number}", "body", labels=(LABEL,), assignees=("alice",)))
    assert tracker.alone(LABEL)
    # Where no issue shows that the label exists, one list of labels tells.
    looked_up = 1 if new and not marked else 0
    assert proxy.count("POST", "/issues") == new
    assert len(proxy.seen) == first_sync(marked, new) + looked_up


@pytest.mark.parametrize(("existing", "missing"), [((LABEL, "P1", "SEV2"), ()), ((), (LABEL, "P1", "SEV2"))])
def test_labels_of_an_empty_project_cost_one_list_and_one_request_each(
    emulate: Emulate, proxy: Proxy, make: MakeTracker, existing: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    label(emulate, *existing)
    tracker = make(proxy)
    for number in range(5):
        tracker.create(IssueDraft(f"new {number}", "", labels=(LABEL, "P1", "SEV2")))
    assert proxy.count("GET", "/labels") == 1
    assert proxy.count("POST", "/labels") == len(missing)
    assert len(proxy.seen) == 1 + len(missing) + 5
    made = [one.json for one in proxy.seen if one.method == "POST" and "/labels" in one.path]
    assert [one["name"] for one in made] == [*missing]
    assert all(len(one["color"]) == 6 and one["description"] for one in made)


def test_labels_seen_on_issues_cost_nothing(emulate: Emulate, proxy: Proxy, make: MakeTracker) -> None:
    seed(emulate, 1, (LABEL, "P1"))
    tracker = make(proxy)
    assert len(list(tracker.list(LABEL))) == 1
    tracker.create(IssueDraft("new", "", labels=(LABEL, "p1")))
    assert len(proxy.seen) == 2


@pytest.mark.parametrize("linked", SIZES)
def test_nothing_changed_without_a_cache(emulate: Emulate, proxy: Proxy, make: MakeTracker, linked: int) -> None:
    seed(emulate, linked)
    for _ in range(2):
        proxy.clear()
        assert len(list(make(proxy).list(LABEL))) == linked
        assert len(proxy.seen) == pages(linked)


@pytest.mark.parametrize("linked", [0, 1, 99])
def test_nothing_changed_is_one_conditional_request(
    emulate: Emulate, proxy: Proxy, make: MakeTracker, tmp_path: Path, linked: int
) -> None:
    seed(emulate, linked)
    before = list(make(proxy, cache_dir=tmp_path).list(LABEL))
    proxy.clear()
    assert list(make(proxy, cache_dir=tmp_path).list(LABEL)) == before
    assert [one.reply.status for one in proxy.seen if one.reply] == [304]


@pytest.mark.parametrize("linked", [100, 101, 200, 250])
def test_nothing_changed_beyond_a_page_is_one_request_and_then_a_conditional_one(
    emulate: Emulate, proxy: Proxy, make: MakeTracker, tmp_path: Path, linked: int
) -> None:
    seed(emulate, linked)
    proxy.ahead = 5
    before = list(make(proxy, cache_dir=tmp_path).list(LABEL))
    for status in (200, 304, 304):
        proxy.clear()
        assert list(make(proxy, cache_dir=tmp_path).list(LABEL)) == before
        assert [one.reply.status for one in proxy.seen if one.reply] == [status]


@pytest.mark.parametrize("linked", [99, 100, 250])
def test_what_changes_without_a_trace_is_seen_after_a_week(
    emulate: Emulate, proxy: Proxy, make: MakeTracker, tmp_path: Path, linked: int
) -> None:
    seed(emulate, linked)
    proxy.ahead = 5
    for _ in range(2):
        assert len(list(make(proxy, cache_dir=tmp_path).list(LABEL))) == linked
    proxy.clear()
    proxy.ahead = 8 * 24 * 3600
    assert len(list(make(proxy, cache_dir=tmp_path).list(LABEL))) == linked
    # Fewer than 100 are covered byte by byte: there nothing changes unseen.
    assert len(proxy.seen) == (1 if linked < 100 else 1 + pages(linked))


@pytest.mark.parametrize("linked", [1, 99, 100, 101, 200])
@pytest.mark.parametrize("event", ["changed", "closed", "added", "unlabelled", "swapped"])
@pytest.mark.parametrize("runs", [1, 2])  # the second run learns the validator of the last page
def test_a_cache_never_hides_a_change(
    emulate: Emulate, proxy: Proxy, make: MakeTracker, tmp_path: Path, linked: int, event: str, runs: int
) -> None:
    seed(emulate, linked)
    proxy.ahead = 5
    for _ in range(runs):
        assert len(list(make(proxy, cache_dir=tmp_path).list(LABEL))) == linked
    other = make(proxy)
    first = next(iter(other.list(LABEL))).ref
    if event in ("added", "swapped"):
        seed(emulate, 1)
    if event != "added":
        change = {
            "changed": IssueChange(title="changed"),
            "closed": IssueChange(state=State.COMPLETED),
            "unlabelled": IssueChange(remove_labels=(LABEL,)),
            "swapped": IssueChange(remove_labels=(LABEL,)),
        }[event]
        other.update(first, change)
    now = list(make(proxy, cache_dir=tmp_path).list(LABEL))
    assert now == list(make(proxy).list(LABEL))
    assert len(now) == linked + {"added": 1, "unlabelled": -1}.get(event, 0)


def test_a_list_of_the_last_seconds_is_read_again(
    emulate: Emulate, proxy: Proxy, make: MakeTracker, tmp_path: Path
) -> None:
    seed(emulate, 101)
    proxy.ahead = 0
    assert len(list(make(proxy, cache_dir=tmp_path).list(LABEL))) == 101
    proxy.clear()
    assert len(list(make(proxy, cache_dir=tmp_path).list(LABEL))) == 101
    assert len(proxy.seen) == 2


def test_after_a_write_nothing_comes_from_the_cache(
    emulate: Emulate, proxy: Proxy, make: MakeTracker, tmp_path: Path
) -> None:
    seed(emulate, 1)
    tracker = make(proxy, cache_dir=tmp_path)
    assert len(list(tracker.list(LABEL))) == 1
    tracker.create(IssueDraft("new", "", labels=(LABEL,)))
    proxy.clear()
    assert len(list(tracker.list(LABEL))) == 2
    assert not any("If-None-Match" in one.headers for one in proxy.seen)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"version": 1}', "\x00", '{"version": 1, "issues": 7}'])
def test_a_damaged_cache_counts_as_none(
    emulate: Emulate, proxy: Proxy, make: MakeTracker, tmp_path: Path, damage: str
) -> None:
    seed(emulate, 2)
    before = list(make(proxy, cache_dir=tmp_path).list(LABEL))
    (file,) = tmp_path.iterdir()
    file.write_text(damage, "utf-8")
    assert list(make(proxy, cache_dir=tmp_path).list(LABEL)) == before


def test_the_cache_is_its_owners_alone(emulate: Emulate, proxy: Proxy, make: MakeTracker, tmp_path: Path) -> None:
    seed(emulate, 1)
    assert list(make(proxy, cache_dir=tmp_path / "new").list(LABEL))
    (file,) = (tmp_path / "new").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
    assert TOKEN not in file.read_text("utf-8")


def test_single_changes_cost_single_requests(emulate: Emulate, proxy: Proxy, make: MakeTracker) -> None:
    tracker = make(proxy)
    ref = tracker.create(IssueDraft("one", "", labels=(LABEL, "P1"))).ref
    costs = {
        IssueChange(): ["GET"],
        IssueChange(title="t", body="b", state=State.COMPLETED, assignees=("bob",)): ["PATCH"],
        IssueChange(state=State.OPEN, comment="again"): ["POST", "PATCH"],
        IssueChange(add_labels=(LABEL,), remove_labels=("P1",)): ["POST", "DELETE", "GET"],
        IssueChange(comment="only said"): ["POST"],
    }
    for change, methods in costs.items():
        proxy.clear()
        tracker.update(ref, change)
        assert [one.method for one in proxy.seen] == methods


def test_pull_requests_are_left_out(stub: Proxy, make: MakeTracker) -> None:
    raw = {
        "number": 1,
        "html_url": "u",
        "title": "t",
        "state": "open",
        "labels": [{"name": LABEL}],
        "updated_at": "2026-01-01T00:00:00Z",
        "pull_request": {"url": "u"},
    }
    stub.on("GET", "/repos/acme/shop/issues", answer(200, [raw]))
    assert list(make(stub).list(LABEL)) == []


def listed(number: int, **more: object) -> dict[str, object]:
    return issue(number) | more


def test_an_issue_may_say_that_it_is_no_pull_request(stub: Proxy, make: MakeTracker) -> None:
    """Compatible servers write the key with null."""
    tracker = make(stub)
    stub.on("GET", "/repos/acme/shop/issues", answer(200, [listed(1, pull_request=None)]), times=None)
    assert [issue.ref.number for issue in tracker.list(LABEL)] == [1]
    assert tracker.alone(LABEL)
    stub.clear()
    stub.on("GET", "/repos/acme/shop/issues/1", answer(200, listed(1, pull_request=None)))
    assert tracker.get(IssueRef("hub", "acme/shop", 1)).ref.number == 1


def test_filters_that_a_next_link_leaves_out_are_asked_for_again(stub: Proxy, make: MakeTracker) -> None:
    link = f'<{stub.url}/repos/acme/shop/issues?page=2>; rel="next"'
    stub.on("GET", r"/repos/acme/shop/issues\?.*[?&]page=2", answer(200, [listed(2)]))
    stub.on("GET", r"/repos/acme/shop/issues\?", answer(200, [listed(1)], Link=link))
    assert [issue.ref.number for issue in make(stub).list(LABEL)] == [1, 2]
    first, second = (parse_qs(urlsplit(seen.path).query) for seen in stub.seen)
    assert second == {**first, "page": ["2"]}


def test_a_pull_request_is_nobody_elses_issue(stub: Proxy, make: MakeTracker) -> None:
    tracker = make(stub)
    stub.on("GET", "/repos/acme/shop/issues", answer(200, [listed(1), listed(2, pull_request={})]))
    assert [issue.ref.number for issue in tracker.list(LABEL)] == [1]
    later = listed(3, updated_at="2026-02-01T00:00:00Z")
    for first, alone in (later | {"pull_request": {}}, True), (later, False):
        stub.on("GET", "/repos/acme/shop/issues", answer(200, [first, listed(1)]))
        assert tracker.alone(LABEL) is alone


def test_where_github_refuses_the_page_it_is_not_asked_for(
    stub: Proxy, make: MakeTracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("postmortem_tracker.integrations.github.list.DEEPEST", 99)
    tracker = make(stub)
    stub.on("GET", "/repos/acme/shop/issues", answer(200, []))
    assert list(tracker.list(LABEL)) == []
    stub.on("POST", "/repos/acme/shop/labels", answer(201, {}))
    stub.on("GET", "/repos/acme/shop/labels", answer(200, []))
    for number in range(101):
        stub.on("POST", "/repos/acme/shop/issues", answer(201, listed(number + 1)))
        tracker.create(IssueDraft("new", "", (LABEL,)))
    stub.seen.clear()
    assert tracker.alone(LABEL) is False
    assert stub.seen == []


@pytest.mark.parametrize("linked", [1, 99, 101])
@pytest.mark.parametrize("runs", [1, 2])
def test_a_list_from_the_cache_is_watched_too(
    emulate: Emulate, proxy: Proxy, make: MakeTracker, tmp_path: Path, linked: int, runs: int
) -> None:
    seed(emulate, linked)
    proxy.ahead = 5
    for _ in range(runs):
        assert len(list(make(proxy, cache_dir=tmp_path).list(LABEL))) == linked
    tracker = make(proxy, cache_dir=tmp_path)
    proxy.clear()
    assert len(list(tracker.list(LABEL))) == linked
    tracker.create(IssueDraft("new", "", (LABEL,)))
    assert tracker.alone(LABEL)
    assert [one.method for one in proxy.seen] == ["GET", "POST", "GET"]
    seed(emulate, 1)
    assert not tracker.alone(LABEL)
