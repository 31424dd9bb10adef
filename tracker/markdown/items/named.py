"""Whether two capitalised words are a person's name, by what the rest of the document says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from postmortem_tracker.markdown.items.kinds import FULL_NAME
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.people import AND, is_thing
from postmortem_tracker.markdown.words.phrases import Phrases, reduce
from postmortem_tracker.text.people import HANDLE

_LABELLED = re.compile(
    r"[\s>|*+-]*(?:\*\*|__)?([^\W\d_][^:：|*_\n]{1,30}?)(?:\*\*|__)?[ \t]*(?:[:：]|\|)(?:\*\*|__)?(.+)"
)
_PEOPLE = re.compile(rf"{HANDLE}|(?<![\w'’.-]){FULL_NAME}")
_BETWEEN = re.compile(rf"[,;/&|()*•:]|(?<=\s)(?:{AND}|[–—-])(?=\s)")
_SMALL = re.compile(r"(?<![\w@./`-])[^\W\d_]{2,}(?![\w/`])")
_TOKEN = re.compile(r"[^\W\d_]+")
_LONGEST = 60  # characters of a title
_NAMED = Phrases({1: every("people", "named")})
# Nouns of systems and of work, and how such nouns end: "Secrets Management"; "Clement" is a surname.
_THINGS = frozenset((*every("people", "things"), *every("title_words", "kinds_of_work"), *every("items", "verbs")))
_THING = re.compile(
    r"[^\W\d_]{4,}(?:tion|sion|ment|ness|bility)s?|(?:monitor|alert|test|logg|train|tool|plann|handl|cach|tun|scal|"
    r"harden|onboard|engineer|report|rout|schedul)ing|respons(?:e|iveness)|recovery|coverage|strateg(?:y|ies)",
    re.IGNORECASE,
)


class Named:
    """What a document says of names: who is named in it, and which words are no names."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def is_person(self, name: str) -> bool:
        """True for a full name that the document knows, or whose words it has nowhere in small letters."""
        parts = [part.casefold() for part in _TOKEN.findall(name) if not part.islower()]  # not its "van den"
        if not self._people.isdisjoint(parts):
            return True
        if is_thing(name) or any(part in _THINGS or _THING.fullmatch(part) for part in parts):
            return False
        return self._small.isdisjoint(parts)

    def may_be_person(self, name: str) -> bool:
        """True for a word that the document has nowhere in small letters, and that is known as no thing's."""
        part = name.casefold()
        return part not in _THINGS and _THING.fullmatch(part) is None and part not in self._small

    @cached_property
    def _people(self) -> frozenset[str]:
        """The first and last names on lines for authors and participants, and below such titles."""
        pieces = [piece.strip(" \t*_+>-•") for line in self._told() for piece in _BETWEEN.split(line)]
        people = [found[0] for piece in pieces if (found := _PEOPLE.match(piece)) is not None]
        return frozenset(part.casefold() for name in people for part in _TOKEN.findall(name) if len(part) > 2)

    def _told(self) -> Iterator[str]:
        below = False
        for line in self._lines:
            if title := _titled(line):
                below = _names_people(title)
            elif (label := _LABELLED.match(line)) is not None and _names_people(label[1]):
                yield label[2]
            elif below:
                yield line

    @cached_property
    def _small(self) -> frozenset[str]:
        """The words that begin with a small letter somewhere."""
        return frozenset(word for line in self._lines for word in _SMALL.findall(line) if word[0].islower())


def _titled(line: str) -> str:
    """The words of a title, with number signs or in bold type alone on its line; "" for any other line."""
    bare = line.strip().rstrip(":： ")
    titled = bare[:1] == "#" or (bare[:2] in ("**", "__") and bare[-2:] == bare[:2])
    return bare.strip("#*_:： \t")[:_LONGEST] if titled else ""


def _names_people(label: str) -> bool:
    told = reduce(label).split()
    return 0 < len(told) < 4 and _NAMED.found(told) > 0
