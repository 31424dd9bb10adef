"""Reads and writes the files that results go to: reports, plans, baselines."""

from __future__ import annotations

import os
from pathlib import Path

from postmortem_tracker.errors import UsageError


def read(path: str) -> str:
    """The text of a file. Raises UsageError where it cannot be read."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read", "check the path") from error


def write(path: str, text: str) -> None:
    """Put a result into a file, atomically; devices, pipes and links stay what they are. Raises UsageError.

    Missing folders are made.
    """
    import tempfile

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
    except OSError as error:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
        raise UsageError(f"{path}: cannot be written: {error.strerror}", "choose another file") from error
