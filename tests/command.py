"""The real command in a process of its own, for tests that run it many times.

Most of what a start costs is loading. One process loads the command for all tests of a worker, and forks for each call:
folder, environment, arguments, output and end are the child's own, as after a start. What the interpreter reads before
it loads anything is not; tests about that start one.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypedDict

_ROOT = Path(__file__).parents[1]
_LONGEST = 120  # seconds


class _Call(TypedDict):
    """One call, as one process tells another; output is written to files."""

    arguments: Sequence[str]
    cwd: str
    env: Mapping[str, str]
    out: str
    err: str


class _Loaded:
    """The process that has loaded the command, and does one call after another."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        command = [sys.executable, "-m", "tests.command"]
        self._process = subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def do(self, call: _Call) -> int:
        """The exit code, negative for a signal."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._one_at_a_time:
            self._process.stdin.write(json.dumps(call) + "\n")
            self._process.stdin.flush()
            said = self._process.stdout.readline()
        assert said, "the process that has loaded the command ended"
        return int(said)


@cache
def _loaded() -> _Loaded:
    return _Loaded()


def run(*arguments: str, cwd: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the command with just this environment. Raises TimeoutExpired."""
    with TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        call = _Call(arguments=arguments, cwd=str(cwd), env=env, out=str(out), err=str(err))
        code = _loaded().do(call)
        if code == -signal.SIGALRM:
            raise subprocess.TimeoutExpired(arguments, _LONGEST)
        said = (each.read_text("utf-8") for each in (out, err))
        return subprocess.CompletedProcess(arguments, code, *said)


def _serve() -> None:
    """Fork for each call that is read; returns in the child, which then is what a start of the command would be."""
    while line := sys.stdin.readline():
        child = os.fork()
        if child == 0:
            _become(json.loads(line))
            return
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()
    sys.exit()


def _become(call: _Call) -> None:
    from postmortem_tracker import __main__ as started

    for number, name in enumerate((os.devnull, call["out"], call["err"])):
        opened = os.open(name, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    os.chdir(call["cwd"])
    os.environ.clear()
    os.environ.update(call["env"])
    time.tzset()
    sys.modules["__main__"] = started
    sys.argv = [started.__file__, *call["arguments"]]
    sys.path[0] = call["cwd"]
    signal.alarm(_LONGEST)


if __name__ == "__main__":
    import postmortem_tracker
    from postmortem_tracker.cli import main

    for each in pkgutil.walk_packages(postmortem_tracker.__path__, "postmortem_tracker."):
        importlib.import_module(each.name)
    _serve()
    main()
