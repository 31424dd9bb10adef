"""Issues that are files and got another number, as after two branches gave one twice: their links lead to the old one.

The number alone says little then. Name and marker still tell whose the issue is, where both agree on one.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from postmortem_tracker.model import IssueRef, State
from postmortem_tracker.sync.identity.links import file_of
from postmortem_tracker.sync.identity.matched import Linked, Tracked
from postmortem_tracker.sync.identity.matching import Matching, speaks_of


def followed(matching: Matching, n: int, choice: Linked) -> Linked:
    """The link of task ``n`` as it is meant: to the issue that its file is now, where the old number leads astray."""
    if choice.link.file is None or matching.known.cannot_tell(choice.ref) or not _astray(matching, n, choice):
        return choice
    found = naming(matching, n, choice.ref) or _called(matching, n, choice)
    return Linked(choice.link, found, stray=True) if found else choice


def naming(matching: Matching, n: int, instead: IssueRef) -> IssueRef | None:
    """The one issue in the same place as another whose marker names just this task; None where there are several."""
    incident, item = matching.tasks[n]
    return _only(
        ref
        for ref, tracked in _others(matching, instead)
        if tracked.marker is not None and tracked.marker.item_name == incident.name_of(item)
    )


def _astray(matching: Matching, n: int, choice: Linked) -> bool:
    """Whether a link names no file that is there, or a number that another item's issue has under another name."""
    issue = matching.known.issues.get(choice.ref)
    if issue is None:
        return True
    tracked = matching.free.get(issue.ref)
    if tracked is None or tracked.marker is None or file_of(choice.link.url or "") == file_of(issue.url):
        return False
    incident, item = matching.tasks[n]
    mark = tracked.marker
    if mark.item_name == incident.name_of(item):
        return False
    return mark.incident != incident.id or mark.item_name in matching.numbers


def _called(matching: Matching, n: int, choice: Linked) -> IssueRef | None:
    """The one issue of the incident that is called as the link says, but for its number."""
    incident, name = matching.tasks[n][0], _words(choice.link.url or "")
    return _only(
        ref
        for ref, tracked in _others(matching, choice.ref)
        if name
        and name == _words(tracked.issue.url)
        and tracked.marker is not None
        and tracked.marker.incident == incident.id
        and speaks_of(matching, tracked.marker, ref, n)
    )


def _others(matching: Matching, instead: IssueRef) -> list[tuple[IssueRef, Tracked]]:
    return [
        (ref, tracked)
        for ref, tracked in matching.free.items()
        if ref.place == instead.place and ref != instead and tracked.issue.state is not State.DUPLICATE
    ]


def _only(found: Iterable[IssueRef]) -> IssueRef | None:
    refs = list(found)
    return refs[0] if len(refs) == 1 else None


def _words(address: str) -> str:
    """A file's name without its number: ``0012-drain.md`` is called drain."""
    return PurePosixPath(file_of(address)).stem.partition("-")[2]
