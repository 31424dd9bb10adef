"""What a range of lines is cut into: lists, tables and paragraphs, each with the lines that it was written on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from postmortem_tracker.markdown.lines.html_tables import Spot
from postmortem_tracker.markdown.lines.plain import without_tags_behind
from postmortem_tracker.markdown.lines.references import OURS

_BEHIND = re.compile(r"<br ?/?>|</(?:p|li|ul|ol)\s*>|<[ou]l\b[^<>]*>", re.IGNORECASE)
_BEFORE = re.compile(r"<p\b[^>]*>(?:\s|&\w+;)*(?::[a-z]\w+:\s*)?|:[a-z]\w+:\s*(?=\w)")


@dataclass(eq=False)
class Row:
    """One written line, or the part of it from ``column`` on, up to the tags that end it; ``line`` is 0-based.

    ``said`` is the text without a link of our making, so that writing one changes no judgement.
    """

    line: int
    column: int
    text: str
    said: str = field(init=False)

    def __post_init__(self) -> None:
        if self.text.rstrip().endswith(">"):
            self.text = without_tags_behind(self.text.rstrip(), _BEHIND)
        self.said = _said(self.text)


def _said(text: str) -> str:
    """A line without a link of our making, a hard break and the tags around it."""
    text = OURS.sub("", text) if "([" in text else text
    text = text.removesuffix("\\").rstrip() if text.endswith("\\") else text
    return text[found.end() :] if (found := _BEFORE.match(text)) else text


@dataclass(eq=False)
class Node:
    """A list item: its own rows, paragraphs below it and nested items. ``column`` is where its content starts.

    Pictures are one ``sign``, since each item of a list may have another ``picture``. ``ruled`` tells that a line is
    drawn above the list that it begins. ``place`` is where an item in HTML begins and ends that has no line of its own.
    """

    line: int
    indent: int
    sign: str
    column: int
    rows: list[Row]
    last: int
    paragraphs: list[Paragraph] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    picture: str = ""
    ruled: bool = False
    place: tuple[Spot, Spot] | None = None

    @property
    def said(self) -> str:
        """The item's own words, one written line per line, without a link of our making."""
        return "\n".join([row.said for row in self.rows])

    @property
    def end(self) -> int:
        """The last line of it and of all that is nested below it."""
        return max([self.last, *[child.end for child in self.children]])

    @property
    def lines(self) -> range:
        """All its lines, with those of what is nested below it."""
        return range(self.line, self.end + 1)


@dataclass(eq=False)
class Paragraph:
    """Consecutive lines that belong to no list."""

    rows: list[Row]

    @property
    def line(self) -> int:
        """The 0-based line it starts on."""
        return self.rows[0].line


@dataclass(eq=False)
class Cell:
    """A table cell's trimmed content; ``column`` is where the content starts, ``end`` where it ends.

    ``rows`` are the written lines of a cell in HTML, which need not be those of its row.
    """

    text: str
    column: int
    end: int
    rows: Sequence[Row] = ()


@dataclass(eq=False)
class Table:
    """A table's header and its data rows, each with the 0-based line it stands on.

    ``places`` are where each row of an HTML table begins and ends; ``readable`` is False for one that cannot be read
    row by row.
    """

    line: int
    header: list[Cell]
    rows: list[tuple[int, list[Cell]]]
    places: list[tuple[Spot, Spot]] = field(default_factory=list)
    readable: bool = True


Block = Node | Paragraph | Table


def nodes_of(blocks: Sequence[Block]) -> list[Node]:
    """The list items among blocks."""
    return [block for block in blocks if isinstance(block, Node)]
