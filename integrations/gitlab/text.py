"""GitLab's words and ours: issues from JSON, labels and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

from postmortem_tracker.integrations.shared.values import (
    entries,
    moment,
    number,
    page,
    text,
    text_or_none,
    truth,
    whole,
)
from postmortem_tracker.model import Issue, IssueRef, State

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


def label_there(name: str) -> str:
    """A label's name as GitLab can hold it: a comma would end it there, so a sign that looks like one stands in."""
    return name.strip().replace(",", _COMMA)


def label_here(name: str) -> str:
    """The reverse of `label_there`."""
    return name.replace(_COMMA, ",")


def to_issue(data: Mapping[str, Any], tracker: str, project: str, reasons: ReasonLabels) -> Issue:
    """An issue from GitLab's JSON; one that has moved away counts as open until its new place is known.

    Raises LookupError, TypeError, ValueError or AttributeError where it is not as GitLab writes issues.
    """
    labels = tuple(label_here(text(label)) for label in entries(data["labels"]))
    state = _state(data, labels, reasons)
    told = number(data["iid"])
    return Issue(
        ref=IssueRef(tracker, project_of(data, project), told),
        url=page(data["web_url"], told),
        title=text(data["title"]),
        body=text_or_none(data.get("description")),
        state=state,
        # On an open issue such a label says nothing: it was left when somebody opened the issue again.
        labels=tuple(label for label in labels if state is State.OPEN or label not in reasons.both()),
        assignees=tuple(name for name, _ in accounts(data)),
        due=date.fromisoformat(data["due_date"]) if data.get("due_date") else None,
        confidential=truth(data.get("confidential")),
        created_at=moment(data.get("created_at")),
        updated_at=moment(data.get("updated_at")),
        closed_at=moment(data.get("closed_at")) if state.closed else None,
    )


def accounts(data: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Names and numbers of the people whom an issue is assigned to."""
    people = [user for user in entries(data.get("assignees")) if user is not None]
    return [(text(user["username"]), whole(user["id"])) for user in people]


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


def turned_into(notes: Iterable[Mapping[str, Any]]) -> str:
    """What GitLab's own notes, the latest first, say that an issue was closed for: "an epic"; "" for nothing else."""
    for note in notes:
        said = str(note.get("body", "")).strip() if note.get("system") else ""
        if re.match(r"(?:closed|reopened)\b", said):
            return ""
        if match := re.match(r"promoted to ([a-z ]{1,40}) \S", said):
            return f"{'an' if match[1][0] in 'aeio' else 'a'} {match[1]}"
    return ""


def _full_path(written: str, project: str) -> str:
    """GitLab shortens references within a namespace."""
    if not written:
        return project
    return written if "/" in written else f"{project.rpartition('/')[0]}/{written}"


def _state(data: Mapping[str, Any], labels: tuple[str, ...], reasons: ReasonLabels) -> State:
    if text(data["state"]) != "closed" or data.get("moved_to_id"):
        return State.OPEN
    links = data.get("_links") or {}
    if reasons.duplicate in labels or links.get("closed_as_duplicate_of"):
        return State.DUPLICATE
    return State.NOT_PLANNED if reasons.not_planned in labels else State.COMPLETED


def project_of(data: Mapping[str, Any], project: str) -> str:
    """The path that an issue says its project has; ``project`` where it says none, or that in other letters."""
    full = text_or_none((data.get("references") or {}).get("full")).rpartition("#")[0]
    return project if not full or full.casefold() == project.casefold() else full


def _host(netloc: str) -> str:
    """Host and port without a user, and without the ports that go without saying."""
    return re.sub(r":(?:80|443)$", "", netloc.rpartition("@")[2].casefold())
