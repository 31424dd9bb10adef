"""The fields at the head of a document: on lines of their own, several on one line, or in a small table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from postmortem_tracker.markdown.lines.html_tables import HtmlTable, opens_table, read_table
from postmortem_tracker.markdown.lines.pipe_tables import cells, is_delimiter
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.words.grades import is_graded
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.strokes import STRUCK

_BEFORE_NAME = " \t>|*_#+-"
_AFTER_NAME = (":", "|", "：")
_LONGEST_NAME = 40
_LONGEST_VALUE = 200
_LONGEST_LINE = 600
_NAMES = {
    phrase: name
    for name in (
        *("duration", "services", "commander", "owner", "status", "severity"),
        *("posted", "date", "began", "title", "id"),
    )
    for phrase in every("incident", name)
}
_STARTS = frozenset(name[:2] for name in _NAMES)
# What stands before the next field of one line: "**Date**: … **Severity**: …", "Date: … | Status: …. Severity: …".
_PARTED = re.compile(r"\*\*|__|[|·•;,–—。]|[ \t]{2}|\.[ \t]|<br ?/?>")
_BETWEEN = " \t·•;,–—。|."
_COLONS = (":", "：")
_TAG = re.compile(r"<[^<>]*>")


class Field(NamedTuple):
    """One field: what it is for, its name as written in small letters, its value, and its line (0-based)."""

    name: str
    label: str
    value: str
    line: int


def name_of_label(label: str) -> str | None:
    """What a name such as "Severity level" is for; None for other words."""
    return _NAMES.get(_bare(label).casefold())


def fields_of(source: Source, numbers: Sequence[int], stop: int) -> Iterator[Field]:
    """The fields on some lines, in their order; a table that begins on one is read up to ``stop``."""
    lines = source.lines
    done = -1
    for number in numbers:
        if number < done:
            continue
        line = lines[number]
        if opens_table(line):
            table = read_table(lines, number, stop, source.table_closings)
            if table is not None:
                done = table.end
                yield from _of_html(lines, table)
            continue
        if not line or not (":" in line or "|" in line or "：" in line):
            continue
        bare = line.lstrip(_BEFORE_NAME)
        if bare[:2].lower() not in _STARTS:
            continue
        if line.lstrip(" \t>")[:1] == "|":
            values = _below(lines, number, stop)
            if values is not None:
                done = number + 3
                yield from _zipped(_cells(line), values, number)
            elif not _heads(lines, number, stop):
                yield from _of_row(_cells(line), number)
        else:
            yield from _of_line(bare[:_LONGEST_LINE], number)


def _of_line(bare: str, number: int) -> Iterator[Field]:
    head = bare[:_LONGEST_NAME]
    at = len(head)
    for sign in _AFTER_NAME:
        if 0 < (place := head.find(sign)) < at:
            at = place
    label = _bare(head[:at]).casefold()
    if label not in _NAMES or at == len(head):
        return
    starts = [(label, at + 1, at + 1), *_more(bare, at)]
    for index, (label, _, begin) in enumerate(starts):
        last = index + 1 == len(starts)
        said = bare[begin:] if last else bare[begin : starts[index + 1][1]].rstrip(_BETWEEN)
        yield Field(_NAMES[label], label, _value(_first(_NAMES[label], said.lstrip("*_ \t"))), number)


def _first(name: str, said: str) -> str:
    """A value up to a pipe, and of severities every level behind one: "Severity: SEV1 | SEV2"."""
    value, *others = said.split("|")
    return "|".join([value, *filter(is_graded, others)]) if name == "severity" else value


def _more(bare: str, at: int) -> Iterator[tuple[str, int, int]]:
    """The names of more fields on a line: each with where it begins, and where its value does."""
    marks = [(found.start(), found.end()) for found in _PARTED.finditer(bare, at)]
    for index, (start, end) in enumerate(marks):
        stop = marks[index + 1][0] if index + 1 < len(marks) else len(bare)
        label = bare[end:stop].replace(_COLONS[1], _COLONS[0]).partition(_COLONS[0])[0]
        begin = end + len(label)
        if begin == stop and index + 1 < len(marks):  # "**Severity**: …", where the mark stands before the colon
            begin = marks[index + 1][1]
        if bare[begin : begin + 1] in _COLONS and (name := _bare(label).casefold()) in _NAMES:
            yield name, start, begin + 1


def _heads(lines: Sequence[str], number: int, stop: int) -> bool:
    """Whether a row only names the columns of a table with more than a name and a value in each row."""
    ruled = number + 1 < stop and is_delimiter(lines[number + 1])
    row = _cells(lines[number])
    valued = any(sign.isdigit() for cell in row[1::2] for sign in cell)  # "| Date | 2026-10-12 | Severity | SEV2 |"
    return ruled and ((len(row) > 2 and not valued) or _names_column(row[-1]))


def _names_column(text: str) -> bool:
    return name_of_label(text) not in (None, "posted")  # "Status | published"


def _of_row(row: Sequence[str], number: int) -> Iterator[Field]:
    """Names and values that take turns in a row; a name beside another one heads a column, and is no value."""
    if row and name_of_label(row[0]) is None:
        for cell in row:
            yield from _of_line(cell.lstrip(_BEFORE_NAME)[:_LONGEST_LINE], number)
        return
    for at, (label, value) in enumerate(zip(row[::2], row[1::2], strict=False)):
        name = name_of_label(label)
        if name is not None and not _names_column(value):
            if name == "severity":  # "| Severity | SEV1 | SEV2 |", one for each region
                value = " | ".join([value, *takewhile(is_graded, row[2 * at + 2 :])])
            yield Field(name, _bare(label).casefold(), _value(value), number)


def _below(lines: Sequence[str], number: int, stop: int) -> list[str] | None:
    """The only row below a row that names several fields; None for any other table."""
    if number + 2 >= stop or not is_delimiter(lines[number + 1]) or "|" not in lines[number + 2]:
        return None
    if number + 3 < stop and "|" in lines[number + 3]:
        return None  # a list of incidents, or of items
    head = _cells(lines[number])
    return _cells(lines[number + 2]) if len(head) > 1 and all(map(name_of_label, head[:2])) else None


def _zipped(head: Sequence[str], row: Sequence[str], number: int) -> Iterator[Field]:
    for label, value in zip(head, row, strict=False):
        if (name := name_of_label(label)) is not None:
            yield Field(name, _bare(label).casefold(), _value(value), number)


def _of_html(lines: Sequence[str], table: HtmlTable) -> Iterator[Field]:
    rows = [(row.start[0], [_between(lines, cell.start, cell.end) for cell in row.cells]) for row in table.rows]
    if len(rows) == 2 and len(rows[0][1]) > 1 and all(map(name_of_label, rows[0][1][:2])):
        yield from _zipped(rows[0][1], rows[1][1], rows[1][0])
        return
    for number, row in rows:
        yield from _of_row(row, number)


def _between(lines: Sequence[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    """The words of a cell of an HTML table."""
    (first, begin), (last, stop) = start, end
    if first == last:
        text = lines[first][begin:stop]
    else:
        text = " ".join([lines[first][begin:], *lines[first + 1 : last], lines[last][:stop]])
    return _TAG.sub(" ", text[:_LONGEST_LINE]).strip()


def _cells(line: str) -> list[str]:
    return [cell.text for cell in cells(line.strip(" \t>"))]


def _bare(label: str) -> str:
    return label.strip(" \t*_:：`")


def _value(text: str) -> str:
    """A value as written, without what is struck out and the marks around it."""
    if "~~" in text or "<" in text:
        text = " ".join(_TAG.sub(" ", STRUCK.sub(" ", text)).split())
    return text[:_LONGEST_VALUE].strip(" \t*_`<>\\")
