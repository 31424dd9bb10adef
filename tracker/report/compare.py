"""What changed between two days: closed, newly opened, newly overdue, due next, moved dates; in all and by group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from postmortem_tracker.calendar import shifted
from postmortem_tracker.choices import GroupBy
from postmortem_tracker.model import Doubt, IssueRef, ItemName, State
from postmortem_tracker.report.policy import Judged, completed_day
from postmortem_tracker.report.summary import Report, Totals, names, naming

_AHEAD = 7  # days


class Moved(NamedTuple):
    """An open item whose deadline is another day than before; None where there was or is none."""

    item: Judged
    old: date | None
    new: date | None
    reason: str = ""

    @property
    def days(self) -> int | None:
        """By how many days it moved; None where it was set or dropped."""
        return (self.new - self.old).days if self.new and self.old else None


class Beyond(NamedTuple):
    """What the two reports do not tell where they are filtered: an item that came to another owner is not gone.

    All items of the earlier day, the names of all items of now, what items were renamed to since, and those of now
    that may have been there, since their documents of that day cannot be read.
    """

    earlier: Sequence[Judged]
    now: frozenset[ItemName] = frozenset()
    renamed: Mapping[ItemName, ItemName] = MappingProxyType({})
    unknown: frozenset[ItemName] = frozenset()

    def called(self, item: Judged) -> ItemName:
        """What an item of the earlier day is called now."""
        return self.renamed.get(item.item_name, item.item_name)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What happened from ``since`` until ``until``, both days included; every item is as it is at the end.

    ``closed`` holds what was completed or given up, ``opened`` what is new (also what was closed since), ``due`` what
    is due within the next seven days, ``still_overdue`` what was overdue before, ``removed`` what was open and is gone.
    """

    since: date
    until: date
    before: Totals
    now: Totals
    closed: tuple[Judged, ...] = ()
    opened: tuple[Judged, ...] = ()
    reopened: tuple[Judged, ...] = ()
    overdue: tuple[Judged, ...] = ()
    due: tuple[Judged, ...] = ()
    moved: tuple[Moved, ...] = ()
    removed: tuple[Judged, ...] = ()
    still_overdue: tuple[Judged, ...] = ()
    complete: bool = True
    problems: tuple[str, ...] = ()
    remark: str = ""
    open: tuple[Judged, ...] = ()
    teams: Mapping[str, Sequence[str]] = field(default_factory=dict)
    filtered: tuple[str, ...] = ()  # of what alone this tells; empty where of everything
    doubts: tuple[Doubt, ...] = ()  # pages that may be postmortems, as they are at the end

    @property
    def completed(self) -> tuple[Judged, ...]:
        """Of what was closed, what was done."""
        return tuple(each for each in self.closed if each.state is State.COMPLETED)


class Row(NamedTuple):
    """What happened to the items of one incident, owner or team."""

    name: str
    closed: int = 0
    opened: int = 0
    overdue: int = 0
    due: int = 0
    moved: int = 0
    open: int = 0


def compare(
    before: Report,
    now: Report,
    reasons: Mapping[ItemName, str] | None = None,
    remark: str = "",
    beyond: Beyond | None = None,
) -> Comparison:
    """What became of the items of the earlier report; ``reasons`` say why due dates moved, by incident id and key."""
    beyond = beyond or Beyond(before.items)
    pairs, gone = _paired(before, now, beyond)
    new = [(item, old) for item, old in pairs if old is None and item.item_name not in beyond.unknown]
    told = reasons or {}
    moved = (
        Moved(item, _deadline(old), _deadline(item), "" if item.tracked.redacted else told.get(item.item_name, ""))
        for item, old in pairs
        if old and item.open and old.open and _deadline(item) != _deadline(old)
    )
    return Comparison(
        before.as_of,
        now.as_of,
        before.totals,
        now.totals,
        closed=_pick(pairs, lambda item, old: not item.open and (old.open if old else _done_since(item, before.as_of))),
        opened=_pick(new, lambda item, _: item.open or _done_since(item, before.as_of)),
        reopened=_pick(pairs, lambda item, old: old is not None and item.open and not old.open),
        overdue=_pick(pairs, lambda item, old: item.overdue and not (old and old.overdue)),
        due=_pick(pairs, lambda item, _: item.open and not item.waived and _comes(item, now.as_of)),
        moved=tuple(sorted(moved, key=lambda each: _order(each.item))),
        removed=tuple(sorted((each for each in gone if each.open), key=_order)),
        still_overdue=_pick(pairs, lambda item, old: item.overdue and bool(old and old.overdue)),
        complete=before.complete and now.complete,
        problems=tuple(dict.fromkeys((*before.problems, *now.problems))),
        remark=remark,
        open=tuple(item for item in now.items if item.open),
        teams=now.teams,
        filtered=now.filtered,
        doubts=now.doubts,
    )


def by_incident(comparison: Comparison) -> tuple[Row, ...]:
    """One row for each incident in which something happened or is due."""
    return _rows(comparison, lambda item: (item.tracked.incident.id,))


def by_group(comparison: Comparison, by: GroupBy) -> tuple[Row, ...]:
    """One row for each owner, team … with whom something happened or is due."""
    named = naming((*comparison.open, *comparison.closed), by, comparison.teams)
    return _rows(comparison, lambda item: dict.fromkeys(map(named, names(item, by, comparison.teams))))


def _rows(comparison: Comparison, name_of: Callable[[Judged], Iterable[str]]) -> tuple[Row, ...]:
    counts: defaultdict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(Row._fields[1:], 0))
    lists: dict[str, Iterable[Judged]] = {
        "closed": comparison.closed,
        "opened": comparison.opened,
        "overdue": comparison.overdue,
        "due": comparison.due,
        "moved": (each.item for each in comparison.moved),
        "open": comparison.open,
    }
    for what, items in lists.items():
        for item in items:
            for name in name_of(item):
                counts[name][what] += 1
    rows = [Row(name, **numbers) for name, numbers in counts.items()]
    told = [each for each in rows if each.closed or each.opened or each.overdue or each.due or each.moved]
    return tuple(sorted(told, key=lambda each: (-each.overdue, -each.closed - each.opened, each.name.casefold())))


def _paired(before: Report, now: Report, beyond: Beyond) -> tuple[list[tuple[Judged, Judged | None]], list[Judged]]:
    """Each item of now with what it was, by its issue, else by its name; and those that are not there any more."""
    by_ref: dict[IssueRef, Judged] = {}
    by_name: dict[ItemName, Judged] = {}
    for old in beyond.earlier:
        by_name[beyond.called(old)] = old
        if old.tracked.issue:
            by_ref[old.tracked.issue.ref] = old
    pairs: list[tuple[Judged, Judged | None]] = []
    met: set[ItemName] = set()
    for item in now.items:
        ref = item.tracked.issue.ref if item.tracked.issue else None
        old_one = by_name.get(item.item_name) or (by_ref.get(ref) if ref else None)
        pairs.append((item, old_one))
        met |= {old_one.item_name} if old_one else set()
    return pairs, [old for old in before.items if old.item_name not in met and beyond.called(old) not in beyond.now]


def _pick(
    pairs: Iterable[tuple[Judged, Judged | None]], test: Callable[[Judged, Judged | None], bool]
) -> tuple[Judged, ...]:
    return tuple(sorted((item for item, old in pairs if test(item, old)), key=_order))


def _order(item: Judged) -> tuple[date, str, int]:
    return _deadline(item) or date.max, item.tracked.incident.id, item.tracked.item.line


def _deadline(item: Judged) -> date | None:
    return item.deadline.day if item.deadline else None


def _done_since(item: Judged, day: date) -> bool:
    """Whether an item that was not there before was worked on and closed meanwhile, not only recorded as done."""
    closed = completed_day(item.tracked)
    return closed is not None and closed >= day


def _comes(item: Judged, today: date) -> bool:
    day = _deadline(item)
    return day is not None and today <= day <= shifted(today, _AHEAD)
