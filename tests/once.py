"""What is costly to make and only read afterwards: made once for all processes that run the tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

if TYPE_CHECKING:
    import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder of this process with a copy of what ``make`` puts into the folder it is given."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # the run's, where each process has a folder of its own
    made = base / f"once-{name}"
    with FileLock(base / f"once-{name}.lock"):
        if not made.is_dir():
            unfinished = base / f"once-{name}-unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(made)
    return shutil.copytree(made, factory.mktemp(name) / "copy", symlinks=True)
