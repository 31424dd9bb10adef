"""All commands together with the options before them, and how a run of them ends."""

import sys
import traceback
from typing import Annotated, NoReturn

import typer

from postmortem_tracker import __version__
from postmortem_tracker.cli import check, remind, report, setup, syncing
from postmortem_tracker.cli.base import Exit, Globals, app, open_console
from postmortem_tracker.cli.console import unwritten
from postmortem_tracker.errors import ConfigError, TrackerError, UsageError

# As a newcomer meets them, in --help and in the reference.
_ORDER = ("parse", "plan", "sync", "apply", "report", "check", "remind", "explain", "init", "doctor")
app.registered_commands.sort(key=lambda each: _ORDER.index(each.callback.__name__ if each.callback else ""))

__all__ = ["Exit", "app", "check", "remind", "report", "run", "setup", "syncing"]


def _print_version(wanted: bool) -> None:
    if wanted:
        open_console().out(f"postmortem-tracker {__version__}")
        raise typer.Exit


@app.callback()
def _globals(
    config: Annotated[str | None, typer.Option(help="Configuration file.", metavar="FILE")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more, on stderr; show tracebacks.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only errors and results.")] = False,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="Server that a token of the environment may be sent to; may be repeated."),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", "-V", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    Globals.config, Globals.verbose, Globals.quiet = config, verbose, quiet
    Globals.allowed_hosts = tuple(allow_host or ())


def run() -> NoReturn:
    """Run the command line and exit; expected failures end in one line and a hint."""
    try:
        app(standalone_mode=True)
    except SystemExit as end:
        sys.exit(_with_output(end.code))
    except TrackerError as error:
        open_console().error(error)
        sys.exit(Exit.USAGE if isinstance(error, UsageError | ConfigError) else Exit.INCOMPLETE)
    except RecursionError:
        open_console().error(
            TrackerError("the input is nested too deeply", "simplify the document or the configuration")
        )
        sys.exit(Exit.INCOMPLETE)
    except Exception as error:
        # The last resort: a failed run must never look clean, and a traceback helps only those who asked for it.
        hint = (
            "report what is printed above" if Globals.verbose else "run again with --verbose and report what it prints"
        )
        if Globals.verbose:
            open_console().detail("".join(traceback.format_exception(error)).rstrip())
        message = f"unexpected {type(error).__name__}: {error}".splitlines()[0]
        open_console().error(TrackerError(message, hint))
        sys.exit(Exit.INCOMPLETE)
    sys.exit(_with_output(Exit.CLEAN))


def _with_output(code: int | str | None) -> int | str | None:
    """The exit code, worse where what was to be printed could not be."""
    if why := unwritten():
        hint = "everything was done but for printing it" if not code else ""
        open_console().error(TrackerError(f"the output could not be written: {why}", hint))
        return int(Exit.INCOMPLETE)
    return code
