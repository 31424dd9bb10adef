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

    Missing folders are made.
    """
    import tempfile

    text = harmless(text)
    target = Path(os.path.realpath(path))
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
