"""A server that leads on to another one, by redirects or links to a next page, brings it neither token nor words."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from postmortem_tracker.errors import TrackerUnavailableError
from postmortem_tracker.integrations.gitlab.session import PatientSession
from postmortem_tracker.integrations.shared.pacing import GITLAB_WRITES, Pacer
from tests.security.conftest import Listener
from tests.security.run import inside

TOKEN = "glpat-" + "Zebra7" * 4
# HERE is the server that the user allowed, OTHER one that only its answers name.
LED = (
    "http://OTHER/x",
    "//OTHER/x",
    "http://HERE@OTHER/x",
    "http://OTHER\\@HERE/x",
    "http://OTHER#@HERE/",
    "http://OTHER?@HERE/",
    "http://HERE.OTHER/",
    "http://HERE%2f@OTHER/",
    "HTTP://OTHER/x",
    "http:///OTHER/x",
    "https://HERE/x",
    "ftp://HERE/",
)


class Leading(ThreadingHTTPServer):
    """A server whose every answer leads to one address."""

    def __init__(self) -> None:
        self.status, self.to, self.asked = 200, "", 0
        super().__init__(("127.0.0.1", 0), _Handler)
        self.place = f"127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Leading)
        self.server.asked += 1
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(self.server.status)
        if self.server.status == 200:
            self.send_header("Link", f'<{self.server.to}>; rel="next"')
        else:
            self.send_header("Location", self.server.to)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"[]")

    do_POST = do_PUT = do_PATCH = do_GET  # noqa: N815 - the library's names

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def leading() -> Iterator[Leading]:
    server = Leading()
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("to", LED)
@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_nothing_is_sent_where_a_server_leads_to(
    repository: Path, leading: Leading, listener: Listener, kind: str, to: str
) -> None:
    url = f"http://{leading.place}" + ("/api/v3" if kind == "github" else "")
    (repository / "postmortem-tracker.toml").write_text(
        f'[sync]\ncache = false\n[trackers.a]\nkind = "{kind}"\nproject = "o/p"\nprivate = true\nurl = "{url}"\n'
    )
    leading.to = to.replace("HERE", leading.place).replace("OTHER", listener.url.removeprefix("http://"))
    variable = {f"{kind.upper()}_TOKEN": TOKEN}
    for leading.status in (200, 301, 302, 303, 307, 308):
        arguments = ("--allow-host", f"http://{leading.place}", "sync", "--max-wait", "0", "pm")
        done = inside(repository, *arguments, **variable)
        assert listener.heard == [], leading.status
        assert done.returncode == 3, done
        assert TOKEN not in done.stdout + done.stderr
        assert "unexpected" not in done.stderr
    assert leading.asked


@pytest.mark.parametrize("base", ["http://127.0.0.1:9", "https://git.example.com/sub", "https://git.example.com:443"])
def test_a_session_asks_its_own_server_alone(listener: Listener, base: str) -> None:
    session = PatientSession(base, Pacer(GITLAB_WRITES, max_wait=0))
    with pytest.raises(TrackerUnavailableError, match="to go on at, where nothing was sent"):
        session.get(f"{listener.url}/api", headers={"Authorization": TOKEN})
    assert listener.heard == []


@pytest.mark.parametrize("base", ["HTTP://LocalHost:PORT", "http://localhost:PORT/sub/"])
def test_a_session_asks_its_own_server_however_it_is_written(listener: Listener, base: str) -> None:
    port = listener.url.rpartition(":")[2]
    session = PatientSession(base.replace("PORT", port), Pacer(GITLAB_WRITES, max_wait=0))
    assert session.get(f"http://localhost:{port}/other").status_code == 401
    assert len(listener.heard) == 1


def test_a_host_in_letters_of_its_own_is_the_one_in_ascii() -> None:
    session = PatientSession("https://b\u00fccher.example", Pacer(GITLAB_WRITES, sleep=lambda _seconds: None))
    session.proxies = {"https": "http://127.0.0.1:9"}
    with pytest.raises(TrackerUnavailableError, match="cannot be reached"):
        session.get("https://b\u00fccher.example/api")
