"""A saved plan compared with how things stand when it is applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from postmortem_tracker.app.plan_file import Reviewed, as_saved, fingerprint
from postmortem_tracker.app.plan_words import WHERE
from postmortem_tracker.model import Issue, ItemName
from postmortem_tracker.sync.actions import Action, Pending, Plan, Remark, issue_of
from postmortem_tracker.sync.identity.matched import How, Matched, Pair
from postmortem_tracker.sync.issue_text.marker import BEGIN, INCIDENT_KEY


@dataclass(frozen=True, slots=True)
class Comparison:
    """A saved plan against the present one.

    ``todo`` holds what was reviewed and is still to be done, ``done`` what is not needed any more, ``drifted`` what
    would be done differently now, ``unreviewed`` what is pending but was not in the saved plan, ``altered`` what would
    be done and is not what the file tells people. Of ``unread`` nobody knows: it is about what could not be read.
    """

    todo: Plan
    done: tuple[Reviewed, ...] = ()
    drifted: tuple[Reviewed, ...] = ()
    unreviewed: tuple[Pending, ...] = ()
    altered: tuple[Pending, ...] = ()
    unread: tuple[Reviewed, ...] = ()


def compare(saved: Iterable[Reviewed], now: Plan, matched: Matched, unread: frozenset[str] = frozenset()) -> Comparison:
    """Sort what was reviewed by whether it is still to be done, and find what was not reviewed.

    What is not planned any more was done if items and issues stand as it was to make them; else it has drifted, unless
    its document or its issue could not be read; ``unread`` are documents and single issues, as they are named.
    """
    issues = {str(issue.ref): issue for issue in matched.issues}
    items = {pair.item_name: pair for pair in matched.pairs}
    reviewed = {each.fingerprint: each for each in saved}
    pending = {fingerprint(action): action for action in now.pending}
    agreed = {mark: action for mark, action in pending.items() if mark in reviewed}
    altered = [mark for mark, action in agreed.items() if not _as_told(reviewed[mark].said, as_saved(action))]
    todo = tuple(action for mark, action in agreed.items() if mark not in altered)
    others = tuple(action for mark, action in pending.items() if mark not in reviewed)
    left = [each for mark, each in reviewed.items() if mark not in pending]
    hidden = [each for each in left if {each.path, each.issue} & unread or _cannot_be_told(each, matched, items)]
    barred = (*others, *_barred(now))
    drifted = tuple(
        each
        for each in left
        if each not in hidden
        and (
            any(_same_subject(each, action) for action in barred)
            or _still_open(each, now)
            or not _was_done(each, issues, items.get(each.item_name))
        )
    )
    gone = {id(each) for each in (*drifted, *hidden)}
    unreviewed = tuple(action for action in others if not any(_same_subject(each, action) for each in drifted))
    return Comparison(
        replace(now, actions=todo),
        tuple(each for each in left if id(each) not in gone),
        drifted,
        unreviewed,
        tuple(agreed[mark] for mark in altered),
        tuple(hidden),
    )


def _cannot_be_told(each: Reviewed, matched: Matched, items: Mapping[ItemName, Pair]) -> bool:
    """Whether a change is about an issue that may be there, where not everything could be read."""
    pair = items.get(each.item_name)
    if pair is not None:
        return pair.how is How.UNREAD
    if each.issue:
        return matched.incident_issues_unread and each.issue not in map(str, matched.seen)
    return matched.incident_issues_unread and each.create and each.key == INCIDENT_KEY


def _as_told(said: object, now: object) -> bool:
    """Whether what a file says is so; what only one side knows was written by another release."""
    if isinstance(said, Mapping) and isinstance(now, Mapping):
        return all(_as_told(value, now[name]) for name, value in said.items() if name in now)
    if isinstance(said, str) and isinstance(now, str):
        return _without_place(said) == _without_place(now)
    return said == now


def _without_place(text: str) -> list[str]:
    """The lines but for what moves with every commit: the link to the document's line, and the marker.

    What that says is part of the fingerprint.
    """
    return [line for line in text.splitlines() if not line.startswith((*WHERE, BEGIN))]


def _was_done(each: Reviewed, issues: Mapping[str, Issue], pair: Pair | None) -> bool:
    """Whether an item and its issue are as a reviewed change was to make them."""
    if each.create:
        return pair is not None and pair.how.recognised
    if each.write_state and (pair is None or pair.item.state != each.write_state):
        return False
    if not each.change:
        return True
    issue = issues.get(each.issue)
    if issue is None:
        return False
    there = {"title": issue.title, "state": issue.state.value, "due": issue.due.isoformat() if issue.due else None}
    return all(there[name] == value for name, value in each.change.items())


def _barred(now: Plan) -> Iterable[Remark]:
    """The items that have no issue and get none: what was to be opened for them is not done, it has drifted."""
    return (each for each in now.actions if isinstance(each, Remark) and each.issue is None and each.about.key)


def _still_open(each: Reviewed, now: Plan) -> bool:
    """Whether an orphan that was to be closed is an open one now that is left."""
    open_ones = (a for a in now.actions if isinstance(a, Remark) and a.issue and not a.issue.state.closed)
    return each.close and any(str(action.issue.ref) == each.issue for action in open_ones if action.issue)


def _same_subject(each: Reviewed, action: Action) -> bool:
    """Whether both are about one issue or one item."""
    issue = issue_of(action)
    if issue is not None and each.issue == str(issue.ref):
        return True
    return bool(each.key) and each.item_name == action.about.item_name
