"""Identity: which issue belongs to which action item, one to one, for ever."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from postmortem_tracker.model import Incident, Issue, IssueRef, ItemName, State
from postmortem_tracker.sync.identity import duplicates
from postmortem_tracker.sync.identity import repositories as sources
from postmortem_tracker.sync.identity.by_link import by_link
from postmortem_tracker.sync.identity.by_text import by_marker, by_rename, by_text
from postmortem_tracker.sync.identity.likeness import known_as
from postmortem_tracker.sync.identity.links import Links
from postmortem_tracker.sync.identity.matched import Duplicate, How, Known, Matched, Tracked
from postmortem_tracker.sync.identity.matching import Around, Matching, believe, of_incident
from postmortem_tracker.sync.identity.others import Others
from postmortem_tracker.sync.identity.unmatched import decide_rest
from postmortem_tracker.sync.issue_text import marker as markers
from postmortem_tracker.sync.issue_text.marker import Marker


def match(incidents: Sequence[Incident], known: Known, around: Around) -> Matched:
    """Pair every task with its issue, or say why it has none.

    Order of belief: link, marker, edited text within the incident, renamed document; each issue serves one item, those
    of other repositories none unless it links them.
    """
    tasks = [(incident, item) for incident in incidents for item in incident.tasks]
    links = Links(around.resolve, around.stray, known)
    free = {issue.ref: believe(issue, around.label) for issue in known.issues.values()}
    start = Matching(
        around,
        known,
        links,
        Others(around.read_others, links, _named(free.values())),
        tasks,
        frozenset(incident.path for incident in incidents),
        {incident.name_of(item): n for n, (incident, item) in enumerate(tasks)},
        free,
    )
    matching, incident_issues = _settled(start, incidents)
    _seconds(matching)
    decide_rest(matching, incidents)
    orphans = _orphans(matching, incidents)
    lost = _lost(matching, incident_issues, incidents)
    return Matched(
        tuple(matching.pairs[n] for n in range(len(tasks))),
        orphans,
        tuple(matching.duplicates),
        incident_issues,
        lost,
        known.may_hold(f'"key":"{markers.INCIDENT_KEY}"'),
        matching.elsewhere,
        seen=frozenset(known.issues),
        held=_held(matching, (*orphans, *lost)),
        mentioned=_mentioned(matching, (*orphans, *lost), incidents),
    )


def _named(issues: Iterable[Tracked]) -> frozenset[ItemName]:
    """The items that have an issue by its marker, by incident and key; a duplicate is none."""
    serving = (each.marker for each in issues if each.issue.state is not State.DUPLICATE)
    return frozenset(mark.item_name for mark in serving if mark is not None)


def _settled(start: Matching, incidents: Sequence[Incident]) -> tuple[Matching, tuple[Tracked, ...]]:
    """All that is recognised, and the incidents' own issues.

    An issue that was kept for an item which then got another one goes to who links it, in the same run: the next one
    finds that item with a link and would decide so.
    """
    while True:
        matching = start.again()
        incident_issues = _pair_all(matching, incidents)
        left = matching.without_their_items()
        if not left:
            return matching, incident_issues
        start.left_behind |= left


def _pair_all(matching: Matching, incidents: Sequence[Incident]) -> tuple[Tracked, ...]:
    by_link(matching)
    _set_apart(matching)
    incident_issues = _take_incident_issues(matching)
    by_marker(matching)
    by_text(matching, incidents)
    by_rename(matching, incidents)
    return incident_issues


def _set_apart(matching: Matching) -> None:
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
    theirs = sources.apart(free, linked, matching.around.ours)
    matching.elsewhere = tuple(matching.free.pop(ref) for ref in sorted(theirs))
    matching.duplicates = [each for each in matching.duplicates if each.issue.ref not in theirs]
    for ref in matching.losers:
        matching.free.pop(ref, None)


def _take_incident_issues(matching: Matching) -> tuple[Tracked, ...]:
    """The incidents' own issues: no item gets one, and none of them is an orphan.

    Of several that no item links comes first: whoever opened the issue of an item can paste another marker into it.
    """
    linked = {pair.tracked.issue.ref for pair in matching.pairs.values() if pair.tracked is not None}
    found = [tracked for tracked in matching.free.values() if of_incident(tracked)]
    found.sort(key=lambda each: (each.issue.ref in linked, each.issue.ref))
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


def _lost(matching: Matching, issues: Sequence[Tracked], incidents: Sequence[Incident]) -> tuple[Tracked, ...]:
    """The issues of incidents that have no items any more; those of documents not read now are none of them."""
    busy = {incident.id for incident, _ in matching.tasks}
    empty = {incident.id for incident in incidents} - busy

    def lost(mark: Marker) -> bool:
        if mark.incident in empty:
            return True
        gone = mark.incident not in busy and bool(matching.around.gone(mark.path))
        return gone and not matching.others.has(mark.incident) and not _was_renamed(matching, mark.incident)

    return tuple(each for each in issues if each.marker is not None and lost(each.marker))


def _was_renamed(matching: Matching, incident: str) -> bool:
    """Whether the items of an incident live on in a document that is no part of the run, under another name."""
    return any(
        _lives_on(matching, tracked.issue, mark) for tracked, mark in matching.left() if mark.incident == incident
    )


def _seconds(matching: Matching) -> None:
    """Point out the issues of items that have another one; none that another document links."""
    found = duplicates.second(matching.free.values(), matching.pairs.values())
    for each in found:
        if not matching.others.linking(each.issue.ref):
            matching.duplicates.append(each)
        matching.free.pop(each.issue.ref)


def _orphans(matching: Matching, incidents: Sequence[Incident]) -> tuple[Tracked, ...]:
    """Marked issues without an item. Those of documents that exist but were not read now are none.

    Nor is one that a person is asked to link: it would be closed under the question; nor one whose item is on another
    branch.
    """
    ids = {incident.id for incident in incidents}
    asked = {pair.tracked.issue.ref for pair in matching.pairs.values() if pair.how is How.SUGGESTED and pair.tracked}
    left = [(tracked, mark) for tracked, mark in matching.left() if tracked.issue.ref not in asked]
    found = [(tracked, mark) for tracked, mark in left if _orphaned(matching, tracked.issue, mark, ids)]
    return tuple(
        each for each, mark in found if each.issue.state.closed or not matching.around.elsewhere(each.issue, mark.path)
    )


def _orphaned(matching: Matching, issue: Issue, mark: Marker, ids: set[str]) -> bool:
    if not (mark.incident in ids or mark.path in matching.paths or matching.around.gone(mark.path)):
        return False
    # A closed one is nobody's business, so no other document is read for it.
    return issue.state.closed or not _lives_on(matching, issue, mark)


def _lives_on(matching: Matching, issue: Issue, mark: Marker) -> bool:
    """Whether a document that is no part of the run has the item of an issue.

    Where documents take no links, one that was renamed is known by the very words of its items.
    """
    others = matching.others
    if others.linking(issue.ref) or others.home(mark, issue.ref):
        return True
    renamed = not matching.around.written and mark.path not in matching.paths
    return renamed and others.says(known_as(matching.free[issue.ref]), mark)


def _held(matching: Matching, gone: Sequence[Tracked]) -> dict[IssueRef, str]:
    """The issues without an item here that another repository has or had, which may have their items still."""
    found: dict[IssueRef, str] = {}
    for issue in [*(each.issue for each in gone), *(each.issue for each in matching.duplicates)]:
        mark = markers.read(issue.body)
        holders = (*mark.before, sources.recorded(issue.body, mark.path)) if mark else ()
        theirs = [each for each in holders if each and not matching.around.ours(issue.ref.tracker, each)]
        if theirs:
            found[issue.ref] = theirs[-1].rstrip("/")
    return found


def _mentioned(matching: Matching, gone: Sequence[Tracked], incidents: Sequence[Incident]) -> dict[IssueRef, str]:
    """The open issues without an item here that a line still links, and which one: ``path:line``."""
    issues = [*(each.issue for each in gone), *(each.issue for each in matching.duplicates)]
    left = [issue for issue in issues if not issue.state.closed]
    if not left:
        return {}
    here = {ref: place for incident in incidents for ref, place in matching.links.mentioned(incident)}
    found = {issue.ref: here.get(issue.ref) or matching.others.mentioning(issue.ref) for issue in left}
    return {ref: place for ref, place in found.items() if place}
