"""What sections, labels, columns and states are called: data, compiled once into patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TypeVar

from postmortem_tracker.markdown.words import heads
from postmortem_tracker.markdown.words.judge import is_order_word
from postmortem_tracker.markdown.words.labels import lowered
from postmortem_tracker.markdown.words.languages import also_english, every
from postmortem_tracker.markdown.words.phrases import Phrases, any_of, any_part, reduce
from postmortem_tracker.markdown.words.roles import MEASURE_ROLES, Role, TitleRoles
from postmortem_tracker.markdown.words.states import HEDGES, Grasp, States
from postmortem_tracker.markdown.words.ticket_keys import TicketKeys
from postmortem_tracker.model import State

K = TypeVar("K")
_UNMISTAKABLE = (
    *("owner", "assignee", "assigned to", "due", "due date", "due by", "eta", "deadline", "priority", "dri"),
    *("responsible", "target date"),
)
_SURE_LABEL = frozenset(_UNMISTAKABLE)
_FOREIGN = 1
_COUNT = re.compile(r"\([1-9]\d{0,2}(?: (?:items?|tasks?|actions?))?\)")
_JOINED = re.compile(rf"[ \t]*(?:[&+/,]|{any_of(*every('people', 'and'))}\b)", re.IGNORECASE)  # "and next steps"
_AHEAD = frozenset({"to", "be", "will", "should"})
_ALL_OF = Phrases({1: every("states", "all_of")})
_OF_ALL = Phrases({1: [word for phrase in every("states", "of_all") for word in phrase.split()]})
_LONGEST_STATE = 4  # words
_SUBJECTS = re.compile(
    r"(?<!post[ -])\b(?:incidents?|issues?|problems?|outages?)\b|[:,;()–—]|[ \t]-[ \t]", re.IGNORECASE
)


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
    ticket_keys: tuple[
        str, ...
    ] = ()  # of trackers whose tickets are named like AUTH-12; none: what stands in its place

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


def _behind_sign(title: str) -> tuple[str, str, str]:
    """A title's words before and behind its last dash or colon."""
    at = max((title.rfind(sign), sign) for sign in (" – ", " — ", " - ", ": "))
    return title.rpartition(at[1]) if at[0] >= 0 else ("", "", title)


def _goes_on(rest: str) -> bool:
    """True for words behind a state that join something to it, or put it off: "and next steps", "until funded"."""
    return _JOINED.match(rest) is not None or heads.is_put_off(reduce(rest).split())


def _is_of_items(noun: str) -> bool:
    """True for what a state in a title is said of where that is the items: not "incident: action items"."""
    return noun != "" and _SUBJECTS.search(noun) is None and _AHEAD.isdisjoint(reduce(noun).split())


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
        return bits, Phrases({_FOREIGN: every("columns", "other"), **listed})

    @cached_property
    def _columns_inside(self) -> Phrases:
        """The same without the words that are a column only as a whole header: "Data", but not "Data center"."""
        alone = also_english("columns")
        bits, _ = self._columns
        return Phrases({bit: [p for p in self._vocabulary.columns[name] if p not in alone] for name, bit in bits})

    @cached_property
    def _states(self) -> tuple[list[tuple[State, int]], dict[str, State], Phrases]:
        bits = [(state, 1 << n) for n, state in enumerate(self._vocabulary.states)]
        listed = {bit: self._vocabulary.states[state] for state, bit in bits}
        exact = {phrase: state for state, _ in reversed(bits) for phrase in self._vocabulary.states[state]}
        return bits, exact, Phrases(listed)

    @cached_property
    def states(self) -> States:
        """What judges the words of a status."""
        bits, exact, known = self._states
        return States(known, bits, {phrase: state for phrase, state in exact.items() if not reduce(phrase)})

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

    def state_of_head(self, title: str) -> State | None:
        """The state that a title gives its noun: "Actions in progress"."""
        told = reduce(title[:200]).split()
        return self.state(heads.behind_head(told)) if told else None

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
        return next((name for name in named if name != "action"), "action" if named else None)

    def names_whole(self, header: str, name: str) -> bool:
        """True for a column header that is a name of this field and says nothing else."""
        text = reduce(header) or header.strip().casefold()
        names, known = self._columns
        return bool(known.whole(text.split()) & dict(names)[name])

    def _state(self, text: str) -> State | None:
        """The state that a word or label is by itself, or None."""
        if "?" in text or "~~" in text:
            return None
        bare = text.strip().strip("*_`~()[]:.!–—- ").strip()
        if not bare:
            return None
        bits, exact, known = self._states
        lowered = reduce(bare)
        if not lowered:
            return exact.get(bare) or exact.get(bare[:1]) or exact.get(bare[:2])
        whole = known.whole(lowered.split())
        return exact.get(bare) or next((state for state, bit in bits if whole & bit), None)

    def tells_state(self, title: str) -> State | None:
        """The state that a title is, by itself or with how it came about: "Done", "Done in sprint 12"."""
        if (state := self.state(title)) is not None or is_order_word(title.partition(" ")[0]):
            return state
        judged = self.states.judge(title)
        return judged.state if judged.grasp is Grasp.ALL else None

    def state_of_title(self, title: str) -> State | None:
        """The state that a title or label gives to what is below it, as its words or beside them."""
        return self.title_state(title) or self.state(title)

    def state_of_label(self, text: str) -> State | None:
        """The closed state that a label or sentence gives to a list: "Done:", "All of these are done:"."""
        if (state := self.state_of_title(text)) is not None:
            return state
        told = reduce(text[:200]).split()
        if heads.is_refused(told, self.bare_title):
            return State.NOT_PLANNED
        judged = self.states.judge(text.rstrip(": "))
        if judged.grasp is Grasp.ALL and judged.state is not None and judged.state.closed:
            return judged.state
        return self._state_of_all(told)

    def _state_of_all(self, told: list[str]) -> State | None:
        """The closed state that a sentence says of all items: "All action items are done"."""
        head = next(_ALL_OF.at(told, 0), None) if told else None
        if head is None:
            return None
        for size in range(1, min(_LONGEST_STATE, len(told) - 1) + 1):
            state = self.state(" ".join(told[-size:]))
            noun = told[head.size : -size]
            if state is not None and state.closed:
                if not HEDGES.isdisjoint(noun) or State.OPEN in map(self.state, noun):
                    return None  # "All of these must be done", "All open ones are closed"
                bare = [word for word in noun if not _OF_ALL.whole([word])]
                return state if not bare or self.bare_title(" ".join(bare)) else None
        return None

    def leaves_open(self, title: str) -> bool:
        """True for a title that speaks of what is open, and of nothing closed: "The rest is still open"."""
        bits, _, known = self._states
        said = reduce(title[:200]).split()
        found = known.found(said)
        told = {state for state, bit in bits if found & bit}
        return told == {State.OPEN} or heads.is_to_come(said)

    def doubtful_title(self, title: str) -> str | None:
        """The words of a title that speak of a state and are none: "mostly done" of "Short-term (mostly done)"."""
        bare, opening, aside = title.removesuffix(")").rpartition("(")
        if not title.endswith(")") or not opening:
            ahead = not _AHEAD.isdisjoint(reduce(title).split())  # "To be done" names what is open, and no more
            state, rest = self._state_ahead(title)
            unsure = state is not None and not _is_of_items(rest)  # "Resolved issues to follow up"
            if unsure or (not ahead and self.states.hedged(title)) or self._is_taken_back(title):
                return title
            told = reduce(title[:200]).split()
            if heads.speaks_of_refusal(told) and not heads.is_refused(told, self.bare_title):
                return title
            head, sign, tail = _behind_sign(title)
            return tail if sign and self.bare_title(head) and self.states.clouded(tail) else None
        if self.states.hedged(aside) or (self.bare_title(bare) and self.states.clouded(aside)):
            return aside
        judged = self.states.judge(aside).state
        if judged is not None and judged.closed and not self._is_about_items(bare):
            return title  # "Follow-ups of the outage (resolved)"
        state = self.state(bare)
        unsure = state is not None and state.closed and self.state_beside(title, state) is None
        return title if unsure else None

    def _is_taken_back(self, title: str) -> bool:
        """True for a closed state and what it is not said of, or not yet: "Done and next steps", "Dropped for now"."""
        if self.states.judge(title).grasp is Grasp.ALL:
            return False
        words = title.split()
        sizes = range(1, min(_LONGEST_STATE, len(words) - 1) + 1)
        states = ((self.state(" ".join(words[:size])), " ".join(words[size:])) for size in sizes)
        return any(state is not None and state.closed and _goes_on(rest) for state, rest in states)

    def state_beside(self, title: str, state: State) -> State | None:
        """The state of a title with a remark behind it, if nothing in the remark may change it: "Done (4 items)"."""
        counted = _COUNT.fullmatch(title[title.rfind("(") :]) is not None
        return state if not state.closed or counted or self.states.judge(title).state is state else None

    def title_state(self, title: str) -> State | None:
        """The closed state that a title gives to what is below it: "Action items (completed)", "Completed tasks"."""
        text = title.strip().rstrip(":").strip()
        if text.endswith(")"):
            head, _, aside = text[:-1].rpartition("(")
            return self.states.judge(aside).state if self._is_about_items(head) else None
        head, found, tail = _behind_sign(text)
        if found and self.bare_title(head):
            return self.states.judge(tail).state
        before, _, last = text.rpartition(" ")
        if last.casefold() in ("done", "completed", "finished") and self.bare_title(before):
            own = _is_of_items(before) and self.role(before) is not Role.OTHER  # no "Definition of done"
            return self.state(last) if own else None  # "Action items done"
        state, rest = self._state_ahead(text)
        return state if _is_of_items(rest) else None

    def _is_about_items(self, head: str) -> bool:
        """Whether what stands in brackets behind a title is said of its items, and not of what else it names."""
        return _is_of_items(head) and (self.role(head) not in MEASURE_ROLES or self.bare_title(head))

    def _state_ahead(self, title: str) -> tuple[State | None, str]:
        """The closed state that a title begins with, and what it says is in it: "Completed tasks"."""
        first, _, rest = title.partition(" ")
        state = self.state(first) if first.casefold().endswith(("ed", "done")) else None
        if state is None or not state.closed or self.states.hedged(title) or _goes_on(rest):  # "Completed and open"
            return None, rest
        return (state if self.bare_title(rest) else None), rest


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
        r"(?:(?m:^)|[;|,.—–][ \t]*|[(\[](?:(?<![a-z0-9_].)|(?=[^\x00-\x7f]))[ \t]*|[ \t]-[ \t]|\*\*(?=\w)|__(?=\w)|"
        r"(?<!\S)[*_](?=\w)|<br ?/?>|[ \t](?=(?:"
        + _alternatives(_UNMISTAKABLE)
        + rf")\b|(?:{loose})[ \t*_]{{0,6}}[:：]))[*_\s]{{0,4}}(?:{groups})[ \t]*+(?:[*_]{{1,3}}[ \t]*+)?"
        r"(?:::?|：|=(?!=))[*_]{0,3}[ \t]*(?!//)"
    )


_ENDING = re.compile(r"\\\*(?=\\ |$)")  # a star within a word is none: each more would cost the words' length again


def _alternatives(listed: Iterable[str]) -> str:
    low = map(lowered, listed)
    parts = {p: _ENDING.sub(r"\\w{0,40}(?:\\(s\\))?", re.escape(p)).replace(r"\ ", r"[ \t]+") for p in low}
    return any_part(parts) if parts else ""


_FIELDS = ("owner", "due", "priority", "status", "ticket", "type")
_STRONG_ROLES = (Role.TASKS, Role.WORK, Role.REMARKS, Role.IMPROVEMENTS, Role.MEASURES, Role.OTHER)

DEFAULT = Vocabulary(
    sections={role: every("titles", role) for role in _STRONG_ROLES},
    bare={role: every("titles_alone", role) for role in (Role.TASKS, Role.IMPROVEMENTS, Role.MEASURES)},
    columns={
        "action": (*every("columns", "action"), *every("columns", "details")),
        **{name: every("columns", name) for name in _FIELDS},
    },
    labels={name: every("labels", name) for name in _FIELDS},
    states={
        State.NOT_PLANNED: every("states", "not_planned"),
        State.OPEN: every("states", "open"),
        State.COMPLETED: every("states", "completed"),
    },
)
