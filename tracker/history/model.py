"""The words of the history: versions of items, what changed between them, and one story per item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from postmortem_tracker.model import ItemName, Kind, State


@dataclass(frozen=True, slots=True)
class Commit:
    """One state of the repository; ``id`` is "" for what is not committed yet, ``parents`` are commit ids."""

    id: str
    day: date
    message: str = ""
    parents: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The commit as it is shown."""
        return self.id[:8] or "not committed"


@dataclass(frozen=True, slots=True)
class Seen:
    """An action item as one version of its document shows it; ``reasons`` are the remarks that say why it changed."""

    incident: str
    key: str
    text: str
    line: int = 1
    kind: Kind = Kind.TASK
    state: State = State.OPEN
    due: date | None = None
    due_text: str | None = None
    priority: str | None = None
    links: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    confidential: bool = False

    @property
    def item_name(self) -> ItemName:
        """Its name."""
        return self.incident, self.key


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """One document in one commit; ``before`` is its former name, ``items`` None where it was deleted."""

    path: str
    items: tuple[Seen, ...] | None
    before: str = ""


class What(StrEnum):
    """What can happen to a promise."""

    DUE = "due"  # moved later or earlier; new "" where the date was taken away
    PRIORITY = "priority"  # lowered
    REMOVED = "removed"  # while open
    RESTORED = "restored"
    CLOSED = "closed"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened; ``days`` by which a due date moved (None where dropped), ``reason`` as written."""

    what: What
    commit: Commit
    old: str = ""
    new: str = ""
    days: int | None = None
    reason: str = ""

    @property
    def postponed(self) -> bool:
        """True where the promise got weaker in time: a later due date, or none any more."""
        return self.what is What.DUE and (self.days is None or self.days > 0)


@dataclass(frozen=True, slots=True)
class Story:
    """One item's life; ``appeared`` is None where the history at hand begins later than the item.

    ``path`` and ``line`` are its last known place, ``removed`` the change that took it away while it was open. ``then``
    is its incident's id and its key on the day that was asked for, None where it was not there.
    """

    last: Seen
    path: str
    appeared: Commit | None = None
    changes: tuple[Change, ...] = ()
    removed: Change | None = None
    then: ItemName | None = None

    @property
    def moves(self) -> tuple[Change, ...]:
        """How often the due date was postponed or dropped."""
        return tuple(each for each in self.changes if each.postponed)

    @property
    def moved_days(self) -> int:
        """By how many days it moved in all, earlier dates subtracted."""
        return sum(each.days or 0 for each in self.changes if each.what is What.DUE)

    @property
    def lowered(self) -> tuple[Change, ...]:
        """When the priority was lowered."""
        return tuple(each for each in self.changes if each.what is What.PRIORITY)


@dataclass(frozen=True, slots=True)
class History:
    """The stories of all items that are or were there; ``remark`` says what of the history could not be read."""

    stories: tuple[Story, ...] = ()
    remark: str = ""
    hint: str = ""

    @property
    def complete(self) -> bool:
        """True where all of the history was there to be read."""
        return not self.remark

    @property
    def removed(self) -> tuple[Story, ...]:
        """The items that left their document while they were open."""
        return tuple(each for each in self.stories if each.removed)

    @property
    def names(self) -> dict[ItemName, ItemName]:
        """What the items of the day that was asked for are called now, as `present` names them."""
        told = (each for each in self.stories if each.then and not each.removed)
        return {each.then: each.last.item_name for each in told if each.then}

    @property
    def present(self) -> dict[ItemName, Story]:
        """The stories of the items that are still there, by incident id and key."""
        return {each.last.item_name: each for each in self.stories if not each.removed}
