"""Identity: which issue belongs to which action item, one to one, for ever."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from postmortem_tracker.keys import normalise
from postmortem_tracker.model import ActionItem, Incident, Issue, IssueRef, Link, State
from postmortem_tracker.sync import marker as markers
from postmortem_tracker.sync import repositories as sources
from postmortem_tracker.sync.matched import Duplicate, How, Known, Linked, Matched, Pair, Tracked

__all__ = ["Duplicate", "How", "Known", "Linked", "Matched", "Pair", "Resolve", "Tracked", "believe", "linked", "match"]

_EDITED = 62.0  # similarity (0-100) above which a changed item of one incident is still the same item
_RENAMED = 80.0  # stricter where the document's name changed too

Resolve = Callable[[Link, str], IssueRef | None]


@dataclass(slots=True)
class _Matching:
    known: Known
    label: str
    gone: Callable[[str], bool]
    free: dict[IssueRef, Tracked] = field(default_factory=dict)
    pairs: dict[int, Pair] = field(default_factory=dict)
    duplicates: list[Duplicate] = field(default_factory=list)
    elsewhere: tuple[Tracked, ...] = ()


def match(
    incidents: Sequence[Incident],
    known: Known,
    resolve: Resolve,
    label: str,
    gone: Callable[[str], bool],
    ours: sources.Ours = lambda _tracker, _source: True,
) -> Matched:
    """Pair every task with its issue, or say why it has none.

    ``gone(path)`` tells whether the document a marker names no longer exists, ``ours`` whether the repository
    that an issue names may be this one. Order of belief: link, marker, edited text within the incident, renamed
    document; each issue serves one item, those of other repositories none unless it links them.
    """
    tasks = [(incident, item) for incident in incidents for item in incident.tasks]
    matching = _Matching(known, label, gone)
    losers = _elect(matching)
    _by_link(matching, tasks, resolve, losers)
    _set_apart(matching, ours)
    parents = _take_parents(matching)
    _by_marker(matching, tasks)
    _by_text(matching, tasks, incidents)
    _by_rename(matching, tasks, incidents)
    _rest(matching, tasks)
    orphans = _orphans(matching, incidents)
    return Matched(
        tuple(matching.pairs[n] for n in range(len(tasks))),
        orphans,
        tuple(matching.duplicates),
        parents,
        _lost(parents, tasks, incidents, gone),
        known.may_hold(f'"key":"{markers.INCIDENT_KEY}"'),
        matching.elsewhere,
    )


def linked(item: ActionItem, path: str, resolve: Resolve) -> tuple[Linked, ...]:
    """The item's links that name issues of configured projects, in order."""
    found = ((link, resolve(link, path)) for link in item.links)
    return tuple(Linked(link, ref) for link, ref in found if ref is not None)


def believe(issue: Issue, label: str) -> Tracked:
    """The issue with its marker, if it carries the managed label: outsiders can write bodies, not labels."""
    return Tracked(issue, markers.read(issue.body) if label in issue.labels else None)


def _elect(matching: _Matching) -> dict[IssueRef, Issue]:
    """Fill the free issues; of several with one key the lowest number stays. Returns loser -> winner."""
    same: dict[tuple[str, ...], list[Tracked]] = defaultdict(list)
    for issue in {issue.ref: issue for issue in matching.known.issues.values()}.values():
        tracked = believe(issue, matching.label)
        matching.free[issue.ref] = tracked
        if tracked.marker is not None:
            ref = issue.ref
            same[(ref.tracker, ref.project, tracked.marker.incident, tracked.marker.key)].append(tracked)
    losers = {}
    for group in (part for whole in same.values() for part in _by_source(whole)):
        # Those closed as duplicates already lose too: a run may have been killed before it corrected the link.
        winner, *others = sorted(group, key=lambda t: (t.issue.state is State.DUPLICATE, t.issue.ref))
        if winner.issue.state is State.DUPLICATE:
            continue
        for other in others:
            losers[other.issue.ref] = winner.issue
            if not other.issue.state.closed:
                matching.duplicates.append(Duplicate(other.issue, winner.issue))
    return losers


def _by_source(group: list[Tracked]) -> Iterable[list[Tracked]]:
    """Issues with one key are two items where they name two repositories."""
    if len(group) == 1:
        return [group]
    parts: dict[str, list[Tracked]] = defaultdict(list)
    for tracked in group:
        parts[_source(tracked)].append(tracked)
    return [group] if len(parts.keys() - {""}) < 2 else parts.values()


def _source(tracked: Tracked) -> str:
    return sources.recorded(tracked.issue.body, tracked.marker.path) if tracked.marker else ""


Tasks = Sequence[tuple[Incident, ActionItem]]


def _by_link(matching: _Matching, tasks: Tasks, resolve: Resolve, losers: Mapping[IssueRef, Issue]) -> None:
    claims: dict[IssueRef, list[int]] = defaultdict(list)
    links: dict[int, Linked] = {}
    for n, (incident, item) in enumerate(tasks):
        choice = _choose(matching, linked(item, incident.path, resolve), incident, item)
        if choice is None:
            continue
        links[n] = choice
        ref = choice.ref
        if matching.known.cannot_tell(ref):
            matching.pairs[n] = Pair(incident, item, How.UNREAD, linked=choice)
        elif ref not in matching.known.issues:
            matching.pairs[n] = Pair(incident, item, How.MISSING, linked=choice)
        else:
            issue = matching.known.issues[ref]
            claims[losers.get(issue.ref, issue).ref].append(n)
    for ref, numbers in claims.items():
        owner = None if _is_parent(matching.free[ref]) else _rightful(matching.free[ref], numbers, tasks)
        for n in numbers:
            incident, item = tasks[n]
            how = How.LINK if n == owner else How.SHARED
            matching.pairs[n] = Pair(incident, item, how, matching.free[ref], links[n])
        if owner is not None:
            del matching.free[ref]


def _set_apart(matching: _Matching, ours: sources.Ours) -> None:
    """Take out what belongs to other repositories: it is neither gone from here nor ours to close."""
    free = {
        ref: (tracked.marker, tracked.issue.body)
        for ref, tracked in matching.free.items()
        if tracked.marker is not None
    }
    linked = [
        (pair.tracked.marker, pair.tracked.issue.body, pair.incident, pair.item)
        for pair in matching.pairs.values()
        if pair.how is How.LINK and pair.tracked is not None and pair.tracked.marker is not None
    ]
    theirs = sources.apart(free, linked, ours)
    matching.elsewhere = tuple(matching.free.pop(ref) for ref in sorted(theirs))
    matching.duplicates = [each for each in matching.duplicates if each.issue.ref not in theirs]


def _is_parent(tracked: Tracked) -> bool:
    return tracked.marker is not None and tracked.marker.key == markers.INCIDENT_KEY


def _take_parents(matching: _Matching) -> tuple[Tracked, ...]:
    """The incidents' own issues: no item gets one, and none of them is an orphan."""
    found = [tracked for _, tracked in sorted(matching.free.items()) if _is_parent(tracked)]
    for tracked in found:
        del matching.free[tracked.issue.ref]
    losing = {duplicate.issue.ref for duplicate in matching.duplicates}
    return tuple(each for each in found if each.issue.state is not State.DUPLICATE and each.issue.ref not in losing)


def _lost(
    parents: Sequence[Tracked], tasks: Tasks, incidents: Sequence[Incident], gone: Callable[[str], bool]
) -> tuple[Tracked, ...]:
    """The issues of incidents that have no items any more; those of documents not read now are none of them."""
    empty = {incident.id for incident in incidents} - {incident.id for incident, _ in tasks}
    busy = {incident.id for incident, _ in tasks}
    marked = [(each, each.marker) for each in parents if each.marker is not None]
    return tuple(
        each for each, mark in marked if mark.incident in empty or (mark.incident not in busy and gone(mark.path))
    )


def _choose(matching: _Matching, choices: Sequence[Linked], incident: Incident, item: ActionItem) -> Linked | None:
    """Of several links the one whose issue says it is this item's, else a marked one, else the first."""

    def belief(choice: Linked) -> int:
        issue = matching.known.issues.get(choice.ref)
        tracked = matching.free.get(issue.ref) if issue else None
        if tracked is None or tracked.marker is None:
            return 2
        return 0 if (tracked.marker.incident, tracked.marker.key) == (incident.id, item.key) else 1

    return min(choices, key=belief, default=None)


def _rightful(tracked: Tracked, numbers: Sequence[int], tasks: Tasks) -> int:
    """Of the items that link one issue, the one its marker names, else the most similar, else the first."""
    if len(numbers) == 1 or tracked.marker is None:
        return numbers[0]
    for n in numbers:
        incident, item = tasks[n]
        if (tracked.marker.incident, tracked.marker.key) == (incident.id, item.key):
            return n
    return max(numbers, key=lambda n: _similarity(tasks[n][1], tracked))


def _by_marker(matching: _Matching, tasks: Tasks) -> None:
    index = _marked(matching)
    for n, (incident, item) in enumerate(tasks):
        found = index.get((incident.id, item.key))
        if n in matching.pairs or not found:
            continue
        tracked = found.pop(0)
        del matching.free[tracked.issue.ref]
        matching.pairs[n] = Pair(incident, item, How.MARKER, tracked)


def _marked(matching: _Matching) -> dict[tuple[str, str], list[Tracked]]:
    index: dict[tuple[str, str], list[Tracked]] = defaultdict(list)
    for ref in sorted(matching.free):
        tracked = matching.free[ref]
        if tracked.marker is not None and tracked.issue.state is not State.DUPLICATE:
            index[(tracked.marker.incident, tracked.marker.key)].append(tracked)
    return index


def _by_text(matching: _Matching, tasks: Tasks, incidents: Sequence[Incident]) -> None:
    """An edited item keeps its issue: what is left of an incident is paired by best mutual similarity."""
    ids = {incident.id for incident in incidents}
    paths = {incident.path: incident.id for incident in incidents}
    left: dict[str, list[Tracked]] = defaultdict(list)
    for tracked in matching.free.values():
        mark = tracked.marker
        if mark is None or tracked.issue.state is State.DUPLICATE:
            continue
        # An incident may also have got a new id in the same file.
        home = mark.incident if mark.incident in ids else paths.get(mark.path)
        if home is not None:
            left[home].append(tracked)
    wanting: dict[str, list[int]] = defaultdict(list)
    for n, (incident, _) in enumerate(tasks):
        if n not in matching.pairs and incident.id in left:
            wanting[incident.id].append(n)
    for home, numbers in wanting.items():
        _pair_similar(matching, tasks, numbers, left[home], _EDITED, How.EDITED)


def _by_rename(matching: _Matching, tasks: Tasks, incidents: Sequence[Incident]) -> None:
    ids = {incident.id for incident in incidents}
    left = [
        tracked
        for tracked in matching.free.values()
        if tracked.marker is not None
        and tracked.issue.state is not State.DUPLICATE
        and tracked.marker.incident not in ids
        and matching.gone(tracked.marker.path)
    ]
    wanting = [n for n in range(len(tasks)) if n not in matching.pairs]
    if left and wanting:
        _pair_similar(matching, tasks, wanting, left, _RENAMED, How.RENAMED)


def _pair_similar(
    matching: _Matching, tasks: Tasks, numbers: Sequence[int], left: Sequence[Tracked], least: float, how: How
) -> None:
    scored = sorted((-score, n, tracked.issue.ref) for n, tracked, score in _scores(tasks, numbers, left, least))
    for _, n, ref in scored:
        if n in matching.pairs or ref not in matching.free:
            continue
        incident, item = tasks[n]
        matching.pairs[n] = Pair(incident, item, how, matching.free.pop(ref))


def _scores(
    tasks: Tasks, numbers: Sequence[int], left: Sequence[Tracked], least: float
) -> Iterable[tuple[int, Tracked, float]]:
    from rapidfuzz import fuzz, process

    theirs = [_known_as(tracked) for tracked in left]
    for n in numbers:
        text = normalise(tasks[n][1].text)
        for _, score, at in process.extract(text, theirs, scorer=fuzz.ratio, score_cutoff=least, limit=None):
            yield n, left[at], score


def _similarity(item: ActionItem, tracked: Tracked) -> float:
    from rapidfuzz import fuzz

    return fuzz.ratio(normalise(item.text), _known_as(tracked))


def _known_as(tracked: Tracked) -> str:
    base = tracked.marker.base.title if tracked.marker else None
    return normalise(base or tracked.issue.title)


def _rest(matching: _Matching, tasks: Tasks) -> None:
    """What is left over is new, unless an unmarked issue of the same name asks for a person."""
    titles = {
        normalise(tracked.issue.title): tracked
        for tracked in matching.free.values()
        if tracked.marker is None and matching.label in tracked.issue.labels and not tracked.issue.state.closed
    }
    for n, (incident, item) in enumerate(tasks):
        if n in matching.pairs:
            continue
        twin = titles.get(normalise(item.text)) or _twin_elsewhere(matching, incident, item)
        how = How.SUGGESTED if twin else How.NEW
        if how is How.NEW and matching.known.may_hold(item.key):
            how = How.UNREAD
        matching.pairs[n] = Pair(incident, item, how, twin)


def _twin_elsewhere(matching: _Matching, incident: Incident, item: ActionItem) -> Tracked | None:
    """The issue that would be this item's, were its repository ours: after a renaming it may well be."""
    for tracked in matching.elsewhere:
        mark = tracked.marker
        if mark is None or mark.incident != incident.id or tracked.issue.state is State.DUPLICATE:
            continue
        if mark.key == item.key or (not _is_parent(tracked) and _similarity(item, tracked) >= _RENAMED):
            return tracked
    return None


def _orphans(matching: _Matching, incidents: Sequence[Incident]) -> tuple[Tracked, ...]:
    """Marked issues without an item. Those of documents that exist but were not read now are none."""
    ids = {incident.id for incident in incidents}
    losing = {duplicate.issue.ref for duplicate in matching.duplicates}
    return tuple(
        tracked
        for ref, tracked in sorted(matching.free.items())
        if tracked.marker is not None
        and ref not in losing
        and tracked.issue.state is not State.DUPLICATE
        and (tracked.marker.incident in ids or matching.gone(tracked.marker.path))
    )
