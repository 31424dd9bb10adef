"""What planning is told besides the documents and the issues: where issues belong, and what the user chose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from postmortem_tracker.issues import Capabilities
from postmortem_tracker.model import ActionItem, Incident, Issue, IssueRef, Place

LABELLED = ("priority", "type", "severity")  # the facts that become labels where nothing else is asked for
CommonValue = Callable[[str, str], str]  # what of a fact's value, given its name, is no document's own words


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an issue belongs, and what can be stored there."""

    tracker: str
    project: str
    capabilities: Capabilities
    milestone: str = ""  # that new issues are put into, by its title

    @property
    def place(self) -> Place:
        """The tracker and its project."""
        return (self.tracker, self.project)

    @property
    def shown(self) -> str:
        """As people call it."""
        return self.project or self.tracker

    def may_open(self, incident: Incident) -> bool:
        """Whether an issue of this incident may be opened here."""
        return not incident.confidential or bool(self.capabilities.private) or self.capabilities.confidential_issues

    def may_tell(self, incident: Incident, issue: Issue) -> bool:
        """Whether this incident may be told in an issue that is here already."""
        return not incident.confidential or bool(self.capabilities.private) or issue.confidential


class Routes(Protocol):
    """Which issue belongs where, and how people and documents are called there."""

    def for_item(self, incident: Incident, item: ActionItem) -> Destination:
        """Where a new issue goes."""

    def for_incident(self, incident: Incident) -> Destination:
        """Where the incident's own issue goes."""

    def home(self, ref: IssueRef) -> Destination | None:
        """The project of an issue that is there; None where it is not configured."""

    def account(self, owner: str, tracker: str) -> str | None:
        """The account there of an owner as written; None where nobody knows."""

    def link(self, path: str, line: int, tracker: str) -> str:
        """A link to a document's line, in Markdown, for an issue of that tracker."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What planning needs to know."""

    label: str
    routes: Routes
    common: CommonValue  # what of a confidential incident's facts may be a label in the open
    extra_labels: tuple[str, ...] = ()
    write_back: bool = True
    skip_foreign: bool = True
    close_orphans: bool = False
    create_completed: bool = True
    labels_for: tuple[str, ...] = LABELLED
    incident_issue: bool = False  # whether each incident has an issue of its own
    asof: datetime | None = None  # how new the documents are: the time of their latest commit; None where nobody knows
    accept: bool = False  # where people changed an issue's title or assignees, that is let be
