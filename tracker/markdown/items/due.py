"""Finds a due date that is written without a label: "due 1 May", "by Friday", "(2026-05-01)"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from postmortem_tracker.markdown.lines.dates import MONTH
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import any_of
from postmortem_tracker.markdown.words.signs import has_digit

_DUE_CUES = every("items", "due")
_DUE = re.compile(
    rf"\b{any_of(*_DUE_CUES)}[ \t]+(?:the[ \t]+)?"
    r"(\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\.?\d)|"
    rf"\d{{1,2}}(?:st|nd|rd|th|er|º)?\.?[ \t]+(?:(?:of|de)[ \t]+|d['’])?{MONTH}\b\.?"
    r"(?:,?[ \t]+(?:(?:of|del?)[ \t]+)?\d{4}(?:[ \t][rгр]\.)?)?|"
    rf"{MONTH}\b\.?[ \t]+\d{{1,2}}(?:st|nd|rd|th)?(?:,?[ \t]+\d{{4}})?)[ \t]*[)\]]?",
    re.IGNORECASE,
)
_BEFORE = "([,—–-"  # one of these may stand before it
_TAIL = 120  # characters at the end of a text in which words for a day are looked for
_WORDED = re.compile(r"(?:^|[\s(\[,—–-])(?:by|due|eta|deadline)[ \t]")  # before a day that is told without a digit
_NEAR_END = 80  # characters at the end of a text in which it stands
_LOOSE_CUES = (" by ", " due ", " eta ", " deadline ")
_DUE_WORD = re.compile(
    r"[ \t]*[(\[,—–-][ \t]*(?:due[ \t]+(?:by[ \t]+)?|by[ \t]+)"
    r"((?:next |end of |this |the end of )?\w+(?: \w+)?)[ \t]*[)\]]?[ \t]*\.?$",
    re.IGNORECASE,
)
_PERIOD = (
    r"(?:(?:the[ \t]+)?(?:next|this|end[ \t]+of(?:[ \t]+(?:the|this|next))?|early|mid|late|beginning[ \t]+of)[ \t-]+)?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|q[1-4](?:[ \t/-]*\d{4})?|h[12](?:[ \t/-]*\d{4})?|"
    r"(?:\d{4}[ \t/-]*)?q[1-4]|eo[dwmqy]|(?<=[ \t-])(?:day|week|month|quarter|year|sprint|release|iteration))"
)
_DUE_LOOSE = re.compile(
    rf"[ \t]+(?:(?P<field>due(?:[ \t]+(?:by|in|on))?|eta|deadline)|by)[ \t]+(?:the[ \t]+)?"
    rf"(?P<when>{_PERIOD})[ \t]*\.?[ \t]*$",
    re.IGNORECASE,
)
_DATE_ASIDE = re.compile(r"[ \t]*[(\[][ \t]*(\d{4}-\d{2}-\d{2})[ \t]*[)\]]|[ \t]*[—–-][ \t]*(\d{4}-\d{2}-\d{2})[ \t]*$")
_DAY = re.compile(r"\d\d{3}-\d{2}-\d{2}")  # a set at its beginning is what a search looks for first


@dataclass(frozen=True, slots=True)
class Due:
    """The words of a due date, where they start, and the range to leave out of the title (if any).

    ``dated`` is true where a day was expected, not a period.
    """

    value: str
    start: int
    cut: tuple[int, int] | None
    dated: bool = False


def may_tell(lowered: str) -> bool:
    """A quick no for text in small letters and without digits that announces neither a due date nor a waiver."""
    if "waived" in lowered:
        return True
    if not ("by" in lowered or "due" in lowered or "eta" in lowered or "deadline" in lowered):
        return False
    return _WORDED.search(lowered if "\n" in lowered else lowered[-_NEAR_END:]) is not None


def _says(text: str, cues: tuple[str, ...]) -> bool:
    for cue in cues:  # noqa: SIM110 – any() with a generator takes twice as long, for every item
        if cue in text:
            return True
    return False


def may_fall_due(text: str, *, numbered: bool) -> bool:
    """A quick no for text without a day or a word that announces one; ``numbered`` where it has a digit."""
    return (numbered and "-" in text) or _says(text.lower(), _DUE_CUES)


def find_due(text: str, free: Callable[[str], str]) -> Due | None:
    """The due date in a text; ``free`` blanks what other fields have taken of a line."""
    lowered = text.lower()
    cued = _says(lowered, _DUE_CUES)
    found = None
    if has_digit(text):
        if cued and (found := _DUE.search(text)) is not None:
            return Due(found[1], found.start(1), (_widened(text, found.start()), found.end()), dated=True)
        found = _DATE_ASIDE.search(text) if _DAY.search(text) else None
    if found is None and cued and ("by " in lowered or "due " in lowered):
        found = _DUE_WORD.search(text, max(0, len(text) - _TAIL))
    if found is None:
        return _loose(text.split("\n", 1)[0], free) if cued and _says(lowered, _LOOSE_CUES) else None
    value = next(group for group in found.groups() if group)
    return Due(value, text.index(value, found.start()), found.span())


def _widened(text: str, start: int) -> int:
    """Where a due date begins with the blanks and the bracket, comma or dash before its first word."""
    bare = text[:start].rstrip(" \t")
    return len(bare[:-1].rstrip(" \t")) if bare and bare[-1] in _BEFORE else len(bare)


def _loose(line: str, free: Callable[[str], str]) -> Due | None:
    """A period that ends the line; "by Friday" may be part of the sentence, so it stays in the title."""
    rest = free(line).rstrip()
    found = _DUE_LOOSE.search(rest, max(0, len(rest) - _TAIL))
    if found is None:
        return None
    return Due(found["when"], found.start("when"), found.span() if found["field"] else None)
