"""What is wrong with a configuration, in words for those who write it: each problem with its key and what to do."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from postmortem_tracker.errors import ConfigError

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_LIMITS = {"minimum": "at least", "exclusiveMinimum": "more than", "maximum": "at most"}
_KINDS = {"string": "text in quotes", "integer": "a whole number", "number": "a number", "boolean": "true or false"}
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SHORT = 40  # characters that are repeated
_Place = tuple[str | int, ...]


def explained(error: ValidationError, data: Mapping[str, Any], schema: dict[str, Any]) -> list[ConfigError]:
    """Each problem once, in the order of the keys in ``schema``; values that may be secret are not repeated."""
    found: dict[_Place, ConfigError] = {}
    for each in error.errors(include_url=False):
        place = each["loc"] if each["type"] == "missing" else _inside(data, each["loc"])
        if place not in found:
            found[place] = _explained(each, place, data, schema)
    return list(found.values())


def spelled(place: Iterable[str | int]) -> str:
    """A place as people find it: ``sync.label``, ``waivers no. 2, until``."""
    text = ""
    for part in place:
        if isinstance(part, int):
            text += f" no. {part + 1}"
        else:
            text += (", " if text and text[-1].isdigit() and " no. " in text else "." if text else "") + part
    return text


def meant(word: str, valid: Sequence[str]) -> str:
    """A question that names what was probably meant, with a space after it; empty where nothing is near."""
    near = difflib.get_close_matches(word.lower(), valid, 1)
    return f"did you mean {near[0]}? " if near else ""


def _explained(problem: ErrorDetails, place: _Place, data: Mapping[str, Any], schema: dict[str, Any]) -> ConfigError:
    kind, name = problem["type"], spelled(place)
    if kind == "value_error":  # raised by a check of ours
        return ConfigError(f"{name}: {problem['ctx']['error']}", _about(schema, place))
    if kind == "extra_forbidden":
        valid = sorted(_wanted(schema, place[:-1]).get("properties", {}))
        return ConfigError(f"unknown key {name}", f"{meant(str(place[-1]), valid)}valid here: {', '.join(valid)}")
    wanted = _wanted(schema, place)
    about = _about(schema, place)
    if kind == "missing":
        return ConfigError(f"{name} is missing", f"what it says: {about}")
    given = _given(data, place)
    if choices := _choices(wanted):
        hint = f"{meant(given, choices) if isinstance(given, str) else ''}valid here: {', '.join(choices)}"
        return ConfigError(f"{name}: {_shown(given)} is no choice", hint)
    words, example = _asked(wanted, schema, given, [each for each in place if isinstance(each, str)])
    return ConfigError(f"{name}: {words} is needed{_instead(given)}", example or about)


def _inside(data: Any, place: _Place) -> _Place:
    """The place as far as the data goes; what follows are pydantic's names for the branches of a type."""
    kept: list[str | int] = []
    for part in place:
        holds = isinstance(data, list) if isinstance(part, int) else isinstance(data, dict) and part in data
        if not holds:
            break
        kept.append(part)
        data = data[part]
    return tuple(kept)


def _given(data: Any, place: _Place) -> Any:
    for part in place:
        data = data[part]
    return data


def _wanted(schema: dict[str, Any], place: _Place) -> dict[str, Any]:
    """The part of the schema that describes a place, without "or nothing"."""
    here = schema
    for part in place:
        here = _resolved(schema, here)
        if isinstance(part, int):
            here = here.get("items", {})
        else:
            here = here.get("properties", {}).get(part) or here.get("additionalProperties") or {}
    return _resolved(schema, here)


def _about(schema: dict[str, Any], place: _Place) -> str:
    """What the place is for; where nothing says that, what the table or list it stands in is for."""
    said = (_wanted(schema, place[:end]).get("description", "") for end in range(len(place), 0, -1))
    return next((each for each in said if each), "")


def _resolved(schema: dict[str, Any], here: dict[str, Any]) -> dict[str, Any]:
    some = [each for each in here.get("anyOf", ()) if each.get("type") != "null"]
    if len(some) == 1:
        here = {**{name: value for name, value in here.items() if name != "anyOf"}, **some[0]}
    if "$ref" in here:
        found: dict[str, Any] = schema["$defs"][here["$ref"].rsplit("/", 1)[-1]]
        return found
    return here


def _choices(wanted: dict[str, Any]) -> list[str]:
    return [str(each) for each in wanted.get("enum", ())]


def _in_toml(*keys: str) -> str:
    """A key as TOML has it: in quotes where it is more than a word."""
    return ".".join(each if _BARE.fullmatch(each) else json.dumps(each, ensure_ascii=False) for each in keys)


def _asked(wanted: dict[str, Any], schema: dict[str, Any], given: Any, keys: Sequence[str]) -> tuple[str, str]:
    """What is asked for in words, and how the given value would be written, where that can be told."""
    kind = wanted.get("type")
    if wanted.get("format") == "date":
        return "a date", "write YYYY-MM-DD, such as 2027-03-01"
    if kind == "array":
        items = _resolved(schema, wanted.get("items", {}))
        example = f'write ["{given}"]' if items.get("type") == "string" and isinstance(given, str) else ""
        tables = "properties" in items
        return ("a list of tables" if tables else "a list"), (
            f"begin each with [[{_in_toml(*keys)}]]" if tables else example
        )
    if kind == "object":
        if len(keys) == 2 and keys[0] == "people" and isinstance(given, str) and len(given) <= _SHORT:
            return "a table", f'write {_in_toml(keys[-1])} = {{ github = "{given}" }}, or another kind of tracker there'
        return "a table", f"begin it with [{_in_toml(*keys)}], and write its keys below"
    if "anyOf" in wanted:
        return " or ".join(_KINDS.get(each.get("type", ""), "a value") for each in wanted["anyOf"]), ""
    if kind == "string" and isinstance(given, str):
        shortest, longest = wanted.get("minLength", 0), wanted.get("maxLength")
        return (f"a text of {shortest} to {longest} characters" if longest else "a text that is not empty"), ""
    limits = " and ".join(f"{words} {wanted[name]:g}" for name, words in _LIMITS.items() if name in wanted)
    return f"{_KINDS.get(kind or '', 'a value')}{', ' + limits + ',' if limits else ''}", ""


def _instead(given: Any) -> str:
    """What was written, where that is short and no secret: a number, a date, a word."""
    return "" if isinstance(given, dict | list) else f", not {_shown(given)}"


def _shown(given: Any) -> str:
    match given:
        case bool():
            return "true" if given else "false"
        case str():
            return f'"{given}"' if len(given) <= _SHORT else "this text"
        case dict():
            return "a table"
        case list():
            return "a list"
    return str(given)
