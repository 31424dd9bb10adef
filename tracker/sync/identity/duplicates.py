"""Second issues of one item: those of runs that raced give way to the lowest number, all others are pointed out.

That runs raced is proven, not guessed: each of them wrote a mark of its own into the issue it opened, for this very
item, and nobody has touched it since. A person's copy carries the same mark as what it was copied from, an issue that
was adopted carries none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from postmortem_tracker.model import Issue, IssueRef, ItemName, State
from postmortem_tracker.sync.identity import repositories
from postmortem_tracker.sync.identity.matched import Duplicate, Pair, Tracked
from postmortem_tracker.sync.issue_text import marker as markers

May = Callable[[Tracked], bool]


def raced(issues: Mapping[IssueRef, Tracked], may: May) -> dict[IssueRef, Issue]:
    """Issue -> the one that was opened for the same item and stays; ``may`` tells which can be one of a race at all.

    Nothing gives way to a closed issue. One that is closed as a duplicate already leads on to what is left: a run may
    have been killed before it corrected the link.
    """
    same: dict[tuple[str, ...], list[Tracked]] = defaultdict(list)
    for tracked in issues.values():
        if tracked.marker is not None:
            ref, mark = tracked.issue.ref, tracked.marker
            same[(ref.tracker, ref.project, mark.incident, mark.key)].append(tracked)
    losers: dict[IssueRef, Issue] = {}
    for group in (part for whole in same.values() if len(whole) > 1 for part in _by_source(whole)):
        group.sort(key=lambda each: each.issue.ref)
        standing = [each for each in group if each.issue.state is not State.DUPLICATE and may(each)]
        born = [each for each in standing if each.issue.state is State.OPEN and each.marker and each.marker.born]
        for other in born[1:]:
            if _untouched(other) and _apart(born[0], other):
                losers[other.issue.ref] = born[0].issue
        left = [each for each in standing if each.issue.ref not in losers]
        for other in group:
            if other.issue.state is State.DUPLICATE and left:
                losers[other.issue.ref] = left[0].issue
    return losers


def _apart(one: Tracked, other: Tracked) -> bool:
    return one.marker is not None and other.marker is not None and one.marker.born != other.marker.born


def _untouched(tracked: Tracked) -> bool:
    """Whether an issue is as it was opened, as far as that can be seen."""
    issue, mark = tracked.issue, tracked.marker
    return mark is not None and issue.title == mark.base.title and not markers.outside(issue.body).strip()


def _by_source(group: list[Tracked]) -> Iterable[list[Tracked]]:
    """Issues with one key are two items where they name two repositories."""
    parts: dict[str, list[Tracked]] = defaultdict(list)
    for tracked in group:
        parts[_source(tracked)].append(tracked)
    return [group] if len(parts.keys() - {""}) < 2 else parts.values()


def _source(tracked: Tracked) -> str:
    return repositories.recorded(tracked.issue.body, tracked.marker.path) if tracked.marker else ""


def second(free: Iterable[Tracked], pairs: Iterable[Pair]) -> tuple[Duplicate, ...]:
    """Open issues that say they are of an item that has another one: for a person to judge."""
    of: dict[ItemName, Issue] = {}
    for pair in pairs:
        if pair.tracked is None or not pair.how.recognised:
            continue
        of[pair.item_name] = pair.tracked.issue
        if pair.tracked.marker is not None:
            of.setdefault(pair.tracked.marker.item_name, pair.tracked.issue)
    return tuple(
        Duplicate(each.issue, of[each.marker.item_name], raced=False)
        for each in free
        if each.marker is not None and not each.issue.state.closed and each.marker.item_name in of
    )
