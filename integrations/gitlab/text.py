"""GitLab's words and ours: issues from JSON, links, and texts that GitLab must not take for commands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from postmortem_tracker.model import Issue, IssueRef, State

# GitLab runs a line of a description or comment that begins with one of these. It keeps none of them in
# the stored text, so a backslash before one can only be ours and is taken away when the text is read.
_ACTIONS = r"""
    add_child|add_contacts|add_email|add_parent|approve|assign|assign_reviewer|award|blocked_by|blocks|board_move|cc
    |child_of|clear_health_status|clear_weight|clone|close|confidential|convert_to_ticket|copy_metadata
    |create_merge_request|deadline|done|draft|due|duplicate|epic|estimate|estimate_time|health_status|internal
    |invite_email|issue|iteration|label|labels|link|linked|lock|merge|milestone|move|page|parent|parent_epic|promote
    |promote_to|promote_to_incident|publish|react|ready|reassign|reassign_reviewer|rebase|relabel|relate|relate_to
    |remove_child|remove_contacts|remove_due_date|remove_email|remove_epic|remove_estimate|remove_iteration
    |remove_label|remove_link|remove_milestone|remove_parent|remove_parent_epic|remove_reviewer|remove_time_estimate
    |remove_time_spent|remove_zoom|reopen|request_changes|request_review|requestchanges|resume|run_pipeline
    |set_parent|severity|shrug|spend|spend_time|spent|status|stop|submit_review|subscribe|tableflip|tag
    |target_branch|timeline|title|todo|type|unapprove|unassign|unassign_reviewer|unlabel|unlink|unlock|unrelate
    |unsubscribe|weight|wip|zoom
"""
_FLAGS = re.MULTILINE | re.DOTALL | re.IGNORECASE | re.VERBOSE
_CODE = r"^```.+?\n```$"  # runs nothing in there, so nothing in there is touched
_COMMAND = rf"\\*/(?:{_ACTIONS})(?![\w/.-])"
_ACTION = re.compile(rf"({_CODE})|^({_COMMAND})", _FLAGS)
_ESCAPED = re.compile(rf"({_CODE})|^\\({_COMMAND})", _FLAGS)
_COMMA = "\N{SINGLE LOW-9 QUOTATION MARK}"
_NUMBER = re.compile(r"(?:-/)?(?:issues|work_items|issues/incident)/([1-9][0-9]{0,9})(?:/.*)?", re.ASCII)
_REFERENCE = re.compile(r"(.*)#([1-9][0-9]{0,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ReasonLabels:
    """GitLab closes without a reason; these labels say it, are shown as the state, and are ours alone."""

    not_planned: str = "resolution::not planned"
    duplicate: str = "resolution::duplicate"

    def both(self) -> tuple[str, str]:
        """Every label that stands for a reason."""
        return (self.not_planned, self.duplicate)


def harmless(text: str) -> str:
    """The text with a backslash before each line that GitLab would run as a quick action."""
    return _ACTION.sub(lambda match: match[1] or "\\" + match[2], text) if "/" in text else text


def original(text: str) -> str:
    """The reverse of `harmless`."""
    return _ESCAPED.sub(lambda match: match[1] or match[2], text) if "\\/" in text else text


def label_there(name: str) -> str:
    """A label's name as GitLab can hold it: a comma would end it there, so a sign that looks like one stands in."""
    return name.strip().replace(",", _COMMA)


def label_here(name: str) -> str:
    """The reverse of `label_there`."""
    return name.replace(_COMMA, ",")


def to_issue(data: Mapping[str, Any], tracker: str, project: str, reasons: ReasonLabels) -> Issue:
    """An issue from GitLab's JSON; one that has moved away counts as open until its new place is known."""
    labels = tuple(label_here(str(label)) for label in data["labels"])
    state = _state(data, labels, reasons)
    assignees = data.get("assignees") or ()
    return Issue(
        ref=IssueRef(tracker, _project_of(data, project), int(data["iid"])),
        url=str(data["web_url"]),
        title=str(data["title"]),
        body=original(data.get("description") or ""),
        state=state,
        labels=tuple(label for label in labels if label not in reasons.both()),
        assignees=tuple(str(user["username"]) for user in assignees if user),
        due=date.fromisoformat(data["due_date"]) if data.get("due_date") else None,
        confidential=bool(data.get("confidential")),
        created_at=_moment(data.get("created_at")),
        updated_at=_moment(data.get("updated_at")),
        closed_at=_moment(data.get("closed_at")) if state.closed else None,
    )


def number_in_url(url: str, base: str, project: str) -> int | None:
    """The issue a URL names if it is one of this project on the server at ``base``."""
    try:
        target, server = urlsplit(url), urlsplit(base)
        same = target.scheme in ("http", "https") and _host(target.netloc) == _host(server.netloc)
    except ValueError:
        return None
    prefix = f"{server.path.rstrip('/')}/{project}/"
    path = unquote(target.path)
    if not same or not path.casefold().startswith(prefix.casefold()):
        return None
    match = _NUMBER.fullmatch(path[len(prefix) :])
    return int(match[1]) if match else None


def number_in_text(text: str, project: str) -> int | None:
    """The issue that `#12` or `group/project#12` names if it is one of this project."""
    match = _REFERENCE.fullmatch(text.strip())
    return int(match[2]) if match and match[1].casefold() in ("", project.casefold()) else None


def moved_to(notes: list[Mapping[str, Any]], project: str) -> tuple[str, int] | None:
    """Where GitLab's own note says an issue was moved to: project and number."""
    for note in notes:
        match = re.fullmatch(r"moved to (\S*)#([1-9][0-9]*)", str(note.get("body", "")).strip())
        if note.get("system") and match:
            return _full_path(match[1], project), int(match[2])
    return None


def _full_path(written: str, project: str) -> str:
    """GitLab shortens references within a namespace."""
    if not written:
        return project
    return written if "/" in written else f"{project.rpartition('/')[0]}/{written}"


def _state(data: Mapping[str, Any], labels: tuple[str, ...], reasons: ReasonLabels) -> State:
    if data["state"] != "closed" or data.get("moved_to_id"):
        return State.OPEN
    links = data.get("_links") or {}
    if reasons.duplicate in labels or links.get("closed_as_duplicate_of"):
        return State.DUPLICATE
    return State.NOT_PLANNED if reasons.not_planned in labels else State.COMPLETED


def _project_of(data: Mapping[str, Any], project: str) -> str:
    full = str((data.get("references") or {}).get("full") or "").rpartition("#")[0]
    return project if not full or full.casefold() == project.casefold() else full


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def _host(netloc: str) -> str:
    """Host and port without a user, and without the ports that go without saying."""
    return re.sub(r":(?:80|443)$", "", netloc.rpartition("@")[2].casefold())
