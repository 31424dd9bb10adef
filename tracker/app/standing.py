"""How every item and its issue stand together now, told by what was matched; for reports and checks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from postmortem_tracker.app import secrets
from postmortem_tracker.app.documents.reading import Reading
from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.issues import evidence
from postmortem_tracker.app.issues.routing import Routing
from postmortem_tracker.app.session import Session
from postmortem_tracker.model import ActionItem, Issue, IssueRef, State
from postmortem_tracker.report.situation import Orphan, Situation, TrackedItem
from postmortem_tracker.sync.fields import due_of
from postmortem_tracker.sync.identity.matched import How, Matched, Pair, Tracked
from postmortem_tracker.sync.issue_text.marker import heard
from postmortem_tracker.sync.merge import Verdict, merge


def standing(session: Session, reading: Reading, matched: Matched, as_of: date) -> Situation:
    """How everything stands; what cannot be told becomes a problem of the session."""
    duplicates: defaultdict[IssueRef, list[Issue]] = defaultdict(list)
    for duplicate in matched.duplicates:
        duplicates[duplicate.winner.ref].append(duplicate.issue)
    tracked = tuple(_tracked(session.routing, pair, duplicates) for pair in matched.pairs)
    if session.workspace.config.policy.evidence:
        tracked = _with_evidence(session, tracked)
    problems = (*reading.problems, *session.problems)
    return Situation(
        as_of,
        reading.incidents,
        tracked,
        _orphans(session.workspace, matched, as_of),
        complete=not problems,
        problems=tuple(error.message for error in problems),
        doubts=reading.doubts,
    )


def _tracked(routing: Routing, pair: Pair, duplicates: Mapping[IssueRef, list[Issue]]) -> TrackedItem:
    found = pair.tracked if pair.how.recognised else None
    became = found.issue.became if found else ""
    hidden = found is not None and bool(found.issue.out_of_sight or became)
    item = TrackedItem(
        pair.incident,
        pair.item,
        None,
        missing=hidden or pair.how is How.MISSING,
        became=became,
        unread=pair.how is How.UNREAD,
        foreign=pair.how is How.NEW and bool(pair.item.tickets),
        borrowed=_borrowed(pair),
    )
    if found is None or hidden:
        return item
    issue = found.issue
    moved = _due_moved(routing, pair.item, found)
    owners = [routing.account(owner, issue.ref.tracker) for owner in pair.item.owners]
    return replace(
        item,
        issue=heard(issue),
        duplicates=tuple(duplicates.get(issue.ref, ())),
        accounts=tuple(filter(None, owners)) if all(owners) else (),
        moved_due=issue.due if moved else None,
        due_cleared=moved and issue.due is None,
        changed_at=issue.updated_at,
    )


def _borrowed(pair: Pair) -> str:
    if pair.how is How.DISPUTED and pair.tracked is not None:
        return f"{pair.tracked.issue.ref} is closed under another title, and the item says open"
    if pair.how is How.UNLIKELY and pair.tracked is not None:
        return f"{pair.tracked.issue.ref} has another title, and only a number without a sign may name it"
    if pair.how is How.CONTESTED and pair.tracked is not None:
        return f"{pair.tracked.issue.ref} is linked by {pair.rival} too, and only one of them is done"
    if pair.how is not How.SHARED or pair.tracked is None:
        return ""
    return f"{pair.tracked.issue.ref} belongs to {pair.rival or 'another item'}"


def _due_moved(routing: Routing, item: ActionItem, tracked: Tracked) -> bool:
    """Whether the issue's due date alone was changed since both sides agreed."""
    issue, mark, there = tracked.issue, tracked.marker, routing.home(tracked.issue.ref)
    if mark is None or there is None or not there.capabilities.due_dates:
        return False
    theirs = issue.due.isoformat() if issue.due else ""
    return merge(due_of(item), mark.base.due, theirs, mark.base.due_there) is Verdict.TO_DOCUMENT


def _with_evidence(session: Session, tracked: tuple[TrackedItem, ...]) -> tuple[TrackedItem, ...]:
    """The items with the changes linked to each completed issue; None without an answer."""
    done = {each.issue.ref for each in tracked if each.issue and each.state is State.COMPLETED}
    found = evidence.ask(session.trackers.by_name, sorted(done))
    session.problems.extend(found.problems)
    return tuple(replace(each, evidence=found.linked.get(each.issue.ref)) if each.issue else each for each in tracked)


def _orphans(workspace: Workspace, matched: Matched, day: date) -> tuple[Orphan, ...]:
    return tuple(
        Orphan(
            each.marker.incident,
            each.issue,
            each.marker.path,
            secrets.is_secret(each, workspace.covers),
            matched.mentioned.get(each.issue.ref, ""),
        )
        for each in matched.orphans
        if each.marker is not None and not each.issue.out_of_sight and not _closed_by(workspace, each.issue, day)
    )


def _closed_by(workspace: Workspace, issue: Issue, day: date) -> bool:
    closed = issue.closed_at.astimezone(workspace.config.zone).date() if issue.closed_at else None
    return issue.state.closed and (closed is None or closed <= day)
