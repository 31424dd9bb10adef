"""The JSON contract of reports and snapshots, as validated records; schema 1 only ever grows."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, field_validator

from postmortem_tracker.model import Kind, Severity, State
from postmortem_tracker.text.printable import harmless

Line = Annotated[int, Field(ge=0, le=10_000_000)]  # 1-based; 0 where there is none


class Record(BaseModel):
    """A part of the contract; unknown keys are ignored on reading, so that newer snapshots stay readable."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _inert(cls, value: object) -> object:
        """Half a character, as an escape in a tracker's answer can make it, is no text that JSON could hold."""
        return harmless(value) if isinstance(value, str) else value


class IssueRecord(Record):
    """An issue without its body, which may hold more than a report should carry."""

    tracker: str
    project: str
    number: int
    url: str
    title: str
    state: State
    labels: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    due: dt.date | None = None
    confidential: bool = False
    created_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None


class LinkRecord(Record):
    """A ticket reference as written in the document."""

    text: str
    url: str | None = None
    line: Line = 1


class WaiverRecord(Record):
    """An approved exception; ``active`` says whether it is in force, where that was judged."""

    until: dt.date | None = None
    reason: str
    active: bool | None = None


class DeadlineRecord(Record):
    """The day by which an item shall be done, and from where it is known."""

    date: dt.date
    derived: bool
    why: str
    moved: bool = False  # in the tracker alone


class DocumentRecord(Record):
    """What the document itself says about an item."""

    done: bool | None = None
    not_planned: bool = False
    owners: tuple[str, ...] = ()
    due: str | None = None
    due_date: dt.date | None = None
    waiver: WaiverRecord | None = None


class ChangeRecord(Record):
    """One thing that happened to an item: its due date moved, its priority was lowered, it was removed …"""

    what: Literal["due", "priority", "removed", "restored", "closed", "reopened"]
    date: dt.date
    commit: str | None = None
    old: str | None = None
    new: str | None = None
    days: int | None = None
    reason: str | None = None


class ItemHistoryRecord(Record):
    """What the git history tells of an item; ``appeared`` is unset where it is older than the history at hand."""

    appeared: dt.date | None = None
    commit: str | None = None
    due_moves: NonNegativeInt = 0
    due_moved_days: int = 0
    priority_lowered: NonNegativeInt = 0
    changes: tuple[ChangeRecord, ...] = ()


class RemovedRecord(Record):
    """An item that left its document while it was open."""

    incident: str
    key: str
    text: str
    path: str
    line: Line
    date: dt.date | None = None
    commit: str | None = None
    reason: str | None = None
    confidential: bool = False
    history: ItemHistoryRecord = ItemHistoryRecord()


class HistoryRecord(Record):
    """What the git history tells of the whole; ``complete`` False where not all of it could be read."""

    complete: bool
    remark: str = ""
    removed: tuple[RemovedRecord, ...] = ()


class ItemRecord(Record):
    """One task with its issue and the judgement on it."""

    key: str
    text: str
    line: Line
    kind: Kind = Kind.TASK
    state: State
    owners: tuple[str, ...] = ()
    priority: str | None = None
    type: str | None = None
    section: tuple[str, ...] = ()
    deadline: DeadlineRecord | None = None
    waiver: WaiverRecord | None = None
    untracked: bool = False
    overdue: bool = False
    due_soon: bool = False
    stale: bool = False
    waived: bool = False
    missing: bool = False
    unread: bool = False
    foreign: bool = False
    unproven: bool = False
    days_left: int | None = None
    age_days: int | None = None
    days_to_complete: int | None = None
    issue: IssueRecord | None = None
    duplicates: tuple[IssueRecord, ...] = ()
    evidence: tuple[str, ...] | None = None
    accounts: tuple[str, ...] = ()  # of the owners, on the issue's tracker, where they are known
    assigned: tuple[str, ...] = ()  # to whom the issue is assigned, where that is somebody else
    links: tuple[LinkRecord, ...] = ()
    borrowed: str = ""  # the linked issue, where that belongs to another item, and to which
    document: DocumentRecord = DocumentRecord()
    history: ItemHistoryRecord | None = None  # only where it was asked for


class ImprovementRecord(Record):
    """A broad measure that gives its tasks context; it is not tracked."""

    key: str
    text: str
    line: Line


class FindingRecord(Record):
    """One finding, as in the output of check."""

    code: str
    severity: Severity
    path: str
    line: Line
    message: str
    hint: str = ""
    incident: str = ""
    key: str = ""


class DoubtRecord(FindingRecord):
    """What is said of a page that may be a postmortem, and of which nothing is used."""

    confidential: bool = False


class CountsRecord(Record):
    """Counts over tasks; open + completed + not_planned are all of them, the others are parts of these."""

    open: NonNegativeInt = 0
    completed: NonNegativeInt = 0
    not_planned: NonNegativeInt = 0
    untracked: NonNegativeInt = 0
    overdue: NonNegativeInt = 0
    due_soon: NonNegativeInt = 0
    stale: NonNegativeInt = 0
    waived: NonNegativeInt = 0
    missing: NonNegativeInt = 0
    unread: NonNegativeInt = 0
    foreign: NonNegativeInt = 0
    unproven: NonNegativeInt = 0
    orphaned: NonNegativeInt = 0
    met: NonNegativeInt = 0
    due: NonNegativeInt = 0
    oldest_open_days: int | None = None
    median_days: float | None = None
    p90_days: int | None = None


class _Sized(Record):
    items: NonNegativeInt = 0


class TotalsRecord(CountsRecord, _Sized):
    """The counts of several incidents, with the number of their items."""


class _About(Record):
    id: str
    title: str
    path: str
    line: Line = 1
    date: dt.date | None = None
    severity: str | None = None
    status: str | None = None
    owner: str | None = None
    services: tuple[str, ...] = ()
    confidential: bool = False
    named_by_file: bool = False  # the id is made of the file's name


class IncidentRecord(CountsRecord, _About):
    """One incident: what is known about it, its counts and its items."""

    items: tuple[ItemRecord, ...] = ()
    improvements: tuple[ImprovementRecord, ...] = ()
    orphans: tuple[IssueRecord, ...] = ()
    findings: tuple[FindingRecord, ...] = ()


class OrphanRecord(Record):
    """A managed issue whose action item left its document."""

    incident: str
    issue: IssueRecord
    path: str = ""  # of the document, as the issue names it
    confidential: bool = False  # its incident was
    linked: str = ""  # the line that still links it: path:line


class WeekRecord(Record):
    """Issues opened and closed in the week from Monday ``start``, and open at its end."""

    start: dt.date
    opened: NonNegativeInt
    closed: NonNegativeInt
    open: NonNegativeInt


class MonthRecord(Record):
    """What is left of the items of one month's incidents, and when it will be done at the present rate."""

    month: str
    total: NonNegativeInt
    left: NonNegativeInt
    clear: dt.date | None = None


class ProjectionRecord(Record):
    """The present rate of closing over so many days, and when the last open item will be done if it goes on."""

    closed_per_week: float
    clear: dt.date | None = None
    days: NonNegativeInt = 56


class GroupRecord(Record):
    """The totals of the items that share an owner, a team, a severity …"""

    name: str
    totals: TotalsRecord


class ReportRecord(Record):
    """The whole report; what it holds is enough to make the same report again on another day."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    as_of: dt.date
    complete: bool
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()  # what nobody can know of an earlier day
    filters: tuple[str, ...] = ()  # of what alone this is the report, in words; empty where of everything
    totals: TotalsRecord = TotalsRecord()
    incidents: tuple[IncidentRecord, ...] = ()
    orphans: tuple[OrphanRecord, ...] = ()
    doubts: tuple[DoubtRecord, ...] = ()  # pages that may be postmortems; none where the report is filtered
    weeks: tuple[WeekRecord, ...] = ()
    months: tuple[MonthRecord, ...] = ()
    projection: ProjectionRecord | None = None
    groups: dict[str, tuple[GroupRecord, ...]] = {}
    history: HistoryRecord | None = None  # only where it was asked for
