"""Reads the cells of a table's row that stand beside the work: owner, due date, status, ticket."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from postmortem_tracker.markdown.items.fields import Fields
from postmortem_tracker.markdown.items.labelled import FieldReader
from postmortem_tracker.markdown.lines import references
from postmortem_tracker.markdown.lines.bare_numbers import (
    bare_numbers,
    further_numbers,
    names_another_system,
)
from postmortem_tracker.markdown.lines.dates import Doubt, Reading, has_digit
from postmortem_tracker.markdown.lines.formatting import unprotected
from postmortem_tracker.markdown.lines.like_tickets import RANGE, looks_like_tickets
from postmortem_tracker.markdown.lines.nodes import Cell
from postmortem_tracker.markdown.lines.placed import in_place, is_taken_back
from postmortem_tracker.markdown.lines.plain import blanked, untagged
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.lines.tickets import tickets
from postmortem_tracker.markdown.sections.candidate import Candidate
from postmortem_tracker.markdown.sections.tables import ALSO, ELSE, ENDED, FURTHER, STILL
from postmortem_tracker.markdown.words import placeholders
from postmortem_tracker.markdown.words.boxes import SHORTCODE
from postmortem_tracker.markdown.words.judged import Grasp
from postmortem_tracker.markdown.words.people import AND_WORDS
from postmortem_tracker.markdown.words.phrases import phrases
from postmortem_tracker.markdown.words.strokes import is_struck, strokes, without_strokes
from postmortem_tracker.markdown.words.vocabulary import Compiled
from postmortem_tracker.model import EditPoints, Link, LinkForm, Span, State, StateForm, Written, is_closed
from postmortem_tracker.text.ticket_forms import is_blank_number, may_be_ticket_address

_WORD = re.compile(r"[^\s*_`()\[\],;.]+")
_LETTERS = re.compile(r"\w+")
_TICKET_WORDS = frozenset(
    phrases("""
bug; bugs; ticket; tickets; issue; issues; pr; prs; mr; mrs; card; story; task; jira; gh; n; a; na; none;
subtask; epic; see
""")
)
_NAMES = (
    (_TICKET_WORDS - {"n", "a", "na", "none"})
    | AND_WORDS
    | frozenset(phrases("in; tracked; filed; github; gitlab; linear; pull; merge; request; requests"))
)
_SAID_OF = frozenset(
    ("action", "done", "ended", "of ticket", "numbered", "team")
)  # columns, or what is known of another one
_OF_ISSUES = frozenset(phrases("issue; issues; ticket; tickets; gh; github; gitlab"))
_NUMBER = re.compile(r"#?\d{1,3}[.:)]?[ \t]+(?=[^\w\s])")  # "1 ✅"
_PHRASE = 4  # spaces of a text that is no answer any more
_NOTE = re.compile(r"[ \t]+[—–-][ \t]")  # behind a link, before what is said of it
# A day, or a line's end in a cell.
_NO_WORD = re.compile(
    r"(?<![\d./-])(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})(?![\d./-])|<br ?/?>", re.IGNORECASE
)
_DIGITS = re.compile(r"(?<!\w)\d+(?!\w)")
_FIRST_DAY = re.compile(r"[*_ ]{0,3}(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})(?!\d)")


class CellReader:
    """Reads the cells of one document's tables."""

    def __init__(self, source: Source, words: Compiled, reader: FieldReader) -> None:
        self._source = source
        self._words = words
        self._reader = reader

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
                word = self._ticket(line, cell, fields, links, told=told, numbered=numbered)
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
            and _in_words(text)
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
        if name not in ("due", "priority") or "status" in columns or not _in_words(cell.text):
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
        return not self._only(blanked(text, [(one.start, one.end) for one in found]), days=True)

    def _references(self, line: int, cell: Cell) -> list[Link]:
        return [self._cell_link(line, cell, found) for found in references.in_cell(cell.text)]

    def _in_place(self, line: int, cell: Cell) -> list[Link]:
        found = tickets(cell.text, len(cell.text), 0, (), self._words.tickets)
        ours = [one for one in references.find_ours(cell.text) if in_place(cell.text, one, own=True)]
        return [self._cell_link(line, cell, one) for one in (*found, *ours)]

    def _cell_link(self, line: int, cell: Cell, found: references.Reference) -> Link:
        url = found.url.replace("\\|", "|") if found.url else None
        span = self._source.span(line, cell.column + found.start, cell.column + found.end)
        return Link(found.text, url, line + 1, span, found.unsure, found.bare)

    def _ticket(
        self, line: int, cell: Cell, fields: Fields, links: list[Link], *, told: bool, numbered: bool
    ) -> Span | None:
        """Read a ticket cell; the span of a status word in it, if there is one.

        Unless the column is ``told`` to hold tickets, a state in it says that there is one, as in "Ticket created".
        Where it is ``numbered``, a mere number is a ticket, too.
        """
        found = references.in_cell(cell.text)
        found += list(further_numbers(cell.text, found))
        if found or not told:
            pass
        elif found := bare_numbers(cell.text):
            numbered = numbered or _names_number(cell.text)
            if not numbered or names_another_system(cell.text):
                fields.doubts.append(("PM126", repr(cell.text)))
                found = []
        elif looks_like_tickets(cell.text):
            fields.doubts.append(("PM126", repr(cell.text)))
        kept = [one for one in found if not is_taken_back(cell.text, one)]
        blank = any(one.url is None and is_blank_number(one.text) for one in kept)
        rest = blanked(cell.text, [*((r.start, r.end) for r in found), *strokes(cell.text)])
        at, state = self._word(rest)
        ours = [one for one in kept if one.form is references.Form.OURS]  # stands there whatever stands beside it
        beside = rest[: at[0]] + rest[at[1] :]
        linked = any(one.url is not None for one in kept)  # of which a number beside it takes nothing
        named = (
            kept and RANGE.search(cell.text) is None and self._names(_DIGITS.sub(" ", beside) if linked else beside)
        ) or (found and self._is_noted(cell.text, found[0]))
        if ours and not named:
            kept = ours
        elif found and (blank or not named):
            # "TBD after #3", "none, see #4", "#5?": which ticket it is nobody says.
            links += [link for link in (self._cell_link(line, cell, one) for one in kept) if link.change]
            fields.doubts.append(("PM126", repr(cell.text)))
            return None
        links += (named_here := [self._cell_link(line, cell, reference) for reference in kept])
        fields.doubts += [("PM126", repr(cell.text))] if told and _only_shows(named_here) else []
        marked = next((r.state for r in found if r.state is not None), None)
        if marked is not None:
            fields.state = marked
            return None
        if is_closed(state) and not (told and _in_words(rest[slice(*at)])):
            return None  # a tick tells that there is a ticket
        if state is not None and not self._only(beside) and self._words.states.judge(rest).sure is not state:
            fields.doubt_state(repr(cell.text))
            return None
        if state is None:
            said = (self._words.state(r.text) for r in found if _in_words(r.text))
            fields.state = next(filter(None, said), fields.state)
            return None
        if state is State.OPEN and is_closed(fields.state):
            return None  # "TODO" beside finished work: nobody has made the ticket
        fields.state = state
        return self._source.span(line, cell.column + at[0], cell.column + at[1])

    @staticmethod
    def _only(rest: str, *, days: bool = False) -> bool:
        """True where nothing but the name of a ticket stands in a cell; numbers may be its own, or ``days``."""
        return all((word.isdigit() and not days) or word.casefold() in _TICKET_WORDS for word in _LETTERS.findall(rest))

    @staticmethod
    def _is_noted(text: str, first: references.Reference) -> bool:
        """True for a link at the head of a cell and a note on it behind a dash."""
        return first.url is not None and not first.start and _NOTE.match(text, first.end) is not None

    @staticmethod
    def _names(rest: str) -> bool:
        """True where what stands beside references only names them; a number may be one more: "#13 14"."""
        words = (word.casefold() for word in _LETTERS.findall(_NO_WORD.sub(" ", rest)))
        return "?" not in rest and all(word in _NAMES for word in words)

    def _word(self, text: str) -> tuple[tuple[int, int], State | None]:
        """The last words of a ticket cell that say a state, as in "Bug 12 TODO"."""
        found = list(_WORD.finditer(text))[-8:]
        for size in (3, 2, 1):
            for index in range(len(found) - size, -1, -1):
                start, end = found[index].start(), found[index + size - 1].end()
                state = self._words.state(text[start:end])
                if state is not None and not found[index][0].isdigit():
                    return (start, end), state
        return (0, 0), None


def _only_shows(links: Sequence[Link]) -> bool:
    """True for links of which none names a ticket, and one leads to a page that may show it."""
    return any(may_be_ticket_address(one.url or "") for one in links) and not any(one.ticket for one in links)


def _names_number(text: str) -> bool:
    """True where words of a cell call a number an issue: "issue 12", "GH 12"."""
    return not _OF_ISSUES.isdisjoint(_LETTERS.findall(text.casefold()))


def _in_words(text: str) -> bool:
    """True for more than signs and ticks."""
    return _LETTERS.search(SHORTCODE.sub("", text)) is not None


def _told(columns: dict[str, int], cells: list[Cell]) -> dict[str, int]:
    """The columns that count in a row: a former due date where no new one is set, a team where nobody owns it."""
    told = {name: index for name, index in columns.items() if name != "former due"}
    if "former due" in columns and not (told["due"] < len(cells) and cells[told["due"]].text.strip(" -–—?")):
        told["due"] = columns["former due"]
    if "team" in columns and not (told["owner"] < len(cells) and cells[told["owner"]].text.strip(" -–—?")):
        told["owner"] = columns["team"]
    return told
