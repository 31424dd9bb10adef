"""Reads tables as they are typed with pipes: with or without outer ones, with blank lines between the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from postmortem_tracker.markdown.lines.nodes import Cell, Table

_DELIMITER = re.compile(r"[ \t>]*+(?:\|[ \t]*+)?:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+(?:\|[ \t]*+)?$")
_BLOCK = re.compile(r"[ \t]{0,3}(?:[-*+][ \t]|\d{1,3}[.)][ \t]|#{1,6}[ \t]|```|~~~|>|<)")  # ends a table
_BARE_ROWS = 4  # in a row without a pipe that a table may have


def begins_table(lines: Sequence[str], number: int, hidden: Set[int]) -> bool:
    """True for a line that is the head of a table: the next one is its row of dashes."""
    rule = lines[_next(lines, number)]
    if number + 1 in hidden or not is_delimiter(rule):
        return False
    return "|" in rule or lines[number].count("|") <= 2


def read_pipe_table(lines: Sequence[str], number: int, end: int, hidden: Set[int]) -> tuple[Table, int]:
    """The table whose head stands on a line, and the line after it."""
    table = Table(number, cells(lines[number]), [])
    rule = _next(lines, number)
    spaced = rule > number + 1
    line = _next(lines, rule) if spaced else rule + 1
    while line < end and lines[line].strip() and line not in hidden:
        if "|" not in lines[line] and not _is_bare_row(lines, line, end, hidden):
            break
        table.rows.append((line, cells(lines[line])))
        line = _next(lines, line) if spaced else line + 1
    return table, line


def _next(lines: Sequence[str], number: int) -> int:
    """The next line of a table: some exports have a blank one between any two."""
    spaced = (
        number + 2 < len(lines)
        and not lines[number + 1].strip()
        and lines[number].lstrip()[:1] == "|"
        and lines[number + 2].lstrip()[:1] == "|"
    )
    return number + 2 if spaced else number + 1


def _is_bare_row(lines: Sequence[str], number: int, end: int, hidden: Set[int]) -> bool:
    """True for a table's row with one cell and no pipe, between rows that have them."""
    for following in range(number, min(number + _BARE_ROWS, end)):
        line = lines[following]
        if "|" in line:
            return following not in hidden
        if not line.strip() or _BLOCK.match(line) or following in hidden:
            return False
    return False


def is_delimiter(line: str) -> bool:
    """True for the row of dashes below the head of a table."""
    return "-" in line and _DELIMITER.match(line) is not None


def cells(line: str) -> list[Cell]:
    """The cells of a table row, with or without outer pipes; an escaped pipe does not end a cell."""
    begin = len(line) - len(line.lstrip(" \t>"))
    if line[begin : begin + 1] == "|":
        begin += 1
    stop = len(line.rstrip())
    if stop > begin and line[stop - 1] == "|" and line[stop - 2] != "\\":
        stop -= 1
    found = []
    left = at = begin
    while (at := line.find("|", at, stop)) >= 0:
        if at == begin or line[at - 1] != "\\":
            found.append(_cell(line, left, at))
            left = at + 1
        at += 1
    found.append(_cell(line, left, max(left, stop)))
    return found


def _cell(line: str, left: int, right: int) -> Cell:
    text = line[left:right]
    stripped = text.strip()
    if not stripped:
        column = min(left + 1, right) if right > left else left
        return Cell("", column, column)
    column = left + len(text) - len(text.lstrip())
    return Cell(stripped, column, column + len(stripped))
