"""Values behind the name of their field without a colon: "Verantwortlich Ana", "担当田中", "срок 2026-05-01"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from postmortem_tracker.markdown.items.typed_days import is_day_alone
from postmortem_tracker.markdown.words.languages import every, languages
from postmortem_tracker.markdown.words.orders import is_work
from postmortem_tracker.markdown.words.people import AND, is_name_too, is_particle
from postmortem_tracker.markdown.words.phrases import UNSPACED
from postmortem_tracker.markdown.words.spelled import Spelled
from postmortem_tracker.text.people import HANDLE

_IN_CHARGE = Spelled(*every("people", "in_charge"))
_DUE = Spelled(*every("items", "due"), *every("labels", "due"))
_ENGLISH = frozenset(languages()[0].phrases("items", "due"))
_DIGITS = 5  # of a day with its month and year, at least
_BLANKS = re.compile(r"[ \t]+(?=\S)")
_BETWEEN = re.compile(rf"(?<![ \t])(?:[ \t]*[/&+,;][ \t]*|[ \t]+{AND}[ \t]+)")
_NAME = re.compile(rf"{HANDLE}|[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*+\.?")
_MOST = 4  # words of a name
_LONGEST = 12  # signs of a name where no spaces stand between words


def owner_led(text: str) -> int:
    """Where a name begins behind words for an owner: "zuständig Ana", "担当田中"; 0 where there are none."""
    return next(_behind(_IN_CHARGE.ends(text), text), 0)


def due_led(text: str) -> int:
    """Where a day would begin behind a word for a due date: "срок 1.5.2026"; 0 where there is none."""
    return next(_behind(reversed(_DUE.ends(text)), text), 0)


def due_at(text: str) -> int:
    """The same where a day does, or the word is English; other words for a time are kept whole: "bis zum 15."."""
    at = due_led(text)
    day = is_day_alone(text[at:]) and sum(map(str.isdigit, text[at:])) >= _DIGITS
    return at if day or text[:at].strip().casefold() in _ENGLISH else 0


def _behind(ends: Iterable[int], text: str) -> Iterator[int]:
    for end in ends:
        if (blanks := _BLANKS.match(text, end)) is not None:
            yield blanks.end()
        elif text[end - 1] >= UNSPACED and text[end : end + 1].isalnum():
            yield end


def are_names(value: str) -> bool:
    """True for one name or several, as people and teams are written behind words for an owner."""
    return all(map(_is_name, _BETWEEN.split(value.strip(" \t*_"))))


def _is_name(said: str) -> bool:
    parts = said.split()
    if not 0 < len(parts) <= _MOST or not all(map(_NAME.fullmatch, parts)):
        return False
    if max(said) >= UNSPACED:
        return len(said) <= _LONGEST
    if len(parts) > 1 and is_work(said) and not is_name_too(parts[0]):
        return False
    return not parts[0][0].islower() and all(not part[0].islower() or is_particle(part) for part in parts)
