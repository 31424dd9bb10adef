"""What the git repository around the documents says: the one caller of git, which runs and fetches nothing else."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType

from postmortem_tracker.disk import regular
from postmortem_tracker.disk.remotes import blob_url
from postmortem_tracker.errors import TrackerError

# What a repository's own configuration could make git run, or fetch from elsewhere: none of it is needed here.
_SAFE = (
    "--no-pager",
    "--no-optional-locks",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.sshCommand=false"),
    *("-c", "credential.helper="),
    *("-c", "safe.bareRepository=explicit"),  # a folder that merely looks like a repository is none
    *("-c", "log.showSignature=false"),
    *("-c", "log.mailmap=false"),  # nothing of it is told, and git would wait where the file is a pipe
    *("-c", "diff.external="),
    *("-c", f"diff.orderFile={os.devnull}"),  # one that has no end would be read to it
    *("-c", "diff.renameLimit=1000"),  # none at all makes it take the square of the files
    *("-c", "submodule.recurse=false"),
)
# Tokens are in the environment of a job; git needs none of it but these.
_PASSED_ON = re.compile(
    r"PATH|PATHEXT|HOME|USERPROFILE|SYSTEMROOT|APPDATA|LOCALAPPDATA|PROGRAMDATA|TMPDIR|TEMP|TMP|XDG_CONFIG_HOME|"
    r"GIT_(?:DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|CEILING_DIRECTORIES|"
    r"DISCOVERY_ACROSS_FILESYSTEM|CONFIG_GLOBAL|CONFIG_SYSTEM|CONFIG_NOSYSTEM|EXEC_PATH|TEST_ASSUME_DIFFERENT_OWNER)",
    re.IGNORECASE,
)
_NOTHING_FETCHED = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # for a git that does not know the former
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",  # its reasons are passed on, and some are known by their words
}
_TIMEOUT = 300.0
_PIECE = 1 << 20
_MOST = 128 << 20  # bytes of what git lists; a repository of a million files has some 90
_MEMORY = 1 << 30  # bytes; the history of the largest public repositories takes less
_OBJECT = re.compile(r"[0-9a-f]{40,64}")


class GitError(TrackerError):
    """git did not do it: the message is git's own reason."""


def ask(root: Path, *arguments: str) -> bytes:
    """What ``git arguments`` prints in ``root``. Raises GitError with git's reason."""
    done = _done(root, arguments)
    if done.returncode:
        raise _refusal(root, done.stderr)
    return done.stdout


_waited_for: set[Path] = set()  # where git has not come back once: it waits at a pipe, and would again


def _done(root: Path, arguments: Sequence[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """``git arguments`` in ``root``, carried out. Raises GitError where git does not come back."""
    late = GitError(f"git did not answer within {_TIMEOUT:g} s", "is one of its files, such as .gitignore, a pipe?")
    if root in _waited_for:
        raise late
    try:
        return _carried_out(_command(root, arguments), given)
    except FileNotFoundError:
        raise GitError("git is not installed", "install git, or make it found on PATH") from None
    except subprocess.TimeoutExpired:
        _waited_for.add(root)
        raise late from None
    except OSError as error:
        raise GitError(f"git cannot be run: {error.strerror}", "check its installation") from None


def _carried_out(command: Sequence[str], given: bytes) -> subprocess.CompletedProcess[bytes]:
    """The command with its output, which is read as it comes: a few kilobytes of a tree can name a billion files.

    Raises TimeoutExpired, and GitError where it prints too much.
    """
    late = threading.Event()
    with TemporaryFile() as fed, TemporaryFile() as errors:
        fed.write(given)
        fed.seek(0)
        process = subprocess.Popen(command, stdin=fed, stdout=subprocess.PIPE, stderr=errors, env=_environment())
        _bound(process.pid)
        timer = threading.Timer(_TIMEOUT, _too_late, (process, late))
        timer.start()
        try:
            with process:
                output = process.stdout.read(_MOST + 1) if process.stdout else b""
                if len(output) > _MOST:
                    process.kill()
        except BaseException:
            process.kill()
            raise
        finally:
            timer.cancel()
        errors.seek(0)
        said = errors.read(_MOST)
    if late.is_set():
        raise subprocess.TimeoutExpired(command, _TIMEOUT)
    if len(output) > _MOST:
        raise GitError(f"git lists more than {_MOST >> 20} MiB", "does a commit name millions of files?")
    return subprocess.CompletedProcess(command, process.returncode, output, said)


def _too_late(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _bound(pid: int) -> None:
    """Let git have so much memory and no more, where the system knows how: it compares all files of two commits."""
    if sys.platform == "linux":
        import resource

        with contextlib.suppress(OSError):  # it has ended, or nothing may be said of it
            resource.prlimit(pid, resource.RLIMIT_DATA, (_MEMORY, _MEMORY))


def _command(root: Path, arguments: Sequence[str]) -> list[str]:
    return ["git", "-C", str(root), *_SAFE, *arguments]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if _PASSED_ON.fullmatch(name)}
    return {**kept, **_NOTHING_FETCHED}


def _refusal(root: Path, said: bytes) -> GitError:
    """git's own reason, in one line, and what to do about the usual ones."""
    lines = [line.strip() for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    fatal = next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[0] if lines else "it failed")
    reason = fatal.partition(": ")[2] or fatal
    if "dubious ownership" in reason:
        folder = reason.partition("'")[2].rpartition("'")[0] or str(root)
        return GitError(f"git: {reason}", f"run: git config --global --add safe.directory {shlex.quote(folder)}")
    if "not a git repository" in reason:
        return GitError(f"git: {reason}", "run this inside a git repository")
    if reason == "bad revision 'HEAD'":
        return GitError("nothing is committed yet", "commit the documents once")
    return GitError(f"git: {reason}", "")


def is_shallow(root: Path) -> bool:
    """Whether a clone was made without all of its history."""
    return run(root, "rev-parse", "--is-shallow-repository", otherwise="") == "true"


def run(root: Path, *arguments: str, otherwise: str | None = None) -> str:
    """What ``git arguments`` prints as one stripped text; where it fails ``otherwise``, and without it GitError."""
    try:
        return ask(root, *arguments).decode("utf-8", "surrogateescape").strip()
    except GitError:
        if otherwise is None:
            raise
        return otherwise


def names(root: Path, *arguments: str) -> tuple[str, ...]:
    """What ``git arguments -z`` lists, such as paths. Raises GitError."""
    return tuple(os.fsdecode(each) for each in ask(root, *arguments).split(b"\0") if each)


def ignored(root: Path, paths: Sequence[str]) -> tuple[str, ...]:
    """Those of the paths (inside the repository) that git ignores; none where there is no repository, or no git."""
    if not os.path.lexists(root / ".git"):
        return ()
    given = {os.path.realpath(path): path for path in paths}  # git looks behind no symbolic link
    if not _may_be_asked(os.path.realpath(root), given):
        return ()
    try:
        done = _done(root, ("check-ignore", "-z", "--stdin"), b"".join(os.fsencode(path) + b"\0" for path in given))
    except GitError:
        return ()
    return tuple(given[path] for path in map(os.fsdecode, done.stdout.split(b"\0")) if path in given)


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
    plain = ["--raw", "-M", "--no-abbrev", "--no-color", "--no-relative", "--no-ext-diff", "--no-textconv", "-z"]
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


class Blobs:
    """The contents of files by their object name, all from one `git cat-file --batch`; use it in a with statement."""

    def __init__(self, root: Path) -> None:
        self._git = subprocess.Popen(
            _command(root, ["cat-file", "--batch"]),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )

    def __enter__(self) -> Blobs:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._git.communicate()

    def read(self, name: str, most: int) -> bytes | None:
        """The bytes of one object; None where the repository does not have it.

        Of one with more than ``most`` bytes that many and one more, which tells that it is too large.
        """
        given, answers = self._git.stdin, self._git.stdout
        if given is None or answers is None or not _OBJECT.fullmatch(name):
            return None
        try:
            given.write(name.encode("ascii") + b"\n")
            given.flush()
        except OSError:
            return None
        said = answers.readline().split()
        if len(said) != 3 or said[1] != b"blob":
            return None
        left = int(said[2]) + 1
        kept = answers.read(min(left, most + 1))
        for size in range(left - len(kept), 0, -_PIECE):  # a few kilobytes of a pack can stand for gigabytes
            answers.read(min(size, _PIECE))
        return kept[: left - 1]
