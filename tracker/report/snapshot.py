"""Reads JSON reports back, so that they can be reported on, checked and merged without documents or trackers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pydantic import ValidationError

from postmortem_tracker.errors import UsageError
from postmortem_tracker.model import (
    ActionItem,
    Doubt,
    EditPoints,
    Finding,
    Incident,
    IncidentName,
    Issue,
    IssueRef,
    ItemName,
    Kind,
    Link,
    LinkForm,
    Span,
    StateForm,
    Waiver,
)
from postmortem_tracker.report.records import (
    FindingRecord,
    ImprovementRecord,
    IncidentRecord,
    IssueRecord,
    ItemRecord,
    ReportRecord,
)
from postmortem_tracker.report.situation import Orphan, Situation, TrackedItem
from postmortem_tracker.text.printable import HIDDEN

_NOWHERE = Span(0, 0)  # a snapshot cannot be edited, so it remembers lines but no bytes
_EDIT = EditPoints(0, LinkForm.INLINE, StateForm.MARK)


def read_record(text: str | bytes) -> ReportRecord:
    """A JSON report as it was printed; raises UsageError where it is none."""
    try:
        return ReportRecord.model_validate_json(text)
    except ValidationError as error:
        raise UsageError(f"not a snapshot: {_wrong(error)}", "make one with report --format json") from error


def _wrong(error: ValidationError) -> str:
    """What is wrong with a file first of all."""
    first = error.errors(include_url=False)[0]
    place = ".".join(map(str, first["loc"]))
    if first["type"] == "json_invalid":
        return "it is no JSON"
    if place == "schema":
        return f"it has schema {first['input']!r}; this version reads 1"
    if first["type"] == "missing":
        return f"{place} is missing"
    return f"{place} is not what it should be" if place else "it is no report"


def situation_of(report: ReportRecord) -> Situation:
    """The situation that a report describes."""
    incidents = tuple(map(_incident, report.incidents))
    issues = [item.issue for record in report.incidents for item in record.items if item.issue]
    several = len({each.tracker for each in (*issues, *(each.issue for each in report.orphans))}) > 1
    tracked = tuple(
        _tracked(item, incident, several=several)
        for incident, record in zip(incidents, report.incidents, strict=True)
        for item in record.items
    )
    orphans = tuple(
        Orphan(each.incident, _issue(each.issue, several=several), each.path, each.confidential, each.linked)
        for each in report.orphans
    )
    doubts = tuple(Doubt(_finding(each), each.confidential) for each in report.doubts)
    return Situation(
        report.as_of, incidents, tracked, orphans, report.complete, report.problems, report.remarks, doubts
    )


def merge(situations: Sequence[Situation], as_of: date | None = None) -> Situation:
    """One situation from several; of an incident told twice the newest telling counts, the first among equals.

    It is complete only if all of them are. An issue that one of them tracks is no orphan of another, a
    page that one has read is doubted by none. What
    one could not read of an item's issue is taken from the newest that could.
    """
    if not situations:
        raise UsageError("nothing to merge", "name at least one snapshot")
    newest_first = sorted(situations, key=lambda each: each.as_of, reverse=True)
    seen: set[IncidentName] = set()
    incidents: list[Incident] = []
    tracked: list[TrackedItem] = []
    orphans: dict[IssueRef, Orphan] = {}
    for each in newest_first:
        new = {place for incident in each.incidents if (place := incident.name) not in seen}
        seen |= new
        incidents += [incident for incident in each.incidents if incident.name in new]
        tracked += [item for item in each.tracked if item.incident.name in new]
        for orphan in each.orphans:
            orphans.setdefault(orphan.issue.ref, orphan)
    tracked = _filled(tracked, newest_first)
    read = {incident.path for incident in incidents} - {HIDDEN}
    held = {item.issue.ref for item in tracked if item.issue}
    return Situation(
        as_of or newest_first[0].as_of,
        tuple(incidents),
        tuple(tracked),
        tuple(orphan for ref, orphan in orphans.items() if ref not in held),
        all(each.complete for each in situations),
        tuple(dict.fromkeys(problem for each in newest_first for problem in each.problems)),
        tuple(dict.fromkeys(remark for each in newest_first for remark in each.remarks)),
        tuple(dict.fromkeys(each for one in newest_first for each in one.doubts if each.finding.path not in read)),
    )


def _filled(tracked: Sequence[TrackedItem], situations: Sequence[Situation]) -> list[TrackedItem]:
    """The items, with the issue of each unread one as another situation knows it."""
    if not any(item.unread for item in tracked):
        return list(tracked)
    read: dict[ItemName, TrackedItem] = {}
    for item in (item for each in situations for item in each.tracked if not item.unread):
        read.setdefault(item.item_name, item)
    return [_fill(item, read.get(item.item_name)) for item in tracked]


def _fill(item: TrackedItem, known: TrackedItem | None) -> TrackedItem:
    if not item.unread or known is None:
        return item
    return replace(known, incident=item.incident, item=item.item)


def too_old(situation: Situation | ReportRecord, today: date, max_age_days: int) -> bool:
    """Whether a snapshot was taken more than ``max_age_days`` before ``today``."""
    return (today - situation.as_of).days > max_age_days


def _incident(record: IncidentRecord) -> Incident:
    return Incident(
        record.id,
        record.title,
        record.path,
        record.line,
        record.date,
        record.severity,
        record.status,
        record.owner,
        record.services,
        record.confidential,
        items=(*map(_item, record.items), *map(_improvement, record.improvements)),
        findings=tuple(map(_finding, record.findings)),
        named_by_file=record.named_by_file,
    )


def _item(record: ItemRecord) -> ActionItem:
    said = record.document
    return ActionItem(
        record.key,
        record.kind,
        record.text,
        record.line,
        _NOWHERE,
        _EDIT,
        said.done,
        said.not_planned,
        said.owners,
        said.due,
        said.due_date,
        record.priority,
        record.type,
        tuple(Link(link.text, link.url, link.line, _NOWHERE) for link in record.links),
        section=record.section,
        waiver=Waiver(said.waiver.until, said.waiver.reason) if said.waiver else None,
    )


def _improvement(record: ImprovementRecord) -> ActionItem:
    return ActionItem(record.key, Kind.IMPROVEMENT, record.text, record.line, _NOWHERE, _EDIT)


def _tracked(record: ItemRecord, incident: Incident, *, several: bool) -> TrackedItem:
    item = next(each for each in incident.items if each.key == record.key)
    return TrackedItem(
        incident,
        item,
        _issue(record.issue, several=several) if record.issue else None,
        record.missing,
        record.unread,
        record.foreign,
        tuple(_issue(each, several=several) for each in record.duplicates),
        record.evidence,
        record.accounts,
        record.borrowed,
        moved_due=record.deadline.date if record.deadline and record.deadline.moved else None,
    )


def _issue(record: IssueRecord, *, several: bool) -> Issue:
    return Issue(
        IssueRef(record.tracker, record.project, record.number, record.tracker if several else ""),
        record.url,
        record.title,
        state=record.state,
        labels=record.labels,
        assignees=record.assignees,
        due=record.due,
        confidential=record.confidential,
        created_at=record.created_at,
        updated_at=record.updated_at,
        closed_at=record.closed_at,
    )


def _finding(record: FindingRecord) -> Finding:
    return Finding(
        record.code,
        record.line,
        record.message,
        record.path,
        record.severity,
        record.hint,
        record.incident,
        record.key,
    )
