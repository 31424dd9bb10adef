"""Reading all issues with a label: a request per 100, one where the cache can be proven to hold.

GitLab tells what was updated, but not what left a list: an issue that was deleted, or lost its label, is simply
missing. So the page of the last changes is asked for, together with the number of issues. Whatever changed since
the list was last known stands on that page, as long as the page reaches further back than that moment; with the
page merged in, the known list can only hold too many, and as many as GitLab counts are exactly those. Otherwise,
and where GitLab does not count (above 10,000), the whole list is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from postmortem_tracker.integrations.shared.list_cache import TRUSTED, ListCache, Snapshot, age
from postmortem_tracker.integrations.shared.list_watch import PAGE, Row, Watch
from postmortem_tracker.integrations.shared.values import entries, whole

# A change carries the time it was begun at and may be seen a little later; several machines set the times.
SETTLED = timedelta(minutes=1)
DEEPEST = 49_000  # issues; GitLab refuses pages beyond 50,000
# What an issue is read from: all that the cache keeps of it.
_FIELDS = ("id", "iid", "web_url", "title", "description", "state", "labels", "due_date", "confidential", "moved_to_id")
_TIMES = ("created_at", "updated_at", "closed_at")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list and the headers it came with."""

    entries: list[Json]
    headers: Mapping[str, str]


class Lister:
    """The lists at one path; ``pages`` asks for the pages of a path one by one.

    ``number`` is the key that names an issue there, ``more`` is asked for beside.
    """

    def __init__(
        self,
        pages: Callable[[str, Mapping[str, Any]], Iterator[Page]],
        path: str,
        cache: ListCache,
        base: str,
        *,
        number: str = "iid",
        more: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._pages = pages
        self._path = path
        self._cache = cache
        self._base = base
        self._number = number
        self._more = more
        self.watch = Watch()

    def read(self, label: str, fresh: bool) -> list[Json]:
        """`issues`, watched from now on."""
        return self.took(label, self.issues(label, fresh))

    def took(self, label: str, issues: list[Json]) -> list[Json]:
        """The list as it was read elsewhere, watched from now on."""
        self.watch.listed(label, map(_row, issues))
        return issues

    def issues(self, label: str, fresh: bool) -> list[Json]:
        """The issues' JSON, oldest first; ``fresh`` asks the server for every page whatever is cached."""
        query = {"labels": label, "state": "all", "order_by": "created_at", "sort": "asc", **self._more}
        return self._read(query, fresh)

    def alone(self, label: str) -> bool:
        """Whether nobody but us changed the list since it was first read; False too where one request cannot tell."""
        window = self.watch.window(label)
        if window is None or window.before > DEEPEST:
            return False
        query = {"labels": label, "state": "all", "order_by": "updated_at", "sort": "desc"}
        asked = {**query, "per_page": str(window.size), "page": str(window.page)}
        entries = next(self._pages(self._path, asked)).entries
        return self.watch.alone(window, len(entries), map(_row, entries))

    def _read(self, query: Mapping[str, Any], fresh: bool) -> list[Json]:
        address = f"{self._base}{self._path}?{urlencode(query)}"
        known = None if fresh else self._cache.load(address)
        renewed = self._renewed(query, known) if known is not None and known.total > PAGE else None
        snapshot = renewed or self._all(query)
        if known is not None or snapshot.total > PAGE:
            self._cache.store(address, snapshot)
        return snapshot.issues

    def _all(self, query: Mapping[str, Any]) -> Snapshot:
        """Every page; oldest first, so that what is opened meanwhile comes last and moves nothing."""
        found: dict[int, Json] = {}
        date = ""
        for page in self._pages(self._path, query):
            date = date or page.headers.get("Date", "")
            found.update((whole(raw[self._number]), raw) for raw in page.entries)
        return _snapshot(found, date, date)

    def _renewed(self, query: Mapping[str, Any], known: Snapshot) -> Snapshot | None:
        """The list as it is now, from one page; None where that page does not prove it."""
        page = next(self._pages(self._path, {**query, "order_by": "updated_at", "sort": "desc"}))
        date, total = page.headers.get("Date", ""), page.headers.get("X-Total", "")
        if age(known.read, date, timedelta.max) > TRUSTED:
            return None
        found = {whole(raw[self._number]): raw for raw in page.entries}
        if total != str(len(found)):
            oldest = min((str(raw["updated_at"]) for raw in page.entries), default="")
            if age(oldest, known.date, timedelta()) < SETTLED:
                return None
            found = {whole(raw[self._number]): raw for raw in known.issues} | found
        return _snapshot(found, date, known.read) if total == str(len(found)) else None


def _snapshot(found: Mapping[int, Json], date: str, read: str) -> Snapshot:
    issues = [_reduced(found[number]) for number in sorted(found)]
    newest = max((str(raw["updated_at"]) for raw in issues), default="")
    return Snapshot(etag="", total=len(issues), newest=newest, date=date, read=read, issues=issues)


def _reduced(raw: Mapping[str, Any]) -> Json:
    """Only what an issue is read from, in GitLab's own shape."""
    return {name: raw.get(name) for name in (*_FIELDS, *_TIMES)} | {
        "assignees": [
            {"id": user["id"], "username": user["username"]}
            for user in entries(raw.get("assignees"))
            if user is not None
        ],
        "references": {"full": (raw.get("references") or {}).get("full")},
        "_links": {"closed_as_duplicate_of": (raw.get("_links") or {}).get("closed_as_duplicate_of")},
    }


def _row(raw: Mapping[str, Any]) -> Row:
    return whole(raw["iid"]), str(raw.get("updated_at"))
