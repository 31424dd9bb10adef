"""One Ctrl-C ends every command, however long a server keeps silent; nothing is lost."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Iterator

import pytest

from tests import command
from tests.e2e.conftest import LOOPBACK, Project
from tests.fakes.gitlab import TOKEN, FakeGitLab, Fault, Request
from tests.fakes.gitlab_server import Server

PROJECT = "ops/incidents"
# Longer than any test waits: what ends earlier was ended by Ctrl-C.
PATIENT = 600
WAIT = 60


def started(project: Project, *arguments: str) -> command.Started:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "GITLAB_", "CI_"))}
    tokens = {"GITLAB_TOKEN": TOKEN, "GITHUB_TOKEN": "planted"}
    return command.start(
        *arguments, cwd=project.root, env={**clean, "HOME": str(project.root), **LOOPBACK, **tokens}, timeout=PATIENT
    )


def interrupted(process: command.Started) -> tuple[str, str]:
    """What the process says after one Ctrl-C; it is killed where it does not end."""
    process.send_signal(signal.SIGINT)
    try:
        return process.communicate(timeout=WAIT)
    finally:
        process.kill()


def configure(project: Project, kind: str, url: str) -> None:
    tracker = f'kind = "{kind}"\nproject = "{PROJECT}"\nurl = "{url}"\ntimeout = {PATIENT}\n'
    project.write(
        "postmortem-tracker.toml",
        f'documents = ["postmortems"]\n[sync]\ncreate_completed = true\n[trackers.remote]\n{tracker}',
    )


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """A server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(WAIT)
        yield server


@pytest.mark.parametrize("kind", ["github", "gitlab"])
@pytest.mark.parametrize("command", ["plan", "report", "check", "sync"])
def test_a_silent_server_holds_nobody_up(examples: Project, silent: socket.socket, command: str, kind: str) -> None:
    configure(examples, kind, f"http://127.0.0.1:{silent.getsockname()[1]}")
    before = examples.tree()
    process = started(examples, command, "postmortems")
    connection, _ = silent.accept()
    with connection:
        assert connection.recv(1)
        output, said = interrupted(process)
    assert process.returncode == 130, said
    wanted = "interrupted when 0 of 1 trackers had answered, nothing was changed: run the same command again\n"
    assert (output, said) == ("", wanted)
    assert examples.tree() == before


def test_the_doctor_lets_go_too(examples: Project, silent: socket.socket) -> None:
    configure(examples, "gitlab", f"http://127.0.0.1:{silent.getsockname()[1]}")
    process = started(examples, "doctor")
    connection, _ = silent.accept()
    with connection:
        assert connection.recv(1)
        _, said = interrupted(process)
    assert process.returncode == 130
    assert said == "interrupted: what was done stays done; run the same command again to go on\n"


class Noticing(FakeGitLab):
    """Says when the request whose answer is kept back has come."""

    def __init__(self) -> None:
        super().__init__(PROJECT)
        self.kept = threading.Event()

    def fault_for(self, request: Request) -> Fault | None:
        fault = super().fault_for(request)
        if fault is not None:
            self.kept.set()
        return fault


def test_a_lost_answer_is_not_waited_for_and_its_issue_is_found_again(examples: Project) -> None:
    fake = Noticing()
    with Server(fake):
        configure(examples, "gitlab", fake.base)
        # The first issue is opened, and nobody is told.
        fake.faults = [Fault("POST", "/issues", slow=True)]
        process = started(examples, "sync", "--yes")
        assert fake.kept.wait(WAIT)
        output, said = interrupted(process)
        assert process.returncode == 130, said
        assert "Done: 0 issues created" in output
        assert said.splitlines()[-1].startswith("interrupted after 0 of 12 changes; what was under way may have")
        assert len(fake.issues[PROJECT]) == 1
        again = examples.run("sync", "--yes", GITLAB_TOKEN=TOKEN)
        assert again.returncode == 0, again.stderr
        assert len(fake.issues[PROJECT]) == 12
        texts = [data.decode() for name, data in examples.tree().items() if name.startswith("postmortems")]
        assert sum(text.count(f"{fake.base}/{PROJECT}/-/") for text in texts) == 12
