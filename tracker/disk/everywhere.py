"""Every file that may be a document, also where nobody looks for one: what lies there has not left the repository."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator
from pathlib import Path

from postmortem_tracker.disk.kinds import SUFFIXES

_MAY_BE = (*SUFFIXES, ".txt")  # as a document is called that was put away


def everywhere(root: Path, without: Container[str] = ()) -> Iterator[str]:
    """The files below ``root``, hidden folders and dependencies included; ``without`` are folders by their real paths.

    Neither git's own files nor those of another repository inside this one, and no link is followed: where it leads to
    inside of ``root``, the file itself is found.
    """
    for folder, folders, files in os.walk(os.path.realpath(root)):
        folders[:] = sorted(each for each in folders if _is_ours(os.path.join(folder, each), without))
        for name in sorted(files):
            path = os.path.join(folder, name)
            if name.lower().endswith(_MAY_BE) and not os.path.islink(path):
                yield path


def _is_ours(folder: str, without: Container[str]) -> bool:
    return (
        os.path.basename(folder) != ".git"
        and folder not in without
        and not os.path.lexists(os.path.join(folder, ".git"))
    )
