"""Reads TOML of strangers: one key of thousands of parts would take gigabytes, since each part makes a table."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_PARTS = 32  # of one key; people write four
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


def _parts(line: str) -> int:
    """The most dots that one key of a line may have: in front of an equals sign, or in a table's title."""
    return max(part.count(".") for part in re.split("[=,#]", _QUOTED.sub(_emptied, line)))


def _emptied(found: re.Match[str]) -> str:
    return '""' if found[1] or found[2] else found[0]
