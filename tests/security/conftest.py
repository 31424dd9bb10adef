"""A repository with one postmortem, and a server that hears what is told."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.security.run import POSTMORTEM, git


class Listener(ThreadingHTTPServer):
    """A server that writes down what it is told, headers and all."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Listener)
        self.server.heard.append(f"{self.requestline}\n{self.headers}")
        self.send_response(401)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_POST = do_GET  # noqa: N815 - the library's names

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    (root / "pm").mkdir(parents=True)
    git(root, "init", "-q")
    (root / "pm" / "a.md").write_text(POSTMORTEM)
    return root


@pytest.fixture
def committed(repository: Path) -> Path:
    """The same with all of it committed, on main."""
    git(repository, "symbolic-ref", "HEAD", "refs/heads/main")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "all")
    return repository
