"""Identity: which issue belongs to which action item, one to one, for ever."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from postmortem_tracker.issues import Capabilities
from postmortem_tracker.keys import normalise
from postmortem_tracker.model import ActionItem, Incident, Issue, IssueRef, Link, State
from postmortem_tracker.sync import body, duplicates, others
from postmortem_tracker.sync import marker as markers
from postmortem_tracker.sync import repositories as sources
from postmortem_tracker.sync.likeness import EDITED, RENAMED, known_as, scores, similarity, two_incidents
from postmortem_tracker.sync.links import Links, Resolve, no_strays
from postmortem_tracker.sync.marker import Marker
from postmortem_tracker.sync.matched import Duplicate, How, Known, Linked, Matched, Pair, Tracked
from postmortem_tracker.sync.others import Others

__all__ = ["Duplicate", "How", "Known", "Linked", "Matched", "Pair", "Resolve", "Tracked", "believe", "match"]

Tasks = Sequence[tuple[Incident, ActionItem]]

_AMPLE = Capabilities(title_length=255, body_length=65_536)  # two blocks are compared, neither is sent


@dataclass(slots=True)
class _Matching:
    known: Known
    label: str
    gone: Callable[[str], bool]
    ours: sources.Ours
    links: Links
    others: Others
    tasks: Tasks
    paths: frozenset[str]  # of the documents read
    numbers: dict[tuple[str, str], int]  # of the tasks, by incident and key
    free: dict[IssueRef, Tracked] = field(default_factory=dict)
    pairs: dict[int, Pair] = field(default_factory=dict)
    duplicates: list[Duplicate] = field(default_factory=list)
    losers: frozenset[IssueRef] = frozenset()
    strays: dict[int, Linked] = field(default_factory=dict)  # links that lead nowhere and prove nothing
    elsewhere: tuple[Tracked, ...] = ()

    def pair(self, n: int, how: How, tracked: Tracked | None = None, *, linked: Linked | None = None) -> None:
        """Note what became of task ``n``; an issue that serves it serves no other."""
        incident, item = self.tasks[n]
        self.pairs[n] = Pair(incident, item, how, tracked, linked or self.strays.get(n))
        if tracked is not None and how.recognised:
            self.free.pop(tracked.issue.ref, None)

    def rival(self, mark: Marker, ref: IssueRef) -> str:
        """Where the item stands that has the issue by right, if that is in a document which was not read now."""
        named = (mark.incident, mark.key) in self.numbers
        if mark.path in self.paths or (named and self.gone(mark.path)):
            return ""
        return self.others.home(mark, ref) or self.others.linking(ref)


def match(
    incidents: Sequence[Incident],
    known: Known,
    resolve: Resolve,
    label: str,
    gone: Callable[[str], bool],
    ours: sources.Ours = lambda _tracker, _source: True,
    read_others: others.Read = others.nothing,
    stray: Resolve = no_strays,
) -> Matched:
    """Pair every task with its issue, or say why it has none.

    ``gone(path)`` tells whether the document a marker names no longer exists, ``ours`` whether the repository
    that an issue names may be this one, ``read_others`` reads the documents that are no part of this run, ``stray``
    tells which issue a link to a file meant that leads nowhere. Order of belief: link, marker, edited text within the
    incident, renamed document; each issue serves one item, those of other repositories none unless it links them.
    """
    tasks = [(incident, item) for incident in incidents for item in incident.tasks]
    links = Links(resolve, stray, known)
    matching = _Matching(
        known,
        label,
        gone,
        ours,
        links,
        Others(read_others, links),
        tasks,
        frozenset(incident.path for incident in incidents),
        {(incident.id, item.key): n for n, (incident, item) in enumerate(tasks)},
        {issue.ref: believe(issue, label) for issue in known.issues.values()},
    )
    _by_link(matching)
    _set_apart(matching)
    incident_issues = _take_incident_issues(matching)
    _by_marker(matching)
    _by_text(matching, incidents)
    _by_rename(matching, incidents)
    _seconds(matching)
    orphans = _orphans(matching, incidents)
    _rest(matching, incidents)
    return Matched(
        tuple(matching.pairs[n] for n in range(len(tasks))),
        orphans,
        tuple(matching.duplicates),
        incident_issues,
        _lost(matching, incident_issues, incidents),
        known.may_hold(f'"key":"{markers.INCIDENT_KEY}"'),
        matching.elsewhere,
        seen=frozenset(known.issues),
        held=_held(matching, orphans),
    )


def believe(issue: Issue, label: str) -> Tracked:
    """The issue with its marker, if it carries the managed label: outsiders can write bodies, not labels."""
    return Tracked(issue, markers.read(issue.body) if label in issue.labels else None)


# --- links --------------------------------------------------------------------------------------------------------


def _by_link(matching: _Matching) -> None:
    links, claims = _claims(matching)
    losers = duplicates.raced(matching.free, lambda tracked: _may_race(matching, tracked, claims))
    for ref, winner in losers.items():
        claims[winner.ref] += claims.pop(ref, [])
        if not matching.free[ref].issue.state.closed:
            matching.duplicates.append(Duplicate(matching.free[ref].issue, winner))
    for ref, numbers in claims.items():
        if numbers:
            _give(matching, matching.free[ref], numbers, links)
    matching.losers = frozenset(losers)


def _claims(matching: _Matching) -> tuple[dict[int, Linked], defaultdict[IssueRef, list[int]]]:
    """The link of each task that has one, and the tasks that link each issue which could be read."""
    links: dict[int, Linked] = {}
    claims: defaultdict[IssueRef, list[int]] = defaultdict(list)
    for n, (incident, item) in enumerate(matching.tasks):
        found = matching.links.of(item, incident.path)
        choice = _choose(matching, [each for each in found if each.ref not in matching.known.changes], incident, item)
        if choice is None:
            for each in matching.links.strays(item, incident.path)[:1]:
                matching.strays[n] = each
            continue
        links[n] = choice
        if matching.known.cannot_tell(choice.ref):
            matching.pair(n, How.UNREAD, linked=choice)
        elif choice.ref not in matching.known.issues:
            matching.pair(n, How.MISSING, linked=choice)
        else:
            claims[matching.known.issues[choice.ref].ref].append(n)
    return links, claims


def _may_race(matching: _Matching, tracked: Tracked, claims: defaultdict[IssueRef, list[int]]) -> bool:
    """Whether nothing but the item that its marker names links an issue."""
    ref = tracked.issue.ref
    if tracked.marker is None or matching.others.linking(ref):
        return False
    return all(_speaks_of(matching, tracked.marker, ref, n) for n in claims.get(ref, ()))


def _give(matching: _Matching, tracked: Tracked, numbers: Sequence[int], links: dict[int, Linked]) -> None:
    """An issue to the rightful one of the tasks that link it; the link in its place is believed before any marker."""
    ref, mark = tracked.issue.ref, tracked.marker
    # Where the tool's own label was taken off, the link and the marker together still tell whose issue it is.
    written = mark or markers.read(tracked.issue.body)
    rival = matching.rival(written, ref) if written else ""
    sure = [n for n in numbers if not links[n].stray or (mark and _speaks_of(matching, mark, ref, n))]
    if not (sure or rival):
        matching.strays.update((n, links[n]) for n in numbers)
        return
    owner = None if rival or _is_parent(tracked) else _rightful(tracked, sure, matching.tasks)
    keeper = ""
    if owner is not None and mark is not None:
        keeper = _keeper(matching, tracked.issue, mark, matching.tasks[owner][0])
        if keeper and (two_incidents(mark, matching.tasks[owner][0]) or not _speaks_of(matching, mark, ref, owner)):
            owner, rival = None, keeper
    for n in numbers:
        if n != owner:
            incident, item = matching.tasks[n]
            place = rival or ("" if owner is None else _place(matching.tasks[owner]))
            matching.pairs[n] = Pair(incident, item, How.SHARED, tracked, links[n], place)
    if owner is None:
        if rival:
            del matching.free[ref]
        return
    own = written is not None and (mark is not None or matching.numbers.get((written.incident, written.key)) == owner)
    believed = written if own and written and _speaks_of(matching, written, ref, owner) else None
    matching.pair(owner, How.LINK, replace(tracked, marker=believed), linked=links[owner])
    matching.pairs[owner] = replace(matching.pairs[owner], keeper=keeper)


def _keeper(matching: _Matching, issue: Issue, mark: Marker, incident: Incident) -> str:
    """The other repository that an issue belongs to although a document links it here; "" where it is ours to take.

    A document that moves here brings its links along. One that was copied does so too: what was taken from a repository
    stays with the taker, else both would take it by turns. Two incidents are never one.
    """
    source = sources.recorded(issue.body, mark.path)
    if not source or matching.ours(issue.ref.tracker, source):
        return ""
    taken = any(matching.ours(issue.ref.tracker, each) for each in mark.before)
    return source.rstrip("/") if taken or two_incidents(mark, incident) else ""


def _speaks_of(matching: _Matching, mark: Marker, ref: IssueRef, n: int) -> bool:
    """Whether a marker tells of this task: by its key or a former one; not if it names an item that still lives."""
    incident, item = matching.tasks[n]
    named = matching.numbers.get((mark.incident, mark.key))
    if named is None:
        return not matching.rival(mark, ref)
    # Of equal texts the keys change places where one of them goes.
    return named == n or (mark.incident == incident.id and normalise(mark.base.title or "") == normalise(item.text))


def _place(task: tuple[Incident, ActionItem]) -> str:
    return f"{task[0].path}:{task[1].line}"


def _set_apart(matching: _Matching) -> None:
    """Take out what belongs to other repositories: it is neither gone from here nor ours to close."""
    free = {
        ref: (tracked.marker, tracked.issue.body)
        for ref, tracked in matching.free.items()
        if tracked.marker is not None
    }
    linked = [
        (pair.tracked.marker, pair.tracked.issue.body, pair.incident, pair.item)
        for pair in matching.pairs.values()
        if pair.how is How.LINK and not pair.keeper and pair.tracked is not None and pair.tracked.marker is not None
    ]
    theirs = sources.apart(free, linked, matching.ours)
    matching.elsewhere = tuple(matching.free.pop(ref) for ref in sorted(theirs))
    matching.duplicates = [each for each in matching.duplicates if each.issue.ref not in theirs]
    for ref in matching.losers:
        matching.free.pop(ref, None)


def _is_parent(tracked: Tracked) -> bool:
    return tracked.marker is not None and tracked.marker.key == markers.INCIDENT_KEY


def _take_incident_issues(matching: _Matching) -> tuple[Tracked, ...]:
    """The incidents' own issues: no item gets one, and none of them is an orphan."""
    found = [tracked for _, tracked in sorted(matching.free.items()) if _is_parent(tracked)]
    first: dict[tuple[str, ...], Issue] = {}
    for tracked in found:
        del matching.free[tracked.issue.ref]
        if tracked.marker is None or tracked.issue.state.closed:
            continue
        one = first.setdefault(
            (tracked.marker.incident, tracked.issue.ref.tracker, tracked.issue.ref.project), tracked.issue
        )
        if one is not tracked.issue:
            matching.duplicates.append(Duplicate(tracked.issue, one, raced=False))
    return tuple(each for each in found if each.issue.state is not State.DUPLICATE)


def _lost(matching: _Matching, issues: Sequence[Tracked], incidents: Sequence[Incident]) -> tuple[Tracked, ...]:
    """The issues of incidents that have no items any more; those of documents not read now are none of them."""
    busy = {incident.id for incident, _ in matching.tasks}
    empty = {incident.id for incident in incidents} - busy

    def lost(mark: Marker) -> bool:
        if mark.incident in empty:
            return True
        return mark.incident not in busy and matching.gone(mark.path) and not matching.others.has(mark.incident)

    return tuple(each for each in issues if each.marker is not None and lost(each.marker))


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
    return max(numbers, key=lambda n: similarity(tasks[n][1], tracked))


# --- without a link -----------------------------------------------------------------------------------------------


def _by_marker(matching: _Matching) -> None:
    """The issue that names the item; of several items or issues of equal text each gets the one that fits best."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, (incident, item) in enumerate(matching.tasks):
        if n not in matching.pairs:
            groups[(incident.id, normalise(item.text))].append(n)
    index: dict[tuple[str, str], list[Tracked]] = defaultdict(list)
    for tracked in _left(matching):
        assert tracked.marker is not None
        named = matching.numbers.get((tracked.marker.incident, tracked.marker.key))
        words = normalise(matching.tasks[named][1].text) if named is not None else known_as(tracked)
        index[(tracked.marker.incident, words)].append(tracked)
    for group, numbers in groups.items():
        fits = sorted(
            (_fit(matching.tasks[n], tracked), tracked.issue.ref, n)
            for n in numbers
            for tracked in index.get(group, ())
        )
        for _, ref, n in fits:
            if n not in matching.pairs and ref in matching.free:
                _take(matching, n, matching.free[ref])


def _take(matching: _Matching, n: int, tracked: Tracked) -> None:
    mark, ref = tracked.marker, tracked.issue.ref
    assert mark is not None
    incident, item = matching.tasks[n]
    rival = matching.rival(mark, ref) if mark.path != incident.path else ""
    if rival:
        # A second document with this incident's id, which is no part of this run.
        matching.pairs[n] = Pair(incident, item, How.SHARED, tracked, None, rival)
    elif matching.others.linking(ref):
        return
    elif (mark.incident, mark.key) == (incident.id, item.key):
        matching.pair(n, How.MARKER, tracked)
    elif not tracked.issue.state.closed:
        matching.pair(n, How.EDITED, tracked)


def _fit(task: tuple[Incident, ActionItem], tracked: Tracked) -> tuple[bool, ...]:
    """How badly an issue fits one of several items of equal text; the smallest is the best."""
    (incident, item), mark = task, tracked.marker
    assert mark is not None
    same = body.content(incident, item, "", _AMPLE).digest == mark.digest
    return not same, mark.base.state is not item.state, mark.key != item.key, tracked.issue.state.closed


def _left(matching: _Matching) -> list[Tracked]:
    """The marked issues that no item has yet, lowest number first."""
    return [
        tracked
        for _, tracked in sorted(matching.free.items())
        if tracked.marker is not None and tracked.issue.state is not State.DUPLICATE
    ]


def _by_text(matching: _Matching, incidents: Sequence[Incident]) -> None:
    """An edited item keeps its open issue: what is left of an incident is paired by best mutual similarity."""
    ids = {incident.id for incident in incidents}
    paths = {incident.path: incident for incident in incidents}
    left: dict[str, list[Tracked]] = defaultdict(list)
    for tracked in _left(matching):
        mark = tracked.marker
        if mark is None or tracked.issue.state.closed:
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


def _by_rename(matching: _Matching, incidents: Sequence[Incident]) -> None:
    """A document under a new name keeps its open issues, if it still has an item of theirs as it was."""
    ids = {incident.id for incident in incidents}
    left: dict[tuple[str, str], list[Tracked]] = defaultdict(list)
    for tracked in _left(matching):
        mark = tracked.marker
        if mark and not tracked.issue.state.closed and mark.incident not in ids and matching.gone(mark.path):
            left[(mark.incident, mark.path)].append(tracked)
    wanting: dict[str, list[int]] = defaultdict(list)
    for n, (incident, _) in enumerate(matching.tasks):
        if left and n not in matching.pairs:
            wanting[incident.id].append(n)
    for candidates in left.values():
        for numbers in wanting.values():
            incident = matching.tasks[numbers[0]][0]
            texts = {normalise(matching.tasks[n][1].text) for n in numbers}
            mark = candidates[0].marker
            if mark and not two_incidents(mark, incident) and texts & {known_as(each) for each in candidates}:
                _pair_similar(matching, numbers, candidates, RENAMED, How.RENAMED)


def _pair_similar(matching: _Matching, numbers: Sequence[int], left: Sequence[Tracked], least: float, how: How) -> None:
    wanting = [(n, matching.tasks[n][1]) for n in numbers if n not in matching.pairs]
    if not wanting:
        return
    scored = sorted((-score, n, tracked.issue.ref) for n, tracked, score in scores(wanting, left, least))
    for _, n, ref in scored:
        if n in matching.pairs or ref not in matching.free:
            continue
        tracked = matching.free[ref]
        assert tracked.marker is not None
        if not (matching.rival(tracked.marker, ref) or matching.others.linking(ref)):
            matching.pair(n, how, tracked)


# --- what is left -------------------------------------------------------------------------------------------------


def _rest(matching: _Matching, incidents: Sequence[Incident]) -> None:
    """What is left over is new, unless an issue of the same name asks for a person."""
    paths = {incident.path: incident for incident in incidents}
    titles = {
        normalise(tracked.issue.title): tracked
        for tracked in matching.free.values()
        if matching.label in tracked.issue.labels and not tracked.issue.state.closed and _unowned(tracked, paths)
    }
    for n, (incident, item) in enumerate(matching.tasks):
        if n in matching.pairs:
            continue
        if n in matching.strays:
            how = How.UNREAD if matching.known.cannot_tell(matching.strays[n].ref) else How.MISSING
            matching.pair(n, how, linked=matching.strays[n])
            continue
        twin = titles.get(normalise(item.text)) or _twin_elsewhere(matching, incident, item)
        how = How.SUGGESTED if twin else How.NEW
        if how is How.NEW and matching.known.may_hold(item.key):
            how = How.UNREAD
        if matching.known.changes:
            item = item._replace(links=tuple(link for link in item.links if not _is_change(matching, link, incident)))
        matching.pairs[n] = Pair(incident, item, how, twin)


def _is_change(matching: _Matching, link: Link, incident: Incident) -> bool:
    """A pull request is evidence of the work, no ticket for it."""
    return matching.links.resolve(link, incident.path) in matching.known.changes


def _unowned(tracked: Tracked, paths: dict[str, Incident]) -> bool:
    """No item of ours has the issue; or the incident of its document goes by another id now, which a person knows."""
    mark = tracked.marker
    return mark is None or (mark.path in paths and two_incidents(mark, paths[mark.path]))


def _twin_elsewhere(matching: _Matching, incident: Incident, item: ActionItem) -> Tracked | None:
    """The issue that would be this item's, were its repository ours: after a renaming it may well be."""
    for tracked in matching.elsewhere:
        mark = tracked.marker
        if mark is None or mark.incident != incident.id or tracked.issue.state is State.DUPLICATE:
            continue
        if mark.key == item.key or (not _is_parent(tracked) and similarity(item, tracked) >= RENAMED):
            return tracked
    return None


def _seconds(matching: _Matching) -> None:
    """Point out the issues of items that have another one; none that another document links."""
    found = duplicates.second(matching.free.values(), matching.pairs.values())
    for each in found:
        if not matching.others.linking(each.issue.ref):
            matching.duplicates.append(each)
        matching.free.pop(each.issue.ref)


def _held(matching: _Matching, orphans: Sequence[Tracked]) -> dict[IssueRef, str]:
    """The issues without an item here that another repository has or had, which may have their items still."""
    found: dict[IssueRef, str] = {}
    for issue in [*(each.issue for each in orphans), *(each.issue for each in matching.duplicates)]:
        mark = markers.read(issue.body)
        holders = (*mark.before, sources.recorded(issue.body, mark.path)) if mark else ()
        theirs = [each for each in holders if each and not matching.ours(issue.ref.tracker, each)]
        if theirs:
            found[issue.ref] = theirs[-1].rstrip("/")
    return found


def _orphans(matching: _Matching, incidents: Sequence[Incident]) -> tuple[Tracked, ...]:
    """Marked issues without an item. Those of documents that exist but were not read now are none."""
    ids = {incident.id for incident in incidents}
    return tuple(tracked for tracked in _left(matching) if _orphaned(matching, tracked, ids))


def _orphaned(matching: _Matching, tracked: Tracked, ids: set[str]) -> bool:
    mark, ref = tracked.marker, tracked.issue.ref
    if mark is None or not (mark.incident in ids or mark.path in matching.paths or matching.gone(mark.path)):
        return False
    # A closed one is nobody's business, so no other document is read for it.
    return tracked.issue.state.closed or not (matching.others.linking(ref) or matching.others.home(mark, ref))
