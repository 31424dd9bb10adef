"""The plan for an item without an issue: one is opened, unless there is a reason not to."""

from __future__ import annotations

from postmortem_tracker.model import ActionItem, IssueDraft, State
from postmortem_tracker.sync.actions import Action, Create, Remark, Shared, Subject, Symbol
from postmortem_tracker.sync.fields import due_of, state_words
from postmortem_tracker.sync.identity.matched import Pair
from postmortem_tracker.sync.issue_text import body, marker
from postmortem_tracker.sync.issue_text.marker import Base, Marker
from postmortem_tracker.sync.labels import labels
from postmortem_tracker.sync.permitted import not_opened
from postmortem_tracker.sync.settings import Destination, Settings

_DOUBTED = ("PM122", "PM126")  # a key that nobody configured, and what only looks like a ticket


def open_issue(pair: Pair, settings: Settings, about: Subject) -> list[Action]:
    """What is done about an item that has no issue."""
    item, incident = pair.item, pair.incident
    if item.tickets and settings.skip_foreign:
        what = f"tracked elsewhere as {item.tickets[0].text}: no issue is opened (sync.foreign_tickets)"
        return [Remark(about, what, symbol=Symbol.ELSEWHERE, shared=Shared.FOREIGN)]
    if item.state.closed and not settings.create_completed:
        return []
    there = settings.routes.for_item(incident, item)
    if refused := not_opened(incident, there):
        return [Remark(about, refused)]
    known, strangers = accounts(item, settings, there)
    draft, mark = _draft(pair, settings, there, known)
    close_as = item.state if item.state.closed else None
    what = f"create in {there.shown}" + (f", close as {state_words(close_as)}" if close_as else "")
    actions: list[Action] = [Create(about, what, there.place, draft, mark, close_as, settings.write_back)]
    if strangers:
        actions.append(Remark(about, f"owner {strangers} has no account there ([people]): written as text"))
    return [*actions, *(Remark(about, f"{said}: an issue of its own is opened") for said in _untold(pair))]


def _untold(pair: Pair) -> list[str]:
    """What was said of words beside the item that may name the ticket which it has already."""
    findings = (each for each in pair.incident.findings if each.key == pair.item.key)
    return [each.message for each in findings if each.code in _DOUBTED]


def _draft(pair: Pair, settings: Settings, there: Destination, known: tuple[str, ...]) -> tuple[IssueDraft, Marker]:
    item, incident, limits = pair.item, pair.incident, there.capabilities
    block = body.content(incident, item, settings.routes.link(incident.path, item.line, there.tracker), limits)
    title = body.title(item, limits)
    wanted = labels(incident, item, settings, there)
    base = Base(title, State.OPEN, known, due_of(item), wanted)
    mark = Marker(
        incident.id, item.key, incident.path, base, block.digest, asof=settings.asof if there.project else None
    )
    draft = IssueDraft(
        title,
        marker.write("", mark, block.text),
        wanted,
        known,
        item.due_date if limits.due_dates else None,
        confidential=incident.confidential and limits.confidential_issues,
        milestone=there.milestone,
    )
    return draft, mark


def accounts(item: ActionItem, settings: Settings, there: Destination) -> tuple[tuple[str, ...], str]:
    """The owners' accounts, sorted, and the names without one."""
    found = [(owner, settings.routes.account(owner, there.tracker)) for owner in item.owners]
    known = sorted({account.casefold(): account for _, account in found if account}.values())
    known = known[: there.capabilities.max_assignees]
    return tuple(known), ", ".join(owner for owner, account in found if not account)
