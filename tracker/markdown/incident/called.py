"""What a page is by what it, its title and its folders are called: a report, a guide, or a page of another kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from functools import cache

from postmortem_tracker.markdown.words.languages import every, months
from postmortem_tracker.markdown.words.phrases import Phrases, reduce

_KINDS = ("incident", "course", "causes", "effects", "lessons")
_INCIDENT = 1
TELLING = 0b110  # the course and the causes, which other pages tell least

_BETWEEN = re.compile(r"[\W_]+")
_OF_ONE = re.compile(r"\d{4}[-_.]?\d\d|(?:^|[^a-z])(?:inc|incident|pm|sev)[-_ ]?\d", re.IGNORECASE)
_OF_ONE_DAY = re.compile(r"\d{4}[-_.]?\d\d[-_.]?\d\d")
_NUMBERED = re.compile(
    r"(?:^|[^a-z])(?:(?:inc|incident|sev)[-_ ]?\d|pm[-_ ]?\d{3})", re.IGNORECASE
)  # "3 pm 12" is none
_RELEASE = re.compile(
    r"\bv?\d{1,4}\.\d[\w.-]{0,20}\s(?:(?:is\s)?(?:now\s)?(?:released|available|out)"
    r"|\((?:stable|current|lts|maintenance|alpha|beta|preview)\))\W{0,3}$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[:：|(（/–—]| - ")  # what ends a part of a title
_UNDERSCORED = re.compile(r"_|(?<=\w)-(?=\w)")
_SITE = re.compile(r"\.html?$", re.IGNORECASE)  # "playbook.html.md"
_LONGEST = 4  # words of a section's title, and of what another page is called


class Place(Enum):
    """What a folder holds."""

    REPORTS = auto()
    GUIDES = auto()
    OTHERS = auto()
    UNKNOWN = auto()


def split_path(path: str) -> tuple[list[str], str]:
    """The folders of a path, and the name of its file without its endings."""
    *folders, name = path.rpartition(".")[0].split("/")
    return folders, _SITE.sub("", name)


def place_of(folders: Sequence[str]) -> Place:
    """What the nearest folder that says so holds.

    That of one day ("backups/2026-03-12-outage") says what happened, and not that all in it are reports.
    """
    for folder in reversed(folders):
        if is_guide(folder):
            return Place.GUIDES
        if tells_incident(folder):
            return Place.UNKNOWN if _OF_ONE_DAY.search(folder) else Place.REPORTS
        if _holds_others(folder):
            return Place.OTHERS
    return Place.UNKNOWN


def tells_incident(text: str) -> bool:
    """Whether words name an incident, or a report of one."""
    return bool(meant(text) & _INCIDENT)


def tells_of_a_certain_one(name: str) -> bool:
    """Whether words name an incident and its day or number."""
    return tells_incident(name) and _OF_ONE.search(name) is not None


def is_numbered(title: str) -> bool:
    """Whether a title has an incident's number."""
    return _NUMBERED.search(title) is not None


def is_guide(name: str) -> bool:
    """True for a name that ends in "guide" or begins with "How to" or "Runbook:": it tells how to deal with incidents.

    One with a day or number of an incident is none.
    """
    if _OF_ONE.search(name) is not None:
        return False
    told = _words(name)
    if any(not bits & _GUIDE for _, bits, _ in (_guides().at(told, 0) if told else ())):
        return True
    return _ends_as_guide(told) or _ends_as_guide(_words(_CLAUSE.split(name[:200], maxsplit=1)[0]))


def is_other(name: str) -> bool:
    """True for a name that is or has one of another kind of page: "Weekly call of …", "Plan: …", "2026-10-12-adr-7"."""
    return any(_is_called_other(reduce(part).split()) for part in _CLAUSE.split(_UNDERSCORED.sub(" ", name[:200])))


def is_release(title: str) -> bool:
    """True for the title of release notes: "Version 2.10.0 released", "Reader 2.10.0 (LTS)"."""
    return _RELEASE.search(title[:200]) is not None


def is_section_of_others(title: str) -> bool:
    """True for a section that only another kind of page has: "Agenda", "Considered options"."""
    return bool(_other_sections().whole(reduce(title).split()))


def section_meant(name: str) -> int:
    """Which parts of a report the title of a section names: the course, the causes, the effects, the lessons."""
    told = reduce(name.partition("(")[0])
    return meant(told) & ~_INCIDENT if told.count(" ") < _LONGEST else 0


def meant(text: str) -> int:
    """What words name of an incident and of the parts of a report, as bits."""
    words = _words(text)
    return _phrases().found(words) if words else 0


def _words(name: str) -> list[str]:
    return reduce(_BETWEEN.sub(" ", name[:200])).split()


def _ends_as_guide(told: Sequence[str]) -> bool:
    return any(_guides().whole(told[-size:]) & _GUIDE for size in (1, 2) if len(told) >= size)


def _holds_others(folder: str) -> bool:
    """Whether a folder is called by pages of another kind: "meeting-notes", "dev_meetings", "adr"."""
    told = _words(folder)
    return any(_others().whole(told[-size:]) for size in range(1, _LONGEST) if len(told) >= size)


def _is_called_other(told: Sequence[str]) -> bool:
    """Whether words begin with such a name, and go on with no more than what it is of, or end with one of several."""
    for index in range(len(told)):
        for size, _, _ in _others().at(told, index):
            after = told[index + size :]
            last = not after or all(map(str.isdigit, after))
            leads = all(word[0].isdigit() for word in told[:index]) and (
                last or after[0].isdigit() or after[0] in _fillers() or after[0] in months()
            )
            if leads or (last and size > 1):
                return True
    return False


_GUIDE = 1  # a word at the end; the others begin


@cache
def _guides() -> Phrases:
    return Phrases({_GUIDE: every("evidence", "guides"), 2: every("evidence", "guides_first")})


@cache
def _others() -> Phrases:
    return Phrases({1: every("evidence", "others")})


@cache
def _other_sections() -> Phrases:
    return Phrases({1: every("evidence", "other_sections")})


@cache
def _fillers() -> frozenset[str]:
    return frozenset(every("title_words", "fillers"))


@cache
def _phrases() -> Phrases:
    return Phrases({1 << bit: every("evidence", kind) for bit, kind in enumerate(_KINDS)})
