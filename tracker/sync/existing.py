"""The plan for an item and its issue: what of either changes, or why both are left as they are."""

from __future__ import annotations

from dataclasses import replace

from postmortem_tracker.model import Issue, IssueChange
from postmortem_tracker.sync.actions import Action, Block, Edit, Remark, Subject, Symbol, Update, Write
from postmortem_tracker.sync.address import old_address
from postmortem_tracker.sync.fields import (
    Decision,
    decide_deadline,
    decide_labels,
    decide_owners,
    decide_state,
    decide_title,
)
from postmortem_tracker.sync.identity import repositories
from postmortem_tracker.sync.identity.matched import How, Pair, Rewording, Tracked
from postmortem_tracker.sync.issue_text import body
from postmortem_tracker.sync.issue_text.marker import Base, Marker
from postmortem_tracker.sync.labels import labels
from postmortem_tracker.sync.new import accounts
from postmortem_tracker.sync.permitted import not_told, untouchable
from postmortem_tracker.sync.settings import Destination, Settings


def keep(pair: Pair, tracked: Tracked, settings: Settings, about: Subject) -> list[Action]:
    """What is done about an item and its issue."""
    issue, there = tracked.issue, settings.routes.home(tracked.issue.ref)
    why = untouchable(issue, tracked.marker, there)
    if why or there is None:
        return [Remark(about, f"{issue.ref} {why}")]
    decision = _decide(pair, tracked, settings, there)
    where = settings.routes.link(pair.incident.path, pair.item.line, there.tracker)
    block = _dated(_block(pair, tracked, decision, where, there), tracked, settings)
    notes: list[Action] = [Remark(about, note, issue) for note in decision.notes]
    changes = _changes(pair, tracked, decision, block, about, write_back=settings.write_back)
    if _behind(tracked, settings) and any(isinstance(each, Update) for each in changes):
        what = f"{issue.ref} was agreed with newer documents than these: pull first, or commit what they say now"
        return [Remark(about, what, issue)]
    sends = any(isinstance(each, Update) for each in changes)
    if refused := not_told(pair.incident, issue, there, sends=sends):
        return [Remark(about, refused)]
    if changes and pair.keeper:
        what = f"{issue.ref} is kept by {pair.keeper} now, and differs: change it there, or name that in sync.known_as"
        return [Remark(about, what, issue)]
    return [*changes, *notes]


def _decide(pair: Pair, tracked: Tracked, settings: Settings, there: Destination) -> Decision:
    item, issue, old = pair.item, tracked.issue, tracked.marker
    decision = Decision(old.base if old else Base())
    decide_state(decision, item, issue, write_back=settings.write_back)
    words = pair.words or Rewording(item.key, item.text, item.owners)
    if words.title is not None:
        decision.what.append("its title into the document")
    title = body.title(item, there.capabilities)
    decide_title(decision, title, issue, accept=settings.accept, why=words.not_title)
    if words.owners is not None:
        decision.what.append("its assignees into the document")
    known, _ = accounts(item, settings, there)
    decide_owners(decision, known, issue, accept=settings.accept, why=words.not_owners)
    decide_deadline(decision, item, issue, there.capabilities)
    # What a move took away nobody took off.
    moved = pair.linked is not None and not pair.linked.stray and pair.linked.ref != issue.ref
    # Ours are added once and taken back only if they were ours; one that people removed stays removed.
    wanted = labels(pair.incident, item, settings, there, _told(issue, old, moved=moved))
    stale = frozenset() if issue.state.closed or decision.change.state else there.capabilities.closing_labels
    decide_labels(decision, wanted, issue.labels, adopt=old is None or moved, stale=stale)
    return decision


def _told(issue: Issue, old: Marker | None, *, moved: bool) -> tuple[str, ...]:
    """The labels that a run gave to the issue of a confidential incident, knowing who reads them.

    Those of an issue that was hidden after its document became confidential were told when it was for everybody.
    """
    if old is None or (issue.confidential and not body.says_confidential(issue.body)):
        return ()
    return issue.labels if moved else old.base.labels


def _block(pair: Pair, tracked: Tracked, decision: Decision, where: str, there: Destination) -> Block | None:
    """The managed block where it has to be written anew; None where it stays."""
    old = tracked.marker
    visible = body.content(pair.incident, pair.item, where, there.capabilities)
    mark = renewed(old, Marker(pair.incident.id, pair.item.key, pair.incident.path, decision.base, visible.digest))
    taken = _taken_from(tracked.issue, old, pair.incident.path, where)
    # The marker goes with every change: by it a change of ours is known not to be activity.
    if mark == old and not taken and decision.change == IssueChange():
        return None
    changed = old is None or old.digest != mark.digest or bool(taken)
    if changed and old is not None and not decision.what:
        decision.what.append("details")
    if taken:
        mark = replace(mark, before=(*mark.before, taken))
    return Block(mark, visible.text if changed else None)


def renewed(old: Marker | None, mark: Marker) -> Marker:
    """A marker with what the old one knows about its issue; given to another item it was not born for that one."""
    if old is None:
        return mark
    born = old.born if old.item_name == mark.item_name else ""
    return replace(mark, born=born, ours=old.ours, before=old.before, asof=old.asof)


def _dated(block: Block | None, tracked: Tracked, settings: Settings) -> Block | None:
    """The block with how new the documents are that it agrees with; issues in files are as old as the documents."""
    if block is None or settings.asof is None or not tracked.issue.ref.project:
        return block
    return replace(block, marker=replace(block.marker, asof=settings.asof))


def _behind(tracked: Tracked, settings: Settings) -> bool:
    """Whether the documents are older than those that an issue was last agreed with: what they say is no news."""
    then = tracked.marker.asof if tracked.marker else None
    return then is not None and settings.asof is not None and settings.asof < then


def _taken_from(issue: Issue, old: Marker | None, path: str, where: str) -> str:
    """The repository that the block names as its document's home, where that is another one: the document moved here.

    What was taken from this one already is not taken back: two would do so by turns.
    """
    then = repositories.recorded(issue.body, old.path if old else path)
    now = repositories.repository(where, path)
    return then if then and now and then != now and now not in (old.before if old else ()) else ""


def _changes(
    pair: Pair, tracked: Tracked, decision: Decision, block: Block | None, about: Subject, *, write_back: bool
) -> list[Action]:
    issue, change = tracked.issue, decision.change
    link = write_back and (pair.linked is None or pair.linked.stray or pair.linked.ref != issue.ref)
    replaces = pair.linked.link if pair.linked else old_address(pair.item, issue)
    words = pair.words if pair.words is not None and pair.words.written else None
    edit = Edit(link, replaces if link else None, decision.to_document, words=words)
    if block is None and change == IssueChange() and edit == Edit():
        return []
    what = [*decision.what, *([f"link {issue.ref}"] if link else [])]
    symbol = Symbol.UPDATE
    if decision.to_document is not None or change.state is not None:
        symbol = Symbol.DONE
    elif tracked.marker is None:
        symbol = Symbol.ADOPT
        what.insert(0, f"adopt {issue.ref}")
    elif change == IssueChange() and not what:
        what.append("remember what both sides say")
    if pair.how in (How.EDITED, How.RENAMED):
        what.append(f"recognised although {pair.how}")
    said = f"{issue.ref}: " + ", ".join(what)
    if block is None and change == IssueChange():
        return [Write(about, said, issue, symbol, edit)]
    return [Update(about, said, issue, symbol, change, block, edit if edit != Edit() else None)]
