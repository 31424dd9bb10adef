"""Reads the front matter of a document: YAML between `---`, TOML between `+++`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from postmortem_tracker.markdown.lines.source import Source
from postmortem_tracker.text import toml, yaml_words

if TYPE_CHECKING:
    from yaml import SafeLoader

_LINES = 400  # in which the front matter must end
_LONGEST = 20_000  # characters of front matter that are read
_NESTED = re.compile(r"(?:[-?:][ \t]+){40}")
_UNFIT = (AttributeError, LookupError)  # YAML's reader at a tag before another text: `!!timestamp x`, `!!bool x`
_NAMES = frozenset({"incident_id", "incident-id", "id", "incident", "title", "severity", "sev"})
_KEY = re.compile(r"[A-Za-z_][\w-]*[ \t]*[:=](?:\s|$)")


@dataclass
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
        # A rule at the very top is one, unless a key follows it at once.
        opened = len(lines) > 1 and _KEY.match(lines[1]) is not None
        return FrontMatter({}, 0, f"no line {mark} ends it", 0) if opened else FrontMatter({})
    inner = lines[1:end]
    if mark == "+++":
        return _toml("\n".join([*inner, ""]), end + 1)
    if not any(":" in line for line in inner):
        return FrontMatter({})
    return _yaml("\n".join(inner), end + 1)


def _toml(text: str, end: int) -> FrontMatter:
    if len(text) > _LONGEST:
        return FrontMatter({}, end, "too long", 0)
    try:
        values = toml.loads(text)
    except ValueError as error:
        line, what = toml.explained(str(error))
        return FrontMatter({}, end, f"not TOML: {what}", line or 0)
    return FrontMatter({key.casefold(): value for key, value in values.items()}, end)


def _yaml(text: str, end: int) -> FrontMatter:
    if len(text) > _LONGEST or text.count("[") + text.count("{") > 200 or _NESTED.search(text):
        return FrontMatter({}, end, "too long or too deeply nested", 0)  # libyaml's stack is not bounded
    import yaml  # here, since most documents have no front matter

    try:
        values = yaml.load(text, Loader=_loader())
        strings = getattr(yaml, "CBaseLoader", yaml.BaseLoader)(text)
        whole = strings.get_single_node()
        written = strings.construct_document(whole) if isinstance(values, dict) else {}
    except (yaml.YAMLError, ValueError, RecursionError, TypeError, OverflowError, *_UNFIT) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line if mark is not None else 0
        if "\n#" in f"\n{text}" and not _KEY.match(text.lstrip("\n")):
            return FrontMatter({})  # two rules around the document's head
        told = yaml_words.told(error, "".join(text.split("\n")[line : line + 1]))
        return FrontMatter({}, end, told, line + 1)
    if not isinstance(values, dict) and "\n#" in f"\n{text}":
        return FrontMatter({})  # two rules around the document's head
    if not isinstance(values, dict):
        return FrontMatter({}, end, "not a mapping", 0)
    assert isinstance(whole, yaml.MappingNode)  # as the values are
    names = [str(name.value).casefold() for name, _ in whole.value]
    twice = next((at for at, name in enumerate(names) if name in names[:at]), None)
    if twice is not None:  # YAML's readers take either; whose the incident is must not hang on that
        return FrontMatter({}, end, f"{names[twice]!r} is told twice", whole.value[twice][0].start_mark.line + 1)
    return FrontMatter(
        {
            key.casefold(): written.get(key, value) if _is_name(key, value) else value
            for key, value in values.items()
            if isinstance(key, str)
        },
        end,
    )


@cache
def _loader() -> type[SafeLoader]:
    """YAML's safe reader, to which a day that is none (2026-13-03) is text: who reads the key says what it lacks."""
    import yaml

    plain: type[SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    def day(loader: SafeLoader, node: yaml.ScalarNode) -> Any:
        try:
            return loader.construct_yaml_timestamp(node)
        except (ValueError, OverflowError):
            return node.value

    made: type[SafeLoader] = type("_Loader", (plain,), {})
    made.add_constructor("tag:yaml.org,2002:timestamp", day)
    return made


def _is_name(key: str, value: object) -> bool:
    """True for a number that names something: 0042 is no 34, and 2026.10 no 2026.1."""
    return key.casefold() in _NAMES and not isinstance(value, bool | str | dict | list) and value is not None
