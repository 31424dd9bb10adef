"""The one reader of files: regular ones, inside the folder that may be read, of a size that is looked at first."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

SETTINGS_BYTES = 1_000_000  # more than anybody writes by hand: configuration, keys, one issue
RESULT_BYTES = 200_000_000  # what this program itself may have written: snapshots, plans, baselines
FOLDERS = "POSTMORTEM_TRACKER_ALLOWED_FOLDERS"  # a variable: folders outside of the repository that somebody means

_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC"))


class RefusedError(OSError):
    """What is there is no file to be read; ``why`` says it in words for people."""

    def __init__(self, why: str) -> None:
        super().__init__(0, why)
        self.why = why


def read(path: str | Path, limit: int, *, follow: bool = True) -> tuple[bytes, os.stat_result]:
    """The bytes of a regular file and the status they were read at.

    Raises OSError where it cannot be read, RefusedError for devices, pipes, folders, links that are not to be
    followed, and more than ``limit`` bytes.
    """
    # Without O_NONBLOCK the mere opening of a pipe would wait for somebody who writes into it.
    flags = _FLAGS | (0 if follow else getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(os.open(path, flags), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise RefusedError("not a regular file")
        if status.st_size > limit:
            raise RefusedError(f"{status.st_size:,} bytes, more than the limit of {limit:,}")
        data = file.read(limit + 1)  # a file of /proc says that it has no bytes, and one may grow meanwhile
        if len(data) > limit:
            raise RefusedError(f"more than the limit of {limit:,} bytes")
        return data, status


def is_inside(path: str, folder: str) -> bool:
    """Whether a path is the folder or below it; both are absolute and real."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def allowed(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The real paths of the folders outside of the repository that the environment names."""
    return tuple(os.path.realpath(each) for each in environment.get(FOLDERS, "").split(os.pathsep) if each)


def shown(path: str) -> str:
    """A file's name as text that every output can hold: what is not UTF-8 is written as ``\\xe9``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
