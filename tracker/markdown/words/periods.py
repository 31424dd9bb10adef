"""Words that tell a time and no day: "Ende November", "next sprint", "конца ноября"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from postmortem_tracker.markdown.words.languages import all_months, every, weekdays
from postmortem_tracker.markdown.words.phrases import UNSPACED
from postmortem_tracker.markdown.words.spelled import Spelled
from postmortem_tracker.markdown.words.times import is_ahead, is_led_day

_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"(?<!\w)\w")
_PART = re.compile(r"(?<![^\W_])(?:q[1-4]|h[12]|[ck]?w[ \t-]?\d{1,2})(?![^\W_])", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
# "Freitag", "sexta feira", "thứ sáu"
_DAYS = frozenset(" ".join(_LETTERS.findall(name.casefold())) for name in weekdays())
_UNSPACED = tuple(name for name in _DAYS if name > UNSPACED)
_PERIODS = frozenset(every("days", "periods"))
_WHICH = [word for key in ("which", "beside", "about", "renewed", "later") for word in every("days", key)]
_BESIDE = frozenset(word for phrase in _WHICH for word in _LETTERS.findall(phrase)) | frozenset(
    {"q", "h", "w", "kw", "cw", "am", "pm", "noon", "midnight"}
)
_STEMS = tuple(phrase[:-1] for phrase in _WHICH if phrase.endswith("*") and len(phrase) > 4)
_UNITS = frozenset(every("title_words", "units"))
_CONDITIONS = frozenset(phrase.partition(" ")[0] for phrase in every("days", "conditions"))
_IN_NUMBERS = re.compile(r"20\d\d(?:[-/.](?:0?[1-9]|1[0-2]))?|(?:0?[1-9]|1[0-2])[-/.]20\d\d")
_MOST = 7  # words
# What leads to a day, or to words that only tell when: "bis", "due", "échéance".
_LEADS = Spelled(*every("items", "due"), *every("labels", "due"))
_BEHIND_LEAD = re.compile(r"[ \t]+|(?<=['’])")
_SURE = frozenset(every("labels", "due")) | frozenset(cue for cue in every("items", "due") if cue[:3] == "due")


class Lead(NamedTuple):
    """What leads to a day, where it begins, and where the day would begin."""

    words: str
    start: int
    end: int


def is_period(text: str) -> bool:
    """True for words all of which tell when, and that name no day: "Ende November", not "month" alone."""
    words = _LETTERS.findall(text.casefold())
    if not 0 < len(words) <= _MOST:
        return False
    named = {word for word in words if word in _PERIODS or word in _DAYS or word in all_months()}
    named.update(word for pair in pairwise(words) if " ".join(pair) in _DAYS for word in pair)
    if not (named or _PART.search(text) or (_YEAR.search(text) and any(word in _BESIDE for word in words))):
        return False
    if len(words) == 1 and words[0] in _UNITS:
        return False  # "by month"
    return all(word in named or word in _BESIDE or word.startswith(_STEMS) for word in words)


def weekday_at(text: str, at: int) -> int | None:
    """Where the name of a day of the week ends that begins there, in any language; None where none does."""
    first = _LETTERS.match(text, at)
    if first is None:
        return None
    joined = text[first.end() : first.end() + 1] in tuple(" -’'")
    for last in (_LETTERS.match(text, first.end() + 1) if joined else None, first):
        if last is not None and " ".join(_LETTERS.findall(text[at : last.end()].casefold())) in _DAYS:
            return last.end()
    if first[0] < UNSPACED:
        return None
    return next((at + len(name) for name in _UNSPACED if text.startswith(name, at)), None)


def names_weekday(text: str) -> bool:
    """True for words one of which is a day of the week, in any language."""
    if any(name in text for name in _UNSPACED):
        return True
    return any(weekday_at(text, word.start()) is not None for word in _LETTERS.finditer(text))


def is_span(text: str) -> bool:
    """True for a number of days or weeks, a month in numbers or a year, and nothing else: "within 30 days", "01/2027".

    Such words tell a time only where a day is expected: "Delay it by 2 weeks" is work.
    """
    if (
        _IN_NUMBERS.fullmatch(text.strip()) is not None
        or is_ahead(text.strip())
        or (any(map(str.isdigit, text)) and is_period(text))
    ):
        return True
    words = _LETTERS.findall(text.casefold())
    units = [word for word in words if word in _UNITS or word in _PERIODS]
    counted = any(map(str.isdigit, text)) and 0 < len(words) <= _MOST
    return counted and len(units) == 1 and all(word in units or word in _BESIDE for word in words)


def is_condition(text: str) -> bool:
    """True for words that say what has to happen before: "once infra is ready"."""
    words = text.casefold().split()
    return 1 < len(words) <= _MOST and words[0] in _CONDITIONS


def is_sure(lead: str) -> bool:
    """True for a lead that says nothing but that a due date follows: "due", not "by"."""
    return lead.casefold() in _SURE


def is_led_period(text: str) -> bool:
    """True for a lead and what tells when, and nothing else: "bis Ende November", "by the 15th"."""
    lead = lead_at(text, 0)
    return (lead is not None and is_period(text[lead.end :])) or is_led_day(text)


def leads(text: str) -> Iterator[Lead]:
    """What leads to a day in a text, each with what is a day if one follows."""
    at = 0
    for word in _WORD.finditer(text):
        if word.start() >= at and (lead := lead_at(text, word.start())) is not None:
            at = lead.end
            yield lead


def lead_at(text: str, at: int) -> Lead | None:
    """What leads to a day at a place of a text, the longest that is a word of its own; None where nothing does."""
    behind = (_BEHIND_LEAD.match(text, end) for end in _LEADS.ends(text, at))
    first = next(filter(None, behind), None)
    return Lead(text[at : first.start()], at, first.end()) if first is not None else None


def is_led(text: str) -> bool:
    """Whether a text ends with what leads to a day."""
    return _LEADS.before(text, len(text)) >= 0
