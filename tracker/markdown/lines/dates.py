"""Reads dates as people write them; what is ambiguous or relative is said, not guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import lru_cache

from postmortem_tracker.markdown.words.languages import all_months, every, is_month, months
from postmortem_tracker.markdown.words.periods import is_led_period, is_period, names_weekday
from postmortem_tracker.markdown.words.phrases import any_of
from postmortem_tracker.markdown.words.strokes import STRUCK, has_strokes
from postmortem_tracker.markdown.words.times import is_months_day


class Doubt(Enum):
    """Why a date is not known."""

    AMBIGUOUS = auto()  # 05-02-2022
    RELATIVE = auto()  # "by Friday", "next sprint"
    UNREADABLE = auto()  # anything else


@dataclass(frozen=True)
class Reading:
    """A date, or why there is none."""

    value: date | None
    doubt: Doubt | None = None


_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_UNSPACED = re.compile(r"(?<!\d)(\d{1,2})[月월][ ]?(\d{1,2})[日일]")
_SHORT = re.compile(r"(?<![\d./-])(\d{1,2})([./])(\d{1,2})(?![\d/])")
# What may be a month's name; whether it is one is looked up.
_UNUSUAL = any_of(*(name for name in months() if " " in name or (len(name) < 3 and name.isalpha())))
NAME = rf"(?:{_UNUSUAL}|[^\W\d_]{{3,14}})"
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]+")
# Words right before two numbers that are a day: "by 24.12.", "am 24.12.", "Frist bis 24.12.", "was 1/2".
_BEFORE_DAYS = frozenset(
    word.casefold()
    for phrase in (
        *every("items", "due"),
        *every("labels", "due"),
        *(
            phrase
            for key in ("on", "beside", "about", "once", "former", "renewed", "earliest", "denied")
            for phrase in every("days", key)
        ),
    )
    for word in _LETTERS.findall(phrase)[-1:]
) | {"eod", "cob", "eob", "noon"}
_UNITS = frozenset(every("title_words", "units"))
_MONTHS = frozenset(months())
_SPACED = tuple(name for name in months() if " " in name)
_WORDED = re.compile(
    rf"(?<!\w)(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s*+(?:[-/]\s*+)?(?:of |de |d')?(?P<month>{NAME})\.?|"
    rf"(?P<first>{NAME})\.?(?:,?\s+|(?=\d{{1,2}},? \d{{4}}))(?P<second>\d{{1,2}})(?:st|nd|rd|th)?)"
    r"(?:(?:\s*+[,/-]\s*+|\s++(?:of |de |del )?)(?P<year>\d{4}))?(?!\w)",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    rf"(?<!\d)(?P<year>\d{{4}})[-/. ]\s*(?P<month>{NAME})\.?[-/. ]\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\w)",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_OTHER = re.compile(  # a full date with a month in whatever language
    r"(?<!\w)(?:(\d{1,2})[^\W\d_]{0,3}[.ºª]?\s+(?:de |di |da )?([^\W\d_]{3,14})\.?|"
    r"([^\W\d_]{3,14})\.?\s+(\d{1,2})\.?),?\s+(?:de |del |di )?(\d{4})(?!\d)"
)
_RELATIVE = re.compile(
    r"\b(?:today|tomorrow|tonight|yesterday|asap|immediately|soon|"
    r"next|this|end of|eow|eom|eoq|eoy|eod|within|in \d+|"
    r"\d+ (?:days?|weeks?|months?|hours?)|q[1-4]|h[12]|sprint|quarter|month|week|ongoing|later)\b",
    re.IGNORECASE,
)
_MONTH_ALONE = re.compile(rf"(?<!\w)(?P<month>{NAME})\b\.?(?:,?\s+(?:de |del )?\d{{4}})?(?!\w)", re.IGNORECASE)
# What stands between a date and the one that took its place.
MOVED = (
    r"(?:→|➔|➜|⇒|(?<!-)-+>|(?<!=)=+>|(?:[,;][ \t]*)?\(?"
    r"\b(?:moved|changed|postponed|extended|pushed|rescheduled|now|new|updated)\b"
    r"(?:[ \t]+(?:to|until|on|date)\b)?:?)"
)
_MOVED = re.compile(MOVED, re.IGNORECASE)
_DASHED = re.compile(r"(?<=\d)[–—‑‒−](?=\d)")
_RANGED = re.compile(r"(?<![\w.:-])\d{1,2}(?:\.|st|nd|rd|th)?[ ]?-[ ]?\Z")
_GOES_ON = re.compile(r"[ ]?-[ ]?\d{1,2}(?:st|nd|rd|th)?(?![\w:-]|\.\d)")
_TO_ANOTHER = re.compile(r"[ ]?/[ ]?\d{1,2}(?=[ ]{0,3}(?:$|[)\],;|]))")  # "2026-12-24/31"
_DOTTED = re.compile(r"(?<![\w.:-])(?:\d{1,2}\.[ ]?\d{1,2}\.|\d\d\.\d\d)(?!\w|\.?\d|-\d{4})")  # "24.12.", "24.12"
_SHORT_YEAR = re.compile(r"[ ,]{0,9}['’]?\d{2}(?![\d:]|st|nd|rd|th)")
_FAR_BACK, _FAR_AHEAD, _SOON = 366, 3660, 1100  # days around an incident in which a year of two digits may lie
_ANY_YEARS = (date(2026, 1, 1), date(2028, 1, 1))  # lent to a day that lacks its year; the second has a 29 February
_OLDEST, _LATEST = 1970, 2199  # years of incidents


@lru_cache(maxsize=1024)
def read_date(text: str, near: date | None = None) -> Reading:
    """The first date in a text, or the one that took its place; a missing year comes from ``near``, the incident's day.

    A date that is struck out, or stands before an arrow, was true once.
    """
    reading = read_day(text, near)
    if reading is not None:
        return reading
    left = _unstruck(text)
    relative = (
        _RELATIVE.search(left) is not None
        or names_weekday(left)
        or is_period(left)
        or is_led_period(left)
        or is_months_day(left.strip())
        or (has_month(left) and search_month(_MONTH_ALONE, left) is not None)
    )
    return Reading(None, Doubt.RELATIVE if relative else Doubt.UNREADABLE)


def tells_day(text: str) -> bool:
    """True for words that tell a day, be it one without a year."""
    return any(read_date(text, near).value is not None for near in _ANY_YEARS)


def read_day(text: str, near: date | None = None) -> Reading | None:
    """The same for a day that is told with a number; None where there is no such day, whatever else is said."""
    if not has_digit(text):
        return None
    text = _unstruck(text)
    for moved in reversed(list(_MOVED.finditer(text))):
        if (reading := _numbered(text[moved.end() :], near)) is not None and reading.value is not None:
            return reading
    return _numbered(text, near)


def _unstruck(text: str) -> str:
    if not has_strokes(text):
        return text
    left = STRUCK.sub(" ", text)
    return left if any(sign.isalnum() for sign in left) else text


def days_told(text: str, near: date | None = None) -> int:
    """How many days with a number a text names, each once however it is written; "24-31 Dec" names two.

    A missing year comes from ``near``.
    """
    text = _DASHED.sub("-", text)
    found = {_told(one[0], near) for pattern in (_ISO, _NUMERIC, _SIGNED) for one in pattern.finditer(text)}
    found |= {f"-{one.end()}" for one in _ISO.finditer(text) if _TO_ANOTHER.match(text, one.end()) is not None}
    found |= {day for one in _DOTTED.finditer(text) if isinstance(day := _told(one[0], near), date)}
    if has_month(text):
        named = [one for one in _WORDED.finditer(text) if names_month(one)]
        found |= {_told(one[0], near) for one in named}
        found |= {f"-{one.start()}" for one in named if _RANGED.search(text, 0, one.start()) is not None}
        found |= {f"-{one.end()}" for one in named if _GOES_ON.match(text, one.end()) is not None}
    return len(found)


def _told(said: str, near: date | None) -> date | str:
    reading = _numbered(said, near)
    return said.casefold() if reading is None or reading.value is None else reading.value


def has_moved(text: str) -> bool:
    """Whether any words may say that one date took another's place."""
    return _MOVED.search(text) is not None


def _numbered(text: str, near: date | None) -> Reading | None:
    text = _DASHED.sub("-", text)
    named = has_month(text)
    if (iso := _ISO.search(text)) is not None:
        return made(int(iso[1]), int(iso[2]), int(iso[3]))
    if (signed := _SIGNED.search(text)) is not None:
        return made(int(signed[1]), int(signed[2]), int(signed[3]))
    if named and (ordered := search_month(_YEAR_FIRST, text)) is not None:
        return _named(int(ordered["year"]), ordered["month"], int(ordered["day"]))
    if named and (worded := search_month(_WORDED, text)) is not None:
        if worded["year"] is None and _SHORT_YEAR.match(text, worded.end()) is not None:
            return Reading(None, Doubt.AMBIGUOUS)  # "1 May 27"
        return _worded(worded, near)
    if (numeric := _NUMERIC.search(text)) is not None:
        first, second, last = int(numeric[1]), int(numeric[3]), int(numeric[4])
        if len(numeric[4]) == 2:
            return _short_year(first, second, last, numeric[2], near)
        return _day_month(first, second, last, dotted=numeric[2] == ".")
    if near is not None and (spaced := _UNSPACED.search(text)) is not None:
        return _after(made(near.year, int(spaced[1]), int(spaced[2])), near)
    if (other := _OTHER.search(text)) is not None and (reading := _other(other)) is not None:
        return reading
    if (short := _SHORT.search(text)) is not None and near is not None and not _names_thing(text, short):
        reading = _day_month(int(short[1]), int(short[3]), near.year, dotted=short[2] == ".")
        return _after(reading, near)
    return None


def _names_thing(text: str, short: re.Match[str]) -> bool:
    """True for two numbers behind or before a word that leads to no day: "with release 2.4", "phase 1/2"."""
    before = _LETTERS.findall(text[: short.start()])[-1:]
    behind = _LETTERS.match(text[short.end() :].lstrip(" \t.-"))
    led = not before or before[0].casefold() in _BEFORE_DAYS or names_weekday(before[0])
    return not led or (behind is not None and behind[0].casefold() in _UNITS)


def has_digit(text: str) -> bool:
    """Whether there is any digit, without which no day of a month is told."""
    return _DIGIT.search(text) is not None


def has_month(text: str) -> bool:
    """Whether any word may be the name of a month, also behind the end of a number: "12thMay"."""
    low = text.casefold()
    words = _LETTERS.findall(low)
    if not _MONTHS.isdisjoint(words) or not _MONTHS.isdisjoint([word[2:] for word in words]):
        return True
    return not low.isascii() and any(name in low for name in _SPACED)


def _short_year(first: int, second: int, last: int, sign: str, near: date | None) -> Reading:
    """A date whose year has two digits, which may be the first or the last of the three numbers."""
    reading = _day_month(first, second, 2000 + last, dotted=sign == ".")
    if sign == "-":
        return Reading(None, Doubt.AMBIGUOUS)
    if near is None or reading.value is None:
        return reading
    other = made(2000 + first, second, last).value
    if other not in (None, reading.value) and other is not None and -_FAR_BACK < (other - near).days < _SOON:
        return Reading(None, Doubt.AMBIGUOUS)
    likely = -_FAR_BACK < (reading.value - near).days < _FAR_AHEAD
    return reading if likely else Reading(None, Doubt.AMBIGUOUS)


def search_month(pattern: re.Pattern[str], text: str, at: int = 0) -> re.Match[str] | None:
    """The first match from a place on whose groups ``month`` or ``first``, if any, name a month."""
    while (found := pattern.search(text, at)) is not None:
        if names_month(found):
            return found
        at = found.start() + 1
    return None


def names_month(found: re.Match[str]) -> bool:
    """True unless what was taken for a month's name is none."""
    names = found.groupdict()
    name = names.get("month") or names.get("first")
    return name is None or is_month(name, found[0])


def _worded(found: re.Match[str], near: date | None) -> Reading:
    day, name = (found["day"], found["month"]) if found["day"] else (found["second"], found["first"])
    if found["year"] and _OLDEST <= int(found["year"]) <= _LATEST:  # "9 Feb 1924 UTC" names an hour
        return _named(int(found["year"]), name, int(day))
    if near is None:
        return Reading(None, Doubt.RELATIVE)
    return _after(_named(near.year, name, int(day)), near)


def _named(year: int, name: str, day: int) -> Reading:
    numbers = all_months().get(name.casefold(), frozenset())
    if len(numbers) > 1:  # "listopad" is October in Croatian, November in Polish
        return Reading(None, Doubt.AMBIGUOUS)
    return made(year, next(iter(numbers), 0), day)


def _other(found: re.Match[str]) -> Reading | None:
    """A date whose month is that of no language above; None where it is no month at all."""
    day, name = (found[1], found[2]) if found[1] else (found[4], found[3])
    return _named(int(found[5]), name, int(day)) if name.casefold() in all_months() else None


def _after(reading: Reading, near: date) -> Reading:
    """A date without a year is the first such day not long before the incident."""
    if reading.value is not None and (near - reading.value).days > 31:
        return made(near.year + 1, reading.value.month, reading.value.day)
    return reading


def _day_month(first: int, second: int, year: int, *, dotted: bool) -> Reading:
    if dotted or first > 12 or first == second:
        return made(year, second, first)
    if second > 12:
        return made(year, first, second)
    return Reading(None, Doubt.AMBIGUOUS)


def made(year: int, month: int, day: int) -> Reading:
    """A day, unreadable where the calendar has none such."""
    try:
        return Reading(date(year, month, day))
    except ValueError:
        return Reading(None, Doubt.UNREADABLE)
