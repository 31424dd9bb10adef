"""What a plan is made of: each kind of change says what it does, and nothing that it does not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import ClassVar

from postmortem_tracker.model import Issue, IssueChange, IssueDraft, IssueRef, ItemName, Link, Place, State
from postmortem_tracker.sync.identity.matched import Rewording
from postmortem_tracker.sync.issue_text.marker import Marker


class Symbol(StrEnum):
    """How a change is shown."""

    CREATE = "+"
    UPDATE = "~"
    DONE = "✓"
    ADOPT = "="
    ELSEWHERE = "·"
    ATTENTION = "!"


class Shared(Enum):
    """What concerns many items alike, in words that follow their number, for one and for several."""

    FOREIGN = (
        "item is tracked elsewhere, no issue is opened (sync.foreign_tickets); --verbose lists it",
        "items are tracked elsewhere, no issues are opened (sync.foreign_tickets); --verbose lists them",
    )
    UNREAD = (
        "item may have an issue that could not be read: left as it is; --verbose lists it",
        "items may have issues that could not be read: left as they are; --verbose lists them",
    )


@dataclass(frozen=True, slots=True)
class Subject:
    """What a line of the plan is about: an item in its document, or an issue whose item is gone."""

    path: str = ""
    line: int = 0
    incident: str = ""
    key: str = ""
    text: str = ""
    secret: bool = False  # of a confidential incident: whoever shows it leaves out its words

    @property
    def item_name(self) -> ItemName:
        """The name of the item that it is about."""
        return self.incident, self.key


@dataclass(frozen=True, slots=True)
class Block:
    """What the issue's managed block shall say; text None keeps the visible part and renews the marker."""

    marker: Marker
    text: str | None


@dataclass(frozen=True, slots=True)
class Edit:
    """What is written into the item: the link to its issue, in place of ``replaces``, a state, and its own words."""

    link: bool = False
    replaces: Link | None = None
    state: State | None = None
    new: bool = False  # the issue was opened in this run: another run may have opened one as well
    words: Rewording | None = None


@dataclass(frozen=True, slots=True)
class Create:
    """An issue is opened, closed at once where the item is, and linked in the document where ``link`` says so."""

    symbol: ClassVar = Symbol.CREATE
    about: Subject
    what: str
    place: Place
    draft: IssueDraft
    marker: Marker  # of the draft
    close_as: State | None = None
    link: bool = False

    @property
    def edit(self) -> Edit | None:
        """What is written into the document once the issue is there."""
        return Edit(link=True, new=True) if self.link else None


@dataclass(frozen=True, slots=True)
class _OfIssue:
    about: Subject
    what: str
    issue: Issue  # as it was when the plan was made

    @property
    def place(self) -> Place:
        """Where the issue is."""
        return self.issue.ref.place


@dataclass(frozen=True, slots=True)
class Update(_OfIssue):
    """An issue is changed, and its item with it where there is an ``edit``."""

    symbol: Symbol
    change: IssueChange
    block: Block | None = None
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class Write(_OfIssue):
    """Nothing but the document is edited."""

    symbol: Symbol
    edit: Edit


@dataclass(frozen=True, slots=True)
class Close(_OfIssue):
    """An issue without an item any more is closed, and its marker remembers that."""

    symbol: ClassVar = Symbol.DONE
    edit: ClassVar = None
    block: Block
    comment: str | None = None

    @property
    def change(self) -> IssueChange:
        """What is sent beside the block."""
        return IssueChange(state=State.NOT_PLANNED, comment=self.comment)


@dataclass(frozen=True, slots=True)
class GiveWay(_OfIssue):
    """The second issue that was opened for one item is closed as a duplicate of the first."""

    symbol: ClassVar = Symbol.DONE
    edit: ClassVar = None
    block: ClassVar = None
    winner: IssueRef
    comment: str

    @property
    def change(self) -> IssueChange:
        """What is sent."""
        return IssueChange(state=State.DUPLICATE, duplicate_of=self.winner, comment=self.comment)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that people should know; nothing is done."""

    edit: ClassVar = None
    about: Subject
    what: str
    issue: Issue | None = None
    place: Place = ("", "")
    symbol: Symbol = Symbol.ATTENTION
    shared: Shared | None = None  # said of many items at once where a line for each would hide the others


Changing = Update | Close | GiveWay  # what is sent about an issue that is there
Sent = Create | Changing
Pending = Sent | Write
Action = Pending | Remark


def issue_of(action: Action) -> Issue | None:
    """The issue that an action is about, as it was when the plan was made; None where there is none yet."""
    return None if isinstance(action, Create) else action.issue


@dataclass(frozen=True, slots=True)
class Plan:
    """All actions, in the order in which they are applied."""

    actions: tuple[Action, ...] = ()
    unchanged: int = 0
    finished: int = 0  # items that were done before they had an issue, and get none
    managed: int = 0  # open issues that are paired or orphaned, for judging how much of them changes

    @property
    def pending(self) -> tuple[Pending, ...]:
        """Those that change something."""
        return tuple(action for action in self.actions if not isinstance(action, Remark))

    @property
    def creates(self) -> tuple[Create, ...]:
        """The issues that would be opened."""
        return tuple(action for action in self.actions if isinstance(action, Create))

    def count(self, symbol: Symbol) -> int:
        """How many lines carry the symbol."""
        return sum(action.symbol is symbol for action in self.actions)
