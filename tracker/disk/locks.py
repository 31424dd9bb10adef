"""Where the locks of documents lie: with git's own files, else in the user's cache; never where others may write."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from postmortem_tracker.disk import regular

_NAME = "postmortem-tracker"
_LINE = 4096  # bytes


def path_for(target: str) -> str:
    """The lock file of a document, given by its real path; makes the folder it lies in. Raises OSError."""
    name = hashlib.blake2s(os.fsencode(target)).hexdigest()[:32] + ".lock"
    for folder in _folders(target):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            continue
        if not folder.is_symlink() and os.access(folder, os.W_OK | os.X_OK):
            return str(folder / name)
    raise OSError(0, f"no place for its lock: neither git's folder nor {cache_dir()} can be written")


def for_runs(root: Path) -> str:
    """The lock file of all runs that change this checkout, one at a time. Raises OSError where there is no place."""
    return path_for(os.path.join(os.path.realpath(root), "*"))


def _folders(target: str) -> list[Path]:
    git = _git_dir(Path(target).parent)
    return [*([git / _NAME] if git else []), cache_dir() / "locks"]


def _git_dir(start: Path) -> Path | None:
    """The folder of git's own files around a document, of all its work trees together; None outside of one."""
    for folder in (start, *start.parents):
        here = folder / ".git"
        if here.is_symlink():
            return None
        if here.is_dir():
            return here if (here / "HEAD").is_file() else None
        if here.is_file():
            return _linked(here)
    return None


def _linked(file: Path) -> Path | None:
    """Where git's own files are that belong to the file `.git` of a work tree or a submodule."""
    text = _line(file)
    folder = file.parent / text.removeprefix("gitdir:").strip()
    return folder if text.startswith("gitdir:") and (folder / "HEAD").is_file() and _owns(folder, file) else None


def _owns(folder: Path, file: Path) -> bool:
    """Whether git's folder knows the file that leads to it: an archive can bring one that names any folder.

    That of a work tree names the file; that of a submodule lies in the repository around it.
    """
    named = _line(folder / "gitdir")
    if named and os.path.realpath(folder / named) == os.path.realpath(file):
        return True
    above = (os.path.realpath(each / ".git") for each in file.parent.parents)
    return any(regular.is_inside(os.path.realpath(folder), each) for each in above)


def _line(file: Path) -> str:
    """What a small file of git's says; "" where it is none."""
    try:
        return regular.read(file, _LINE)[0].decode().strip()
    except (OSError, UnicodeDecodeError):
        return ""


def cache_dir() -> Path:
    """The user's cache directory for this program; safe to delete."""
    base = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if os.name == "nt" else None)
    return (Path(base) if base else Path.home() / ".cache") / _NAME
