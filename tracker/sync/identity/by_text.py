"""Without a link: by the item that the marker names, by edited text, by a document's new name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from postmortem_tracker.issues import Capabilities
from postmortem_tracker.keys import normalise
from postmortem_tracker.model import ActionItem, Incident, IssueRef
from postmortem_tracker.sync.identity.likeness import EDITED, EQUAL, RENAMED, known_as, scores, two_incidents
from postmortem_tracker.sync.identity.matched import How, Pair, Tracked
from postmortem_tracker.sync.identity.matching import Matching
from postmortem_tracker.sync.issue_text import body
from postmortem_tracker.sync.issue_text.marker import Marker

_AMPLE = Capabilities(title_length=255, body_length=65_536)  # two blocks are compared, neither is sent


def by_marker(matching: Matching) -> None:
    """The issue that names the item; of several items or issues of equal text each gets the one that fits best."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, (incident, item) in enumerate(matching.tasks):
        if n not in matching.pairs:
            groups[(incident.id, normalise(item.text))].append(n)
    index: dict[tuple[str, str], list[IssueRef]] = defaultdict(list)
    left = {tracked.issue.ref: (tracked, mark) for tracked, mark in matching.left()}
    for ref, (tracked, mark) in left.items():
        named = matching.numbers.get(mark.item_name)
        words = normalise(matching.tasks[named][1].text) if named is not None else known_as(tracked)
        index[(mark.incident, words)].append(ref)
    for group, numbers in groups.items():
        fits = sorted((_fit(matching.tasks[n], *left[ref]), ref, n) for n in numbers for ref in index.get(group, ()))
        for _, ref, n in fits:
            if n not in matching.pairs and ref in matching.free:
                _take(matching, n, *left[ref])


def _take(matching: Matching, n: int, tracked: Tracked, mark: Marker) -> None:
    (incident, item), ref = matching.tasks[n], tracked.issue.ref
    rival = matching.rival(mark, ref) if mark.path != incident.path else ""
    if rival:
        # A second document with this incident's id, which is no part of this run.
        matching.pairs[n] = Pair(incident, item, How.SHARED, tracked, None, rival)
    elif place := matching.others.linking(ref):
        if mark.item_name == incident.name_of(item) and matching.others.has(incident.id):
            matching.pairs[n] = Pair(incident, item, How.SHARED, tracked, None, place)
    elif mark.item_name == incident.name_of(item):
        matching.pair(n, How.MARKER, tracked)
    elif not tracked.issue.state.closed:
        matching.pair(n, How.EDITED, tracked)


def _fit(task: tuple[Incident, ActionItem], tracked: Tracked, mark: Marker) -> tuple[bool, ...]:
    """How badly an issue fits one of several items of equal text; the smallest is the best."""
    incident, item = task
    same = body.content(incident, item, "", _AMPLE).digest == mark.digest
    return not same, mark.base.state is not item.state, mark.key != item.key, tracked.issue.state.closed


def by_text(matching: Matching, incidents: Sequence[Incident]) -> None:
    """An edited item keeps its open issue: what is left of an incident is paired by best mutual similarity."""
    ids = {incident.id for incident in incidents}
    paths = {incident.path: incident for incident in incidents}
    left: dict[str, list[Tracked]] = defaultdict(list)
    for tracked, mark in matching.left():
        if tracked.issue.state.closed:
            continue
        # An incident may also have got an id in the same file.
        here = paths.get(mark.path)
        if mark.incident in ids:
            left[mark.incident].append(tracked)
        elif here is not None and not two_incidents(mark, here):
            left[here.id].append(tracked)
    for home, candidates in left.items():
        numbers = [n for n, (incident, _) in enumerate(matching.tasks) if incident.id == home]
        _pair_similar(matching, numbers, candidates, EDITED, How.EDITED)


def by_rename(matching: Matching, incidents: Sequence[Incident]) -> None:
    """A document under a new name keeps its issues, if it still has an item of theirs as it was.

    The closed ones only where documents take no links, by which they would be known, and for the very same words. Where
    nobody knows whether the old document is gone, the items whose words it had are left as they are.
    """
    ids = {incident.id for incident in incidents}
    left: dict[tuple[str, str], list[Tracked]] = defaultdict(list)
    for tracked, mark in matching.left():
        known = not tracked.issue.state.closed or not matching.around.written
        if known and mark.incident not in ids:
            left[(mark.incident, mark.path)].append(tracked)
    wanting: dict[str, list[int]] = defaultdict(list)
    for n, (incident, _) in enumerate(matching.tasks):
        if left and n not in matching.pairs:
            wanting[incident.id].append(n)
    for candidates in left.values():
        for numbers in wanting.values():
            _take_over(matching, candidates, numbers)


def _take_over(matching: Matching, candidates: Sequence[Tracked], numbers: Sequence[int]) -> None:
    """Give a document the issues of one that is gone, if it is the same one under another name."""
    mark, incident = candidates[0].marker, matching.tasks[numbers[0]][0]
    texts = {n: normalise(matching.tasks[n][1].text) for n in numbers}
    same = set(texts.values()) & {known_as(each) for each in candidates}
    if mark is None or not same or two_incidents(mark, incident):
        return
    gone = matching.around.gone(mark.path)
    if gone:
        closed = [each for each in candidates if each.issue.state.closed]
        _pair_similar(matching, numbers, [each for each in candidates if each not in closed], RENAMED, How.RENAMED)
        if 2 * len(same) >= max(len(incident.tasks), len({known_as(each) for each in candidates})):
            _pair_similar(matching, numbers, closed, EQUAL, How.RENAMED)
        else:  # another incident may ask for the same work again
            still = [n for n in numbers if not matching.tasks[n][1].state.closed]
            _pair_similar(matching, still, closed, EQUAL, How.SUGGESTED)
    elif gone is None:
        for n in numbers:
            if texts[n] in same:
                matching.pair(n, How.UNREAD)


def _pair_similar(matching: Matching, numbers: Sequence[int], left: Sequence[Tracked], least: float, how: How) -> None:
    wanting = [(n, matching.tasks[n][1]) for n in numbers if n not in matching.pairs]
    if not wanting:
        return
    scored = sorted((-score, n, tracked.issue.ref) for n, tracked, score in scores(wanting, left, least))
    for _, n, ref in scored:
        if n in matching.pairs or ref not in matching.free:
            continue
        tracked = matching.free[ref]
        rival = tracked.marker is not None and matching.rival(tracked.marker, ref)
        if not (rival or matching.others.linking(ref)):
            matching.pair(n, how, tracked)
