"""What a few words beside an item are: a person, a day, a level, a state, or none of these."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple, Protocol

from postmortem_tracker.markdown.items.fields import Fields
from postmortem_tracker.markdown.items.led import are_names, due_led, owner_led
from postmortem_tracker.markdown.items.typed_days import is_day_alone
from postmortem_tracker.markdown.lines.dates import has_month, read_date, tells_day
from postmortem_tracker.markdown.lines.plain import blanked
from postmortem_tracker.markdown.words import orders
from postmortem_tracker.markdown.words.judged import Grasp
from postmortem_tracker.markdown.words.languages import every, languages
from postmortem_tracker.markdown.words.levels import is_level
from postmortem_tracker.markdown.words.people import (
    AND,
    NO_HANDLES,
    WITHIN_NAMES,
    is_name_too,
    is_team,
    is_team_name,
    is_thing,
)
from postmortem_tracker.markdown.words.periods import is_led_period, is_period, is_span, weekday_at
from postmortem_tracker.markdown.words.phrases import any_of
from postmortem_tracker.markdown.words.times import is_hurry, is_led_day
from postmortem_tracker.markdown.words.vocabulary import Compiled
from postmortem_tracker.text.people import HANDLE

_CAPITALS = "".join(sign for sign in map(chr, range(0x100, 0x530)) if sign.isupper())  # Žaneta, Łukasz, Ольга
_LETTERS = rf"[^\W\d_A-Z{_CAPITALS}]+"  # behind the first one: "GitHub" and "SRE" are no names
NAME = rf"[A-ZÀ-Þ{_CAPITALS}](?:{_LETTERS}(?:['’.-][^\W\d_]+)*|['’][A-Z]{_LETTERS}|\.)?"
_SMALL = any_of(*WITHIN_NAMES)
_TITLE = rf"(?i:{any_of(*every('people', 'honorifics'))})(?:\. ?| )"  # "Dr. Ana Lima", "Mme Lima"
FULL_NAME = rf"(?:{_TITLE}{NAME}(?: {NAME})?|{NAME}(?:(?: {_SMALL}){{0,2}} {NAME}){{1,3}})"
TEAM = (
    r"(?:the )?[\w&/-]++(?: [\w&/-]++){0,2} (?:[Tt]eam|[Ss]quad|[Gg]uild)|"
    r"(?:[ÉéEe]quipe|[Ee]quipo|Team|[Ss]quadra) [\w&/-]+"
)
ACRONYM = r"(?:SRE|DBA|QA|NOC|IT|[Dd]ev(?:[Ss]ec)?[Oo]ps|[Ss]ec[Oo]ps|[Oo]ps)"  # of a team
MAIL = r"[A-Za-z0-9][\w.+-]{0,40}@[\w-]{1,40}(?:\.[\w-]{1,40}){1,4}"
_PERSON = re.compile(rf"{HANDLE}|{MAIL}|{FULL_NAME}|{TEAM}|{NAME}")
CERTAIN = re.compile(rf"{HANDLE}|{MAIL}|{TEAM}")
_LEAD = r"(?:by |before |until |due )?(?:the )?"
_LED = re.compile(_LEAD, re.IGNORECASE)
_SOON = re.compile(
    _LEAD + r"(?:end of (?:the )?\w+(?: \d{4})?|(?:next|this|coming) \w+|"
    r"Q[1-4](?: \d{4})?|EO[DWMQY]|tomorrow|asap)",
    re.IGNORECASE,
)
_MORE = re.compile(r"\d[ \t]*[,;][ \t]*[^\W\d_]")  # "2026-12-01, high", "2026-12-01, see #4"
_NO_NAME = frozenset(languages()[0].phrases("items", "due"))  # "By Design"
_WORDED = re.compile(
    r"(?:\d{1,2} )?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?(?: \d{1,2})?(?<=[\d.a-z])",
    re.IGNORECASE,
)
_FIRST_AND_LAST = re.compile(rf"{FULL_NAME}|{NAME}")
_COMMA = re.compile(r"(?<![ \t])[ \t]*[,;·][ \t]*")
_DIGITS = 4  # of a day with a year are more
_LONGEST_DAY, _MANY_WORDS = 30, 7


_WITH_TEAM = re.compile(rf"({FULL_NAME}|{NAME}) [(\[]([^()\[\]\n]{{2,24}})[)\]]")  # "Ana Lima (SRE)"
_ACRONYM = re.compile(ACRONYM)
_NAME_AND_DAY = re.compile(
    rf"(?P<name>{HANDLE}|{FULL_NAME}|{NAME})(?:[ \t]*[,;][ \t]*(?P<day>[^\n()]{{3,30}})|"
    r"[ \t]+(?P<next>\d[^\n()]{7,24})|[ \t]+\((?P<aside>[^\n()]{3,30})\))"
)
_JOINT = re.compile(rf"(?<![ \t])(?:[ \t]*[&+][ \t]*|[ \t]+{AND}[ \t]+)")


class Names(Protocol):
    """What the rest of the document says of names."""

    def is_person(self, name: str) -> bool:
        """Whether two or three capitalised words are somebody's name."""

    def may_be_person(self, name: str) -> bool:
        """Whether one capitalised word may be somebody's name."""


class ItemText(NamedTuple):
    """One item's words: the text, where its own words begin, and what is known beside them."""

    text: str
    body: int
    known: Compiled
    near: date | None
    named: Names

    def rest(self, fields: Fields) -> str:
        """The text with blanks for what was read already."""
        return blanked(self.text, fields.cuts) if fields.cuts else self.text


def kinds_of(part: str, words: ItemText) -> list[tuple[str, str]] | None:
    """What each piece of a part between two dashes is; None where one is no field."""
    states = words.known.states
    if states.judge(part).state is not None and states.judge(part.partition(",")[0]).state is not None:
        return [("state", part.strip())]  # "done 2026-11-03"
    if (named := name_and_day(part.strip(" \t\n"), words)) is not None:
        return named
    if _is_day(part.strip(), words):
        return [("due", part.strip())]  # "December 20, 2026"
    pieces = _COMMA.split(part.strip(" \t\n"))
    found = [(kind_of(piece, words) or kind_of_several(piece, words), piece) for piece in pieces]
    return found if all(kind for kind, _ in found) else None


def name_and_day(part: str, words: ItemText) -> list[tuple[str, str]] | None:
    """A name that is a month's, too, before a day, or any right before one: "April, May 1", "Ana (May 1)"."""
    found = _NAME_AND_DAY.fullmatch(part)
    if found is None:
        return None
    name, day = found["name"], found["day"] or found["next"] or found["aside"]
    named = is_name_too(name) or (not found["day"] and kind_of(name, words) in ("owner", "certain"))
    return [("owner", name), ("due", day)] if named and _is_day(day, words) else None


def kind_of_several(piece: str, words: ItemText) -> str:
    """ "owner" for several people, "Ana & Bo", or one of a team, "Ana (SRE)"; "" for anything else."""
    names = _JOINT.split(piece.strip(" \t*_`"))
    if (one := _WITH_TEAM.fullmatch(names[0])) is not None and len(names) == 1:
        team = is_team(one[2]) or _ACRONYM.fullmatch(one[2]) is not None
        return kind_of(one[1], words).replace("certain", "owner") if team else ""
    several = len(names) > 1 and all(kind_of(name, words) in ("owner", "certain") for name in names)
    return "owner" if several else ""


def kind_of(piece: str, words: ItemText) -> str:
    """What a few words are: "due", "priority", "state", "owner", "certain" for an owner beyond doubt, "" for none."""
    bare = piece.strip(" \t*_`")
    if (at := owner_led(bare)) > 0:
        value = bare[at:]
        return "certain" if are_names(value) or _PERSON.fullmatch(value) or value.islower() else ""
    if (at := due_led(bare)) > 0:
        if is_led_day(bare) or _is_due(bare[at:], words):
            return "due"  # "by the 15th"
        if bare[:at].strip().casefold() in _NO_NAME:
            return ""
    if is_level(bare):
        return "priority"
    judged = words.known.states.judge(bare)
    if judged.grasp is Grasp.ALL and judged.state is not None:
        return "state"
    if (
        _is_day(bare, words)
        or is_led_period(bare)
        or (" " in bare and is_period(bare))
        or is_soon(bare)
        or (_WORDED.fullmatch(bare) and has_month(bare))
    ):
        return "due"
    work = orders.is_work(bare) and not _is_name_too(bare, words)
    team = is_team_name(bare) and not (work and orders.is_named_work(bare))
    if bare[1:].lower() in NO_HANDLES or (work and not team) or not (team or _PERSON.fullmatch(bare)):
        return ""
    if CERTAIN.fullmatch(bare) and not work:
        return "certain"
    return "owner" if team or not is_thing(bare) else ""


def _is_due(value: str, words: ItemText) -> bool:
    """True for what stands behind words for a due date as a day does."""
    short = any(sign.isdigit() for sign in value) and len(value) < 20 and _MORE.search(value) is None
    return (short and tells_day(value)) or _is_day(value, words) or is_soon(value)


def _is_name_too(bare: str, words: ItemText) -> bool:
    """True for "Mark", and for "Mark Jones" unless its words may be what to mark."""
    first, *more = bare.split()
    if not is_name_too(first) or _FIRST_AND_LAST.fullmatch(bare) is None:
        return False
    return not more or words.named.is_person(" ".join(more))


def is_soon(text: str) -> bool:
    """True for words that tell when, and no date: "next week", "Freitag", "thứ sáu", "so bald wie möglich"."""
    lead = _LED.match(text)
    begin = lead.end() if lead else 0
    return _SOON.fullmatch(text) is not None or is_hurry(text) or weekday_at(text, begin) == len(text)


def is_time(text: str, words: ItemText) -> bool:
    """True for what tells when, where a day is expected: "2026-12-24T17:00Z", "KW 52", "within 30 days"."""
    bare = text.strip(" \t*_`.")
    short = len(bare) <= _LONGEST_DAY
    if not short:
        return False
    meant = sum(map(str.isdigit, bare)) > _DIGITS or tells_day(bare)
    return (meant and is_day_alone(bare)) or kind_of(bare, words) == "due" or is_period(bare) or is_span(bare)


def _is_day(text: str, words: ItemText) -> bool:
    short = len(text) <= _LONGEST_DAY and text.count(" ") < _MANY_WORDS
    return short and is_day_alone(text) and read_date(text, words.near).value is not None
