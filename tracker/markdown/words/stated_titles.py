"""The states that titles and labels give to what stands below them: "Done", "Completed tasks", "Follow-ups (dropped)".

Only what is understood as a whole counts; words that speak of a state and may mean something else are doubted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from postmortem_tracker.markdown.words import heads
from postmortem_tracker.markdown.words.boxes import read_box
from postmortem_tracker.markdown.words.judged import Grasp
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.orders import is_order_word
from postmortem_tracker.markdown.words.people import AND
from postmortem_tracker.markdown.words.phrases import UNSPACED, Phrases, any_of, reduce
from postmortem_tracker.markdown.words.roles import MEASURE_ROLES, Role
from postmortem_tracker.markdown.words.states import HEDGES, States
from postmortem_tracker.model import State, is_closed

_COUNT = re.compile(r"\([1-9]\d{0,2}(?: (?:items?|tasks?|actions?))?\)")
_JOINED = re.compile(rf"[ \t]*(?:[&+/,]|{AND}\b)", re.IGNORECASE)  # "and next steps"
_STAGES = any_of(*every("title_words", "stages"))
_STAGE = re.compile(  # "✅ Phase 1", "P1", "1단계"
    rf"(\W{{0,3}})(?:{_STAGES} ?\d{{1,2}}|\d{{1,2}} ?{_STAGES}|P[0-5])(?!\w)[ \t]*[–—:：-]?[ \t]*", re.IGNORECASE
)
_AHEAD = frozenset(every("title_words", "to_be"))
_CONDITIONS = frozenset((*every("days", "conditions"), "is", "are", "with", "for", "at", "by", "on"))
_ALL_OF = Phrases({1: every("states", "all_of")})
_OF_ALL = Phrases({1: [word for phrase in every("states", "of_all") for word in phrase.split()]})
_LEFT = Phrases({1: (*every("columns", "still"), *every("states", "left"))})
_UNSPACED_ITEMS = frozenset(
    noun.strip("*")
    for table, key in (("titles", "tasks"), ("titles_alone", "tasks"), ("columns", "action"))
    for noun in every(table, key)
    if noun.strip("*")[-1:] >= UNSPACED
)
_LONGEST_STATE = 4  # words
_LONGEST = 60  # characters of a title that gives a state
_SUBJECTS = re.compile(
    r"(?<!post[ -])\b(?:incidents?|issues?|problems?|outages?)\b|[:,;()–—]|[ \t]-[ \t]", re.IGNORECASE
)


class StatedTitles:
    """Judges titles with one vocabulary: which state a word is, what a title is for, and which titles name items."""

    def __init__(
        self,
        states: States,
        state: Callable[[str], State | None],
        role: Callable[[str], Role | None],
        names_items: Callable[[str], bool],
    ) -> None:
        self._states = states
        self._state = state
        self._role = role
        self._names_items = names_items

    def of_head(self, title: str) -> State | None:
        """The state that a title gives its noun: "Actions in progress"."""
        told = reduce(title[:200]).split()
        return self._state(heads.behind_head(told)) if told else None

    def whole(self, title: str) -> State | None:
        """The state that a title is, by itself or with how it came about: "Done", "Done in sprint 12"."""
        if (state := self._state(title)) is not None or is_order_word(title.partition(" ")[0]):
            return state
        judged = self._states.judge(title)
        return judged.sure

    def of_label(self, text: str) -> State | None:
        """The closed state that a label or sentence gives to a list: "Done:", "All of these are done:"."""
        if (state := self.given(text) or self._state(text)) is not None:
            return state
        told = reduce(text[:200]).split()
        if heads.is_refused(told, self._names_items):
            return State.NOT_PLANNED
        judged = self._states.judge(text.rstrip(": "))
        if judged.closes:
            return judged.state
        return self._of_all(told)

    def _of_all(self, told: list[str]) -> State | None:
        """The closed state that a sentence says of all items: "All action items are done"."""
        head = next(_ALL_OF.at(told, 0), None) if told else None
        if head is None:
            return None
        for size in range(1, min(_LONGEST_STATE, len(told) - 1) + 1):
            state = self._state(" ".join(told[-size:]))
            noun = told[head.size : -size]
            if is_closed(state):
                if not HEDGES.isdisjoint(noun) or State.OPEN in map(self._state, noun):
                    return None  # "All of these must be done", "All open ones are closed"
                bare = [word for word in noun if not _OF_ALL.whole([word])]
                return state if not bare or self._names_items(" ".join(bare)) else None
        return None

    def of_stage(self, title: str) -> State | None:
        """The closed state behind a stage's number, or a level: "Phase 1 – done", "✅ P1: completed"."""
        stage = _STAGE.match(title)
        if stage is None or self._state(stage[1]) not in (None, State.COMPLETED):
            return None
        judged = self._states.judge(title[stage.end() :].rstrip(" :"))
        return judged.state if judged.closes else None

    def leaves_open(self, title: str) -> bool:
        """True for a title that speaks of what is open, and of nothing closed: "The rest is still open"."""
        told = reduce(title[:200]).split()
        if self._states.named_in(told) == {State.OPEN} or heads.is_to_come(told):
            return True
        return self._states.judge(title.rstrip(":： ")).sure is State.OPEN or self._names_rest(told)

    def _names_rest(self, told: list[str]) -> bool:
        """True for words for what is left, alone or of the items: "Not yet", "These remain", "Remaining tasks"."""
        bare = [word for word in told if not _OF_ALL.whole([word])]
        behind = (named[entry.size :] for named in (told, bare) for entry in (_LEFT.at(named, 0) if named else ()))
        return any(not rest or self._names_items(" ".join(rest)) for rest in behind)

    def doubted(self, title: str) -> str | None:
        """The words of a title that speak of a state and are none: "mostly done" of "Short-term (mostly done)"."""
        if self.is_at_odds(title):
            return title
        if self.of_stage(title) is not None:
            return None
        bare, opening, aside = title.removesuffix(")").rpartition("(")
        if not title.endswith(")") or not opening:
            ahead = not _AHEAD.isdisjoint(reduce(title).split())  # "To be done" names what is open, and no more
            state, rest = self._state_ahead(title)
            unsure = state is not None and not _is_of_items(rest)  # "Resolved issues to follow up"
            if unsure or (not ahead and self._states.hedged(title)) or self._is_taken_back(title):
                return title
            told = reduce(title[:200]).split()
            if heads.speaks_of_refusal(told) and not heads.is_refused(told, self._names_items):
                return title
            head, sign, tail = _behind_sign(title)
            stage = _STAGE.fullmatch(head) is not None and _AHEAD.isdisjoint(reduce(tail).split()[:1])
            named = sign and (self._names_items(head) or stage)
            return tail if named and self._states.clouded(tail) else None
        if self._states.hedged(aside) or (self._names_items(bare) and self._states.clouded(aside)):
            return aside
        judged = self._states.judge(aside).state
        if is_closed(judged) and not self._is_about_items(bare):
            return title  # "Follow-ups of the outage (resolved)"
        state = self._state(bare)
        unsure = is_closed(state) and self.beside(title, state) is None
        return title if unsure else None

    def is_at_odds(self, title: str) -> bool:
        """True for a box and a state behind it that contradict each other: "☐ Done", "[x] Open"."""
        box = read_box(title)
        state = None if box is None else self.of_label(title[box.body :].strip(" *_:"))
        return box is not None and state is not None and state is not box.state

    def _is_taken_back(self, title: str) -> bool:
        """True for a closed state and what it is not said of, or not yet: "Done and next steps", "Dropped for now"."""
        if self._states.judge(title).grasp is Grasp.ALL:
            return False
        words = title.split()
        sizes = range(1, min(_LONGEST_STATE, len(words) - 1) + 1)
        states = ((self._state(" ".join(words[:size])), " ".join(words[size:])) for size in sizes)
        return any(is_closed(state) and _goes_on(rest) for state, rest in states)

    def beside(self, title: str, state: State) -> State | None:
        """The state of a title with a remark behind it, if nothing in the remark may change it: "Done (4 items)"."""
        counted = _COUNT.fullmatch(title[title.rfind("(") :]) is not None
        return state if not state.closed or counted or self._states.judge(title).state is state else None

    def given(self, title: str) -> State | None:
        """The closed state that a title gives to what is below it: "Action items (completed)", "Completed tasks"."""
        text = title.strip().rstrip(":").strip()
        if (state := self.of_stage(text)) is not None:
            return state
        if text.endswith(")"):
            head, _, aside = text[:-1].rpartition("(")
            return self._states.judge(aside).state if self._is_about_items(head) else None
        head, found, tail = _behind_sign(text)
        if found and self._names_items(head):
            return self._states.judge(tail).state
        if " " in text and reduce(text).partition(" ")[0] in _CONDITIONS:
            return None  # "When completed", "Is it done"
        for before, last in _parted(text):
            if is_closed(self._state(last)) and self._names_items(before):
                own = _is_of_items(before) and self._role(before) is not Role.OTHER  # no "Definition of done"
                return self._state(last) if own else None  # "Action items done"
        state, rest = self._state_ahead(text)
        return state if _is_of_items(rest) else None

    def _is_about_items(self, head: str) -> bool:
        """Whether what stands in brackets behind a title is said of its items, and not of what else it names."""
        return _is_of_items(head) and (self._role(head) not in MEASURE_ROLES or self._names_items(head))

    def _state_ahead(self, title: str) -> tuple[State | None, str]:
        """The closed state that a title begins with, and what it says is in it: "Completed tasks"."""
        rest = ""
        for first, rest in _parted(title):
            word = first[:1].isalpha() and not is_order_word(first)  # "✅ Action items" is a decoration
            state = self._state(first) if word else None
            if is_closed(state) and not self._states.hedged(title) and not _goes_on(rest):  # "Completed and open"
                return (state if self._names_items(rest) else None), rest
        return None, rest


def _parted(title: str) -> Iterator[tuple[str, str]]:
    """A title in two, at each space, and before or behind a noun where words have none: "完了した" and "タスク"."""
    for at, sign in enumerate(title[:_LONGEST]):
        if sign == " ":
            yield title[:at], title[at + 1 :]
        elif sign >= UNSPACED and (title[:at] in _UNSPACED_ITEMS or title[at:] in _UNSPACED_ITEMS):
            yield title[:at], title[at:]


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
