"""The only file I/O on documents: read them, and replace them atomically."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from typing import NamedTuple

from postmortem_tracker.disk import locks, regular
from postmortem_tracker.errors import DocumentChangedError, DocumentError

_LOCK_WAIT = 30.0
_ATTEMPTS = 3  # an editor that saves just now has finished by then
MAX_BYTES = 5_000_000


class Document(NamedTuple):
    """One file's bytes as read; ``path`` is POSIX, as given or relative to the working directory."""

    path: str
    data: bytes


def read(path: str, max_bytes: int = MAX_BYTES) -> Document:
    """The document at ``path``. Raises DocumentError where it cannot be read, is no regular file, or is too large."""
    try:
        return Document(path, regular.read(path, max_bytes)[0])
    except regular.RefusedError as error:
        hint = "split the document or raise max_document_bytes" if "limit" in error.why else "name a file"
        raise DocumentError(f"{path}: {error.why}", hint) from error
    except OSError as error:
        raise DocumentError(
            f"{path}: cannot be read: {error.strerror or error}", "check the file's permissions"
        ) from error


def update(path: str, change: Callable[[bytes], bytes], root: str | None = None) -> bytes:
    """Replace the document by ``change(its bytes now)`` and return the bytes it then has.

    With ``root`` the document must really lie in it. Writers exclude each other, so none loses what another wrote.
    The file is replaced atomically, keeping its mode; a symbolic link is followed and stays one; nothing is written
    where nothing changes. Raises DocumentError where it cannot be written and DocumentChangedError where someone else
    keeps writing it.
    ``change`` may be called several times, each time with the bytes as they then are.
    """
    from filelock import FileLock, Timeout

    target = os.path.realpath(path)
    if root is not None and not regular.is_inside(target, root):
        raise DocumentError(f"{path}: is a symbolic link out of the repository", "put the document itself there")
    try:
        with FileLock(locks.path_for(target), timeout=_LOCK_WAIT):
            return _changed(target, change)
    except Timeout as error:
        raise DocumentError(f"{path}: another process is writing it", "try again when that run has ended") from error
    except OSError as error:
        raise _unwritten(path, error) from error


def check_writable(path: str) -> None:
    """Raises DocumentError where `update` could not replace the document, as far as permissions tell."""
    try:
        _permitted(os.path.realpath(path))
    except OSError as error:
        raise _unwritten(path, error) from error


def _permitted(target: str) -> int:
    """The file's mode; raises where it or its directory is read-only."""
    mode = os.stat(target).st_mode
    # The superuser could write a file that its owner protects, and should not.
    if not mode & stat.S_IWUSR or not os.access(target, os.W_OK):
        raise PermissionError(13, "the file is read-only")
    if not os.access(os.path.dirname(target), os.W_OK | os.X_OK):
        raise PermissionError(13, "its directory is read-only")
    return mode


def _unwritten(path: str, error: OSError) -> DocumentError:
    return DocumentError(
        f"{path}: cannot be written: {error.strerror or error}",
        "the document is unchanged; free space or fix its permissions, then run again",
    )


def _changed(target: str, change: Callable[[bytes], bytes]) -> bytes:
    for attempt in range(1, _ATTEMPTS + 1):
        before = read(target, regular.RESULT_BYTES).data
        after = change(before)
        if after == before:
            return after
        try:
            _replace(target, before, after)
        except DocumentChangedError:
            if attempt == _ATTEMPTS:
                raise
        else:
            return after
    raise AssertionError("unreachable: the last attempt returns or raises")


def _replace(target: str, before: bytes, after: bytes) -> None:
    mode = _permitted(target)
    # One name per document, used under its lock: what a killed run left behind is taken up by the next one.
    temporary = os.path.join(os.path.dirname(target), f".{os.path.basename(target)[:200]}.postmortem-tracker.tmp")
    try:
        with os.fdopen(_fresh(temporary), "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, stat.S_IMODE(mode))
        # Editors know no lock: look once more, as late as possible.
        if regular.read(target, regular.RESULT_BYTES)[0] != before:
            raise DocumentChangedError(f"{target}: changed while it was being written", "run the command again")
        os.replace(temporary, target)
    except BaseException:
        if os.path.lexists(temporary):
            os.unlink(temporary)
        raise


def _fresh(path: str) -> int:
    """A new file, whatever lay there before: never written through a link that someone put in its place."""
    if os.path.lexists(path):
        os.unlink(path)
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
