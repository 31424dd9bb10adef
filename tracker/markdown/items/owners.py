"""Who owns an item, by the value behind "Owner:", in an owner's column or where a person stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.people import is_beside, is_ditto, is_nobody, is_unsure
from postmortem_tracker.markdown.words.periods import is_led_period
from postmortem_tracker.markdown.words.phrases import ARROW, STRUCK
from postmortem_tracker.text.people import bare_name

_LINKED = re.compile(r"\[([^\[\]\n]*)\]\([^)\[\n]*\)")
_MAIL = re.compile(r"<([\w.+-]+@[\w.-]+\.\w+)>")
_BECAME = re.compile(ARROW)
# "Ana (SRE)", "Ana (was Bo)"; the end of the bracket may have been cut off
_ASIDE = re.compile(r"[(（]([^()（）]*)(?:[)）]|$)")
_KEPT = "\x00"  # stands for a bracket while names are told apart
_AND = every("people", "and")
_NAMES = re.compile(
    r"(?:(?<!\s)\s+)?(?:[,;，；、]|/(?=\s|@)|(?<=\s)/|&|\+|<br ?/?>)\s*+|"
    rf"(?<!\s)\s+(?:{'|'.join(_AND)})\s++"
)
_RANK = re.compile(r"P[0-5]")  # "Owner: SRE / P1"
_SIDE = re.compile(r"[A-ZÀ-Þ@][^/]*")
_ONE_WORD = frozenset({"CI/CD", "UI/UX", "I/O", "N/A", "QA/QC", "TCP/IP"})
_NOBODY = re.compile(r"^(?:n/?a|none|[-–—_.…]+)$", re.IGNORECASE)
_LABELS = frozenset(every("labels", "owner"))
_DATED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_WORDS = re.compile(r"[^\W\d_]+")
_LONGEST = 80
_AROUND = " *_`.~"
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
    for name in _parts(value):
        bare = _SIGN.sub("", name).strip(_AROUND)
        if not bare:
            continue
        if _RANK.fullmatch(bare):
            priority = priority or bare
        elif is_nobody(bare) or is_nobody(bare_name(bare)):  # "Unassigned (was Ana)"
            nobody = nobody or _NOBODY.match(bare) is None
        elif is_ditto(bare):
            nobody = True
        elif _is_unsure(bare):
            doubted.append(bare)
        elif _is_beside(bare):  # "Ana, reviewer: Bo"
            doubted += [] if names else [bare]
        elif len(bare) > _LONGEST or _DATED.search(bare) is not None or is_led_period(bare):
            doubted.append(bare)
        elif bare not in names:
            names.append(bare)
    return Owners(tuple(names), priority, nobody, tuple(doubted))


def says_only(value: str, names: Iterable[str]) -> bool:
    """True for a value that holds nothing but these names, so that it may be written anew."""
    for name in names:
        value = value.replace(name, " ", 1)
    return "(" not in value and frozenset(map(str.casefold, _WORDS.findall(value))) <= frozenset(_AND)


def _parts(value: str) -> Iterator[str]:
    """The names as they are written; what brackets say of one belongs to it."""
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

    named = _NAMES.split(_ASIDE.sub(aside, plain))
    kept = iter(asides)
    for name in chain.from_iterable(map(_sides, named)):
        first_words, *others = name.split(_KEPT)
        yield "".join([first_words, *(next(kept) + words for words in others)])


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
