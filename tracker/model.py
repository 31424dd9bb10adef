"""The words of the domain as frozen values. Imports nothing of ours but how tickets look, and does no I/O.

What a parse makes of each document are tuples, which cost least to build.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, TypeGuard

from postmortem_tracker.text.ticket_forms import (
    file_of,
    is_change_address,
    is_change_name,
    is_document,
    is_ticket_address,
    is_ticket_name,
    number_of_file,
)

Place = tuple[str, str]  # a tracker and its project
ItemName = tuple[str, str]  # of an action item: its incident's id and its key
IncidentName = tuple[str, str]  # of an incident: its id and its document's path


class Kind(StrEnum):
    """A task becomes an issue; an improvement is a broad measure that gives tasks context."""

    TASK = "task"
    IMPROVEMENT = "improvement"


class State(StrEnum):
    """Where an action item or an issue stands; DUPLICATE occurs on issues only."""

    OPEN = "open"
    COMPLETED = "completed"
    NOT_PLANNED = "not_planned"
    DUPLICATE = "duplicate"

    @property
    def closed(self) -> bool:
        """True for every state but OPEN."""
        return self is not State.OPEN


def is_closed(state: State | None) -> TypeGuard[State]:
    """True for a known state other than OPEN."""
    return state is not None and state.closed


class Span(NamedTuple):
    """A half-open range of byte offsets into a document's bytes as they are on disk (BOM included)."""

    start: int
    end: int


class Written(NamedTuple):
    """A value exactly as it stands in the document; ``line`` is 1-based."""

    text: str
    line: int
    span: Span


class Link(NamedTuple):
    """A ticket reference written in an item: ``#12``, ``group/project#12``, a URL, ``JIRA-123``.

    ``text`` is the reference as written (the label of a Markdown link), ``url`` its target if it has
    one. ``span`` covers the whole reference, including a surrounding ``([..](..))`` of our making.
    """

    text: str
    url: str | None
    line: int
    span: Span
    unsure: bool = False  # of the shape of a ticket's key, and nobody said that it is one
    bare: bool = False  # a number without a sign, which may be another tracker's

    @property
    def change(self) -> bool:
        """True for a pull or merge request: evidence that work was done, never an item's issue."""
        return is_change_name(self.text) if self.url is None else is_change_address(self.url)

    @property
    def ticket(self) -> bool:
        """True where it names a ticket of any tracker; a change, a document and a page of a wiki are none."""
        if self.change or self.unsure:
            return False
        url = self.url or ""
        if is_document(url):
            return self.file_number is not None
        return is_ticket_name(self.text) or is_ticket_address(url)

    @property
    def file(self) -> str | None:
        """The path that a relative link to a file names; None for any other link."""
        return file_of(self.url or "")

    @property
    def file_number(self) -> int | None:
        """The number of the issue whose file a relative link names: ``[#12](../issues/0012-drain.md)``."""
        return number_of_file(self.text, self.url or "")


class LinkForm(StrEnum):
    """How a link is written into an item of this shape."""

    INLINE = "inline"  # ` ([#12](url))` at the end of the item's first line
    CELL = "cell"  # in the ticket column of a table row
    LINE = "line"  # on a line of its own under a heading item


class StateForm(StrEnum):
    """How an item of this shape shows that it is done."""

    CHECKBOX = "checkbox"  # the one character between the brackets
    CELL = "cell"  # the text of a status cell
    MARK = "mark"  # after the link: `([#12](url) ✓)`


class EditPoints(NamedTuple):
    """Where an item may be edited; byte offsets as in Span. Made by the parser, used by the editor only."""

    link_at: int
    link_form: LinkForm
    state_form: StateForm
    state: Span | None = None  # checkbox character or cell content; None for MARK without a link yet
    link_cell: Span | None = None  # content of the ticket cell where link_form is CELL


class Waiver(NamedTuple):
    """An approved exception, written as ``waived until 2027-03-01: reason``; ``until`` None means for ever."""

    until: date | None
    reason: str


class ActionItem(NamedTuple):
    """One measure of a postmortem.

    ``key`` identifies it within its incident's life (see tracker.sync.match). ``text`` is its plain
    one-line title without fields and links. ``done`` is None where nothing in the document says so;
    ``not_planned`` is True where it is struck through or says "won't do". ``due`` is ISO where a full
    date is written or derivable, else as written; ``due_date`` is set only in the first case.
    ``written`` maps a field's name to where it stands.
    """

    key: str
    kind: Kind
    text: str
    line: int
    span: Span
    edit: EditPoints
    done: bool | None = None
    not_planned: bool = False
    owners: tuple[str, ...] = ()
    due: str | None = None
    due_date: date | None = None
    priority: str | None = None
    type: str | None = None
    links: tuple[Link, ...] = ()
    details: str = ""  # nested text, plain Markdown without the title line
    section: tuple[str, ...] = ()  # headings and labels above it, outermost first, below the measures' section
    waiver: Waiver | None = None
    written: tuple[tuple[str, Written], ...] = ()

    @property
    def tickets(self) -> tuple[Link, ...]:
        """The references that may be its issue, here or in another tracker."""
        return tuple(link for link in self.links if link.ticket)

    @property
    def state(self) -> State:
        """The document's view: open unless it says otherwise."""
        if self.not_planned:
            return State.NOT_PLANNED
        return State.COMPLETED if self.done else State.OPEN


class Severity(StrEnum):
    """How serious a finding is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Finding(NamedTuple):
    """Something a person should look at; ``code`` is stable and documented, ``line`` 1-based, ``path`` as given."""

    code: str
    line: int
    message: str
    path: str = ""
    severity: Severity = Severity.WARNING
    hint: str = ""
    incident: str = ""  # incident id
    key: str = ""  # action item key, if it is about one

    @property
    def item_name(self) -> ItemName:
        """The name of the item that it is about."""
        return self.incident, self.key


class Doubt(NamedTuple):
    """What is said of a page that may be a postmortem and of which nothing is used; few may read a confidential one."""

    finding: Finding
    confidential: bool = False


class Incident(NamedTuple):
    """One postmortem as read; ``severity`` and ``status`` are as written, ``path`` as given by the caller."""

    id: str
    title: str
    path: str
    line: int = 1
    date: date | None = None
    severity: str | None = None
    status: str | None = None
    owner: str | None = None
    services: tuple[str, ...] = ()
    confidential: bool = False
    summary: str = ""  # one line from the issue summary, "" if none
    items: tuple[ActionItem, ...] = ()
    findings: tuple[Finding, ...] = ()
    named_by_file: bool = False  # the id is made of the file's name
    refused: str = ""  # why the document must not be acted on; "" where it may
    mentions: tuple[Link, ...] = ()  # links named like an issue that no task of the document has

    @property
    def name(self) -> IncidentName:
        """What it is called where several documents may tell of one id."""
        return self.id, self.path

    def name_of(self, item: ActionItem) -> ItemName:
        """What one of its items is called."""
        return self.id, item.key

    @property
    def tasks(self) -> tuple[ActionItem, ...]:
        """The items that become issues, in document order."""
        return tuple(item for item in self.items if item.kind is Kind.TASK)

    @property
    def improvements(self) -> tuple[ActionItem, ...]:
        """The broad measures, in document order."""
        return tuple(item for item in self.items if item.kind is Kind.IMPROVEMENT)


@dataclass(frozen=True, slots=True, order=True)
class IssueRef:
    """Names one issue for ever: the configured tracker's name, its project, the issue's number."""

    tracker: str
    project: str
    number: int
    prefix: str = field(
        default="", compare=False
    )  # what people call the place, where it has no project and is not alone

    @property
    def place(self) -> Place:
        """Where the issue is."""
        return (self.tracker, self.project)

    def __str__(self) -> str:
        return f"{self.project or self.prefix}#{self.number}"


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as its tracker holds it; times are timezone-aware UTC, ``assignees`` tracker accounts."""

    ref: IssueRef
    url: str
    title: str
    body: str = ""
    state: State = State.OPEN
    labels: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    due: date | None = None
    confidential: bool = False
    created_at: datetime | None = None
    updated_at: datetime | None = None
    closed_at: datetime | None = None
    out_of_sight: bool = False  # it moved to where the token cannot look: this is what it was when it left
    became: str = ""  # what it was closed for, where it goes on as something else: "a discussion"


@dataclass(frozen=True, slots=True)
class IssueDraft:
    """What a new issue shall hold."""

    title: str
    body: str
    labels: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    due: date | None = None
    confidential: bool = False
    milestone: str = ""  # the title of one that the project has; "" for none


class Unset(StrEnum):
    """Tells "leave as it is" from "clear"."""

    UNSET = "unset"


@dataclass(frozen=True, slots=True)
class IssueChange:
    """Only what shall change; everything left at its default stays untouched on the tracker.

    ``comment`` is posted with the change (before a close). ``due`` None clears the date.
    """

    title: str | None = None
    body: str | None = None
    state: State | None = None
    add_labels: tuple[str, ...] = ()
    remove_labels: tuple[str, ...] = ()
    assignees: tuple[str, ...] | None = None
    due: date | Unset | None = field(default=Unset.UNSET)
    comment: str | None = None
    duplicate_of: IssueRef | None = None
