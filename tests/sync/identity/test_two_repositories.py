"""Two repositories and one project: whatever they copy from each other, neither undoes what the other wrote."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

from hypothesis import given, note, settings
from hypothesis import strategies as st

from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.session import Session
from postmortem_tracker.model import State
from postmortem_tracker.sync.identity import repositories
from postmortem_tracker.sync.issue_text import marker
from tests.sync.memory import Server
from tests.sync.people import Writers
from tests.sync.profiles import histories
from tests.sync.statistics import count
from tests.sync.world import Ran, World

NAME = "two repositories"
RUNS = histories(dev=25, ci=60, long=4000)
COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Clone(Workspace):
    """A workspace whose remote is known."""

    @property
    def permalink_base(self) -> str | None:
        return f"https://github.com/acme/{self.root.name}/blob/{COMMIT}/"


class Repository(World):
    """One of the repositories, and the people who write in it."""

    def __init__(self, root: Path, server: Server, random: Random) -> None:
        root.mkdir()
        super().__init__(root, server)
        self.writers = Writers(self.root / "postmortems", random)
        self.writers.issues = lambda: [(number, issue.url) for number, issue in sorted(server.issues.items())]

    def workspace(self) -> Workspace:
        return Clone(self.root, self.config)

    def place(self, session: Session) -> None:
        """By the address of the remote."""

    def texts(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.writers.documents()}

    def calls_itself(self, *names: str) -> None:
        self.config = self.config.model_copy(
            update={"sync": self.config.sync.model_copy(update={"known_as": tuple(names)})}
        )

    def run(self, *, close_orphans: bool = False) -> Ran:
        count(NAME, "syncs")
        return self.sync(close_orphans=close_orphans)


class Both:
    """Two repositories that share a project."""

    def __init__(self, root: Path, random: Random) -> None:
        self.random = random
        self.server = Server()
        self.shop = Repository(root / "shop", self.server, random)
        self.payments = Repository(root / "payments", self.server, random)
        self.payments.writers.incidents = 100  # ids of its own
        self.payments.writers.tasks = 100

    @property
    def repositories(self) -> list[Repository]:
        return [self.shop, self.payments]

    def state(self) -> tuple[object, ...]:
        return (dict(self.server.issues), *(each.texts() for each in self.repositories))

    def copy(self, *, keep: bool, links: bool = True, id_: str = "") -> None:
        """A postmortem of the one comes to the other: as it is, without its links, or as a template with another id."""
        one, other = self.random.sample(self.repositories, 2)
        for path in one.writers.documents()[:1]:
            text = path.read_text()
            text = text if links else re.sub(r" \(\[#\d+\]\([^)]*\)[^)]*\)", "", text)
            text = re.sub(r"INC-\d+", id_, text) if id_ else text
            (other.root / "postmortems" / path.name).write_text(text)
            if not keep:
                path.unlink()

    def moves(self) -> list[Callable[[], object]]:
        edits = [
            move
            for each in self.repositories
            for move in (
                each.writers.add,
                each.writers.tick,
                each.writers.reword,
                each.writers.remove,
                each.writers.relink,
            )
        ]
        runs = [lambda n=n, close=close: self.run(n, close_orphans=close) for n in (0, 1) for close in (False, True)]
        return [
            *(*edits, *runs, self.finish, lambda: self.copy(keep=True), lambda: self.copy(keep=False)),
            *(lambda: self.copy(keep=True, links=False), lambda: self.copy(keep=True, id_="INC-900")),
            lambda: self.copy(keep=False, id_="INC-901"),
        ]

    def run(self, which: int, *, close_orphans: bool) -> None:
        """One of them syncs; what the other one links, and has or had, is not closed for want of an item."""
        one, other = self.repositories[which], self.repositories[1 - which]
        linked = {int(n) for text in other.texts().values() for n in re.findall(rb"\(\[#(\d+)\]", text)}
        count(NAME, "linked issues held open", len(linked))
        linked = {number for number in linked if self.may_be_of(other, self.server.issues[number].body)}
        before = {number: self.server.issues[number].state for number in linked}
        one.run(close_orphans=close_orphans)
        closed = [n for n in linked if before[n] is State.OPEN and self.server.issues[n].state is State.NOT_PLANNED]
        assert not closed

    @staticmethod
    def may_be_of(repository: Repository, text: str) -> bool:
        mark = marker.read(text)
        homes = (*mark.before, repositories.recorded(text, mark.path)) if mark else ()
        return f"github.com/acme/{repository.root.name}/" in homes

    def finish(self) -> None:
        for number in self.random.sample(sorted(self.server.issues), min(1, len(self.server.issues))):
            issue = self.server.issues[number]
            self.server.issues[number] = replace(issue, state=State.COMPLETED, updated_at=self.server.tick())


@settings(deadline=None, max_examples=RUNS)
@given(st.integers(0, 2**32 - 1), st.lists(st.tuples(st.integers(0, 63), st.integers(0, 2**16)), max_size=12))
def test_neither_undoes_what_the_other_wrote(seed: int, steps: list[tuple[int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        random = Random(seed)
        both = Both(Path(folder), random)
        for each in both.repositories:
            each.writers.start()
            each.writers.add()
            each.run()
        for which, chance in steps:
            random.seed(chance)
            moves = both.moves()
            moves[which % len(moves)]()
        count(NAME, "histories")
        # Each settles in one run; the first may have to follow what the second changed.
        for each in (both.shop, both.payments, both.shop):
            each.run()
        before = both.state()
        for each in (both.payments, both.shop, both.payments):
            count(NAME, "runs that were to write nothing")
            last = each.run()
            for issue in both.server.issues.values():
                note(f"#{issue.ref.number} {issue.state} {issue.title} {marker.read(issue.body)}")
            note(str(both.state()[1:]))
            assert both.state() == before, (each.root.name, [action.what for action in last.plan.pending])
