"""Words for people, and for nobody."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.words.labels import FIELDS
from postmortem_tracker.markdown.words.languages import all_months, every, weekdays
from postmortem_tracker.markdown.words.phrases import UNSPACED, any_of, reduce
from postmortem_tracker.markdown.words.spelled import Spelled

# "and", "oder", "y": what stands between two people, things or titles.
AND_WORDS = frozenset(every("people", "and"))
AND = any_of(*AND_WORDS)
# What begins with an at sign and is no account.
NO_HANDLES = frozenset(
    (
        "due",
        "todo",
        "here",
        "channel",
        "everyone",
        "all",
        "done",
        "param",
        "latest",
        "next",
        "media",
        "now",
        "today",
        "tomorrow",
        "yesterday",
        *weekdays(),
    )
)
_CROWDS = frozenset(("here", "channel", "everyone", "all"))  # accounts of chat programs for all who are there
_NOBODY = Spelled(*every("people", "nobody"))
_BLANK = re.compile(r"\?+|[-–—_.…]+|<.*>|\[.*\]|[xX]+")

# "with @ana", "cc @ana", "reviewed by @ana": who stands behind these does something else.
_UNSURE = frozenset(every("people", "unsure"))
_DENIED = frozenset(every("people", "denied"))
_BESIDE = frozenset(every("people", "beside"))
_THINGS = frozenset((*every("people", "things"), *every("people", "no_first_names")))
_FIELDS = frozenset(phrase for name in FIELDS for phrase in every("labels", name))
_SHORTEST = 2
_DITTO = frozenset(map(reduce, every("people", "ditto")))

_TEAMS = frozenset(every("people", "teams"))
_UNSPACED_TEAMS = tuple(name for name in _TEAMS if name > UNSPACED)
_FIRST = frozenset(every("people", "team_first"))
_LAST = frozenset(every("people", "team_last"))
_UNSPACED = tuple(name for name in _LAST if name > UNSPACED)
_MOST_OF_A_TEAM = 4  # words
_NAMES_TOO = frozenset(every("people", "names_too"))
_PARTICLES = frozenset(every("people", "particles"))
# Those within somebody's full name, "van den", where "the" leads a team's and "y" stands between two people.
WITHIN_NAMES = tuple(sorted(_PARTICLES - {"the"} - set(AND_WORDS)))
_MONTH = 5  # letters of one that may be somebody's name: Jan, April
# What people write behind a name and a comma that is no other name: a state, a month, a day of the week.
_NO_NAMES = frozenset(
    (
        *(
            word
            for key in ("open", "completed", "not_planned", "yes", "no", "taken_back")
            for word in every("states", key)
        ),
        *(word for key in ("periods", "later", "about", "put_off") for word in every("days", key)),
        *(month for month in all_months() if len(month) > _MONTH),
        *weekdays(),
    )
)


def is_team(name: str) -> bool:
    """True for words the last of which is a group of people, or the first: "data eng", "équipe réseau"."""
    words = name.casefold().split()
    return words[0] in _TEAMS or words[-1] in _TEAMS or words[-1].endswith(_UNSPACED_TEAMS)


def is_team_name(name: str) -> bool:
    """True for a team's name beside work, where "response time" is none: "Team Netz", "équipe réseau", "ağ ekibi"."""
    words = [] if ":" in name else name.casefold().split()  # "owner: Search team" is a field, its label and all
    if len(words) == 1:
        return words[0].endswith(_UNSPACED) and words[0] not in _LAST
    if not 1 < len(words) <= _MOST_OF_A_TEAM:
        return False
    capitals = all(word[0].isupper() for word in name.split())  # "Team Netz", and no "team page"
    return words[0] in _FIRST or words[-1] in _LAST or (words[0] in _LAST and capitals)


def is_particle(word: str) -> bool:
    """True for a small word within a name: "van", "dos"."""
    return word in _PARTICLES


def is_name_too(word: str) -> bool:
    """True for a first name that is also a month or what to do, as it is written for somebody: "Mark", "April"."""
    return word[:1].isupper() and word.casefold() in _NAMES_TOO


def is_no_name(words: str) -> bool:
    """True for words that tell a state or a time, and nobody's name: "blocked", "January"."""
    return words.casefold() in _NO_NAMES


def is_beside(*words: str) -> bool:
    """True for words before a name that make it nobody's work: "cc", "reviewed by", "backup:"."""
    return " ".join(words).casefold().strip("([*_`:") in _BESIDE


def is_crowd(name: str) -> bool:
    """True for an account that means everybody: "@here"."""
    return name[:1] == "@" and name[1:].casefold() in _CROWDS


def is_unsure(word: str) -> bool:
    """True for a word that makes a name no settled one: "maybe", "someone"."""
    return word.casefold().strip("([*_`:,") in _UNSURE


def is_denied(before: str) -> bool:
    """True for words before "owner:" that make it another one, or none: "previous", "no", "needs"."""
    words = before.rsplit("\n", 1)[-1].split()
    return bool(words) and words[-1].casefold().strip("([*_`-") in _DENIED


def is_ditto(text: str) -> bool:
    """True for what stands for the row above, and for signs that name nobody: "ditto", a lone quotation mark."""
    return reduce(text) in _DITTO or not any(map(str.isalnum, text))


def is_thing(name: str) -> bool:
    """True for a name that begins as no person's does: that of a product, a system or a field, or one letter."""
    first, *more = name.casefold().split() or [""]
    if more and (any(map(str.isdigit, name)) or any(word in weekdays() for word in more)):
        return True  # "Amazon S3", "Black Friday"
    return first in _THINGS or (first in _FIELDS and first not in _NAMES_TOO) or len(name) < _SHORTEST


def is_nobody(text: str) -> bool:
    """True for words that stand where a person should and name none: "TBD", "(unassigned)", "???"."""
    said = text.strip(" *_`.()")
    return _BLANK.fullmatch(said) is not None or said.rstrip("?") in _NOBODY
