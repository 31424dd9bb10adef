"""The real command in a process of its own, for tests that run it many times.

Most of what a start costs is loading. One process loads the command for all tests of a worker, and forks for each call:
folder, environment, arguments, streams and end are the child's own, as after a start. What the interpreter reads before
it loads anything is not; tests about that start one.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import pkgutil
import select
import shlex
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from io import BufferedIOBase
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from types import ModuleType
from typing import NamedTuple
from unittest import mock

_ROOT = Path(__file__).parents[1]
_LONGEST = 120  # seconds


class Streams(NamedTuple):
    """The descriptors that a call reads and writes."""

    stdin: int
    stdout: int
    stderr: int


class Started:
    """A call under way, which is asked and signalled like a process; its output is kept in files."""

    def __init__(self, arguments: tuple[str, ...], *, cwd: Path, env: Mapping[str, str], timeout: float) -> None:
        self._arguments = arguments
        self._folder = TemporaryDirectory()
        names = [os.devnull, *(f"{self._folder.name}/{name}" for name in ("out", "err"))]
        self._said = [Path(name) for name in names[1:]]
        streams = Streams(*(os.open(name, os.O_RDWR | os.O_CREAT, 0o600) for name in names))
        self._connection = _ask(_address(), _asked(arguments, cwd=cwd, env=env, timeout=timeout), streams)
        for each in streams:
            os.close(each)
        self._answer = self._connection.makefile("rb")
        self.pid = _number(self._answer)
        self.returncode: int | None = None

    def send_signal(self, number: int) -> None:
        """Signal the process, unless it is known to have ended."""
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, negative for a signal. Raises TimeoutExpired."""
        if self.returncode is None:
            if not select.select([self._connection], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(self._arguments, timeout or 0)
            self.returncode = _number(self._answer)
            self._answer.close()
            self._connection.close()
        return self.returncode

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """What was printed to the two streams until the end, which is waited for. Raises TimeoutExpired."""
        self.wait(timeout)
        output, errors = (path.read_text("utf-8", errors="surrogateescape") for path in self._said)
        return output, errors


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
    return _code(_ask(_address(), _asked(arguments, cwd=cwd, env=env, timeout=timeout), streams))


def start(*arguments: str, cwd: Path, env: Mapping[str, str], timeout: float = _LONGEST) -> Started:
    """The same without waiting for the end; it is killed after the timeout in seconds."""
    return Started(arguments, cwd=cwd, env=env, timeout=timeout)


def run(
    *arguments: str, cwd: Path, env: Mapping[str, str], timeout: float = _LONGEST
) -> subprocess.CompletedProcess[str]:
    """The call from beginning to end, with what it prints. Raises TimeoutExpired."""
    started = start(*arguments, cwd=cwd, env=env, timeout=timeout)
    said = started.communicate()
    if started.returncode == -signal.SIGALRM:
        raise subprocess.TimeoutExpired(arguments, timeout)
    return subprocess.CompletedProcess(arguments, started.wait(), *said)


def script(path: Path) -> Path:
    """Write the command as a file that a shell can run, and give its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    python = f"{sys.executable} -I -S {Path(__file__)}"
    path.write_text(f'#!/bin/sh\nexec {python} --from-shell {shlex.quote(_address())} "$@"\n')
    path.chmod(0o755)
    return path


def _asked(arguments: tuple[str, ...], *, cwd: Path, env: Mapping[str, str], timeout: float) -> bytes:
    return json.dumps({"arguments": arguments, "cwd": str(cwd), "env": dict(env), "timeout": timeout}).encode()


def _ask(address: str, asked: bytes, streams: Streams) -> socket.socket:
    """Where the answer comes from: two lines, the process's number when it begins and its code when it ended."""
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(address)
    socket.send_fds(connection, [len(asked).to_bytes(4)], list(streams))
    connection.sendall(asked)
    return connection


def _code(connection: socket.socket) -> int:
    with connection, connection.makefile("rb") as answer:
        _number(answer)
        return _number(answer)


def _number(answer: BufferedIOBase) -> int:
    said = answer.readline()
    assert said, "the process that has loaded the command ended"
    return int(said)


def _from_shell(address: str, *arguments: str) -> None:
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # closed by the shell; what takes its place is opened for nothing
            assert os.open("/", os.O_PATH) == number
    asked = _asked(arguments, cwd=Path.cwd(), env=os.environ, timeout=_LONGEST)
    code = _code(_ask(address, asked, Streams(0, 1, 2)))
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
    connection.sendall(b"%d\n" % child)
    _, status = os.waitpid(child, 0)
    connection.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def _become(streams: Streams, *, arguments: list[str], cwd: str, env: dict[str, str], timeout: float) -> None:
    for number, opened in enumerate(streams):
        os.dup2(opened, number)
        os.close(opened)
        if stat.S_ISDIR(os.fstat(number).st_mode):  # a stream that was closed, in whose place something had to be sent
            os.close(number)
            setattr(sys, ("stdin", "stdout", "stderr")[number], None)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    sys.modules["__main__"] = ModuleType("__main__")  # that of a script, of no package
    sys.argv = ["postmortem-tracker", *arguments]
    sys.path[:1] = [cwd, *filter(None, env.get("PYTHONPATH", "").split(os.pathsep))]
    signal.signal(signal.SIGINT, signal.default_int_handler)
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
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os._exit(stop.code or 0)


if __name__ == "__main__" and sys.argv[1] == "--from-shell":
    _from_shell(*sys.argv[2:])
elif __name__ == "__main__":
    import typer

    import postmortem_tracker
    from postmortem_tracker import integrations, markdown
    from postmortem_tracker.cli import commands, main
    from postmortem_tracker.markdown.incident.evidence import page_of

    for package in (postmortem_tracker, integrations):
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(each.name)
    words = markdown.words_on(datetime.now(UTC).date())
    for page in (_ROOT / "examples" / "postmortems").glob("*.md"):
        text = page.read_bytes()
        page_of(text, page.name, markdown.parse(text, page.name, vocabulary=words), words)  # made of the words once
    mock.patch("typer.main.get_command", return_value=typer.main.get_command(commands.app)).start()  # so is this
    gc.freeze()  # what was loaded is shared with those that are forked, as long as nobody looks it over
    _serve(sys.argv[1])
    _end(main)
