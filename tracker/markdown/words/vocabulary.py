"""What sections, labels, columns and states are called: data, and the look-ups made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import TypeVar

from postmortem_tracker.markdown.words.boxes import read_box
from postmortem_tracker.markdown.words.labels import FIELDS
from postmortem_tracker.markdown.words.languages import also_english, every
from postmortem_tracker.markdown.words.phrases import Phrases, any_part, in_groups, reduce
from postmortem_tracker.markdown.words.roles import Role, TitleRoles
from postmortem_tracker.markdown.words.spelled import lowered
from postmortem_tracker.markdown.words.stated_titles import StatedTitles
from postmortem_tracker.markdown.words.states import States
from postmortem_tracker.markdown.words.ticket_keys import TicketKeys
from postmortem_tracker.model import State

K = TypeVar("K")
_UNMISTAKABLE = (
    *("owner", "assignee", "assigned to", "due", "due date", "due by", "eta", "deadline", "priority", "dri"),
    *("responsible", "target date"),
)
_SURE_LABEL = frozenset(_UNMISTAKABLE)
_FOREIGN = 1
EVIDENCE = Phrases({1: every("columns", "evidence")})  # "Completion evidence" tells how it is known, and no state


@dataclass(frozen=True, repr=False)  # a default of `parse`, whose help would be its thousands of words
class Vocabulary:
    """Words by what they mean. ``sections`` holds phrases that name a section wherever they stand in a title,
    ``bare`` those that do so only alone or beside filler words; ``*`` stands for any ending of a word.
    """

    sections: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    bare: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    states: Mapping[State, tuple[str, ...]] = field(default_factory=dict)
    # Of trackers whose tickets are named like AUTH-12; none: what stands in its place.
    ticket_keys: tuple[str, ...] = ()
    today: date | None = None  # no work is done on a later day; None: no day is compared

    def extended(
        self,
        *,
        sections: Mapping[Role | str, Iterable[str]] | None = None,
        columns: Mapping[str, Iterable[str]] | None = None,
        labels: Mapping[str, Iterable[str]] | None = None,
        states: Mapping[State | str, Iterable[str]] | None = None,
        ticket_keys: Iterable[str] = (),
    ) -> Vocabulary:
        """The same vocabulary with more words; raises ValueError for an unknown role, column, label or state."""
        roles = {Role(role): tuple(more) for role, more in (sections or {}).items()}
        by_state = {State(state): tuple(more) for state, more in (states or {}).items()}
        return replace(
            self,
            sections=_merged(self.sections, roles),
            columns=_merged(self.columns, _known(self.columns, columns)),
            labels=_merged(self.labels, _known(self.labels, labels)),
            states=_merged(self.states, by_state),
            ticket_keys=(*self.ticket_keys, *ticket_keys),
        )

    @cached_property
    def compiled(self) -> Compiled:
        """The patterns made of these words."""
        return Compiled(self)


def _known(base: Mapping[str, tuple[str, ...]], more: Mapping[str, Iterable[str]] | None) -> dict[str, tuple[str, ...]]:
    added = {name: tuple(listed) for name, listed in (more or {}).items()}
    if unknown := added.keys() - base.keys():
        raise ValueError(f"unknown name {min(unknown)!r}; known are {', '.join(base)}")
    return added


def _merged(base: Mapping[K, tuple[str, ...]], more: Mapping[K, tuple[str, ...]]) -> dict[K, tuple[str, ...]]:
    return {key: (*base.get(key, ()), *more.get(key, ())) for key in (*base, *(more.keys() - base.keys()))}


class Compiled:
    """A vocabulary ready for look-ups, and the answers it has already given."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.today = vocabulary.today
        titles = TitleRoles(vocabulary.sections, vocabulary.bare, lambda said: self.states.judge(said).state)
        self.role = lru_cache(maxsize=4096)(titles.role)
        self.bare_title = lru_cache(maxsize=4096)(titles.is_bare)
        self.names_measures = lru_cache(maxsize=4096)(titles.names_measures)
        self.likely = titles.likely
        self.is_for_others = titles.is_for_others
        self.is_for_own_team = titles.is_for_own_team
        self.column = lru_cache(maxsize=2048)(self._column)
        self.state = lru_cache(maxsize=2048)(self._state)

    @cached_property
    def _columns(self) -> tuple[list[tuple[str, int]], Phrases]:
        bits = [(name, 2 << n) for n, name in enumerate(self._vocabulary.columns)]
        listed = {bit: self._vocabulary.columns[name] for name, bit in bits}
        return bits, in_groups({_FOREIGN: every("columns", "other"), **listed})

    @cached_property
    def _columns_inside(self) -> Phrases:
        """The same without the words that are a column only as a whole header: "Data", but not "Data center"."""
        alone = also_english("columns")
        bits, _ = self._columns
        return in_groups({bit: [p for p in self._vocabulary.columns[name] if p not in alone] for name, bit in bits})

    @cached_property
    def _states(self) -> tuple[list[tuple[State, int]], dict[str, State], Phrases]:
        bits = [(state, 1 << n) for n, state in enumerate(self._vocabulary.states)]
        listed = {bit: self._vocabulary.states[state] for state, bit in bits}
        exact = {phrase: state for state, _ in reversed(bits) for phrase in self._vocabulary.states[state]}
        return bits, exact, in_groups(listed)

    @cached_property
    def states(self) -> States:
        """What judges the words of a status."""
        bits, exact, known = self._states
        return States(known, bits, {phrase: state for phrase, state in exact.items() if not reduce(phrase)})

    @cached_property
    def titles(self) -> StatedTitles:
        """What judges the states in titles and labels."""
        return StatedTitles(self.states, self.state, self.role, self.bare_title)

    @cached_property
    def tickets(self) -> TicketKeys:
        """Which keys are tickets."""
        return TicketKeys(frozenset(self._vocabulary.ticket_keys) or None)

    @cached_property
    def label_pattern(self) -> re.Pattern[str]:
        """What finds the labels of fields in an item's text; a named group says which field."""
        return _label_pattern(self._vocabulary.labels)

    @cached_property
    def label_stems(self) -> frozenset[str]:
        """How the last words of all labels begin; "" where one ends in another sign."""
        listed = (phrase for ps in self._vocabulary.labels.values() for phrase in ps)
        return frozenset(re.split(r"\W+", lowered(phrase).rstrip("*").removesuffix("(s)"))[-1][:4] for phrase in listed)

    def _column(self, header: str) -> str | None:
        """The field a column header names, "" for one known to belong to other tables, None if unknown."""
        text = reduce(header) or header.strip().casefold()
        if text in ("", "#", "no", "nr", "id", "n"):
            return "#" if text != "" else None
        if text in ("issue", "issues"):
            return "issue"
        names, known = self._columns
        told = text.split()
        whole = known.whole(told)
        for name, bit in names:
            if whole & bit:
                return name
        if whole & _FOREIGN:
            return ""
        found = self._columns_inside.found(told)
        named = [name for name, bit in names if found & bit]
        first = next((name for name in named if name != "action"), "action" if named else None)
        return None if first == "status" and EVIDENCE.found(told) else first

    def names_whole(self, header: str, name: str) -> bool:
        """True for a column header that is a name of this field and says nothing else."""
        text = reduce(header) or header.strip().casefold()
        names, known = self._columns
        return bool(known.whole(text.split()) & dict(names)[name])

    def _state(self, text: str) -> State | None:
        """The state that a word or label is by itself, or None."""
        if "?" in text or "~~" in text:
            return None
        box = read_box(text.lstrip(" \t*_-+"))
        state = self._whole_state(text)
        return state if box is None or state is None or box.state is state else None  # "[ ] Done" is the choice to tick

    def _whole_state(self, text: str) -> State | None:
        bare = text.strip().strip("*_`~()[]:.!–—- ").strip()
        if not bare:
            return None
        bits, exact, known = self._states
        lowered = reduce(bare)
        if not lowered:
            return exact.get(bare) or exact.get(bare[:1]) or exact.get(bare[:2])
        whole = known.whole(lowered.split())
        return exact.get(bare) or next((state for state, bit in bits if whole & bit), None)


def is_unmistakable(label: str) -> bool:
    """True for a label that is meant as one wherever it stands: "Target date"."""
    return label in _SURE_LABEL


def _label_pattern(labels: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    """A label such as "Owner:" at the start of a line, behind a separator, or (the unmistakable ones) behind a space.

    It is for text in small letters. Each way to begin has a sign for its first part, which is tried at once. A bracket
    right behind a word opens a call, as in "notify(type: urgent)".
    """
    # Those for due dates are found behind a space, too: the value tells whether they are meant.
    loose = _alternatives(labels.get("due", ())) or "(?!)"
    groups = "|".join(f"(?P<{name}>{_alternatives(listed)})" for name, listed in labels.items())
    return re.compile(
        r"(?:(?m:^)|[;|,.—–][ \t]*|[(\[](?:(?<![a-z0-9_].)|(?=[^\x00-\x7f]))[ \t]*|[ \t]-[ \t]|\*\*(?=\w)|"
        r"(?<!\w)__(?=\w)|(?<!\S)[*_](?=\w)|<br ?/?>|[ \t](?=(?:"
        + _alternatives(_UNMISTAKABLE)
        + rf")\b|(?:{loose})[ \t*_]{{0,6}}[:：]))[*_\s]{{0,4}}(?:{groups})[ \t]*+(?:[*_]{{1,3}}[ \t]*+)?"
        r"(?:::?|：|=(?!=))[*_]{0,3}[ \t]*(?!//)"
    )


_ENDING = re.compile(r"\\\*(?=\\ |$)")  # a star within a word is none: each more would cost the words' length again


def _alternatives(listed: Iterable[str]) -> str:
    low = map(lowered, listed)
    parts = {p: _ENDING.sub(r"\\w{0,40}(?:\\(s\\))?", re.escape(p)).replace(r"\ ", r"[ \t]+") for p in low}
    return any_part(parts) if parts else ""


_STRONG_ROLES = (Role.TASKS, Role.WORK, Role.REMARKS, Role.IMPROVEMENTS, Role.MEASURES, Role.OTHER)

DEFAULT = Vocabulary(
    sections={role: every("titles", role) for role in _STRONG_ROLES},
    bare={role: every("titles_alone", role) for role in (Role.TASKS, Role.IMPROVEMENTS, Role.MEASURES)},
    columns={
        "action": (*every("columns", "action"), *every("columns", "details")),
        **{name: every("columns", name) for name in FIELDS},
    },
    labels={name: every("labels", name) for name in FIELDS},
    states={
        State.NOT_PLANNED: every("states", "not_planned"),
        State.OPEN: every("states", "open"),
        State.COMPLETED: every("states", "completed"),
    },
)


@lru_cache(maxsize=8)
def words_on(today: date) -> Vocabulary:
    """The default words as they are read on a day."""
    return replace(DEFAULT, today=today)
