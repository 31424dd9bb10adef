"""One person in several spellings: "@ana", "Ana Lima (@ana)", "Ana Lima (SRE)"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

_ASIDE = re.compile(r"[ \t]?[(（]([^()（）]*)[)）]")
HANDLE = r"@[A-Za-z0-9][\w.-]*(?:/[\w.-]+)?"
# The same where no sign follows that an account may hold; from the first one that fits nothing is tried again.
WHOLE_HANDLE = r"@[A-Za-z0-9][\w.-]*+(?:/[\w.-]++)?+"
_HANDLE = re.compile(HANDLE)


def handle(owner: str) -> str | None:
    """The account that an owner is written with, without its at sign; None where there is none."""
    for said in (bare_name(owner), *_ASIDE.findall(owner)):
        if (found := _HANDLE.fullmatch(said.strip())) is not None:
            return found[0][1:]
    return None


def bare_name(owner: str) -> str:
    """An owner without what brackets say of them."""
    return (_ASIDE.sub("", owner).strip() or owner) if owner.endswith((")", "）")) else owner


def same_person(owner: str) -> str:
    """What is equal for all spellings of one owner."""
    return (handle(owner) or bare_name(owner).lstrip("@")).casefold()


def teams_of(owners: Iterable[str], teams: Mapping[str, Collection[str]]) -> list[str]:
    """The teams that owners are in, or are themselves."""
    known = set(map(same_person, owners))
    return [name for name, members in teams.items() if not known.isdisjoint(map(same_person, (*members, name)))]
