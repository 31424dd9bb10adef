"""A new file that takes another's place once it is complete."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def beside(target: Path, data: bytes) -> Iterator[Path]:
    """A hidden file with these bytes next to ``target``, which is gone at the end where nobody moved it.

    It has the rights that the user's umask leaves to a new file. Raises OSError.
    """
    path = target.parent / f".postmortem-tracker.{secrets.token_hex(8)}.tmp"
    # Not mkstemp, whose files are their owner's alone whatever the umask: what the mode was meant to be is lost then.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield path
    finally:
        path.unlink(missing_ok=True)
