"""Builds situations for tests from the few facts that matter to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from postmortem_tracker.keys import mint
from postmortem_tracker.model import (
    ActionItem,
    EditPoints,
    Incident,
    Issue,
    IssueRef,
    Kind,
    LinkForm,
    Span,
    State,
    StateForm,
)
from postmortem_tracker.report.situation import Situation, TrackedItem

TODAY = date(2026, 11, 23)


def day(ago: int) -> date:
    """The day this many days before TODAY."""
    return TODAY - timedelta(days=ago)


def moment(ago: int) -> datetime:
    """Noon of the day this many days before TODAY."""
    return datetime.combine(day(ago), datetime.min.time(), UTC) + timedelta(hours=12)


def item(text: str = "Add an alert for replication lag", **fields: Any) -> ActionItem:
    """An open task with an owner."""
    given = {"key": mint("", [text])[0], "line": 12, "owners": ("@ana",), **fields}
    edit = EditPoints(0, LinkForm.INLINE, StateForm.CHECKBOX)
    return ActionItem(kind=given.pop("kind", Kind.TASK), text=text, span=Span(0, 1), edit=edit, **given)


def incident(id: str = "INC-1", ago: int | None = 10, items: Sequence[ActionItem] = (), **fields: Any) -> Incident:
    """An incident this many days ago."""
    when = None if ago is None else day(ago)
    given = {"title": "Queue stopped", "path": f"postmortems/{id.lower()}.md", "date": when, **fields}
    return Incident(id=id, items=tuple(items), **given)


def issue(
    number: int = 1, state: State = State.OPEN, opened: int = 9, closed: int | None = None, **fields: Any
) -> Issue:
    """An issue opened and closed so many days ago; last touched at its end, or at its opening."""
    given = {
        "title": f"Issue {number}",
        "url": f"https://tracker.example/issues/{number}",
        "created_at": moment(opened),
        "updated_at": moment(opened if closed is None else closed),
        "closed_at": None if closed is None else moment(closed),
        **fields,
    }
    return Issue(IssueRef("main", "team/service", number), state=state, **given)


def tracked(
    text: str = "Add an alert for replication lag",
    issue: Issue | None = None,
    home: Incident | None = None,
    item_: dict[str, Any] | None = None,
    **fields: Any,
) -> TrackedItem:
    """One item in one incident of its own."""
    home = home or incident()
    return TrackedItem(home, item(text, **(item_ or {})), issue, **fields)


def situation(*items: TrackedItem, **fields: Any) -> Situation:
    """The situation of these items today, their incidents holding them."""
    homes: dict[str, Incident] = {}
    members: dict[str, list[TrackedItem]] = {}
    for each in items:
        homes.setdefault(each.incident.id, each.incident)
        members.setdefault(each.incident.id, []).append(each)
    known = {id: _holding(homes[id], members[id]) for id in homes}
    placed = tuple(_at(known[each.incident.id], each) for each in items)
    return Situation(**{"as_of": TODAY, "incidents": tuple(known.values()), "tracked": placed, **fields})


def _holding(home: Incident, members: Sequence[TrackedItem]) -> Incident:
    return home._replace(items=home.items or tuple(each.item for each in members))


def _at(home: Incident, each: TrackedItem) -> TrackedItem:
    return replace(each, incident=home)


def busy(incidents: int = 3, per_incident: int = 5) -> Situation:
    """A situation with something of everything, the same each time."""
    result = []
    for number in range(incidents):
        home = incident(
            f"INC-{number + 1}",
            ago=20 + 17 * number % 400,
            title=f"Outage number {number + 1}",
            severity=f"SEV{number % 3 + 1}",
        )
        for place in range(per_incident):
            serial = number * per_incident + place
            result.append(_varied(home, serial))
    return situation(*result)


_VERBS = ("Add", "Remove", "Document", "Rehearse", "Limit", "Test")
_THINGS = (
    "the retry budget",
    "failover of the primary",
    "an alert on queue depth",
    "the runbook",
    "stale feature flags",
)
_OWNERS = ("@ana", "@bo", "@chidi", "@dana", "@eve")


def _varied(home: Incident, serial: int) -> TrackedItem:
    text = f"{_VERBS[serial % 6]} {_THINGS[serial % 5]} for service {serial}"
    owner = () if serial % 11 == 10 else (_OWNERS[serial * 7 % 5],)
    opened = max(1, (TODAY - (home.date or TODAY)).days - 1)
    match serial % 4:
        case 0:
            ticket = None if serial % 8 == 0 else issue(serial + 1, opened=opened, due=day(serial % 9 - 4))
        case 1:
            ticket = issue(serial + 1, State.COMPLETED, opened=opened, closed=max(0, opened - 3 - serial % 40))
        case 2:
            ticket = issue(serial + 1, State.NOT_PLANNED, opened=opened, closed=max(0, opened - 5))
        case _:
            ticket = issue(serial + 1, opened=opened, updated_at=moment(serial % 70))
    details = {"key": f"{serial:012x}", "line": 20 + serial % 5, "owners": owner, "priority": f"P{serial % 4}"}
    return tracked(text, ticket, home, details)
