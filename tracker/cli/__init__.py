"""The command line: parses arguments, composes the rest, prints. The only importer of `integrations`."""

import atexit
import gc
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and exit; expected failures end in one line and a hint."""
    # A short run is mostly imports: the collector would look through all of them, again and again, and at exit.
    gc.set_threshold(50_000, 20, 20)
    atexit.register(gc.freeze)
    try:
        from postmortem_tracker.cli.commands import run

        run()
    except KeyboardInterrupt:  # before the command began, or after it ended
        sys.exit(130)
