"""Which rows of a table are action items, which name a group of them, and what is lost unless somebody looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from postmortem_tracker.markdown.lines.dates import read_date
from postmortem_tracker.markdown.lines.nodes import Cell, Row, Table
from postmortem_tracker.markdown.lines.references import MARKS, OURS
from postmortem_tracker.markdown.lines.titles import plain_title
from postmortem_tracker.markdown.sections import rules
from postmortem_tracker.markdown.sections.candidate import Candidate, Context, Harvest, Shape
from postmortem_tracker.markdown.sections.inherited import Inheritance
from postmortem_tracker.markdown.sections.tables import ALSO, columns_of, is_headless, is_turned
from postmortem_tracker.markdown.words import orders, placeholders, sentences
from postmortem_tracker.markdown.words.heads import names_kind
from postmortem_tracker.markdown.words.horizon import is_horizon, is_span
from postmortem_tracker.markdown.words.people import is_nobody
from postmortem_tracker.markdown.words.phrases import reduce
from postmortem_tracker.markdown.words.roles import Role
from postmortem_tracker.markdown.words.vocabulary import Compiled
from postmortem_tracker.model import is_closed

_FIELDS = ("owner", "due", "status", "ticket", "priority")
_GROUP = 6  # words of a title within a table
_QUOTED = 110


_MARKS = tuple(f"({mark})" for mark in MARKS.values())


class RowReader:
    """Reads the rows of tables with one vocabulary."""

    def __init__(self, words: Compiled, inherited: Inheritance) -> None:
        self._words = words
        self._inherited = inherited

    def columns(self, table: Table, context: Context) -> dict[str, int] | None:
        """Column numbers by field; None for a table that lists something else, or cannot be read row by row."""
        if self._unread(table) is not None:
            return None
        return columns_of(table, self._words, listed=context.role in (Role.TASKS, Role.WORK), below=True)

    def read(self, table: Table, context: Context, found: Harvest) -> None:
        """Add a table's items."""
        columns = self.columns(table, context)
        if columns is None:
            unread = self._unread(table)
            rule = rules.OTHER_TABLE if unread is None else rules.UNREADABLE_TABLE
            found.leave(rule, table.line, *(line for line, _ in table.rows))
            found.unread += [] if unread is None else [(table.line, unread)]
            return
        more = [table.header[at].text for name, at in columns.items() if name.startswith(ALSO)]
        found.unread += [(table.line, f"the column {header!r} holds work, too") for header in more]
        found.leave(rules.LABEL, *range(table.line, table.rows[0][0] if table.rows else table.line + 2))
        here = context
        last = max((index for index, (_, cells) in enumerate(table.rows) if _told(cells) > 1), default=-1)
        for index, (line, cells) in enumerate(table.rows):
            if (title := self._group(table, index, columns, last)) is not None:
                found.leave(rules.LABEL, line)
                here = self._inherited.below_category(Row(line, 0, title), context, found)
                continue
            if (item := self._row(table, index, columns, here)) is not None:
                found.items.append(item)
            else:
                found.leave(rules.PLACEHOLDER, line)
                if self._is_lost(cells, columns):
                    said = " | ".join(cell.text for cell in cells if cell.text)
                    found.promised.append((line, repr(said[:_QUOTED])))

    def _unread(self, table: Table) -> str | None:
        """Why a table cannot be read row by row, "" where its form says so; None where it can."""
        if not table.readable or is_turned(table, self._words):
            return ""
        return "its first row names no columns" if is_headless(table, self._words) else None

    @staticmethod
    def _row(table: Table, index: int, columns: dict[str, int], context: Context) -> Candidate | None:
        """The item of a row; None where its cell for the work is empty, or a template's gap."""
        line, cells = table.rows[index]
        at = columns["action"]
        if at >= len(cells):
            return None
        cell = cells[at]
        bare = OURS.sub("", cell.text) if "([" in cell.text else cell.text
        says = any(map(str.isalnum, bare))  # a ditto mark names nothing to do
        unnamed = not says or (placeholders.is_placeholder(bare) and not _is_promised(bare, cells, columns))
        if unnamed or sum(placeholders.is_gap(other.text) for other in cells) > 1:
            return None
        rows = list(cell.rows) or [Row(line, cell.column, cell.text)]
        made = Candidate(Shape.ROW, context, rows, rows[-1].line, rules.TABLE_ROW, cells=cells, columns=columns)
        if table.places:
            made.line, made.place = line, table.places[index]
        return made

    def _group(self, table: Table, index: int, columns: Mapping[str, int], last: int) -> str | None:
        """What a row with one cell names, where ``last`` is the last row with more: "**Short term**", "Completed"."""
        text = _alone(table, index)
        if text is None or placeholders.is_placeholder(text) or OURS.search(text) or text.endswith(_MARKS):
            return None  # what we wrote our link or mark into is an item
        at = next(at for at, cell in enumerate(table.rows[index][1]) if cell.text)
        if at in [columns.get(name) for name in _FIELDS] or last < 0:
            return None
        title = plain_title(text)
        surely = sentences.is_label(text) and not orders.is_named_work(title)
        return title if self._is_title(title, surely=surely, later=index < last) else None

    def _is_title(self, title: str, *, surely: bool, later: bool) -> bool:
        """True for words that name a group of rows, ``surely`` by their type, or where ``later`` rows stand below."""
        words, told = self._words, reduce(title).split()
        if not told or len(told) > _GROUP:
            return False
        if surely or words.state(title) is not None:
            return True
        if orders.is_measure(title):
            return False  # "Add an alert (done)"
        titles = words.titles
        if titles.given(title) or titles.whole(title) or titles.doubted(title) or titles.leaves_open(title):
            return True
        return is_span(title) or is_horizon(title, words) or (later and (names_kind(told) or words.bare_title(title)))

    def _is_lost(self, cells: Sequence[Cell], columns: Mapping[str, int]) -> bool:
        """True for a row without work that says who does it or until when, and is not closed."""
        owner, due, status = (_cell(cells, columns, name) for name in ("owner", "due", "status"))
        judged = self._words.states.judge(status).state
        if is_closed(judged):
            return False
        named = any(map(str.isalnum, owner)) and not (
            is_nobody(owner) or placeholders.is_placeholder(owner) or placeholders.is_gap(owner)
        )
        return named or read_date(due).value is not None


def _alone(table: Table, index: int) -> str | None:
    """The one cell of a row that is filled, or what all its cells hold alike."""
    cells = table.rows[index][1]
    held = {cell.text for cell in cells if cell.text}
    alone = len(held) == 1 and _told(cells) in (1, len(cells))
    return held.pop() if alone else None


def _told(cells: Sequence[Cell]) -> int:
    return sum(bool(cell.text) for cell in cells)


def _cell(cells: Sequence[Cell], columns: Mapping[str, int], name: str) -> str:
    at = columns.get(name, len(cells))
    return cells[at].text if at < len(cells) else ""


def _is_promised(text: str, cells: Sequence[Cell], columns: Mapping[str, int]) -> bool:
    """True for a row with an account or a day, whatever its words: "TBD | @ana | 2026-05-01"."""
    if not text.strip(" -–—.…*_?") or placeholders.is_none(text):
        return False
    owner = _cell(cells, columns, "owner")
    return (owner[:1] == "@" and not placeholders.is_gap(owner)) or read_date(
        _cell(cells, columns, "due")
    ).value is not None
