"""What a field may show of a confidential document: values that everybody uses, and what the configuration names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from postmortem_tracker.markdown.words.judged import Grasp
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.vocabulary import DEFAULT
from postmortem_tracker.report.policy import priority_of
from postmortem_tracker.report.rank import level_of
from postmortem_tracker.text.people import bare_name, handle, same_person
from postmortem_tracker.text.printable import HIDDEN
from postmortem_tracker.text.sameness import same_level, same_word

_PRIORITY = re.compile(r"P[0-5]")
_TYPES = re.compile(
    r"(?:prevent|detect|mitigat|investigat|correct|remediat|repair|recover|process|fix|document|test|train)"
    r"(?:e|ion|ive|ative|ing|ation|y|e?s)?",
    re.IGNORECASE,
)
_STATUSES = frozenset(map(same_word, every("incident", "statuses")))


@dataclass(frozen=True, slots=True)
class Common:
    """What the configuration names: persons and teams, and in ``levels`` severities, priorities and types."""

    people: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()

    def owners(self, written: Sequence[str]) -> tuple[str, ...]:
        """The owners as handles and known names; all others together are somebody."""
        return tuple(dict.fromkeys(map(self._owner, written)))

    def owner(self, written: str | None) -> str | None:
        """One owner so."""
        return self._owner(written) if written else written

    def severity(self, text: str | None) -> str | None:
        """The level that a severity names, without what is said beside it."""
        return text and (level_of(text) or self._named(text, same_level) or HIDDEN)

    def priority(self, text: str | None) -> str | None:
        """The level that a priority names, without what is said beside it."""
        if not text or self._named(text, same_word):
            return text
        place = priority_of(text) or ""
        return place if _PRIORITY.fullmatch(place) else level_of(text) or HIDDEN

    def type(self, text: str | None) -> str | None:
        """A kind of measure that everybody uses."""
        return text and (text if self._named(text, same_word) or _TYPES.fullmatch(text.strip()) else HIDDEN)

    def status(self, text: str | None) -> str | None:
        """A state in words that everybody uses."""
        known = text and (same_word(text) in _STATUSES or DEFAULT.compiled.states.judge(text).grasp is Grasp.ALL)
        return text if not text or known else HIDDEN

    def _named(self, text: str, same: Callable[[str], str]) -> str:
        """The name that the configuration has for it."""
        return next((each for each in self.levels if same(each) == same(text)), "")

    def _owner(self, written: str) -> str:
        account = handle(written)
        if account is not None:
            return f"@{account}"
        return bare_name(written) if same_person(written) in set(map(same_person, self.people)) else HIDDEN
