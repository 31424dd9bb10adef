"""Reading all issues with a label: a request per 100, one where nothing changed.

While the list fits on a page with room to spare, the page's own ETag tells: 304 says that every byte is the
same. A full page stays the same when another page follows, so it is read again. No ETag covers several pages:
beyond 100 issues one is asked for, the one changed last, together with the number of pages of one issue each,
which is the number of issues. Both the same as in the snapshot means that nothing changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

from integrations._github_cache import ListCache, Snapshot
from integrations._github_http import Answer, Api
from integrations._github_json import project_in, reduced
from tracker.errors import TrackerUnavailableError

PAGE = 100
# Times are in seconds: a list read in the second of a change may lack another change of the same second.
SETTLED = timedelta(seconds=2)
_LAST = re.compile(r'[?&]page=(\d+)[^>]*>\s*;\s*rel="last"')


class Lister:
    """The lists of one repository; ``moved_to`` is its new name once a list was redirected to it."""

    def __init__(self, api: Api, root: str, cache: ListCache, base: str) -> None:
        self._api = api
        self._path = f"{root}/issues"
        self._cache = cache
        self._base = base
        self.moved_to = ""

    def read(self, label: str, since: datetime | None, fresh: bool) -> list[dict[str, Any]]:
        """The issues' JSON, pull requests left out; ``fresh`` asks the server for every page whatever is cached."""
        # Oldest first: what is opened meanwhile comes last, and nothing moves to another page.
        query = {"labels": label, "state": "all", "per_page": str(PAGE), "sort": "created", "direction": "asc"}
        if since is not None:
            query["since"] = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            return self._all(self._api.get(self._path, query)).issues
        address = f"{self._base}{self._path}?{urlencode(query)}"
        snapshot = None if fresh else self._cache.load(address)
        if snapshot is not None and snapshot.total > PAGE and self._same(query, snapshot):
            return snapshot.issues
        first = self._api.get(self._path, query, snapshot.etag if snapshot and snapshot.total < PAGE else "")
        if first.status == 304 and snapshot is not None:
            return snapshot.issues
        read = self._all(first)
        self._cache.store(address, read)
        return read.issues

    def _all(self, first: Answer) -> Snapshot:
        found: dict[int, Mapping[str, Any]] = {}
        for page in self._api.pages(first):
            if not isinstance(page.data, list):
                raise TrackerUnavailableError("GitHub's list of issues is not a list", "check the server's address")
            found.update((int(raw["number"]), raw) for raw in page.data)
        if first.moved:
            self.moved_to = next((project_in(raw) for raw in found.values()), "")
        return Snapshot(
            etag=first.headers.get("etag", ""),
            total=len(found),
            newest=max((str(raw.get("updated_at")) for raw in found.values()), default=""),
            date=first.headers.get("date", ""),
            issues=[reduced(raw) for raw in found.values() if "pull_request" not in raw],
        )

    def _same(self, query: Mapping[str, str], snapshot: Snapshot) -> bool:
        if not _settled(snapshot):
            return False
        probe = self._api.get(self._path, {**query, "sort": "updated", "direction": "desc", "per_page": "1"})
        last = _LAST.search(probe.headers.get("link", ""))
        newest = str(probe.data[0].get("updated_at")) if probe.data else ""
        return last is not None and (int(last[1]), newest) == (snapshot.total, snapshot.newest)


def _settled(snapshot: Snapshot) -> bool:
    try:
        return parsedate_to_datetime(snapshot.date) - datetime.fromisoformat(snapshot.newest) >= SETTLED
    except (ValueError, TypeError):
        return False
