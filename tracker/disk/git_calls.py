"""The one caller of git, which runs and fetches nothing else, and waits for no more than it can keep."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from postmortem_tracker.disk import git_place
from postmortem_tracker.disk.programs import found
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
    *("-c", "log.showRoot=true"),  # else what the first commit brought was never new
    *("-c", "log.follow=false"),
    *("-c", f"core.attributesFile={os.devnull}"),
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
    "GIT_NO_REPLACE_OBJECTS": "1",  # what the repository puts in place of its commits nobody else sees
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",  # its reasons are passed on, and some are known by their words
}
# Whatever shows a difference would else run programs that the repository names for it.
_PLAIN = ("--no-ext-diff", "--no-textconv", "--no-color")
_COMPARING = frozenset({"log", "diff-index"})
_TIMEOUT = 300.0
_PIECE = 1 << 20
_MOST = 128 << 20  # bytes of what git lists; a repository of a million files has some 90
_MEMORY = 1 << 30  # bytes; the history of the largest public repositories takes less


class GitError(TrackerError):
    """git did not do it: the message is git's own reason."""


def ask(root: Path, *arguments: str) -> bytes:
    """What ``git arguments`` prints in ``root``. Raises GitError with git's reason."""
    answer = carried_out(root, arguments)
    if answer.returncode:
        raise _refusal(root, answer)
    return answer.stdout


_waited_for: set[Path] = set()  # where git has not come back once: it waits at a pipe, and would again


def carried_out(root: Path, arguments: Sequence[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """``git arguments`` in ``root``, carried out. Raises GitError where git does not come back."""
    if root in _waited_for:
        raise _late()
    _make_sure_of(root)
    return _carried_out(root, arguments, given)


def _carried_out(root: Path, arguments: Sequence[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return _within_bounds(_command(root, arguments), given)
    except subprocess.TimeoutExpired:
        _waited_for.add(root)
        raise _late() from None
    except OSError as error:
        raise GitError(f"git cannot be run: {error.strerror}", "check its installation") from None


def _late() -> GitError:
    return GitError(f"git did not answer within {_TIMEOUT:g} s", "is one of its files, such as .gitignore, a pipe?")


_sure_of: set[Path] = set()  # where git's files have been found to be those of the checkout


def _make_sure_of(root: Path) -> None:
    """Raises GitError where what git would tell is not of the checkout around ``root``: another place's, or nothing."""
    if root in _sure_of:
        return
    answer = _carried_out(root, git_place.ASKED)
    if answer.returncode:
        raise _refusal(root, answer)

    def setting(file: str, key: str) -> str:
        told = _carried_out(root, ("config", "--file", file, "--get", key)).stdout
        return os.fsdecode(told).removesuffix("\n")

    told = os.fsdecode(answer.stdout).removesuffix("\n").split("\n")
    if refused := git_place.refusal(root, told, os.environ, setting):
        raise GitError(*refused)
    _sure_of.add(root)


def serving(root: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """``git arguments`` in ``root``, which answers one question after the other. Raises GitError."""
    if root in _waited_for:
        raise _late()
    _make_sure_of(root)
    pipe = subprocess.PIPE
    git = subprocess.Popen(
        _command(root, arguments), stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=_environment()
    )
    _bound(git.pid)
    return git


def end_if_late(root: Path, git: subprocess.Popen[bytes], asked: float) -> bool:
    """Whether one that was asked at this time (monotonic) does not come back; it is ended, and not asked again."""
    if time.monotonic() - asked <= _TIMEOUT:
        return False
    _waited_for.add(root)
    git.kill()
    return True


def _within_bounds(command: Sequence[str], given: bytes) -> subprocess.CompletedProcess[bytes]:
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
                output = _read(process.stdout) if process.stdout else b""
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


def _read(stream: IO[bytes]) -> bytes:
    """What comes until the end, or until it is too much."""
    parts, size = [], 0
    while size <= _MOST and (part := stream.read(_PIECE)):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _bound(pid: int) -> None:
    """Let git have so much memory and no more, where the system knows how: it compares all files of two commits."""
    if sys.platform == "linux":
        import resource

        with contextlib.suppress(OSError):  # it has ended, or nothing may be said of it
            resource.prlimit(pid, resource.RLIMIT_DATA, (_MEMORY, _MEMORY))


def _command(root: Path, arguments: Sequence[str]) -> list[str]:
    """The command line. Raises GitError where git is not installed."""
    git = found("git")
    if git is None:
        raise GitError("git is not installed", "install git, or make it found on PATH")
    at = 0
    while at < len(arguments) and arguments[at].startswith("-"):
        at += 2 if arguments[at] == "-c" else 1
    plain = _PLAIN if arguments[at : at + 1] and arguments[at] in _COMPARING else ()
    return [git, "-C", str(root), *_SAFE, *arguments[: at + 1], *plain, *arguments[at + 1 :]]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if _PASSED_ON.fullmatch(name)}
    return {**kept, **_NOTHING_FETCHED}


_OUT_OF_MEMORY = re.compile(r"out of memory|mmap failed|cannot allocate|unable to create thread", re.IGNORECASE)


def _refusal(root: Path, answer: subprocess.CompletedProcess[bytes]) -> GitError:
    """git's own reason, in one line, and what to do about the usual ones."""
    said = answer.stderr.decode("utf-8", "replace")
    lines = [line.strip() for line in said.splitlines() if line.strip() and not line.startswith("warning:")]
    ended = f"signal {-answer.returncode} ended it" if answer.returncode < 0 else "it failed"
    first = next((line for sign in ("fatal:", "error:") for line in lines if line.startswith(sign)), "")
    fatal = first or (lines[0] if lines else ended)
    reason = fatal.partition(": ")[2] or fatal
    if _OUT_OF_MEMORY.search(said) or answer.returncode < 0:
        return GitError(f"git: {reason}", f"it may take {_MEMORY >> 20:,} MiB of memory: is the history so large?")
    if "dubious ownership" in reason:
        folder = reason.partition("'")[2].rpartition("'")[0] or str(root)
        return GitError(f"git: {reason}", f"run: git config --global --add safe.directory {shlex.quote(folder)}")
    if "not a git repository" in reason:
        return GitError(f"git: {reason}", "run this inside a git repository")
    if "must be run in a work tree" in reason:
        return GitError(*git_place.no_work_tree(root))
    if reason == "bad revision 'HEAD'":
        return GitError("nothing is committed yet", "commit the documents once")
    return GitError(f"git: {reason}", "")


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
