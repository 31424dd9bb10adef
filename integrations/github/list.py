"""Reading all issues with a label: a request per 100, one where nothing changed.

While the list fits on a page with room to spare, the page's own ETag tells: 304 says that every byte is the
same. A full page stays the same when another page follows, and no ETag covers several pages. So from 100 issues
on one page is asked for, the last one in the order of the last change, cut so that it is never full. Whatever is
changed, added or labelled moves to its end; whatever is deleted, transferred or unlabelled makes it shorter. As
long as it holds as many issues as it should and ends with the change known as the last, nothing has changed, and
from the second time on its own ETag says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from postmortem_tracker.integrations.github.http import Answer, Api
from postmortem_tracker.integrations.github.json import project_in, reduced
from postmortem_tracker.integrations.shared.list_cache import TRUSTED, ListCache, Snapshot, age
from postmortem_tracker.integrations.shared.list_watch import PAGE, Row, Watch
from postmortem_tracker.integrations.shared.values import objects, whole

# Times are in seconds: a list read in the second of a change may lack another change of the same second.
SETTLED = timedelta(seconds=2)
DEEPEST = 10_000  # issues; GitHub refuses pages beyond


class Lister:
    """The lists of one repository; ``moved_to`` is its new name once a list was redirected to it."""

    def __init__(self, api: Api, root: str, cache: ListCache, base: str) -> None:
        self._api = api
        self._path = f"{root}/issues"
        self._cache = cache
        self._base = base
        self.watch = Watch()
        self.moved_to = ""

    def read(self, label: str, fresh: bool) -> list[dict[str, Any]]:
        """The issues' JSON, pull requests left out; ``fresh`` asks the server for every page whatever is cached."""
        # Oldest first: what is opened meanwhile comes last, and nothing moves to another page.
        query = {"labels": label, "state": "all", "per_page": str(PAGE), "sort": "created", "direction": "asc"}
        issues = self._read(query, fresh)
        self.watch.listed(label, map(_row, issues))
        return issues

    def alone(self, label: str) -> bool:
        """Whether nobody but us changed the list since it was first read; False too where one request cannot tell."""
        window = self.watch.window(label)
        if window is None or window.before > DEEPEST:
            return False
        query = {"labels": label, "state": "all", "sort": "updated", "direction": "desc"}
        answer = self._api.get(self._path, {**query, "per_page": str(window.size), "page": str(window.page)})
        with self._api.understood():
            page = objects(answer.data)
            rows = [_row(raw) for raw in page if raw.get("pull_request") is None]
        return self.watch.alone(window, len(page), rows)

    def _read(self, query: Mapping[str, str], fresh: bool) -> list[dict[str, Any]]:
        address = f"{self._base}{self._path}?{urlencode(query)}"
        snapshot = None if fresh else self._cache.load(address)
        if snapshot is not None and snapshot.total >= PAGE and self._same(address, query, snapshot):
            return snapshot.issues
        first = self._api.get(self._path, query, snapshot.etag if snapshot and snapshot.total < PAGE else "")
        if first.status == 304 and snapshot is not None:
            return snapshot.issues
        read = self._all(first)
        self._cache.store(address, read)
        return read.issues

    def _all(self, first: Answer) -> Snapshot:
        with self._api.understood():
            found = {whole(raw["number"]): raw for raw in self._api.entries(first)}
            if first.moved:
                self.moved_to = next((project_in(raw) for raw in found.values()), "")
            return Snapshot(
                etag=first.headers.get("etag", ""),
                total=len(found),
                newest=max((str(raw.get("updated_at")) for raw in found.values()), default=""),
                date=first.headers.get("date", ""),
                read=first.headers.get("date", ""),
                issues=[reduced(raw) for raw in found.values() if raw.get("pull_request") is None],
            )

    def _same(self, address: str, query: Mapping[str, str], snapshot: Snapshot) -> bool:
        """Whether one look at the page of the last changes proves the snapshot; see the module's first lines."""
        if snapshot.total > DEEPEST or age(snapshot.newest, snapshot.date, timedelta()) < SETTLED:
            return False
        size = next(size for size in (PAGE, PAGE - 1, PAGE - 2) if snapshot.total % size)
        page, expected = divmod(snapshot.total, size)
        asked = {"sort": "updated", "direction": "asc", "per_page": str(size), "page": str(page + 1)}
        tail = self._api.get(self._path, {**query, **asked}, snapshot.tail)
        if age(snapshot.read, tail.headers.get("date", ""), timedelta.max) > TRUSTED:
            return False
        if tail.status == 304:
            return True
        with self._api.understood():
            newest = [str(raw.get("updated_at")) for raw in objects(tail.data)]
        if len(newest) != expected or max(newest) != snapshot.newest:
            return False
        self._cache.store(address, replace(snapshot, tail=tail.headers.get("etag", "")))
        return True


def _row(raw: Mapping[str, Any]) -> Row:
    return whole(raw["number"]), str(raw.get("updated_at"))
