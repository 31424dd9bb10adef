"""Reads the front matter of a document: YAML between `---`, TOML between `+++`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.markdown.source import Source
from tracker.patterns import lazy

_LINES = 400  # in which the front matter must end
_LONGEST = 20_000  # characters of front matter that are read
_NESTED = lazy(r"(?:[-?:][ \t]+){40}")
_SIMPLE = lazy(
    r"([A-Za-z_][\w-]*): +(?:\"([^\"\\]*)\"|'([^']*)'|(\d{4})-(\d\d)-(\d\d)|\[([A-Za-z][\w-]*(?:, *[A-Za-z][\w-]*)*)\]|"
    r"([A-Za-z](?:[^:#]|:(?=[^ ])|(?<! )#)*)) *"
)
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
    """What lines of words, dates and lists of words say to YAML; None where anything else stands among them.

    Most front matter is like this, and PyYAML takes longer to load than all documents of a small run to read.
    """
    values: dict[str, Any] = {}
    for line in lines:
        found = _SIMPLE.fullmatch(line)
        if found is None or not line.isprintable() or found[1] in values or found[1].casefold() in _NOT_TEXT:
            return None
        key, double, single, year, month, day, listed, plain = found.groups()
        if year is not None:
            try:
                values[key] = date(int(year), int(month), int(day))
            except ValueError:
                return None
            continue
        words = listed.replace(" ", "").split(",") if listed is not None else [plain.rstrip()] if plain else []
        if any(word.casefold() in _NOT_TEXT or word.endswith(":") for word in words):
            return None
        values[key] = words if listed is not None else words[0] if words else double if single is None else single
    return {key.casefold(): value for key, value in values.items()}


def _toml(text: str, end: int) -> FrontMatter:
    import tomllib  # few documents have it

    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
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
