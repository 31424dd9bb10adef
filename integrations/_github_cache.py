"""What a list looked like when it was last read, with the validator that tells whether it still does.

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
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

VERSION = 1


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A whole list as last read.

    ``total`` and ``newest`` (the last change) count pull requests in, ``issues`` has none;
    ``etag`` is the first page's, ``date`` the server's time when it answered.
    """

    etag: str
    total: int
    newest: str
    date: str
    issues: list[dict[str, Any]]


class ListCache:
    """Snapshots on disk, one per address; without a directory it remembers nothing."""

    def __init__(self, directory: Path | None) -> None:
        self._directory = directory

    def load(self, address: str) -> Snapshot | None:
        """The snapshot, or None where there is none that can be used."""
        path = self._path(address)
        if path is None:
            return None
        try:
            stored = json.loads(path.read_text("utf-8"))
            if (stored["version"], stored["address"]) != (VERSION, address):
                return None
            issues = stored["issues"]
            if not isinstance(issues, list) or not all(isinstance(raw, dict) and "number" in raw for raw in issues):
                return None
            return Snapshot(
                str(stored["etag"]), int(stored["total"]), str(stored["newest"]), str(stored["date"]), issues
            )
        except (OSError, ValueError, KeyError, TypeError):
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
        return self._directory / f"github-{hashlib.sha256(address.encode()).hexdigest()[:32]}.json"
