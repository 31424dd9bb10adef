"""What the issue of an incident says."""

from __future__ import annotations

import re

from postmortem_tracker.model import Incident, Issue, State
from postmortem_tracker.sync.incident_issue.tasks import Task, Whole
from postmortem_tracker.sync.issue_text import body
from postmortem_tracker.sync.settings import Destination
from postmortem_tracker.text.inert import inert, inert_link

_ROOM = 8_000  # kept free in the body for the marker with its links, and for what people write


def title(incident: Incident) -> str:
    """``Postmortem <id>: <title>``, each part once."""
    rest = re.sub(r"^post-?mortem\b[\s:–—-]*", "", incident.title, flags=re.IGNORECASE)
    if incident.id.casefold() in rest.casefold():
        return f"Postmortem {rest}"
    return f"Postmortem {incident.id}: {rest}" if rest else f"Postmortem {incident.id}"


def content(whole: Whole, where: str, there: Destination) -> body.Content:
    """The block: the incident, its document, and a list of its tasks that shows which are closed."""
    closed = sum(task.state.closed for task in whole.tasks)
    link = inert_link(where)
    head = f"{body.incident_line(whole.incident)}  \n**Document:** {link}"
    text = f"{head}\n\n**Progress:** {closed} of {len(whole.tasks)} closed\n"
    room = there.capabilities.body_length - _ROOM - len(text)
    for shown, task in enumerate(whole.tasks):
        line = _line(task, there)
        room -= len(line) + 1
        if room < 0:
            text += f"\n… and {len(whole.tasks) - shown} more"
            break
        text += f"\n{line}"
    return body.Content(text, body.digest(whole.incident.path, text.replace(link, "")))


def _line(task: Task, there: Destination) -> str:
    box = "x" if task.state.closed else " "
    name = f"{_reference(task.issue, there)} " if task.issue else ""
    note = "" if task.state in (State.OPEN, State.COMPLETED) else " (not planned)"
    return f"- [{box}] {name}{inert(body.one_line(task.item.text, there.capabilities))}{note}"


def _reference(issue: Issue, there: Destination) -> str:
    """The number within the same project; elsewhere it would name another issue."""
    if issue.ref.place == there.place:
        return f"#{issue.ref.number}"
    if "://" in issue.url:
        return f"[{issue.ref}]({issue.url})"
    return f"`{issue.ref.tracker} {issue.ref.project}#{issue.ref.number}`"
