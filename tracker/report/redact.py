"""Takes the words of confidential incidents out of what is shown; numbers, dates, people and issue numbers stay."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from postmortem_tracker.keys import digest
from postmortem_tracker.model import ActionItem, Incident, Issue
from postmortem_tracker.report.situation import Orphan, Situation, TrackedItem
from postmortem_tracker.text.printable import HIDDEN

_PSEUDONYM = re.compile(r"confidential-[0-9a-f]{8}")


def redacted(situation: Situation) -> Situation:
    """The situation without what would tell a confidential incident, an item or an issue from another."""
    hidden = confidential_ids(situation)
    situation = _unplaced(situation)
    return replace(
        situation,
        incidents=tuple(map(redact_incident, situation.incidents)),
        tracked=tuple(map(_redact_tracked, situation.tracked)),
        orphans=tuple(_redact_orphan(each, hidden) for each in situation.orphans),
    )


def _unplaced(situation: Situation) -> Situation:
    """The situation in which no item says at which place of a confidential document its issue belongs."""
    secret = {each.path for each in situation.incidents if each.confidential}

    def cleared(tracked: TrackedItem) -> TrackedItem:
        about, owner, place = tracked.borrowed.partition(" belongs to ")
        named = place.rpartition(":")[0] in secret
        return replace(tracked, borrowed=f"{about}{owner}another item") if named else tracked

    def unlinked(orphan: Orphan) -> Orphan:
        named = orphan.linked.rpartition(":")[0] in secret
        return orphan._replace(linked=f"{HIDDEN}:0") if named else orphan

    if not secret:
        return situation
    return replace(
        situation,
        tracked=tuple(map(cleared, situation.tracked)),
        orphans=tuple(map(unlinked, situation.orphans)),
    )


def confidential_ids(situation: Situation) -> frozenset[str]:
    """The ids of all confidential incidents, also of those whose document is gone."""
    here = {each.id for each in situation.incidents}
    gone = {each.incident_id for each in situation.orphans if is_confidential(each)} - here
    return frozenset({each.id for each in situation.incidents if each.confidential} | gone)


def is_confidential(orphan: Orphan) -> bool:
    """Whether what is left of an item belongs to a confidential incident."""
    return orphan.confidential or orphan.issue.confidential


def redact_incident(incident: Incident) -> Incident:
    """The incident without its words; its name too where that is only its file's."""
    if not incident.confidential:
        return incident
    name = pseudonym(incident.id) if incident.named_by_file else incident.id
    return incident._replace(
        id=name,
        title=HIDDEN,
        path=HIDDEN,
        summary="",
        services=(),
        items=tuple(map(_redact_item, incident.items)),
        findings=tuple(each._replace(message=HIDDEN, path=HIDDEN, incident=name) for each in incident.findings),
    )


def pseudonym(id: str) -> str:
    """A name for an incident whose own one must not be shown; the same in every report, also in one of a report."""
    return id if _PSEUDONYM.fullmatch(id) else f"confidential-{digest(id, 4)}"


def _redact_item(item: ActionItem) -> ActionItem:
    waiver = item.waiver._replace(reason=HIDDEN) if item.waiver else None
    links = tuple(each._replace(url=_address(each.url)) for each in item.links)
    return item._replace(text=HIDDEN, details="", section=(), written=(), waiver=waiver, links=links)


def _redact_tracked(tracked: TrackedItem) -> TrackedItem:
    issue = tracked.issue
    if not tracked.secret:
        return tracked
    return replace(
        tracked,
        incident=redact_incident(tracked.incident),
        item=_redact_item(tracked.item),
        issue=_redact_issue(issue) if issue else None,
        duplicates=tuple(map(_redact_issue, tracked.duplicates)),
        redacted=True,
    )


def _redact_issue(issue: Issue) -> Issue:
    return replace(issue, title=HIDDEN, body="", labels=(), url=_address(issue.url) or "")


def _address(url: str | None) -> str | None:
    """An issue's address, but for a file's, whose name holds its title."""
    return url if url and url.startswith(("https://", "http://")) else None


def _redact_orphan(orphan: Orphan, hidden: Collection[str]) -> Orphan:
    if orphan.incident_id not in hidden and not is_confidential(orphan):
        return orphan
    # Nobody knows any more whether the name was that of the document.
    name = pseudonym(orphan.incident_id)
    return orphan._replace(incident_id=name, issue=_redact_issue(orphan.issue), path="", linked="")
