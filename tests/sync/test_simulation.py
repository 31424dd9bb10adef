"""Random histories of people, faults and runs: whatever happens, both sides end true to each other."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from postmortem_tracker.disk import documents
from postmortem_tracker.disk.find import Found
from postmortem_tracker.errors import (
    AmbiguousResultError,
    DocumentError,
    InvalidIssueError,
    RateLimitedError,
    RemoteError,
    TrackerUnavailableError,
)
from postmortem_tracker.model import Issue, IssueRef, State
from postmortem_tracker.sync import apply as carrying_out
from postmortem_tracker.sync.actions import Plan, issue_of
from postmortem_tracker.sync.identity.matched import How
from postmortem_tracker.sync.issue_text import body, marker
from postmortem_tracker.sync.run import Result
from tests.sync.embedded import FileReaders
from tests.sync.people import Readers, Writers, bare, token
from tests.sync.profiles import histories
from tests.sync.statistics import count
from tests.sync.world import EmbeddedWorld, Ran, WatchfulWorld, World

RUNS = histories(dev=10, ci=60, long=7500)
STEPS = 32
_TARGET = re.compile(r"\(\[#\d+\]\(([^()\s]+)\)")
FAULTS = ("crash", "500", "lost", "401", "rate", "invalid", "rival", "reader", "writer", "disk")


class Crash(BaseException):
    """The process is gone: nothing catches this."""


class Simulation(RuleBasedStateMachine):
    """One history over a tracker without a lock."""

    name = "simulation (tracker without a lock)"
    lockless = True

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="simulated-"))
        self.world = self.make_world()
        self.steps = 0
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(os, "fsync", lambda _file: None)  # processes die here, not the machine

    def make_world(self) -> World:
        return World(self.root)

    def make_readers(self) -> Readers:
        self.world.server.known = frozenset({"alice", "bob"})
        return Readers(self.world.server, self.random)

    @initialize(seed=st.integers(0, 2**32 - 1))
    def begin(self, seed: int) -> None:
        self.random = Random(seed)
        self.writers = Writers(self.root / "postmortems", self.random)
        self.readers = self.make_readers()
        self.writers.issues = self.addresses
        self.writers.about = self.about
        self.writers.start()

    def addresses(self) -> list[tuple[int, str]]:
        """Every issue's number, and how a document links it."""
        return [(number, issue.url) for number, issue in sorted(self.world.server.issues.items())]

    def about(self, number: int) -> str:
        """The task that an issue was last agreed to be about."""
        for issue in self.every_issue():
            if issue.ref.number == number:
                mark = marker.read(issue.body)
                return token((mark.base.title if mark else "") or issue.title) or ""
        return ""

    # --- moves ----------------------------------------------------------------------------------------------------

    @rule(which=st.integers(0, 63), seed=st.integers(0, 2**16))
    def somebody_edits_a_document(self, which: int, seed: int) -> None:
        self._step(seed)
        moves = self.writers.moves()
        moves[which % len(moves)]()

    @rule(which=st.integers(0, 63), seed=st.integers(0, 2**16))
    def somebody_edits_an_issue(self, which: int, seed: int) -> None:
        self._step(seed)
        moves = self.readers.moves()
        moves[which % len(moves)]()

    @rule(write_back=st.booleans(), close_orphans=st.booleans(), part=st.booleans(), seed=st.integers(0, 2**16))
    def a_run(self, write_back: bool, close_orphans: bool, part: bool, seed: int) -> None:
        self._step(seed)
        with self._nothing_foreign_changes(), self._nobody_elses_changes(all_read=not part):
            self.sync(write_back=write_back, close_orphans=close_orphans, only=self.some if part else _all)

    def some(self, found: Found) -> Found:
        """Some of the documents."""
        chosen = tuple(path for path in found.files if self.random.random() < 0.5)
        if len(chosen) < len(found.files):
            count(self.name, "runs over some documents")
        return replace(found, files=chosen)

    @rule(
        fault=st.sampled_from(FAULTS),
        at=st.integers(0, 7),
        again=st.none() | st.integers(0, 6),
        seed=st.integers(0, 2**16),
    )
    def a_disturbed_run(self, fault: str, at: int, again: int | None, seed: int) -> None:
        self._step(seed)
        for moves in (self.writers.moves(), self.writers.moves(), self.readers.moves()):
            self.random.choice(moves)()
        disturbance = Disturbance(self, fault, {at} if again is None else {at, at + 1 + again})
        with self._nothing_foreign_changes(people=fault in {"reader", "writer"}), disturbance:
            self.sync(hook=disturbance)

    @precondition(lambda self: self.steps > 3)
    @rule()
    def quiet_falls(self) -> None:
        self._step(0)
        self.settle()

    @precondition(lambda self: self.steps > 3)
    @rule(
        fault=st.sampled_from(("crash", "500", "lost", "401", "disk")),
        at=st.integers(0, 7),
        in_document=st.booleans(),
        seed=st.integers(0, 2**16),
    )
    def what_one_person_finished_stays_finished(self, fault: str, at: int, in_document: bool, seed: int) -> None:
        """Agreeing is not enough: neither side's news may be undone by a run that did not get through."""
        self._step(seed)
        self.settle()
        ref = self.finish_something(in_document=in_document)
        with Disturbance(self, fault, {at}) as disturbance:
            self.sync(hook=disturbance)
        self.settle()
        assert ref is None or [i.state for i in self.world.issues() if i.ref == ref] == [State.COMPLETED]

    def finish_something(self, *, in_document: bool) -> IssueRef | None:
        pairs = [
            (pair, pair.tracked.issue)
            for pair in self.world.matched().pairs
            if pair.how is How.LINK
            and pair.tracked
            and not pair.item.state.closed
            and not pair.tracked.issue.state.closed
        ]
        if not pairs:
            return None
        pair, issue = self.random.choice(pairs)
        path = self.root / pair.incident.path
        lines = path.read_bytes().splitlines(keepends=True)
        at = pair.item.line - 1
        if in_document and b"[ ]" in lines[at]:
            lines[at] = lines[at].replace(b"[ ]", b"[x]", 1)
            path.write_bytes(b"".join(lines))
        else:
            self.readers.complete(issue.ref.number)
        return issue.ref

    # --- what must hold -------------------------------------------------------------------------------------------

    def settle(self) -> None:
        try:
            self._settle()
        except BaseException:
            for path in self.writers.documents():
                note(f"--- {path.name}\n{path.read_text()}")
            for issue in self.world.issues():
                note(f"{issue.ref} {issue.state} “{issue.title}” {marker.read(issue.body)}")
            raise

    def _settle(self) -> None:
        with self._nothing_foreign_changes():
            self.sync()
        count(self.name, "second runs that were to write nothing")
        before = {path: path.read_bytes() for path in self.writers.documents()}
        issues = self.world.issues()
        last = self.sync()
        assert {path: path.read_bytes() for path in self.writers.documents()} == before
        assert self.world.issues() == issues, [action.what for action in last.plan.pending]
        allowed = [o for o in last.outcomes if o.result is Result.FAILED and isinstance(o.error, DocumentError)]
        assert len(allowed) == len(last.outcomes), [(o.action.what, o.error) for o in last.outcomes]
        self.one_issue_per_item(last)
        self.both_sides_agree(last)

    def one_issue_per_item(self, last: Ran) -> None:
        pairs = self.pairs()
        told = _told(last.plan)
        served: Counter[object] = Counter()
        for path, key, how, number in pairs:
            if how in {How.LINK, How.MARKER, How.EDITED, How.RENAMED}:
                served[number] += 1
            else:
                assert (path, key) in told, (path, key, how)
        assert all(times == 1 for times in served.values()), served
        archived = self.linked_in(sorted(self.root.glob("archive/*.md")))
        pointed_out = {issue.ref for action in last.plan.actions if (issue := issue_of(action)) is not None}
        marks = [
            (mark.incident, mark.key)
            for issue in self.world.issues()
            if not issue.state.closed
            and (mark := marker.read(issue.body)) is not None
            and (issue.ref not in pointed_out | archived or issue.ref in served)
            and mark.path in {pair.incident.path for pair in self.world.matched().pairs}
        ]
        assert len(marks) == len(set(marks))
        self.no_task_has_two(last)

    def no_task_has_two(self, last: Ran) -> None:
        del last
        tokens: Counter[str] = Counter()
        for issue in self.world.issues():
            mark = marker.read(issue.body)
            found = token((mark.base.title if mark else "") or issue.title)
            if found and issue.state is not State.DUPLICATE and issue.ref.number not in self.readers.theirs:
                tokens[found] += 1
        allowed = Counter((*self.writers.copies, *self.writers.severed, *self.readers.deleted, *self.readers.pasted))
        assert all(times <= 1 + allowed[found] for found, times in tokens.items()), tokens

    def pairs(self) -> list[tuple[str, str, How, object]]:
        return [
            (pair.incident.path, pair.item.key, pair.how, pair.tracked.issue.ref if pair.tracked else None)
            for pair in self.world.matched().pairs
        ]

    def both_sides_agree(self, last: Ran) -> None:
        told = _told(last.plan)
        for pair in self.world.matched().pairs:
            if pair.tracked is None or (pair.incident.path, pair.item.key) in told:
                continue
            issue, item = pair.tracked.issue, pair.item
            theirs = State.NOT_PLANNED if issue.state is State.DUPLICATE else issue.state
            assert item.state is theirs, (pair.incident.path, item.text, item.state, issue)
            assert body.title(item, self.world.connected().capabilities) == issue.title
            assert not item.due or (issue.due is not None and issue.due.isoformat() == item.due)

    @contextlib.contextmanager
    def _nobody_elses_changes(self, *, all_read: bool) -> Iterator[None]:
        """What documents link that no run reads stays as it is; duplicates are closed where a race is proven."""
        before = {issue.ref: issue for issue in self.every_issue()}
        read = self.linked_in(self.writers.documents())
        unread = self.linked_in(sorted(self.root.glob("archive/*.md"))) - read if all_read else set()
        yield
        now = {issue.ref: issue for issue in self.every_issue()}
        count(self.name, "issues of unread documents held still", len(unread))
        for ref in unread & before.keys():
            assert now[ref] == before[ref]
        for ref, issue in now.items():
            old = before.get(ref)
            if issue.state is not State.DUPLICATE or old is None or old.state.closed:
                continue
            count(self.name, "duplicates closed")
            mark = marker.read(old.body)
            assert ref.number not in self.readers.theirs
            assert mark is not None
            assert mark.born
            assert mark.base.title == old.title
            assert not marker.outside(old.body).strip()
            assert any(
                each.ref < ref
                and (other := marker.read(each.body)) is not None
                and (other.incident, other.key) == (mark.incident, mark.key)
                and other.born != mark.born
                for each in before.values()
                if each.state is State.OPEN
            )

    def every_issue(self) -> list[Issue]:
        """Also those without our label."""
        return [replace(issue, ref=IssueRef("memory", "team/app", n)) for n, issue in self.world.server.issues.items()]

    def linked_in(self, paths: list[Path]) -> set[IssueRef]:
        """The issues that the documents link."""
        addresses = {target: number for number, target in self.addresses()}
        found = {addresses.get(target) for path in paths for target in _TARGET.findall(path.read_text())}
        return {IssueRef("memory", "team/app", number) for number in found if number is not None}

    @contextlib.contextmanager
    def _nothing_foreign_changes(self, *, people: bool = False) -> Iterator[None]:
        texts = {path: bare(path.read_bytes().decode()) for path in self.writers.documents()}
        outside = self.outside()
        yield
        if people:
            return
        assert {path: bare(path.read_bytes().decode()) for path in self.writers.documents()} == texts
        now = self.outside()
        assert {number: now.get(number) for number in outside} == outside

    def outside(self) -> dict[int, str]:
        return {
            issue.ref.number: marker.outside(issue.body)
            for issue in self.world.issues()
            if marker.read(issue.body) is not None
        }

    # --- machinery ------------------------------------------------------------------------------------------------

    def sync(self, **options: object) -> Ran:
        # Documents with many edits have several written together: here also those with few.
        self.patch.setattr(carrying_out, "_WRITES", self.random.choice((10, 2, 1)))
        count(self.name, "syncs")
        return self.world.sync(**options)  # type: ignore[arg-type] # passed through by name

    def _step(self, seed: int) -> None:
        self.steps += 1
        self.random.seed(seed)

    def teardown(self) -> None:
        try:
            if hasattr(self, "writers"):
                self.settle()
                count(self.name, "runs")
                count(self.name, "runs of 30 and more steps", int(self.steps >= 30))
                count(self.name, "steps", self.steps)
        finally:
            self.patch.undo()
            shutil.rmtree(self.root)


def _all(found: Found) -> Found:
    return found


def _told(plan: Plan) -> set[tuple[str, str]]:
    """The items about which a person is told something, or whose document cannot be written."""
    return {(action.about.path, action.about.key) for action in plan.actions}


class Disturbance:
    """Something that happens at the n-th point of one run: before or after a request or a document write."""

    def __init__(self, simulation: Simulation, fault: str, at: set[int]) -> None:
        self.simulation = simulation
        self.fault = fault
        self.at = at
        self.passed = -1
        self.dead = False
        self.busy = False
        self.patch = pytest.MonkeyPatch()

    def __enter__(self) -> Disturbance:
        replace_file = documents._replace

        def write(target: str, before: bytes, after: bytes) -> None:
            self("document", "before")
            replace_file(target, before, after)
            self("document", "after")

        self.patch.setattr(documents, "_replace", write)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        self.patch.undo()
        return kind is Crash

    def __call__(self, operation: str, phase: str) -> None:
        if self.busy:
            return
        self.passed += 1
        if self.dead and operation != "document":
            raise TrackerUnavailableError("still not signed in")
        if self.passed in self.at:
            self.happen(operation, phase)

    def happen(self, operation: str, phase: str) -> None:
        effect = self.effects(operation, phase).get(self.fault)
        if effect is None:
            self.at.add(self.passed + 1)  # not possible here: at the next point
            return
        count(self.simulation.name, "faults injected")
        count(f"{self.simulation.name}, faults by kind", self.fault)
        self.busy = True
        try:
            effect()
        finally:
            self.busy = False

    def effects(self, operation: str, phase: str) -> dict[str, Callable[[], object]]:
        effects: dict[str, Callable[[], object]] = {
            "crash": lambda: _raise(Crash()),
            "reader": lambda: self.random_move(self.simulation.readers.moves()),
            "writer": lambda: self.random_move(self.simulation.writers.moves()),
        }
        if self.simulation.lockless and operation != "document":  # there it would wait for the document's lock
            effects["rival"] = self.simulation.sync
        if operation == "document":
            if phase == "before":
                effects["disk"] = lambda: _raise(OSError(errno.ENOSPC, "No space left on device"))
            return effects
        if operation in {"create", "update"}:
            effects["lost"] = lambda: _raise(AmbiguousResultError("the answer was lost"))
        if phase == "before" or operation != "create":
            effects["500"] = lambda: _raise(RemoteError("500"))
            effects["401"] = self.die
            effects["rate"] = lambda: _raise(RateLimitedError("in an hour"))
        if phase == "before" and operation in {"create", "update"}:
            effects["invalid"] = lambda: _raise(InvalidIssueError("refused"))
        return effects

    def die(self) -> None:
        self.dead = True
        raise TrackerUnavailableError("401")

    def random_move(self, moves: tuple[Callable[[], None], ...]) -> None:
        self.simulation.random.choice(moves)()


def _raise(error: BaseException) -> None:
    raise error


class WatchfulSimulation(Simulation):
    """One history over a tracker without a lock that can tell whether others wrote."""

    name = "simulation (watchful tracker)"

    def make_world(self) -> World:
        return WatchfulWorld(self.root)


class EmbeddedSimulation(Simulation):
    """One history over issue files; its lock keeps rivals out, which the races of real processes show."""

    name = "simulation (embedded tracker)"
    lockless = False

    def make_world(self) -> World:
        return EmbeddedWorld(self.root)

    def addresses(self) -> list[tuple[int, str]]:
        return [
            (int(path.name[:4]), f"../.postmortem/issues/{path.name}")
            for path in sorted((self.root / ".postmortem" / "issues").glob("[0-9]*.md"))
        ]

    def every_issue(self) -> list[Issue]:
        return self.world.issues()

    def linked_in(self, paths: list[Path]) -> set[IssueRef]:
        """Wherever a document lies, the file's name tells its issue."""
        numbers = {Path(target).name: number for number, target in self.addresses()}
        found = {numbers.get(Path(each).name) for path in paths for each in _TARGET.findall(path.read_text())}
        return {IssueRef("local", "", number) for number in found if number is not None}

    def make_readers(self) -> Readers:
        assert isinstance(self.world, EmbeddedWorld)
        readers = FileReaders(self.world.server, self.random)
        readers.root = self.world.issue_folder
        return readers


TestSimulation = Simulation.TestCase
TestSimulation.settings = settings(max_examples=RUNS, stateful_step_count=STEPS, deadline=None)
TestWatchfulSimulation = WatchfulSimulation.TestCase
TestWatchfulSimulation.settings = settings(TestSimulation.settings, max_examples=RUNS // 2)
TestEmbeddedSimulation = EmbeddedSimulation.TestCase
TestEmbeddedSimulation.settings = settings(TestSimulation.settings, max_examples=RUNS // 8)
