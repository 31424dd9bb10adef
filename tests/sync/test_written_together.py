"""Where a document has many edits, several are written at once: each still stands or fails for itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from postmortem_tracker.app.sync import Interrupts
from postmortem_tracker.errors import RemoteError
from postmortem_tracker.model import Issue, IssueDraft, State
from postmortem_tracker.sync import apply as carrying_out
from postmortem_tracker.sync.run import Result
from tests.sync.make import link
from tests.sync.memory import Hook, MemoryTracker, closed
from tests.sync.world import Ran, World

ALL = tuple(f"Add the {what} to the runbook" for what in ("alert", "backup", "queue", "ledger", "gateway", "canary"))


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(carrying_out, "_WRITES", 1)
    return World(tmp_path)


def at(operation: str, phase: str, times: int, what: Callable[[], None]) -> Hook:
    """Do something when that point is passed for the so-manieth time."""
    passed = 0

    def hook(here: str, when: str) -> None:
        nonlocal passed
        passed += (here, when) == (operation, phase)
        if (here, when, passed) == (operation, phase, times):
            what()

    return hook


def results(ran: Ran) -> list[Result]:
    return [outcome.result for outcome in ran.outcomes]


def settled(world: World) -> None:
    tracker = world.tracker()
    assert world.sync(tracker).plan.pending == ()
    assert tracker.writes == []


@pytest.mark.parametrize("changed", [{0}, {3}, {5}, {1, 4}, set(range(6))])
def test_an_item_that_is_changed_meanwhile_is_left_and_the_others_are_linked(world: World, changed: set[int]) -> None:
    path = world.write("INC-1", *ALL)

    def reword() -> None:
        text = path.read_text()
        for number in changed:
            text = text.replace(ALL[number], f"Take the {number} out of everything instead")
        path.write_text(text + "\nA remark of a person.\n")

    ran = world.sync(hook=at("create", "after", 5, reword))
    assert {n for n, result in enumerate(results(ran)) if result is Result.FAILED} == changed
    assert [link(n + 1) in path.read_text() for n in range(6)] == [n not in changed for n in range(6)]
    assert path.read_text().endswith("\nA remark of a person.\n")
    for outcome in ran.outcomes:
        assert ("changed during the run" in str(outcome.error)) is (outcome.result is Result.FAILED)


@pytest.mark.parametrize("writes", [1, 2, 10])
def test_a_stopped_run_links_what_it_opened(world: World, monkeypatch: pytest.MonkeyPatch, writes: int) -> None:
    monkeypatch.setattr(carrying_out, "_WRITES", writes)
    path = world.write("INC-1", *ALL)
    interrupts = Interrupts()

    def stop() -> None:
        interrupts.stopped = True

    ran = world.sync(hook=at("create", "before", 2, stop), interrupts=interrupts)
    assert sorted(results(ran)) == [Result.DONE] * 2 + [Result.SKIPPED] * 4
    assert path.read_text().count("([#") == 2
    assert world.sync().complete
    settled(world)


class Labelless(MemoryTracker):
    """Opens issues without the labels that they were to have."""

    def create(self, draft: IssueDraft) -> Issue:
        return super().create(replace(draft, labels=()))


def test_after_an_issue_without_its_label_none_is_opened_and_that_one_is_linked(world: World) -> None:
    path = world.write("INC-1", *ALL)
    ran = world.sync(Labelless(world.server))
    assert len(world.server.issues) == 1, "no other run would find what is opened like that"
    assert sorted(results(ran)) == [Result.FAILED] + [Result.SKIPPED] * 5
    assert link(1) in path.read_text()


def test_one_failed_create_leaves_the_others_linked(world: World) -> None:
    path = world.write("INC-1", *ALL)

    def fail() -> None:
        raise RemoteError("500")

    ran = world.sync(hook=at("create", "before", 3, fail))
    assert sorted(results(ran)) == [Result.DONE] * 5 + [Result.FAILED]
    assert path.read_text().count("([#") == 5
    assert world.sync().complete
    settled(world)


@pytest.mark.parametrize("number", [1, 2, 4, 6])
def test_what_people_write_into_an_issue_while_others_are_read_is_kept(world: World, number: int) -> None:
    path = world.write("INC-1", *ALL)
    world.sync()
    for each in range(1, 7):
        closed(world.server, each, State.COMPLETED)

    def write() -> None:
        old = world.server.issues[number]
        world.server.issues[number] = replace(old, body=f"Seen again today.\n{old.body}")

    assert world.sync(hook=at("get", "after", 6, write)).complete
    assert path.read_text().count(" ✓)") == 6
    assert world.server.issues[number].body.startswith("Seen again today.\n")
    settled(world)


def test_an_issue_that_is_closed_as_it_is_opened_keeps_what_is_written_into_it_meanwhile(world: World) -> None:
    world.write("INC-1", *(f"[x] {each}" for each in ALL))

    def write() -> None:
        old = world.server.issues[1]
        world.server.issues[1] = replace(old, body=f"Seen again today.\n{old.body}")

    assert world.sync(hook=at("create", "before", 4, write)).complete
    assert {issue.state for issue in world.server.issues.values()} == {State.COMPLETED}
    assert world.server.issues[1].body.startswith("Seen again today.\n")
    settled(world)
