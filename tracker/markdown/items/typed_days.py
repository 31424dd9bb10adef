"""How people type a day, as patterns, and whether words are nothing but one: "Friday, 1 May 2026", "2026-05-01 EOD"."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.lines.dates import NAME, has_digit
from postmortem_tracker.markdown.words.languages import all_months, every, weekdays
from postmortem_tracker.markdown.words.phrases import any_of

# A day of the week beside a date is a run of this sign, which stands for each of its letters: see `without_weekdays`.
_NO_LETTER = "\ue000"
_WEEKDAY = f"{_NO_LETTER}++"
_WORD = re.compile(rf"{any_of(*(name for name in weekdays() if not name.isalpha()))}(?!\w)|\w+", re.IGNORECASE)
FULL = (
    r"(?:\d{4}[-/.–—‑−]\d{1,2}[-/.–—‑−]\d{1,2}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\.?\d)|"
    r"\d{4}[年년][ ]?\d{1,2}[月월][ ]?\d{1,2}[日일])"
)
# What people type around a day: "EOD on", "Friday", "<…>", "**…**".
_HOUR = (
    r"(?:(?:at[ \t])?(?:noon|midday|midnight|lunch(?:time)?|\d{1,2}(?::\d{2}[ ]?(?:[ap]m\b)?|[ ]?[ap]m\b))"
    r"(?:[ \t](?:UTC|GMT|CES?T|E[SD]?T|P[SD]?T))?)"
)
_CLOSE = (
    rf"(?:(?:eod|cob|close of business|end of (?:the )?day|(?:the[ \t])?week ending|{_HOUR})"
    r"(?:[ \t]+on)?,?[ \t]+)?"
)
_AROUND = rf"{_CLOSE}(?:[*_`<(~≈±]|\[(?!\[))*+(?:{_WEEKDAY}\.?,?[ \t]+(?:the[ \t]+)?)?"
_TIME = r"(?:(?:T|[ \t]+(?:[—–-][ \t]+)?)\d{1,2}:\d{2}(?::\d{2})?(?:Z|[ \t]*(?:UTC|GMT|CES?T|E[SD]?T|P[SD]?T)\b)?)?"
_NOON = r"(?:[ \t](?:at[ \t])?(?:noon|midday|midnight)\b)?"
_BEHIND = rf"{_NOON}{_TIME}(?:,?[ \t]+(?:\({_WEEKDAY}\)|{_WEEKDAY}))?{_TIME}[*_`>~]*+"
WORDED = (
    rf"\d{{1,2}}(?:st|nd|rd|th|er|º)?\.?[ \t]+(?:(?:of|de)[ \t]+|d['’])?(?P<month>{NAME})\b\.?"
    r"(?:,?[ \t]+(?:(?:of|del?)[ \t]+)?(?:\d{4}(?!\d)|['’]?\d\d(?=[ \t]*(?:$|[)\].,;|])))(?:[ \t][rгр]\.)?)?|"
    rf"(?P<first>{NAME})\b\.?[ \t]+\d{{1,2}}(?!\d)(?:st|nd|rd|th)?(?:,?[ \t]+\d{{4}}(?!\d))?"
)
# The groups "month" and "first" have to be the name of one.
DAY = rf"(?:{FULL}|{WORDED})"
WHOLE_DAY = rf"{_AROUND}{DAY}{_BEHIND}"

LETTERS = re.compile(r"[^\W\d_]+")
# The first words of the cues that lead to a due date.
CUED = frozenset(cue for phrase in every("items", "due") for cue in LETTERS.findall(phrase.casefold())[:1])
# Words beside a day that say no other thing of it; those that change it are doubted where the day is read.
_BESIDE = frozenset(
    word
    for key in ("beside", "about", "former", "renewed", "earliest", "denied", "later", "once")
    for word in LETTERS.findall(" ".join(every("days", key)))
) | {
    *("st", "nd", "rd", "th", "er", "d", "年", "月", "日", "년", "월", "일"),  # behind a number
    *(
        "eod",
        "cob",
        "eow",
        "q",
        "h",
        "w",
        "noon",
        "midday",
        "midnight",
        "lunch",
        "lunchtime",
        "am",
        "pm",
        "week",
        "ending",
    ),
    *("t", "z", "utc", "gmt", "cet", "cest", "est", "edt", "pst", "pdt"),
}


def is_day_alone(text: str) -> bool:
    """True for a day with no other words than lead to one: "Friday, 1 May 2026", not "created 2026-05-01"."""
    words = LETTERS.findall(text.casefold())
    return has_digit(text) and all(
        word in CUED or word in _BESIDE or word in weekdays() or word in all_months() for word in words
    )


def without_weekdays(text: str) -> str:
    """A text in which no letter of the name of a day of the week stands, but a sign in the place of each."""
    return _WORD.sub(lambda word: _NO_LETTER * len(word[0]) if word[0].casefold() in weekdays() else word[0], text)
