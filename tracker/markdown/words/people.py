"""Words for people, and for nobody."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.words.labels import FIELDS
from postmortem_tracker.markdown.words.languages import every, weekdays
from postmortem_tracker.markdown.words.phrases import any_of, reduce

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
_NOBODY = re.compile(
    rf"^(?:\?+|{any_of(*every('people', 'nobody'))}\?*|[-–—_.…]+|<.*>|\[.*\]|x+)$",
    re.IGNORECASE,
)


# "with @ana", "cc @ana", "reviewed by @ana": who stands behind these does something else.
_UNSURE = frozenset(every("people", "unsure"))
_DENIED = frozenset(every("people", "denied"))
_BESIDE = frozenset(every("people", "beside"))
_THINGS = frozenset((*every("people", "things"), *every("people", "no_first_names")))
_FIELDS = frozenset(phrase for name in FIELDS for phrase in every("labels", name))
_SHORTEST = 2
_DITTO = frozenset(map(reduce, every("people", "ditto")))


def is_beside(*words: str) -> bool:
    """True for words before a name that make it nobody's work: "cc", "reviewed by", "backup:"."""
    return " ".join(words).casefold().strip("([*_`:") in _BESIDE


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
    return first in _THINGS or first in _FIELDS or len(name) < _SHORTEST


def is_nobody(text: str) -> bool:
    """True for words that stand where a person should and name none: "TBD", "(unassigned)", "???"."""
    return _NOBODY.match(text.strip(" *_`.()")) is not None
