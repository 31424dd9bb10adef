"""The report for a terminal: headline, one line per incident, then the open items, most pressing first."""

from __future__ import annotations

from collections.abc import Sequence

from postmortem_tracker.choices import GroupBy
from postmortem_tracker.report.formats import phrases
from postmortem_tracker.report.formats.grid import Cell, Column, Style, fold, grid, paint
from postmortem_tracker.report.policy import Judged
from postmortem_tracker.report.summary import Group, IncidentSummary, Report, Totals, group
from postmortem_tracker.text.printable import bare_title, plain, plural

_INCIDENTS = (
    Column("Incident", limit=24, least=8),
    Column("Title", limit=40, least=20),
    Column("Date", drop=3),
    Column("Severity", limit=10, least=5, drop=2),
    Column("Open", right=True),
    Column("Done", right=True, drop=6),
    Column("Won't", right=True, drop=8),
    Column("Untracked", right=True, drop=1),
    Column("Overdue", right=True),
    Column("Stale", right=True, drop=4),
    Column("Oldest", right=True, drop=5),
    Column("Owners", limit=32, least=8, drop=7),
)
_ITEMS = (
    Column("Due", limit=24),
    Column("Pri", limit=8),
    Column("Item", limit=64, least=24),
    Column("Incident", limit=24, least=8),
    Column("Issue", limit=32, least=6),
    Column("Owners", limit=32, least=8, drop=1),
    Column("Notes", limit=48, least=8, drop=2),
)
_GROUPS = (
    Column("", limit=40, least=16),
    Column("Open", right=True),
    Column("Done", right=True, drop=3),
    Column("Won't", right=True, drop=4),
    Column("Overdue", right=True),
    Column("Stale", right=True, drop=1),
    Column("In time", right=True, drop=2),
    Column("Median", right=True, drop=5),
)


def render_table(
    report: Report,
    *,
    colour: bool = False,
    group_by: GroupBy | None = None,
    limit: int = 50,
    room: int | None = None,
) -> str:
    """The report as aligned plain text; ``limit`` is the most open items listed, ``room`` is the width."""
    lines = [paint(plain(line), Style.BAD, colour) for line in phrases.incomplete(report)]
    lines += [""] if lines else []
    lines += _head(report, colour, room)
    if report.incidents:
        rows = group(report, group_by) if group_by else None
        lines += [
            "",
            *(_groups(rows, group_by, colour, room) if rows is not None else _incidents(report, colour, room)),
        ]
    lines += _open_items(report, limit, colour, room)
    lines += _orphans(report, colour)
    return "\n".join(lines) + "\n"


def _head(report: Report, colour: bool, room: int | None) -> list[str]:
    title = f"Action items of {plural(len(report.incidents), 'incident')} on {report.as_of.isoformat()}"
    title += f", {phrases.only(report)}" if report.filtered else ""
    style = Style.BAD if report.totals.overdue else Style.BOLD if report.totals.open else Style.GOOD
    lines = [
        (title, Style.PLAIN),
        (phrases.headline(report.totals), style),
        (phrases.record(report.totals), Style.PLAIN),
    ]
    lines += [(ahead, Style.PLAIN)] if (ahead := phrases.outlook(report)) else []
    return [paint(part, how, colour) for line, how in lines for part in (fold(line, room) if room else [line])]


def _incidents(report: Report, colour: bool, room: int | None) -> list[str]:
    return grid(_INCIDENTS, [_incident(each, report.totals) for each in report.incidents], colour, room)


def _incident(summary: IncidentSummary, overall: Totals) -> list[Cell]:
    """The cells of one incident; what nowhere counts anything is left empty, so that its column is left out."""
    incident, totals = summary.incident, summary.totals
    return [
        Cell(incident.id, Style.BOLD if totals.open else Style.PLAIN),
        Cell(bare_title(incident.title, incident.id)),
        Cell(incident.date.isoformat() if incident.date else ""),
        Cell(incident.severity or ""),
        _number(totals.open, Style.BOLD),
        _number(totals.completed, Style.GOOD),
        _number(totals.not_planned) if overall.not_planned else Cell(""),
        _number(totals.untracked, Style.WARN) if overall.untracked else Cell(""),
        _number(totals.overdue, Style.BAD),
        _number(totals.stale, Style.WARN) if overall.stale else Cell(""),
        Cell(phrases.days(totals.oldest_open_days)),
        Cell(", ".join(summary.owners)),
    ]


def _groups(groups: Sequence[Group], by: GroupBy | None, colour: bool, room: int | None) -> list[str]:
    columns = (_GROUPS[0]._replace(title=by.value.capitalize() if by else ""), *_GROUPS[1:])
    return grid(columns, [_group(each) for each in groups], colour, room)


def _group(each: Group) -> list[Cell]:
    totals = each.totals
    return [
        Cell(each.name, Style.BOLD if totals.open else Style.PLAIN),
        _number(totals.open, Style.BOLD),
        _number(totals.completed, Style.GOOD),
        _number(totals.not_planned),
        _number(totals.overdue, Style.BAD),
        _number(totals.stale, Style.WARN),
        Cell(phrases.percent(totals.in_window)),
        Cell(phrases.days(totals.median_days)),
    ]


def _open_items(report: Report, limit: int, colour: bool, room: int | None) -> list[str]:
    pending = phrases.pending(report)
    shown = pending[:limit]
    if not shown:
        return []
    more = len(pending) - len(shown)
    tail = [paint(f"… and {plural(more, 'more open item')}", Style.DIM, colour)] if more else []
    return ["", *grid(_ITEMS, [_item(each) for each in shown], colour, room), *tail]


def _item(judged: Judged) -> list[Cell]:
    tracked = judged.tracked
    style = Style.BAD if judged.overdue else Style.WARN if judged.due_soon else Style.PLAIN
    return [
        Cell(phrases.standing(judged), style),
        Cell(tracked.item.priority or ""),
        Cell(tracked.item.text),
        Cell(tracked.incident.id),
        Cell(", ".join(label for label, _ in phrases.tickets(tracked))),
        Cell(phrases.people(tracked) or "nobody"),
        Cell(", ".join(phrases.flags(judged)), Style.WARN),
    ]


def _orphans(report: Report, colour: bool) -> list[str]:
    if not report.orphans:
        return []
    lines = [f"{each.issue.ref} {each.issue.title} ({each.incident_id})" for each in report.orphans]
    return ["", paint("Issues whose item left the document:", Style.WARN, colour), *(f"  {plain(x)}" for x in lines)]


def _number(value: int, style: Style = Style.PLAIN) -> Cell:
    return Cell(str(value), style if value else Style.DIM)
