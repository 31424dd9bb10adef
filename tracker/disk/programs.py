"""Where a program is that is run: never in the checkout, which may bring one of its name."""

from __future__ import annotations

import os
import shutil


def found(name: str) -> str | None:
    """The program in the first folder of PATH that has it; None where none has.

    An empty or relative folder of PATH is the working directory, which Windows would look into anyway.
    """
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    there = (shutil.which(os.path.join(folder, name)) for folder in folders if os.path.isabs(folder))
    return next((each for each in there if each), None)
