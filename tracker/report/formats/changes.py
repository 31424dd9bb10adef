"""What changed between two days: for a terminal, as Markdown, and as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from postmortem_tracker.calendar import shifted
from postmortem_tracker.choices import GroupBy
from postmortem_tracker.report.compare import Comparison, Moved, Row, by_group, by_incident
from postmortem_tracker.report.formats import phrases
from postmortem_tracker.report.formats.grid import Cell, Column, Style, fold, grid, paint
from postmortem_tracker.report.formats.markdown import escape, link, pipe_table
from postmortem_tracker.report.policy import Judged
from postmortem_tracker.text.printable import plain, plural
from postmortem_tracker.text.safe_url import document_link

_ITEMS = (
    Column("When", limit=24),
    Column("Item", limit=64, least=24),
    Column("Incident", limit=24, least=8),
    Column("Issue", limit=32, least=6),
    Column("Owners", limit=32, least=8, drop=1),
)
_MOVED = (
    Column("Due before → now", limit=26, least=16),
    Column("By", right=True),
    Column("Item", limit=64, least=24),
    Column("Incident", limit=24, least=8),
    Column("Owners", limit=32, least=8, drop=1),
    Column("Reason", limit=40, least=12),
)
_ROWS = ("Closed", "Opened", "Newly overdue", "Due", "Moved", "Open now")
_LISTED = 50  # items of each kind
_LATE = 30  # days overdue after which an item is only counted
_STYLES = {"Newly overdue": Style.BAD, "Still overdue": Style.BAD, "Closed": Style.GOOD, "Due": Style.WARN}


def render_changes_table(comparison: Comparison, *, colour: bool = False, room: int | None = None) -> str:
    """The comparison as aligned plain text."""
    lines = [paint(plain(line), Style.BAD, colour) for line in phrases.incomplete(comparison)]
    lines += [""] if lines else []
    part = f", {phrases.only(comparison)}" if comparison.filtered else ""
    head = [f"Action items from {comparison.since} to {comparison.until}{part}", *headlines(comparison)]
    lines += [part for line in head for part in (fold(line, room) if room else [line])]
    for title, items in sections(comparison):
        rows = [_cells(each) for each in items[:_LISTED]]
        lines += ["", paint(title, _style(title), colour), *grid(_ITEMS, rows, colour, room)]
        lines += _more(len(items) - len(rows))
    if comparison.moved:
        moves = comparison.moved[:_LISTED]
        lines += ["", paint("Moved dates", Style.WARN, colour)]
        lines += [*grid(_MOVED, [_moved_cells(each) for each in moves], colour, room)]
        lines += _more(len(comparison.moved) - len(moves))
    if late := long_overdue(comparison):
        lines += ["", late]
    for name, rows_of in tables(comparison):
        columns = (Column(name, limit=32, least=8), *(Column(each, right=True) for each in _ROWS))
        lines += ["", *grid(columns, [[Cell(str(value)) for value in row] for row in rows_of], colour, room)]
    return "\n".join(lines) + "\n"


def render_changes_markdown(
    comparison: Comparison, *, document_url: str | None = None, limit: int = _LISTED, totals: bool = True
) -> str:
    """The comparison as GitHub-flavoured Markdown; nothing in it mentions a person or acts as markup by accident.

    At most ``limit`` items of each kind are listed. Without ``totals`` the counts by incident, owner and team are left
    out.
    """
    warning = phrases.incomplete(comparison)
    blocks = ["\n".join(["> [!WARNING]", *(f"> {escape(line)}  " for line in warning)])] if warning else []
    first, *rest = headlines(comparison)
    part = f", {phrases.only(comparison)}" if comparison.filtered and totals else ""
    days = escape(f"From {comparison.since} to {comparison.until}{part}")
    blocks.append("  \n".join([f"{days}: {escape(first)}", *map(escape, rest)]))
    for title, items in sections(comparison):
        shown = items[:limit]
        lines = [_line(each, document_url) for each in shown]
        blocks += [
            f"### {title} ({len(items):,})",
            "\n".join([*lines, *(f"- {more}" for more in _more(len(items) - len(shown)))]),
        ]
    if comparison.moved:
        moves = comparison.moved[:limit]
        lines = [_moved_line(each, document_url) for each in moves]
        more = _more(len(comparison.moved) - len(moves))
        blocks += [f"### Moved dates ({len(comparison.moved):,})", "\n".join([*lines, *(f"- {each}" for each in more)])]
    if late := long_overdue(comparison):
        blocks.append(escape(late))
    for name, rows in tables(comparison) if totals else ():
        cells = [[escape(row.name.lstrip("@")), *map(str, row[1:])] for row in rows]
        blocks.append(pipe_table((name, *(f"{each}:" for each in _ROWS)), cells))
    return "\n\n".join(blocks) + "\n"


def headlines(comparison: Comparison) -> list[str]:
    """What happened, and what that makes of the whole, in two lines."""
    now, before = comparison.now, comparison.before
    given_up = len(comparison.closed) - len(comparison.completed)
    parts = [
        f"{len(comparison.closed):,} closed" + (f" ({given_up} not planned)" if given_up else ""),
        f"{len(comparison.opened):,} newly opened",
        f"{len(comparison.overdue):,} newly overdue",
        f"{len(comparison.due):,} due within a week",
        plural(len(comparison.moved), "date") + " moved",
        *([f"{len(comparison.reopened):,} reopened"] if comparison.reopened else []),
        *([f"{len(comparison.removed):,} gone while open"] if comparison.removed else []),
    ]
    lines = [", ".join(parts), f"open {before.open:,} → {now.open:,}, overdue {before.overdue:,} → {now.overdue:,}"]
    return [*lines, comparison.remark] if comparison.remark else lines


def sections(comparison: Comparison) -> list[tuple[str, Sequence[Judged]]]:
    """The lists of items under their titles, the most pressing first; those without an item are left out."""
    week = shifted(comparison.until, 7).isoformat()
    late = [each for each in comparison.still_overdue if -(each.days_left or 0) <= _LATE]
    found: list[tuple[str, Sequence[Judged]]] = [
        ("Newly overdue", comparison.overdue),
        (f"Due until {week}", comparison.due),
        ("Still overdue", late),
        ("Closed", comparison.closed),
        ("Newly opened", comparison.opened),
        ("Reopened", comparison.reopened),
        ("Gone while open", comparison.removed),
    ]
    return [each for each in found if each[1]]


def long_overdue(comparison: Comparison) -> str:
    """One line about what has been late for long: it is not told one by one again and again."""
    late = [each for each in comparison.still_overdue if -(each.days_left or 0) > _LATE]
    if not late:
        return ""
    first = min(each.deadline.day for each in late if each.deadline)
    return f"{plural(len(late), 'item')} overdue for more than {_LATE} days, the oldest since {first.isoformat()}"


def tables(comparison: Comparison) -> list[tuple[str, tuple[Row, ...]]]:
    """What happened by incident, by owner, and by team where there are any."""
    found = [("Incident", by_incident(comparison)), ("Owner", by_group(comparison, GroupBy.OWNER))]
    if comparison.teams:
        found.append(("Team", by_group(comparison, GroupBy.TEAM)))
    return [each for each in found if each[1]]


def moved(change: Moved) -> tuple[str, str]:
    """``2026-10-01 → 2026-10-15`` and ``+14 d``."""
    old = change.old.isoformat() if change.old else "none"
    new = change.new.isoformat() if change.new else "none"
    return f"{old} → {new}", f"{change.days:+} d" if change.days is not None else ""


def _style(title: str) -> Style:
    return next((style for start, style in _STYLES.items() if title.startswith(start)), Style.BOLD)


def _more(number: int) -> list[str]:
    return [f"… and {number:,} more"] if number > 0 else []


def _cells(item: Judged) -> list[Cell]:
    tracked = item.tracked
    return [
        Cell(phrases.standing(item), Style.BAD if item.overdue else Style.PLAIN),
        Cell(tracked.item.text),
        Cell(tracked.incident.id),
        Cell(", ".join(label for label, _ in phrases.tickets(tracked))),
        Cell(phrases.people(tracked) or "nobody"),
    ]


def _moved_cells(change: Moved) -> list[Cell]:
    days, by = moved(change)
    tracked = change.item.tracked
    return [
        Cell(days),
        Cell(by),
        Cell(tracked.item.text),
        Cell(tracked.incident.id),
        Cell(phrases.people(tracked) or "nobody"),
        Cell(change.reason),
    ]


def _line(item: Judged, document_url: str | None) -> str:
    standing = escape(phrases.standing(item))
    return f"- {f'**{standing}**' if item.overdue else standing}: {_about(item, document_url)}"


def _moved_line(change: Moved, document_url: str | None) -> str:
    days, by = moved(change)
    reason = f": {escape(change.reason)}" if change.reason else ""
    return f"- {escape(days)}{f' ({by})' if by else ''}{reason}: {_about(change.item, document_url)}"


def _about(item: Judged, document_url: str | None) -> str:
    tracked = item.tracked
    text = link(tracked.item.text, document_link(document_url, tracked.incident.path, tracked.item.line))
    issues = [link(label, url) for label, url in phrases.tickets(tracked)]
    who = escape(phrases.people(tracked).replace("@", "")) or "nobody"
    return f"{text} ({', '.join([*issues, escape(tracked.incident.id), who])})"
