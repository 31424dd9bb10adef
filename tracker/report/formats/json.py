"""The report as JSON: the published contract, and at the same time the snapshot format."""

from __future__ import annotations

from dataclasses import asdict

from postmortem_tracker.choices import GroupBy
from postmortem_tracker.model import ActionItem, Doubt, Finding, Issue
from postmortem_tracker.report.policy import Judged
from postmortem_tracker.report.records import (
    DeadlineRecord,
    DocumentRecord,
    DoubtRecord,
    FindingRecord,
    GroupRecord,
    ImprovementRecord,
    IncidentRecord,
    IssueRecord,
    ItemRecord,
    LinkRecord,
    MonthRecord,
    OrphanRecord,
    ProjectionRecord,
    ReportRecord,
    TotalsRecord,
    WaiverRecord,
    WeekRecord,
)
from postmortem_tracker.report.situation import Orphan
from postmortem_tracker.report.summary import IncidentSummary, Report, Totals, group


def render_json(report: Report) -> str:
    """The report as one JSON document with a final newline."""
    return report_record(report).model_dump_json(indent=2, by_alias=True) + "\n"


def report_record(report: Report) -> ReportRecord:
    """The report in the words of the contract."""
    return ReportRecord(
        as_of=report.as_of,
        complete=report.complete,
        problems=report.problems,
        remarks=report.remarks,
        filters=report.filtered,
        totals=_totals(report.totals),
        incidents=tuple(map(_incident, report.incidents)),
        orphans=tuple(map(_orphan, report.orphans)),
        doubts=tuple(map(doubt_record, report.doubts)),
        weeks=tuple(WeekRecord(**asdict(week)) for week in report.weeks),
        months=tuple(MonthRecord(**asdict(month)) for month in report.months),
        projection=ProjectionRecord(**asdict(report.projection)) if report.projection else None,
        groups={by.value: _groups(report, by) for by in GroupBy},
    )


def finding_record(finding: Finding) -> FindingRecord:
    """A finding in the words of the contract."""
    return FindingRecord(**finding._asdict())


def doubt_record(doubt: Doubt) -> DoubtRecord:
    """A doubt about a page in the words of the contract."""
    return DoubtRecord(**doubt.finding._asdict(), confidential=doubt.confidential)


def _groups(report: Report, by: GroupBy) -> tuple[GroupRecord, ...]:
    return tuple(GroupRecord(name=each.name, totals=_totals(each.totals)) for each in group(report, by))


def _totals(totals: Totals) -> TotalsRecord:
    return TotalsRecord(**asdict(totals))


def _incident(summary: IncidentSummary) -> IncidentRecord:
    incident = summary.incident
    return IncidentRecord(
        **{name: value for name, value in asdict(summary.totals).items() if name != "items"},
        id=incident.id,
        title=incident.title,
        path=incident.path,
        line=incident.line,
        date=incident.date,
        severity=incident.severity,
        status=incident.status,
        owner=incident.owner,
        services=incident.services,
        confidential=incident.confidential,
        named_by_file=incident.named_by_file,
        items=tuple(map(item_record, summary.items)),
        improvements=tuple(
            ImprovementRecord(key=each.key, text=each.text, line=each.line) for each in incident.improvements
        ),
        orphans=tuple(map(_issue, summary.orphans)),
        findings=tuple(map(finding_record, incident.findings)),
    )


def item_record(judged: Judged) -> ItemRecord:
    """One item in the words of the contract."""
    tracked, item, due = judged.tracked, judged.tracked.item, judged.deadline
    waiver = judged.waiver
    return ItemRecord(
        key=item.key,
        text=item.text,
        line=item.line,
        kind=item.kind,
        state=judged.state,
        owners=tracked.owners,
        priority=item.priority,
        type=item.type,
        section=item.section,
        deadline=DeadlineRecord(date=due.day, derived=due.derived, why=due.why, moved=due.moved) if due else None,
        waiver=WaiverRecord(until=waiver.until, reason=waiver.reason, active=judged.waived) if waiver else None,
        untracked=judged.untracked,
        overdue=judged.overdue,
        due_soon=judged.due_soon,
        stale=judged.stale,
        waived=judged.waived,
        missing=tracked.missing,
        unread=tracked.unread,
        foreign=tracked.foreign,
        unproven=judged.unproven,
        days_left=judged.days_left,
        age_days=judged.age_days,
        days_to_complete=judged.days_to_complete,
        issue=_issue(tracked.issue) if tracked.issue else None,
        duplicates=tuple(map(_issue, tracked.duplicates)),
        evidence=tracked.evidence,
        accounts=tracked.accounts,
        assigned=tracked.assigned,
        links=tuple(LinkRecord(text=link.text, url=link.url, line=link.line) for link in item.links),
        borrowed=tracked.borrowed,
        document=_document(item),
    )


def _document(item: ActionItem) -> DocumentRecord:
    return DocumentRecord(
        done=item.done,
        not_planned=item.not_planned,
        owners=item.owners,
        due=item.due,
        due_date=item.due_date,
        waiver=WaiverRecord(until=item.waiver.until, reason=item.waiver.reason) if item.waiver else None,
    )


def _orphan(orphan: Orphan) -> OrphanRecord:
    return OrphanRecord(
        incident=orphan.incident_id,
        issue=_issue(orphan.issue),
        path=orphan.path,
        confidential=orphan.confidential,
        linked=orphan.linked,
    )


def _issue(issue: Issue) -> IssueRecord:
    return IssueRecord(
        tracker=issue.ref.tracker,
        project=issue.ref.project,
        number=issue.ref.number,
        url=issue.url,
        title=issue.title,
        state=issue.state,
        labels=issue.labels,
        assignees=issue.assignees,
        due=issue.due,
        confidential=issue.confidential,
        created_at=issue.created_at,
        updated_at=issue.updated_at,
        closed_at=issue.closed_at,
    )
