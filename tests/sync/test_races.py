"""Runs at once over a tracker without a lock: whatever the interleaving, one open issue per item."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from postmortem_tracker.model import State
from tests.sync.make import link
from tests.sync.memory import Hook
from tests.sync.statistics import count
from tests.sync.world import EmbeddedWorld, WatchfulWorld, World

LINES = ("[ ] Add an alert on queue depth", "[ ] Write a runbook for failover", "[x] Limit retries of the importer")


@pytest.fixture(autouse=True)
def _hasty_threads() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


class Turns:
    """Lets threads pass their requests in an order that a seed decides."""

    def __init__(self, seed: int, threads: int) -> None:
        self.random = Random(seed)
        self.barrier = threading.Barrier(threads)
        self.order = threading.Condition()
        self.waiting: list[int] = []
        self.running = threads

    def hook(self, me: int) -> Hook:
        def wait(operation: str, phase: str) -> None:
            del operation, phase
            with self.order:
                self.waiting.append(me)
                self._choose()
                self.order.wait_for(lambda: me not in self.waiting)

        return wait

    def _choose(self) -> None:
        """When everybody waits, one may go on."""
        if self.waiting and len(self.waiting) == self.running:
            self.waiting.remove(self.random.choice(sorted(self.waiting)))
            self.order.notify_all()

    def ended(self) -> None:
        with self.order:
            self.running -= 1
            self._choose()


def race(worlds: list[World], seed: int) -> None:
    turns = Turns(seed, len(worlds))
    failures: list[BaseException] = []

    def run(number: int, world: World) -> None:
        try:
            world.sync(hook=turns.hook(number))
        except BaseException as error:  # told below, in the thread that can fail the test
            failures.append(error)
        finally:
            turns.ended()

    threads = [threading.Thread(target=run, args=(n, world)) for n, world in enumerate(worlds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def converged(worlds: list[World]) -> None:
    server = worlds[0].server
    first = {issue.title: issue.ref.number for issue in reversed(list(server.issues.values()))}
    kept = [number for number, issue in server.issues.items() if issue.state is not State.DUPLICATE]
    assert sorted(first.values()) == sorted(kept)
    for world in worlds:
        for issue in server.issues.values():
            assert world.text("INC-1").count(link(issue.ref.number)) == (issue.ref.number in kept)
    for world in worlds:
        tracker = world.tracker()
        assert world.sync(tracker).plan.pending == ()
        assert tracker.writes == []


BOTH = pytest.mark.parametrize("kind", [World, WatchfulWorld], ids=["lists again", "looks once"])


@BOTH
@pytest.mark.parametrize("seed", range(25))
def test_runs_in_one_checkout_converge_after_one_more(tmp_path: Path, seed: int, kind: type[World]) -> None:
    world = kind(tmp_path)
    world.write("INC-1", *LINES)
    race([world] * (2 + seed % 2), seed)
    world.sync()
    converged([world])
    count("races without a lock", "interleavings")


@BOTH
@pytest.mark.parametrize("seed", range(25))
def test_runs_in_several_checkouts_converge_after_one_more_each(tmp_path: Path, seed: int, kind: type[World]) -> None:
    here = kind(tmp_path / "here")
    worlds = [here, *(kind(tmp_path / name, here.server) for name in ("there", "yonder")[: 1 + seed % 2])]
    for world in worlds:
        world.write("INC-1", *LINES)
    race(worlds, seed)
    for world in worlds:
        world.sync()
    converged(worlds)
    count("races without a lock", "interleavings")


def test_runs_that_do_not_hold_the_embedded_trackers_lock_converge_too(tmp_path: Path) -> None:
    world = EmbeddedWorld(tmp_path)
    world.write("INC-1", *LINES)
    raced = False

    def hook(operation: str, phase: str) -> None:
        nonlocal raced
        if (operation, phase) == ("create", "before") and not raced:
            raced = True
            World.sync(world)

    World.sync(world, hook=hook)
    kept = [issue.ref.number for issue in world.issues() if issue.state is not State.DUPLICATE]
    assert kept == [1, 2, 3]
    assert len(world.issues()) == 6
    assert [world.text("INC-1").count(f"([#{number}](") for number in range(1, 7)] == [1, 1, 1, 0, 0, 0]
    assert world.sync().plan.pending == ()
