"""One list for all configured projects of a GitLab group, where that is cheaper than one for each.

A group's list holds what the token may see and says nothing of what it may not: a project that is missing there may
be empty, hidden, renamed or gone. So only the issues of projects that show some are taken from it; each other
project is asked itself, and so is everyone where the token may not read the group.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from postmortem_tracker.errors import RateLimitedError, TrackerUnavailableError
from postmortem_tracker.integrations.gitlab import text as words
from postmortem_tracker.integrations.gitlab.api import Api
from postmortem_tracker.integrations.gitlab.list import Json, Lister, Page
from postmortem_tracker.integrations.shared.list_cache import ListCache
from postmortem_tracker.integrations.shared.list_watch import PAGE


class Groups:
    """The groups of one run: projects on one server, read with one token, that have one parent."""

    def __init__(self) -> None:
        self._groups: dict[tuple[str, str, str], Group] = {}

    def of(self, api: Api) -> Group:
        """The group of a project, which counts as one more of it from now on."""
        parent = api.path.rpartition("/")[0]
        group = self._groups.setdefault((api.base, api.place.secret, parent.casefold()), Group(parent))
        group.projects.add(api.path.casefold())
        return group


class Group:
    """The configured projects of one group; whoever is listed first reads for all."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._shares: dict[str, dict[str, list[Json]]] = {}  # by label, then by project
        self.projects: set[str] = set()

    def share(self, api: Api, cache: ListCache, label: str) -> list[Json] | None:
        """A project's issues as the group's list tells them, once; None where the project has to be asked itself."""
        if len(self.projects) < 2:
            return None
        with self._lock:
            if label not in self._shares:
                self._shares[label] = self._read(api, cache, label)
            return self._shares[label].pop(api.path.casefold(), None)

    def _read(self, api: Api, cache: ListCache, label: str) -> dict[str, list[Json]]:
        """The issues of each project that shows any."""
        path = f"/groups/{quote(self._path, safe='')}/issues"

        def pages(path: str, query: Mapping[str, Any]) -> Iterator[Page]:
            for count, page in enumerate(api.answers(path, query)):
                if count == 0 and self._too_wide(page):
                    raise _TooWideError
                yield page

        shares: defaultdict[str, list[Json]] = defaultdict(list)
        # Without a word about archived projects GitLab leaves them out.
        everything = {"scope": "all", "non_archived": "false"}
        try:
            with api.understood():
                for raw in Lister(pages, path, cache, api.base, number="id", more=everything).issues(
                    label, fresh=False
                ):
                    shares[words.project_of(raw, "").casefold()].append(raw)
        except RateLimitedError:
            raise
        except (_TooWideError, TrackerUnavailableError):  # each project tells its own truth
            return {}
        return shares

    def _too_wide(self, first: Page) -> bool:
        """Whether most of a long list is of projects that are not configured."""
        total = first.headers.get("X-Total", "")
        if total.isdigit() and int(total) <= PAGE * len(self.projects):
            return False
        ours = sum(words.project_of(raw, "").casefold() in self.projects for raw in first.entries)
        return 2 * ours < len(first.entries)


class _TooWideError(Exception):
    """The projects' own lists are shorter than the group's."""
