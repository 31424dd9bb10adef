"""Whatever link people give to an item, one sync settles it and the next one writes nothing: all ways."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from postmortem_tracker.model import Issue, IssueRef, State
from tests.sync.make import link
from tests.sync.memory import closed
from tests.sync.world import World

SAME, OTHER = "Update the runbook", "Page on the age of the queue"
ITEMS = ((SAME, "@ana"), (SAME, "@bob"), (OTHER, "@ana"))


def settles(world: World) -> None:
    """One sync, and then there is nothing to do."""
    world.sync()
    before = held(world)
    for _ in range(2):
        last = world.sync()
        assert held(world) == before, [action.what for action in last.plan.pending]


def held(world: World) -> tuple[object, ...]:
    """All that both sides hold."""
    return ({path: path.read_bytes() for path in world.path("x").parent.glob("*.md")}, dict(world.server.issues))


def served(world: World) -> dict[int, str]:
    """Which issue is whose, by what the items say of themselves."""
    return {
        pair.tracked.issue.ref.number: " ".join((pair.item.text, *pair.item.owners))
        for pair in world.matched().pairs
        if pair.tracked is not None and pair.how.recognised
    }


@pytest.mark.parametrize("done", [0, 1])
@pytest.mark.parametrize("gone", [None, 0, 1])
def test_every_way_to_link_items_anew_settles_in_one_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: int, gone: int | None
) -> None:
    """Each item with each link or none, one of the issues completed, one of the items removed."""
    monkeypatch.setattr(os, "fsync", lambda _file: None)
    for number, links in enumerate(product((0, 1, 2), (0, 1, 2), (0, 1, 3))):
        root = tmp_path / str(number)
        root.mkdir()
        world = World(root)
        world.write("queue", *(f"[ ] {text} {who}" for text, who in ITEMS), incident="INC-1")
        world.sync()
        opened = dict(world.server.issues)
        if done:
            closed(world.server, done, State.COMPLETED)
            world.sync()
        lines = [
            f"[ ] {text} {who}{f' {link(to)}' if to else ''}"
            for n, ((text, who), to) in enumerate(zip(ITEMS, links, strict=True))
            if n != gone
        ]
        world.write("queue", *lines, incident="INC-1")
        settles(world)
        _nothing_is_lost(world, opened, links, gone, done)


def _nothing_is_lost(
    world: World, opened: dict[int, Issue], links: tuple[int, ...], gone: int | None, done: int
) -> None:
    """No issue is closed as a duplicate, and one that a single item links is that item's.

    But for a completed one of another title, which does not tell that the open item is completed.
    """
    assert all(issue.state is not State.DUPLICATE for issue in world.server.issues.values())
    assert opened.keys() <= world.server.issues.keys()
    wanted = {n: to for n, to in enumerate(links) if n != gone}
    whose = served(world)
    for n, to in wanted.items():
        if to and list(wanted.values()).count(to) == 1:
            text, who = ITEMS[n]
            disputed = to == done and text != SAME
            assert whose.get(to) == (None if disputed else f"{text} {who}")


@pytest.mark.parametrize("state", [State.OPEN, State.COMPLETED, State.NOT_PLANNED])
@pytest.mark.parametrize("now", [(SAME,), (f"{SAME} soon",), (SAME, SAME), ()])
def test_every_way_to_link_a_copy_of_an_issue_from_two_documents_settles_in_one_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: State, now: tuple[str, ...]
) -> None:
    """A person copied an issue, marker and all: it names an item that may have the other one."""
    monkeypatch.setattr(os, "fsync", lambda _file: None)
    for number, (first, second) in enumerate(product(range(4), range(4))):
        root = tmp_path / str(number)
        root.mkdir()
        world = World(root)
        world.write("queue", f"[ ] {SAME}", incident="INC-1")
        world.write("ledger", f"[ ] {OTHER}", incident="INC-2")
        world.sync()
        copied = replace(world.server.issues[1], ref=IssueRef("memory", "team/app", 3), title=f"{SAME} in Asia")
        world.server.issues[3] = replace(copied, url=copied.url.removesuffix("1") + "3")
        world.server.numbers = 3
        closed(world.server, 3, state)
        lines = [f"[ ] {text}{f' {link(first)}' if first and not n else ''}" for n, text in enumerate(now)]
        world.write("queue", *lines, incident="INC-1")
        world.write("ledger", f"[ ] {OTHER}{f' {link(second)}' if second else ''}", incident="INC-2")
        settles(world)
        assert all(issue.state is not State.DUPLICATE for issue in world.server.issues.values())
