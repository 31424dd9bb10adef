"""The command line: parses arguments, composes the rest, prints. The only importer of `integrations`."""

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and exit; expected failures end in one line and a hint."""
    try:
        # Loaded here, where Ctrl-C ends the run quietly also while it is still loading.
        from postmortem_tracker.cli.commands import run

        run()
    except KeyboardInterrupt:
        sys.exit(130)
