"""What an item's words say: its fields, where they stand, and what of the words is no title."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from postmortem_tracker.calendar import shifted
from postmortem_tracker.markdown.items.owners import read_owners
from postmortem_tracker.markdown.lines.dates import Doubt, Reading, days_told, has_digit, has_moved, read_date, read_day
from postmortem_tracker.markdown.lines.references import Reference
from postmortem_tracker.markdown.words.boxes import Box
from postmortem_tracker.markdown.words.languages import every, weekdays
from postmortem_tracker.markdown.words.not_by import PUT_OFF, is_earliest
from postmortem_tracker.markdown.words.people import is_nobody
from postmortem_tracker.markdown.words.phrases import any_of
from postmortem_tracker.markdown.words.strokes import STRUCK, is_struck
from postmortem_tracker.model import State, Waiver
from postmortem_tracker.text.people import same_person

_FILE = re.compile(r"`|/[^\W\d]|[^\W\d]/")
_LONG_AGO = 366  # days
_QUALIFIED = re.compile(
    rf"\b(?:{any_of(*every('days', 'about'))}|not|never|earliest|after|was|or|either|slipped|missed|"
    r"done|completed|finished|closed)\b|\?|(?<!~)~(?!~)|[≈±]",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]+")
# Behind a day, in brackets, the one that it was before.
_FORMER = re.compile(
    rf"(?<=\d)[*_`]{{0,3}}[ \t]*\({any_of(*every('days', 'once'))}(?![^\W_])[^()\n?]{{1,40}}\)(?=[ \t.*_`]*$)",
    re.IGNORECASE,
)
_WEEK_OF = re.compile(rf"(?<!\w)(?:{any_of(*every('days', 'week_of'))})(?!\w)", re.IGNORECASE)  # no day of it is named
_PUT_OFF = re.compile(PUT_OFF, re.IGNORECASE)
_NAMES = {State.OPEN: "open", State.COMPLETED: "done", State.NOT_PLANNED: "not planned"}
_QUOTED = 80  # characters of words that are quoted in a finding
_LINKED = re.compile(r"\[([^\[\]\n]*)\]\([^)\[\n]*\)")


@dataclass
class Mention:
    """A value and where its words stand in the text it was read from."""

    value: str
    start: int
    end: int


@dataclass
class Fields:
    """What an item's text says, and the ranges (``cuts``) that are fields rather than title."""

    state: State | None = None
    said: State | None = None  # the last state that words told
    word: Mention | None = None  # the first one that told it without a label
    disputed: bool = False  # words tell several, or one of something else
    unsure: bool = False  # words speak of a state that is not understood; none above the item is believed either
    struck: int | None = None  # where the words end that are struck out as a whole
    beside: str = ""  # the words behind them that may say why
    sign: State | None = None  # of an emoji at the head, which may be no more than a bullet
    box: Box | None = None
    owners: list[str] = field(default_factory=list)
    unknown_owner: bool = False
    due: str | None = None
    due_reading: Reading | None = None
    due_before: date | None = None  # the incident's day, where the due date is not believed for being long before it
    priority: str | None = None
    type: str | None = None
    waiver: Waiver | None = None
    links: list[Reference] = field(default_factory=list)
    cuts: list[tuple[int, int]] = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)  # code and detail of what somebody should look at
    mentions: dict[str, Mention] = field(default_factory=dict)

    def mention(self, name: str, value: str, start: int) -> None:
        """Note where a field's value is written, unless it was seen before."""
        self.mentions.setdefault(name, Mention(value, start, start + len(value)))

    def say(self, state: State) -> None:
        """Take a state from words; a box knows better, unless it is open and the words say that it will stay so.

        Words that say two different things are not believed.
        """
        told, self.said = self.said, state
        if self.disputed:
            return
        if told is not None and told is not state and (told.closed or state.closed):
            self.withdraw(f"its words say both {_NAMES[told]} and {_NAMES[state]}")
            return
        if self.box is not None and self.box.state is not state and State.COMPLETED in (self.box.state, state):
            self.doubt_state("the box and the words beside it say different things")
        if self.state is None or (self.state is State.OPEN and (self.box is None or state is State.NOT_PLANNED)):
            self.state = state

    def withdraw(self, said: str) -> None:
        """Believe no word about the item's state from now on, and note why; a box stays what it is."""
        self.state = self.box.state if self.box is not None else State.OPEN
        if not self.disputed:
            self.doubt_state(said)
        self.disputed = True

    def doubt_state(self, said: str) -> None:
        """Note words about the item's state that are not understood."""
        self.unsure = True
        self.doubts.append(("PM120", said if len(said) < _QUOTED else f"{said[:_QUOTED]}…"))

    def settle(self, code: str, *said: str) -> None:
        """Take back a doubt that begins with any of these words, since they are understood after all."""
        told = tuple(map(repr, said))
        self.doubts = [one for one in self.doubts if one[0] != code or not one[1].startswith(told)]

    def own(self, value: str) -> None:
        """Add the people or teams a value names."""
        said = read_owners(value)
        known = {*map(same_person, self.owners)}  # "@bob" in the text is the Bob of the column
        self.owners += [name for name in said.names if same_person(name) not in known]
        self.priority = self.priority or said.priority
        self.unknown_owner = self.unknown_owner or said.nobody
        self.doubts += [("PM105", repr(words)) for words in said.doubted]

    def fall_due(self, value: str, near: date | None) -> None:
        """Set the due date from its words, unless one is set or the value is a placeholder."""
        bare = value.strip(" *_`.()")
        bare += ")" * (bare.count("(") - bare.count(")"))
        if self.due is not None or not bare:
            return
        reading = read_date(bare, near)
        if reading.value is None and is_nobody(bare):
            return
        if reading.doubt is Doubt.UNREADABLE and _FILE.search(value) is not None:
            return  # a "target" may be a file
        if reading.value is not None and near is not None and reading.value < shifted(near, -_LONG_AGO):
            self.due_before, reading = near, Reading(None, Doubt.AMBIGUOUS)
        elif reading.value is not None and (doubt := _doubt_about(value, reading.value)) is not None:
            reading = Reading(None, doubt)
        self.due_reading = reading
        self.due = reading.value.isoformat() if reading.value else bare


def is_doubted(said: str, near: date | None) -> bool:
    """True for words that name a day and others beside it that make it doubtful: "2026-12-24 or earlier"."""
    reading = read_date(said, near)
    return reading.value is not None and _doubt_about(said, reading.value) is not None


def _doubt_about(said: str, day: date) -> Doubt | None:
    """Why a day is not believed: other words change it, or it is no such day of the week."""
    bare = _LINKED.sub(r"\1", said)
    named = frozenset(weekdays()[word] for word in _LETTERS.findall(bare.casefold()) if word in weekdays())
    if named and day.isoweekday() not in named:
        return Doubt.AMBIGUOUS
    bare = _FORMER.sub("", bare)  # "2026-12-24 (was 2026-11-01)"
    if (
        _QUALIFIED.search(bare) is not None
        or is_earliest(bare)
        or _WEEK_OF.search(bare) is not None
        or _is_put_off(bare)
        or (days_told(bare, day) > 1 and not has_moved(bare) and STRUCK.search(bare) is None)
    ):
        return Doubt.AMBIGUOUS
    return Doubt.AMBIGUOUS if is_struck(bare) else None


def _is_put_off(said: str) -> bool:
    """True where words behind a day take it back and name no other: "→ TBD", "(postponed)"."""
    found = next((one for one in reversed(list(_PUT_OFF.finditer(said)))), None)
    return found is not None and has_digit(said[: found.start()]) and read_day(said[found.end() :]) is None
