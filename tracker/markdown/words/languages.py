"""The words of each language, as data: one file a language in ``languages/``, all with the same keys.

In a phrase ``*`` stands for any ending of a word, and a space for any run of spaces, slashes, dashes or ampersands.
All languages are read at once, because documents mix them; a word therefore means the same in each.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

_HERE = resources.files(__package__)


@dataclass(frozen=True)
class Language:
    """One language: its code and name, and its phrases by table and key."""

    code: str
    name: str
    tables: Mapping[str, Mapping[str, list[Any]]]

    def phrases(self, table: str, key: str) -> tuple[str, ...]:
        """The phrases of one key."""
        return tuple(self.tables[table][key])


@cache
def languages() -> tuple[Language, ...]:
    """All languages, English first, the others by their code."""
    files = [file for file in (_HERE / "languages").iterdir() if file.name.endswith(".toml")]
    return tuple(sorted(map(_language, files), key=lambda language: (language.code != "en", language.code)))


def _language(file: Any) -> Language:
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return Language(file.name.removesuffix(".toml"), tables.pop("name"), tables)


@cache
def every(table: str, key: str) -> tuple[str, ...]:
    """The phrases of all languages under one key, each once, and the signs that need no language."""
    signs = _toml("signs.toml").get(table, {}).get(key, ())
    return tuple(dict.fromkeys([*(phrase for each in languages() for phrase in each.phrases(table, key)), *signs]))


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
