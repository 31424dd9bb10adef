"""Reads and writes the files that results go to: reports, plans, baselines."""

from __future__ import annotations

import os
from pathlib import Path

from postmortem_tracker.disk import regular
from postmortem_tracker.errors import UsageError
from postmortem_tracker.text.printable import harmless


def read(path: str, what: str = "cannot be read", hint: str = "check the path") -> str:
    """The text of a file that this program made. Raises UsageError where it is no such file."""
    try:
        return regular.read(path, regular.RESULT_BYTES)[0].decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {what}", hint) from error


def write(path: str, text: str) -> None:
    """Put a result into a file, atomically; devices, pipes and links stay what they are. Raises UsageError.

    Missing folders are made. A name in the checkout must really lie in it: a pull request can bring the link.
    """
    import tempfile

    text = harmless(text)
    target = Path(os.path.realpath(path))
    refuse_led_away(path)
    temporary = ""
    try:
        if Path(path).exists() and not Path(path).is_file():
            with open(path, "w", encoding="utf-8", newline="") as stream:
                stream.write(text)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.chmod(temporary, target.stat().st_mode & 0o777 if target.exists() else 0o644)
        os.replace(temporary, target)
        temporary = ""
    except OSError as error:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
        raise UsageError(f"{path}: cannot be written: {error.strerror}", "choose another file") from error
    finally:
        if temporary and os.path.lexists(temporary):
            os.unlink(temporary)


def refuse_led_away(path: str) -> None:
    """Raises UsageError where a link makes a name in the checkout mean a file outside of it, or one of git's own."""
    root = _checkout()
    named = Path(os.path.abspath(path))
    if not any(os.path.realpath(folder) == root for folder in named.parents):
        return  # whoever names a place outside means it
    real = os.path.realpath(path)
    inside = regular.is_inside(real, root)
    if not inside or ".git" in Path(real).relative_to(root).parts[:-1]:
        where = "to git's own files" if inside else "out of the repository"
        raise UsageError(f"{path}: a symbolic link leads {where}, to {real}", "name that file itself if you mean it")


def _checkout() -> str:
    """The real path of the repository around the working directory, which itself stands for it where there is none."""
    here = Path.cwd()
    return os.path.realpath(next((each for each in (here, *here.parents) if os.path.lexists(each / ".git")), here))
