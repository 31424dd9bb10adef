"""Finds words that are meant as a due date and tell only roughly when: "bis Ende November", "due once it is ready"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from postmortem_tracker.markdown.words.labels import MANY
from postmortem_tracker.markdown.words.languages import every, languages
from postmortem_tracker.markdown.words.not_by import tells_which
from postmortem_tracker.markdown.words.periods import is_condition, is_period, is_sure, leads
from postmortem_tracker.markdown.words.phrases import any_of

_BEHIND_CUE = any_of(*every("days", "behind"))
_PERIODS_UNTIL = tuple(  # of two words, or one
    re.compile(rf"(?:^|[ \t(\[,、])({words})[ ]?{_BEHIND_CUE}[ \t.)\]]*$")
    for words in (r"\S{1,16} \S{1,16}?", r"\S{1,16}?")
)
_CLAUSE_END = re.compile(r"[()\[\],;:|\n]|[ \t](?:[—–-][ \t]|@)|$")
_BEFORE = "([,—–-"  # one of these may stand before it
_IN_SENTENCES = ("by", "before")  # "Archive tickets opened before this year"
NO_FIELD = frozenset(
    {"is", "are", "was", "were", "be", "been", "not", "comes", "come", "falls", "gets", "becomes", "when"}
)  # behind one of these "due" is the sentence's
_ENGLISH_TOO = frozenset({"do"})  # "until" in Polish and Czech
_ENGLISH_NEXT = frozenset(languages()[0].phrases("days", "which"))
_SHORT_TAIL = 48  # characters


@dataclass(frozen=True)
class Due:
    """The words of a due date, where they start, and the range to leave out of the title (if any).

    ``dated`` is true where a day was expected, not a period.
    """

    value: str
    start: int
    cut: tuple[int, int] | None
    dated: bool = False


def roughly(line: str, free: Callable[[str], str]) -> Due | None:
    """Words that are meant as a due date and tell only roughly when, in any language."""
    rest = free(line)
    for found in islice(leads(rest), MANY):
        end = _CLAUSE_END.search(rest, found.end)
        value = rest[found.end : end.start() if end else len(rest)].strip(" \t.*_`")
        before = rest[: found.start].split()
        if tells_which(rest[: found.start]):
            continue  # "the logs from before next week"
        if (
            not value.strip()
            or value.startswith("to ")
            or (before and before[-1].casefold() in NO_FIELD)
            or _goes_on_in_brackets(rest, found.start)
        ):
            continue
        if found.words.casefold() in _ENGLISH_TOO and value.split()[0].casefold() in _ENGLISH_NEXT:
            continue  # "what we do in the next sprint"
        sure = is_sure(found.words)
        if is_period(value) or (sure and is_condition(value) and not rest[found.end :].strip(" .)]")[len(value) :]):
            start = rest.index(value, found.end)
            apart = rest[: found.start].rstrip()[-1:] in _BEFORE or found.words.casefold() not in _IN_SENTENCES
            if not sure and ((end and end[0][-1:] == "@") or not apart):
                return Due(value, start, None, dated=True)  # "Plan by Friday", which may be what is to be done
            stop = start + len(value)
            begin = widened(rest, found.start)
            stop += rest[begin:].lstrip()[:1] in ("(", "[") and rest[stop : stop + 1] in (")", "]")
            return Due(value, start, (begin, stop), dated=True)
    for pattern in _PERIODS_UNTIL if not rest.isascii() else ():
        last = pattern.search(rest.rstrip(), max(0, len(rest) - _SHORT_TAIL))
        if last is not None and is_period(last[1]):
            return Due(last[1], last.start(1), (widened(rest, last.start(1)), len(rest)), dated=True)
    return None


def _goes_on_in_brackets(text: str, at: int) -> bool:
    """True within brackets that hold other words before: "(done by Friday)"."""
    opened = text.rfind("(", 0, at)
    inside = text[opened + 1 : at]
    return opened >= 0 and ")" not in inside and any(map(str.isalnum, inside.rpartition(",")[2]))


def widened(text: str, start: int) -> int:
    """Where a due date begins with the blanks and the bracket, comma or dash before its first word."""
    bare = text[:start].rstrip(" \t")
    return len(bare[:-1].rstrip(" \t")) if bare and bare[-1] in _BEFORE else len(bare)
