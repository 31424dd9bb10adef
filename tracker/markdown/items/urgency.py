"""Levels in an item's words that say how urgent it is: "P1: …", "**High**: …", "(P2)", "… - P2"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from postmortem_tracker.markdown.items.fields import Fields, Mention
from postmortem_tracker.markdown.lines.cues import only_fields
from postmortem_tracker.markdown.lines.plain import blanked, emphasised, widened
from postmortem_tracker.markdown.words.levels import CODE, level_at, word_of
from postmortem_tracker.markdown.words.phrases import ARROW

_LEVEL_OPENS = re.compile(rf"`(?P<code>{CODE})`|[\[(]\s*\**", re.IGNORECASE)
_LEVEL_CLOSES = re.compile(r"\**(?:\s*[—–,→➔⇒=-][^)\]\n]{0,60})?\s*[\])](?!, (?:which|so that)\b)")
_FIELD_BESIDE = re.compile(r"[@\d]")  # "(P1, due in 2 weeks, @ana)": fields of their own
_LISTED_BESIDE = re.compile(r"[ \t]*[,—–-][ \t]*")
_UP_TO = re.compile(r"[ \t]*[-/–][ \t]*")  # "(medium-high)"
_BECAME = re.compile(rf"[ \t]*{ARROW}[ \t]*")  # "(P1 -> P2)"
_LISTED_LEVEL = re.compile(rf"\b{CODE}[ \t]*[,/&][ \t]*$")
_CODE_FIRST = re.compile(rf"\**({CODE})\**\s*[:—–-]\s*|(?-i:\**({CODE})\**)[ \t]+(?=\S)", re.IGNORECASE)
_BOLD_CLOSES = re.compile(r"(?:\*\*[ \t]*+:?|:\*\*)[ \t]*+(?=\S)")
_LISTED_PRIORITY = re.compile(r",[ \t]*(P[0-5])[ \t]*(?=[,)])")  # "(owner: ana, P1)"
_LAST_PRIORITY = re.compile(r"(?<![ \t])[ \t]*(?:[,;|·—–]|(?<=[ \t])-)[ \t]*\**(?P<level>P[0-5])\b\**")
_LEVEL_LAST = re.compile(r"[ \t](?P<level>P[0-5])[ \t.]*$")
_FIELD_LAST = re.compile(
    r"(?:\d{4}-\d{2}-\d{2}|(?<!\S)@[\w.-]{1,40}|[(\[][^()\[\]\n]{0,40}(?:\d{4}-\d{2}-\d{2}|(?<![\w.])@[\w.-]{1,40})[)\]])$"
)
_TAIL = 64  # characters at the end of a line in which a field before a level is looked for


class _Level(NamedTuple):
    """A level as it is written, where it begins, and the range that is left out of the item's words."""

    said: str
    start: int
    cut: tuple[int, int]


def read_level(text: str, fields: Fields, body: int) -> None:
    """Read how urgent an item is where no label says so: before its words, in brackets or behind them."""
    if fields.priority is not None:
        return
    found = _level_first(text, body) or _level_in_brackets(text, body) or _level_listed(text)
    if found is None:
        _level_behind(text, fields)
        return
    if text[found.cut[0]] == "`" and not only_fields(text, found.cut[1], len(text)):
        return  # "Set `P1` as the default"
    said, start, cut = found.said, found.start, found.cut
    if (became := _BECAME.match(text, start + len(said))) is not None and (later := level_at(text, became.end())):
        said, start = later, became.end()
    elif text[cut[0]] in "([" and _FIELD_BESIDE.search(text, start + len(said), cut[1]) is not None:
        beside = _LISTED_BESIDE.match(text, start + len(said))
        cut = (start, beside.end() if beside is not None else start + len(said))
    fields.priority = word_of(said)
    fields.mention("priority", fields.priority, start + said.find(fields.priority))
    fields.cuts.append(emphasised(text, *widened(text, *cut)))


def _level_behind(text: str, fields: Fields) -> None:
    """Read a level behind the item's words: "… - P2"."""
    if "P" not in text:
        return
    rest = blanked(text, fields.cuts)
    found = _LAST_PRIORITY.search(rest)
    if found is None and (last := _LEVEL_LAST.search(rest)) is not None:
        found = last if _FIELD_LAST.search(text[: last.start()].rstrip()[-_TAIL:]) is not None else None
    if found is None or not only_fields(rest, found.end(), len(rest)):
        return
    if _LISTED_LEVEL.search(text[max(0, found.start("level") - _TAIL) : found.start("level")]) is not None:
        return  # "on nodes P1, P2"
    fields.priority = found["level"]
    fields.mentions["priority"] = Mention(fields.priority, *found.span("level"))
    fields.cuts.append(found.span())


def _level_first(text: str, body: int) -> _Level | None:
    """The level before an item's words: "P1: …", "**High**: …"."""
    if (code := _CODE_FIRST.match(text, body)) is not None:
        group = code.lastindex or 1
        return _Level(code[group], code.start(group), code.span())
    start = body + len("**")
    said = level_at(text, start) if text.startswith("**", body) else ""
    closed = _BOLD_CLOSES.match(text, start + len(said)) if said else None
    return _Level(said, start, (body, closed.end())) if closed is not None else None


def _level_in_brackets(text: str, body: int) -> _Level | None:
    """A level in brackets; a word is one only around the item's words, not in "Page on [critical] alerts only"."""
    found = next(_bracketed_levels(text), None)
    if found is not None and (more := _UP_TO.match(text, found.start + len(found.said))) is not None:
        found = None if level_at(text, more.end()) else found  # "(medium-high)"
    if found is None or not found.said[1:].isalpha():
        return found
    apart = not text[body : found.cut[0]].strip(" *_") or only_fields(text, found.cut[1], len(text))
    return found if apart else None


def _bracketed_levels(text: str) -> Iterator[_Level]:
    for opened in _LEVEL_OPENS.finditer(text):
        if opened["code"] is not None:
            yield _Level(opened["code"], opened.start("code"), opened.span())
            continue
        start = opened.end()
        said = level_at(text, start)
        closed = _LEVEL_CLOSES.match(text, start + len(said)) if said else None
        if closed is not None:
            yield _Level(said, start, (opened.start(), closed.end()))


def _level_listed(text: str) -> _Level | None:
    """The level behind another field in brackets: "(owner: ana, P1)"."""
    found = _LISTED_PRIORITY.search(text, text.find("(")) if "(" in text else None
    return _Level(found[1], found.start(1), found.span()) if found is not None else None
