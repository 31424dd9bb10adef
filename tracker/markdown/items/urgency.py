"""Levels in an item's words that say how urgent it is: "P1: …", "**High**: …", "(P2)", "… - P2"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from postmortem_tracker.markdown.items.fields import Fields, Mention
from postmortem_tracker.markdown.items.kinds import is_soon
from postmortem_tracker.markdown.lines.cues import only_fields
from postmortem_tracker.markdown.lines.plain import blanked, emphasised, widened
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.levels import CODE, SETTING, level_at, level_of_any_scale_at, word_of
from postmortem_tracker.markdown.words.orders import is_order_word, is_work, words_of
from postmortem_tracker.markdown.words.phrases import ARROW, phrases
from postmortem_tracker.markdown.words.times import is_ahead

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
_WORD_CLOSES = re.compile(r"[ \t]*(?::|[ \t][—–-])[ \t]+(?=\S)")  # "High: …", "URGENT - …"
_APART = re.compile(r"(?<![ \t])[ \t]*(?:[,;|·—–]|(?<=[ \t])-)[ \t]*\**")
_IN_FLOW = re.compile(r"(?<=[^\s,;|·—–(\[-])[ \t]+\**(?P<level>P[0-5])\**(?=[ \t]|[,;] )")
_ANY_CODE = re.compile(rf"(?<![^\W_]){CODE}(?![^\W_])")
_BLANK = re.compile(r"[ \t]+")
_BOUND = frozenset((*every("times", "bound"), *every("times", "clauses")))  # "Page on P1"
_DETERMINERS = frozenset(phrases("the; a; an; our; this; that; these; those; each; every; all; any; no; its; their"))
# What a code may be the name of: "Drain node P2".
_NUMBERED = frozenset(
    phrases("""
node; nodes; host; hosts; server; servers; pod; pods; shard; shards; rack; zone; cluster; phase; stage; step; plan;
line; pump; port; pin; page; class; queue; pool; tier; rule; alert; alerts; incident; incidents; ticket; tickets; level;
severity; priority; instance; machine; partition; disk; replica; region; site; room; switch; router; unit; option;
version; release; milestone; group; part; knoten; nodo; nœud; узел
""")
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
    begin = body
    if text[body : body + 1] == "@" and (blank := _BLANK.match(blanked(text, fields.cuts), body)) is not None:
        begin = blank.end()  # "@dana P2: …"
    found = _level_first(text, begin) or _level_in_brackets(text, begin) or _level_listed(text)
    if found is None:
        _level_behind(text, fields)
        return
    if text[found.cut[0]] == "`" and not only_fields(text, found.cut[1], len(text)):
        return  # "Set `P1` as the default"
    said, start, cut = found.said, found.start, found.cut
    if (became := _BECAME.match(text, start + len(said))) is not None and (later := level_at(text, became.end())):
        said, start = later, became.end()
        closed = _WORD_CLOSES.match(text, start + len(said))
        cut = (cut[0], max(cut[1], closed.end() if closed is not None else start + len(said)))
    elif text[cut[0]] in "([" and _FIELD_BESIDE.search(text, start + len(said), cut[1]) is not None:
        beside = _LISTED_BESIDE.match(text, start + len(said))
        cut = (start, beside.end() if beside is not None else start + len(said))
    _take(text, _Level(said, start, emphasised(text, *widened(text, *cut))), fields)


def _take(text: str, found: _Level, fields: Fields) -> None:
    fields.priority = word_of(found.said)
    fields.mention("priority", fields.priority, text.index(fields.priority, found.start))
    fields.cuts.append(found.cut)


def _level_behind(text: str, fields: Fields) -> None:
    """Read a level behind the item's words: "… - P2", "…, high priority", "… P2 @dana (due 2026-05-01)"."""
    rest = blanked(text, fields.cuts)
    if "P" in text and (found := _code_behind(text, rest) or _code_before_fields(text, rest)) is not None:
        fields.priority = found["level"]
        fields.mentions["priority"] = Mention(fields.priority, *found.span("level"))
        fields.cuts.append(found.span())
    elif (level := _words_behind(rest)) is not None:
        _take(text, level, fields)


def _code_behind(text: str, rest: str) -> re.Match[str] | None:
    found = _LAST_PRIORITY.search(rest)
    if found is None and (last := _LEVEL_LAST.search(rest)) is not None:
        found = last if _FIELD_LAST.search(text[: last.start()].rstrip()[-_TAIL:]) is not None else None
    if found is None or not only_fields(rest, found.end(), len(rest)):
        return None
    if _LISTED_LEVEL.search(text[max(0, found.start("level") - _TAIL) : found.start("level")]) is not None:
        return None  # "on nodes P1, P2"
    return found


def _code_before_fields(text: str, rest: str) -> re.Match[str] | None:
    """A code between the item's words and its fields, unless it may be what the work is about: "Drain node P2 @ana"."""
    found = next(iter(_IN_FLOW.finditer(rest)), None)
    if found is None or not text[found.end() :].strip(" \t."):
        return None
    behind = rest[found.end() :].strip(" \t.")
    if not (only_fields(rest, found.end(), len(rest)) or is_soon(behind) or is_ahead(behind)):
        return None
    words = words_of(rest[: found.start()])
    if len(words) < 2 or words[-1] in _BOUND or words[-1] in _DETERMINERS or is_order_word(words[-1]):
        return None
    named = words[-1] in _NUMBERED and words[-2] not in _DETERMINERS
    return None if named or len(_ANY_CODE.findall(rest)) > 1 else found


def _words_behind(rest: str) -> _Level | None:
    """A level that names itself one, behind a sign or at the end: "…, priority high", "… prio: high"."""
    end = len(rest.rstrip(" \t."))
    starts = [(found.start(), found.end()) for found in _APART.finditer(rest, max(0, end - _TAIL))]
    starts += [(found.start(), found.end()) for found in _BLANK.finditer(rest, max(0, end - _TAIL), end)]
    for cut, start in starts:
        said = level_at(rest, start)
        if not said or word_of(said) in ("", said) or not only_fields(rest, start + len(said), len(rest)):
            continue
        words = words_of(rest[:cut])
        apart = bool(rest[cut:start].strip())
        if len(words) > 1 and (apart or not (words[0] in SETTING or words[-1] in _BOUND | _DETERMINERS)):
            return _Level(said, start, (cut, start + len(said)))
    return None


def _level_first(text: str, body: int) -> _Level | None:
    """The level before an item's words: "P1: …", "**High**: …"."""
    if (code := _CODE_FIRST.match(text, body)) is not None:
        group = code.lastindex or 1
        return (
            None if group > 1 and _is_thing(text[code.end() :]) else _Level(code[group], code.start(group), code.span())
        )
    plain = level_of_any_scale_at(text, body)
    ended = _WORD_CLOSES.match(text, body + len(plain)) if plain else None
    if ended is not None and (word_of(plain) != plain or is_work(text[ended.end() :])):
        return _Level(plain, body, (body, ended.end()))
    start = body + len("**")
    said = level_at(text, start) if text.startswith("**", body) else ""
    closed = _BOLD_CLOSES.match(text, start + len(said)) if said else None
    return _Level(said, start, (body, closed.end())) if closed is not None else None


def _is_thing(text: str) -> bool:
    """True for words in small letters that order nothing, so that a code before them is one of them: "P1 alerts"."""
    first = text.partition(" ")[0]
    return first.isalpha() and first.islower() and not is_order_word(first)


def _level_in_brackets(text: str, body: int) -> _Level | None:
    """A level in brackets; a word is one only around the item's words, not in "Page on [critical] alerts only"."""
    found = next(_bracketed_levels(text), None)
    if found is not None and (more := _UP_TO.match(text, found.start + len(found.said))) is not None:
        found = None if level_at(text, more.end()) else found  # "(medium-high)"
    if found is None or (level_at(found.said, 0) and not found.said[1:].isalpha()):
        return found
    apart = not text[body : found.cut[0]].strip(" *_") or only_fields(text, found.cut[1], len(text))
    return found if apart else None


def _bracketed_levels(text: str) -> Iterator[_Level]:
    for opened in _LEVEL_OPENS.finditer(text):
        if opened["code"] is not None:
            yield _Level(opened["code"], opened.start("code"), opened.span())
            continue
        start = opened.end()
        said = level_of_any_scale_at(text, start)
        closed = _LEVEL_CLOSES.match(text, start + len(said)) if said else None
        if closed is not None:
            yield _Level(said, start, (opened.start(), closed.end()))


def _level_listed(text: str) -> _Level | None:
    """The level behind another field in brackets: "(owner: ana, P1)"."""
    found = _LISTED_PRIORITY.search(text, text.find("(")) if "(" in text else None
    return _Level(found[1], found.start(1), found.span()) if found is not None else None
