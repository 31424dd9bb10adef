"""The plan: every change a sync would make, as data; making it needs no network and changes nothing."""

from __future__ import annotations

from postmortem_tracker.keys import normalise
from postmortem_tracker.model import IssueRef
from postmortem_tracker.sync import leftovers
from postmortem_tracker.sync.actions import Action, Plan, Remark, Shared, Subject
from postmortem_tracker.sync.existing import keep
from postmortem_tracker.sync.fields import state_words
from postmortem_tracker.sync.identity.matched import How, Matched, Pair
from postmortem_tracker.sync.new import open_issue
from postmortem_tracker.sync.settings import Settings


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
    actions.extend(leftovers.of_duplicate(each, matched, settings) for each in matched.duplicates)
    orphans = [leftovers.of_orphan(each, matched, settings) for each in matched.orphans]
    actions.extend(action for action in orphans if action is not None)
    # Closed issues pile up over the years: counted too, they would hide that all open ones go at once.
    open_orphans = sum(not tracked.issue.state.closed for tracked in matched.orphans)
    open_orphans += sum(not duplicate.raced for duplicate in matched.duplicates)
    paired = sum(pair.tracked is not None and not pair.tracked.issue.state.closed for pair in matched.pairs)
    return Plan(tuple(actions), unchanged, finished, paired + open_orphans)


def _item(pair: Pair, settings: Settings) -> list[Action]:
    text = pair.words.text if pair.words else pair.item.text
    about = Subject(pair.incident.path, pair.item.line, pair.incident.id, pair.item.key, text)
    number = pair.tracked.issue.ref if pair.tracked else ""
    match pair.how:
        case How.NEW:
            return open_issue(pair, settings, about)
        case How.MISSING:
            return [Remark(about, _missing(pair))]
        case How.UNREAD:
            what = "not everything could be read, it may have an issue: left as it is"
            return [Remark(about, what, shared=Shared.UNREAD)]
        case How.SHARED:
            return [Remark(about, _shared(pair, number))]
        case How.CONTESTED:
            what = f"links {number} as {pair.rival} does, and only one of them is done: remove the link from one"
            return [Remark(about, what)]
        case How.DISPUTED:
            return [Remark(about, _disputed(pair, number))]
        case How.UNLIKELY:
            return [Remark(about, _unlikely(pair, number))]
        case How.SUGGESTED:
            return [Remark(about, _suggested(pair, number))]
        case How.LINK | How.MARKER | How.EDITED | How.RENAMED:
            return [] if pair.tracked is None else keep(pair, pair.tracked, settings, about)


def _missing(pair: Pair) -> str:
    text = pair.linked.link.text if pair.linked else ""
    if pair.tracked is not None:
        number = pair.tracked.issue.ref
        return f"the linked issue {text} does not exist, but {number} seems to be this item's: link that, or close it"
    if pair.linked is None or not pair.linked.ref.project:
        return f"the linked issue {text} does not exist: restore it, or remove the link to open a new one"
    # A server says the same of what was never there, was deleted, or is not shown to this token.
    return (
        f"the linked issue {text} does not exist, or the token cannot see it: "
        "give it access, restore the issue, or remove the link to open a new one"
    )


def _suggested(pair: Pair, number: IssueRef | str) -> str:
    if pair.tracked is not None and pair.tracked.issue.state.closed:
        state = state_words(pair.tracked.issue.state)
        return f"is like {number}, which is {state}: link it in the item, or word the item otherwise"
    if pair.tracked is not None and normalise(pair.tracked.issue.title) != normalise(pair.item.text):
        said = f"seems to be this item's, and is titled “{pair.tracked.issue.title}”"
        return f"{number} {said}: link it in the item, or word the item otherwise"
    return f"{number} has the same title: link it in the item, or rename one of them"


def _shared(pair: Pair, number: IssueRef | str) -> str:
    if pair.linked is None:
        return f"{number} belongs to {pair.rival}, which has the same incident id: give one of them an id of its own"
    owner = pair.rival or "another item"
    return f"links {number}, which belongs to {owner}: remove the link from one of them"


def _disputed(pair: Pair, number: IssueRef | str) -> str:
    issue = pair.tracked.issue if pair.tracked else None
    said = f"is {state_words(issue.state)} and titled “{issue.title}”" if issue else "is closed"
    return f"links {number}, which {said}: tick the item, reopen or rename the issue, or remove the link"


def _unlikely(pair: Pair, number: IssueRef | str) -> str:
    text = pair.linked.link.text if pair.linked else ""
    said = f"is titled “{pair.tracked.issue.title}”" if pair.tracked else "is another one"
    return f"a number without a sign may name {number}, which {said}: write {text} or a link to say that it is meant"
