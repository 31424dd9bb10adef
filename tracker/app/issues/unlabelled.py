"""Issues that lost their label, where no link in a document leads to them: that all are gone is not believed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from postmortem_tracker.app.issues.trackers import Trackers
from postmortem_tracker.errors import TrackerError, TrackerUnavailableError
from postmortem_tracker.issues import Browsable, IssueTracker
from postmortem_tracker.model import Incident, Issue, ItemName
from postmortem_tracker.sync.identity.matched import Known
from postmortem_tracker.sync.issue_text import marker


def unlabelled(known: Known, trackers: Trackers, incidents: Collection[Incident], label: str) -> Known:
    """What is known, without the projects that show no labelled issue but have some that were opened for these items.

    People rename and delete labels; each of the items would get a second issue.
    """
    names = {incident.name_of(item) for incident in incidents for item in incident.tasks}
    unread = set(known.unread)
    for place, tracker in trackers.by_place.items():
        if place in unread or not names or any(ref.place == place for ref in known.issues):
            continue
        if problem := _problem(tracker, names, label):
            trackers.problems.append(problem)
            unread.add(place)
    return replace(known, unread=frozenset(unread))


def _problem(tracker: IssueTracker, names: Collection[ItemName], label: str) -> TrackerError | None:
    """Why nothing may be opened in a project that shows no labelled issue; None where nothing speaks against it."""
    if not isinstance(tracker, Browsable):
        return None
    try:
        found = sorted(issue.ref for issue in tracker.recent() if _names_one_of(issue, names))
    except TrackerError as error:
        return error
    if not found:
        return None
    others = len(found) - 1
    one, several = " says that it is of one of these items", f" and {others} more say that they are of these items"
    return TrackerUnavailableError(
        f"{found[0]}{several if others else one}, and no issue has the label {label!r}",
        "was the label renamed? name it in sync.label, or put it on these issues",
    )


def _names_one_of(issue: Issue, names: Collection[ItemName]) -> bool:
    mark = marker.read(issue.body)
    return mark is not None and mark.item_name in names
