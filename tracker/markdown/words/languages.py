"""The words of each language, as data: one file a language in ``languages/``, all with the same keys.

In a phrase ``*`` stands for any ending of a word, and a space for any run of spaces, slashes, dashes or ampersands.
All languages are read at once, because documents mix them; a word therefore means the same in each.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from postmortem_tracker.markdown.words.phrases import phrases

_HERE = Path(__file__).parent
_LATIN = 0x250  # letters from here on are of other scripts, where a mark makes another letter
_SHORTEST = 4  # letters of a phrase that is still known without its accents: "à" is not "a"
_PLAIN = str.maketrans({"ł": "l", "ı": "i", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae"})
_TYPED_PLAIN = frozenset({"cs", "de", "es", "fr", "it", "pl", "pt", "tr", "vi"})  # where people leave accents out
_MEANS_ELSE = frozenset(
    phrases(
        "abandonne; annule; corrige; effectue; ferme; hien; livre; realise; refuse; resume; sure; termin; termine; "
        "termines; them; thuc; trien; valide; xuat"
    )
)  # another word without it
_WORDS_TOO = frozenset({"ago", "out", "set"})  # months of other languages that are English words, too
_SURELY_DAY = re.compile(r"\d{4}|\bde\b|\d\.")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@dataclass(frozen=True)
class Language:
    """One language: its code and name, and its phrases by table and key.

    ``verb_last`` where an order ends in its verb: "Alarm einrichten".
    """

    code: str
    name: str
    tables: Mapping[str, Mapping[str, list[Any]]]
    verb_last: bool = False

    def phrases(self, table: str, key: str) -> tuple[str, ...]:
        """The phrases of one key."""
        return tuple(self.tables[table][key])


@cache
def languages() -> tuple[Language, ...]:
    """All languages, English first, the others by their code."""
    read = map(_language, (_HERE / "languages").glob("*.toml"))
    return tuple(sorted(read, key=lambda language: (language.code != "en", language.code)))


def _language(file: Path) -> Language:
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return Language(file.stem, tables.pop("name"), tables, tables.pop("verb_last", False))


@cache
def every(table: str, key: str) -> tuple[str, ...]:
    """The phrases of all languages under one key, each once, and the signs that need no language.

    Those with accents stand there without them, too: many people type "priorite".
    """
    signs = _toml("signs.toml").get(table, {}).get(key, ())
    told = [(phrase, each.code) for each in languages() for phrase in each.phrases(table, key)]
    plain = (unaccented(phrase, code) for phrase, code in told)
    return tuple(dict.fromkeys([*(phrase for phrase, _ in told), *filter(None, plain), *signs]))


def unaccented(phrase: str, code: str) -> str:
    """A phrase as it is typed without accents, in German with "ae"; "" where nobody does, or it is another word."""
    if phrase.isascii() or code not in _TYPED_PLAIN or len(phrase.strip("*")) < _SHORTEST:
        return ""
    bare = "".join(map(_without_mark, phrase.translate(_UMLAUTS if code == "de" else _PLAIN).translate(_PLAIN)))
    return "" if bare in _MEANS_ELSE else bare


def _without_mark(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0] if ord(letter) < _LATIN or "\u1e00" <= letter < "\u1f00" else letter


@cache
def also_english(table: str) -> frozenset[str]:
    """Single words of a table that are English, too, and mean something else: "data" is a day in Italian."""
    english, *others = languages()
    known = {word for tables in english.tables.values() for phrase in _told(tables) for word in phrase.split()}
    elsewhere = known.difference(_told(english.tables[table]))
    return frozenset(word for each in others for word in _told(each.tables[table]) if word in elsewhere)


def _told(tables: Mapping[str, list[Any]]) -> Iterable[str]:
    return (phrase for listed in tables.values() for phrase in listed if isinstance(phrase, str))


@cache
def every_set(table: str, key: str) -> tuple[tuple[str, ...], ...]:
    """The same for sets of words that belong together: those for open, done and won't do."""
    signs = _toml("signs.toml").get(table, {}).get(key, ())
    return tuple(
        tuple(words) for each in (*(language.tables[table][key] for language in languages()), signs) for words in each
    )


@cache
def months() -> Mapping[str, int]:
    """The number of each month by its names, in small letters, in the languages that have a file."""
    found = _numbered(language.tables["months"]["names"] for language in languages())
    return {name: next(iter(numbers)) for name, numbers in found.items()}


@cache
def all_months() -> Mapping[str, frozenset[int]]:
    """The same for more languages; a name may be that of several months: "listopad" is October in Croatian."""
    known = (language.tables["months"]["names"] for language in languages())
    return _numbered([*known, *_toml("months.toml").values()])


@cache
def weekdays() -> Mapping[str, int]:
    """The number of each day of the week by its names, as ``date.isoweekday`` has it."""
    told = [(number, name, each.code) for each in languages() for number, name in _days_of(each)]
    typed = ((number, unaccented(name, code)) for number, name, code in told)
    return {**{name: number for number, name in typed if name}, **{name: number for number, name, _ in told}}


def _days_of(language: Language) -> Iterable[tuple[int, str]]:
    for number, names in enumerate(language.tables["weekdays"]["names"], 1):
        for name in names:
            yield number, name


def is_month(name: str, said: str) -> bool:
    """Whether a name is a month's in the words ``said``; "set" and "out" only in "3 set 2026" or "3 de set"."""
    low = name.casefold()
    return low in months() and (low not in _WORDS_TOO or _SURELY_DAY.search(said) is not None)


def dated() -> int:
    """The number of further languages of which only the months are known."""
    return len(_toml("months.toml"))


def _numbered(listed: Iterable[list[list[str]]]) -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for year in listed:
        for number, names in enumerate(year, 1):
            for name in map(str.casefold, names):
                found[name] = found.get(name, frozenset()) | {number}
    return found


@cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))
