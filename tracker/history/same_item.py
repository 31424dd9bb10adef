"""Which item of a later version is which of an earlier one: by key, then by issue link, then by likeness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence

from postmortem_tracker.history.model import Seen
from postmortem_tracker.history.reasons import without_remarks
from postmortem_tracker.keys import normalise

EDITED = 62.0  # likeness (0-100) above which a changed item of one document is still the same item
MOVED = 80.0  # stricter where it has changed its document too


def link(before: Sequence[Seen], now: Sequence[Seen], least: float = EDITED) -> dict[int, int]:
    """For each item of ``now`` that was there before its index in ``before``; one to one."""
    pairs: dict[int, int] = {}
    _by_name(before, now, pairs, lambda item: [item.item_name])
    _by_name(before, now, pairs, lambda item: item.links)
    _by_likeness(before, now, pairs, least)
    return pairs


def _by_name(
    before: Sequence[Seen],
    now: Sequence[Seen],
    pairs: dict[int, int],
    names: Callable[[Seen], Iterable[Hashable]],
) -> None:
    """Pair items by a name that occurs once on either side."""
    taken = set(pairs.values())
    old = [(name, at) for at, item in enumerate(before) if at not in taken for name in set(names(item))]
    new = [(name, at) for at, item in enumerate(now) if at not in pairs for name in set(names(item))]
    once = {name for name, count in Counter(name for name, _ in old).items() if count == 1}
    once &= {name for name, count in Counter(name for name, _ in new).items() if count == 1}
    where = {name: at for name, at in old if name in once}
    for name, at in new:
        if name in once and at not in pairs and where[name] not in taken:
            pairs[at] = where[name]
            taken.add(where[name])


def _by_likeness(before: Sequence[Seen], now: Sequence[Seen], pairs: dict[int, int], least: float) -> None:
    taken = set(pairs.values())
    old = [at for at in range(len(before)) if at not in taken]
    new = [at for at in range(len(now)) if at not in pairs]
    if not old or not new:
        return
    from rapidfuzz import fuzz, process

    texts = [_words(before[at]) for at in old]
    scored = [
        (-score, at, old[index])
        for at in new
        for _, score, index in process.extract(
            _words(now[at]), texts, scorer=fuzz.ratio, score_cutoff=least, limit=None
        )
        if not _of_different_issues(before[old[index]], now[at])
    ]
    for _, at, index in sorted(scored):
        if at not in pairs and index not in taken:
            pairs[at] = index
            taken.add(index)


def _words(item: Seen) -> str:
    return normalise(without_remarks(item.text)) or normalise(item.text)


def _of_different_issues(one: Seen, other: Seen) -> bool:
    return bool(one.links and other.links) and not set(one.links) & set(other.links)
