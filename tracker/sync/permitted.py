"""What may be done to an issue at all, and where a confidential incident may be told: one answer for all who ask."""

from __future__ import annotations

from postmortem_tracker.model import Incident, Issue
from postmortem_tracker.sync.issue_text.marker import Marker
from postmortem_tracker.sync.settings import Destination


def untouchable(issue: Issue, mark: Marker | None, there: Destination | None) -> str:
    """Why an issue is left as it is, whatever the documents say; "" where it may be written to.

    ``mark`` is its marker, where that is believed, ``there`` its project, None where that is not configured.
    """
    if there is None:
        return "moved to a project that is not configured: left as it is"
    if issue.out_of_sight:
        return "was moved out of sight: give the token access, or correct the link"
    if issue.became:
        return f"was turned into {issue.became}, that is not done: tick the item once it is, or link another issue"
    if mark is not None and mark.newer:
        return "was written by a newer version of this tool: left as it is"
    return ""


def not_opened(incident: Incident, there: Destination) -> str:
    """What is said instead of opening an issue where outsiders may read it; "" where it may be opened."""
    return "" if there.may_open(incident) else _untold(there.shown)


def not_told(incident: Incident, issue: Issue, there: Destination, *, sends: bool) -> str:
    """What is said instead where something confidential would be sent, or is known to be, in the open.

    Who can read a project is asked only where something is to be sent: else nobody knows, and nothing is wrong.
    """
    if there.may_tell(incident, issue) or (there.capabilities.private is None and not sends):
        return ""
    return _untold(issue.ref)


def _untold(where: object) -> str:
    return f"confidential: {where} is not known to be private, nothing is sent"
