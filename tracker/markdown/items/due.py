"""Finds a due date that is written without a label: "due 1 May", "by Friday", "(2026-05-01)"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from postmortem_tracker.markdown.lines.dates import NAME, search_month
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import any_of

_DUE = re.compile(
    rf"\b{any_of(*every('items', 'due'))}[ \t]+(?:the[ \t]+)?"
    r"(\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\.?\d)|"
    rf"\d{{1,2}}(?:st|nd|rd|th|er|º)?\.?[ \t]+(?:(?:of|de)[ \t]+|d['’])?(?P<month>{NAME})\b\.?"
    r"(?:,?[ \t]+(?:(?:of|del?)[ \t]+)?\d{4}(?:[ \t][rгр]\.)?)?|"
    rf"(?P<first>{NAME})\b\.?[ \t]+\d{{1,2}}(?:st|nd|rd|th)?(?:,?[ \t]+\d{{4}})?)[ \t]*[)\]]?",
    re.IGNORECASE,
)
_BEFORE = "([,—–-"  # one of these may stand before it
_TAIL = 120  # characters at the end of a text in which words for a day are looked for
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


@dataclass(frozen=True)
class Due:
    """The words of a due date, where they start, and the range to leave out of the title (if any).

    ``dated`` is true where a day was expected, not a period.
    """

    value: str
    start: int
    cut: tuple[int, int] | None
    dated: bool = False


def find_due(text: str, free: Callable[[str], str]) -> Due | None:
    """The due date in a text; ``free`` blanks what other fields have taken of a line."""
    if (found := search_month(_DUE, text)) is not None:
        return Due(found[1], found.start(1), (_widened(text, found.start()), found.end()), dated=True)
    found = _DATE_ASIDE.search(text) or _DUE_WORD.search(text, max(0, len(text) - _TAIL))
    if found is None:
        return _loose(text.split("\n", 1)[0], free)
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
