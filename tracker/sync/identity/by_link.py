"""By link: the issue that a document names is believed before any marker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from postmortem_tracker.keys import normalise
from postmortem_tracker.model import ActionItem, Incident, Issue, IssueRef
from postmortem_tracker.sync.identity import duplicates
from postmortem_tracker.sync.identity import repositories as sources
from postmortem_tracker.sync.identity.likeness import EDITED, similarity, two_incidents
from postmortem_tracker.sync.identity.matched import Duplicate, How, Linked, Pair, Tracked
from postmortem_tracker.sync.identity.matching import Matching, Tasks, of_incident, place_of, speaks_of
from postmortem_tracker.sync.identity.renumbered import followed, naming
from postmortem_tracker.sync.issue_text import marker as markers
from postmortem_tracker.sync.issue_text.marker import Marker


def by_link(matching: Matching) -> None:
    """Give each linked issue to one of the tasks that link it; of issues that raced the first one is believed."""
    links, claims = _claims(matching)
    losers = duplicates.raced(matching.free, lambda tracked: _may_race(matching, tracked, claims))
    for ref, winner in losers.items():
        claims[winner.ref] += claims.pop(ref, [])
        if not matching.free[ref].issue.state.closed:
            matching.duplicates.append(Duplicate(matching.free[ref].issue, winner))
    for ref, numbers in claims.items():
        if numbers:
            _give(matching, matching.free[ref], numbers, links)
    _keep_named(matching)
    matching.losers = frozenset(losers)


def _claims(matching: Matching) -> tuple[dict[int, Linked], defaultdict[IssueRef, list[int]]]:
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
        links[n] = choice = followed(matching, n, choice)
        if matching.known.cannot_tell(choice.ref):
            matching.pair(n, How.UNREAD, linked=choice)
        elif choice.ref not in matching.known.issues:
            matching.pair(n, How.MISSING, linked=choice)
        elif (other := _unlikely(matching, n, choice)) is not None:
            matching.pair(n, How.UNLIKELY, other, linked=choice)
        else:
            claims[matching.known.issues[choice.ref].ref].append(n)
    return links, claims


def _unlikely(matching: Matching, n: int, choice: Linked) -> Tracked | None:
    """The issue that a number without a sign would name, where nothing else tells that it is this item's.

    It may be the number of another tracker's ticket; a like title, or a marker of this item, says that it is not.
    """
    issue = matching.known.issues[choice.ref]
    tracked = matching.free.get(issue.ref) or Tracked(issue, None)
    incident, item = matching.tasks[n]
    if not choice.link.bare or similarity(item, tracked) >= EDITED:
        return None
    mark = tracked.marker or markers.read(issue.body)
    own = mark is not None and mark.incident == incident.id and speaks_of(matching, mark, issue.ref, n)
    return None if own else tracked


def _keep_named(matching: Matching) -> None:
    """An issue whose marker names a task that links one which does not exist: not taken instead, but kept for it."""
    for n, pair in matching.pairs.items():
        if pair.how is How.MISSING and pair.linked is not None:
            named = naming(matching, n, pair.linked.ref)
            if named is not None and not matching.others.linking(named):
                matching.pairs[n] = replace(pair, tracked=matching.free.pop(named))


def _may_race(matching: Matching, tracked: Tracked, claims: defaultdict[IssueRef, list[int]]) -> bool:
    """Whether nothing but the item that its marker names links an issue."""
    ref = tracked.issue.ref
    if tracked.marker is None or matching.others.linking(ref):
        return False
    if of_incident(tracked):  # no item is the one that it names
        return not claims.get(ref)
    return all(speaks_of(matching, tracked.marker, ref, n) for n in claims.get(ref, ()))


def _give(matching: Matching, tracked: Tracked, numbers: Sequence[int], links: dict[int, Linked]) -> None:
    """An issue to the rightful one of the tasks that link it; the link in its place is believed before any marker."""
    ref, mark = tracked.issue.ref, tracked.marker
    # Where the tool's own label was taken off, the link and the marker together still tell whose issue it is.
    written = mark or markers.read(tracked.issue.body)
    rival = matching.rival(written, ref) if written else ""
    sure = [n for n in numbers if not links[n].stray or (mark and speaks_of(matching, mark, ref, n))]
    at_home = "" if rival or mark is None else _at_home(matching, mark, ref, numbers, links)
    if not (sure or rival or at_home):
        matching.strays.update((n, links[n]) for n in numbers)
        return
    if not (rival or at_home or of_incident(tracked)) and _contested(tracked, sure, matching.tasks):
        _leave(matching, tracked, numbers, links)
        return
    owner = None if rival or at_home or of_incident(tracked) else _rightful(tracked, sure, matching.tasks)
    keeper = ""
    if owner is not None and mark is not None:
        keeper = _keeper(matching, tracked.issue, mark, matching.tasks[owner][0])
        if keeper and (two_incidents(mark, matching.tasks[owner][0]) or not speaks_of(matching, mark, ref, owner)):
            owner, rival = None, keeper
    for n in numbers:
        if n != owner:
            incident, item = matching.tasks[n]
            place = rival or at_home or ("" if owner is None else place_of(matching.tasks[owner]))
            matching.pairs[n] = Pair(incident, item, How.SHARED, tracked, links[n], place)
    if owner is None:
        if rival:
            del matching.free[ref]
        elif at_home:
            matching.kept.add(ref)
        return
    own = written is not None and (mark is not None or matching.numbers.get(written.item_name) == owner)
    believed = written if own and written and speaks_of(matching, written, ref, owner) else None
    if _disputed(matching.tasks[owner][1], tracked.issue, believed):
        matching.pair(owner, How.DISPUTED, tracked, linked=links[owner])
        del matching.free[ref]
        return
    matching.pair(owner, How.LINK, replace(tracked, marker=believed), linked=links[owner])
    matching.pairs[owner] = replace(matching.pairs[owner], keeper=keeper)


def _contested(tracked: Tracked, numbers: Sequence[int], tasks: Tasks) -> bool:
    """Whether none of the items that link an issue is the one it was opened for, and they tell different states.

    So it is where an item was split: the issue is of all parts, and not completed with the first of them.
    """
    if len({tasks[n][1].state.closed for n in numbers}) < 2:
        return False
    mark = tracked.marker
    return mark is None or all(mark.item_name != tasks[n][0].name_of(tasks[n][1]) for n in numbers)


def _leave(matching: Matching, tracked: Tracked, numbers: Sequence[int], links: dict[int, Linked]) -> None:
    """Leave an issue to no item, and point each that links it to another one."""
    del matching.free[tracked.issue.ref]
    for n in numbers:
        other = next(place_of(matching.tasks[each]) for each in numbers if each != n)
        incident, item = matching.tasks[n]
        matching.pairs[n] = Pair(incident, item, How.CONTESTED, tracked, links[n], other)


def _disputed(item: ActionItem, issue: Issue, mark: Marker | None) -> bool:
    """Whether the document says that the item is open, and links a closed issue that may be of another piece of work.

    Nobody ever agreed on its state, and its title is another one: it does not tell that the item is completed.
    """
    agreed = mark is not None and mark.base.state is not None
    if agreed or not issue.state.closed or item.done is not False or item.state.closed:
        return False
    return normalise(issue.title) != normalise(item.text)


def _at_home(matching: Matching, mark: Marker, ref: IssueRef, numbers: Sequence[int], links: dict[int, Linked]) -> str:
    """Where the item stands that a marker names, if it has no link and all that link its issue are of other documents.

    That is as if its document were no part of this run. An item that links or gets another issue has left this one.
    """
    named = matching.numbers.get(mark.item_name)
    if named is None or named in links or ref in matching.left_behind:
        return ""
    paths = {matching.tasks[n][0].path for n in numbers}
    return "" if matching.tasks[named][0].path in paths else place_of(matching.tasks[named])


def _keeper(matching: Matching, issue: Issue, mark: Marker, incident: Incident) -> str:
    """The other repository that an issue belongs to although a document links it here; "" where it is ours to take.

    A document that moves here brings its links along. One that was copied does so too: what was taken from a repository
    stays with the taker, else both would take it by turns. Two incidents are never one.
    """
    source = sources.recorded(issue.body, mark.path)
    if not source or matching.around.ours(issue.ref.tracker, source):
        return ""
    taken = any(matching.around.ours(issue.ref.tracker, each) for each in mark.before)
    return source.rstrip("/") if taken or two_incidents(mark, incident) else ""


def _choose(matching: Matching, choices: Sequence[Linked], incident: Incident, item: ActionItem) -> Linked | None:
    """Of several links the one whose issue says it is this item's, else a marked one, else the first."""

    def belief(choice: Linked) -> int:
        issue = matching.known.issues.get(choice.ref)
        tracked = matching.free.get(issue.ref) if issue else None
        if tracked is None or tracked.marker is None:
            return 2
        return 0 if tracked.marker.item_name == incident.name_of(item) else 1

    return min(choices, key=belief, default=None)


def _rightful(tracked: Tracked, numbers: Sequence[int], tasks: Tasks) -> int:
    """Of the items that link one issue, the one its marker names, else the most similar, else the first."""
    if len(numbers) == 1 or tracked.marker is None:
        return numbers[0]
    for n in numbers:
        incident, item = tasks[n]
        if tracked.marker.item_name == incident.name_of(item):
            return n
    return max(numbers, key=lambda n: similarity(tasks[n][1], tracked))
