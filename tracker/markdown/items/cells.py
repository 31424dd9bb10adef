"""Reads the cells of a table's row that stand beside the work: owner, due date, status, ticket."""

from __future__ import annotations

import html
import re

from postmortem_tracker.markdown.items.fields import Fields
from postmortem_tracker.markdown.items.labelled import FieldReader
from postmortem_tracker.markdown.items.ticket_cells import TicketCells, in_words, names_only_tickets
from postmortem_tracker.markdown.lines import references
from postmortem_tracker.markdown.lines.dates import Doubt, Reading, has_digit
from postmortem_tracker.markdown.lines.formatting import unprotected
from postmortem_tracker.markdown.lines.nodes import Cell
from postmortem_tracker.markdown.lines.placed import in_place
from postmortem_tracker.markdown.lines.plain import blanked, untagged
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.lines.tickets import tickets
from postmortem_tracker.markdown.sections.candidate import Candidate
from postmortem_tracker.markdown.sections.tables import ALSO, ELSE, ENDED, FURTHER, STILL
from postmortem_tracker.markdown.words import placeholders
from postmortem_tracker.markdown.words.judged import Grasp
from postmortem_tracker.markdown.words.strokes import is_struck, without_strokes
from postmortem_tracker.markdown.words.vocabulary import Compiled
from postmortem_tracker.model import EditPoints, Link, LinkForm, Span, State, StateForm, Written, is_closed

_SAID_OF = frozenset(
    ("action", "done", "ended", "of ticket", "numbered", "team")
)  # columns, or what is known of another one
_NUMBER = re.compile(r"#?\d{1,3}[.:)]?[ \t]+(?=[^\w\s])")  # "1 ✅"
_PHRASE = 4  # spaces of a text that is no answer any more
_FIRST_DAY = re.compile(r"[*_ ]{0,3}(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})(?!\d)")


class CellReader:
    """Reads the cells of one document's tables."""

    def __init__(self, source: Source, words: Compiled, reader: FieldReader) -> None:
        self._source = source
        self._words = words
        self._reader = reader
        self._tickets = TicketCells(source, words)

    def read(
        self,
        candidate: Candidate,
        cells: list[Cell],
        columns: dict[str, int],
        fields: Fields,
        links: list[Link],
        written: dict[str, Written],
        points: EditPoints,
    ) -> EditPoints:
        """Read a row's other cells into the fields of its item; where the row may be edited."""
        state: Span | None = points.state
        form, link_form, link_cell = points.state_form, points.link_form, None
        for name, index in sorted(
            _told(columns, cells).items(), key=lambda pair: pair[0] == "status"
        ):  # a status cell has the last word
            if index >= len(cells) or self._is_passed_over(name, cells[index], fields):
                continue
            cell = cells[index]
            line = cell.rows[0].line if cell.rows else candidate.line
            span = self._source.span(line, cell.column, cell.end)
            if name == "ticket":
                link_cell, link_form = span, LinkForm.CELL
                told, numbered = "of ticket" not in columns, "numbered" in columns
                word = self._tickets.read(line, cell, fields, links, told=told, numbered=numbered)
                if word is not None and form is not StateForm.CHECKBOX and "status" not in columns:
                    state, form = word, StateForm.CELL
            elif name == "change":
                links += [link for link in self._references(line, cell) if link.url or link.change]
            elif name == "status":
                links += self._in_place(line, cell)
                understood = self._status(cell, fields, asked=columns.get("done") == index)
                if (understood or not cell.text) and form is not StateForm.CHECKBOX and "ended" not in columns:
                    state, form = span, StateForm.CELL
            elif name == "type" and (addresses := [link for link in self._references(line, cell) if link.url]):
                links += addresses  # "PR in the fork"
            elif (done := self._stray(name, cell, columns)) is not None:
                self._say_stray(name, cell, done, fields)
            elif cell.text and (has_digit(cell.text) or not self._is_closed(cell.text)):
                value = html.unescape(untagged(cell.text)) if cell.rows else cell.text
                whole = fields.struck is not None and is_struck(cell.text)
                self._assign(fields, name, unprotected((without_strokes(value) if whole else value).strip("*_` ")))
                self._doubt_done(name, cell.text, fields)
                written.setdefault(name, Written(cell.text, line + 1, span))
        self._doubt(cells, columns, fields)
        self._doubt_day(cells, columns, fields)
        if form is StateForm.MARK and link_form is LinkForm.CELL:
            state = None
        return EditPoints(points.link_at, link_form, form, state, link_cell)

    def _doubt(self, cells: list[Cell], columns: dict[str, int], fields: Fields) -> None:
        """Doubt what further columns say of the state, where it is not what the item's own words say."""
        told, own = fields.state, {columns.get(name) for name in ("action", "status")}
        kinds = {index: name for name, index in columns.items() if name.startswith(FURTHER)}
        for index, cell in enumerate(cells):
            text = references.OURS.sub("", cell.text).strip() if "([" in cell.text else cell.text
            if not text or index in own or (index not in kinds and fields.unsure):
                continue
            if self._tells_else(text, kinds.get(index, ""), told):
                fields.withdraw(repr(text))

    def _doubt_day(self, cells: list[Cell], columns: dict[str, int], fields: Fields) -> None:
        """Doubt that an item is open whose cell for the day says that it is closed: "Done" beside "In progress"."""
        at = columns.get("due", len(cells))
        text = cells[at].text if at < len(cells) and "status" in columns else ""
        if text and not has_digit(text) and self._is_closed(text) and not (is_closed(fields.state) or fields.unsure):
            fields.doubt_state(repr(text))

    def _doubt_done(self, name: str, text: str, fields: Fields) -> None:
        """Doubt a day that tells when work was done, and not until when it is due: "shipped 2026-02-03"."""
        day = fields.due_reading if name == "due" else None
        if (
            day is not None
            and day.value is not None
            and in_words(text)
            and is_closed(self._words.states.judge(text).state)
        ):
            fields.due, fields.due_reading = text.strip(" *_`"), Reading(None, Doubt.AMBIGUOUS)

    def _tells_else(self, text: str, kind: str, told: State | None) -> bool:
        """Whether a cell of a further column speaks of another state than the one that is told."""
        if not kind:
            return told is None and self._is_closed(text)
        states = self._words.states
        judged = states.answer(text)
        if kind.startswith(STILL):  # "no" says here that it is done
            return (states.denies(text) or self._is_closed(text)) and not is_closed(told)
        if placeholders.is_placeholder(text):
            return False
        if is_closed(told) and states.leaves(text):
            return True  # "Done", and "not yet" in the column "Deployed?"
        if kind.startswith((ELSE, ENDED)) and not is_closed(told):
            said = judged.grasp is not Grasp.OTHER or text.count(" ") < _PHRASE
            return said and judged.state is not State.OPEN and (told is None or kind.startswith(ENDED))
        closed = any(is_closed(state) for state in (told, judged.state))
        return judged.doubtful or (judged.state is not None and judged.state is not told and closed)

    def _is_closed(self, text: str) -> bool:
        """True for a cell that is a closed state and nothing else, but for a number before it."""
        judged = self._words.states.judge(_NUMBER.sub("", text))
        return is_closed(judged.state)

    def _is_passed_over(self, name: str, cell: Cell, fields: Fields) -> bool:
        """True for a cell that is read elsewhere, and for an open state that is struck out with its whole row."""
        struck = name == "status" and fields.struck is not None and is_struck(cell.text)
        open_one = struck and self._words.state(without_strokes(cell.text).strip()) is State.OPEN
        return open_one or name in _SAID_OF or name.startswith((*FURTHER, ALSO))

    def _assign(self, fields: Fields, name: str, value: str) -> None:
        if not self._reader.assign(fields, name, value) and name == "due":
            fields.doubts.append(("PM104", f"due {value!r}"))

    def _say_stray(self, name: str, cell: Cell, state: State, fields: Fields) -> None:
        """Take a stray state, and the day before it; an open one may say that nobody has set a day: "TODO"."""
        if state.closed or fields.state is None:
            fields.say(state)
        if name == "due" and (day := _FIRST_DAY.match(cell.text)) is not None:
            self._assign(fields, name, day[0])  # "2026-05-01 ✅"

    def _stray(self, name: str, cell: Cell, columns: dict[str, int]) -> State | None:
        """A state in words where a day or a level is expected: "DONE in June" in the column "Due"."""
        if name not in ("due", "priority") or "status" in columns or not in_words(cell.text):
            return None
        state = self._words.states.judge(cell.text).state if cell.text else None
        return None if state is State.OPEN and has_digit(cell.text) else state  # "2026-05-01 (open)" is a day

    def _status(self, cell: Cell, fields: Fields, *, asked: bool) -> bool:
        """Read a status cell, or one under "Done?" (``asked``); whether all of it was understood."""
        states = self._words.states
        judged = states.answer(cell.text) if asked else states.judge(cell.text)
        if judged.state is not None:
            told = fields.state
            if told is not None and told is not judged.state and (told.closed or judged.state.closed):
                fields.doubt_state("the status and what else the row says differ")
            fields.state = judged.state
        elif not placeholders.is_placeholder(cell.text) and (judged.grasp is not Grasp.NONE or self._tells(cell.text)):
            fields.doubt_state(repr(cell.text))
        return judged.grasp is Grasp.ALL

    def _tells(self, text: str) -> bool:
        """True for words that stand beside a state without being one, or a day: "Verified", "in production"."""
        found = references.in_cell(text)
        return not names_only_tickets(blanked(text, [(one.start, one.end) for one in found]), days=True)

    def _references(self, line: int, cell: Cell) -> list[Link]:
        return [self._tickets.link(line, cell, found) for found in references.in_cell(cell.text)]

    def _in_place(self, line: int, cell: Cell) -> list[Link]:
        found = tickets(cell.text, len(cell.text), 0, (), self._words.tickets)
        ours = [one for one in references.find_ours(cell.text) if in_place(cell.text, one, own=True)]
        return [self._tickets.link(line, cell, one) for one in (*found, *ours)]


def _told(columns: dict[str, int], cells: list[Cell]) -> dict[str, int]:
    """The columns that count in a row: a former due date where no new one is set, a team where nobody owns it."""
    told = {name: index for name, index in columns.items() if name != "former due"}
    if "former due" in columns and not (told["due"] < len(cells) and cells[told["due"]].text.strip(" -–—?")):
        told["due"] = columns["former due"]
    if "team" in columns and not (told["owner"] < len(cells) and cells[told["owner"]].text.strip(" -–—?")):
        told["owner"] = columns["team"]
    return told
