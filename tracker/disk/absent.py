"""What belongs to the repository but is not checked out: files that git is told to skip, submodules nobody fetched."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from postmortem_tracker.disk import git, git_calls
from postmortem_tracker.disk.folders import is_passed_over
from postmortem_tracker.disk.kinds import SUFFIXES


@dataclass(frozen=True, slots=True)
class Absent:
    """Names relative to the root, POSIX: documents left out on purpose, and folders of submodules."""

    documents: frozenset[str] = frozenset()
    submodules: tuple[str, ...] = ()

    @classmethod
    def of(cls, root: Path, repository: str) -> Absent:
        """What git knows to be absent below ``root``; nothing outside of a repository.

        Raises GitError where git does not answer.
        """
        if not git.is_there(root):
            return cls()
        # Submodules are called as they like; without any only documents are listed.
        listed = (
            [] if (Path(repository) / ".gitmodules").is_file() else [f":(icase,glob)**/*{each}" for each in SUFFIXES]
        )
        # Each entry: tag, mode, object, stage and, behind a tab, the name, which is relative to root.
        entries = [each.partition("\t") for each in git_calls.names(root, "ls-files", "-v", "-s", "-z", "--", *listed)]
        here = [(about.split(), name) for about, _, name in entries]
        left = (name for about, name in here if _is_skipped(about[0], root / name) and name.lower().endswith(SUFFIXES))
        modules = (name for about, name in here if about[1] == "160000" and not _is_filled(root / name))
        return cls(frozenset(left), tuple(modules))

    def holds(self, name: str) -> bool:
        """Whether a document is absent, and not gone."""
        return name in self.documents or any(name.startswith(f"{each}/") for each in self.submodules)

    def without(self, names: Collection[str]) -> Absent:
        """The same without some of these names."""
        return Absent(self.documents.difference(names), tuple(each for each in self.submodules if each not in names))

    def remarks(self, folders: list[str]) -> tuple[str, ...]:
        """What to say of what is absent where a search of these folders goes (relative to the root; "." is all)."""

        def is_meant(name: str) -> bool:
            around = (each for each in folders if each == "." or name == each or name.startswith(f"{each}/"))
            return any(name == each or not is_passed_over(name, [each]) for each in around)

        left = sum(map(is_meant, self.documents))
        documents = "1 document that is" if left == 1 else f"{left:,} documents that are"
        remarks = [f"{documents} not checked out (sparse checkout or skip-worktree)"] if left else []
        remarks += [
            f"the submodule {name}, which is not checked out"
            for name in self.submodules
            if is_meant(name) or any(folder.startswith(f"{name}/") for folder in folders)
        ]
        return tuple(remarks)


def _is_skipped(tag: str, path: Path) -> bool:
    """Whether a file is missing because git does not look for it: skip-worktree (S) or assume-unchanged (in small)."""
    return (tag == "S" or tag.islower()) and not os.path.lexists(path)


def _is_filled(folder: Path) -> bool:
    try:
        return any(folder.iterdir())
    except OSError:
        return False
