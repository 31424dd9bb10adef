"""What every report and check is computed from: items matched with their issues, as they stand on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from postmortem_tracker.model import ActionItem, Incident, Issue, State


@dataclass(frozen=True, slots=True)
class TrackedItem:
    """One task of one incident together with its issue, as far as that could be read.

    ``missing``: the document links an issue that does not exist any more (404, 410).
    ``unread``: the tracker could not be read, so nothing is known about the issue.
    ``foreign``: the document links a ticket of a tracker that is not configured.
    ``duplicates``: further open issues that carry the same key.
    ``evidence``: URLs of merged changes linked to the issue; None where nobody asked.
    """

    incident: Incident
    item: ActionItem
    issue: Issue | None = None
    missing: bool = False
    unread: bool = False
    foreign: bool = False
    duplicates: tuple[Issue, ...] = ()
    evidence: tuple[str, ...] | None = None

    @property
    def state(self) -> State:
        """The issue's state where there is one, else the document's; a duplicate counts as not planned."""
        state = self.issue.state if self.issue else self.item.state
        return State.NOT_PLANNED if state is State.DUPLICATE else state

    @property
    def untracked(self) -> bool:
        """True for an open task that has no issue yet; never guessed where a link or the tracker cannot be read."""
        return self.issue is None and not (self.unread or self.missing or self.foreign or self.state.closed)

    @property
    def owners(self) -> tuple[str, ...]:
        """Owners as written, else the issue's assignees."""
        return self.item.owners or (self.issue.assignees if self.issue else ())


class Orphan(NamedTuple):
    """A managed issue whose action item left its document."""

    incident_id: str
    issue: Issue


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything known on ``as_of``; ``complete`` is False if any document or tracker could not be read.

    ``incidents`` holds all postmortems read, including those without a task. ``problems`` says in one
    line each what could not be read.
    """

    as_of: date
    incidents: tuple[Incident, ...] = ()
    tracked: tuple[TrackedItem, ...] = ()
    orphans: tuple[Orphan, ...] = ()
    complete: bool = True
    problems: tuple[str, ...] = ()
