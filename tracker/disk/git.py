"""What the git repository around the documents says; asks the git command, which may be missing."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from postmortem_tracker.disk.remotes import blob_url


def run(root: Path, *arguments: str) -> str | None:
    """The output of ``git arguments`` in ``root``, stripped; None where it fails or there is no git."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def remote_url(root: Path) -> str | None:
    """The address of the remote ``origin``, else of the only one."""
    remotes = (run(root, "remote") or "").split()
    name = "origin" if "origin" in remotes else (remotes[0] if len(remotes) == 1 else None)
    return run(root, "remote", "get-url", name) if name else None


def head(root: Path) -> str | None:
    """The current commit, 40 hex digits."""
    return run(root, "rev-parse", "--verify", "HEAD")


def changed_since(root: Path, revision: str) -> tuple[str, ...] | None:
    """Files that differ from where the current branch left ``revision``, relative to root; None where git fails."""
    listed = run(root, "diff", "--name-only", "--relative", "-z", f"{revision}...")
    untracked = run(root, "ls-files", "--others", "--exclude-standard", "-z")
    if listed is None:
        return None
    return tuple(filter(None, (listed + "\0" + (untracked or "")).split("\0")))


def permalink_base(root: Path) -> str | None:
    """Where the remote shows the files of ``root`` at the current commit, with a final slash.

    None where the remote is neither GitHub nor GitLab by its name, or nothing is committed.
    """
    remote, commit = remote_url(root), head(root)
    base = blob_url(remote, commit) if remote and commit else None
    prefix = run(root, "rev-parse", "--show-prefix") or ""
    return base + prefix if base else None


def log(root: Path, form: str, paths: Sequence[str]) -> bytes | None:
    """Every commit of the branch (first parents) that changed these paths, oldest first, as --raw -z.

    Renames are found; None where git fails or nothing is committed.
    """
    # What a user's configuration could change about the format is said explicitly.
    config = ["-c", "log.showSignature=false", "-c", "log.diffMerges=first-parent"]
    plain = ["--raw", "-M", "--no-abbrev", "--no-color", "--no-relative", "--no-ext-diff", "-z"]
    order = ["--reverse", "--first-parent", "-m", f"--format={form}"]
    command = ["git", "-C", str(root), *config, "log", *order, *plain, "--", *paths]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


class Blobs:
    """The contents of files by their object name, all from one `git cat-file --batch`; use it in a with statement."""

    def __init__(self, root: Path) -> None:
        command = ["git", "-C", str(root), "cat-file", "--batch"]
        self._git = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def __enter__(self) -> Blobs:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._git.communicate()

    def read(self, name: str) -> bytes | None:
        """The bytes of one object; None where the repository does not have it."""
        given, answers = self._git.stdin, self._git.stdout
        if given is None or answers is None:
            return None
        try:
            given.write(name.encode("ascii") + b"\n")
            given.flush()
        except OSError:
            return None
        said = answers.readline().split()
        if len(said) != 3 or said[1] != b"blob":
            return None
        return answers.read(int(said[2]) + 1)[:-1]
