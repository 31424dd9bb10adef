"""Links that lead to no issue, remembered so that not every run asks for them again.

An item whose link is dead gets no issue and is a finding, so a memory that is behind can hide a way back, but never
work: and it is asked again when one of the documents with the link changes, and a day later in any case. A file in
the user's cache directory, safe to delete at any time; what cannot be read in it counts as absent.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from postmortem_tracker.disk import documents, files
from postmortem_tracker.errors import DocumentError, UsageError
from postmortem_tracker.model import IssueRef

AGAIN = timedelta(days=1)
_VERSION = 1


@dataclass
class DeadLinks:
    """What is known of the links in some documents; ``files`` are the documents by name. Without a path, nothing.

    The path's name tells what else the answers hang on: other settings have another file.
    """

    path: Path | None
    files: Mapping[str, str]
    now: datetime
    remembered: dict[IssueRef, datetime] = field(default_factory=dict)  # those that this run did not ask for
    _known: dict[str, str] = field(default_factory=dict)
    _digests: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            stored = json.loads(self.path.read_text("utf-8")) if self.path else {}
            if stored.get("version") == _VERSION:
                moments = {str(key): datetime.fromisoformat(str(at)) for key, at in stored["links"].items()}
                self._known = {key: at.isoformat() for key, at in moments.items() if self._holds(at)}

    def dead(self, ref: IssueRef, names: Iterable[str]) -> bool:
        """Whether the issue was not there lately, and the documents that link it are as they were."""
        if not self._known:
            return False
        looked = [self._known.get(self._key(ref, name)) for name in names]
        if not looked or None in looked:
            return False
        self.remembered[ref] = min(datetime.fromisoformat(at) for at in looked if at)
        return True

    def remember(self, found: Mapping[IssueRef, Iterable[str]]) -> None:
        """Note the issues that were not there just now, each with the documents that link it."""
        if self.path is None or not found:
            return
        now = self.now.isoformat()
        self._known |= {self._key(ref, name): now for ref, names in found.items() for name in names}
        with contextlib.suppress(OSError, UsageError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            files.write(str(self.path), json.dumps({"version": _VERSION, "links": self._known}))

    def notice(self) -> str:
        """What people should know of it; "" where all were asked for."""
        if not self.remembered:
            return ""
        first, count = min(self.remembered), len(self.remembered)
        what = f"{first}" if count == 1 else f"{first} and {count - 1} more"
        return (
            f"{what}: not there at {min(self.remembered.values()):%Y-%m-%d %H:%M %Z}, not asked for again before a day "
            "is over or a document with the link changes"
        )

    def _holds(self, at: datetime) -> bool:
        return timedelta() <= self.now - at < AGAIN

    def _key(self, ref: IssueRef, name: str) -> str:
        facts = (ref.tracker, ref.project, str(ref.number), name, self._digest(name))
        return hashlib.sha256("\x1f".join(facts).encode("utf-8", "surrogatepass")).hexdigest()

    def _digest(self, name: str) -> str:
        """Of the document's bytes; one that cannot be read is like no other."""
        if name not in self._digests:
            try:
                content = documents.read(self.files[name]).data
            except (DocumentError, KeyError):
                content = self.now.isoformat().encode()
            self._digests[name] = hashlib.sha256(content).hexdigest()
        return self._digests[name]
