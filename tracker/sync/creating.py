"""Opens issues: each once, also where an answer is lost, and with whom and what the tracker takes."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace

from postmortem_tracker.errors import AmbiguousResultError, TrackerError, TrackerUnavailableError, UnassignableError
from postmortem_tracker.issues import Capabilities, IssueTracker
from postmortem_tracker.model import Issue, IssueChange, State
from postmortem_tracker.sync.actions import Create
from postmortem_tracker.sync.identity.matching import believe
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.sync.issue_text.marker import Base
from postmortem_tracker.sync.run import Outcome, Result, Run, Steps, Writing


def create(run: Run, action: Create) -> Steps:
    """Open an issue, settle what it takes two requests to say, and link it in the document whatever came of that."""
    tracker = run.trackers[action.place]
    issue, note = _opened(run, tracker, action)
    run.created.setdefault(action.place, []).append((action, issue))
    later = f"{issue.ref} was created; the next run goes on from there"
    outcome = Outcome(action, Result.DONE, issue, note=note)
    try:
        _labelled(run.label, issue)
        _kept_from_outsiders(action, issue)
        settled = _settle_new(tracker, action, issue)
        outcome = replace(outcome, issue=settled, note="; ".join(filter(None, (note, undated(settled)))))
    except TrackerError as error:
        outcome = run.failed(action, error, issue, later)
    if action.edit is not None:
        try:
            yield Writing(action.about, issue, action.edit)
        except TrackerError as error:
            return run.failed(action, error, issue, later)
    return outcome


def _opened(run: Run, tracker: IssueTracker, action: Create) -> tuple[Issue, str]:
    # Says which request opened the issue: a copy of it that a person makes is no second one of ours.
    mark = replace(action.marker, born=secrets.token_hex(4))
    draft = replace(action.draft, body=marker.rebase(action.draft.body, mark))

    def send(names: tuple[str, ...]) -> Issue:
        known = replace(mark, base=assigned(mark.base, names))
        return tracker.create(replace(draft, assignees=names, body=marker.rebase(draft.body, known)))

    try:
        return sent(run, tracker, draft.assignees, send)
    except AmbiguousResultError as error:
        found = _find(tracker, run.label, action)
        if found is None:
            raise
        return found, f"the answer was lost ({error.message}), the issue was found"


def sent(
    run: Run, tracker: IssueTracker, people: tuple[str, ...], send: Callable[[tuple[str, ...]], Issue]
) -> tuple[Issue, str]:
    """Send a request that assigns people, without those who cannot be assigned there: they are told once.

    It did nothing where it was refused, so asking again is safe; what else is refused would be refused again.
    """
    strangers = run.strangers.setdefault((tracker.name, tracker.project), set())
    known = set(strangers)
    while True:
        wanted = tuple(name for name in people if name.casefold() not in strangers)
        try:
            issue = send(wanted)
        except UnassignableError as error:
            if not _met(strangers, wanted, error.people):
                raise
            continue
        taken = {name.casefold() for name in issue.assignees}
        _met(strangers, wanted, [name for name in wanted if name.casefold() not in taken])
        unassigned = [name for name in people if name.casefold() in strangers - known]
        return issue, f"{', '.join(unassigned)} cannot be assigned there: the body names them" if unassigned else ""


def _met(strangers: set[str], wanted: Iterable[str], people: Iterable[str]) -> bool:
    """Remember those of the wanted who cannot be assigned; whether there were any."""
    found = {name.casefold() for name in wanted} & {name.casefold() for name in people}
    strangers |= found
    return bool(found)


def _labelled(label: str, issue: Issue) -> None:
    """Raises where the tracker dropped the managed label: nothing else opened there would be found again."""
    if label not in issue.labels:
        raise TrackerUnavailableError(
            f"{issue.ref} was opened without its label: the token may not label issues in {issue.ref.project}",
            "use a token with a role that may; label the issue, or link it in the document",
        )


def _kept_from_outsiders(action: Create, issue: Issue) -> None:
    """Raises where what was to be confidential was opened for everybody: nothing more is told there."""
    if action.draft.confidential and not issue.confidential:
        raise TrackerUnavailableError(
            f"{issue.ref} was to be confidential, and {issue.ref.project or issue.ref.tracker} opened it for everybody",
            "make it confidential there, or delete it",
        )


def _find(tracker: IssueTracker, label: str, action: Create) -> Issue | None:
    """The issue of an unanswered create, if it exists: the oldest one with the key."""
    with_key = (
        issue
        for issue in tracker.list(label)
        if (mark := believe(issue, label).marker) is not None
        and issue.state is not State.DUPLICATE
        and mark.item_name == action.about.item_name
    )
    return min(with_key, key=lambda issue: issue.ref, default=None)


def _settle_new(tracker: IssueTracker, action: Create, issue: Issue) -> Issue:
    """Close what is done already, and remember whom the tracker took."""
    mark = marker.read(issue.body)
    if mark is None:
        return issue
    accepted = replace(mark, base=taken(mark.base, issue, tracker.capabilities))
    if action.close_as is not None:
        accepted = marker.with_base(accepted, replace(accepted.base, state=action.close_as))
    if accepted == mark:
        return issue
    return tracker.update(issue.ref, IssueChange(state=action.close_as, body=marker.rebase(issue.body, accepted)))


def assigned(base: Base, names: Iterable[str]) -> Base:
    """The base with who is assigned, where that differs from whom the document names."""
    there = tuple(sorted(names))
    same = base.owners is None or _folded(base.owners) == _folded(there)
    return replace(base, owners_there=None if same else there)


def _folded(names: Iterable[str]) -> set[str]:
    return {name.casefold() for name in names}


def taken(base: Base, issue: Issue, limits: Capabilities) -> Base:
    """The base with what the tracker made of it: who could not be assigned, which labels and which day it dropped."""
    labels = tuple(label for label in base.labels if label in issue.labels)
    due = issue.due.isoformat() if issue.due else ""
    kept = not limits.due_dates or base.due in (None, due)
    return replace(assigned(base, issue.assignees), due_there=None if kept else due, labels=labels)


def undated(issue: Issue) -> str:
    """What is said of an issue whose due date the tracker did not keep; "" of others."""
    mark = marker.read(issue.body)
    if mark is None or mark.base.due_there is None:
        return ""
    return f"the tracker did not keep its due date {mark.base.due}: the body names it"
