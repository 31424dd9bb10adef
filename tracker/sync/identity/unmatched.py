"""The items that nothing was recognised of: new, missing, or to be looked at by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from postmortem_tracker.keys import normalise
from postmortem_tracker.model import ActionItem, Incident, Link, State
from postmortem_tracker.sync.identity.likeness import EDITED, RENAMED, known_as, scores, similarity, two_incidents
from postmortem_tracker.sync.identity.matched import How, Pair, Tracked
from postmortem_tracker.sync.identity.matching import Matching, of_incident


def decide_rest(matching: Matching, incidents: Sequence[Incident]) -> None:
    """What is left over is new, unless an issue of the same name asks for a person."""
    paths = {incident.path: incident for incident in incidents}
    left = [
        tracked
        for tracked in matching.free.values()
        if matching.around.label in tracked.issue.labels and not tracked.issue.state.closed and _unowned(tracked, paths)
    ]
    # An issue that people retitled is still the one that was opened for the words of its marker.
    titles = {known_as(tracked): tracked for tracked in left} | {normalise(each.issue.title): each for each in left}
    for n, (incident, item) in enumerate(matching.tasks):
        if n in matching.pairs:
            continue
        if n in matching.strays:
            how = How.UNREAD if matching.known.cannot_tell(matching.strays[n].ref) else How.MISSING
            matching.pair(n, how, linked=matching.strays[n])
            continue
        namesake = titles.get(normalise(item.text)) or _namesake_elsewhere(matching, incident, item)
        namesake = namesake or _closed_before(matching, incident, item)
        how = How.SUGGESTED if namesake else How.NEW
        if how is How.NEW and matching.known.may_hold(item.key):
            how = How.UNREAD
        if matching.known.changes:
            item = item._replace(links=tuple(link for link in item.links if not _is_change(matching, link, incident)))
        matching.pairs[n] = Pair(incident, item, how, namesake)
    _keep_alike(matching)


def _keep_alike(matching: Matching) -> None:
    """An open issue like an item whose linked one does not exist is kept for it, until a person says what it is."""
    missed = [(n, pair.item) for n, pair in matching.pairs.items() if pair.how is How.MISSING and not pair.tracked]
    left = [tracked for tracked, _ in matching.left() if not tracked.issue.state.closed] if missed else []
    for _, n, ref in sorted((-score, n, each.issue.ref) for n, each, score in scores(missed, left, EDITED)):
        pair, tracked = matching.pairs[n], matching.free.get(ref)
        if pair.tracked is None and tracked and tracked.marker and tracked.marker.incident == pair.incident.id:
            matching.pairs[n] = replace(pair, tracked=matching.free.pop(ref))


def _is_change(matching: Matching, link: Link, incident: Incident) -> bool:
    """A pull request is evidence of the work, no ticket for it."""
    return matching.links.resolve(link, incident.path) in matching.known.changes


def _unowned(tracked: Tracked, paths: dict[str, Incident]) -> bool:
    """No item of ours has the issue; or the incident of its document goes by another id now, which a person knows."""
    mark = tracked.marker
    return mark is None or (mark.path in paths and two_incidents(mark, paths[mark.path]))


def _closed_before(matching: Matching, incident: Incident, item: ActionItem) -> Tracked | None:
    """The closed issue of an open item that may have been reworded, where no document could take its link and state."""
    if matching.around.written or item.state.closed:
        return None
    closed = [
        tracked
        for tracked, mark in matching.left()
        if mark.incident == incident.id and tracked.issue.state.closed and not of_incident(tracked)
    ]
    best = max(scores([(0, item)], closed, EDITED), key=lambda each: each[2], default=None)
    return best[1] if best else None


def _namesake_elsewhere(matching: Matching, incident: Incident, item: ActionItem) -> Tracked | None:
    """The issue that would be this item's, were its repository ours: after a renaming it may well be."""
    for tracked in matching.elsewhere:
        mark = tracked.marker
        if mark is None or mark.incident != incident.id or tracked.issue.state is State.DUPLICATE:
            continue
        if mark.key == item.key or (not of_incident(tracked) and similarity(item, tracked) >= RENAMED):
            return tracked
    return None
