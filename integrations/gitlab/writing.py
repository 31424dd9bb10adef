"""Issues as GitLab shall have them: opened, changed, commented on and linked, each request sent once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import gitlab

from postmortem_tracker.errors import InvalidIssueError, NotLabelledError, TrackerUnavailableError
from postmortem_tracker.integrations.gitlab import text as words
from postmortem_tracker.integrations.gitlab.api import Api
from postmortem_tracker.integrations.gitlab.commands import awakened, harmless
from postmortem_tracker.integrations.gitlab.lookups import Lookups
from postmortem_tracker.integrations.gitlab.reading import Reader
from postmortem_tracker.integrations.gitlab.text import ReasonLabels
from postmortem_tracker.integrations.shared.values import comment_of
from postmortem_tracker.model import Issue, IssueChange, IssueDraft, IssueRef, State, Unset


class Writer:
    """Changes the issues of one project; ``wrote`` tells that something was sent."""

    def __init__(self, api: Api, reader: Reader, reasons: ReasonLabels, lookups: Lookups) -> None:
        self._api = api
        self._reader = reader
        self._reasons = reasons
        self._lookups = lookups
        self._unlabelled = ""
        self.wrote = False

    def create(self, draft: IssueDraft) -> Issue:
        """One request opens the issue with everything; people and labels not met before are looked up."""
        self._check_rights()
        self.wrote = True
        data: dict[str, Any] = {"title": draft.title, "description": harmless(draft.body)}
        if draft.labels:
            data["labels"] = _labels(draft.labels)
        if draft.assignees:
            data["assignee_ids"] = self._lookups.users(draft.assignees)
        if draft.due is not None:
            data["due_date"] = draft.due.isoformat()
        if draft.confidential:
            data["confidential"] = True
        if draft.milestone and (milestone := self._lookups.milestone(draft.milestone)) is not None:
            data["milestone_id"] = milestone
        self._lookups.labels.ensure(map(words.label_there, draft.labels))
        with self._api.translated(write=True, title=draft.title):
            made = self._api.project().issues.create(data, obey_rate_limit=False).attributes
        issue = self._reader.wrote(made)
        # Without the right to label, GitLab opens the issue and says nothing: this one is kept, no second follows.
        # (Of one scope GitLab may keep one label only: that some are missing says nothing.)
        if not issue.labels:
            self._unlabelled = next((name for name in draft.labels if name.strip()), "")
        return issue

    def update(self, ref: IssueRef, change: IssueChange) -> Issue:
        """One request for all fields, one before it for a comment."""
        data = self._fields(change)
        comment = comment_of(ref, change)
        self._check_text(ref, change)
        if ref.project == self._api.path:
            self._lookups.labels.ensure(map(words.label_there, change.add_labels))
        self.wrote = self.wrote or bool(data or comment)
        if comment:
            with self._api.translated(write=True, issue=ref.number):
                issue = self._api.project(ref).issues.get(ref.number, lazy=True)
                issue.notes.create({"body": harmless(comment)}, obey_rate_limit=False)
        if not data:
            return self._reader.commented(ref) if comment else self._reader.get(ref)
        with self._api.translated(write=True, issue=ref.number):
            changed: Any = self._api.project(ref).issues.update(ref.number, data, obey_rate_limit=False)
        updated = self._reader.wrote(changed)
        if changed.get("moved_to_id"):  # what was changed is the shell left behind: the issue lives elsewhere
            return self.update(self._reader.followed(changed).ref, _without_comment(change))
        self._check_labels(change, updated)
        return updated

    def relate(self, ref: IssueRef, other: IssueRef) -> None:
        """Link an issue with another; what is linked already stays so."""
        target = {"target_project_id": other.project, "target_issue_iid": other.number}
        with self._api.translated(write=True, issue=ref.number):
            try:
                self._api.client.http_post(self._api.below(ref, "links"), post_data=target, obey_rate_limit=False)
            except gitlab.exceptions.GitlabHttpError as error:
                if error.response_code != 409:  # else they are linked already
                    raise

    def _check_rights(self) -> None:
        """Stops what cannot end well before anything is sent."""
        self._api.check_fitness()
        if self._unlabelled:
            raise TrackerUnavailableError(
                f"the token may open issues in {self._api.path}, but not label them ({self._unlabelled})",
                "use a token with the role Planner or Reporter; remove or label the issue that was opened",
            )

    def _check_text(self, ref: IssueRef, change: IssueChange) -> None:
        """Stops a description that would make GitLab run what others wrote into it."""
        if change.body is None:
            return
        known = self._reader.known.get(ref)
        command = awakened(known.body if known else "", change.body)
        if command is not None:
            raise InvalidIssueError(
                f"{ref}: saved with our block, GitLab would run {command[:60]!r} out of it: nothing was written",
                "take that line out of the description, or put a space before it",
            )

    def _check_labels(self, change: IssueChange, issue: Issue) -> None:
        """GitLab drops the labels of a token that may not set them, and says nothing."""
        if change.add_labels and not set(change.add_labels) & set(issue.labels):
            raise NotLabelledError(
                f"the token may change issues in {self._api.path}, but not label them ({change.add_labels[0]})",
                "use a token with the role Planner or Reporter",
                issue,
            )

    def _fields(self, change: IssueChange) -> dict[str, Any]:
        data: dict[str, Any] = {}
        if change.title is not None:
            data["title"] = change.title
        if change.body is not None:
            data["description"] = change.body
        if change.assignees is not None:
            data["assignee_ids"] = self._lookups.users(change.assignees) or [0]
        if not isinstance(change.due, Unset):
            data["due_date"] = change.due.isoformat() if change.due else ""
        add, remove = list(change.add_labels), list(change.remove_labels)
        if change.state is not None:
            data["state_event"] = "close" if change.state.closed else "reopen"
            reason = {State.NOT_PLANNED: self._reasons.not_planned, State.DUPLICATE: self._reasons.duplicate}
            add += [reason[change.state]] if change.state in reason else []
            remove += [label for label in self._reasons.both() if label not in add]
        if add:
            data["add_labels"] = _labels(add)
        if remove:
            data["remove_labels"] = _labels(remove)
        return data


def _without_comment(change: IssueChange) -> IssueChange:
    return replace(change, comment=None, duplicate_of=None)


def _labels(labels: Iterable[str]) -> str:
    return ",".join(dict.fromkeys(name for name in map(words.label_there, labels) if name))
