"""A run killed at any boundary: the next one ends where an undisturbed run would have ended."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from postmortem_tracker.disk import documents
from postmortem_tracker.model import Issue, State
from postmortem_tracker.sync import apply as carrying_out
from postmortem_tracker.sync.issue_text import marker
from tests import command
from tests.sync.memory import Hook, Server, closed
from tests.sync.people import bare
from tests.sync.statistics import count
from tests.sync.world import World

SCENE = (
    ("INC-1", ("[ ] Add an alert on queue depth @alice", "[x] Write a runbook for failover", "Limit retries")),
    ("INC-2", ("[ ] Rehearse a restore, due 2026-05-01", "[ ] Name an owner", "[ ] Refuse empty batches")),
)


class Killed(BaseException):
    """Nothing of ours catches this."""


def scene(root: Path) -> World:
    """A history in which the next run creates, closes, updates, ticks, links, orphans and resolves a duplicate."""
    world = World(root)
    for name, lines in SCENE:
        world.write(name, *lines)
    world.sync(write_back=False)
    twin = replace(world.server.issues[1], ref=replace(world.server.issues[1].ref, number=50))
    world.server.issues[50], world.server.numbers = twin, 50
    closed(world.server, 4, State.COMPLETED)
    text = world.text("INC-2").replace("- [ ] Name an owner", "- [x] Name an owner soon @bob")
    text = text.replace("- [ ] Refuse empty batches\n", "")
    world.path("INC-2").write_text(text + "- [ ] Trace slow queries\n- [x] Drain the old queue\n")
    return world


def run(world: World, hook: Hook | None = None) -> None:
    world.sync(hook=hook, close_orphans=True)


def with_writes(patch: pytest.MonkeyPatch, hook: Hook) -> None:
    """Document writes pass the hook like requests do."""
    really = documents._replace

    def write(target: str, before: bytes, after: bytes) -> None:
        hook("document", "before")
        really(target, before, after)
        hook("document", "after")

    patch.setattr(documents, "_replace", write)


def boundaries(root: Path, writes: int) -> list[tuple[str, str]]:
    passed: list[tuple[str, str]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(carrying_out, "_WRITES", writes)
        hook: Hook = lambda operation, phase: passed.append((operation, phase))  # noqa: E731 # one line says it all
        with_writes(patch, hook)
        run(scene(root), hook)
    return passed


def killer(at: int) -> Hook:
    passed = -1

    def hook(operation: str, phase: str) -> None:
        nonlocal passed
        passed += 1
        if passed == at:
            raise Killed

    return hook


def held(server: Server) -> list[str]:
    """What counts of each issue: not its number, nor which run wrote to it and when."""

    def known(issue: Issue) -> object:
        mark = marker.read(issue.body)
        return replace(mark, born="", ours=None) if mark else None

    return sorted(
        repr((issue.title, issue.state, issue.labels, issue.assignees, issue.due, known(issue)))
        for issue in server.issues.values()
    )


@pytest.mark.parametrize("writes", [10, 2, 1])  # of a document in one run, where it has so many edits
def test_a_run_killed_at_every_boundary_is_made_up_for_by_the_next(tmp_path: Path, writes: int) -> None:
    undisturbed = scene(tmp_path / "undisturbed")
    texts = [bare(undisturbed.text(name)) for name, _ in SCENE]
    run(undisturbed)
    points = boundaries(tmp_path / "counting", writes)
    assert {operation for operation, _ in points} == {"list", "get", "create", "update", "document"}
    for at, (operation, phase) in enumerate(points):
        world = scene(tmp_path / f"killed-{at}")
        with pytest.MonkeyPatch.context() as patch:
            hook = killer(at)
            patch.setattr(carrying_out, "_WRITES", writes)
            with_writes(patch, hook)
            with pytest.raises(Killed):
                run(world, hook)
        run(world)
        assert world.state() == undisturbed.state(), (at, operation, phase)
        assert held(world.server) == held(undisturbed.server), (at, operation, phase)
        assert [bare(world.text(name)) for name, _ in SCENE] == texts
        tracker = world.tracker()
        assert world.sync(tracker, close_orphans=True).plan.pending == ()
        assert tracker.writes == []
    count("crash points (each boundary of a scripted run)", "enumerated", len(points))


# --- real processes -----------------------------------------------------------------------------------------------


def start(folder: Path, *arguments: str) -> command.Started:
    return command.start(*arguments, cwd=folder, env={**os.environ, "NO_COLOR": "1"})


def repository(folder: Path, items: int = 12) -> Path:
    (folder / "postmortems").mkdir(parents=True)
    for number in range(1, 3):
        lines = "".join(f"- [ ] Do the thing called {chr(97 + n) * 9}\n" for n in range(items))
        text = f"# INC-{number}: Queue stalled\n\n## Action items\n\n{lines}"
        (folder / "postmortems" / f"inc-{number}.md").write_text(text)
    return folder


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(6000):
        if condition():
            return
        time.sleep(0.005)
    raise AssertionError("waited in vain")


def issue_files(folder: Path) -> list[Path]:
    return sorted((folder / ".postmortem" / "issues").glob("[0-9]*.md"))


@pytest.mark.parametrize("after", [0, 1, 2, 5, 9, 14, 20, 23])
def test_a_process_killed_for_good_leaves_nothing_that_the_next_cannot_finish(tmp_path: Path, after: int) -> None:
    folder = repository(tmp_path / "here")
    process = start(folder, "sync", "postmortems")
    wait_for(lambda: len(issue_files(folder)) >= after and (folder / ".postmortem").exists())
    process.send_signal(signal.SIGKILL)
    process.communicate()
    second = start(folder, "sync", "postmortems")
    output, errors = second.communicate(timeout=120)
    assert second.returncode == 0, output + errors
    assert len(issue_files(folder)) == 24
    texts = "".join(path.read_text() for path in (folder / "postmortems").iterdir())
    assert all(texts.count(f"/{path.name})") == 1 for path in issue_files(folder))
    assert texts.count("([#") == 24
    assert [path.name for path in (folder / "postmortems").iterdir() if path.name.startswith(".")] == []
    third = start(folder, "sync", "postmortems")
    assert "0 issues created, 0 other changes" in third.communicate(timeout=120)[0]
    count("kill -9 of a real process", "kills")


def test_ctrl_c_finishes_the_call_under_way_and_says_what_was_done(tmp_path: Path) -> None:
    folder = repository(tmp_path / "here", items=20)
    process = start(folder, "sync", "postmortems")
    wait_for(lambda: len(issue_files(folder)) >= 2)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 130, output + errors
    assert "interrupted" in errors
    assert "Done: " in output
    assert "skipped" in output
    created = len(issue_files(folder))
    linked = sum(path.read_text().count("([#") for path in (folder / "postmortems").iterdir())
    assert 2 <= created == linked < 40
    second = start(folder, "sync", "postmortems")
    second.communicate(timeout=120)
    assert second.returncode == 0
    assert len(issue_files(folder)) == 40


def test_runs_at_once_open_each_issue_once(tmp_path: Path) -> None:
    folder = repository(tmp_path / "here", items=8)
    running = [start(folder, "sync", "postmortems") for _ in range(3)]
    ended = [process.communicate(timeout=180) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], ended
    assert len(issue_files(folder)) == 16
    texts = "".join(path.read_text() for path in (folder / "postmortems").iterdir())
    assert all(texts.count(f"/{path.name})") == 1 for path in issue_files(folder))
    assert sum("16 issues created" in output for output, _ in ended) == 1
    count("races of real processes on the embedded tracker", "processes at once", 3)
