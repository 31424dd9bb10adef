"""The real command and git, as an attacker's victim runs them."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import typer

from postmortem_tracker.cli import commands
from tests import command

POSTMORTEM = """\
# INC-1 Checkout outage

**Date:** 2027-03-12

## Action items

- [ ] Widen the pool to 200 connections @dana due 2027-04-10
"""
_IDENTITY = {
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.com",
    "GIT_CONFIG_GLOBAL": os.devnull,
}


def run(where: Path, *arguments: str, timeout: float = 60, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a folder, with nothing in its environment but what is given."""
    return command.run(*arguments, cwd=where, env=_given(environment), timeout=timeout)


def start(where: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same from the interpreter's start, for attacks on it."""
    return subprocess.run(
        [sys.executable, "-m", "postmortem_tracker", *arguments],
        cwd=where,
        env=_given(environment),
        capture_output=True,
        text=True,
        errors="surrogateescape",
        timeout=60,
        check=False,
    )


def _given(environment: Mapping[str, str]) -> Mapping[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "XDG_CACHE_HOME") if name in os.environ}
    return {**kept, "NO_COLOR": "1", "GIT_CONFIG_GLOBAL": os.devnull, **environment}


@cache
def _made_of_the_words() -> object:
    """The commands with their options, which take a third of a short call to make and are the same for each."""
    return typer.main.get_command(commands.app)


class Done(NamedTuple):
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def inside(where: Path, *arguments: str, **environment: str) -> Done:
    """The same in this process, for attacks of which there are hundreds."""
    kept = {name: os.environ[name] for name in ("PATH", "XDG_CACHE_HOME") if name in os.environ}
    before, here = dict(os.environ), Path.cwd()
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    os.environ.clear()
    os.environ.update({**kept, "HOME": str(where), "NO_COLOR": "1", "GIT_CONFIG_GLOBAL": os.devnull, **environment})
    os.chdir(where)
    code: object = 0
    try:
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            mock.patch.object(sys, "argv", ["postmortem-tracker", *arguments]),
            mock.patch("typer.main.get_command", return_value=_made_of_the_words()),
        ):
            commands.run()
    except SystemExit as error:
        code = error.code
    except Exception:
        err.write(traceback.format_exc())  # as --verbose shows it
        code = 1
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(before)
    for stream in (out, err):
        stream.flush()
    said = [stream.buffer.getvalue().decode() for stream in (out, err)]
    return Done(int(str(code or 0)), *said)


def git(where: Path, *arguments: str) -> str:
    """What git prints; it must not fail."""
    done = subprocess.run(
        ["git", "-C", str(where), *arguments],
        env={**os.environ, **_IDENTITY},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.strip()
