"""What an action changes, field by field: as it is now and as it will be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, assert_never

from postmortem_tracker.model import Issue, IssueChange, State, Unset
from postmortem_tracker.sync.actions import Action, Changing, Close, Create, Edit, GiveWay, Remark, Update, Write
from postmortem_tracker.sync.fields import state_words
from postmortem_tracker.sync.issue_text import marker

Value = str | tuple[str, ...] | None


class Difference(NamedTuple):
    """One field of an issue, or of the item in its document, before and after; None where there is nothing."""

    field: str
    old: Value
    new: Value


def differences(action: Action) -> tuple[Difference, ...]:
    """Everything that the action changes and that people can see, in the order in which it is read."""
    match action:
        case Create():
            return tuple(_new(action))
        case Update() | Close() | GiveWay():
            return (*_sent(action.change, action.issue), *_in_the_block(action), *_written(action.edit, action.issue))
        case Write():
            return tuple(_written(action.edit, action.issue))
        case Remark():
            return ()
        case _:
            assert_never(action)


def _new(action: Create) -> Iterator[Difference]:
    draft = action.draft
    yield Difference("title", None, draft.title)
    if action.close_as is not None:
        yield Difference("state", None, state_words(action.close_as))
    if draft.assignees:
        yield Difference("assignees", None, draft.assignees)
    due = draft.due.isoformat() if draft.due else action.marker.base.due
    if due:
        yield Difference("due date", None, due)
    if draft.labels:
        yield Difference("labels", None, draft.labels)
    if draft.milestone:
        yield Difference("milestone", None, draft.milestone)
    if draft.confidential:
        yield Difference("confidential", None, "yes")
    if action.link:
        yield Difference("link in the document", None, "the new issue")


def _sent(change: IssueChange, seen: Issue) -> Iterator[Difference]:
    if change.title is not None:
        yield Difference("title", seen.title, change.title)
    if change.state is not None:
        yield Difference("state", state_words(seen.state), state_words(change.state))
    if change.assignees is not None:
        yield Difference("assignees", tuple(sorted(seen.assignees)) or None, change.assignees or None)
    if not isinstance(change.due, Unset):
        yield Difference("due date", _day(seen), change.due.isoformat() if change.due else None)
    if change.add_labels or change.remove_labels:
        left = tuple(label for label in seen.labels if label not in change.remove_labels)
        yield Difference("labels", seen.labels or None, (*left, *change.add_labels) or None)


def _in_the_block(action: Changing) -> Iterator[Difference]:
    """What only the issue's managed block holds."""
    if action.block is None:
        return
    old, new = marker.read(action.issue.body), action.block.marker
    elsewhere = not isinstance(action.change.due, Unset)
    due = (old.base.due if old else None) or None
    # The two sides may agree on a date that nobody had noted yet.
    if not elsewhere and due != (new.base.due or None) and _day(action.issue) != (new.base.due or None):
        yield Difference("due date", due, new.base.due or None)
    if action.block.text is not None:
        shown = "\n".join(marker.content(action.issue.body).split("\n")[1:-1])  # without the two comments around it
        if shown != action.block.text:
            yield Difference("details", shown or None, action.block.text)


def _written(edit: Edit | None, issue: Issue) -> Iterator[Difference]:
    if edit is None:
        return
    if edit.link:
        yield Difference("link in the document", edit.replaces.text if edit.replaces else None, str(issue.ref))
    if edit.words is not None and edit.words.title is not None:
        yield Difference("title in the document", edit.words.text, edit.words.title)
    if edit.words is not None and edit.words.owners is not None:
        yield Difference("owner in the document", edit.words.who or None, edit.words.owners)
    if edit.state is not None:
        before = State.OPEN if edit.state.closed else State.COMPLETED
        yield Difference("state in the document", state_words(before), state_words(edit.state))


def _day(issue: Issue) -> str | None:
    return issue.due.isoformat() if issue.due else None
