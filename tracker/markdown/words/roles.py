"""What a title says its section is for, by the words of a vocabulary and by its head noun."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cached_property

from postmortem_tracker.markdown.words import heads
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import UNSPACED, Phrases, in_groups, reduce
from postmortem_tracker.model import State
from postmortem_tracker.text.ticket_forms import KEY


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
_SHORTENED = re.compile(r"(?<=we)['’](l)l\b|(?<=we)['’]re\b", re.IGNORECASE)
_LONGEST_STATE = 3  # words
_VETO, _STRONG, _BARE = 1, 1, 16  # bits: the veto's, and how far those of strong and bare phrases are shifted
_KEY = re.compile(rf"\b{KEY}\b")


class TitleRoles:
    """The titles that a vocabulary knows: ``sections`` wherever they stand, ``bare`` alone or beside filler words.

    ``state_of`` says what state words are, if any.
    """

    def __init__(
        self,
        sections: Mapping[Role, tuple[str, ...]],
        bare: Mapping[Role, tuple[str, ...]],
        state_of: Callable[[str], State | None],
    ) -> None:
        self._listed = (sections, bare)
        self._state_of = state_of
        self._strong = [(role, 1 << _STRONG + n) for n, role in enumerate(Role) if sections.get(role)]
        self._bare = [(role, 1 << _BARE + n) for n, role in enumerate(Role) if bare.get(role)]
        self._measures = sum(bit for role, bit in self._strong if role in MEASURE_ROLES)
        self._any_tasks = sum(bit for role, bit in self._bare if role is Role.TASKS)
        self._any = sum(bit for _, bit in (*self._strong, *self._bare))
        self._horizons = frozenset(every("title_words", "horizons"))
        self._horizon_nouns = frozenset(every("title_words", "horizon_nouns"))
        self._fillers = frozenset(every("title_words", "fillers"))
        # Of words that are written without spaces the last one counts: "対策による悪影響" tells effects.
        self._endings = tuple(p[1:] for p in sections.get(Role.OTHER, ()) if p[0] == "*" and p[-1] > UNSPACED)

    def role(self, title: str) -> Role | None:
        """The role a title names, or None; brackets count where they tell what was done, or call to readers."""
        title = _KEY.sub(" ", title) if "-" in title else title  # "TASK-148" names no tasks
        role = self._role_of_all(title)
        bare = title[:200].rstrip(" \t:*_")
        if role not in (None, Role.OTHER) or not bare.endswith((")", "）")) or "](" in bare:
            return role
        name, opening, aside = bare.replace("（", "(").rpartition("(")
        aside = aside.rstrip(")）")
        told = aside.endswith("!") or heads.tells_past(reduce(aside).split()) or self._state_of(aside)
        if not opening or told:
            return role
        return self._role_of_all(name)

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

    def is_bare(self, title: str) -> bool:
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

    def names_measures(self, text: str) -> bool:
        """A quick no for text that has no word of any title of measures."""
        return any(word[:4] in self._stems for word in text.casefold().replace("-", "").replace("/", " ").split())

    @cached_property
    def _sections(self) -> Phrases:
        sections, bare = self._listed
        groups: dict[int, tuple[str, ...]] = {_VETO: every("title_words", "done")}
        groups |= {bit: sections[role] for role, bit in self._strong}
        groups |= {bit: bare[role] for role, bit in self._bare}
        return in_groups(groups)

    @cached_property
    def _stems(self) -> frozenset[str]:
        """How the words of all titles of measures begin."""
        titles = (
            phrase
            for group in self._listed
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

    def _role_of_all(self, title: str) -> Role | None:
        text = reduce(_spelled(title[:200]))
        told = text.split()
        if not told or len(text) > 120 or len(told) > 14:
            return None
        bits = self._sections.found(told)
        if self._tells_else(told) or (bits & _VETO and not self._kinds_lead(told)):
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
            return self._by_head(title, told) or self._unfinished(told) or other
        return other

    def _tells_else(self, told: list[str]) -> bool:
        return told[-1].endswith(self._endings) or heads.tells_no_work(told)

    def _unfinished(self, told: list[str]) -> Role | None:
        """The role of a title that says of tasks that they are open, in either order: "Acciones no completadas"."""
        for at in range(1, min(len(told), _LONGEST_STATE + 1)):
            for noun, state in ((told[:-at], told[-at:]), (told[at:], told[:at])):
                if self._sections.covers(noun, self._any_tasks, frozenset()) and self._is_open(" ".join(state)):
                    return Role.TASKS
        return None

    def _is_open(self, said: str) -> bool:
        return self._state_of(said) is State.OPEN

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
        roles = {part: self.role(part) for part in heads.parts(title)}
        if any(role is Role.OTHER and not heads.tells_lessons(part) for part, role in roles.items()):
            return None
        roles = {part: role for part, role in roles.items() if role is not Role.OTHER}
        return next((role for part, role in roles.items() if role is not None and self.is_bare(part)), None)

    def _orders(self, told: list[str]) -> bool:
        """True for "Immediate actions" and "Short-term improvements", which only tell when, not what kind."""
        rest = [word for word in told if word not in self._horizons]
        return len(rest) == 1 and rest[0] in self._horizon_nouns

    def _begins_otherwise(self, title: str) -> bool:
        """A quick yes for text whose first word begins no section's name and is no filler."""
        word = title[:24].partition(" ")[0].rstrip(":,").lower()
        if not (word.isascii() and word.isalpha()) or word == "step":  # which may number it
            return False
        return word not in self._fillers and not self._sections.first(word)


def _spelled(title: str) -> str:
    """A title with "we'll" and "we're" spelled out."""
    return (
        _SHORTENED.sub(lambda found: " will" if found[1] else " are", title) if "'" in title or "’" in title else title
    )
