"""Tells what an item's struck-out words are: the item, which is dropped, or words that others have replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from postmortem_tracker.markdown.items.fields import Fields
from postmortem_tracker.markdown.lines.commonmark import code_spans
from postmortem_tracker.markdown.lines.plain import blanked
from postmortem_tracker.markdown.words.judged import Grasp
from postmortem_tracker.markdown.words.labels import MANY
from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.orders import is_named_work, is_past, is_work
from postmortem_tracker.markdown.words.phrases import ARROW
from postmortem_tracker.markdown.words.states import States

STRUCK = re.compile(
    r"(?:(?<![ \t])[ \t]+)?[*_]{0,3}(?:~~(?:(?!~~).)+~~|<(?P<tag>del|s|strike)>[^<\n]+</(?P=tag)>)[*_]{0,3}"
)
_SIGNS = re.compile(r"[*_]{0,3}(?:~~|</?(?:del|s|strike)>)[*_]{0,3}")
_ORDINAL = re.compile(r"#?\d{1,3}[.)][ \t]+")
_ARROW = re.compile(ARROW)
_BETWEEN = frozenset(every("states", "between"))
_ASIDE = "([—–-:;,"  # with one of these begins no other work


def at_head(text: str, body: int) -> re.Match[str] | None:
    """The struck-out words that an item begins with; "2. ~~Warm the cache~~" is how a heading has them."""
    number = _ORDINAL.match(text, body)
    return STRUCK.match(text, number.end() if number else body)


def is_struck(text: str) -> bool:
    """Whether all of a text is struck out."""
    found = STRUCK.match(text)
    return found is not None and not text[found.end() :].strip()


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
    if rest and states.judge(struck).grasp is Grasp.ALL:
        return
    words = bool(rest) and rest[0] not in _ASIDE
    unknown = words and states.judge(rest).grasp is Grasp.OTHER
    if unknown and not _is_remark(rest) and (not is_named_work(struck) or is_work(rest)):
        return
    if words:
        end = next((at for at in range(found.end(), len(line)) if line[at] in "(["), len(line))
        fields.cuts.append((found.end(), end))
        said = line[found.end() : end].strip(" .")
        if unknown and said:
            fields.doubt_state(repr(said))
        else:
            fields.beside = said
    signs = list(_SIGNS.finditer(line, found.start(), found.end()))
    fields.cuts += [signs[0].span(), signs[-1].span()]
    fields.struck = found.end()


def _is_remark(rest: str) -> bool:
    """True for words about what was struck out, and no other work: "moved to Q1", "see below", "→ use the mesh"."""
    return _ARROW.match(rest) is not None or is_past(rest) or rest.split()[0].casefold() in _BETWEEN


def replaced(text: str, fields: Fields, body: int) -> Iterator[tuple[int, int]]:
    """The struck-out words beside which others stand: "Allow ~~10~~ 20 connections"."""
    if "~~" not in text and "</" not in text:
        return
    code = code_spans(text)
    struck = [
        found.span()
        for found in islice(STRUCK.finditer(text, body), MANY)
        if not any(start < found.end() and found.start() < end for start, end in code)
    ]
    if len(blanked(text, [*fields.cuts, *struck])[body:].split()) > 1:
        yield from struck
