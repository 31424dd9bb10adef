"""Takes the words of confidential incidents out of what is shown; numbers, dates, people and issue numbers stay.

What stays of a field is a value that everybody knows: see `common`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from postmortem_tracker.keys import digest
from postmortem_tracker.model import ActionItem, Doubt, Incident, Issue, Link
from postmortem_tracker.report.common import Common
from postmortem_tracker.report.situation import Orphan, Situation, TrackedItem
from postmortem_tracker.text.printable import HIDDEN

_PSEUDONYM = re.compile(r"confidential-[0-9a-f]{8}")


_NUMBER = re.compile(r"#\d+")


def redacted(situation: Situation, common: Common | None = None) -> Situation:
    """The situation without what would tell a confidential incident, an item or an issue from another."""
    common = common or Common()
    hidden = confidential_ids(situation)
    situation = _unplaced(situation)
    return replace(
        situation,
        incidents=tuple(redact_incident(each, common) for each in situation.incidents),
        tracked=tuple(_redact_tracked(each, common) for each in situation.tracked),
        orphans=tuple(_redact_orphan(each, hidden, common) for each in situation.orphans),
        doubts=tuple(map(_redact_doubt, situation.doubts)),
    )


def _redact_doubt(doubt: Doubt) -> Doubt:
    return (
        Doubt(doubt.finding._replace(message=HIDDEN, path=HIDDEN), confidential=True) if doubt.confidential else doubt
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


def redact_incident(incident: Incident, common: Common | None = None) -> Incident:
    """The incident without its words; its name too where that is only its file's."""
    if not incident.confidential:
        return incident
    common = common or Common()
    name = pseudonym(incident.id) if incident.named_by_file else incident.id
    return incident._replace(
        id=name,
        title=HIDDEN,
        path=HIDDEN,
        severity=common.severity(incident.severity),
        status=common.status(incident.status),
        owner=common.owner(incident.owner),
        summary="",
        services=(),
        mentions=(),
        items=tuple(_redact_item(each, common) for each in incident.items),
        findings=tuple(each._replace(message=HIDDEN, path=HIDDEN, incident=name) for each in incident.findings),
    )


def pseudonym(id: str) -> str:
    """A name for an incident whose own one must not be shown; the same in every report, also in one of a report."""
    return id if _PSEUDONYM.fullmatch(id) else f"confidential-{digest(id, 4)}"


def _redact_item(item: ActionItem, common: Common, issue: Issue | None = None) -> ActionItem:
    waiver = item.waiver._replace(reason=HIDDEN) if item.waiver else None
    return item._replace(
        text=HIDDEN,
        details="",
        section=(),
        written=(),
        waiver=waiver,
        owners=common.owners(item.owners),
        due=item.due_date.isoformat() if item.due_date else item.due and HIDDEN,
        priority=common.priority(item.priority),
        type=common.type(item.type),
        links=tuple(_redact_link(each, issue) for each in item.links),
    )


def _redact_link(link: Link, issue: Issue | None) -> Link:
    """A link to the item's issue by its number; the key and the address of any other ticket are words."""
    if issue is not None and (link.url == issue.url or link.text in (f"#{issue.ref.number}", str(issue.ref))):
        return link._replace(text=f"#{issue.ref.number}", url=_address(issue.url))
    text = link.text if _NUMBER.fullmatch(link.text) else HIDDEN
    return link._replace(text=text, url=None)


def _redact_tracked(tracked: TrackedItem, common: Common) -> TrackedItem:
    issue = tracked.issue
    if not tracked.secret:
        return tracked
    return replace(
        tracked,
        incident=redact_incident(tracked.incident, common),
        item=_redact_item(tracked.item, common, issue),
        issue=_redact_issue(issue, common) if issue else None,
        duplicates=tuple(_redact_issue(each, common) for each in tracked.duplicates),
        accounts=tracked.accounts if issue and _address(issue.url) else common.owners(tracked.accounts),
        redacted=True,
    )


def _redact_issue(issue: Issue, common: Common) -> Issue:
    url = _address(issue.url) or ""
    # A server has accounts alone; the embedded tracker takes whatever a document calls an owner.
    assignees = issue.assignees if url else common.owners(issue.assignees)
    return replace(issue, title=HIDDEN, body="", labels=(), url=url, assignees=assignees)


def _address(url: str | None) -> str | None:
    """An issue's address, but for a file's, whose name holds its title."""
    return url if url and url.startswith(("https://", "http://")) else None


def _redact_orphan(orphan: Orphan, hidden: Collection[str], common: Common) -> Orphan:
    if orphan.incident_id not in hidden and not is_confidential(orphan):
        return orphan
    # Nobody knows any more whether the name was that of the document.
    name = pseudonym(orphan.incident_id)
    return orphan._replace(incident_id=name, issue=_redact_issue(orphan.issue, common), path="", linked="")
