"""Finds items that were promised before: like an item of an earlier incident that is still open."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from postmortem_tracker.keys import normalise
from postmortem_tracker.report.situation import TrackedItem

_ALIKE = 88.0
_NUMBERS = re.compile(r"\d+")
_FEWEST_WORDS = 2
_RAREST = 4  # words of an item by which it is looked up
_CANDIDATES = 40  # texts compared at most per text: those that share most of the rare words
_COMMON_WORDS = (
    "a an and are as at be by for from has have if in into is it its of on or our so that the their them then "
    "this to until was we when where which will with would should must can add"
)
_COMMON = frozenset(_COMMON_WORDS.split())


def promised_before(items: Sequence[TrackedItem]) -> Iterator[tuple[TrackedItem, TrackedItem]]:
    """Pairs (later, earlier) of like items; for each later item the earliest one of another, older incident."""
    texts: defaultdict[str, list[TrackedItem]] = defaultdict(list)
    if len({item.incident.id for item in items}) < 2:
        return
    for item in items:
        if item.incident.date:
            texts[normalise(item.item.text)].append(item)
    alike = _alike(list(texts))
    for text, members in texts.items():
        others = sorted((each for near in alike[text] for each in texts[near]), key=_age)
        for later in members:
            earlier = next((each for each in others if each.incident.id != later.incident.id), None)
            if earlier and _day(earlier) < _day(later):
                yield later, earlier


def _alike(texts: Sequence[str]) -> dict[str, list[str]]:
    """For each text the texts like it, itself included; texts of too few words are like nothing but themselves."""
    words = {text: frozenset(text.split()) - _COMMON for text in texts}
    frequency = Counter(word for each in words.values() for word in each)
    index: defaultdict[str, list[str]] = defaultdict(list)
    rare = {text: sorted(each, key=lambda word: (frequency[word], word))[:_RAREST] for text, each in words.items()}
    for text, each in rare.items():
        for word in each:
            index[word].append(text)
    result = {}
    for text in texts:
        shared = Counter(near for word in rare[text] for near in index[word][: 10 * _CANDIDATES])
        near = [other for other, _ in shared.most_common(_CANDIDATES) if len(words[other]) >= _FEWEST_WORDS]
        enough = len(words[text]) >= _FEWEST_WORDS
        result[text] = [text, *(x for x in near if x != text and _score(text, x) >= _ALIKE)] if enough else []
    return result


def _score(one: str, other: str) -> float:
    if _NUMBERS.findall(one) != _NUMBERS.findall(other):
        return 0  # shard 3 is not shard 4, however alike the rest
    from rapidfuzz import fuzz  # most texts meet none like them

    return fuzz.token_sort_ratio(one, other, score_cutoff=_ALIKE)


def _day(item: TrackedItem) -> date:
    return item.incident.date or date.max


def _age(item: TrackedItem) -> tuple[date, str, int]:
    return _day(item), item.incident.id, item.item.line
