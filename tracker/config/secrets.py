"""Tokens and passwords have no place in a configuration: what holds one is refused without repeating it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from postmortem_tracker.config.problems import spelled
from postmortem_tracker.errors import ConfigError

# How the tokens of the usual services begin, and private keys, with their first line or without.
_TOKEN = re.compile(
    r"\b(?:gh[a-z]_[A-Za-z0-9]{6}|github_pat_\w{6}|xox[a-z]-[\w-]{6}|sk-(?=[\w-]{0,15}\d)[\w-]{16}|AKIA[A-Z0-9]{12}"
    r"|gl(?:pat|dt|rt|rtr|cbt|ptt|ft|imt|agent|oas|soat|ffct|wt)-[\w-]{6}|eyJ(?:hbGci|0eXAi|raWQi)[\w-]{8}"
    r"|MI[A-Za-z0-9+/]{60})|-----BEGIN[ A-Z0-9]{0,30} PRIVATE KEY"
)
_LOOKS = "looks like a token or a private key, which has no place here"
_HINT = (
    "take it out, and put it into an environment variable (token_env names which one) or, a key of an App, into a file "
    "(app_key_file)"
)
_NAMES = (("token_env",), ("app_key_file",), ("ca_file",))
_Place = tuple[str | int, ...]


def pasted(data: Mapping[str, Any]) -> Iterator[ConfigError]:
    """Every place whose key or text holds what looks like a token; of names of variables and files other rules tell."""
    for place, text in _texts(data, ()):
        if place[-1:] in _NAMES:
            continue
        if (at := next((at for at, part in enumerate(place) if _is_token(part)), None)) is not None:
            above = spelled(place[:at]) or "the configuration"
            yield ConfigError(f"{above}: a key {_LOOKS}", _HINT)
        elif _is_token(text):
            yield ConfigError(
                f"{spelled(place)}: this looks like a token or a private key, which has no place here", _HINT
            )


def unprintable(data: Mapping[str, Any]) -> Iterator[ConfigError]:
    """Every place whose key or text holds the character that no name of a file can hold, nor anything else means."""
    for place, text in _texts(data, ()):
        if any(isinstance(each, str) and "\0" in each for each in (*place, text)):
            where = spelled(tuple(str(each).replace("\0", "") for each in place))
            yield ConfigError(f"{where}: holds the character U+0000", "take it out")


def in_address(url: str, *, whole: bool = True) -> str:
    """What an address holds that can be a secret, in words; "" where nothing does.

    Only of a ``whole`` address that we add paths to, a query and a fragment are none of its parts.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if "@" in parts.netloc:
        return "a user name or a password"
    return ("a query" if parts.query else "a fragment" if parts.fragment else "") if whole else ""


def _is_token(part: object) -> bool:
    return isinstance(part, str) and _TOKEN.search(part) is not None


def _texts(value: Any, place: _Place) -> Iterator[tuple[_Place, object]]:
    """Everything that stands somewhere, with its place; of tables and lists what is in them."""
    inner: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, Mapping):
        inner = value.items()
    elif isinstance(value, list | tuple):
        inner = enumerate(value)
    if not inner:
        yield place, value
    for name, each in inner:
        yield from _texts(each, (*place, name))
