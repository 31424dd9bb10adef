"""What a list looked like when it was last read, with the validators that tell whether it still does.

A file per list in the user's cache directory, safe to delete at any time. It holds issues (their texts, as
private as the project) but no token, is readable by its owner only, and whatever cannot be read in it counts
as absent.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from postmortem_tracker.integrations.shared.values import UNREADABLE

VERSION = 3
# Renamed labels and accounts change issues without a trace in their times: after so long all is read again.
TRUSTED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A whole list as last read.

    ``total`` and ``newest`` (the last change) count everything that the server lists, ``issues`` what is an
    issue. ``date`` is the server's time when the list was last known to be complete, ``read`` when all of it was
    last asked for. ``etag`` is the first page's, ``tail`` that of the page of the last changes.
    """

    etag: str
    total: int
    newest: str
    date: str
    read: str
    issues: list[dict[str, Any]]
    tail: str = ""


class ListCache:
    """Snapshots on disk, one per address; ``check`` raises for what is no issue. Without a directory, nothing."""

    def __init__(self, directory: Path | None, kind: str, check: Callable[[Mapping[str, Any]], object]) -> None:
        self._directory = directory
        self._kind = kind
        self._check = check

    def load(self, address: str) -> Snapshot | None:
        """The snapshot, or None where there is none that can be used."""
        path = self._path(address)
        if path is None:
            return None
        try:
            stored = json.loads(path.read_text("utf-8"))
            if (stored["version"], stored["address"]) != (VERSION, address):
                return None
            issues: list[dict[str, Any]] = [*stored["issues"]]
            for raw in issues:
                self._check(raw)
            texts = {name: str(stored[name]) for name in ("etag", "newest", "date", "read", "tail")}
            return Snapshot(total=int(stored["total"]), issues=issues, **texts)
        except (OSError, *UNREADABLE):
            return None

    def store(self, address: str, snapshot: Snapshot) -> None:
        """Keep the snapshot; a cache that cannot be written is only a slower one."""
        path = self._path(address)
        if path is None:
            return
        content = {"version": VERSION, "address": address, **asdict(snapshot)}
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # mkstemp: readable by its owner only.
            descriptor, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
            try:
                with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                    json.dump(content, file)
                Path(temporary).replace(path)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise

    def _path(self, address: str) -> Path | None:
        if self._directory is None:
            return None
        return self._directory / f"{self._kind}-{hashlib.sha256(address.encode()).hexdigest()[:32]}.json"


def moment_or_none(text: str) -> datetime | None:
    """The time of a Date header or of an issue; None where it is neither."""
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        with contextlib.suppress(ValueError, TypeError):
            found = parse(text)
            return found if found.tzinfo else None
    return None


def age(earlier: str, later: str, unknown: timedelta) -> timedelta:
    """How much time lies between two moments as servers write them, or ``unknown`` where one of them is none."""
    first, second = moment_or_none(earlier), moment_or_none(later)
    return unknown if first is None or second is None else second - first
