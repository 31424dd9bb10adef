"""Tells what an item's struck-out words are: the item, which is dropped, or words that others have replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from postmortem_tracker.markdown.items.fields import Fields
from postmortem_tracker.markdown.items.typed_days import DAY
from postmortem_tracker.markdown.lines.commonmark import code_spans
from postmortem_tracker.markdown.lines.dates import names_month, search_month
from postmortem_tracker.markdown.lines.plain import blanked
from postmortem_tracker.markdown.words.judged import Grasp
from postmortem_tracker.markdown.words.labels import FIELDS, MANY
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.orders import is_named_work, is_past, is_work
from postmortem_tracker.markdown.words.phrases import ARROW, any_of
from postmortem_tracker.markdown.words.spelled import Spelled
from postmortem_tracker.markdown.words.states import States
from postmortem_tracker.markdown.words.strokes import CLOSED, OPENED, STRUCK, has_strokes
from postmortem_tracker.text.people import WHOLE_HANDLE

_STRUCK = re.compile(rf"(?:(?<![ \t])[ \t]+)?[*_]{{0,3}}(?:{STRUCK.pattern})[*_]{{0,3}}", re.IGNORECASE)
_OPENED = re.compile(rf"[ \t]*[*_]{{0,3}}{OPENED}")
_CLOSED = re.compile(rf"{CLOSED}[*_]{{0,3}}\Z")
_LABEL = Spelled(*(label for name in FIELDS for label in every("labels", name)))
_COLON = re.compile(r"[*_]{0,2}[:：]")
_DAY = rf"(?<![\w#!-])(?:{DAY}|\d{{1,2}}\.\d{{1,2}}\.(?!\d))"
# Where the words behind end that may say why, beside a label: with a bracket, an account, a day or a sign.
_FIELD = re.compile(
    rf"[(\[@📅📆🗓⏰👤✅❌🔺⏫🔼🔽⏬]|(?<!\w){any_of(*every('items', 'due'))}(?=[ \t]*\d)|{_DAY}", re.IGNORECASE
)
# Accounts, a name and a colon, or a day: what may stand before new work.
_LEAD = re.compile(
    rf"(?:{WHOLE_HANDLE}|(?<!\w){_DAY})[ \t,&/:+—–-]*+|[^\W\d_]{{1,30}}(?:[ ][^\W\d_]{{1,30}})?:[ \t]+", re.IGNORECASE
)
_BRACKET = re.compile(r"[(\[]")
_ORDINAL = re.compile(r"#?\d{1,3}[.)][ \t]+")
_ARROW = re.compile(ARROW)
_BETWEEN = frozenset(every("states", "between"))
_ASIDE = "([—–-:;,"  # with one of these begins no other work


def at_head(text: str, body: int) -> re.Match[str] | None:
    """The struck-out words that an item begins with; "2. ~~Warm the cache~~" is how a heading has them."""
    number = _ORDINAL.match(text, body)
    return _STRUCK.match(text, number.end() if number else body)


def read_struck(text: str, fields: Fields, body: int, states: States) -> None:
    """Note where the words end that are struck out as a whole, and are the item with all its fields.

    A remark behind them is quoted (PM120). Words that other work has replaced, or that are a state, are none of it:
    "~~Cap it~~ Queue it", "~~TODO~~ DONE: cap it".
    """
    line = text.partition("\n")[0]
    found = at_head(line, body)
    if found is None:
        return
    struck, rest = found[0].strip(" *_~()[]"), line[found.end() :].strip(" .")
    if rest and (states.judge(struck).grasp is Grasp.ALL or _STRUCK.search(rest) is not None):
        return
    said = _until(_FIELD, line[: _label(line, found.end())], found.end())
    told = _unled(rest)
    if not said and told != rest and _is_other_work(told, states):
        fields.cuts.append(found.span())
        return
    if said and said[0] not in _ASIDE:
        if states.judge(said).grasp is Grasp.OTHER:
            remark = _is_remark(said) or _is_remark(told)
            new = not is_named_work(struck) or is_work(rest) or is_work(told)
            if " " not in struck or (new and not remark):
                fields.cuts.append(found.span())  # who was to do what is replaced does not do the other
                return
            said = _until(_BRACKET, line, found.end())
            fields.doubt_state(repr(said))
        else:
            fields.beside = said
        at = line.index(said, found.end())
        fields.cuts.append((at, at + len(said)))
    edges = _OPENED.match(line, found.start()), _CLOSED.search(line, found.start(), found.end())
    fields.cuts += [edge.span() for edge in edges if edge is not None]
    fields.struck = found.end()


def _unled(rest: str) -> str:
    """The words behind accounts, a name or a day: "cap it" of "@ana cap it" and of "Bo: cap it"."""
    at = 0
    while (lead := _LEAD.match(rest, at)) is not None and names_month(lead):
        at = lead.end()
    return rest[at:]


def _is_other_work(told: str, states: States) -> bool:
    """Whether words behind an account or a day are work, and no remark or field."""
    if not told or told[0] in f"{_ASIDE}@" or _is_remark(told):
        return False
    return is_work(told) and states.judge(told).grasp is Grasp.OTHER


def _label(line: str, at: int) -> int:
    """Where the first label of a field begins behind a place; where the line ends if there is none."""
    labels = (_LABEL.before(line, colon.start(), at) for colon in _COLON.finditer(line, at))
    first = next((label for label in labels if label >= 0), len(line))
    return len(line[:first].removesuffix("*").removesuffix("*"))


def _until(end: re.Pattern[str], line: str, at: int) -> str:
    found = search_month(end, line, at)
    return line[at : found.start() if found else len(line)].strip(" .")


def _is_remark(rest: str) -> bool:
    """True for words about what was struck out, and no other work: "moved to Q1", "see below", "→ use the mesh"."""
    return _ARROW.match(rest) is not None or is_past(rest) or next(iter(rest.split()), "").casefold() in _BETWEEN


def replaced(text: str, fields: Fields, body: int) -> Iterator[tuple[int, int]]:
    """The struck-out words beside which others stand: "Allow ~~10~~ 20 connections"."""
    if not has_strokes(text):
        return
    code = code_spans(text)
    struck = [
        found.span()
        for found in islice(_STRUCK.finditer(text, body), MANY)
        if not any(start < found.end() and found.start() < end for start, end in code)
    ]
    if len(blanked(text, [*fields.cuts, *struck])[body:].split()) > 1:
        yield from struck
