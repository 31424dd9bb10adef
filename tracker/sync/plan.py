"""The plan: every change a sync would make, as data; making it needs no network and changes nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from postmortem_tracker.model import ActionItem, Issue, IssueChange, IssueDraft, IssueRef, Link, State
from postmortem_tracker.sync import body, marker, repositories
from postmortem_tracker.sync.fields import (
    Decision,
    decide_deadline,
    decide_labels,
    decide_owners,
    decide_state,
    decide_title,
    due_of,
    words,
)
from postmortem_tracker.sync.marker import Base, Marker
from postmortem_tracker.sync.match import Duplicate, How, Matched, Pair, Tracked
from postmortem_tracker.sync.settings import Destination, Settings
from postmortem_tracker.text.inert import inert


class Symbol(StrEnum):
    """How a change is shown."""

    CREATE = "+"
    UPDATE = "~"
    DONE = "✓"
    ADOPT = "="
    ELSEWHERE = "·"
    ATTENTION = "!"


class Shared(Enum):
    """What concerns many items alike, in words that follow their number, for one and for several."""

    FOREIGN = (
        "item is tracked elsewhere, no issue is opened (sync.foreign_tickets); --verbose lists it",
        "items are tracked elsewhere, no issues are opened (sync.foreign_tickets); --verbose lists them",
    )
    UNREAD = (
        "item may have an issue that could not be read: left as it is; --verbose lists it",
        "items may have issues that could not be read: left as they are; --verbose lists them",
    )


@dataclass(frozen=True, slots=True)
class Block:
    """What the issue's managed block shall say; text None keeps the visible part and renews the marker."""

    marker: Marker
    text: str | None


@dataclass(frozen=True, slots=True)
class Action:
    """One line of the plan: what happens to one item and its issue.

    Order when applied: create or change the issue unless ``document_first``, then edit the document.
    ``state`` is written into the document, ``link`` tells to write the issue's link (in place of ``replaces``).
    """

    symbol: Symbol
    what: str
    path: str = ""
    line: int = 0
    incident: str = ""
    key: str = ""
    text: str = ""
    destination: tuple[str, str] = ("", "")
    seen: Issue | None = None
    draft: IssueDraft | None = None
    marker: Marker | None = None  # of the draft
    close_as: State | None = None  # right after the create
    change: IssueChange | None = None
    block: Block | None = None
    link: bool = False
    replaces: Link | None = None
    state: State | None = None
    document_first: bool = False
    shared: Shared | None = None  # said of many items at once where a line for each would hide the others
    secret: bool = False  # of a confidential incident: whoever shows it leaves out its words

    @property
    def changes_tracker(self) -> bool:
        """True where something is sent to a tracker."""
        return self.draft is not None or self.change is not None or self.block is not None

    @property
    def changes_document(self) -> bool:
        """True where bytes of the document change."""
        return self.link or self.state is not None

    @property
    def pending(self) -> bool:
        """True where applying it changes anything; False for what only asks for attention."""
        return self.changes_tracker or self.changes_document


@dataclass(frozen=True, slots=True)
class Plan:
    """All actions, in the order in which they are applied."""

    actions: tuple[Action, ...] = ()
    unchanged: int = 0
    finished: int = 0  # items that were done before they had an issue, and get none
    managed: int = 0  # open issues that are paired or orphaned, for judging how much of them changes
    orphans: int = 0

    @property
    def pending(self) -> tuple[Action, ...]:
        """Those that change something."""
        return tuple(action for action in self.actions if action.pending)

    @property
    def creates(self) -> int:
        """How many issues would be opened."""
        return sum(action.draft is not None for action in self.actions)

    def count(self, symbol: Symbol) -> int:
        """How many lines carry the symbol."""
        return sum(action.symbol is symbol for action in self.actions)


def make(matched: Matched, settings: Settings) -> Plan:
    """Decide for every pair, duplicate and orphan what is to be done."""
    actions: list[Action] = []
    unchanged = finished = 0
    for pair in matched.pairs:
        here = _item(pair, settings)
        over = not here and pair.how is How.NEW  # nothing else leaves a new item without a word
        finished += over
        unchanged += not here and not over
        actions.extend(here)
    # Once no document links them any more.
    actions.extend(_duplicate(duplicate, settings) for duplicate in matched.duplicates)
    orphans = [_orphan(tracked, settings) for tracked in matched.orphans]
    actions.extend(action for action in orphans if action is not None)
    # Closed issues pile up over the years: counted too, they would hide that all open ones go at once.
    open_orphans = sum(not tracked.issue.state.closed for tracked in matched.orphans)
    open_orphans += sum(not duplicate.raced for duplicate in matched.duplicates)
    paired = sum(pair.tracked is not None and not pair.tracked.issue.state.closed for pair in matched.pairs)
    return Plan(tuple(actions), unchanged, finished, paired + open_orphans, open_orphans)


def _item(pair: Pair, settings: Settings) -> list[Action]:
    base = _about(pair)
    match pair.how:
        case How.NEW:
            return _new(pair, settings, base)
        case How.MISSING:
            text = pair.linked.link.text if pair.linked else ""
            return [
                replace(
                    base,
                    what=f"the linked issue {text} does not exist: restore it, or remove the link to open a new one",
                )
            ]
        case How.UNREAD:
            what = "not everything could be read, it may have an issue: left as it is"
            return [replace(base, what=what, shared=Shared.UNREAD)]
        case How.SHARED:
            number = pair.tracked.issue.ref if pair.tracked else ""
            return [replace(base, what=_shared(pair, number))]
        case How.SUGGESTED:
            number = pair.tracked.issue.ref if pair.tracked else ""
            return [replace(base, what=f"{number} has the same title: link it in the item, or rename one of them")]
        case How.LINK | How.MARKER | How.EDITED | How.RENAMED:
            return _existing(pair, settings, base)


def _shared(pair: Pair, number: IssueRef | str) -> str:
    if pair.linked is None:
        return f"{number} belongs to {pair.rival}, which has the same incident id: give one of them an id of its own"
    owner = pair.rival or "another item"
    return f"links {number}, which belongs to {owner}: remove the link from one of them"


def _about(pair: Pair) -> Action:
    return Action(
        Symbol.ATTENTION,
        "",
        path=pair.incident.path,
        line=pair.item.line,
        incident=pair.incident.id,
        key=pair.item.key,
        text=pair.item.text,
    )


# --- new issues -----------------------------------------------------------------------------------------------


def _new(pair: Pair, settings: Settings, base: Action) -> list[Action]:
    item, incident = pair.item, pair.incident
    if item.tickets and settings.skip_foreign:
        what = f"tracked elsewhere as {item.tickets[0].text}: no issue is opened (sync.foreign_tickets)"
        return [replace(base, symbol=Symbol.ELSEWHERE, what=what, shared=Shared.FOREIGN)]
    if item.state.closed and not settings.create_completed:
        return []
    there = settings.routes.for_item(incident, item)
    if incident.confidential and not (there.capabilities.private or there.capabilities.confidential_issues):
        return [replace(base, what=f"confidential: {there.shown} is not known to be private, nothing is sent")]
    limits = there.capabilities
    accounts, others = _accounts(item, settings, there)
    block = body.content(incident, item, settings.routes.link(incident.path, item.line, there.tracker), limits)
    title = body.title(item, limits)
    labels = body.labels(incident, item, settings.label, settings.extra_labels, settings.labels_for, limits)
    mark = Marker(
        incident.id,
        item.key,
        incident.path,
        Base(title, State.OPEN, accounts, due_of(item), labels),
        block.digest,
    )
    draft = IssueDraft(
        title,
        marker.write("", mark, block.text),
        labels,
        accounts,
        item.due_date if limits.due_dates else None,
        confidential=incident.confidential and limits.confidential_issues,
    )
    close_as = item.state if item.state.closed else None
    what = f"create in {there.shown}" + (f", close as {words(close_as)}" if close_as else "")
    action = replace(
        base,
        symbol=Symbol.CREATE,
        what=what,
        destination=there.place,
        draft=draft,
        marker=mark,
        close_as=close_as,
        link=settings.write_back,
    )
    return [action, *_unknown_owners(base, others)]


_ISSUE_PATH = re.compile(r"/(?:issues|work_items)/([1-9]\d{0,8})/?$")


def _unknown_owners(base: Action, others: str) -> list[Action]:
    if not others:
        return []
    return [replace(base, what=f"owner {others} has no account there ([people]): written as text")]


def _accounts(item: ActionItem, settings: Settings, there: Destination) -> tuple[tuple[str, ...], str]:
    """The owners' accounts, sorted, and the names without one."""
    found = [(owner, settings.routes.account(owner, there.tracker)) for owner in item.owners]
    accounts = sorted({account for _, account in found if account})[: there.capabilities.max_assignees]
    return tuple(accounts), ", ".join(owner for owner, account in found if not account)


# --- existing issues ------------------------------------------------------------------------------------------


def _existing(pair: Pair, settings: Settings, about: Action) -> list[Action]:
    assert pair.tracked is not None
    issue = pair.tracked.issue
    there = settings.routes.home(issue.ref)
    if there is None:
        return [replace(about, what=f"{issue.ref} moved to a project that is not configured: left as it is")]
    if issue.out_of_sight:
        return [replace(about, what=f"{issue.ref} was moved out of sight: give the token access, or correct the link")]
    if pair.incident.confidential and not (there.capabilities.private or issue.confidential):
        return [replace(about, what=f"confidential: {issue.ref} is not known to be private, nothing is sent")]
    old = pair.tracked.marker
    if old is not None and old.newer:
        return [replace(about, what=f"{issue.ref} was written by a newer version of this tool: left as it is")]
    decision = Decision(old.base if old else Base())
    decide_state(decision, pair.item, issue, write_back=settings.write_back)
    decide_title(decision, body.title(pair.item, there.capabilities), issue, accept=settings.accept)
    accounts, _ = _accounts(pair.item, settings, there)
    decide_owners(decision, accounts, issue, accept=settings.accept)
    decide_deadline(decision, pair.item, issue, there.capabilities)
    # Ours are added once and taken back only if they were ours; one that people removed stays removed.
    wanted = body.labels(
        pair.incident, pair.item, settings.label, settings.extra_labels, settings.labels_for, there.capabilities
    )
    stale = frozenset() if issue.state.closed or decision.change.state else there.capabilities.closing_labels
    # What a move took away nobody took off.
    moved = pair.linked is not None and pair.linked.ref != issue.ref
    decide_labels(decision, wanted, issue.labels, adopt=old is None or moved, stale=stale)
    where = settings.routes.link(pair.incident.path, pair.item.line, there.tracker)
    visible = body.content(pair.incident, pair.item, where, there.capabilities)
    mark = renewed(old, Marker(pair.incident.id, pair.item.key, pair.incident.path, decision.base, visible.digest))
    block = None
    strange = _of_another_repository(issue, pair.incident.path, where)
    if mark != old or strange:
        changed = old is None or old.digest != mark.digest or strange
        block = Block(mark, visible.text if changed else None)
        if changed and old is not None and not decision.what:
            decision.what.append("details")
    return _actions(pair, decision, block, settings, about)


def renewed(old: Marker | None, mark: Marker) -> Marker:
    """A marker with what the old one knows about its issue; given to another item it was not born for that one."""
    if old is None:
        return mark
    born = old.born if (old.incident, old.key) == (mark.incident, mark.key) else ""
    return replace(mark, born=born, ours=old.ours)


def _of_another_repository(issue: Issue, path: str, where: str) -> bool:
    """Whether the block names another repository than this one as its document's home: the document moved here."""
    then, now = repositories.recorded(issue.body, path), repositories.repository(where, path)
    return bool(then and now and then != now)


def _actions(pair: Pair, decision: Decision, block: Block | None, settings: Settings, about: Action) -> list[Action]:
    assert pair.tracked is not None
    issue = pair.tracked.issue
    change = None if decision.change == IssueChange() else decision.change
    wants_link = pair.linked is None or pair.linked.ref != issue.ref
    link = settings.write_back and wants_link
    replaces = pair.linked.link if pair.linked else _old_address(pair.item, issue)
    notes = [replace(about, what=note, seen=issue) for note in decision.notes]
    action = replace(
        about,
        destination=(issue.ref.tracker, issue.ref.project),
        seen=issue,
        change=change,
        block=block,
        link=link,
        replaces=replaces if link else None,
        state=decision.to_document,
        document_first=decision.to_document is not None,
    )
    if not action.pending:
        return notes
    what = list(decision.what)
    if link:
        what.append(f"link {issue.ref}")
    symbol = Symbol.UPDATE
    if decision.to_document is not None or (change and change.state is not None):
        symbol = Symbol.DONE
    elif pair.tracked.marker is None:
        symbol = Symbol.ADOPT
        what.insert(0, f"adopt {issue.ref}")
    elif not change and not link and not what:
        what.append("remember what both sides say")
    if pair.how in (How.EDITED, How.RENAMED):
        what.append(f"recognised although {pair.how}")
    return [replace(action, symbol=symbol, what=f"{issue.ref}: " + ", ".join(what)), *notes]


def _old_address(item: ActionItem, issue: Issue) -> Link | None:
    """The link of an item to its issue at an address from before the project was renamed or the document moved."""
    for link in item.links:
        theirs, ours = urlsplit(link.url or ""), urlsplit(issue.url)
        same = theirs.netloc.casefold() == ours.netloc.casefold() != ""
        if link.text != f"#{issue.ref.number}":
            continue
        if same and _numbered(theirs.path) == issue.ref.number:
            return link
        if not (theirs.scheme or theirs.netloc) and _leads_to(theirs.path, issue.url):
            return link
    return None


def _leads_to(path: str, file: str) -> bool:
    """Whether a relative path leads to the file from some folder, be it not the one where it is written now."""
    below = [part for part in PurePosixPath(unquote(path)).parts if part != ".."]
    return bool(below) and list(PurePosixPath(file).parts[-len(below) :]) == below


def _numbered(path: str) -> int:
    found = _ISSUE_PATH.search(path)
    return int(found[1]) if found else 0


# --- what is left ---------------------------------------------------------------------------------------------


def _duplicate(duplicate: Duplicate, settings: Settings) -> Action:
    """Of runs that raced the later issue is closed; any other second issue of an item is pointed out."""
    issue, winner = duplicate.issue, duplicate.winner
    if duplicate.raced:
        return _close_duplicate(issue, winner)
    mark, other = marker.read(issue.body), marker.read(winner.body)
    about = replace(_of_issue(issue), path=mark.path if mark else "", incident=mark.incident if mark else "")
    if mark is None or not mark.born or (other is not None and other.born == mark.born):
        what = f"{issue.ref} says that it is of the same item as {winner.ref}: close one, or take our block out of it"
        return replace(about, what=what)
    what = f"{issue.ref}: its item has {winner.ref} now (close it with --close-orphans)"
    return (
        _close_orphan(replace(about, what=what), issue, mark) if settings.close_orphans else replace(about, what=what)
    )


def _of_issue(issue: Issue) -> Action:
    return Action(
        Symbol.ATTENTION, "", text=issue.title, destination=(issue.ref.tracker, issue.ref.project), seen=issue
    )


def _close_duplicate(issue: Issue, winner: Issue) -> Action:
    comment = (
        f"Duplicate of {winner.ref}: both were opened for the same action item. The postmortem links {winner.ref}."
    )
    return replace(
        _of_issue(issue),
        symbol=Symbol.DONE,
        what=f"{issue.ref}: close as a duplicate of {winner.ref}",
        change=IssueChange(state=State.DUPLICATE, duplicate_of=winner.ref, comment=comment),
    )


def _orphan(tracked: Tracked, settings: Settings) -> Action | None:
    issue, mark = tracked.issue, tracked.marker
    if issue.state.closed or issue.out_of_sight or mark is None:
        return None
    what = f"{issue.ref}: its item is gone from {mark.path} (close it with --close-orphans)"
    about = replace(_of_issue(issue), what=what, path=mark.path, incident=mark.incident)
    return _close_orphan(about, issue, mark) if settings.close_orphans and not mark.newer else about


def _close_orphan(about: Action, issue: Issue, mark: Marker) -> Action:
    comment = f"The action item left {inert(mark.path)}; closed as not planned."
    change = IssueChange(state=State.NOT_PLANNED, comment=comment)
    # The base moves along: should the item come back, the closed issue is the tracker's word, not a conflict.
    block = Block(marker.with_base(mark, replace(mark.base, state=State.NOT_PLANNED)), None)
    return replace(
        about, symbol=Symbol.DONE, what=f"{issue.ref}: close, its item left {mark.path}", change=change, block=block
    )
