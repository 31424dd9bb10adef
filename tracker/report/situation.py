"""What every report and check is computed from: items matched with their issues, as they stand on one day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import NamedTuple
from urllib.parse import quote

from postmortem_tracker.model import ActionItem, Doubt, Incident, Issue, ItemName, Link, State
from postmortem_tracker.text.people import same_person


@dataclass(frozen=True, slots=True)
class TrackedItem:
    """One task of one incident together with its issue, as far as that could be read.

    ``missing``: its issue does not exist any more (404, 410), was moved out of sight, or is something else now.
    ``unread``: the tracker could not be read, so nothing is known about the issue.
    ``foreign``: the document links a ticket of a tracker that is not configured.
    ``duplicates``: further open issues that carry the same key.
    ``accounts``: the owners' accounts on the issue's tracker, where all of them are known; else empty.
    ``borrowed``: the issue that the document links here but that belongs to another item, and to which.
    ``moved_due``: the issue's due date, where only that was changed since document and tracker agreed.
    ``due_cleared``: so, where it was taken off the issue; the document's goes on counting.
    ``redacted``: its words were taken away, since not everybody may read them.
    ``changed_at``: when the issue was changed last, also by us, which its own time does not count.
    ``evidence``: URLs of merged changes linked to the issue; None where nobody asked.
    ``became``: what its issue was turned into.
    """

    incident: Incident
    item: ActionItem
    issue: Issue | None = None
    missing: bool = False
    unread: bool = False
    foreign: bool = False
    duplicates: tuple[Issue, ...] = ()
    evidence: tuple[str, ...] | None = None
    accounts: tuple[str, ...] = ()
    borrowed: str = ""
    redacted: bool = False
    moved_due: date | None = None
    due_cleared: bool = False
    changed_at: datetime | None = None
    became: str = ""

    @property
    def item_name(self) -> ItemName:
        """The name of its item."""
        return self.incident.name_of(self.item)

    @property
    def secret(self) -> bool:
        """Whether its words are for few: those of a confidential incident, or of a confidential issue."""
        return self.incident.confidential or bool(self.issue and self.issue.confidential)

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

    @property
    def assigned(self) -> tuple[str, ...]:
        """Who the open issue is assigned to, where that is somebody else than the document's owners."""
        if self.issue is None or self.issue.state.closed or not self.item.owners:
            return ()
        known = set(map(same_person, (*self.item.owners, *self.accounts)))
        theirs = set(map(same_person, self.issue.assignees))
        return self.issue.assignees if theirs - known else ()

    @property
    def disagrees(self) -> bool:
        """Whether the open issue is known to be assigned to others, or to fewer or more, than the document says."""
        if self.issue is None or self.issue.state.closed or not self.accounts:
            return False
        return set(map(same_person, self.accounts)) != set(map(same_person, self.issue.assignees))

    @property
    def tickets(self) -> tuple[Link, ...]:
        """The tickets of other systems that the item names, where it is tracked there."""
        return self.item.tickets if self.foreign else ()


class Orphan(NamedTuple):
    """A managed issue whose action item left its document."""

    incident_id: str
    issue: Issue
    path: str = ""  # of the document, as its marker names it
    confidential: bool = False  # its incident was, whatever the issue says
    linked: str = ""  # the line that still links it: path:line


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything known on ``as_of``; ``complete`` is False if any document or tracker could not be read.

    ``incidents`` holds all postmortems read, including those without a task. ``problems`` says in one
    line each what could not be read, ``remarks`` what nobody can know of an earlier day.
    """

    as_of: date
    incidents: tuple[Incident, ...] = ()
    tracked: tuple[TrackedItem, ...] = ()
    orphans: tuple[Orphan, ...] = ()
    complete: bool = True
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()  # documents that may be postmortems, and of which nothing is used


def prepared(situation: Situation, zone: tzinfo, ticket_urls: Mapping[str, str]) -> Situation:
    """The situation as reports need it: times in the zone whose days count, tickets of other systems with a link."""
    return replace(
        situation,
        tracked=tuple(
            replace(
                each,
                item=_with_urls(each.item, ticket_urls) if each.item.links else each.item,
                issue=_in_zone(each.issue, zone) if each.issue else None,
                duplicates=tuple(_in_zone(other, zone) for other in each.duplicates),
                changed_at=each.changed_at.astimezone(zone) if each.changed_at else None,
            )
            for each in situation.tracked
        ),
        orphans=tuple(each._replace(issue=_in_zone(each.issue, zone)) for each in situation.orphans),
    )


def ticket_url(key: str, urls: Mapping[str, str]) -> str | None:
    """Where a ticket such as ``AUTH-12`` is shown, after the template for what its key begins with."""
    found = _TICKET.fullmatch(key.strip())
    template = urls.get(found[1]) if found else None
    return template.replace("{key}", quote(key.strip())) if template else None


def _with_urls(item: ActionItem, urls: Mapping[str, str]) -> ActionItem:
    links = tuple(each._replace(url=each.url or ticket_url(each.text, urls)) for each in item.links)
    return item._replace(links=links)


def _in_zone(issue: Issue, zone: tzinfo) -> Issue:
    times = {name: time.astimezone(zone) for name in _TIMES if (time := getattr(issue, name))}
    return replace(issue, **times)


_TICKET = re.compile(r"([A-Za-z][A-Za-z0-9_]*)-\d+")
_TIMES = ("created_at", "updated_at", "closed_at")
