"""Words that tell until when and name no date, in all languages: "by the 15th", "within 30 days", "ASAP"."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import any_of

_COUNT = rf"(?:\d{{1,3}}(?: ?[-–] ?\d{{1,3}})?|{any_of(*every('times', 'counts'))})"
_LENGTH = any_of(*every("times", "lengths"))
_WITHIN = any_of(*every("times", "within"))
_BEHIND = any_of(*every("times", "within_behind"))
_FROM = any_of(*every("times", "from"))
# "within 30 days", "in two weeks", "2 viikon kuluessa", "2週間以内"
_AHEAD = (
    rf"(?:{_WITHIN}[ \t]{_COUNT}[ \t-]?{_LENGTH}|{_COUNT}[ \t]?{_LENGTH}[ \t]?(?:{_BEHIND}|(?=[ \t]from[ \t])))"
    rf"(?:[ \t]{_FROM})?(?![^\W_])"
)
_HURRY = rf"{any_of(*every('times', 'hurry'))}(?![^\W_])"
UNTIL = any_of(*every("times", "until"))
_CUE = any_of(*every("items", "due"))
_ON = any_of(*every("days", "on"))
_MARK = r"(?:(?:st|nd|rd|th|º|ª|er|ème|:?e|:a|-?го|-?е|-?му)(?![^\W_])| числа| число|\.(?![^)\]]))"
_UNTIL_BEHIND = any_of(*every("days", "behind"))
# "the 15th", "le 15", "15-го", "15日まで": the day of a month that nobody names
_MONTHS_DAY = (
    rf"(?P<on>{_ON}[ \t](?:{_ON}[ \t])?)?(?P<number>\d{{1,2}})(?P<mark>{_MARK})?(?![\w%€$])"
    r"(?: of (?:the|this|next) month)?"
)
_MONTHS_DAY_BEHIND = rf"(?P<count>\d{{1,2}})(?:日|일|['’]\w{{1,4}})[ \t]?{_UNTIL_BEHIND}(?![^\W_])"
# All of these at the end of a text, or as the whole of it.
TOLD = re.compile(
    rf"(?<![^\W_])(?<![-./])(?:(?P<led>(?P<cue>{_CUE})[ \t]+(?P<day>{_MONTHS_DAY})|{_MONTHS_DAY_BEHIND})|"
    rf"(?P<ahead>{_AHEAD})|(?P<hurry>(?:{_CUE}[ \t]+)?{_HURRY}))$",
    re.IGNORECASE,
)
_DAY_ALONE = re.compile(_MONTHS_DAY, re.IGNORECASE)
_ARTICLES = frozenset(every("days", "on"))
_LAST_DAY = 31


def is_ahead(text: str) -> bool:
    """True for how long something may take, and nothing else: "within 30 days", "in two weeks"."""
    found = TOLD.fullmatch(text)
    return found is not None and found["ahead"] is not None


def is_hurry(text: str) -> bool:
    """True for words that ask for haste, and nothing else: "ASAP", "so bald wie möglich"."""
    found = TOLD.fullmatch(text)
    return found is not None and found["hurry"] is not None


def is_led_day(text: str) -> bool:
    """True for the last day in a month that is not named, and nothing else: "by the 15th", "antes del 15"."""
    found = TOLD.fullmatch(text)
    return found is not None and found["led"] is not None and names_day(found)


def is_months_day(text: str) -> bool:
    """True for a day of a month that is not named, without what leads to it: "the 15th"."""
    found = _DAY_ALONE.fullmatch(text)
    return found is not None and bool(found["mark"]) and 0 < int(found["number"]) <= _LAST_DAY


def names_day(found: re.Match[str]) -> bool:
    """Whether a number behind a cue is that of a day: an article or an ordinal's ending says so."""
    number = found["number"] or found["count"]
    if not 0 < int(number) <= _LAST_DAY:
        return False
    return bool(found["count"] or found["on"] or found["mark"] or found["cue"].split()[-1].casefold() in _ARTICLES)
