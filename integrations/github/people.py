"""Whom GitHub refuses as an assignee: it refuses all for one who is unknown, and does not always say for whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from postmortem_tracker.errors import InvalidIssueError, UnassignableError
from postmortem_tracker.integrations.github.http import Api


class People:
    """What one run has learnt about who can be assigned in a project."""

    def __init__(self, api: Api, project: str) -> None:
        self._api = api
        self._project = project
        self._assignable: dict[str, bool] = {}  # as far as it was asked

    def explained(self, error: InvalidIssueError, assignees: Sequence[str]) -> InvalidIssueError:
        """The refusal with whom it is about, where it is about people."""
        said = error.message.casefold()
        if not assignees or ("assignee" not in said and not said.endswith("validation failed")):
            return error
        words = set(re.findall(r"[\w-]+", said))
        people = tuple(name for name in assignees if name.casefold() in words) or self._strangers(assignees)
        if not people:
            return error
        message = f"{', '.join(people)} cannot be assigned in {self._project}"
        return UnassignableError(message, "check the accounts in the document and in [people]", people)

    def _strangers(self, accounts: Iterable[str]) -> tuple[str, ...]:
        path = f"/repos/{self._project}/assignees"
        for name in accounts:
            if name not in self._assignable:
                self._assignable[name] = self._api.exists(f"{path}/{quote(name, safe='')}")
        return tuple(name for name in accounts if not self._assignable[name])
