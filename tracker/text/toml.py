"""Reads TOML of strangers: one key of thousands of parts would take gigabytes, since each part makes a table."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_PARTS = 32  # of one key; people write four
# How what the reader of TOML finds begins, and what is meant.
_WORDS = {
    "Cannot overwrite": "a key stands there a second time",
    "Cannot declare": "a table stands there a second time",
    "Cannot mutate": "a key or table stands there a second time",
    "Cannot redefine": "a key or table stands there a second time",
    "Duplicate inline": "a key stands there a second time",
    "Expected '='": "a key needs a “=” and a value",
    "Expected ']'": "a table's name is not closed by “]”",
    "Expected newline": "there is more on the line than one value",
    "Invalid value": "a value is missing, or a text without quotes",
    "Invalid statement": "no key begins so",
    "Invalid initial character": "no key begins so",
    "Unclosed array": "a list is not closed by “]”",
    "Unclosed inline table": "a table is not closed by “}”",
    "Unterminated string": "a text is not closed by its quote",
    "Found invalid character": "a character that must not stand there",
    "Expected": "a line does not end where it should",
    "Invalid hex": "a character written by its number is none",
    "Escaped character": "a character written by its number is none",
    "Invalid date": "a date is none",
    "Illegal character": "a text is not closed by its quote on the same line",
    "Unescaped": "“\\” in a text is written “\\\\”",
    "a key of more": "a key has too many parts",
    "nested too deeply": "it is nested too deeply",
}
_QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.)*+(\"?)|'[^'\n]*+('?)")


def loads(text: str) -> dict[str, Any]:
    """What the text says. Raises TOMLDecodeError, also for keys of too many parts and for too deep a nesting."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > _PARTS and _parts(line) > _PARTS:
            raise tomllib.TOMLDecodeError(f"a key of more than {_PARTS} parts (at line {number})")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise tomllib.TOMLDecodeError("nested too deeply") from None


def explained(said: str) -> tuple[int | None, str]:
    """The line and what is wrong there, of what a TOMLDecodeError says."""
    what, _, place = said.rpartition(" (at ")
    line = re.match(r"line (\d+)", place)
    words = next(
        (ours for theirs, ours in _WORDS.items() if (what or said).startswith(theirs)), "it cannot be understood"
    )
    return int(line[1]) if line else None, words


def _parts(line: str) -> int:
    """The most dots that one key of a line may have: in front of an equals sign, or in a table's title."""
    return max(part.count(".") for part in re.split("[=,#]", _QUOTED.sub(_emptied, line)))


def _emptied(found: re.Match[str]) -> str:
    return '""' if found[1] or found[2] else found[0]
