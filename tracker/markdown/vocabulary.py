"""What sections, labels, columns and states are called: data, compiled once into patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TypeVar

from tracker.markdown import words
from tracker.model import State


class Role(StrEnum):
    """What a section is for."""

    TASKS = "tasks"  # an explicit list of work: makes broad measures elsewhere improvements
    WORK = "work"  # follow-ups, next steps, corrective actions: always tasks
    MEASURES = "measures"  # corrective and preventative measures: tasks, unless there is a task list
    IMPROVEMENTS = "improvements"  # broad improvements: tasks only where nothing else is
    REMARKS = "remarks"  # "what could improve": improvements beside a task list, else only remarks
    OTHER = "other"  # timeline, root cause, lessons …: no action items


MEASURE_ROLES = frozenset(Role) - {Role.OTHER}
_SPLIT = re.compile(r"\s*;\s*")
K = TypeVar("K")
_NOT_WORD = re.compile(r"[^\w*?]+")
_MARKUP = re.compile(r"['’`]")
_UNMISTAKABLE = (
    *("owner", "assignee", "assigned to", "due", "due date", "due by", "eta", "deadline", "priority", "dri"),
    *("responsible", "target date"),
)
_IMPROVED = re.compile(r"(?:[^\W\d_]+ ){1,3}improvements")  # "Detection improvements"
_NUMBERING = re.compile(r"^\W*(?:(?:step\s+)?\d{1,2}(?:\.\d+)*[.):]?|[ivxIVX]{1,4}[.)]|[A-Za-z][.)])\s+(?=\S)")


def phrases(text: str) -> tuple[str, ...]:
    """Phrases from a list separated by semicolons."""
    return tuple(phrase for phrase in _SPLIT.split(text.replace("\n", " ").strip()) if phrase)


def reduce(text: str) -> str:
    """A title as lower-case words separated by single spaces; numbering, punctuation and emoji go."""
    folded = _MARKUP.sub("", _NUMBERING.sub("", text)).casefold()
    return _NOT_WORD.sub(" ", folded.replace("_", " ").replace("*", " ").replace("?", " ")).strip()


def _pattern(listed: Iterable[str]) -> re.Pattern[str]:
    parts = {_regex(phrase) for phrase in listed}
    return re.compile(r"\b(?:" + "|".join(sorted(parts - {""}, key=lambda p: (-len(p), p))) + r")\b")


def _regex(phrase: str) -> str:
    folded = _NOT_WORD.sub(" ", _MARKUP.sub("", phrase).casefold()).strip()
    return re.escape(folded).replace(r"\ ", " ").replace(r"\*", r"\w*")


@dataclass(frozen=True)
class Vocabulary:
    """Words by what they mean. ``sections`` holds phrases that name a section wherever they stand in a title,
    ``bare`` those that do so only alone or beside filler words; ``*`` stands for any ending of a word.
    """

    sections: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    bare: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    states: Mapping[State, tuple[str, ...]] = field(default_factory=dict)

    def extended(
        self,
        *,
        sections: Mapping[Role | str, Iterable[str]] | None = None,
        columns: Mapping[str, Iterable[str]] | None = None,
        labels: Mapping[str, Iterable[str]] | None = None,
        states: Mapping[State | str, Iterable[str]] | None = None,
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
    """A vocabulary's patterns, and the answers it has already given."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._veto = _pattern(phrases(words.VETO))
        self._strong = [(role, _pattern(vocabulary.sections[role])) for role in Role if vocabulary.sections.get(role)]
        self._bare = [(role, _pattern(vocabulary.bare[role])) for role in Role if vocabulary.bare.get(role)]
        listed = [p for group in (vocabulary.sections, vocabulary.bare) for ps in group.values() for p in ps]
        self._any = _pattern(listed)
        measures = (
            ps
            for group in (vocabulary.sections, vocabulary.bare)
            for role, ps in group.items()
            if role in MEASURE_ROLES
        )
        self._stems = frozenset(
            word[:4].rstrip("*")
            for ps in measures
            for phrase in ps
            for word in reduce(phrase.replace("*", "")).split()
            if len(word) > 3
        )
        self._fillers = frozenset(words.FILLERS.split())
        self._columns = [(name, _pattern(ps)) for name, ps in vocabulary.columns.items()]
        self._foreign = _pattern(phrases(words.NOT_ACTION_TABLES))
        self._states = [(state, _pattern(ps), frozenset(ps)) for state, ps in vocabulary.states.items()]
        self.role = lru_cache(maxsize=4096)(self._role)
        self.bare_title = lru_cache(maxsize=4096)(self._bare_title)
        self.column = lru_cache(maxsize=2048)(self._column)
        self.state = lru_cache(maxsize=2048)(self._state)
        self.label_pattern = _label_pattern(vocabulary.labels)
        listed_labels = (phrase for ps in vocabulary.labels.values() for phrase in ps)
        self.label_stems = frozenset(phrase.casefold().rstrip("*").rsplit(" ", 1)[-1][:4] for phrase in listed_labels)

    def _role(self, title: str) -> Role | None:
        """The role a title names, or None."""
        text = reduce(title[:200])
        if not text or len(text) > 120 or text.count(" ") > 13:
            return None
        if self._veto.search(text):
            return Role.OTHER
        for role, pattern in self._strong:
            if role is not Role.OTHER and pattern.search(text):
                return role
        for role, pattern in self._bare:
            # "Detection and prevention" is for measures, "Response actions" need not be
            rest = self._any if role is Role.MEASURES else pattern
            if pattern.search(text) and self._only_fillers(rest.sub(" ", text)):
                return role
        if _IMPROVED.fullmatch(text):
            return Role.MEASURES
        return next((role for role, pattern in self._strong if role is Role.OTHER and pattern.search(text)), None)

    def _bare_title(self, title: str) -> bool:
        """True where a title has nothing but section words and fillers."""
        if len(title) > 120:
            return False
        text = reduce(title)
        return bool(text) and len(text) < 90 and self._only_fillers(self._any.sub(" ", text))

    def _only_fillers(self, text: str) -> bool:
        return all(word in self._fillers or word.isdigit() for word in text.split())

    def names_measures(self, text: str) -> bool:
        """A quick no for text that has no word of any title of measures."""
        return any(word[:4] in self._stems for word in text.casefold().replace("-", "").replace("/", " ").split())

    def is_frame(self, title: str) -> bool:
        """True for "Short term", "Immediate actions" and the like: words that only order what is below."""
        return self._bare_title(title)

    def _column(self, header: str) -> str | None:
        """The field a column header names, "" for one known to belong to other tables, None if unknown."""
        text = header.strip().casefold() if not reduce(header) else reduce(header)
        if text in ("", "#", "no", "nr", "id", "n"):
            return "#" if text != "" else None
        if text in ("issue", "issues"):
            return "issue"
        for name, pattern in self._columns:
            if pattern.fullmatch(text):
                return name
        if self._foreign.fullmatch(text):
            return ""
        for name, pattern in self._columns:
            if pattern.search(text) and name != "action":
                return name
        return "action" if self._columns[0][1].search(text) else None

    def _state(self, text: str) -> State | None:
        """The state a word, cell or label says, or None."""
        bare = text.strip().strip("*_`~()[]:.!–—- ").strip()
        if not bare:
            return None
        lowered = reduce(bare)
        for state, pattern, listed in self._states:
            if bare in listed or (not lowered and (bare[:1] in listed or bare[:2] in listed)):
                return state
            if lowered and pattern.fullmatch(lowered):
                return state
        return None

    def state_in(self, text: str, *, leading: bool = False) -> State | None:
        """The state said by a cell's first words, or (not leading) by its last word."""
        whole = self.state(text)
        if whole is not None:
            return whole
        lowered = reduce(text)
        for state, pattern, _ in self._states:
            found = pattern.match(lowered)
            if found and (found.end() == len(lowered) or lowered[found.end()] == " "):
                return state
        if leading:
            return None
        last = lowered.rsplit(" ", 1)[-1]
        return self.state(last) if last else None


def _label_pattern(labels: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    """A label such as "Owner:" at the start of a line, behind a separator, or (the unmistakable "
    "ones) behind a space."""
    groups = "|".join(f"(?P<{name}>{_alternatives(listed)})" for name, listed in labels.items())
    return re.compile(
        r"(?:^|(?<=\n)|[ \t]*[(\[;|,.—–][ \t]*|[ \t]-[ \t]|(?:\*\*|__)(?=\w)|<br ?/?>|[ \t]+(?=(?:"
        + _alternatives(_UNMISTAKABLE)
        + rf")\b))[*_\s]{{0,4}}(?P<label>{groups})[ \t]*[*_]{{0,3}}[ \t]*[:：][*_]{{0,3}}[ \t]*(?!//)",
        re.IGNORECASE,
    )


def _alternatives(listed: Iterable[str]) -> str:
    parts = {re.escape(p.casefold()).replace(r"\ ", r"[ \t]+").replace(r"\*", r"\w*(?:\(s\))?") for p in listed}
    return "|".join(sorted(parts, key=lambda p: (-len(p), p)))


DEFAULT = Vocabulary(
    sections={
        Role.TASKS: phrases(words.STRONG_TASKS),
        Role.WORK: phrases(words.STRONG_WORK),
        Role.REMARKS: phrases(words.STRONG_REMARKS),
        Role.IMPROVEMENTS: phrases(words.STRONG_IMPROVEMENTS),
        Role.MEASURES: phrases(words.STRONG_MEASURES),
        Role.OTHER: phrases(words.STRONG_OTHER),
    },
    bare={
        Role.TASKS: phrases(words.WEAK_TASKS),
        Role.IMPROVEMENTS: phrases(words.WEAK_IMPROVEMENTS),
        Role.MEASURES: phrases(words.WEAK_MEASURES),
    },
    columns={name: phrases(text) for name, text in words.COLUMNS.items()},
    labels={name: phrases(text) for name, text in words.LABELS.items()},
    states={
        State.NOT_PLANNED: phrases(words.NOT_PLANNED),
        State.OPEN: phrases(words.OPEN),
        State.COMPLETED: phrases(words.DONE),
    },
)
