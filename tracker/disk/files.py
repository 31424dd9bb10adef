"""Reads and writes the files that results go to: reports, plans, baselines."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from postmortem_tracker.disk import fresh, regular
from postmortem_tracker.errors import UsageError
from postmortem_tracker.text.printable import harmless


def read(path: str, what: str = "cannot be read", hint: str = "check the path") -> str:
    """The text of a file that this program made. Raises UsageError where it is no such file."""
    try:
        return regular.read(path, regular.RESULT_BYTES)[0].decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: {what}: it is not UTF-8", hint) from error
    except OSError as error:
        raise UsageError(f"{path}: {what}: {error.strerror or error}", hint) from error


def write(path: str, text: str) -> None:
    """Put a result into a file, atomically; devices, pipes and links stay what they are. Raises UsageError.

    Missing folders are made. A name in the checkout must really lie in it: a pull request can bring the link.
    """
    refuse_led_away(path)
    try:
        _write(Path(path), harmless(text).encode("utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}", "choose another file") from error


def _write(path: Path, data: bytes) -> None:
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    with fresh.beside(target, data) as written:
        if target.exists():
            written.chmod(stat.S_IMODE(target.stat().st_mode))
        written.replace(target)


def refuse_led_away(path: str) -> None:
    """Raises UsageError where a link makes a name in the checkout mean a file outside of it, or one of git's own."""
    root = _checkout()
    named = Path(os.path.abspath(path))
    if not any(os.path.realpath(folder) == root for folder in named.parents):
        return  # whoever names a place outside means it
    real = os.path.realpath(path)
    inside = regular.is_inside(real, root)
    if not inside or (_is_gits(Path(real).relative_to(root)) and not _is_gits(named)):
        where = "to git's own files" if inside else "out of the repository"
        raise UsageError(f"{path}: a symbolic link leads {where}, to {real}", "name that file itself if you mean it")


def _checkout() -> str:
    """The real path of the repository around the working directory, which itself stands for it where there is none."""
    here = Path.cwd()
    return os.path.realpath(next((each for each in (here, *here.parents) if os.path.lexists(each / ".git")), here))


def _is_gits(path: Path) -> bool:
    """Whether a path leads through git's own folder, in capitals too, as it is the same on many disks."""
    return ".git" in map(str.casefold, path.parts)
