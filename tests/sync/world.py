"""A small repository on disk, a tracker, and runs of the real sync over both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.issues.routing import Routing
from postmortem_tracker.app.plan_words import Consent
from postmortem_tracker.app.session import Session
from postmortem_tracker.app.sync import Interrupts, synchronise
from postmortem_tracker.cli.console import Console
from postmortem_tracker.cli.plan_lines import Lines
from postmortem_tracker.config.settings import Config, SyncSettings, TrackerSettings
from postmortem_tracker.disk.find import Found, find
from postmortem_tracker.errors import TrackerError
from postmortem_tracker.integrations.local.tracker import LocalTracker
from postmortem_tracker.issues import IssueTracker
from postmortem_tracker.model import Incident, Issue
from postmortem_tracker.sync.actions import Plan, Remark
from postmortem_tracker.sync.identity.matched import Matched
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.sync.run import Outcome, Result
from tests.sync.make import document
from tests.sync.memory import Hook, MemoryTracker, Server, WatchfulTracker


@dataclass(frozen=True, slots=True)
class Heard(Console):
    """A console that keeps what it is told."""

    lines: list[str] = field(default_factory=list)

    def out(self, text: str, *, commands: bool = False) -> None:
        self.lines.append(text)

    def say(self, text: str) -> None:
        self.lines.append(text)

    def error(self, error: TrackerError) -> None:
        self.lines.append(error.message)


@dataclass(frozen=True, slots=True)
class Ran:
    """What one sync did."""

    plan: Plan
    outcomes: tuple[Outcome, ...]
    problems: tuple[TrackerError, ...]
    lines: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return not self.problems and all(outcome.result is Result.DONE for outcome in self.outcomes)

    @property
    def notes(self) -> list[str]:
        return [action.what for action in self.plan.actions if isinstance(action, Remark)]


def _connect(tracker: IssueTracker) -> Callable[[str, TrackerSettings], IssueTracker]:
    return lambda _name, _settings: tracker


class PlainLinks(Routing):
    """Routing that does not ask git."""

    def link(self, path: str, line: int, tracker: str) -> str:
        return f"`{path}:{line}`"


_READINGS: dict[tuple[bytes, str, str], tuple[Incident, ...]] = {}
_MOST = 2_000  # of them


class Remembering(Workspace):
    """Reads the same bytes once, as reading them depends on nothing else: histories have most of them a dozen times."""

    def _parsed(self, data: bytes, name: str) -> Iterator[Incident]:
        asked = (data, name, repr(self.config))
        if asked not in _READINGS:
            if len(_READINGS) == _MOST:
                _READINGS.clear()
            _READINGS[asked] = tuple(super()._parsed(data, name))
        yield from _READINGS[asked]


class World:
    """``root`` holds the documents; every sync is a new process's view of the same server."""

    def __init__(self, root: Path, server: Server | None = None) -> None:
        self.root = root.resolve()
        self.server = server or Server()
        (self.root / "postmortems").mkdir(parents=True, exist_ok=True)
        # Any kind that is not the embedded one: handles are accounts, names are not.
        self.config = Config(
            trackers={"memory": TrackerSettings(kind="memory", project="team/app")},
            sync=SyncSettings(max_creates=1000, create_completed=True),
        )

    def path(self, name: str) -> Path:
        return self.root / "postmortems" / f"{name}.md"

    def write(self, name: str, *lines: str, incident: str | None = None) -> Path:
        """A postmortem with these items; its incident is named like its file."""
        path = self.path(name)
        path.write_text(document(*lines, incident=incident or name), encoding="utf-8")
        return path

    def text(self, name: str) -> str:
        return self.path(name).read_text(encoding="utf-8")

    def connected(self, hook: Hook | None = None) -> IssueTracker:
        """The tracker as a new process sees it."""
        return self.tracker(hook)

    def tracker(self, hook: Hook | None = None) -> MemoryTracker:
        return MemoryTracker(self.server, hook=hook) if hook else MemoryTracker(self.server)

    def sync(
        self,
        tracker: IssueTracker | None = None,
        *,
        hook: Hook | None = None,
        write_back: bool = True,
        close_orphans: bool = False,
        yes: bool = True,
        interrupts: Interrupts | None = None,
        after_reading: Callable[[], None] = lambda: None,
        only: Callable[[Found], Found] = lambda found: found,
    ) -> Ran:
        """One run over everything that is there now, or ``only`` over some of it."""
        workspace = self.workspace()
        session = Session(workspace, _connect(tracker or self.connected(hook)))
        reading = workspace.read(only(self.paths()))
        after_reading()
        self.place(session)
        settings = session.settings(write_back=write_back, close_orphans=close_orphans)
        console = Heard()
        done = synchronise(session, reading, settings, Consent(yes, 1000), Lines(console), interrupts or Interrupts())
        return Ran(done.plan, done.outcomes, (*reading.problems, *session.problems), tuple(console.lines))

    def workspace(self) -> Workspace:
        return Remembering(self.root, self.config)

    def place(self, session: Session) -> None:
        """How an issue names its document's line; git need not be asked."""
        session.routing = PlainLinks(session.workspace, session.trackers, session.routing.private)

    def paths(self) -> Found:
        folder = self.root / "postmortems"
        return find([str(folder)], str(self.root)) if any(folder.rglob("*.md")) else Found()

    def matched(self) -> Matched:
        """How everything is recognised now."""
        workspace = self.workspace()
        session = Session(workspace, _connect(self.connected()))
        reading = workspace.read(self.paths())
        return session.match(reading, session.gather(reading))

    def incidents(self) -> tuple[Incident, ...]:
        return self.workspace().read(self.paths()).incidents

    def issues(self) -> list[Issue]:
        return list(self.connected().list("postmortem"))

    def state(self) -> tuple[object, ...]:
        """Everything both sides hold, issues named by their item instead of their number and time."""
        texts = {
            path.name: _numberless(path.read_text(encoding="utf-8")) for path in self.path("x").parent.glob("*.md")
        }
        held = sorted(repr(_essence(issue)) for issue in self.issues() if issue.state.value != "duplicate")
        return (tuple(sorted(texts.items())), tuple(held))


class WatchfulWorld(World):
    """The same with a tracker that can tell whether others wrote."""

    def tracker(self, hook: Hook | None = None) -> MemoryTracker:
        return WatchfulTracker(self.server, hook=hook) if hook else WatchfulTracker(self.server)


class EmbeddedWorld(World):
    """The same with issue files in the repository."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.config = Config(sync=SyncSettings(max_creates=1000, create_completed=True))

    @property
    def issue_folder(self) -> Path:
        return self.root / ".postmortem" / "issues"

    def connected(self, hook: Hook | None = None) -> LocalTracker:
        from tests.sync.embedded import HookedTracker

        return HookedTracker(self.issue_folder, hook) if hook else LocalTracker(self.issue_folder)

    def sync(self, tracker: IssueTracker | None = None, *, hook: Hook | None = None, **options: object) -> Ran:
        mine = self.connected(hook)
        with mine.exclusive():
            return super().sync(tracker or mine, **options)  # type: ignore[arg-type] # passed through by name


def _numberless(text: str) -> str:
    import re

    return re.sub(r"\(\[#\d+\]\([^)]*\)", "([#N](url)", text)


def _essence(issue: Issue) -> tuple[object, ...]:
    mark = marker.read(issue.body)
    mark = replace(mark, born="", ours=None) if mark else None
    return (issue.title, issue.state.value, issue.labels, issue.assignees, issue.due, mark, marker.outside(issue.body))
