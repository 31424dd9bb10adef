"""What the git repository around the documents says."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from postmortem_tracker.disk import regular
from postmortem_tracker.disk.git_calls import GitError, ask, carried_out, names, run
from postmortem_tracker.disk.remotes import blob_url


def is_shallow(root: Path) -> bool:
    """Whether a clone was made without all of its history."""
    return run(root, "rev-parse", "--is-shallow-repository", otherwise="") == "true"


def ignored(root: Path, paths: Sequence[str]) -> tuple[str, ...]:
    """Those of the paths (inside the repository) that git ignores; none where there is no repository, or no git."""
    if not os.path.lexists(root / ".git"):
        return ()
    given = {os.path.realpath(path): path for path in paths}  # git looks behind no symbolic link
    if not _may_be_asked(os.path.realpath(root), given):
        return ()
    try:
        answer = carried_out(
            root, ("check-ignore", "-z", "--stdin"), b"".join(os.fsencode(path) + b"\0" for path in given)
        )
    except GitError:
        return ()
    return tuple(given[path] for path in map(os.fsdecode, answer.stdout.split(b"\0")) if path in given)


def _may_be_asked(root: str, paths: Iterable[str]) -> bool:
    """Whether git would come back: it opens every .gitignore above a path, and waits at a pipe for ever."""
    folders = {root}
    for path in paths:
        folder = os.path.dirname(path)
        while folder not in folders and regular.is_inside(folder, root):
            folders.add(folder)
            folder = os.path.dirname(folder)
    ignores = (os.path.join(folder, ".gitignore") for folder in folders)
    return not any(os.path.exists(each) and not os.path.isfile(each) for each in ignores)


def remote_url(root: Path) -> str | None:
    """The address of the remote ``origin``, else of the only one; None where there is none.

    Raises GitError with git's reason where it refuses, and where one of several remotes must be named.
    """
    remotes = run(root, "remote").split()
    if len(remotes) > 1 and "origin" not in remotes:
        raise GitError(f"git: none of the remotes {', '.join(remotes[:5])} is called origin", "")
    if not remotes:
        return None
    name = "origin" if "origin" in remotes else remotes[0]
    return run(root, "remote", "get-url", "--", name)


def is_there(root: Path) -> bool:
    """Whether a git repository is around ``root``, be it one that git refuses; an empty ``.git`` is only called so."""

    def begun(path: Path) -> bool:
        try:
            return path.is_file() or any(path.iterdir())
        except FileNotFoundError:
            return False
        except OSError:
            return True

    return any(begun(folder / ".git") for folder in (root, *root.parents))


def head(root: Path) -> str | None:
    """The current commit, 40 hex digits; None where nothing is committed."""
    return run(root, "rev-parse", "--verify", "HEAD", otherwise="") or None


def commit_at(root: Path, moment: datetime | None) -> str:
    """The latest commit of the branch (first parents) made by then, "" where there is none. Raises GitError."""
    until = [f"--before={moment.isoformat()}"] if moment else []
    return run(root, "rev-list", "-1", "--first-parent", *until, "--end-of-options", "HEAD")


def latest(root: Path) -> datetime | None:
    """When the newest of the last commits was made, whatever one clock said; None where nothing tells."""
    if not is_there(root):
        return None
    try:
        told = run(root, "log", "-50", "--format=%ct", "--end-of-options", "HEAD", otherwise="").split()
    except GitError:
        return None
    return datetime.fromtimestamp(max(map(int, told)), UTC) if told else None


def permalink_base(root: Path, sites: Mapping[str, str]) -> str | None:
    """Where the remote shows the files of ``root`` at the current commit, with a final slash.

    None where git tells no remote, or one that is neither GitHub nor GitLab by its name nor one of ``sites``, and where
    nothing is committed.
    """
    try:
        remote, commit = remote_url(root), head(root)
        base = blob_url(remote, commit, sites) if remote and commit else None
        return base + run(root, "rev-parse", "--show-prefix") if base else None
    except GitError:
        return None


def log(root: Path, form: str, paths: Sequence[str], until: str = "HEAD") -> bytes:
    """Every commit of the branch (first parents) that changed these paths, oldest first, as --raw -z.

    Renames are found. Raises GitError where git fails or nothing is committed.
    """
    # What a user's configuration could change about the format is said explicitly.
    plain = ["--raw", "-M", "--no-abbrev", "--no-relative", "-z"]
    order = ["--reverse", "--first-parent", "-m", "--encoding=UTF-8", f"--format={form}"]
    return ask(
        root, "-c", "log.diffMerges=first-parent", "log", *order, *plain, "--end-of-options", until, "--", *paths
    )


def ever_had(root: Path, commit: str, paths: Sequence[str]) -> frozenset[str]:
    """Those of the paths (relative to ``root``) that the branch held at any commit up to this one. Raises GitError."""
    order = ["--first-parent", "-m", "--format=", "--name-only", "--no-renames", "--relative", "-z"]
    literal = ("--literal-pathspecs", "-c", "log.diffMerges=first-parent")  # a file may be called ":(exclude)a.md"
    told = names(root, *literal, "log", *order, "--end-of-options", commit, "--", *paths)
    return frozenset(each.strip("\n") for each in told) & frozenset(paths)
