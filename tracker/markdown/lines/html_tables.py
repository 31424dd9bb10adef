"""Reads HTML tables whose rows and cells follow one another, with or without `<thead>`, on one line or on many."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

MAX_LINES = 2_000  # of one table
_OPENS = re.compile(r"[ \t>]*(?:<(?:div|p|center|figure)\b[^>]*>[ \t]*)*<table\b", re.IGNORECASE)
_CLOSES = re.compile(r"</table\s*>", re.IGNORECASE)
_WRAPPED = re.compile(r"\s*<(b|strong|i|em|u|p|span|div|font|small|mark)\b[^<>]*>(?:(?!<\1\b).)*</\1>\s*$", 18)
_TAG = re.compile(r"(?:(?<!\s)\s+)?<[^<>]*>")
_ONCE = frozenset({"1", ""})

Spot = tuple[int, int]  # a line (0-based) and a column


@dataclass(slots=True)
class HtmlCell:
    """Where the content of a cell begins and ends, and whether it heads a column."""

    start: Spot
    end: Spot
    head: bool = False


@dataclass(slots=True)
class HtmlRow:
    """A row from its opening tag to its end, with its cells."""

    start: Spot
    end: Spot
    cells: list[HtmlCell] = field(default_factory=list)


@dataclass(slots=True)
class HtmlTable:
    """A table's rows and the line after it; ``readable`` if each row has one cell for each column."""

    end: int
    rows: list[HtmlRow]
    readable: bool


def opens_table(line: str) -> bool:
    """True for a line that begins with a table's tag."""
    return "<" in line and _OPENS.match(line) is not None


def closings(lines: Sequence[str]) -> list[int]:
    """The lines with a tag that closes a table."""
    return [number for number, line in enumerate(lines) if "</" in line and _CLOSES.search(line)]


def table_end(known: Sequence[int], start: int, stop: int) -> int:
    """The line after the first of the ``known`` closing lines that may be a table's; ``start`` where none may."""
    at = bisect_left(known, start)
    return known[at] + 1 if at < len(known) and known[at] < min(stop, start + MAX_LINES) else start


def table_lines(lines: Sequence[str], known: Sequence[int]) -> frozenset[int]:
    """The lines of all tables, in which bold words are no titles."""
    found: set[int] = set()
    number = 0
    while number < len(lines):
        end = table_end(known, number, len(lines)) if opens_table(lines[number]) else number
        found.update(range(number, end))
        number = max(end, number + 1)
    return frozenset(found)


def read_table(lines: Sequence[str], start: int, stop: int, known: Sequence[int]) -> HtmlTable | None:
    """The table whose tag stands on a line, None where it is never closed; ``known`` are the document's `closings`."""
    end = table_end(known, start, stop)
    if end == start:
        return None
    reader = _Reader(start)
    reader.feed("\n".join(lines[start:end]))
    reader.close()
    rows = [row for row in reader.rows if row.cells]
    widths = {len(row.cells) for row in rows}
    return HtmlTable(end, rows, not reader.spoilt and len(widths) == 1 and min(widths) > 1)


def unwrapped(line: str, start: int, end: int) -> tuple[int, int]:
    """A range of a line without blanks and the tags around all of it: "<b>Done</b>" is "Done"."""
    while start < end and _WRAPPED.match(line[start:end]):
        opening = _TAG.match(line, start, end)
        if opening is None:
            break
        start, end = opening.end(), line.rindex("</", start, end)
    text = line[start:end]
    return (
        (start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip()))
        if text.strip()
        else (start, start)
    )


class _Reader(HTMLParser):
    """Notes where rows and cells stand."""

    def __init__(self, start: int) -> None:
        super().__init__(convert_charrefs=False)
        self.rows: list[HtmlRow] = []
        self.spoilt = False
        self._first = start
        self._depth = 0
        self._row: HtmlRow | None = None
        self._cell: HtmlCell | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, row or cell."""
        here = self._here()
        if tag == "table":
            self._depth += 1
            self.spoilt = self.spoilt or self._depth > 1
        elif tag == "tr":
            self._close_row(here)
            self._row = HtmlRow(here, here)
            self.rows.append(self._row)
        elif tag in ("td", "th"):
            self._open_cell(tag, attrs, here)

    def handle_endtag(self, tag: str) -> None:
        """Close a table, row or cell."""
        here = self._here()
        if tag in ("td", "th"):
            self._close_cell(here)
        elif tag in ("tr", "table", "thead", "tbody", "tfoot"):
            self._close_row(here)

    def _open_cell(self, tag: str, attrs: list[tuple[str, str | None]], here: Spot) -> None:
        self._close_cell(here)
        if self._row is None:
            self.spoilt = True
            return
        spans = [value for name, value in attrs if name in ("colspan", "rowspan")]
        self.spoilt = self.spoilt or any((value or "").strip() not in _ONCE for value in spans)
        said = self.get_starttag_text() or ""
        behind = (here[0] + said.count("\n"), len(said) - said.rfind("\n") - 1 + (0 if "\n" in said else here[1]))
        self._cell = HtmlCell(behind, behind, tag == "th")
        self._row.cells.append(self._cell)

    def _close_cell(self, here: Spot) -> None:
        if self._cell is not None:
            self._cell.end = here
            self._cell = None

    def _close_row(self, here: Spot) -> None:
        self._close_cell(here)
        if self._row is not None:
            self._row.end = here
            self._row = None

    def _here(self) -> Spot:
        line, column = self.getpos()
        return self._first + line - 1, column
