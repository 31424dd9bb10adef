"""Aligns cells into columns of plain text, with colour if it is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from postmortem_tracker.text.printable import cut, pad, plain, width

_GAP = "  "


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
    """A column's heading, its side, the width beyond which its text is cut, and how narrow it may become, if at all."""

    title: str
    right: bool = False
    limit: int = 60
    least: int | None = None


def paint(text: str, style: Style, colour: bool) -> str:
    """The text in its style, or as it is without colour."""
    return f"\x1b[{style.value}m{text}\x1b[0m" if colour and style.value and text else text


def grid(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], colour: bool = False, room: int | None = None
) -> list[str]:
    """Lines of a table, if possible no wider than ``room``; columns in which no row has text are left out."""
    texts = [[cut(plain(cell.text), column.limit) for cell, column in zip(row, columns, strict=True)] for row in rows]
    shown = [index for index in range(len(columns)) if any(line[index] for line in texts)]
    widths = {index: max(width(columns[index].title), *(width(line[index]) for line in texts)) for index in shown}
    if room is not None:
        _squeeze(widths, columns, room)

    def render(cells: Sequence[str], styles: Sequence[Style]) -> str:
        parts = [_cell(cut(cells[i], widths[i]), widths[i], columns[i].right, styles[i], colour) for i in shown]
        return _GAP.join(parts).rstrip()

    head = render([column.title for column in columns], [Style.DIM] * len(columns))
    body = [render(line, [cell.style for cell in row]) for line, row in zip(texts, rows, strict=True)]
    return [head, *body] if shown else []


def _squeeze(widths: dict[int, int], columns: Sequence[Column], room: int) -> None:
    """Take what is too much from the widest columns that may become narrower."""
    excess = sum(widths.values()) + len(_GAP) * (len(widths) - 1) - room
    for _ in range(excess):
        soft = [index for index, now in widths.items() if now > (columns[index].least or now)]
        if not soft:
            return
        widths[max(soft, key=lambda index: widths[index])] -= 1


def _cell(text: str, columns: int, right: bool, style: Style, colour: bool) -> str:
    space = pad("", columns - width(text))
    painted = paint(text, style, colour)
    return space + painted if right else painted + space
