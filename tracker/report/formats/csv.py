"""The items as CSV for spreadsheets: one row each, in which no text can become a formula."""

from __future__ import annotations

import csv
import io
import re

from postmortem_tracker.report.formats import phrases
from postmortem_tracker.report.policy import Judged, closed_day
from postmortem_tracker.report.summary import Report
from postmortem_tracker.text.printable import plain

COLUMNS = (
    "incident",
    "title",
    "date",
    "severity",
    "item",
    "state",
    "owners",
    "priority",
    "type",
    "due",
    "due_from",
    "overdue",
    "due_soon",
    "stale",
    "untracked",
    "waived",
    "age_days",
    "closed",
    "issue",
    "url",
    "path",
    "line",
    "assigned",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # full-width ones too
_CELLS = re.compile(rf";(?=[\s\"']*[{re.escape(''.join(_FORMULA))}])")


def render_csv(report: Report) -> str:
    """RFC 4180 with a header row; where something could not be read, a last row says so."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(item) for item in report.items)
    if not report.complete:
        problems = "; ".join(report.problems) or "something could not be read"
        writer.writerow(["INCOMPLETE", _safe(problems), *[""] * (len(COLUMNS) - 2)])
    return out.getvalue()


def _row(item: Judged) -> list[str]:
    tracked, incident, deadline = item.tracked, item.tracked.incident, item.deadline
    closed = closed_day(tracked)
    return [
        _safe(incident.id),
        _safe(incident.title),
        incident.date.isoformat() if incident.date else "",
        _safe(incident.severity or ""),
        _safe(tracked.item.text),
        item.state.value,
        _safe(" ".join(owner.lstrip("@") for owner in tracked.owners)),
        _safe(tracked.item.priority or ""),
        _safe(tracked.item.type or ""),
        deadline.day.isoformat() if deadline else "",
        _safe(deadline.why) if deadline else "",
        *(str(flag).lower() for flag in (item.overdue, item.due_soon, item.stale, item.untracked, item.waived)),
        "" if item.age_days is None else str(item.age_days),
        closed.isoformat() if closed else "",
        _safe(" ".join(label for label, _ in phrases.tickets(tracked))),
        _safe(" ".join(url for _, url in phrases.tickets(tracked))),
        _safe(incident.path),
        str(tracked.item.line),
        _safe(" ".join(tracked.assigned)),
    ]


def _safe(text: str) -> str:
    """The text on one line; what a spreadsheet would calculate gets an apostrophe in front.

    Where lists are parted by semicolons, one inside of a text begins a cell.
    """
    text = _CELLS.sub(r"\g<0>'", plain(text))
    return f"'{text}" if text.startswith(_FORMULA) else text
