"""What this branch of a repository and others have had: a file that was never here is not gone from here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from postmortem_tracker.disk import git, git_calls


def ever_in(folder: Path) -> frozenset[str]:
    """The names of all files that any commit of this branch has had in a folder; none where git fails."""
    try:
        return frozenset(_in_history(folder, ["."], "HEAD")) if folder.is_dir() else frozenset()
    except git_calls.GitError:
        return frozenset()


def only_on_other_branches(root: Path, names: Sequence[str]) -> frozenset[str]:
    """Of these files, relative to root, those that other branches have had and this one never.

    None outside of a repository. Raises GitError where git does not answer.
    """
    if not names or not _has_commits(root):
        return frozenset()
    other = set(names) - _in_history(root, names, "HEAD")
    return frozenset(other & _in_history(root, sorted(other), "--all")) if other else frozenset()


def written_only_on_other_branches(root: Path, name: str, text: str) -> bool:
    """Whether other branches have had a text in a file, relative to root, and this one never.

    False outside of a repository. Raises GitError where git does not answer.
    """

    def had(where: str) -> bool:
        whole = f"{re.escape(text)}([^0-9]|$)"  # issues/1 does not stand in issues/12
        form = ["--full-history", "-1", "--format=%H", "--pickaxe-regex", f"-S{whole}"]
        return bool(git_calls.run(root, "log", *form, where, "--", f":(literal){name}"))

    return _has_commits(root) and not had("HEAD") and had("--all")


def _is_kept(root: Path) -> bool:
    """Whether documents at ``root`` are in a git repository; where none is, git has nothing to tell.

    Raises GitError where one is there and git does not answer for it.
    """
    try:
        return bool(git_calls.ask(root, "rev-parse", "--git-dir"))
    except git_calls.GitError:
        if git.is_there(root):
            raise
        return False


def _has_commits(root: Path) -> bool:
    return _is_kept(root) and git.head(root) is not None


def _in_history(root: Path, paths: Sequence[str], where: str) -> set[str]:
    """Which of the paths, or what below them, a branch has had. Raises GitError."""
    literal = [f":(literal){path}" for path in paths]
    form = ["--format=", "--name-only", "--relative", "--no-renames", "-z"]
    # The full history: also what a branch took back.
    listed = git_calls.run(root, "log", "--full-history", *form, where, "--", *literal)
    return set(listed.strip("\0").replace("\0\n", "\0").split("\0"))
