"""The words for how urgent work is, and how grave an incident was, in all languages."""

from __future__ import annotations

import re

from postmortem_tracker.markdown.words.languages import every
from postmortem_tracker.markdown.words.people import is_nobody
from postmortem_tracker.markdown.words.phrases import ARROW, UNSPACED, any_of, phrases
from postmortem_tracker.markdown.words.spelled import Spelled
from postmortem_tracker.markdown.words.strokes import STRUCK

_PLACES = ("critical", "high", "medium", "low", "lowest")
_TABLES = ("priorities", "severities")
# What needs "priority" beside it, since it says other things as well: "(media)".
_WITH_NOUN = frozenset(every("priorities", "with_noun"))
NOUN = any_of(*every("labels", "priority"))
CODE = r"P[0-5]"
_WORD = any_of(*(word for place in _PLACES for word in every("priorities", place)))
_ALONE = any_of(*(word for place in _PLACES for word in every("priorities", place) if word not in _WITH_NOUN))
_NOUN = re.compile(NOUN, re.IGNORECASE)
# Levels of other scales, which say nothing of how they rank among these: "must have", "SEV2".
_OTHER_SCALE = re.compile(
    rf"(?:{any_of(*every('priorities', 'wished'))}|sev(?:erity)?[ -]?[0-5])(?![^\W_])", re.IGNORECASE
)
# A level as people write it beside an item: "P1", "high", "high priority", "priorité haute".
_LEVEL = re.compile(
    rf"(?<![^\W_])(?:{CODE}|{NOUN}[:：]?[ \t-]?(?:{CODE}|[0-5]|{_WORD})|{_WORD}[ \t-]?{NOUN}|{_ALONE})(?![^\W_])",
    re.IGNORECASE,
)
# Work that sets a level: "Set the alert's priority: high", "Make it high priority".
SETTING = frozenset(
    phrases("""
set; make; use; give; raise; lower; change; keep; mark; treat; configure; define; document; assign; drop; remove
""")
)
_BECAME = re.compile(ARROW)
_ONCE = re.compile(rf"[(\[,;–—-]?\b{any_of(*every('days', 'once'))}\b[^)\],;]{{0,40}}+[)\],;]?", re.IGNORECASE)
_FEW = 3  # words of a level with what stands beside it
_RANKS = {word: place for place, key in enumerate(_PLACES, 1) for table in _TABLES for word in every(table, key)}
_PRIORITIES = {word: place for place, key in enumerate(_PLACES) for word in every("priorities", key)}
_HEDGES = tuple(
    f"{phrase} "
    for table, key in (("days", "denied"), ("days", "about"), ("people", "unsure"))
    for phrase in every(table, key)
)
_OPEN = re.compile(rf"(?<!\w){any_of(*every('days', 'denied'), *every('days', 'about'))}(?!\w)", re.IGNORECASE)
_RANKED = Spelled(*_RANKS)
_UNSPACED_RANKS = re.compile(any_of(*(word for word in _RANKS if word > UNSPACED)))


def is_level(text: str) -> bool:
    """Whether a few words are a level and nothing else."""
    return _LEVEL.fullmatch(text) is not None


def level_at(text: str, at: int) -> str:
    """The level that begins at a place of a text, as it is written; "" for none."""
    found = _LEVEL.match(text, at)
    return found[0] if found is not None else ""


def level_of_any_scale_at(text: str, at: int) -> str:
    """The same with the levels of other scales, which are kept as written: "must have", "SEV2"."""
    found = _OTHER_SCALE.match(text, at)
    return level_at(text, at) or (found[0] if found is not None else "")


def is_bare(level: str) -> bool:
    """True for the word of a level alone, which may be that of an effort or a severity: "low"."""
    return _NOUN.search(level) is None and not level[-1].isdigit()


def settled(value: str) -> str:
    """The level that counts of several that a value tells: "~~P1~~ P2", "P1 (was P0)", "P1 → P2", "was P0, now P1"."""
    told = _ONCE.sub(" ", STRUCK.sub(" ", _BECAME.split(value)[-1]))
    if told == value:
        return value
    left = told.strip(" \t,;:()[]–—-*_")
    levels = list(dict.fromkeys(found[0] for found in _LEVEL.finditer(left)))
    return levels[0] if len(levels) == 1 and len(left.split()) <= _FEW else left


def is_doubted(value: str, level: str) -> bool:
    """True for the level of an incident that its value does not settle on: "not SEV1", "maybe SEV1", "SEV1?", "TBD"."""
    low = value.casefold().strip(" *_`(")
    return is_nobody(level) or low.startswith(_HEDGES) or level.endswith("?")


def is_hedged(prose: str) -> bool:
    """True for words before a level that leave it open: "we are not sure"."""
    return _OPEN.search(prose) is not None


def word_of(level: str) -> str:
    """A level without the noun beside it: "high" of "high priority"."""
    return _NOUN.sub("", level).strip(" \t:：-")


def priority_of(words: str) -> int | None:
    """Which priority words are, 0 for P0, None for others: "high" is 1."""
    return _PRIORITIES.get(word_of(words).lower())


def rank_of(word: str) -> int | None:
    """How grave a word for a level is, 1 the gravest; None for other words."""
    return _RANKS.get(word.casefold())


def ranked(text: str) -> list[tuple[int, int]]:
    """Where words for a level stand in a text in small letters, and how grave each is, 1 the gravest."""
    return [(at, _RANKS[word]) for at, word in named(text)]


def named(text: str) -> list[tuple[int, str]]:
    """The words for a level in a text in small letters, and where they stand."""
    found = {at: text[at:end] for at, end in _RANKED.found(text)}
    inside = {each.start(): each[0] for each in _UNSPACED_RANKS.finditer(text)} if not text.isascii() else {}
    return sorted({**inside, **found}.items())
