"""Turns what shall change on an item into bytes that take the place of others: links, states, its own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from postmortem_tracker.errors import DocumentError
from postmortem_tracker.markdown.items.owners import says_only
from postmortem_tracker.markdown.lines.references import LABEL, MARKS
from postmortem_tracker.markdown.words import boxes
from postmortem_tracker.markdown.words.languages import every_set, languages
from postmortem_tracker.model import ActionItem, Link, LinkForm, Span, State, StateForm

_LABEL = re.compile(rf"\A{LABEL}")
# Our link as a formatter leaves it that writes the addresses at the end of the document.
_BY_NAME = re.compile(rb"\(\[[^\[\]\n]{1,100}\](?:\[[^\[\]\n]{0,100}\])?( (?:\xe2\x9c\x93|won't do))?\)")
_OURS = re.compile(rb"\A\(\[([^\]\n]*)\]\(([^()\s]*)\)(?: (?:\xe2\x9c\x93|won't do))?\)")
_MARKED = re.compile(rb"(?:(?<![ \t])[ \t]+)?\((?:\xe2\x9c\x93|won't do)\)$")
_PLACEHOLDER = re.compile(rb"(?:[-_.?*\s]|\xe2\x80[\x93\x94\xa6])*|tbd|tba|tbc|n/?a|none", re.IGNORECASE)
ENCODED = str.maketrans(
    {"(": "%28", ")": "%29", " ": "%20", "<": "%3C", ">": "%3E", "\t": "%09", "\n": "%0A", "\r": "%0D"}
)
_ORDER = (State.OPEN, State.COMPLETED, State.NOT_PLANNED)


@dataclass(frozen=True)
class ItemEdit:
    """What shall change on one item of the document; what is None stays as it is.

    ``link`` is (label, url), the label like ``#12`` or ``group/project#12``; ``replaces`` names the item's
    link it takes the place of. ``text`` and ``owners`` are what the item shall say of itself: they are written where
    the old ones are a plain run of bytes.
    """

    item: ActionItem
    link: tuple[str, str] | None = None
    state: State | None = None
    replaces: Link | None = None
    text: str | None = None
    owners: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Splice:
    """Bytes that take the place of ``start:end``."""

    start: int
    end: int
    text: bytes


class Writer:
    """Turns edits into splices of one document."""

    def __init__(
        self, data: bytes, path: str, items: Sequence[ActionItem], tells: Callable[[str], State | None]
    ) -> None:
        self._data = data
        self._path = path
        self._items = items
        self._tells = tells
        self._newline = b"\r\n" if b"\r\n" in data else b"\n" if b"\n" in data or b"\r" not in data else b"\r"

    def splices(self, one: ItemEdit) -> list[Splice]:
        """Everything that changes for one item."""
        item = one.item
        ours = self._ours(item)
        word = self._status_word(one)
        mark = self._mark(one) if word is None else ""
        found = [*self._said(one), *([word] if word else [])]
        if one.link is not None:
            found.append(self._link(item, one.link, one.replaces, mark if mark is not None else self._marked(ours)))
        if one.state is None:
            return found
        if item.edit.state_form is StateForm.CHECKBOX and item.edit.state is not None:
            found += self._box(item.edit.state, one.state)
        elif item.edit.state_form is StateForm.CELL and item.edit.state is not None:
            found += self._cell(item, item.edit.state, one.state)
        if mark is not None and (
            one.link is None or (ours is not None and one.replaces is not ours and one.replaces != ours)
        ):
            found += self._set_mark(item, ours if one.link is None else None, mark)
        return found

    def _said(self, one: ItemEdit) -> Iterator[Splice]:
        """The item's own words, where they are one run of bytes with nothing between them."""
        item = one.item
        if one.text is not None:
            run = item.text.encode()
            if self._bytes(item.span).count(run) != 1:
                raise DocumentError(f"{self._path}:{item.line}: its words are no plain run of text")
            at = self._data.index(run, item.span.start)
            yield Splice(at, at + len(run), one.text.encode())
        if one.owners is not None:
            yield self._owners(item, one.owners)

    def _owners(self, item: ActionItem, owners: tuple[str, ...]) -> Splice:
        place = f"{self._path}:{item.line}"
        written = dict(item.written).get("owner")
        if not owners:
            raise DocumentError(f"{place}: nobody is no owner")
        if written is None:
            raise DocumentError(f"{place}: its owner is not written in the item")
        run = written.text.encode()
        if not self._data.startswith(run, written.span.start):
            raise DocumentError(f"{place}: its owner is no plain run of text")
        if not says_only(written.text, item.owners):
            raise DocumentError(f"{place}: more than names is written for its owner")
        return Splice(written.span.start, written.span.start + len(run), ", ".join(owners).encode())

    def _mark(self, one: ItemEdit) -> str | None:
        """The mark the item shall carry ("" for none), or None where its state is shown otherwise."""
        if one.state is None:
            return None
        if one.state is one.item.state:
            return None
        form = one.item.edit.state_form
        if form is StateForm.CELL:
            return None
        if form is StateForm.CHECKBOX and one.state is not State.NOT_PLANNED:
            return ""
        return MARKS.get(one.state, "")

    def _ours(self, item: ActionItem) -> Link | None:
        return next((k for k in item.links if _OURS.fullmatch(self._bytes(k.span))), None)

    def _bytes(self, span: Span) -> bytes:
        return self._data[span.start : span.end]

    def _marked(self, ours: Link | None) -> str:
        if ours is None:
            return ""
        text = self._bytes(ours.span).decode()
        return next((mark for mark in MARKS.values() if text.endswith(f" {mark})")), "")

    def _link(self, item: ActionItem, link: tuple[str, str], replaces: Link | None, mark: str) -> Splice:
        text = self._rendered(item, link, mark)
        if replaces is not None:
            whole = _OURS.fullmatch(self._bytes(replaces.span)) is not None
            return Splice(replaces.span.start, replaces.span.end, text if whole or mark else text[1:-1])
        points = item.edit
        if points.link_form is LinkForm.CELL and points.link_cell is not None:
            cell = points.link_cell
            empty = _PLACEHOLDER.fullmatch(self._bytes(cell)) is not None
            if not empty:
                return Splice(cell.end, cell.end, b" " + text)
            # In a cell of one blank (`| |`) the blank stays before the link; one behind it keeps the row readable.
            blank = cell.start == cell.end and self._data[cell.start - 1 : cell.start + 1] == b" |"
            return Splice(cell.start, cell.end, text + b" " if blank else text)
        if points.link_form is LinkForm.LINE:
            return Splice(points.link_at, points.link_at, self._newline + text + self._gap(points.link_at))
        return Splice(points.link_at, points.link_at, b" " + text)

    def _rendered(self, item: ActionItem, link: tuple[str, str], mark: str) -> bytes:
        label, url = link
        if not _LABEL.fullmatch(label):
            raise DocumentError(
                f"{self._path}:{item.line}: {label!r} is not an issue label such as #12 or group/project#12"
            )
        text = f"([{label}]({url.translate(ENCODED)}){' ' + mark if mark else ''})"
        in_table = item.edit.link_cell is not None or item.edit.state_form is StateForm.CELL or self._in_row(item)
        return (text.replace("|", "%7C") if in_table else text).encode()

    def _in_row(self, item: ActionItem) -> bool:
        return self._bytes(item.span).lstrip(b"> \t").startswith(b"|")

    def _gap(self, at: int) -> bytes:
        """A blank line keeps what follows the link a paragraph of its own."""
        lines = self._data[at : at + 400].splitlines()
        return self._newline if len(lines) > 1 and lines[1].strip() else b""

    def _box(self, box: Span, state: State) -> list[Splice]:
        mark = self._bytes(box).decode()
        says = boxes.marked(mark)
        if says is state or (state is State.NOT_PLANNED and says is State.OPEN):
            return []  # in an open box a mark behind the item says that it will stay so
        return [Splice(box.start, box.end, boxes.written(mark, state).encode())]

    def _cell(self, item: ActionItem, cell: Span, state: State) -> list[Splice]:
        if item.state is state and (item.done is not None or state is State.OPEN):
            return []
        word = self._word(cell, state).encode()
        if cell.start == cell.end and self._data[cell.start - 1 : cell.end + 1] == b" |":
            word += b" "  # the only space of an empty cell stands before the word
        return [Splice(cell.start, cell.end, word)]

    def _status_word(self, one: ItemEdit) -> Splice | None:
        """Another word in place of the one beside the item that tells a state: a box or mark alone would deny it."""
        written = dict(one.item.written).get("status")
        if one.state is None or written is None or one.item.edit.state_form is StateForm.CELL:
            return None
        told = self._tells(written.text)
        run, start = written.text.encode(), written.span.start
        if told is None or told is one.state or not self._data.startswith(run, start):
            return None
        word = _words_for({written.text.strip("*_ ").casefold()})[_ORDER.index(one.state)]
        if written.text.islower():
            word = word.lower()
        return Splice(start, start + len(run), (word.upper() if written.text.isupper() else word).encode())

    def _word(self, cell: Span, state: State) -> str:
        """The document's own word for a state where another row has one, else one in the same language."""
        cells = [i for i in self._items if i.edit.state_form is StateForm.CELL and i.edit.state]
        same = [self._bytes(i.edit.state) for i in cells if i.edit.state and i.state is state and i.done is not None]
        short = [text for text in same if text and len(text) < 24]
        if short:
            return short[0].decode()
        index = _ORDER.index(state)
        used = {self._bytes(i.edit.state).decode().strip("*_ ").casefold() for i in cells if i.edit.state}
        used.add(self._bytes(cell).decode().strip("*_ ").casefold())
        return _words_for(used)[index]

    def _set_mark(self, item: ActionItem, ours: Link | None, mark: str) -> list[Splice]:
        """Write, change or remove the mark in our link's brackets, or in brackets of its own where there is no link."""
        if ours is not None:
            old = self._marked(ours)
            end = ours.span.end - 1
            start = end - len(f" {old}".encode()) if old else end
            return [] if old == mark else [Splice(start, end, f" {mark}".encode() if mark else b"")]
        named = next(
            (found for k in item.links if (found := _BY_NAME.match(self._data, max(0, k.span.start - 1)))), None
        )
        if named is not None and (named[1] or item.edit.link_form is LinkForm.LINE):
            end = named.end() - 1
            start = named.start(1) if named[1] else end
            return [Splice(start, end, f" {mark}".encode() if mark else b"")]
        at = item.edit.link_at
        start = self._data.rfind(b"\n", 0, at) + 1
        own = _MARKED.search(self._data, start, at) if item.edit.link_form is not LinkForm.LINE else None
        if own is not None:
            return [Splice(own.start(), at, f" ({mark})".encode() if mark else b"")]
        if not mark or item.edit.link_form is LinkForm.LINE:
            return []
        return [Splice(at, at, f" ({mark})".encode())]


def _words_for(used: Container[str]) -> Sequence[str]:
    """The words for open, done and won't do that fit those already used: of their set, else of their language."""
    sets = every_set("states", "written")
    fitting = (names for names in sets if any(name.casefold() in used for name in names))
    spoken = (
        language.tables["states"]["written"][0]
        for language in languages()
        if any(
            phrase in used for key in ("completed", "open", "not_planned") for phrase in language.tables["states"][key]
        )
    )
    return next(chain(fitting, spoken), sets[0])
