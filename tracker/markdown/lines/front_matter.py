"""Reads the front matter of a document: YAML between `---`, TOML between `+++`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.text import toml

_LINES = 400  # in which the front matter must end
_LONGEST = 20_000  # characters of front matter that are read
_NESTED = re.compile(r"(?:[-?:][ \t]+){40}")
_SIMPLE = re.compile(
    r"([A-Za-z_][\w-]*): +(?:\"([^\"\\]*)\"|'([^']*)'|(\d{4})-(\d\d)-(\d\d)|\[([A-Za-z][\w-]*(?:, *[A-Za-z][\w-]*)*)\]|"
    r"(0|[1-9][0-9]{0,8})|((?:[A-Za-z]|\d[\d.]*(?: -)? [^\W\d_]{3})(?:[^:#]|:(?=[^ ])|(?<! )#)*)) *"
)
_OPENS = re.compile(r"([A-Za-z_][\w-]*): *")  # a list follows
_LISTED = re.compile(r" *- +([A-Za-z][\w-]*) *")
_LOGICAL = {"true": True, "false": False}
_NOT_TEXT = frozenset({"null", "true", "false", "yes", "no", "on", "off"})


@dataclass(slots=True)
class FrontMatter:
    """What stands at the top: its values, and the line (0-based) after it; ``broken`` says why it is unreadable."""

    values: dict[str, Any]
    end: int = 0
    broken: str = ""
    line: int = 0


def front_matter(source: Source) -> FrontMatter:
    """Read the front matter, if the document has one."""
    lines = source.lines
    mark = lines[0].rstrip()
    if mark not in ("---", "+++"):
        return FrontMatter({})
    ends = ("---", "...") if mark == "---" else ("+++",)
    end = next((i for i in range(1, min(len(lines), _LINES)) if lines[i].rstrip() in ends), None)
    if end is None:
        return FrontMatter({})
    told = lines[1:end]
    if mark == "+++":
        return _toml("\n".join(told), end + 1)
    if not any(":" in line for line in told):
        return FrontMatter({})
    values = simple_values(told)
    return _yaml("\n".join(told), end + 1) if values is None else FrontMatter(values, end + 1)


def simple_values(lines: list[str]) -> dict[str, Any] | None:
    """What lines of words, dates, integers, booleans and lists of words say to YAML; None where more stands there.

    Most front matter is like this, and PyYAML takes longer to load than all documents of a small run to read.
    """
    values: dict[str, Any] = {}
    index = 0
    while index < len(lines):
        line = lines[index]
        found = _OPENS.fullmatch(line) or _SIMPLE.fullmatch(line)
        if found is None or not line.isprintable() or found[1] in values or found[1].casefold() in _NOT_TEXT:
            return None
        index += 1
        if found.re.groups == 1:
            value: Any = _listed(lines, index)
            index += len(value)
        else:
            value = _value(found)
        if value is None or value == []:
            return None
        values[found[1]] = value
    return {key.casefold(): value for key, value in values.items()}


def _listed(lines: list[str], start: int) -> list[str]:
    """The words of a list, one below the other at one depth, from a line on; [] where any of them may be no text."""
    words: list[str] = []
    depth = -1
    for line in lines[start:]:
        found = _LISTED.fullmatch(line)
        if found is None:
            break
        at = line.index("-")
        if found[1].casefold() in _NOT_TEXT or (depth >= 0 and at != depth) or not line.isprintable():
            return []
        depth = at
        words.append(found[1])
    return words


def _value(found: re.Match[str]) -> Any:
    """What stands behind a key; None where YAML may see something else in it."""
    _, double, single, year, month, day, listed, number, plain = found.groups()
    if number is not None:
        return int(number)
    if year is not None:
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            return None
    if listed is not None:
        words = listed.replace(" ", "").split(",")
        return None if any(word.casefold() in _NOT_TEXT for word in words) else words
    if plain is None:
        return double if single is None else single
    text = plain.rstrip()
    if text in _LOGICAL:
        return _LOGICAL[text]
    return None if text.casefold() in _NOT_TEXT or text.endswith(":") else text


def _toml(text: str, end: int) -> FrontMatter:
    if len(text) > _LONGEST:
        return FrontMatter({}, end, "too long", 0)
    try:
        values = toml.loads(text)
    except ValueError as error:
        return FrontMatter({}, end, str(error), 0)
    return FrontMatter({key.casefold(): value for key, value in values.items()}, end)


def _yaml(text: str, end: int) -> FrontMatter:
    if len(text) > _LONGEST or text.count("[") + text.count("{") > 200 or _NESTED.search(text):
        return FrontMatter({}, end, "too long or too deeply nested", 0)  # libyaml's stack is not bounded
    import yaml  # only where it is needed

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        values = yaml.load(text, Loader=loader)
    except (yaml.YAMLError, ValueError, RecursionError, TypeError, OverflowError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not YAML"
        if "\n#" in text:
            return FrontMatter({})
        return FrontMatter({}, end, str(problem), (mark.line + 1) if mark is not None else 1)
    if not isinstance(values, dict) and "\n#" in text:
        return FrontMatter({})  # two rules around the document's head
    if not isinstance(values, dict):
        return FrontMatter({}, end, "not a mapping", 0)
    return FrontMatter({key.casefold(): value for key, value in values.items() if isinstance(key, str)}, end)
