"""The structure that CommonMark and GFM define, and where it stands. The only importer of pyromark."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

import pyromark

from postmortem_tracker.markdown.lines.source import Source

_Options = pyromark.Options
_READER = pyromark.Markdown(options=_Options.ENABLE_TABLES | _Options.ENABLE_TASKLISTS | _Options.ENABLE_STRIKETHROUGH)
_BULLET = re.compile(r"([ \t>]{0,12})(?:[-*+]|\d{1,3}[.)])[ \t]{1,4}(?=<!--)")
_NO_WORDS = re.compile(r"#{1,6}[ \t]|[>|<]|```|~~~|$")
_QUOTED = re.compile(r"(?<!\w)\"[^\"\n]*\"(?!\w)")
_LEAD = "x "  # before a line's text, so that it begins no list, heading or quotation


class Form(Enum):
    """What a piece of text is."""

    TEXT = auto()
    ESCAPED = auto()  # text that begins with a sign which a backslash protects
    CODE = auto()
    TAG = auto()


@dataclass(frozen=True)
class Piece:
    """Words at ``start:end`` of a text, without the marks around them."""

    form: Form
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Anchor:
    """A link or an image at ``start:end`` of a text; ``label`` is what is shown for it."""

    label: str
    url: str
    start: int
    end: int
    image: bool = False


@dataclass
class Inline:
    """What the text of one item, cell or title is made of."""

    pieces: list[Piece] = field(default_factory=list)
    links: list[Anchor] = field(default_factory=list)


def inline(text: str) -> Inline:
    """The pieces and links of a text, whose line breaks are blanks."""
    found = Inline()
    flat = _LEAD + text.replace("\\\n", "  ").replace("\n", " ").replace("\r", " ")
    at = _columns(flat)
    opened: list[tuple[dict[str, str], int, bool]] = []  # links: what they say, their first piece, whether an image
    for event, place in _events(flat):
        start, end = at(place["start"]) - len(_LEAD), at(place["end"]) - len(_LEAD)
        name, value = next(iter(event.items())) if isinstance(event, dict) else (event, "")
        if name == "Text":
            escaped = start > 0 and text[start - 1] == "\\" and (not found.pieces or found.pieces[-1].end < start)
            found.pieces.append(Piece(Form.ESCAPED if escaped else Form.TEXT, value, start, end))
        elif name in ("Code", "InlineHtml"):
            found.pieces.append(Piece(Form.CODE if name == "Code" else Form.TAG, value, start, end))
        elif name == "Start" and isinstance(value, dict) and not value.keys().isdisjoint(("Link", "Image")):
            (kind, given), *_ = value.items()
            opened.append((given, len(found.pieces), kind == "Image"))
        elif name == "End" and value in ("Link", "Image"):
            given, first, image = opened.pop()
            label = "".join(piece.text for piece in found.pieces[first:])
            found.links.append(Anchor(label, given["dest_url"], start, end, image))
    if found.pieces and found.pieces[0].start < 0:  # the lead's own letter
        lead = found.pieces.pop(0)
        if lead.end > 0:
            found.pieces.insert(0, Piece(lead.form, lead.text[len(_LEAD) :], 0, lead.end))
    return found


def code_spans(text: str) -> list[tuple[int, int]]:
    """Where code stands in a text, with the marks around it."""
    if "`" not in text:
        return []
    return [(piece.start, piece.end) for piece in inline(text).pieces if piece.form is Form.CODE]


def under_marks(text: str) -> list[tuple[int, int]]:
    """The underscores of a line that emphasise words, as stars would."""
    flat = _LEAD + text
    at = _columns(flat)
    found = []
    for event, place in _events(flat):
        kind = event.get("Start") if isinstance(event, dict) else None
        if kind in ("Emphasis", "Strong"):
            width = 1 if kind == "Emphasis" else 2
            start, end = at(place["start"]) - len(_LEAD), at(place["end"]) - len(_LEAD)
            if text[start : start + 1] == "_":
                found += [(start, start + width), (end - width, end)]
    return sorted(found)


def quoted_at(text: str, *places: int) -> bool:
    """True where all places stand inside the same code or straight quotation marks, and words follow behind those."""
    around = [*code_spans(text), *(found.span() for found in _QUOTED.finditer(text))]
    return any(all(start < place < end - 1 for place in places) and text[end:].strip() for start, end in around)


@dataclass(frozen=True)
class Block:
    """A block of lines ``first`` to ``last`` (0-based, both inclusive); ``closed`` for a fence that is closed."""

    first: int
    last: int
    closed: bool = True


def hidden_blocks(source: Source) -> list[Block]:
    """Fenced code, and comments that fill whole lines, in document order."""
    if not any(sign in source.data for sign in (b"```", b"~~~", b"<!--")):
        return []
    found: list[Block] = []
    bom = source.start(0)
    text = source.data[bom:].decode()
    starts = [width + line - bom for line, width in enumerate(source.widths[:-1])]

    def line_of(offset: int) -> int:
        return bisect_right(starts, offset) - 1

    begun: int | None = None  # the line on which a comment begins that is still open
    for event, place in _events(text):
        if not isinstance(event, dict):
            continue
        opened, html = event.get("Start"), event.get("Html", "")
        if event.get("End") == "HtmlBlock":
            begun = None  # it ends with the item that it stands in, closed or not
        first, last = line_of(place["start"]), line_of(max(place["start"], place["end"] - 1))
        if isinstance(opened, dict) and isinstance(opened.get("CodeBlock"), dict):
            found.append(Block(first, last, closed=_closed(source.lines, first, last)))
        elif begun is not None or html.lstrip().startswith("<!--"):
            _, ended, behind = html.partition("-->")
            begun = first if begun is None else begun
            found += [] if behind.strip() else [Block(first, last)]
            if ended:
                _led(source.lines, found, begun, last, behind.strip())
                begun = None
        elif event.get("InlineHtml", "")[:4] == "<!--" and first < last:
            ends = not source.lines[last].partition("-->")[2].strip()
            found.append(Block(first + 1, last if ends else last - 1))
    return found


def _led(lines: list[str], found: list[Block], first: int, last: int, behind: str) -> None:
    """Take out what a comment behind a bullet hides of an item that has words, ``behind`` it or below."""
    lead = _BULLET.match(lines[first])
    if lead is None:
        return
    below = next((line for line in lines[last + 1 : last + 3] if line.strip(" \t>")), "")
    words = below.lstrip(" \t>")
    if behind or (len(below) - len(words) > lead.end(1) and _NO_WORDS.match(words) is None):
        kept = len(found)
        while kept and found[kept - 1].first >= first:
            kept -= 1
        found[kept:] = [] if behind else found[kept + 1 :]


def _closed(lines: list[str], first: int, last: int) -> bool:
    """True where the last line of fenced code is a closing fence."""
    opening = lines[first].lstrip(" >\t-*+0123456789.)")
    sign = opening[:1]
    size = len(opening) - len(opening.lstrip(sign))
    closing = lines[last].strip(" >\t")
    return last > first and len(closing) >= size and set(closing) == {sign}


def _events(text: str) -> Iterator[tuple[Any, Any]]:
    return _READER.events_with_range(text)


def _columns(text: str) -> Any:
    """What turns a byte offset into a text's column."""
    if text.isascii():
        return int
    starts = [0]
    for sign in text:
        starts.append(starts[-1] + len(sign.encode()))
    return lambda offset: bisect_right(starts, offset) - 1
