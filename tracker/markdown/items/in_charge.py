"""Reads who does an item behind words for an owner without a colon: "(responsable Hana)", "– Verantwortlich Ana".

Where such words stand in brackets of their own, or behind a sign at the end, whoever follows is the owner, in any
language; in brackets, what may be nobody's name is quoted.
"""

from __future__ import annotations

import re

from postmortem_tracker.markdown.items.fields import Fields
from postmortem_tracker.markdown.items.kinds import ACRONYM, FULL_NAME, NAME, TEAM, ItemText
from postmortem_tracker.markdown.items.led import are_names, owner_led
from postmortem_tracker.markdown.items.taking import own
from postmortem_tracker.markdown.lines.plain import widened
from postmortem_tracker.markdown.words.orders import is_work
from postmortem_tracker.markdown.words.people import is_denied, is_nobody
from postmortem_tracker.text.people import HANDLE

_BRACKETS = re.compile(r"(?<![a-zA-Z0-9_`\])])[(\[](?P<said>[^()\[\]\n]{3,60})[)\]](?![(`\w])")
_SIGN = re.compile(r"(?:[.;,|]|(?<=[ \t])--?(?=[ \t])|[—–])[ \t]*(?=[^\W\d_])")
_TAIL = 60  # characters at the end in which words for an owner are looked for
_NAMED = re.compile(
    rf"(?<![ \t])[ \t]*+(?:(?:(?P<open>[(\[])|[.;,|–—-])[ \t]*+)?"
    r"(?<![^\W_])(?P<label>(?i:owner(?: is)?|assignee|assigned to|owned by))[ \t]+"
    rf"(?P<who>{HANDLE}|{FULL_NAME}|{TEAM}|{ACRONYM}|{NAME})(?=[ \t]*(?:[.;,)\]|]|$))(?(open)[ \t]*[)\]]?)"
)
_PART_END = re.compile(r"(?<![ \t])[ \t]*[,;]")
_FEW = 3  # words that may be one in small letters
_HEAD_SIGN = re.compile(r"[*_]{0,3}[ \t]*(?:[:–—]|-(?=[ \t]))?[ \t]*")


def in_words(words: ItemText, fields: Fields) -> None:
    """Whoever stands behind words for an owner: "(owner Ana Lima)", "; zuständig Ana und Bo"."""
    if fields.owners:
        return
    rest = words.rest(fields)
    for found in _BRACKETS.finditer(rest, words.body):
        at = owner_led(found["said"])
        if at > 0 and not is_denied(rest[: found.start()]) and _take_bracket(found, at, rest, words, fields):
            return
    _behind_a_sign(rest, words, fields)
    if not fields.owners:
        _within(words, fields)


def at_the_end(words: ItemText, fields: Fields) -> None:
    """The same where other fields stood behind it: ", assigned to Ana and Bo, due 2026-06-01"."""
    if not fields.owners:
        _behind_a_sign(words.rest(fields), words, fields)


def _take_bracket(found: re.Match[str], at: int, rest: str, words: ItemText, fields: Fields) -> bool:
    """Read what such words in brackets lead to; False where other fields stand beside it."""
    value = found["said"][at:]
    first = _PART_END.split(value, maxsplit=1)[0]
    if len(first) < len(value) and are_names(first) and not are_names(value):
        start = found.start("said")
        stop = start + at + len(first)
        own(fields, first, start + at)
        fields.cuts.append((start, stop + len(rest[stop:]) - len(rest[stop:].lstrip(",; \t"))))
        return True
    if not (are_names(value) or is_nobody(value)):
        short = len(value.split()) <= _FEW and not is_work(value)
        fields.doubts += [("PM105", repr(found[0]))] if short else []
        return short
    own(fields, value.strip(), found.start("said") + at)
    start, end = found.span()
    if not rest[words.body : start].strip(" \t*_"):
        sign = _HEAD_SIGN.match(rest, end)
        fields.cuts.append((start, sign.end() if sign else end))
    else:
        fields.cuts.append(widened(rest, start, end))
    return True


def _behind_a_sign(rest: str, words: ItemText, fields: Fields) -> None:
    """Read such words where they and the names end the line."""
    line = rest.partition("\n")[0].rstrip(" \t.")
    for found in _SIGN.finditer(line, max(words.body, len(line) - _TAIL)):
        at = owner_led(line[found.end() :])
        value = line[found.end() + at :]
        if at > 0 and are_names(value) and line[words.body : found.start()].strip(" *_"):
            if is_denied(line[: found.end()]):
                return
            own(fields, value, found.end() + at)
            fields.cuts.append((len(line[: found.start()].rstrip(" \t")), len(line)))
            return


def _within(words: ItemText, fields: Fields) -> None:
    """Read them before any sign, in English: "… owned by @ana, with @bo"."""
    found = _NAMED.search(words.text, words.body)
    if found is None or is_denied(words.text[: found.start("label")]):
        return  # "ex-owner @bo"
    if words.text[words.body : found.start()].strip():
        own(fields, found["who"], found.start("who"))
        fields.cuts.append(found.span())
