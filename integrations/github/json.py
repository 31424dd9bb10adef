"""GitHub's JSON ⇄ our values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from postmortem_tracker.integrations.github.links import project_of
from postmortem_tracker.integrations.shared.values import entries, moment, number, page, text, text_or_none, whole
from postmortem_tracker.model import Issue, IssueChange, IssueDraft, IssueRef, State

_REASONS = {State.COMPLETED: "completed", State.NOT_PLANNED: "not_planned", State.DUPLICATE: "duplicate"}
_STATES = {reason: state for state, reason in _REASONS.items()}
# What an issue is read from: all that the cache keeps of it.
FIELDS = (
    "number",
    "html_url",
    "title",
    "body",
    "state",
    "state_reason",
    "locked",
    "created_at",
    "updated_at",
    "closed_at",
)


def reduced(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Only what `issue_of` reads, in GitHub's own shape."""
    return {name: raw.get(name) for name in FIELDS} | {
        "id": raw.get("id"),
        "repository_url": raw.get("repository_url", ""),
        "labels": [{"name": name} for name in labels_of(raw)],
        "assignees": [{"login": login} for login in _assignees(raw)],
    }


def issue_of(raw: Mapping[str, Any], tracker: str, project: str) -> Issue:
    """The issue as a value; ``project`` is where it is, whatever the address it was asked at.

    Raises LookupError, TypeError, ValueError or AttributeError where it is not as GitHub writes issues.
    """
    told = number(raw["number"])
    return Issue(
        ref=IssueRef(tracker, project, told),
        url=page(raw["html_url"], told),
        title=text(raw["title"]),
        body=text_or_none(raw.get("body")),
        state=_state(raw),
        labels=tuple(labels_of(raw)),
        assignees=_assignees(raw),
        created_at=moment(raw.get("created_at")),
        updated_at=moment(raw.get("updated_at")),
        closed_at=moment(raw.get("closed_at")),
    )


def id_of(raw: Mapping[str, Any]) -> int | None:
    """The number that the issue has on the whole server, where it is told."""
    return None if raw.get("id") is None else whole(raw["id"])


def project_in(raw: Mapping[str, Any]) -> str:
    """``owner/repo`` that the issue says it is in, or ""."""
    return project_of(text_or_none(raw.get("repository_url")))


def labels_of(raw: Mapping[str, Any]) -> list[str]:
    """The names of an issue's labels; GitHub writes them as objects, at times as plain text."""
    labels = entries(raw.get("labels"))
    return [label if isinstance(label, str) else text_or_none(label.get("name")) for label in labels]


def body_of(draft: IssueDraft, milestone: int | None = None) -> dict[str, Any]:
    """The request that opens an issue, in the milestone of this number."""
    body: dict[str, Any] = {"title": draft.title, "body": draft.body}
    if draft.labels:
        body["labels"] = list(draft.labels)
    if draft.assignees:
        body["assignees"] = list(draft.assignees)
    if milestone is not None:
        body["milestone"] = milestone
    return body


def patch_of(change: IssueChange) -> dict[str, Any]:
    """The fields of an issue that the change sets, {} if none."""
    body: dict[str, Any] = {}
    if change.title is not None:
        body["title"] = change.title
    if change.body is not None:
        body["body"] = change.body
    if change.assignees is not None:
        body["assignees"] = list(change.assignees)
    if change.state is not None:
        body |= state_patch(change.state)
    return body


def state_patch(state: State) -> dict[str, str]:
    """What sets the state; the reason counts only together with a change of state."""
    return {"state": "closed", "state_reason": _REASONS[state]} if state.closed else {"state": "open"}


def _assignees(raw: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(text(user["login"]) for user in entries(raw.get("assignees")))


def _state(raw: Mapping[str, Any]) -> State:
    if text(raw["state"]) != "closed":
        return State.OPEN
    return _STATES.get(text_or_none(raw.get("state_reason")), State.COMPLETED)
