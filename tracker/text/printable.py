"""Makes text from documents and trackers harmless on a terminal, and measures it."""

from __future__ import annotations

import json
import re
import unicodedata

HIDDEN = "(confidential)"  # what stands where words were taken away

# Whole escape sequences first (CSI, OSC and other strings, two-character ones), then any control that is left.
_ESCAPES = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])|\x9b[0-?]*[ -/]*[@-~]"
)
_SPACE = re.compile(r"\s+")
_SIGNS = re.compile(r"[\W_]+")
# Controls, and the marks that reorder or hide what is shown (bidi overrides, zero-width).
_UNSAFE_CATEGORIES = {"Cc", "Cf", "Cs", "Co"}
_JOINERS = "\u200c\u200d"  # needed inside emoji and in some scripts


def plain(text: str) -> str:
    """The text on one line without escape sequences, control characters and marks that reorder it."""
    text = _SPACE.sub(" ", _ESCAPES.sub("", text)).strip()
    if text.isascii() and text.isprintable():
        return text
    return "".join(char for char in text if char in _JOINERS or unicodedata.category(char) not in _UNSAFE_CATEGORIES)


# What no output may hold, wherever it comes from: controls, marks that reorder text, invisible copies of ASCII, and
# halves of a character. Joiners, soft hyphens and the zero-width space that defuses a mention stay.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ud800-\udfff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_LONE_RETURN = re.compile(r"\r(?!\n)")
_GAP = re.compile(r"(?<=\S) (?=\S)")  # more than one space aligns what stands behind it
_COLOUR = re.compile(r"(\x1b\[[0-9;]*m)")


def harmless(text: str, *, colour: bool = False) -> str:
    """The text of a whole output without what no output may hold; valid JSON stays so.

    With ``colour`` the escape sequences that change nothing but the colour stay.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _LONE_RETURN.sub("", text)
    if not colour or "\x1b" not in text:
        return _HARMFUL.sub("", text)
    return "".join(part if index % 2 else _HARMFUL.sub("", part) for index, part in enumerate(_COLOUR.split(text)))


_COMMAND = re.compile(r"^([^\S\n]*+):(?=:)", re.MULTILINE)


def no_commands(text: str) -> str:
    """Text for the log of GitHub Actions, which takes ``::name::`` that begins a line and ``##[name]`` for commands.

    The second ``#`` becomes JSON's escape where the text is JSON, so that it stays the same; elsewhere, as in front of
    colons, an invisible space keeps them apart.
    """
    text = _COMMAND.sub("\\1:\u200b", text)
    if "##[" not in text:
        return text
    return text.replace("##[", "#\\u0023[" if text.lstrip()[:1] in ("{", "[") and _is_json(text) else "#\u200b#[")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def is_plain(text: str) -> bool:
    """Whether nothing in the text is hidden, reorders it, or controls what shows it."""
    return text.isprintable() or all(_is_shown(char) for char in text)


def _is_shown(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char) not in _UNSAFE_CATEGORIES


def width(text: str) -> int:
    """The number of terminal columns the text takes."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def folded(text: str, columns: int) -> str:
    """Lines of prose, each broken between words where it is wider than so many columns; the rest of it is indented."""
    return "\n".join(part for line in text.split("\n") for part in _folded(line, columns))


def _folded(line: str, columns: int) -> list[str]:
    words = _GAP.split(line)
    indent = " " * (len(line) - len(line.lstrip()) + 6)
    parts = [words[0]]
    for word in words[1:]:
        longer = f"{parts[-1]} {word}"
        if width(_COLOUR.sub("", longer)) <= columns:
            parts[-1] = longer
        else:
            parts.append(indent + word)
    return parts


def cut(text: str, columns: int) -> str:
    """The text in at most this many columns, with an ellipsis where something is left out."""
    if width(text) <= columns:
        return text
    used, kept = 0, []
    for char in text:
        used += _columns(char)
        if used > columns - 1:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def pad(text: str, columns: int) -> str:
    """The text filled up with spaces to this many columns."""
    return text + " " * max(0, columns - width(text))


def bare_title(title: str, id: str) -> str:
    """The title without the incident's id, which is shown beside it anyway; empty where it says nothing more."""
    if _SIGNS.sub(" ", title).casefold() == _SIGNS.sub(" ", id).casefold():
        return ""
    if title.casefold().startswith(id.casefold()):
        rest = title[len(id) :]
        if not rest[:1].isalnum():
            return rest.lstrip(" :.–—-|")
    return title


def plural(number: int, one: str, many: str = "") -> str:
    """The number with its noun: ``1 item``, ``2 items``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
