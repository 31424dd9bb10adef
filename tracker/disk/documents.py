"""The only file I/O on documents: find, read, and replace them atomically."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from postmortem_tracker.errors import DocumentChangedError, DocumentError, UsageError

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
_SKIPPED = {"node_modules", "__pycache__", "venv", "site-packages", "vendor", "dist", "build"}
_LOCK_WAIT = 30.0
_ATTEMPTS = 3  # an editor that saves just now has finished by then


class Document(NamedTuple):
    """One file's bytes as read; ``path`` is POSIX, as given or relative to the working directory."""

    path: str
    data: bytes


def find(paths: Sequence[str], max_files: int = 100_000) -> tuple[str, ...]:
    """Markdown files named by files, directories (searched) and globs, each once, sorted within its argument.

    Raises UsageError for a path that does not exist, a pattern or directory without Markdown.
    """
    found: dict[str, None] = {}
    for path in paths:
        here = list(_expand(path))
        if not here:
            raise UsageError(f"{path}: no Markdown documents here", f"looked for {', '.join(SUFFIXES)} files")
        for name in here:
            found.setdefault(name)
        if len(found) > max_files:
            raise UsageError(f"{path}: more than {max_files} documents", "name a smaller directory")
    return tuple(found)


def _expand(path: str) -> Iterator[str]:
    if os.path.isfile(path):
        yield _posix(path)
    elif os.path.isdir(path):
        yield from _walk(path)
    elif glob.has_magic(path):
        for match in sorted(glob.glob(path, recursive=True)):
            if os.path.isfile(match) and match.lower().endswith(SUFFIXES) and not _hidden(match):
                yield _posix(match)
    elif os.path.lexists(path):
        raise UsageError(f"{path}: not a readable file or directory", "a broken symbolic link or a device?")
    else:
        raise UsageError(f"{path}: no such file or directory", "check the path or pattern")


def _hidden(path: str) -> bool:
    return any(part in _SKIPPED or (part.startswith(".") and part not in {".", ".."}) for part in Path(path).parts)


def _walk(root: str) -> Iterator[str]:
    for folder, names, files in os.walk(root):
        names[:] = sorted(n for n in names if n not in _SKIPPED and not n.startswith("."))
        for name in sorted(files):
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                yield _posix(os.path.join(folder, name))


def _posix(path: str) -> str:
    return os.path.normpath(path).replace(os.sep, "/")


def read(path: str) -> Document:
    """The document at ``path``. Raises DocumentError where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return Document(path, file.read())
    except OSError as error:
        raise DocumentError(
            f"{path}: cannot be read: {error.strerror or error}", "check the file's permissions"
        ) from error


def update(path: str, change: Callable[[bytes], bytes]) -> bytes:
    """Replace the document by ``change(its bytes now)`` and return the bytes it then has.

    Writers exclude each other, so none loses what another wrote. The file is replaced atomically, keeping its
    mode; a symbolic link is followed and stays one; nothing is written where nothing changes. Raises
    DocumentError where it cannot be written and DocumentChangedError where someone else keeps writing it.
    ``change`` may be called several times, each time with the bytes as they then are.
    """
    from filelock import FileLock, Timeout

    target = os.path.realpath(path)
    try:
        with FileLock(_lock_path(target), timeout=_LOCK_WAIT):
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
        before = read(target).data
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


def _lock_path(target: str) -> str:
    # Beside the document a lock would dirty the checkout; it lives in the temporary directory, named by the path.
    import tempfile

    folder = os.path.join(tempfile.gettempdir(), f"postmortem-tracker-{os.getuid() if hasattr(os, 'getuid') else 0}")
    os.makedirs(folder, mode=0o700, exist_ok=True)
    import hashlib  # loads OpenSSL, which reading alone does not need

    return os.path.join(folder, hashlib.blake2s(target.encode("utf-8", "surrogateescape")).hexdigest()[:32] + ".lock")


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
        with open(target, "rb") as file:
            if file.read() != before:
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
