"""The documents of an earlier day, as git has them."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from postmortem_tracker.disk import git, git_calls
from postmortem_tracker.disk.blobs import Blobs
from postmortem_tracker.disk.documents import MAX_BYTES
from postmortem_tracker.disk.kinds import SUFFIXES
from postmortem_tracker.errors import DocumentError

_FILES = ("100644", "100755")  # no links, no submodules


@dataclass(frozen=True, slots=True)
class Tree:
    """The Markdown files of one commit: the object of each by its name, which is relative to ``root``."""

    root: Path
    commit: str
    files: Mapping[str, str]
    most: int = MAX_BYTES  # that are kept of a file, and one more where it has more
    _texts: dict[str, bytes] = field(default_factory=dict, repr=False)

    @classmethod
    def at(cls, root: Path, moment: datetime | None = None, most: int = MAX_BYTES) -> Tree | None:
        """What the branch (first parents) held at a moment, else holds; None where its history begins later.

        Raises GitError.
        """
        commit = git.commit_at(root, moment)
        if not commit:
            return None
        prefix = git_calls.run(root, "rev-parse", "--show-prefix", otherwise="")
        files: dict[str, str] = {}
        for entry in git_calls.names(root, "ls-tree", "-r", "-z", "--full-tree", commit):
            about, _, path = entry.partition("\t")
            mode, _, blob = about.split()[:3]
            if mode in _FILES and path.lower().endswith(SUFFIXES):
                files[posixpath.relpath(path, prefix) if prefix else path] = blob
        return cls(root, commit, files, most)

    def texts(self, without: Container[str] = ()) -> Iterator[tuple[str, bytes]]:
        """Each file with its bytes, as far as git has them."""
        self.load(name for name in self.files if name not in without)
        yield from ((name, data) for name, data in self._texts.items() if name not in without)

    def load(self, names: Iterable[str]) -> None:
        """Have the contents of these files at hand, fetched together."""
        wanted = [name for name in names if name in self.files and name not in self._texts]
        if not wanted:
            return
        with Blobs(self.root) as blobs:
            for name in wanted:
                data = blobs.read(self.files[name], self.most)
                if data is not None:
                    self._texts[name] = data

    def read(self, name: str, max_bytes: int) -> bytes:
        """The bytes of one file. Raises DocumentError where git does not have them, or too many."""
        self.load([name])
        data = self._texts.get(name)
        if data is None:
            raise DocumentError(
                f"{name}: git does not have it as of {self.commit[:8]}", "fetch it: git fetch --refetch"
            )
        if len(data) > max_bytes:
            raise DocumentError(f"{name}: is over the limit of {max_bytes:,} bytes", "raise max_document_bytes")
        return data
