"""Aligns cells into columns of plain text that fit into a terminal, with colour if it is wanted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import zip_longest
from typing import NamedTuple

from postmortem_tracker.text.printable import cut, pad, plain, width

_GAP = "  "
_LINES = 4  # that one cell takes at most
_WORDS = re.compile(r"\s+|(?<=[-/_.,])(?=\w)")


class Style(StrEnum):
    """How a piece of text stands out; the value is its ANSI SGR parameter."""

    PLAIN = ""
    BOLD = "1"
    DIM = "2"
    BAD = "31"
    WARN = "33"
    GOOD = "32"
    INFO = "36"


class Cell(NamedTuple):
    """A piece of text (made safe for a terminal) with a style."""

    text: str
    style: Style = Style.PLAIN


class Column(NamedTuple):
    """A column's heading, its side, its greatest width, and what may become of it where there is no room.

    ``least`` is how narrow it may become, if at all: its text then goes on in further lines. Columns with a ``drop``
    are left out before any becomes narrower than that, the highest number first.
    """

    title: str
    right: bool = False
    limit: int = 60
    least: int | None = None
    drop: int = 0


def paint(text: str, style: Style, colour: bool) -> str:
    """The text in its style, or as it is without colour."""
    return f"\x1b[{style.value}m{text}\x1b[0m" if colour and style.value and text else text


def grid(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], colour: bool, room: int | None = None) -> list[str]:
    """Lines of a table; columns in which no row has text are left out.

    Without ``room`` each row is one line, whose texts are cut. With it, texts are folded so that no line is wider,
    and if that is not enough columns are left out, which the last line says.
    """
    texts = [[plain(cell.text) for cell in row] for row in rows]
    shown = [index for index in range(len(columns)) if any(line[index] for line in texts)]
    if not shown:
        return []
    widths = {
        index: max(width(columns[index].title), *(min(width(line[index]), columns[index].limit) for line in texts))
        for index in shown
    }
    dropped = _fit(widths, columns, room) if room is not None else []
    head = _lines([[column.title] for column in columns], [Style.DIM] * len(columns), widths, columns, colour)
    result = [*head]
    for line, row in zip(texts, rows, strict=True):
        cells = [
            fold(text, widths[index]) if room is not None and index in widths else [cut(text, columns[index].limit)]
            for index, text in enumerate(line)
        ]
        result += _lines(cells, [cell.style for cell in row], widths, columns, colour)
    if dropped:
        names = ", ".join(columns[index].title for index in dropped)
        result.append(paint(cut(f"(no room for: {names})", room or 0), Style.DIM, colour))
    return result


def fold(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many columns, broken between words where that is possible."""
    lines, line = [], ""
    for word in _pieces(text, columns):
        if line and width(line + word.rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        line += word
    lines.append(line.rstrip())
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], cut(" ".join(lines[_LINES - 1 :]), columns)]
    return lines


def _pieces(text: str, columns: int) -> list[str]:
    """Words with the space behind them; after hyphens and slashes a line may break too, and anywhere in long ones."""
    pieces, start = [], 0
    for gap in _WORDS.finditer(text):
        pieces.append(text[start : gap.end()])
        start = gap.end()
    pieces.append(text[start:])
    result = []
    for piece in pieces:
        while width(piece.rstrip()) > columns:
            end = next(n for n in range(len(piece), 0, -1) if width(piece[:n]) <= columns or n == 1)
            result.append(piece[:end])
            piece = piece[end:]
        result.append(piece)
    return result


def _fit(widths: dict[int, int], columns: Sequence[Column], room: int) -> list[int]:
    """Make the columns fit: leave out what may be, until the others can, then take from the widest; those left out."""
    dropped = []
    for index in sorted((index for index in widths if columns[index].drop), key=lambda index: -columns[index].drop):
        if _least(widths, columns) <= room:
            break
        dropped.append(index)
        del widths[index]
    for _ in range(sum(widths.values()) + len(_GAP) * (len(widths) - 1) - room):
        soft = [index for index, now in widths.items() if now > _narrow(columns[index], now)]
        if not soft:
            break
        widths[max(soft, key=lambda index: widths[index])] -= 1
    return sorted(dropped)


def _least(widths: dict[int, int], columns: Sequence[Column]) -> int:
    """How wide the table is at least."""
    narrow = sum(_narrow(columns[index], now) for index, now in widths.items())
    return narrow + len(_GAP) * (len(widths) - 1)


def _narrow(column: Column, now: int) -> int:
    return min(now, max(column.least, width(column.title))) if column.least else now


def _lines(
    cells: Sequence[Sequence[str]],
    styles: Sequence[Style],
    widths: dict[int, int],
    columns: Sequence[Column],
    colour: bool,
) -> list[str]:
    """One row, as many lines as its longest cell has."""
    lines = zip_longest(*(cells[index] for index in widths), fillvalue="")
    return [
        _GAP.join(
            _cell(text, widths[index], columns[index].right, styles[index], colour)
            for index, text in zip(widths, line, strict=True)
        ).rstrip()
        for line in lines
    ]


def _cell(text: str, columns: int, right: bool, style: Style, colour: bool) -> str:
    space = pad("", columns - width(text))
    painted = paint(text, style, colour)
    return space + painted if right else painted + space
