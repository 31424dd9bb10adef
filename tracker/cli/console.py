"""What people see: machine output on stdout, everything else on stderr; no terminal escapes from documents."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TextIO

from postmortem_tracker.errors import ConfigError, TrackerError
from postmortem_tracker.text.printable import folded, harmless, no_commands, plain


@dataclass(frozen=True, slots=True)
class Console:
    """How much is said, and whether in colour."""

    quiet: bool = False
    verbose: bool = False

    def out(self, text: str, *, commands: bool = False) -> None:
        """The result, on stdout; ``commands`` says that it is made of GitHub's workflow commands."""
        _wipe()
        if not _lost:
            text = harmless(text if text.endswith("\n") else text + "\n", colour=self.colour)
            _write(text if commands or not _is_log(sys.stdout) else no_commands(text))

    def say(self, text: str) -> None:
        """A remark, on stderr; silent with --quiet."""
        if not self.quiet:
            self._err(text)

    def detail(self, text: str) -> None:
        """A remark for --verbose."""
        if self.verbose:
            self._err(text)

    def error(self, error: TrackerError) -> None:
        """What went wrong and what to do next, on stderr; never silent."""
        self._err(f"{self.paint('31', 'error:', is_terminal(sys.stderr))} {plain(error.message)}")
        if error.hint:
            self._err(f"  hint: {plain(error.hint)}")
        for each in error.others if isinstance(error, ConfigError) else ():
            self.error(each)

    def _err(self, text: str) -> None:
        with contextlib.suppress(OSError, AttributeError):  # it may be closed or full: a run goes on without it
            _wipe()
            text = harmless(text.rstrip("\n"), colour=_coloured(is_terminal(sys.stderr)))
            if is_terminal(sys.stderr):
                text = folded(text, shutil.get_terminal_size().columns)
            sys.stderr.write((no_commands(text) if _is_log(sys.stderr) else text) + "\n")
            sys.stderr.flush()

    @property
    def colour(self) -> bool:
        """Whether stdout takes colours: a terminal, and no NO_COLOR."""
        return _coloured(is_terminal())

    @property
    def room(self) -> int | None:
        """How many columns stdout shows; None where it is no terminal."""
        return shutil.get_terminal_size().columns if is_terminal() else None

    def folded(self, text: str) -> str:
        """Lines for people in the width of the terminal, broken between words; as they are where it is none."""
        return text if self.room is None else folded(text, self.room)

    def paint(self, code: str, text: str, terminal: bool) -> str:
        """The text in a colour, on a terminal that takes it."""
        return f"\x1b[{code}m{text}\x1b[0m" if _coloured(terminal) else text


def _is_log(stream: TextIO) -> bool:
    """Whether GitHub Actions reads the stream, and does what it says; a file is nobody's log."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return False
    try:
        return not stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError, AttributeError):  # it may be closed, or no file at all
        return True


_lost: list[str] = []  # why stdout takes no more


def _write(data: str) -> None:
    """Write on stdout; what it cannot take is noted, so that a run under way ends what it began."""
    stream = sys.stdout
    try:
        if stream is None:
            raise OSError(0, "it is closed")
        try:
            stream.write(data)
        except UnicodeEncodeError:
            stream.buffer.write(data.encode("utf-8"))
        stream.flush()
    except OSError as error:
        _lost.append("" if isinstance(error, BrokenPipeError) else str(error.strerror or error))
        # Nothing more goes there, at exit neither.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def unwritten() -> str:
    """Why the output could not be written; empty where it was, or where its reader left, as `head` does."""
    return "".join(_lost)


def is_terminal(stream: TextIO | None = None) -> bool:
    """Whether a stream (default: stdout) is one that somebody looks at."""
    stream = sys.stdout if stream is None else stream
    return stream is not None and stream.isatty()


_bars: list[str] = []  # the bar that stands on the terminal, to be wiped away before anything else is written


def progress(total: int, what: str, quiet: bool) -> Callable[[], None]:
    """A bar on stderr that each call moves on and the last one removes; on a terminal only."""
    if quiet or total < 2 or not is_terminal(sys.stderr) or os.environ.get("TERM") == "dumb":
        return lambda: None
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        _wipe()
        if done < total:
            width = 24 * done // total
            _bars.append(f"{what} [{'#' * width}{'.' * (24 - width)}] {done}/{total}")
            sys.stderr.write(_bars[0])
            sys.stderr.flush()

    return tick


def _wipe() -> None:
    if _bars:
        _bars.clear()
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _coloured(terminal: bool) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (terminal and os.environ.get("TERM") != "dumb")


def interrupted(error: KeyboardInterrupt) -> None:
    """Say in one line, on stderr and also with --quiet, that Ctrl-C ended the run."""
    Console().say(str(error) or "interrupted: what was done stays done; run the same command again to go on")


def waiting(until: datetime) -> str:
    """Says until when a rate limit makes the run wait."""
    return f"rate limit: waiting until {until.astimezone():%H:%M:%S}"
