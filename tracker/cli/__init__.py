"""The command line: parses arguments, composes the rest, prints. The only importer of `integrations`."""

import gc
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and exit; expected failures end in one line and a hint."""
    try:
        # Nothing of what is loaded is garbage, and looking for some, then and at the end, is a fifth of a start.
        gc.disable()
        # Loaded here, where Ctrl-C ends the run quietly also while it is still loading.
        from postmortem_tracker.cli.commands import run

        gc.freeze()
        gc.enable()
        run()
    except KeyboardInterrupt:
        sys.exit(130)
