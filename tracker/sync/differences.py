"""What an action changes, field by field: as it is now and as it will be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from postmortem_tracker.model import Issue, State, Unset
from postmortem_tracker.sync import marker
from postmortem_tracker.sync.fields import words
from postmortem_tracker.sync.plan import Action

Value = str | tuple[str, ...] | None


class Difference(NamedTuple):
    """One field of an issue, or of the item in its document, before and after; None where there is nothing."""

    field: str
    old: Value
    new: Value


def differences(action: Action) -> tuple[Difference, ...]:
    """Everything that the action changes and that people can see, in the order in which it is read."""
    if action.draft is not None:
        return tuple(_new(action))
    return (*_changed(action), *_written(action))


def _new(action: Action) -> Iterator[Difference]:
    assert action.draft is not None
    draft, mark = action.draft, action.marker
    yield Difference("title", None, draft.title)
    if action.close_as is not None:
        yield Difference("state", None, words(action.close_as))
    if draft.assignees:
        yield Difference("assignees", None, draft.assignees)
    due = draft.due.isoformat() if draft.due else (mark.base.due if mark else None)
    if due:
        yield Difference("due date", None, due)
    if draft.labels:
        yield Difference("labels", None, draft.labels)
    if draft.confidential:
        yield Difference("confidential", None, "yes")
    if action.link:
        yield Difference("link in the document", None, "the new issue")


def _changed(action: Action) -> Iterator[Difference]:
    change, seen = action.change, action.seen
    if change is not None and seen is not None:
        if change.title is not None:
            yield Difference("title", seen.title, change.title)
        if change.state is not None:
            yield Difference("state", words(seen.state), words(change.state))
        if change.assignees is not None:
            yield Difference("assignees", tuple(sorted(seen.assignees)) or None, change.assignees or None)
        if not isinstance(change.due, Unset):
            yield Difference("due date", _day(seen), change.due.isoformat() if change.due else None)
        if change.add_labels or change.remove_labels:
            left = tuple(label for label in seen.labels if label not in change.remove_labels)
            yield Difference("labels", seen.labels or None, (*left, *change.add_labels) or None)
    yield from _in_the_block(action)


def _in_the_block(action: Action) -> Iterator[Difference]:
    """What only the issue's managed block holds."""
    if action.block is None or action.seen is None:
        return
    old, new = marker.read(action.seen.body), action.block.marker
    elsewhere = action.change is not None and not isinstance(action.change.due, Unset)
    due = (old.base.due if old else None) or None
    # The two sides may agree on a date that nobody had noted yet.
    if not elsewhere and due != (new.base.due or None) and _day(action.seen) != (new.base.due or None):
        yield Difference("due date", due, new.base.due or None)
    if action.block.text is not None:
        shown = "\n".join(marker.content(action.seen.body).split("\n")[1:-1])  # without the two comments around it
        if shown != action.block.text:
            yield Difference("details", shown or None, action.block.text)


def _written(action: Action) -> Iterator[Difference]:
    if action.link and action.seen is not None:
        yield Difference(
            "link in the document", action.replaces.text if action.replaces else None, str(action.seen.ref)
        )
    if action.state is not None:
        before = State.OPEN if action.state.closed else State.COMPLETED
        yield Difference("state in the document", words(before), words(action.state))


def _day(issue: Issue) -> str | None:
    return issue.due.isoformat() if issue.due else None
