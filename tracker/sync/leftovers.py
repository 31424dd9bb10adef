"""What is done about issues that no item has any more: second issues of an item, and those whose item is gone."""

from __future__ import annotations

from dataclasses import replace

from postmortem_tracker.model import Issue, State
from postmortem_tracker.sync.actions import Action, Block, Close, GiveWay, Remark, Subject
from postmortem_tracker.sync.identity.matched import Duplicate, Matched, Tracked
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.sync.issue_text.marker import Marker
from postmortem_tracker.sync.permitted import untouchable
from postmortem_tracker.sync.settings import Routes, Settings
from postmortem_tracker.text.inert import inert

HOW_TO_CLOSE = "close it with --close-orphans"


def bar(matched: Matched, issue: Issue, mark: Marker | None, routes: Routes) -> str:
    """Why an issue without an item is not closed by us, and what a person does; "" where it may be."""
    if why := untouchable(issue, mark, routes.home(issue.ref)):
        return f"it {why}"
    if place := matched.mentioned.get(issue.ref):
        return f"{place} links it: make that line its action item, or take the link out"
    if held := matched.held.get(issue.ref):
        return f"{held} may have it: close it by hand, or name that in sync.known_as"
    return ""


def of_duplicate(duplicate: Duplicate, matched: Matched, settings: Settings) -> Action:
    """Of runs that raced the later issue is closed; any other second issue of an item is pointed out."""
    issue, winner = duplicate.issue, duplicate.winner
    mark, other = marker.read(issue.body), marker.read(winner.body)
    about = _about(issue, mark)
    if why := untouchable(issue, mark, settings.routes.home(issue.ref)):
        return Remark(about, f"{issue.ref}: its item has {winner.ref} now (it {why})", issue, issue.ref.place)
    if duplicate.raced:
        return _close_duplicate(issue, winner)
    if mark is None or not mark.born or (other is not None and other.born == mark.born):
        what = f"{issue.ref} says that it is of the same item as {winner.ref}: close one, or take our block out of it"
        return Remark(about, what, issue, issue.ref.place)
    why = bar(matched, issue, mark, settings.routes)
    if settings.close_orphans and not why:
        return _close(about, issue, mark)
    what = f"{issue.ref}: its item has {winner.ref} now ({why or HOW_TO_CLOSE})"
    return Remark(about, what, issue, issue.ref.place)


def of_orphan(tracked: Tracked, matched: Matched, settings: Settings) -> Action | None:
    """An issue whose item is gone is pointed out, or closed where that is asked for; none that nobody can see."""
    issue, mark = tracked.issue, tracked.marker
    if issue.state.closed or issue.out_of_sight or mark is None:
        return None
    about = _about(issue, mark)
    why = bar(matched, issue, mark, settings.routes)
    if settings.close_orphans and not why:
        return _close(about, issue, mark)
    what = f"{issue.ref}: its item is gone from {mark.path} ({why or HOW_TO_CLOSE})"
    return Remark(about, what, issue, issue.ref.place)


def closed(mark: Marker) -> Block:
    """The block of an issue that is closed without its item.

    The base moves along: should the item come back, the closed issue is the tracker's word, not a conflict.
    """
    return Block(marker.with_base(mark, replace(mark.base, state=State.NOT_PLANNED)), None)


def _about(issue: Issue, mark: Marker | None) -> Subject:
    return Subject(mark.path if mark else "", incident=mark.incident if mark else "", text=issue.title)


def _close_duplicate(issue: Issue, winner: Issue) -> GiveWay:
    comment = (
        f"Duplicate of {winner.ref}: both were opened for the same action item. The postmortem links {winner.ref}."
    )
    what = f"{issue.ref}: close as a duplicate of {winner.ref}"
    return GiveWay(Subject(text=issue.title), what, issue, winner.ref, comment)


def _close(about: Subject, issue: Issue, mark: Marker) -> Close:
    comment = f"The action item left {inert(mark.path)}; closed as not planned."
    return Close(about, f"{issue.ref}: close, its item left {mark.path}", issue, closed(mark), comment)
