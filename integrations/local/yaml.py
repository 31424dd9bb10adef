"""Front matter as lines: read simple ones fast and the rest with PyYAML, change single keys in place.

Values are taken as written text (never as YAML's numbers, dates or yes/no), or as lists of such texts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import yaml

from postmortem_tracker.text import yaml_words

Value = str | tuple[str, ...] | None
Values = Mapping[str, Value]
Found = dict[str, tuple[Value, int]]  # value and 1-based line in the file

_TOO_DEEP = "the front matter is nested too deeply"
_FIRST_LINE = 2  # the front matter begins below the line `---`
_DEEPEST = 20
_SIMPLE_LINE = re.compile(r"([a-z_]+): (?:\"([^\"\\]*)\"|\[([^\[\]]*)\]|([^\W_].*))")
_SIMPLE_ENTRY = re.compile(r"\"([^\"\\]*)\"|([^\W_][\w./@+-]*)")
_PLAIN = re.compile(r"[^\W\d_][^:#]*(?<!\s)")
_PLAIN_ENTRY = re.compile(r"[A-Za-z][\w./@+-]*", re.ASCII)
_DATED = re.compile(r"[\d:.TZ-]+", re.ASCII)
_NOT_TEXT_TO_YAML = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


class FormatError(ValueError):
    """What cannot be understood, in which line of the file, and what to write there where that can be told."""

    def __init__(self, line: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.hint = hint


def read(header: str) -> Found:
    """The keys of a front matter with value and line; raises FormatError."""
    simple = _read_simple(header)
    return _read_yaml(header) if simple is None else simple


def line(key: str, value: str | tuple[str, ...]) -> str:
    """One line of front matter."""
    return f"{key}: {_written(key, value)}\n"


def edit(header: str, changes: Values, order: Sequence[str], newline: str) -> str:
    """The front matter with some keys set or (None) taken out; everything else stays byte for byte."""
    for key, value in changes.items():
        pairs = _pairs(header)
        if key in pairs and value is None:
            start, end = _lines_of(header, *pairs[key])
            header = header[:start] + header[end:]
        elif key in pairs and value is not None:
            start, end = _value_span(header, *pairs[key])
            header = header[:start] + _spaced(header, start, _written(key, value)) + header[end:]
        elif value is not None:
            at = _place(header, pairs, order[: order.index(key)])
            header = header[:at] + line(key, value).replace("\n", newline) + header[at:]
    return header


# Reading.


def _read_simple(header: str) -> Found | None:
    """What needs no YAML parser; None where there is anything unusual at all."""
    found: Found = {}
    for number, text in enumerate(header.replace("\r\n", "\n").split("\n")[:-1], _FIRST_LINE):
        match = _SIMPLE_LINE.fullmatch(text)
        if match is None or not text.isprintable() or match[1] in found:
            return None
        key, quoted, entries, plain = match.groups()
        value: Value = quoted
        if plain is not None:
            if ": " in plain or " #" in plain or plain.endswith((":", " ")):
                return None
            value = plain
        elif entries is not None:
            value = _simple_entries(entries)
            if value is None:
                return None
        found[key] = (value, number)
    return found


def _simple_entries(text: str) -> tuple[str, ...] | None:
    entries = []
    for part in text.split(", ") if text else ():
        match = _SIMPLE_ENTRY.fullmatch(part)
        if match is None:
            return None
        entries.append(match[2] if match[1] is None else match[1])
    return tuple(entries)


def _read_yaml(header: str) -> Found:
    found: Found = {}
    for key, value in _pairs(header).values():
        found[key.value] = (_value(value), _line_of(key))
    return found


def _pairs(header: str) -> dict[str, tuple[yaml.ScalarNode, yaml.Node]]:
    """Each key's node and its value's node."""
    loader: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        depth = 0
        for event in yaml.parse(header, Loader=loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:  # composing recurses in C: far too deep a nesting would end the process
                number = event.start_mark.line + _FIRST_LINE if event.start_mark else _FIRST_LINE
                raise FormatError(number, _TOO_DEEP)
        root = yaml.compose(header, Loader=loader)
    except yaml.YAMLError as error:
        raise FormatError(*_yaml_problem(error, header)) from None
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise FormatError(_FIRST_LINE, "front matter must be lines of `key: value`")
    pairs: dict[str, tuple[yaml.ScalarNode, yaml.Node]] = {}
    for key, value in root.value:
        number = _line_of(key)
        if not isinstance(key, yaml.ScalarNode):
            raise FormatError(number, "a key must be one word")
        if key.value in pairs:
            raise FormatError(number, f"{key.value} is given twice")
        pairs[key.value] = (key, value)
    return pairs


def _yaml_problem(error: Exception, header: str) -> tuple[int, str]:
    context = getattr(error, "context", None) or ""
    begun = getattr(error, "context_mark", None) if "flow" in context or "key" in context else None
    mark = begun or getattr(error, "problem_mark", None)
    number = mark.line + _FIRST_LINE if mark else _FIRST_LINE
    if "nesting depth" in str(getattr(error, "problem", None)):  # libyaml's own bound, which newer ones have
        return number, _TOO_DEEP
    line = "".join(header.split("\n")[number - _FIRST_LINE :][:1])
    return number, f"the front matter cannot be read: {yaml_words.told(error, line)}"


def _line_of(node: yaml.Node) -> int:
    return int(node.start_mark.line) + _FIRST_LINE


def _value(node: yaml.Node) -> Value:
    if isinstance(node, yaml.ScalarNode):
        empty = node.tag.endswith(":null") and node.value in ("", "~")
        return None if empty else str(node.value)
    if not isinstance(node, yaml.SequenceNode):
        return "{}"  # only unknown keys may hold a mapping
    for entry in node.value:
        if not isinstance(entry, yaml.ScalarNode):
            raise FormatError(_line_of(entry), "an entry of a list must be one value")
    return tuple(str(entry.value) for entry in node.value)


# Writing.


def _written(key: str, value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return value if _is_plain(key, value) else _quoted(value)
    return "[" + ", ".join(entry if _is_plain_entry(entry) else _quoted(entry) for entry in value) + "]"


def _is_plain(key: str, text: str) -> bool:
    if key != "title":
        return key == "confidential" or bool(_DATED.fullmatch(text)) or text.replace("_", "").isalpha()
    return bool(_PLAIN.fullmatch(text)) and text.isprintable() and text.casefold() not in _NOT_TEXT_TO_YAML


def _is_plain_entry(text: str) -> bool:
    return bool(_PLAIN_ENTRY.fullmatch(text)) and text.casefold() not in _NOT_TEXT_TO_YAML


def _quoted(text: str) -> str:
    return '"' + "".join(_character(character) for character in text) + '"'


def _character(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    return character if character.isprintable() else f"\\U{ord(character):08x}"


def _spaced(header: str, at: int, text: str) -> str:
    return text if header[at - 1].isspace() else " " + text


def _value_span(header: str, key: yaml.ScalarNode, value: yaml.Node) -> tuple[int, int]:
    """The characters a value takes up, without the comment behind it or the lines below it."""
    start, end = value.start_mark.index, value.end_mark.index
    if start == end or not _is_inline(value):
        start = header.index(":", key.end_mark.index) + 1
    return start, max(start, _content_end(header, start, end))


def _is_inline(value: yaml.Node) -> bool:
    if isinstance(value, yaml.ScalarNode):
        return value.style not in ("|", ">")
    return isinstance(value, yaml.CollectionNode) and bool(value.flow_style)


def _content_end(header: str, start: int, end: int) -> int:
    """The end of the last line before ``end`` that is neither blank nor a comment."""
    text = header[start:end]
    lines = text.splitlines(keepends=True)
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")) and len(lines) > 1:
        lines.pop()
    return start + len("".join(lines).rstrip("\r\n")) if lines else end


def _lines_of(header: str, key: yaml.ScalarNode, value: yaml.Node) -> tuple[int, int]:
    """The whole lines of a key and its value."""
    end = header.find("\n", _value_span(header, key, value)[1])
    return key.start_mark.index, len(header) if end < 0 else end + 1


def _place(header: str, pairs: Mapping[str, tuple[yaml.ScalarNode, yaml.Node]], earlier: Sequence[str]) -> int:
    """Where a new key belongs: below the nearest of those that come before it, else at the end."""
    for key in reversed(earlier):
        if key in pairs:
            return _lines_of(header, *pairs[key])[1]
    return len(header)
