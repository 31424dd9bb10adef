"""The directory of issue files: scanning, atomic writes, and the lock that makes numbers unique."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import filelock

from postmortem_tracker.disk import branches, changed_files, fresh, regular
from postmortem_tracker.errors import TrackerUnavailableError

_NAME = re.compile(r"0*([1-9][0-9]*)(?:-[^/\\]*)?\.md", re.ASCII)
_IGNORED = b"# Locks and unfinished writes of postmortem-tracker.\n/.*\n!/.gitignore\n"
_LOCK_WAIT = 60.0
HIGHEST = 999_999  # more issues than any directory holds; beyond it a file's number is a date, a mistake or malice
_ISSUE_BYTES = 10_000_000  # the longest body in four-byte characters, and room for comments


@lru_cache(maxsize=1 << 16)  # asked for every file at every create
def number_of(name: str) -> int | None:
    """The issue number that a file name begins with; None for any other file."""
    match = _NAME.fullmatch(name)
    return int(match[1]) if match and len(match[1]) <= len(str(HIGHEST)) else None


def number_beyond(name: str) -> int | None:
    """The number of a file that is named as that of an issue would be, where no issue has so high a one."""
    match = _NAME.fullmatch(name)
    return int(match[1]) if match and number_of(name) is None else None


class IssueFiles:
    """One directory of issue files; nothing outside it is read or written, not even through a symbolic link."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._held = 0  # how often this object holds the lock
        self._names: tuple[int, dict[int, list[str]]] | None = None  # when the directory changed last, and its names

    def scan(self) -> list[tuple[int, str, os.stat_result]]:
        """Number, name and status of each issue file, by number and name; none where there is no directory."""
        try:
            with os.scandir(self._checked()) as entries:
                found = [(number_of(entry.name), entry) for entry in entries]
                return sorted(
                    (number, entry.name, entry.stat(follow_symlinks=False)) for number, entry in found if number
                )
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._unavailable(error) from None

    def names(self) -> dict[int, list[str]]:
        """The names of the issue files of each number; do not change it.

        Remembered under `exclusive` while the directory changes only by our own writes: a first sync asks for
        every issue it makes.
        """
        changed = self._changed_at()
        if self._names is not None and self._names[0] == changed:
            return self._names[1]
        names: dict[int, list[str]] = {}
        for name in sorted(self._listed()):
            number = number_of(name)
            if number:
                names.setdefault(number, []).append(name)
        self._names = (changed, names) if self._held else None
        return names

    def numbers_given(self) -> list[int]:
        """The numbers of issue files that this branch has had, also of those that are gone, in order."""
        numbers = {number_of(name) for name in branches.ever_in(self.root)}
        return sorted(number for number in numbers if number)

    def committed(self, files: Mapping[str, bytes], since: datetime) -> Mapping[str, datetime | None]:
        """Of the files that are as this branch has them, when somebody last changed each since then.

        None where no commit did, or none that is at hand.
        """
        return changed_files.last_changes(self.root, files, since)

    def _listed(self) -> list[str]:
        try:
            return os.listdir(self._checked())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._unavailable(error) from None

    def _changed_at(self) -> int:
        try:
            return os.stat(self.root).st_mtime_ns
        except OSError:
            return 0

    def _remember(self, name: str, before: int) -> None:
        """Keep the names true after a write of our own, if nobody else had changed the directory until then."""
        number = number_of(name)
        if self._names is None or self._names[0] != before or not number:
            self._names = None
            return
        known = self._names[1].setdefault(number, [])
        if name not in known:
            known.append(name)
            known.sort()
        self._names = (self._changed_at(), self._names[1])

    def ignored(self) -> list[tuple[int, str]]:
        """Number and name of the files beyond the highest number that an issue may have."""
        found = ((number_beyond(name), name) for name in self._listed())
        return sorted((number, name) for number, name in found if number)

    def read(self, name: str) -> tuple[bytes, os.stat_result]:
        """One file's bytes with the status they were read at; raises OSError."""
        return regular.read(self.root / name, _ISSUE_BYTES, follow=False)

    def write(self, name: str, data: bytes, mode: int | None = None) -> os.stat_result:
        """Replace one file, or make it where ``mode`` is None, whole or not at all; hold `exclusive` around it.

        What is made never takes the place of a file that is there.
        """
        before = self._changed_at()
        try:
            with fresh.beside(self.root / name, data) as written:
                if mode is None:
                    _put_new(written, self.root / name)
                else:
                    os.chmod(written, stat.S_IMODE(mode))
                    os.replace(written, self.root / name)
            self._remember(name, before)
            return os.stat(self.root / name, follow_symlinks=False)
        except OSError as error:
            raise self._unavailable(error) from None

    @contextlib.contextmanager
    def exclusive(self) -> Iterator[None]:
        """Keep every other process and thread from writing issues here; may be nested within one thread."""
        self._prepare()
        lock = filelock.FileLock(self.root / ".lock", is_singleton=True)
        try:
            lock.acquire(timeout=_LOCK_WAIT, poll_interval=0.01)
        except filelock.Timeout:
            hint = "wait for the other run to end, or look for a process that hangs"
            raise TrackerUnavailableError(f"{self.root.as_posix()} is locked by another run", hint) from None
        except OSError as error:
            raise self._unavailable(error) from None
        if not self._held:
            self._names = None  # what was listed before the lock was held may have changed within one tick
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            lock.release()

    def _prepare(self) -> None:
        try:
            self._checked().mkdir(parents=True, exist_ok=True)
            ignored = self.root / ".gitignore"
            if not os.path.lexists(ignored):
                ignored.write_bytes(_IGNORED)
        except OSError as error:
            raise self._unavailable(error) from None

    def _checked(self) -> Path:
        """The directory, unless it leads elsewhere: a repository's content must not choose where we write."""
        for path in (self.root, self.root.parent) if self.root.parent.name == ".postmortem" else (self.root,):
            if path.is_symlink():
                hint = "replace it by a directory, or configure the directory it points to"
                raise TrackerUnavailableError(f"{path.as_posix()} is a symbolic link", hint)
        return self.root

    def _unavailable(self, error: OSError) -> TrackerUnavailableError:
        what = error.strerror or str(error)
        hint = "make it a directory that you may read and write"
        return TrackerUnavailableError(f"issue directory {self.root.as_posix()}: {what}", hint)


def _put_new(temporary: Path, target: Path) -> None:
    """Give a finished file its name. Raises FileExistsError where something has it already."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: the name is taken first, then filled
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        try:
            os.replace(temporary, target)
        except BaseException:
            target.unlink()
            raise
