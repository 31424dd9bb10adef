"""What stands in one folder, and which folders no search goes into."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

from postmortem_tracker.disk.kinds import DEPENDENCIES, DIALECTS, SUFFIXES
from postmortem_tracker.disk.regular import shown
from postmortem_tracker.errors import UsageError

_LOOKED_INTO = 20_000  # entries of a skipped folder that are looked at for a document


class Entries(NamedTuple):
    """What is right in a folder, sorted."""

    files: list[str]
    folders: list[str]
    dialects: list[str]  # near to Markdown


def entries(folder: str) -> Entries:
    """What is right in a folder; raises UsageError where it cannot be read."""
    files, folders, dialects = found = Entries([], [], [])
    try:
        with os.scandir(folder) as listed:
            for entry in sorted(listed, key=lambda each: each.name):
                path = os.path.join(folder, entry.name)
                if _is_folder(entry):
                    folders.append(path)
                elif entry.name.lower().endswith(SUFFIXES):
                    files.append(path)
                elif entry.name.lower().endswith(DIALECTS):
                    dialects.append(path)
    except OSError as error:
        raise UsageError(f"{shown(folder)}: cannot be read: {error.strerror}", "check its permissions") from error
    return found


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder; a link that leads to itself is none, and no fault of the folder that it is in."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def is_skipped(folder: str) -> bool:
    """True for a hidden folder, and one of others' code."""
    return os.path.basename(folder).startswith(".") or holds_dependencies(folder)


def holds_dependencies(folder: str) -> bool:
    """True for a folder of others' code."""
    return os.path.basename(folder) in DEPENDENCIES or os.path.lexists(os.path.join(folder, "pyvenv.cfg"))


def is_passed_over(name: str, searched: Iterable[str]) -> bool:
    """Whether a search of these folders would not go where the name is, POSIX as theirs: hidden, or others' code."""
    inside = next((name[len(each) + 1 :] for each in searched if name.startswith(f"{each}/")), name)
    return any(part.startswith(".") or part in DEPENDENCIES for part in inside.split("/"))


def is_hidden(path: str) -> bool:
    """True for a name that begins with a dot."""
    return os.path.basename(path).startswith(".")


def holds_documents(folder: str) -> bool:
    """True for a folder with a document in it or below, as far as one looks."""
    left = _LOOKED_INTO
    for _, _, files in os.walk(folder):
        left -= 1 + len(files)
        if any(each.lower().endswith(SUFFIXES) for each in files):
            return True
        if left < 0:
            return False
    return False
