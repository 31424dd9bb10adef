"""Makes settings from values that are exactly what the settings ask for; whatever else they are is pydantic's to judge.

Most configuration files hold nothing else, and this takes a hundredth of the time of importing pydantic.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

_HOLDS = {
    "ge": lambda value, limit: value >= limit,
    "gt": lambda value, limit: value > limit,
    "le": lambda value, limit: value <= limit,
    "min_length": lambda value, limit: len(value) >= limit,
    "max_length": lambda value, limit: len(value) <= limit,
}
_SAID = {"description", "json_schema_extra"}  # beside the limits


class DoubtError(ValueError):
    """The value is not exactly what is asked for: it may be wrong, or have to be converted."""


def made(kind: Any, value: Any) -> Any:
    """The value as its type wants it: tables as dataclasses, lists as tuples. Raises DoubtError."""
    if is_dataclass(kind):
        return _table(kind, value)
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _limited(made(inside[0], value), inside[1].limits)
    if origin in (Union, UnionType):
        return _either(inside, value)
    if origin is tuple and type(value) is list:
        return tuple(made(inside[0], each) for each in value)
    if origin is dict and type(value) is dict:
        return {name: made(inside[1], each) for name, each in value.items()}
    if kind is float and type(value) is int:
        return float(value)
    if (origin is Literal and value in inside) or (kind in (str, int, float, bool, date) and type(value) is kind):
        return value
    raise DoubtError


def _table(kind: Any, value: Any) -> Any:
    about = {each.name: each.metadata for each in fields(kind)}
    if type(value) is not dict or not value.keys() <= about.keys():
        raise DoubtError
    hints = get_type_hints(kind, include_extras=True) if value else {}
    try:
        return kind(**{name: _limited(made(hints[name], each), about[name]) for name, each in value.items()})
    except TypeError as error:  # a key is missing
        raise DoubtError from error


def _limited(value: Any, limits: Any) -> Any:
    if value is not None and not all(_HOLDS[name](value, limits[name]) for name in limits.keys() - _SAID):
        raise DoubtError
    return value


def _either(kinds: tuple[Any, ...], value: Any) -> Any:
    for kind in kinds:
        try:
            return made(kind, value)
        except DoubtError:
            continue
    raise DoubtError
