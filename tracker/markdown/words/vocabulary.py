"""What sections, labels, columns and states are called: data, compiled once into patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TypeVar

from postmortem_tracker.markdown.words import heads
from postmortem_tracker.markdown.words.judge import is_order_word
from postmortem_tracker.markdown.words.labels import lowered
from postmortem_tracker.markdown.words.languages import also_english, every
from postmortem_tracker.markdown.words.phrases import Phrases, reduce
from postmortem_tracker.markdown.words.states import Grasp, States
from postmortem_tracker.markdown.words.ticket_keys import TicketKeys
from postmortem_tracker.model import State


class Role(StrEnum):
    """What a section is for."""

    TASKS = "tasks"  # an explicit list of work: makes broad measures elsewhere improvements
    WORK = "work"  # follow-ups, next steps, corrective actions: always tasks
    MEASURES = "measures"  # corrective and preventative measures: tasks, unless there is a task list
    IMPROVEMENTS = "improvements"  # broad improvements: tasks only where nothing else is
    REMARKS = "remarks"  # "what could improve": improvements beside a task list, else only remarks
    IDEAS = "ideas"  # "automation opportunities": improvements, whatever else there is
    OTHER = "other"  # timeline, root cause, lessons …: no action items


MEASURE_ROLES = frozenset(role for role in Role if role is not Role.OTHER)
K = TypeVar("K")
_UNMISTAKABLE = (
    *("owner", "assignee", "assigned to", "due", "due date", "due by", "eta", "deadline", "priority", "dri"),
    *("responsible", "target date"),
)
_SHORTENED = re.compile(r"(?<=we)['’](l)l\b|(?<=we)['’]re\b", re.IGNORECASE)
_VETO, _STRONG, _BARE = 1, 1, 16  # bits: the veto's, and how far those of strong and bare phrases are shifted
_FOREIGN = 1
_COUNT = re.compile(r"\(\d{1,3}(?: (?:items?|tasks?|actions?))?\)")
_AHEAD = frozenset({"to", "be", "will", "should"})


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
        self._strong = [(role, 1 << _STRONG + n) for n, role in enumerate(Role) if vocabulary.sections.get(role)]
        self._bare = [(role, 1 << _BARE + n) for n, role in enumerate(Role) if vocabulary.bare.get(role)]
        self._measures = sum(bit for role, bit in self._strong if role in MEASURE_ROLES)
        self._any = sum(bit for _, bit in (*self._strong, *self._bare))
        self._horizons = frozenset(every("title_words", "horizons"))
        self._horizon_nouns = frozenset(every("title_words", "horizon_nouns"))
        self._fillers = frozenset(every("title_words", "fillers"))
        self.role = lru_cache(maxsize=4096)(self._role)
        self.bare_title = lru_cache(maxsize=4096)(self._bare_title)
        self.names_measures = lru_cache(maxsize=4096)(self._names_measures)
        self.column = lru_cache(maxsize=2048)(self._column)
        self.state = lru_cache(maxsize=2048)(self._state)

    @cached_property
    def _sections(self) -> Phrases:
        groups: dict[int, tuple[str, ...]] = {_VETO: every("title_words", "done")}
        groups |= {bit: self._vocabulary.sections[role] for role, bit in self._strong}
        groups |= {bit: self._vocabulary.bare[role] for role, bit in self._bare}
        return Phrases(groups)

    @cached_property
    def _stems(self) -> frozenset[str]:
        """How the words of all titles of measures begin."""
        titles = (
            phrase
            for group in (self._vocabulary.sections, self._vocabulary.bare)
            for role, listed in group.items()
            if role in MEASURE_ROLES
            for phrase in listed
        )
        return frozenset(
            word[:4].rstrip("*")
            for phrase in titles
            for word in reduce(phrase.replace("*", "")).split()
            if len(word) > 3
        )

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

    def _role(self, title: str) -> Role | None:
        """The role a title names, or None; brackets count where they tell what was done, or call to readers."""
        role = self._role_of_all(title)
        bare = title[:200].rstrip(" \t:*_")
        if role is not None or not bare.endswith((")", "）")) or "](" in bare:
            return role
        name, opening, aside = bare.replace("（", "(").rpartition("(")
        aside = aside.rstrip(")）")
        told = aside.endswith("!") or heads.tells_past(reduce(aside).split()) or self.states.judge(aside).state
        if not opening or told:
            return role
        return self._role_of_all(name)

    def _role_of_all(self, title: str) -> Role | None:
        text = reduce(_spelled(title[:200]))
        told = text.split()
        if not told or len(text) > 120 or len(told) > 14:
            return None
        bits = self._sections.found(told)
        if heads.tells_no_work(told) or (bits & _VETO and not self._kinds_lead(told)):
            return Role.OTHER
        if bits and told[0] in self._horizons and self._orders(told):
            return Role.MEASURES
        for role, bit in self._strong if bits else ():
            if bits & bit and role is not Role.OTHER:
                return role
        for role, bit in self._bare if bits else ():
            # "Detection and prevention" is for measures, "Response actions" need not be
            mask = self._any if role is Role.MEASURES else bit
            if bits & bit and self._sections.covers(told, mask, self._fillers):
                return role
        if 1 < len(told) < 5 and told[-1] == "improvements" and all(word.isalpha() for word in told):
            return Role.MEASURES  # "Detection improvements"
        if heads.ends_in_work(told):
            return Role.TASKS if heads.leads_to_tasks(told[-1:]) else Role.WORK
        other = next((role for role, bit in self._strong if role is Role.OTHER and bits & bit), None)
        if other is None and 1 < len(told) < 5 and told[-1] in ("todo", "todos"):
            return Role.WORK  # "Infrastructure TODO", but not "Timeline (TODO)"
        if other is None or heads.tells_lessons(title):
            return self._by_head(title, told) or other
        return other

    def _kinds_lead(self, told: list[str]) -> bool:
        """True for "Corrective actions taken": what kind of actions comes first; "Actions taken" ended the incident."""
        for index in range(len(told)):
            bits = sum({bit for _, bit, _ in self._sections.at(told, index)})
            if bits & _VETO or bits & self._measures:
                return not bits & _VETO
        return False

    def _by_head(self, title: str, told: list[str]) -> Role | None:
        """The role that the noun says which a title, or a part of it, begins with."""
        if heads.leads_to_tasks(told):
            return Role.TASKS
        if heads.leads_to_actions(told):
            return Role.WORK
        if heads.leads_to_improvements(told):
            return Role.IMPROVEMENTS
        roles = {part: self._role(part) for part in heads.parts(title)}
        if any(role is Role.OTHER and not heads.tells_lessons(part) for part, role in roles.items()):
            return None
        roles = {part: role for part, role in roles.items() if role is not Role.OTHER}
        return next((role for part, role in roles.items() if role is not None and self._bare_title(part)), None)

    def likely(self, title: str) -> Role | None:
        """The role of a title that names work only where the list below it is work."""
        told = reduce(title[:200]).split()
        if not 0 < len(told) < 8 or heads.tells_no_work(told) or not heads.may_head_work(title, told):
            return None
        return Role.IDEAS if heads.may_head_ideas(told) else Role.WORK

    def is_for_others(self, title: str) -> bool:
        """True for a title whose whole section, titles below it included, is not the team's own work."""
        told = reduce(title[:200]).split()
        return bool(told) and heads.tells_no_work(told)

    def is_for_own_team(self, title: str) -> bool:
        """True for a title that sorts measures by who of the team takes them."""
        return heads.is_for_own_team(reduce(title[:200]).split())

    def state_of_head(self, title: str) -> State | None:
        """The state that a title gives its noun: "Actions in progress"."""
        told = reduce(title[:200]).split()
        return self.state(heads.behind_head(told)) if told else None

    def _orders(self, told: list[str]) -> bool:
        """True for "Immediate actions" and "Short-term improvements", which only tell when, not what kind."""
        rest = [word for word in told if word not in self._horizons]
        return len(rest) == 1 and rest[0] in self._horizon_nouns

    def _bare_title(self, title: str) -> bool:
        """True where a title has nothing but section words and fillers."""
        if len(title) > 120:
            return False
        if self._begins_otherwise(title):
            return False
        text = reduce(_spelled(title))
        if not text or len(text) >= 90:
            return False
        if self._sections.covers(text.split(), self._any, self._fillers) or heads.is_head(text.split()):
            return True
        bare = title.rstrip(" \t:*_")  # "Action items (the honey-do list)"
        if not bare.endswith(")") or "(" not in bare or "](" in bare:
            return False
        told = reduce(bare[: bare.rindex("(")]).split()
        return bool(told) and self._sections.covers(told, self._any, self._fillers)

    def _begins_otherwise(self, title: str) -> bool:
        """A quick yes for text whose first word begins no section's name and is no filler."""
        word = title[:24].partition(" ")[0].rstrip(":,").lower()
        if not (word.isascii() and word.isalpha()) or word == "step":  # which may number it
            return False
        return word not in self._fillers and not self._sections.first(word)

    def _names_measures(self, text: str) -> bool:
        """A quick no for text that has no word of any title of measures."""
        return any(word[:4] in self._stems for word in text.casefold().replace("-", "").replace("/", " ").split())

    def is_frame(self, title: str) -> bool:
        """True for "Short term", "Immediate actions" and the like: words that only order what is below."""
        return self.bare_title(title)

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

    def doubtful_title(self, title: str) -> str | None:
        """The words of a title that speak of a state and are none: "mostly done" of "Short-term (mostly done)"."""
        bare, opening, aside = title.removesuffix(")").rpartition("(")
        if not title.endswith(")") or not opening:
            ahead = not _AHEAD.isdisjoint(reduce(title).split())  # "To be done" names what is open, and no more
            return title if not ahead and self.states.hedged(title) else None
        if self.states.hedged(aside):
            return aside
        state = self.state(bare)
        unsure = state is not None and state.closed and self.state_beside(title, state) is None
        return title if unsure else None

    def state_beside(self, title: str, state: State) -> State | None:
        """The state of a title with a remark behind it, if nothing in the remark may change it: "Done (4 items)"."""
        counted = _COUNT.fullmatch(title[title.rfind("(") :]) is not None
        return state if not state.closed or counted or self.states.judge(title).state is state else None

    def title_state(self, title: str) -> State | None:
        """The closed state that a title gives to what is below it: "Action items (completed)", "Completed tasks"."""
        text = title.strip().rstrip(":").strip()
        if text.endswith(")"):
            return self.states.judge(text[text.rfind("(") + 1 : -1]).state
        for sign in (" – ", " — ", " - ", ": "):
            head, found, tail = text.rpartition(sign)
            if found and self.bare_title(head):
                return self.states.judge(tail).state
        before, _, last = text.rpartition(" ")
        if last.casefold() in ("done", "completed", "finished") and self.bare_title(before):
            return self.state(last) if _AHEAD.isdisjoint(reduce(before).split()) else None  # "Action items done"
        first, _, rest = text.partition(" ")
        state = self.state(first) if first.casefold().endswith(("ed", "done")) else None
        if state is None or not state.closed or not rest or self.states.hedged(text):
            return None  # "Completed and open"
        return state if self.bare_title(rest) else None


def _spelled(title: str) -> str:
    """A title with "we'll" and "we're" spelled out."""
    return (
        _SHORTENED.sub(lambda found: " will" if found[1] else " are", title) if "'" in title or "’" in title else title
    )


def _label_pattern(labels: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    """A label such as "Owner:" at the start of a line, behind a separator, or (the unmistakable ones) behind a space.

    It is for text in small letters. Each way to begin has a sign for its first part, which is tried at once. A bracket
    right behind a word opens a call, as in "notify(type: urgent)".
    """
    groups = "|".join(f"(?P<{name}>{_alternatives(listed)})" for name, listed in labels.items())
    return re.compile(
        r"(?:(?m:^)|[;|,.—–][ \t]*|[(\[](?<![a-z0-9_].)[ \t]*|[ \t]-[ \t]|\*\*(?=\w)|__(?=\w)|<br ?/?>|[ \t](?=(?:"
        + _alternatives(_UNMISTAKABLE)
        + rf")\b))[*_\s]{{0,4}}(?:{groups})[ \t]*+(?:[*_]{{1,3}}[ \t]*+)?(?:::?|：|=(?!=))[*_]{{0,3}}[ \t]*(?!//)"
    )


_ENDING = re.compile(r"\\\*(?=\\ |$)")  # a star within a word is none: each more would cost the words' length again


def _alternatives(listed: Iterable[str]) -> str:
    parts = {_ENDING.sub(r"\\w{0,40}(?:\\(s\\))?", re.escape(lowered(p))).replace(r"\ ", r"[ \t]+") for p in listed}
    return "|".join(sorted(parts, key=lambda p: (-len(p), p)))


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
