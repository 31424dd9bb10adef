"""What one pair needs, field by field: the truth table applied to title, state, owners, due date and labels."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from postmortem_tracker.issues import Capabilities
from postmortem_tracker.model import ActionItem, Issue, IssueChange, State, Unset
from postmortem_tracker.sync.issue_text.marker import Base
from postmortem_tracker.sync.merge import Verdict, merge, merge_state


@dataclass(slots=True)
class Decision:
    """What has been found out about one pair so far."""

    base: Base
    change: IssueChange = field(default_factory=IssueChange)
    what: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    to_document: State | None = None


def decide_state(decision: Decision, item: ActionItem, issue: Issue, *, write_back: bool) -> None:
    """Open, completed or not planned: the one field that flows both ways."""
    said = item.done is not None or item.not_planned
    base = decision.base
    theirs = State.NOT_PLANNED if issue.state is State.DUPLICATE else issue.state
    match merge_state(item.state, said, base.state, issue.state):
        case Verdict.AGREED:
            pass
        case Verdict.ADOPT:
            decision.base = replace(base, state=item.state)
        case Verdict.TO_TRACKER:
            decision.base = replace(base, state=item.state)
            decision.change = replace(decision.change, state=item.state)
            decision.what.append("reopen" if item.state is State.OPEN else f"close as {state_words(item.state)}")
        case Verdict.TO_DOCUMENT | Verdict.CONFLICT:
            if not write_back:
                decision.notes.append(f"{issue.ref} is {state_words(theirs)}, the document is not written")
                return
            decision.base = replace(base, state=theirs)
            decision.to_document = theirs
            decision.what.append(f"mark {state_words(theirs)} in the document")
        case Verdict.UNKNOWN:
            decision.notes.append(
                f"{issue.ref} is {state_words(theirs)}, the document says {state_words(item.state)}: "
                "make them agree once"
            )


def decide_title(decision: Decision, title: str, issue: Issue, *, accept: bool, why: str) -> None:
    """The title: the document's is sent; the tracker's is reported, or taken as it is where that is asked for.

    ``why`` it was not written into the document.
    """
    base = decision.base
    theirs = " ".join(issue.title.split())
    match merge(title, base.title, theirs, base.title_there):
        case Verdict.AGREED:
            pass
        case Verdict.ADOPT:
            decision.base = replace(base, title=title, title_there=None)
        case Verdict.TO_TRACKER:
            decision.base = replace(base, title=title, title_there=None)
            decision.change = replace(decision.change, title=title)
            decision.what.append("title")
        case _ if accept:
            decision.base = replace(base, title=title, title_there=theirs)
            decision.what.append(f"let its title be “{issue.title}”{_unwritten(why)}")
        case Verdict.TO_DOCUMENT:
            decision.notes.append(f"{issue.ref} was retitled “{issue.title}”: {_SETTLE}")
        case Verdict.CONFLICT:
            decision.notes.append(f"{issue.ref} and the item were both retitled; the issue keeps “{issue.title}”")
        case Verdict.UNKNOWN:
            decision.notes.append(f"{issue.ref} is titled “{issue.title}”: titles differ since before it was linked")


def _unwritten(why: str) -> str:
    return f" (not written into the document: {why})" if why else ""


_SETTLE = "adjust the document, or accept it with --accept-tracker"


def decide_owners(decision: Decision, accounts: tuple[str, ...], issue: Issue, *, accept: bool, why: str) -> None:
    """Owners and assignees; who is assigned where the document names nobody is nobody's business here.

    The base holds whom the tracker took: who could not be assigned is not tried again before the document changes.
    """
    base = decision.base
    theirs = tuple(sorted(issue.assignees))
    fold = {account.casefold(): account for account in theirs}

    def folded(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(fold.get(name.casefold(), name) for name in names))

    ours = folded(accounts)
    agreed = None if base.owners is None else folded(base.owners)
    match merge(ours, agreed, theirs, None if base.owners_there is None else folded(base.owners_there)):
        case Verdict.AGREED:
            pass
        case Verdict.ADOPT:
            decision.base = replace(base, owners=ours, owners_there=None)
        case Verdict.TO_TRACKER:
            decision.base = replace(base, owners=ours, owners_there=None)
            decision.change = replace(decision.change, assignees=ours)
            decision.what.append("owner")
        case _ if accept:
            decision.base = replace(base, owners=ours, owners_there=theirs)
            decision.what.append(f"let it be assigned to {', '.join(theirs) or 'nobody'}{_unwritten(why)}")
        case Verdict.TO_DOCUMENT | Verdict.CONFLICT | Verdict.UNKNOWN:
            who = ", ".join(theirs) or "nobody"
            if ours:
                said = f"{issue.ref} is assigned to {who}, the document says {', '.join(ours)}"
                decision.notes.append(f"{said}: {_SETTLE}")


def decide_deadline(decision: Decision, item: ActionItem, issue: Issue, limits: Capabilities) -> None:
    """The due date, where the tracker can hold one; else the document rules."""
    base = decision.base
    ours = due_of(item)
    if not limits.due_dates:
        # The managed block is the only place for it, so the document rules.
        decision.base = replace(base, due=ours)
        if base.due not in (None, ours):
            decision.what.append("due date")
        return
    theirs = issue.due.isoformat() if issue.due else ""
    match merge(ours, base.due, theirs, base.due_there):
        case Verdict.AGREED:
            pass
        case Verdict.ADOPT:
            decision.base = replace(base, due=ours, due_there=None)
        case Verdict.TO_TRACKER:
            decision.base = replace(base, due=ours, due_there=None)
            due: date | Unset | None = item.due_date
            decision.change = replace(decision.change, due=due)
            decision.what.append("due date")
        case Verdict.TO_DOCUMENT | Verdict.CONFLICT | Verdict.UNKNOWN:
            if ours:
                said = f"is due {theirs}" if theirs else "has no due date"
                decision.notes.append(f"{issue.ref} {said}, the document says {ours}")


def decide_labels(
    decision: Decision,
    wanted: tuple[str, ...],
    has: tuple[str, ...],
    *,
    adopt: bool,
    stale: frozenset[str] = frozenset(),
) -> None:
    """Ours are added once and taken back only if they were ours; one that people removed stays removed.

    ``stale`` are labels that tell why an issue was closed, left on one that is open again.
    """
    before = () if adopt else decision.base.labels
    add = tuple(label for label in wanted if label not in before and label not in has)
    remove = tuple(label for label in before if label not in wanted and label in has)
    remove += tuple(label for label in has if label in stale)
    if add or remove:
        decision.change = replace(decision.change, add_labels=add, remove_labels=remove)
        decision.what.append("labels")
    decision.base = replace(decision.base, labels=wanted)


def due_of(item: ActionItem) -> str:
    """The due date as the base holds it: ISO, or ""."""
    return item.due_date.isoformat() if item.due_date else ""


def state_words(state: State) -> str:
    """A state as people write it."""
    return state.value.replace("_", " ")
