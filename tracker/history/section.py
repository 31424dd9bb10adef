"""The history as a section of a report: for a terminal and as Markdown."""

from __future__ import annotations

from postmortem_tracker.history import shown
from postmortem_tracker.history.model import Story
from postmortem_tracker.history.shown import Promises
from postmortem_tracker.report.formats.grid import Cell, Column, Style, grid, paint
from postmortem_tracker.report.formats.markdown import escape
from postmortem_tracker.text.printable import plain, plural

_COLUMNS = (
    Column("Moved"),
    Column("Due first → now", limit=40, least=12),
    Column("Priority", limit=16, drop=1),
    Column("Item", limit=56, least=20),
    Column("Incident", limit=24, least=8),
    Column("Appeared", drop=2),
    Column("Reason", limit=40, least=12),
)
_LISTED = 50


def history_table(promises: Promises, *, colour: bool, room: int | None) -> str:
    """The section as aligned plain text, to be put below the report."""
    lines = ["", paint("Promises: " + shown.headline(promises), Style.BOLD, colour)]
    lines += [paint(plain(promises.remark), Style.BAD, colour)] if promises.remark else []
    rows, more = _first(promises.changed)
    if rows:
        lines += ["", *grid(_COLUMNS, [_row(each) for each in rows], colour, room)]
    lines += [paint(f"… and {plural(more, 'more item')}", Style.DIM, colour)] if more else []
    lines += [paint(kept, Style.DIM, colour)] if (kept := shown.steadiness(promises)) else []
    if promises.removed:
        lines += ["", paint("Removed while open:", Style.WARN, colour)]
        lines += [plain_line(each) for each in promises.removed]
    return "\n".join(lines) + "\n"


def plain_line(story: Story) -> str:
    """One removed item for a terminal."""
    last = story.last
    why = shown.departure(story.removed) if story.removed else ""
    return f"  {plain(last.text)} ({plain(last.incident)}, {plain(story.path)}:{last.line}; {plain(why)})"


def history_markdown(promises: Promises) -> str:
    """The section as GitHub-flavoured Markdown, to be put below the report; what people wrote is escaped."""
    blocks = ["### Promises", f"**{shown.headline(promises)}**"]
    blocks += [f"> {escape(promises.remark)}"] if promises.remark else []
    rows, more = _first(promises.changed)
    if rows:
        titles = [column.title for column in _COLUMNS]
        lines = [titles, ["---"] * len(titles), *([escape(cell.text) for cell in _row(each)] for each in rows)]
        blocks.append("\n".join("| " + " | ".join(line) + " |" for line in lines))
    blocks += [f"… and {plural(more, 'more item')}."] if more else []
    blocks += [f"{kept}."] if (kept := shown.steadiness(promises)) else []
    if promises.removed:
        blocks += ["### Removed while open", "\n".join(f"- {escape(plain_line(each))}" for each in promises.removed)]
    return "\n" + "\n\n".join(blocks) + "\n"


def _first(stories: tuple[Story, ...]) -> tuple[tuple[Story, ...], int]:
    """Those that are listed, and how many more there are."""
    kept = stories[:_LISTED]
    return kept, len(stories) - len(kept)


def _row(story: Story) -> list[Cell]:
    return [
        Cell(shown.moved(story), Style.BAD),
        Cell(shown.due(story)),
        Cell(shown.priority(story), Style.WARN if story.lowered else Style.PLAIN),
        Cell(story.last.text),
        Cell(story.last.incident),
        Cell(shown.appeared(story)),
        Cell(shown.reason(story)),
    ]
