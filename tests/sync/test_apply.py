"""Carrying a plan out: failures stay with their item, answers that were lost are looked for, races converge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from postmortem_tracker.app.sync import Interrupts
from postmortem_tracker.errors import (
    AmbiguousResultError,
    InvalidIssueError,
    RateLimitedError,
    RemoteError,
    TrackerError,
    TrackerUnavailableError,
)
from postmortem_tracker.model import State
from postmortem_tracker.sync.actions import Remark
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.sync.run import Result
from tests.sync.make import link
from tests.sync.memory import Hook, MemoryTracker, closed
from tests.sync.world import Ran, World

ALERT, RUNBOOK, RETRY = "Add an alert on queue depth", "Write a runbook for failover", "Limit retries of the importer"
ALL = (f"[ ] {ALERT}", f"[ ] {RUNBOOK}", f"[ ] {RETRY}")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def fail(operation: str, phase: str, error: TrackerError, times: int = 1, after: int = 0) -> Hook:
    """Raise ``error`` at that point, ``times`` times, the first ``after`` passing."""
    seen = 0

    def hook(here: str, when: str) -> None:
        nonlocal seen
        if (here, when) == (operation, phase):
            seen += 1
            if after < seen <= after + times:
                raise error

    return hook


def results(ran: Ran) -> list[Result]:
    return [outcome.result for outcome in ran.outcomes]


def settled(world: World, items: int) -> None:
    """Nothing is left to do, and every item has one open issue."""
    tracker = world.tracker()
    assert world.sync(tracker).plan.pending == ()
    assert tracker.writes == []
    assert len(world.server.open_issues()) == items


def test_a_first_sync_opens_and_links_and_a_second_does_nothing(world: World) -> None:
    path = world.write("INC-1", *ALL)
    assert results(world.sync()) == [Result.DONE] * 3
    assert [f"{line} {link(n)}" in path.read_text() for n, line in enumerate(ALL, 1)] == [True] * 3
    before = path.stat()
    settled(world, 3)
    assert path.stat() == before


def test_a_completed_item_is_opened_and_closed(world: World) -> None:
    world.write("INC-1", f"[x] {ALERT}")
    assert world.sync().complete
    assert world.server.issues[1].state is State.COMPLETED
    settled(world, 0)


@pytest.mark.parametrize("error", [RemoteError("500"), InvalidIssueError("title too long")])
def test_one_failed_create_leaves_the_others_alone(world: World, error: TrackerError) -> None:
    world.write("INC-1", *ALL)
    ran = world.sync(hook=fail("create", "before", error, after=1))
    assert results(ran) == [Result.DONE, Result.FAILED, Result.DONE]
    assert world.sync().complete
    settled(world, 3)


@pytest.mark.parametrize("error", [TrackerUnavailableError("401"), RateLimitedError("wait an hour")])
def test_after_a_failure_of_the_whole_tracker_nothing_more_is_asked(world: World, error: TrackerError) -> None:
    world.write("INC-1", *ALL)
    tracker = world.tracker(fail("create", "before", error, after=1, times=99))
    ran = world.sync(tracker)
    assert results(ran) == [Result.DONE, Result.FAILED, Result.SKIPPED]
    assert tracker.log == ["list", "create", "create"]
    assert world.sync().complete
    settled(world, 3)


def test_an_unreachable_tracker_opens_nothing_twice(world: World) -> None:
    world.write("INC-1", *ALL)
    world.sync(write_back=False)
    ran = world.sync(hook=fail("list", "before", TrackerUnavailableError("no route to host")))
    assert not ran.complete
    assert ran.outcomes == ()
    settled_after = world.sync()
    assert settled_after.complete
    settled(world, 3)


def test_half_a_listing_is_no_listing(world: World) -> None:
    world.write("INC-1", *ALL)
    world.sync(write_back=False)
    ran = world.sync(hook=fail("list", "middle", RemoteError("page 2: 502")))
    assert [problem.message for problem in ran.problems] == ["page 2: 502"]
    assert ran.plan.pending == ()
    assert len(ran.notes) == 3
    assert world.sync().complete
    settled(world, 3)


def test_a_create_whose_answer_was_lost_is_found(world: World) -> None:
    world.write("INC-1", *ALL)
    ran = world.sync(hook=fail("create", "after", AmbiguousResultError("timeout")))
    assert results(ran) == [Result.DONE] * 3
    assert "was found" in ran.outcomes[0].note
    settled(world, 3)


def test_a_create_that_did_not_happen_is_not_repeated_in_the_same_run(world: World) -> None:
    world.write("INC-1", *ALL)
    tracker = world.tracker(fail("create", "before", AmbiguousResultError("timeout")))
    assert results(world.sync(tracker)) == [Result.FAILED, Result.DONE, Result.DONE]
    assert tracker.log.count("create") == 3
    assert world.sync().complete
    settled(world, 3)


def test_a_lost_answer_that_cannot_be_looked_for_is_found_by_the_next_run(world: World) -> None:
    world.write("INC-1", *ALL)

    def hook(operation: str, phase: str) -> None:
        if (operation, phase) == ("create", "after"):
            raise AmbiguousResultError("timeout")
        if operation == "list" and phase == "before" and world.server.issues:
            raise TrackerUnavailableError("gone")

    assert Result.FAILED in results(world.sync(hook=hook))
    assert world.sync().complete
    settled(world, 3)


@pytest.mark.parametrize("phase", ["before", "after"])
def test_an_update_whose_answer_was_lost_is_put_right_by_the_next_run(world: World, phase: str) -> None:
    path = world.write("INC-1", *ALL)
    world.sync()
    path.write_text(path.read_text().replace("[ ]", "[x]", 1))
    assert results(world.sync(hook=fail("update", phase, AmbiguousResultError("timeout")))) == [Result.FAILED]
    assert world.sync().complete
    assert world.server.issues[1].state is State.COMPLETED
    settled(world, 2)


@pytest.mark.parametrize("phase", ["before", "after"])
def test_a_failed_close_after_the_create_is_made_up_for(world: World, phase: str) -> None:
    world.write("INC-1", f"[x] {ALERT}")
    ran = world.sync(hook=fail("update", phase, RemoteError("500")))
    assert results(ran) == [Result.FAILED]
    assert ran.outcomes[0].issue is not None
    assert world.sync().complete
    assert world.server.issues[1].state is State.COMPLETED
    settled(world, 0)


def test_an_assignee_who_is_refused_does_not_keep_the_issue_from_being_opened(world: World) -> None:
    world.server.known = frozenset({"bob"})
    world.write("INC-1", f"[ ] {ALERT} @alice", f"[ ] {RUNBOOK} @bob")
    world.sync()
    assert [issue.assignees for issue in world.server.issues.values()] == [(), ("bob",)]
    assert "alice" in world.server.issues[1].body
    settled(world, 2)


def test_a_due_date_that_the_tracker_drops_is_told_once_and_not_asked_for_again(world: World) -> None:
    world.server.dates = False
    path = world.write("INC-1", f"[ ] {ALERT} (due: 2026-12-01)", f"[ ] {RUNBOOK}")
    ran = world.sync()
    assert [outcome.note for outcome in ran.outcomes] == [
        "the tracker did not keep its due date 2026-12-01: the body names it",
        "",
    ]
    assert "2026-12-01" in world.server.issues[1].body.partition("-->")[2]
    assert world.sync().notes == []
    settled(world, 2)

    path.write_text(path.read_text(encoding="utf-8").replace("12-01", "12-24"), encoding="utf-8")
    assert [outcome.note for outcome in world.sync().outcomes] == [
        "the tracker did not keep its due date 2026-12-24: the body names it"
    ]
    assert world.sync().notes == []
    settled(world, 2)

    world.server.dates = True
    path.write_text(path.read_text(encoding="utf-8").replace("12-24", "12-31"), encoding="utf-8")
    world.sync()
    assert world.server.issues[1].due == date(2026, 12, 31)
    settled(world, 2)


def test_a_due_date_that_people_take_off_the_issue_is_told_as_before(world: World) -> None:
    world.write("INC-1", f"[ ] {ALERT} (due: 2026-12-01)")
    world.sync()
    world.server.issues[1] = replace(world.server.issues[1], due=None)
    assert world.sync().notes == ["team/app#1 has no due date, the document says 2026-12-01"]


def test_an_issue_that_people_change_during_the_run_is_left_for_the_next(world: World) -> None:
    path = world.write("INC-1", *ALL)
    world.sync()
    path.write_text(path.read_text().replace("[ ]", "[x]", 1))

    def hook(operation: str, phase: str) -> None:
        if (operation, phase) == ("get", "before"):
            world.server.issues[1] = replace(world.server.issues[1], title="Retitled just now")

    assert results(world.sync(hook=hook)) == [Result.FAILED]
    assert len(world.server.open_issues()) == 3
    assert world.sync().complete
    assert world.server.issues[1].state is State.COMPLETED
    assert world.server.issues[1].title == "Retitled just now"


def test_a_reopening_at_the_last_moment_leaves_the_document_as_it_is(world: World) -> None:
    path = world.write("INC-1", *ALL)
    world.sync()
    closed(world.server, 1, State.COMPLETED)
    before = path.read_bytes()

    def hook(operation: str, phase: str) -> None:
        if (operation, phase) == ("get", "before"):
            closed(world.server, 1, State.OPEN)

    assert results(world.sync(hook=hook)) == [Result.FAILED]
    assert path.read_bytes() == before
    settled(world, 3)


def test_what_people_write_into_the_body_during_the_run_is_kept(world: World) -> None:
    path = world.write("INC-1", *ALL)
    world.sync()
    path.write_text(path.read_text().replace("[ ]", "[x]", 1))

    def hook(operation: str, phase: str) -> None:
        if (operation, phase) == ("get", "before"):
            old = world.server.issues[1]
            world.server.issues[1] = replace(old, body=f"Seen again today.\r\n{old.body}See the graph.\r\n")

    assert world.sync(hook=hook).complete
    body = world.server.issues[1].body
    assert body.startswith("Seen again today.\r\n<!--")
    assert body.endswith("-->\nSee the graph.\r\n")
    settled(world, 2)


def test_a_stopped_run_finishes_its_call_and_skips_the_rest(world: World) -> None:
    world.write("INC-1", *ALL)
    interrupts = Interrupts()

    def hook(operation: str, phase: str) -> None:
        interrupts.stopped = interrupts.stopped or (operation, phase) == ("create", "before")

    ran = world.sync(hook=hook, interrupts=interrupts)
    assert results(ran) == [Result.DONE, Result.SKIPPED, Result.SKIPPED]
    assert any("interrupted" in line for line in ran.lines)
    assert any(line.startswith("Done: 1 issue created") for line in ran.lines)
    assert world.sync().complete
    settled(world, 3)


def test_an_orphan_is_closed_once_and_reopened_when_its_item_comes_back(world: World) -> None:
    path = world.write("INC-1", *ALL)
    world.sync()
    whole = path.read_text()
    path.write_text("".join(line for line in whole.splitlines(True) if RUNBOOK not in line))
    assert len([each for each in world.sync().plan.actions if isinstance(each, Remark)]) == 1
    assert world.sync(close_orphans=True).complete
    assert world.server.issues[2].state is State.NOT_PLANNED
    assert world.sync(close_orphans=True).plan.pending == ()
    path.write_text(whole)
    assert world.sync().complete
    settled(world, 3)


def test_a_deleted_issue_is_reported_and_never_opened_again(world: World) -> None:
    world.write("INC-1", *ALL)
    world.sync()
    del world.server.issues[2]
    ran = world.sync()
    assert ran.plan.pending == ()
    assert any("does not exist" in note for note in ran.notes)


# --- races, without a lock ----------------------------------------------------------------------------------------


def racing(world: World, rival: Callable[[], object]) -> Hook:
    """Another run from beginning to end happens between our listing and our first create."""
    ran = False

    def hook(operation: str, phase: str) -> None:
        nonlocal ran
        if (operation, phase) == ("create", "before") and not ran:
            ran = True
            rival()

    return hook


def test_the_later_of_two_runs_gives_way(world: World) -> None:
    path = world.write("INC-1", *ALL)
    world.sync(hook=racing(world, world.sync))
    assert [issue.ref.number for issue in world.server.open_issues()] == [1, 2, 3]
    assert {issue.state for n, issue in world.server.issues.items() if n > 3} == {State.DUPLICATE}
    assert all("Duplicate of team/app#" in world.server.comments[n][0] for n in (4, 5, 6))
    assert [path.read_text().count(f"{line} {link(n)}") for n, line in enumerate(ALL, 1)] == [1, 1, 1]
    assert path.read_text().count("([#") == 3
    settled(world, 3)


def test_the_later_of_two_runs_in_two_checkouts_gives_way(world: World, tmp_path: Path) -> None:
    other = World(tmp_path.with_name(f"{tmp_path.name}-clone"), world.server)
    here, there = world.write("INC-1", *ALL), other.write("INC-1", *ALL)
    world.sync(hook=racing(world, other.sync))
    assert here.read_text() == there.read_text()
    assert [issue.ref.number for issue in world.server.open_issues()] == [1, 2, 3]
    settled(world, 3)
    settled(other, 3)


@pytest.mark.parametrize("operation", ["list", "update"])
@pytest.mark.parametrize("phase", ["before", "after"])
def test_a_race_that_could_not_be_settled_is_settled_by_the_next_run(world: World, operation: str, phase: str) -> None:
    path = world.write("INC-1", *ALL)
    race = racing(world, world.sync)
    created = 0

    def hook(here: str, when: str) -> None:
        nonlocal created
        race(here, when)
        created += (here, when) == ("create", "after")
        if created == 3 and (here, when) == (operation, phase):
            raise RemoteError("500")

    assert Result.FAILED in results(world.sync(hook=hook))
    assert world.sync().complete
    assert [issue.ref.number for issue in world.server.open_issues()] == [1, 2, 3]
    assert [path.read_text().count(f"{line} {link(n)}") for n, line in enumerate(ALL, 1)] == [1, 1, 1]
    settled(world, 3)


def test_a_run_killed_between_closing_its_duplicate_and_the_link_is_made_up_for(world: World, tmp_path: Path) -> None:
    other = World(tmp_path.with_name(f"{tmp_path.name}-clone"), world.server)
    path = world.write("INC-1", ALL[0])
    other.write("INC-1", ALL[0])
    race = racing(world, other.sync)

    def hook(operation: str, phase: str) -> None:
        race(operation, phase)
        if (operation, phase) == ("update", "after"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.sync(hook=hook)
    assert link(2) in path.read_text()
    assert world.sync().complete
    assert link(1) in path.read_text()
    assert "won't do" not in path.read_text()
    settled(world, 1)


def test_markers_survive_what_a_browser_does_to_line_ends(world: World) -> None:
    world.write("INC-1", ALL[0])
    world.sync()
    old = world.server.issues[1]
    world.server.issues[1] = replace(old, body=old.body.replace("\n", "\r\n") + "More.\r\n")
    assert marker.read(world.server.issues[1].body) is not None
    settled(world, 1)


def test_the_tracker_of_these_tests_has_no_lock() -> None:
    assert not hasattr(MemoryTracker(), "exclusive")


def test_whom_the_tracker_does_not_take_is_not_tried_again_and_a_correction_is(world: World) -> None:
    world.server.known = frozenset({"alice", "bob"})
    path = world.write("INC-1", "[ ] Add an alert @alice @typo")
    assert "typo cannot be assigned" in "".join(outcome.note for outcome in world.sync().outcomes)
    assert world.issues()[0].assignees == ("alice",)
    tracker = world.tracker()
    again = world.sync(tracker)
    assert (again.plan.pending, again.notes, tracker.writes) == ((), [], [])
    path.write_text(path.read_text().replace("@typo", "@bob"))
    world.sync()
    assert world.issues()[0].assignees == ("alice", "bob")
    assert world.sync().plan.pending == ()


def test_a_changed_link_settles_in_one_sync(world: World) -> None:
    path = world.write("INC-1", "[ ] Add an alert")
    world.sync()
    world.server.numbers = 3
    epic = replace(
        world.issues()[0], ref=replace(world.issues()[0].ref, number=3), title="An epic", body="Theirs.", labels=()
    )
    world.server.issues[3] = replace(epic, url=epic.url[:-1] + "3")
    path.write_text(path.read_text().replace(link(1), link(3)))
    for attempt in range(3):
        ran = world.sync()
        assert ran.complete
        assert bool(ran.plan.pending) is (attempt == 0)
        assert link(3) in path.read_text()
        assert {issue.state for issue in world.server.issues.values()} == {State.OPEN}
        assert any("its item has team/app#3 now" in each for each in ran.notes)
    world.sync(close_orphans=True)
    assert [world.server.issues[n].state for n in (1, 3)] == [State.NOT_PLANNED, State.OPEN]


def test_an_empty_list_that_documents_contradict_was_not_read(world: World) -> None:
    world.write("INC-1", f"[ ] Add an alert {link(7)}", "[ ] Write a runbook")
    ran = world.sync()
    assert ["could not be read" in error.message for error in ran.problems] == [True]
    assert ran.plan.pending == ()


def test_a_document_is_written_also_where_its_tracker_failed_before(world: World) -> None:
    world.write("INC-1", ALL[1])
    world.sync()
    world.write("INC-1", ALL[0], ALL[1])  # the link is gone, and a new item stands before it
    ran = world.sync(hook=fail("create", "before", TrackerUnavailableError("it is down")))
    assert results(ran) == [Result.FAILED, Result.DONE]
    assert "[#1]" in world.text("INC-1")
