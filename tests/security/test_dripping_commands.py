"""A server that drips a byte at a time holds up no command longer than one answer may take, whatever it asks for."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from postmortem_tracker.integrations.shared import allowance
from tests.security.run import git, inside

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
LINKS = "".join(
    f"- [ ] Add alert number {each} @alice ([#{each}]({{url}}/acme/shop{{dash}}/issues/{each}))\n"
    for each in range(1, 9)
)
DOCUMENT = f"# INC-1: Queue stalled\n\n## Action items\n\n- [ ] Write a runbook @bob due 2026-01-02\n{LINKS}"
KINDS = {"github": "", "gitlab": "/-"}
ENOUGH = 3  # answers that a command waits for: a list, and what must be asked beside it
COMMANDS = (
    "init --force",
    "doctor",
    "plan",
    "apply plan.json --yes",
    "sync",
    "sync --format json",
    "report",
    "report -f json",
    "report -f markdown",
    "check",
    "check --select ALL",
    "remind",
    "remind --digest markdown",
    "remind --send",
)


class Dripping:
    """A server that knows of nothing, until it drips: then each answer begins, and never ends."""

    def __init__(self) -> None:
        self.drips = "never"  # what the first line of a request must hold
        self.asked = 0
        self._over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def close(self) -> None:
        self._over.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=self._answer, args=(self._listening.accept()[0],), daemon=True).start()

    def _answer(self, caller: socket.socket) -> None:
        with suppress(OSError), caller:
            heard = b""
            while b"\r\n\r\n" not in heard:
                got = caller.recv(65536)
                if not got:
                    return
                heard += got
            if self.drips not in heard.partition(b"\r\n")[0].decode():
                caller.sendall(HEAD + b"Content-Length: 2\r\n\r\n[]")
                return
            self.asked += 1
            caller.sendall(HEAD + b"Content-Length: 1000000\r\n\r\n[")
            while not self._over.wait(0.05):
                caller.sendall(b" ")


@pytest.fixture
def server() -> Iterator[Dripping]:
    made = Dripping()
    yield made
    made.close()


@pytest.mark.parametrize("where", ["", "/issues/"], ids=["everywhere", "single issues"])
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("kind", KINDS)
def test_no_command_waits_for_what_drips(
    tmp_path: Path, server: Dripping, kind: str, command: str, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "remote", "add", "origin", f"{server.url}/acme/shop.git")
    (tmp_path / "pm").mkdir()
    document = DOCUMENT.format(url=server.url, dash=KINDS[kind])
    if command.startswith("apply"):  # nothing to ask for before it is planned
        document = document.partition("- [ ] Add")[0]
    (tmp_path / "pm" / "a.md").write_text(document)
    settings = f'documents = ["pm"]\n[trackers.hub]\nkind = "{kind}"\nproject = "acme/shop"\nurl = "{server.url}"\n'
    (tmp_path / "postmortem-tracker.toml").write_text(settings)
    around = {
        "POSTMORTEM_TRACKER_ALLOWED_HOSTS": "127.0.0.1:*",
        "NO_PROXY": "127.0.0.1",
        f"{kind.upper()}_TOKEN": "a-token",
    }
    monkeypatch.setattr(allowance, "LONGEST", 0.3)
    if command.startswith("apply"):
        monkeypatch.setattr(allowance, "LONGEST", 10.0)
        done = inside(tmp_path, "plan", "--out", "plan.json", **around)
        assert (tmp_path / "plan.json").exists(), done
        monkeypatch.setattr(allowance, "LONGEST", 0.3)
    server.drips = where
    started = time.monotonic()
    done = inside(tmp_path, *command.split(), **around)
    took = time.monotonic() - started
    assert server.asked <= ENOUGH
    assert took < 10
    if server.asked:
        assert "takes more than 0.3 s" in done.stdout + done.stderr
    if command.startswith("apply") and server.asked:
        assert done.returncode == 3
        assert "not done, for not everything could be read" in done.stderr
        assert "drifted" not in done.stderr
