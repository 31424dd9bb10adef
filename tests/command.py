"""The real command in a process of its own, for tests that run it many times.

Most of what a start costs is loading. One process loads the command for all tests of a worker, and forks for each call:
folder, environment, arguments, streams and end are the child's own, as after a start. What the interpreter reads before
it loads anything is not; tests about that start one.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import select
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from types import ModuleType
from typing import NamedTuple

_ROOT = Path(__file__).parents[1]
_LONGEST = 120  # seconds


class Streams(NamedTuple):
    """The descriptors that a call reads and writes."""

    stdin: int
    stdout: int
    stderr: int


@cache
def _address() -> str:
    """Where the process listens that has loaded the command; it ends with this one."""
    address = str(Path(mkdtemp(prefix="pt"), "calls"))
    started = subprocess.Popen([sys.executable, "-m", "tests.command", address], cwd=_ROOT, stdin=-1, stdout=-1)
    assert started.stdout is not None
    assert started.stdout.readline(), "the command cannot be loaded"
    return address


def call(*arguments: str, cwd: Path, env: Mapping[str, str], streams: Streams, timeout: float = _LONGEST) -> int:
    """The exit code of the command with just this environment, negative for a signal."""
    asked = json.dumps({"arguments": arguments, "cwd": str(cwd), "env": dict(env), "timeout": timeout})
    return _ask(_address(), asked.encode(), streams)


def run(
    *arguments: str, cwd: Path, env: Mapping[str, str], timeout: float = _LONGEST
) -> subprocess.CompletedProcess[str]:
    """The same with what the command prints. Raises TimeoutExpired."""
    with TemporaryDirectory() as folder:
        names = (os.devnull, f"{folder}/out", f"{folder}/err")
        opened = Streams(*(os.open(name, os.O_RDWR | os.O_CREAT, 0o600) for name in names))
        code = call(*arguments, cwd=cwd, env=env, streams=opened, timeout=timeout)
        for each in opened:
            os.close(each)
        if code == -signal.SIGALRM:
            raise subprocess.TimeoutExpired(arguments, timeout)
        said = (Path(name).read_text("utf-8", errors="surrogateescape") for name in names[1:])
        return subprocess.CompletedProcess(arguments, code, *said)


def script(path: Path) -> Path:
    """Write the command as a file that a shell can run, and give its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    python = f"{sys.executable} -I -S {Path(__file__)}"
    path.write_text(f'#!/bin/sh\nexec {python} --from-shell {shlex.quote(_address())} "$@"\n')
    path.chmod(0o755)
    return path


def _ask(address: str, asked: bytes, streams: Streams) -> int:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(address)
        socket.send_fds(connection, [len(asked).to_bytes(4)], list(streams))
        connection.sendall(asked)
        said = connection.recv(16)
    assert said, "the process that has loaded the command ended"
    return int(said)


def _from_shell(address: str, *arguments: str) -> None:
    asked = {"arguments": arguments, "cwd": str(Path.cwd()), "env": dict(os.environ), "timeout": _LONGEST}
    code = _ask(address, json.dumps(asked).encode(), Streams(0, 1, 2))
    sys.exit(code if code >= 0 else 128 - code)


def _serve(address: str) -> None:
    """Fork for each call; returns in the child, which then is what a start of the command would be."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who wait for a call
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        sys.stdout.write("listening\n")
        sys.stdout.flush()
        while sys.stdin not in select.select([listening, sys.stdin], [], [])[0]:
            connection, _ = listening.accept()
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                break
            connection.close()
        else:
            sys.exit()
    _do(connection)


def _do(connection: socket.socket) -> None:
    size, streams, _, _ = socket.recv_fds(connection, 4, 3)
    asked = connection.makefile("rb").read(int.from_bytes(size))
    child = os.fork()
    if child == 0:
        connection.close()
        _become(Streams(*streams), **json.loads(asked))
        return
    for each in streams:
        os.close(each)
    _, status = os.waitpid(child, 0)
    connection.sendall(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _become(streams: Streams, *, arguments: list[str], cwd: str, env: dict[str, str], timeout: float) -> None:
    for number, opened in enumerate(streams):
        os.dup2(opened, number)
        os.close(opened)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    sys.modules["__main__"] = ModuleType("__main__")  # that of a script, of no package
    sys.argv = ["postmortem-tracker", *arguments]
    sys.path[0] = cwd
    signal.setitimer(signal.ITIMER_REAL, timeout)


def _end(command: Callable[[], None]) -> None:
    """Run it and end as an interpreter does, but for taking apart what was loaded, which would copy all of it first."""
    try:
        command()
    except SystemExit as stop:
        if not isinstance(stop.code, int | None):
            raise
        for each in set(threading.enumerate()) - {threading.current_thread()}:
            if not each.daemon:
                each.join()
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(stop.code or 0)


if __name__ == "__main__" and sys.argv[1] == "--from-shell":
    _from_shell(*sys.argv[2:])
elif __name__ == "__main__":
    import postmortem_tracker
    from postmortem_tracker import integrations, markdown
    from postmortem_tracker.cli import main

    for package in (postmortem_tracker, integrations):
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(each.name)
    markdown.parse("# INC-1\n\n## Action items\n\n- [ ] Test it\n", "a.md")  # what is made of the words once
    gc.freeze()  # what was loaded is shared with those that are forked, as long as nobody looks it over
    _serve(sys.argv[1])
    _end(main)
