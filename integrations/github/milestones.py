"""A repository's open milestones, by title; GitHub wants their numbers."""

from __future__ import annotations

from postmortem_tracker.integrations.github.http import Api
from postmortem_tracker.integrations.shared.values import text, whole


class Milestones:
    """The open milestones of the repository at this path of the API: one list (a request per 100), when first asked."""

    def __init__(self, api: Api, root: str) -> None:
        self._api = api
        self._root = root
        self._numbers: dict[str, int] | None = None

    def number(self, title: str) -> int | None:
        """The number of the one with this title; None where none is open."""
        if self._numbers is None:
            first = self._api.get(f"{self._root}/milestones", {"state": "open", "per_page": "100"})
            with self._api.understood():
                found = [(text(each["title"]).strip(), whole(each["number"])) for each in self._api.entries(first)]
            self._numbers = dict(found)
        return self._numbers.get(title)
