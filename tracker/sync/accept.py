"""Where the tracker's title and assignees win, the document takes them over – if that can be written exactly.

It is settled before anything is planned: the items are planned with as the document will say them, so that what
follows (keys, blocks, lists of an incident's items) is the same in this run and in the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from postmortem_tracker.issues import Capabilities
from postmortem_tracker.model import ActionItem, Incident, Issue
from postmortem_tracker.sync.identity.matched import Matched, Pair, Rewording
from postmortem_tracker.sync.issue_text import body
from postmortem_tracker.sync.issue_text.marker import Base
from postmortem_tracker.sync.merge import Verdict, merge
from postmortem_tracker.sync.permitted import untouchable
from postmortem_tracker.sync.settings import Routes
from postmortem_tracker.text.inert import plain_again

# The item as it will be read once the words stand in the document, or why they cannot be written there.
Rewrite = Callable[[Incident, ActionItem, Rewording], ActionItem | str]

_CHANGED = (Verdict.TO_DOCUMENT, Verdict.CONFLICT)


@dataclass(frozen=True, slots=True)
class Accepting:
    """What is to be known for taking words over: projects and accounts, and how documents read.

    ``names`` are those of people that may be written, beside their accounts.
    """

    routes: Routes
    rewrite: Rewrite
    names: tuple[str, ...] = ()


def accepted(matched: Matched, accepting: Accepting) -> Matched:
    """The pairs with their items as the document will say them."""
    return replace(matched, pairs=tuple(_accepted(pair, accepting) for pair in matched.pairs))


def _accepted(pair: Pair, accepting: Accepting) -> Pair:
    tracked = pair.tracked
    ours = pair.how.recognised and not pair.keeper
    if not ours or tracked is None or tracked.marker is None:
        return pair
    there = accepting.routes.home(tracked.issue.ref)
    if there is None or untouchable(tracked.issue, tracked.marker, there):
        return pair
    limits = there.capabilities
    words = Rewording(pair.item.key, pair.item.text, pair.item.owners)
    item = pair.item
    issue, base = tracked.issue, tracked.marker.base
    theirs, title = _theirs(issue), _title(pair.item, issue, base, limits)
    if title is not None:
        wanted = replace(words, title=title)
        item, words = _tried(pair, wanted, accepting, lambda new: body.title(new, limits) == theirs, words)
    owners = _owners(pair.item, issue, base, limits, accepting)
    if owners is not None:
        wanted = replace(words, owners=owners)
        people, tracker = _folded(issue.assignees), issue.ref.tracker
        taken, words = _tried(pair, wanted, accepting, lambda new: _accounts(new, tracker, accepting) == people, words)
        item = taken if words.owners is not None else item
    return replace(pair, item=item, words=words) if words.attempted else pair


def _tried(
    pair: Pair, wanted: Rewording, accepting: Accepting, agrees: Callable[[ActionItem], bool], words: Rewording
) -> tuple[ActionItem, Rewording]:
    """The item and its words if they can be written and then say what the tracker says; else why not."""
    found = accepting.rewrite(pair.incident, pair.item, wanted)
    if isinstance(found, str):
        why = found
    elif agrees(found):
        return found, wanted
    else:
        why = "the document would say something else"
    if wanted.title is not words.title:
        return pair.item, replace(words, not_title=why)
    return pair.item, replace(words, not_owners=why)


def _theirs(issue: Issue) -> str:
    return " ".join(issue.title.split())


def _title(item: ActionItem, issue: Issue, base: Base, limits: Capabilities) -> str | None:
    """The tracker's title where it was changed there, as people would write it."""
    theirs = _theirs(issue)
    if merge(body.title(item, limits), base.title, theirs, base.title_there) not in _CHANGED:
        return None
    return plain_again(theirs)


def _owners(
    item: ActionItem, issue: Issue, base: Base, limits: Capabilities, accepting: Accepting
) -> tuple[str, ...] | None:
    """The names of the assignees where they were changed there; those that stay keep how they are written."""
    tracker, there = issue.ref.tracker, _folded(issue.assignees)
    ours = _accounts(item, tracker, accepting)[: limits.max_assignees]
    agreed = None if base.owners is None else _folded(base.owners)
    shown = None if base.owners_there is None else _folded(base.owners_there)
    if not item.owners or merge(ours, agreed, there, shown) not in _CHANGED:
        return None
    known = {
        account.casefold(): owner for owner in item.owners if (account := accepting.routes.account(owner, tracker))
    }
    kept = [
        owner for owner in item.owners if (accepting.routes.account(owner, tracker) or "").casefold() in (*there, "")
    ]
    new = [account for account in issue.assignees if account.casefold() not in known]
    return (*kept, *(_name(account, tracker, accepting) for account in new))


def _name(account: str, tracker: str, accepting: Accepting) -> str:
    """How an account is written: as the configuration knows its person, else as itself."""
    for name in accepting.names:
        if (accepting.routes.account(name, tracker) or "").casefold() == account.casefold():
            return name
    return f"@{account}"


def _accounts(item: ActionItem, tracker: str, accepting: Accepting) -> tuple[str, ...]:
    return _folded(filter(None, (accepting.routes.account(owner, tracker) for owner in item.owners)))


def _folded(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name.casefold() for name in names}))
