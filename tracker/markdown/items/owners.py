"""Who owns an item, by the value behind "Owner:", in an owner's column or where a person stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from postmortem_tracker.markdown.lines.dates import days_told
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.levels import is_bare, is_level
from postmortem_tracker.markdown.words.orders import is_work
from postmortem_tracker.markdown.words.people import (
    AND,
    AND_WORDS,
    is_beside,
    is_crowd,
    is_denied,
    is_ditto,
    is_no_name,
    is_nobody,
    is_particle,
    is_team,
    is_thing,
    is_unsure,
)
from postmortem_tracker.markdown.words.periods import is_led_period, is_period
from postmortem_tracker.markdown.words.phrases import ARROW, UNSPACED
from postmortem_tracker.markdown.words.spelled import Spelled
from postmortem_tracker.markdown.words.strokes import STRUCK
from postmortem_tracker.text.people import bare_name

_LINKED = re.compile(r"\[([^\[\]\n]*)\]\([^)\[\n]*\)")
_MAIL = re.compile(r"<([\w.+-]+@[\w.-]+\.\w+)>")
_BECAME = re.compile(ARROW)
# "Ana (SRE)", "Ana (was Bo)"; the end of the bracket may have been cut off
_ASIDE = re.compile(r"[(（]([^()（）]*)(?:[)）]|$)")
_KEPT = "\x00"  # stands for a bracket while names are told apart
_NAMES = re.compile(
    rf"(?:(?<!\s)\s+)?(?:([,;，；、])|/(?=\s|@)|(?<=\s)/|&|\+|<br ?/?>)\s*+(?:{AND}\s++)?|"
    rf"(?<!\s)\s+(?:{AND}|\d[.)])\s++"
)
_RANK = re.compile(r"P[0-5]")  # "Owner: SRE / P1"
_SIDE = re.compile(r"[A-ZÀ-Þ@][^/]*")
_ONE_WORD = frozenset({"CI/CD", "UI/UX", "I/O", "N/A", "QA/QC", "TCP/IP"})
_NOBODY = re.compile(r"^(?:n/?a|none|[-–—_.…]+)$", re.IGNORECASE)
_LABELS = frozenset(every("labels", "owner"))
_NUMBERED = re.compile(r"(?<!\w)\d|\d{2}|\d[月日月일]")  # "2 days"; "SRE2" may be a team
_LONG_WORD = 10  # letters
_COUNTED = re.compile(r"([^\W\d_]+) ?\d{1,3}(?: [^\W\d_][\w-]*)?")  # "Team 12", "Tier 2 support"
_SMALL = re.compile(r"[^\W\d_]{2,}(?:['’-][^\W\d_]+)*")
_FIRST_AND_LAST = 2
_DATED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_WORDS = re.compile(r"[^\W\d_]+")
_LONGEST = 80
_AROUND = " *_`.~"
# "1. Ana 2. Bo", "assigned to Ana"
_NUMBER = re.compile(r"\d[.)][ \t]+")
_LABEL = Spelled(*(each for each in every("labels", "owner") if " " in each))
_TICKS = " ✅✔☑✓\ufe0f"
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]+)[\"”“»]")
_SIGN = re.compile(r"\A[\s*_`]*(?:👤|👥|🧑|👨|👩)\ufe0f?\s*")


class Owners(NamedTuple):
    """What a value says: the people or teams, a priority beside them, and what is no name.

    ``nobody`` where somebody has left it open, ``doubted`` the words that speak of people and settle on none.
    """

    names: tuple[str, ...] = ()
    priority: str | None = None
    nobody: bool = False
    doubted: tuple[str, ...] = ()


def read_owners(value: str) -> Owners:
    """The owners that a value names: "Ana Lima (SRE)", "Bo and Cy", "~~Bo~~ @cy", "Bo → Cy", but not "maybe Bo"."""
    names: list[str] = []
    priority, nobody, doubted = None, False, []
    for name, listed in _parts(value):
        bare = _bare(name)
        if not bare:
            continue
        if _RANK.fullmatch(bare):
            priority = priority or bare
        elif is_nobody(bare) or is_nobody(bare_name(bare)):  # "Unassigned (was Ana)"
            nobody = nobody or _NOBODY.match(bare) is None
        elif is_ditto(bare):
            nobody = True
        elif _is_unsure(bare) or is_crowd(bare):
            doubted.append(bare)
        elif _is_beside(bare):  # "Ana, reviewer: Bo"
            doubted += [] if names and not days_told(bare) else [bare]  # "due: 2026-12-24" under another name
        elif _is_long_or_time(bare) or (
            listed and not _may_be_name(bare_name(bare), bare_name(names[-1]) if names else "")
        ):  # "Ana, needs budget"
            doubted.append(bare)
        elif bare not in names:
            names.append(bare)
    return Owners(tuple(names), priority, nobody, tuple(doubted))


def says_only(value: str, names: Iterable[str]) -> bool:
    """True for a value that holds nothing but these names, so that it may be written anew."""
    for name in names:
        value = value.replace(name, " ", 1)
    return "(" not in value and frozenset(map(str.casefold, _WORDS.findall(value))) <= AND_WORDS


def _parts(value: str) -> Iterator[tuple[str, bool]]:
    """The names as they are written, each with whether it stands behind another one and a comma.

    What brackets say of a name belongs to it.
    """
    value = value.replace(_KEPT, " ")
    plain = (_LINKED.sub(r"\1", value) if "[" in value else value).strip(" *_`")
    if "~~" in plain or "<" in plain:
        plain = _MAIL.sub(lambda mail: "" if plain[: mail.start()].strip() else mail[1], plain)
        plain = STRUCK.sub(" ", plain)
    plain = _BECAME.split(plain)[-1]
    asides: list[str] = []
    first = len(plain) - len(plain.lstrip(_AROUND))

    def aside(found: re.Match[str]) -> str:
        if found.start() <= first:
            return found[1]  # "(unassigned)", "(SRE)"
        asides.append(found[0] if found[0][-1:] in (")", "）") else f"{found[0]})")
        return _KEPT

    first_one, *more = _NAMES.split(_ASIDE.sub(aside, plain))
    named = [
        (first_one, False),
        *((name, comma is not None) for comma, name in zip(more[::2], more[1::2], strict=True)),
    ]
    kept = iter(asides)
    for names, listed in named:
        for name in _sides(names):
            first_words, *others = name.split(_KEPT)
            yield "".join([first_words, *(next(kept) + words for words in others)]), listed


def _is_long_or_time(words: str) -> bool:
    return len(words) > _LONGEST or _DATED.search(words) is not None or is_led_period(words)


def _may_be_name(words: str, before: str) -> bool:
    """Whether words behind a name and a comma name somebody else: a word, or several as names and teams are written."""
    first, *more = words.split()
    if first[:1] == "@" or "@" in words:
        return not more
    if (
        is_no_name(words)
        or is_denied(first)
        or is_level(words)
        or (is_period(words) and (more or any(map(str.isdigit, words))))
    ):
        return False
    if _NUMBERED.search(words) is not None:
        return _is_numbered_team(words, before)
    if is_team(words):
        return True  # "high availability team"
    if not more:
        return len(words) < _LONG_WORD or max(words) < UNSPACED  # without spaces, more signs are a sentence
    if is_level(first):  # "Low Latency", not "high impact"
        return is_bare(first) and all(word[0].isupper() for word in (first, *more))
    return all(map(_is_part_of_name, (first, *more))) or _is_small_like(words, before)


def _is_numbered_team(words: str, before: str) -> bool:
    """True for "Team 2", and for "Ring 2" behind "Ring 1"."""
    counted = _COUNTED.fullmatch(words)
    another = _COUNTED.fullmatch(before)
    return counted is not None and (is_team(words) or (another is not None and another[1] == counted[1]))


def _is_small_like(words: str, before: str) -> bool:
    """True for a first and a last name in small letters behind another such: "bo diaz" behind "ana lima"."""
    if not all(_is_small_name(each) for each in (words, before)):
        return False
    return not is_beside(*words.split()[:2]) and not any(
        is_no_name(word) or is_beside(word) or is_unsure(word) for word in words.split()
    )


def _is_small_name(words: str) -> bool:
    named = [word for word in words.split() if not is_particle(word)]
    if len(named) != _FIRST_AND_LAST or not all(_SMALL.fullmatch(word) for word in named):
        return False
    return words == words.lower() and not (is_team(words) or is_thing(words) or is_work(words))


def _is_part_of_name(word: str) -> bool:
    return not word[:1].islower() or is_particle(word) or word[:2] in ("d'", "d’")


def _bare(name: str) -> str:
    """A name without what stands around it: emphasis, quotation marks, a number of a list, a label, a tick."""
    bare = _SIGN.sub("", name).strip(_AROUND).rstrip(_TICKS)
    if (number := _NUMBER.match(bare)) is not None:
        bare = bare[number.end() :]
    elif (led := next((end for end in _LABEL.ends(bare) if bare[end : end + 1] in (" ", "\t")), 0)) > 0:
        bare = bare[led:].lstrip(" \t")
    quoted = _QUOTED.fullmatch(bare)
    return (quoted[1] if quoted else bare).strip(_AROUND)


def _is_unsure(name: str) -> bool:
    """True for words around a name that do not settle on it: "maybe @bo", "@bo?", "someone from SRE"."""
    return "?" in name or any(map(is_unsure, _WORDS.findall(name)))


def _is_beside(name: str) -> bool:
    words = name.split()
    if len(words) > 1 and words[0][-1] in ":：" and words[0].strip(":：*_").casefold() not in _LABELS:
        return True  # "support: Bo"
    return len(words) > 1 and (is_beside(words[0]) or is_beside(*words[:2]))


def _sides(name: str) -> list[str]:
    """Both names of "Ana Lima/Omar Reyes"; "CI/CD" and "Content/data team" are one."""
    sides = name.split("/")
    if len(sides) == 1 or name.strip() in _ONE_WORD or not all(map(_SIDE.fullmatch, sides)):
        return [name]
    return [name] if name.endswith("team") and not sides[0].endswith("team") else sides
