"""Reads the cells of a table's ticket column: tickets, and the state that stands beside one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from postmortem_tracker.markdown.items.fields import Fields
from postmortem_tracker.markdown.lines.alternatives import are_alternatives
from postmortem_tracker.markdown.lines.bare_numbers import bare_numbers, further_numbers, names_another_system
from postmortem_tracker.markdown.lines.dates import has_digit
from postmortem_tracker.markdown.lines.like_tickets import RANGE, looks_like_tickets
from postmortem_tracker.markdown.lines.nodes import Cell
from postmortem_tracker.markdown.lines.placed import is_taken_back
from postmortem_tracker.markdown.lines.plain import blanked
from postmortem_tracker.markdown.lines.references import Form, Reference, in_cell
from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.markdown.words.boxes import SHORTCODE
from postmortem_tracker.markdown.words.names_of_tickets import names_tickets
from postmortem_tracker.markdown.words.phrases import phrases
from postmortem_tracker.markdown.words.strokes import strokes
from postmortem_tracker.markdown.words.vocabulary import Compiled
from postmortem_tracker.model import Link, Span, State, is_closed
from postmortem_tracker.text.ticket_forms import is_blank_number, may_be_ticket_address

_WORD = re.compile(r"[^\s*_`()\[\],;.]+")
_LETTERS = re.compile(r"\w+")
_TICKET_WORDS = frozenset(
    phrases("""
bug; bugs; ticket; tickets; issue; issues; pr; prs; mr; mrs; card; story; task; jira; gh; n; a; na; none;
subtask; epic; see
""")
)
_OF_ISSUES = frozenset(phrases("issue; issues; ticket; tickets; gh; github; gitlab"))
_NOTE = re.compile(r"[ \t]+[—–-][ \t]")  # behind a link, before what is said of it
# A day, or a line's end in a cell.
_NO_WORD = re.compile(
    r"(?<![\d./-])(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})(?![\d./-])|<br ?/?>", re.IGNORECASE
)
_DIGITS = re.compile(r"(?<!\w)\d+(?!\w)")


_LAST = 8  # words of a cell that may say a state


class _Word(NamedTuple):
    """Where words that say a state stand in a cell."""

    start: int
    end: int
    state: State


class TicketCells:
    """Reads the cells of one document's ticket columns."""

    def __init__(self, source: Source, words: Compiled) -> None:
        self._source = source
        self._words = words

    def link(self, line: int, cell: Cell, found: Reference) -> Link:
        """A reference in a cell as a link of the item."""
        url = found.url.replace("\\|", "|") if found.url else None
        span = self._source.span(line, cell.column + found.start, cell.column + found.end)
        return Link(found.text, url, line + 1, span, found.unsure, found.bare)

    def read(
        self, line: int, cell: Cell, fields: Fields, links: list[Link], *, told: bool, numbered: bool
    ) -> Span | None:
        """Read a ticket cell; the span of a status word in it, if there is one.

        Unless the column is ``told`` to hold tickets, a state in it says that there is one, as in "Ticket created".
        Where it is ``numbered``, a mere number is a ticket, too.
        """
        found = in_cell(cell.text)
        found += list(further_numbers(cell.text, found))
        if not found and told:
            found = self._numbers(cell, fields, numbered=numbered)
        rest = blanked(cell.text, [*((r.start, r.end) for r in found), *strokes(cell.text)])
        word = self._word(rest)
        kept = _meant(cell.text, found, _without(rest, word))
        if kept is None:
            standing = [self.link(line, cell, one) for one in _standing(cell.text, found)]
            links += [link for link in standing if link.change]
            fields.doubts.append(("PM126", repr(cell.text)))
            return None
        links += (here := [self.link(line, cell, reference) for reference in kept])
        fields.doubts += [("PM126", repr(cell.text))] if told and _only_shows(here) else []
        marked = next((one.state for one in found if one.state is not None), None)
        if marked is not None:
            fields.state = marked
        elif word is None:
            said = (self._words.state(one.text) for one in found if in_words(one.text))
            fields.state = next(filter(None, said), fields.state)
        elif self._counts(cell, word, rest, fields, told=told):
            fields.state = word.state
            return self._source.span(line, cell.column + word.start, cell.column + word.end)
        return None

    def _counts(self, cell: Cell, word: _Word, rest: str, fields: Fields, *, told: bool) -> bool:
        """Whether a state beside a ticket is the item's; among other words it is only doubted."""
        if is_closed(word.state) and not (told and in_words(rest[word.start : word.end])):
            return False  # a tick tells that there is a ticket
        if not names_only_tickets(_without(rest, word)) and self._words.states.judge(rest).sure is not word.state:
            fields.doubt_state(repr(cell.text))
            return False
        return word.state is not State.OPEN or not is_closed(fields.state)  # "TODO": nobody has made the ticket

    @staticmethod
    def _numbers(cell: Cell, fields: Fields, *, numbered: bool) -> list[Reference]:
        """Mere numbers in a cell without references, where they are tickets; in doubt they are quoted."""
        found = bare_numbers(cell.text)
        if found and (numbered or _names_number(cell.text)) and not names_another_system(cell.text):
            return found
        if found or looks_like_tickets(cell.text):
            fields.doubts.append(("PM126", repr(cell.text)))
        return []

    def _word(self, text: str) -> _Word | None:
        """The last words of a ticket cell that say a state, as in "Bug 12 TODO"."""
        found = list(_WORD.finditer(text))[-_LAST:]
        for size in (3, 2, 1):
            for index in range(len(found) - size, -1, -1):
                start, end = found[index].start(), found[index + size - 1].end()
                state = self._words.state(text[start:end])
                if state is not None and not found[index][0].isdigit():
                    return _Word(start, end, state)
        return None


def _without(text: str, word: _Word | None) -> str:
    return text if word is None else text[: word.start] + text[word.end :]


def in_words(text: str) -> bool:
    """True for more than signs and ticks."""
    return _LETTERS.search(SHORTCODE.sub("", text)) is not None


def names_only_tickets(rest: str, *, days: bool = False) -> bool:
    """True where nothing but the name of a ticket stands in a cell; numbers may be its own, or ``days``."""
    return all((word.isdigit() and not days) or word.casefold() in _TICKET_WORDS for word in _LETTERS.findall(rest))


def _meant(text: str, found: list[Reference], beside: str) -> list[Reference] | None:
    """The references that are the item's tickets; None where nobody says which: "TBD after #3", "#4 or #5", "#6?"."""
    kept = _standing(text, found)
    blank = any(one.url is None and is_blank_number(one.text) for one in kept)
    linked = any(one.url is not None for one in kept)  # of which a number beside it takes nothing
    rest = _NO_WORD.sub(" ", _DIGITS.sub(" ", beside) if linked else beside)
    whole = kept and RANGE.search(text) is None and not has_digit(rest) and names_tickets(rest)
    named = whole or (found and _is_noted(text, found[0]))
    ours = [one for one in kept if one.form is Form.OURS]  # stands there whatever stands beside it
    if ours and not named:
        return ours
    return None if found and (blank or not named or are_alternatives(text, kept)) else kept


def _standing(text: str, found: list[Reference]) -> list[Reference]:
    return [one for one in found if not is_taken_back(text, one)]


def _is_noted(text: str, first: Reference) -> bool:
    """True for a link at the head of a cell and a note on it behind a dash."""
    return first.url is not None and not first.start and _NOTE.match(text, first.end) is not None


def _only_shows(links: Sequence[Link]) -> bool:
    """True for links of which none names a ticket, and one leads to a page that may show it."""
    return any(may_be_ticket_address(one.url or "") for one in links) and not any(one.ticket for one in links)


def _names_number(text: str) -> bool:
    """True where words of a cell call a number an issue: "issue 12", "GH 12"."""
    return not _OF_ISSUES.isdisjoint(_LETTERS.findall(text.casefold()))
