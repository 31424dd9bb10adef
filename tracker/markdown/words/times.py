"""Words that tell until when and name no date, in all languages: "by the 15th", "within 30 days", "ASAP"."""

from __future__ import annotations

import re
from typing import NamedTuple

from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.phrases import any_of
from postmortem_tracker.markdown.words.spelled import Spelled

_COUNT = rf"(?:\d{{1,3}}(?: ?[-–] ?\d{{1,3}})?|{any_of(*every('times', 'counts'))})"
_CUES = Spelled(*every("items", "due"))
_ON = any_of(*every("days", "on"))
_MARK = r"(?:(?:st|nd|rd|th|º|ª|er|ème|:?e|:a|-?го|-?е|-?му)(?![^\W_])| числа| число|\.(?![^)\]]))"
# "the 15th", "le 15", "15-го": the day of a month that nobody names
_MONTHS_DAY = (
    rf"(?P<on>{_ON}[ \t](?:{_ON}[ \t])?)?(?P<number>\d{{1,2}})(?P<mark>{_MARK})?(?![\w%€$])"
    r"(?: of (?:the|this|next) month)?"
)
# "15日まで"
_DAY_BEHIND = rf"(?P<count>\d{{1,2}})(?:日|일|['’]\w{{1,4}})[ \t]?{any_of(*every('days', 'behind'))}(?![^\W_])"
# "within 30 days", "in two weeks", "2 viikon kuluessa", "2週間以内": with a word for it before or behind
_AHEAD = (
    rf"(?:(?P<within>{any_of(*every('times', 'within'))})[ \t])?{_COUNT}[ \t-]?{any_of(*every('times', 'lengths'))}"
    rf"(?P<behind>[ \t]?{any_of(*every('times', 'within_behind'))}|(?=[ \t]from[ \t]))?"
    rf"(?:[ \t]{any_of(*every('times', 'from'))})?(?![^\W_])"
)
_TOLD = re.compile(
    rf"(?<![^\W_])(?<![-./])(?:(?P<led>(?P<cue>{any_of(*every('items', 'due'))})[ \t]+(?P<day>{_MONTHS_DAY})|"
    rf"{_DAY_BEHIND})|(?P<ahead>{_AHEAD}))$",
    re.IGNORECASE,
)
_HURRY = Spelled(*(each.rstrip(".") for each in every("times", "hurry")))
_DAY_ALONE = re.compile(_MONTHS_DAY, re.IGNORECASE)
_ARTICLES = frozenset(every("days", "on"))
_LAST_DAY = 31
UNTIL = any_of(*every("times", "until"))


class Told(NamedTuple):
    """Words that end a text and tell until when: where they begin, with what leads to them and without.

    ``ahead`` where they tell how long something may take, ``hurry`` where they only ask for haste.
    """

    start: int
    begin: int
    ahead: bool = False
    hurry: bool = False


def told_last(text: str, at: int = 0) -> Told | None:
    """Such words at the end of a text, none of which stand before a place; None where there are none."""
    hurry, other = _hurry(text, at), _TOLD.search(text, at)
    if other is None or (hurry is not None and hurry.start < other.start()):
        return hurry
    start = other.start()
    if other["ahead"]:
        return hurry if other["within"] is None and other["behind"] is None else Told(start, start, ahead=True)
    if not _names_day(other):
        return None
    marked = (other["mark"] or "").strip(".")  # "the 15th", but "antes del 15"
    return Told(start, other.start("day") if marked else start)


def told_alone(text: str) -> Told | None:
    """The same where a text says nothing else."""
    told = told_last(text)
    return told if told is not None and told.start == 0 else None


def is_ahead(text: str) -> bool:
    """True for how long something may take, and nothing else: "within 30 days", "in two weeks"."""
    told = told_alone(text)
    return told is not None and told.ahead


def is_hurry(text: str) -> bool:
    """True for words that ask for haste, and nothing else: "ASAP", "so bald wie möglich"."""
    told = told_alone(text)
    return told is not None and told.hurry


def is_led_day(text: str) -> bool:
    """True for the last day in a month that is not named, and nothing else: "by the 15th", "antes del 15"."""
    told = told_alone(text)
    return told is not None and not (told.ahead or told.hurry)


def is_months_day(text: str) -> bool:
    """True for a day of a month that is not named, without what leads to it: "the 15th"."""
    found = _DAY_ALONE.fullmatch(text)
    return found is not None and bool(found["mark"]) and 0 < int(found["number"]) <= _LAST_DAY


def _hurry(text: str, at: int) -> Told | None:
    start = _HURRY.before(text, len(text.rstrip(".")), at)
    if start < 0 or text[max(0, start - 1) : start] in tuple("-./"):
        return None
    lead = len(text[:start].rstrip(" \t"))
    cue = _CUES.before(text, lead, at) if lead < start else -1
    first = cue if cue >= 0 else start
    return Told(first, first, hurry=True)


def _names_day(found: re.Match[str]) -> bool:
    """Whether a number behind a cue is that of a day: an article or an ordinal's ending says so."""
    number = found["number"] or found["count"]
    if not 0 < int(number) <= _LAST_DAY:
        return False
    return bool(found["count"] or found["on"] or found["mark"] or found["cue"].split()[-1].casefold() in _ARTICLES)
