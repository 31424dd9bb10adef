"""A comparison as JSON: the published contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict
from typing import Literal

from pydantic import Field, NonNegativeInt

from postmortem_tracker.choices import GroupBy
from postmortem_tracker.report.compare import Comparison, Row, by_group, by_incident
from postmortem_tracker.report.formats.json import doubt_record, item_record
from postmortem_tracker.report.policy import Judged
from postmortem_tracker.report.records import DoubtRecord, ItemRecord, Record, TotalsRecord


class ComparedItem(ItemRecord):
    """An item as it stands at the end, with its place."""

    incident: str
    severity: str | None = None
    path: str


class MovedItem(Record):
    """An open item whose deadline moved; a day is unset where there was or is none, ``reason`` is as written."""

    item: ComparedItem
    old: dt.date | None = None
    new: dt.date | None = None
    days: int | None = None
    reason: str = ""


class RowRecord(Record):
    """How many items of one incident, owner or team changed, are due or open."""

    name: str
    closed: NonNegativeInt = 0
    opened: NonNegativeInt = 0
    overdue: NonNegativeInt = 0
    due: NonNegativeInt = 0
    moved: NonNegativeInt = 0
    open: NonNegativeInt = 0


class CompareRecord(Record):
    """What happened after ``since`` until ``until``; where ``complete`` is false, ``problems`` says what is missing."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    since: dt.date
    until: dt.date
    complete: bool
    problems: tuple[str, ...] = ()
    remark: str = ""
    filters: tuple[str, ...] = ()  # of what alone this tells, in words; empty where of everything
    before: TotalsRecord
    now: TotalsRecord
    closed: tuple[ComparedItem, ...] = ()
    opened: tuple[ComparedItem, ...] = ()
    reopened: tuple[ComparedItem, ...] = ()
    overdue: tuple[ComparedItem, ...] = ()
    due: tuple[ComparedItem, ...] = ()
    moved: tuple[MovedItem, ...] = ()
    removed: tuple[ComparedItem, ...] = ()
    still_overdue: tuple[ComparedItem, ...] = ()
    doubts: tuple[DoubtRecord, ...] = ()  # pages that may be postmortems, as they are at the end
    incidents: tuple[RowRecord, ...] = ()
    owners: tuple[RowRecord, ...] = ()
    teams: tuple[RowRecord, ...] = ()


def render_changes_json(comparison: Comparison) -> str:
    """The comparison as one JSON document with a final newline."""
    return compare_record(comparison).model_dump_json(indent=2, by_alias=True) + "\n"


def compare_record(comparison: Comparison) -> CompareRecord:
    """The comparison in the words of the contract."""
    return CompareRecord(
        since=comparison.since,
        until=comparison.until,
        complete=comparison.complete,
        problems=comparison.problems,
        remark=comparison.remark,
        filters=comparison.filtered,
        before=TotalsRecord(**asdict(comparison.before)),
        now=TotalsRecord(**asdict(comparison.now)),
        closed=_items(comparison.closed),
        opened=_items(comparison.opened),
        reopened=_items(comparison.reopened),
        overdue=_items(comparison.overdue),
        due=_items(comparison.due),
        removed=_items(comparison.removed),
        still_overdue=_items(comparison.still_overdue),
        moved=tuple(
            MovedItem(item=_item(each.item), old=each.old, new=each.new, days=each.days, reason=each.reason)
            for each in comparison.moved
        ),
        doubts=tuple(map(doubt_record, comparison.doubts)),
        incidents=_rows(by_incident(comparison)),
        owners=_rows(by_group(comparison, GroupBy.OWNER)),
        teams=_rows(by_group(comparison, GroupBy.TEAM)) if comparison.teams else (),
    )


def _item(judged: Judged) -> ComparedItem:
    incident = judged.tracked.incident
    return ComparedItem(
        **item_record(judged).model_dump(), incident=incident.id, severity=incident.severity, path=incident.path
    )


def _items(items: Iterable[Judged]) -> tuple[ComparedItem, ...]:
    return tuple(map(_item, items))


def _rows(rows: Iterable[Row]) -> tuple[RowRecord, ...]:
    return tuple(RowRecord(**row._asdict()) for row in rows)
