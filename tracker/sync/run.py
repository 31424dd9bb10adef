"""What one run does and knows while it carries out a plan."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol

from postmortem_tracker.errors import TrackerError, TrackerUnavailableError
from postmortem_tracker.issues import IssueTracker
from postmortem_tracker.model import Issue, IssueRef, Place
from postmortem_tracker.sync.actions import Action, Create, Edit, Subject


class Result(StrEnum):
    """How one action ended."""

    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"  # not tried: its tracker failed before, or the run was stopped


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one action; ``issue`` is its issue afterwards, where known."""

    action: Action
    result: Result
    issue: Issue | None = None
    error: TrackerError | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """What one action writes into its document; a link also in place of the one to ``instead``."""

    about: Subject
    issue: Issue
    edit: Edit
    instead: IssueRef | None = None


# An action on its way: what it asks to be written, and the answer whether other actions went on in the meantime.
# An edit that could not be written is raised there.
Steps = Generator[Writing, bool, Outcome]


class Recorder(Protocol):
    """Edits documents; each call is one atomic change of one file."""

    def __call__(self, writings: Sequence[Writing]) -> Sequence[TrackerError | None]:
        """Write into one document what can be written; returns for each writing why it could not, or None."""


def _utc() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Run:
    """One run: its trackers, where it writes, and what it met.

    ``seen`` are the issues that the plan was made from: what another run opened at the same time is none of them.
    When ``stop()`` turns true the call under way is finished and the rest is skipped.
    """

    trackers: Mapping[Place, IssueTracker]
    label: str
    record: Recorder
    stop: Callable[[], bool] = lambda: False
    seen: Collection[IssueRef] = ()
    clock: Callable[[], datetime] = _utc
    dead: dict[Place, TrackerError] = field(default_factory=dict)  # what failed as a whole, and is left alone
    created: dict[Place, list[tuple[Create, Issue]]] = field(default_factory=dict)  # since others were looked for
    strangers: dict[Place, set[str]] = field(default_factory=dict)  # who cannot be assigned

    def failed(self, action: Action, error: TrackerError, issue: Issue | None = None, note: str = "") -> Outcome:
        """The failure of an action; a tracker-wide one is remembered."""
        if isinstance(error, TrackerUnavailableError):
            self.dead[action.place] = error
        return Outcome(action, Result.FAILED, issue, error, note)

    def write(self, writing: Writing) -> None:
        """Edit a document alone. Raises TrackerError where that cannot be done."""
        for error in self.record([writing]):
            if error is not None:
                raise error
