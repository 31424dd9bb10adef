"""A connection that fails is told in one short sentence, by either client, and with a hint."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from postmortem_tracker.errors import TrackerUnavailableError
from postmortem_tracker.integrations.github.tracker import GitHubTracker
from postmortem_tracker.integrations.gitlab.tracker import GitLabTracker
from postmortem_tracker.integrations.shared.connection import why
from postmortem_tracker.integrations.shared.pacing import Pacer
from postmortem_tracker.issues import IssueTracker
from tests.contract import LABEL
from tests.integrations.test_gitlab_access import certificate


def hub(url: str) -> IssueTracker:
    return GitHubTracker("hub", "acme/shop", "planted", url=url, timeout=1, sleep=lambda _seconds: None)


def lab(url: str) -> IssueTracker:
    return GitLabTracker("acme/shop", "planted", url=url, timeout=1, pacer=Pacer(sleep=lambda _seconds: None))


Connect = Callable[[str], IssueTracker]


@pytest.fixture(params=[hub, lab], ids=["github", "gitlab"])
def connect(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Connect:
    for variable in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(variable.lower(), raising=False)
    chosen: Connect = request.param
    return chosen


def said(tracker: IssueTracker) -> str:
    with pytest.raises(TrackerUnavailableError) as caught:
        list(tracker.list(LABEL))
    assert caught.value.hint
    return caught.value.message


@contextlib.contextmanager
def serving(answer: bytes = b"", tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """A server that gives every connection the same bytes, after it was asked, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        stopping = False

        def serve() -> None:
            while not stopping:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with contextlib.suppress(OSError), connection:
                    connection.settimeout(5)
                    there = tls.wrap_socket(connection, server_side=True) if tls else connection
                    there.recv(65536)
                    there.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{server.getsockname()[1]}"
        finally:
            # Closing alone would leave the thread waiting, to answer whoever is given the same socket next.
            stopping = True
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def closed() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


def test_nobody_listens(connect: Connect) -> None:
    address = closed()
    assert said(connect(f"http://{address}")) == f"{address} cannot be reached: connection refused"


@pytest.mark.parametrize(
    ("code", "words"), [("EAI_NONAME", "no such host"), ("EAI_AGAIN", "its name cannot be looked up now")]
)
def test_a_name_nobody_knows(connect: Connect, monkeypatch: pytest.MonkeyPatch, code: str, words: str) -> None:
    def unknown(*_arguments: object, **_options: object) -> None:
        raise socket.gaierror(getattr(socket, code), "as the system says it")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert said(connect("https://hub.example")) == f"hub.example cannot be reached: {words}"


def test_an_answer_that_does_not_come(connect: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        wanted = rf"{address} (cannot be reached|does not answer): timed out after 1 s"
        assert re.fullmatch(wanted, said(connect(f"http://{address}")))


def test_a_certificate_that_is_not_trusted(connect: Connect, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate(tmp_path))
    with serving(tls=context) as address:
        told = said(connect(f"https://{address}"))
    assert re.fullmatch(rf"{address} cannot be reached: its certificate is not trusted: self.signed certificate", told)


def test_a_server_that_speaks_no_https(connect: Connect) -> None:
    with serving(b"HTTP/1.1 400 Bad Request\r\n\r\n") as address:
        assert "no encrypted connection: is it https that the server speaks?" in said(connect(f"https://{address}"))


def test_a_connection_that_breaks(connect: Connect) -> None:
    with serving() as address:
        assert said(connect(f"http://{address}")).endswith(": the connection was lost")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "the proxy does not let us through: connection refused"),
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "Tunnel connection failed: 407 Proxy Authentication"),
    ],
)
def test_a_proxy_that_refuses_is_told_without_its_password(answer: bytes | None, words: str) -> None:
    with contextlib.nullcontext(closed()) if answer is None else serving(answer) as address:
        with pytest.raises(requests.RequestException) as caught:
            requests.get("https://hub.example", proxies={"https": f"http://me:planted@{address}"}, timeout=5)
        told = why(caught.value)
    assert words in told
    assert "planted" not in told


def test_what_the_system_says_is_said_where_there_is_nothing_better() -> None:
    error = requests.ConnectionError("somewhere")
    error.__cause__ = OSError(101, "Network is unreachable")
    assert why(error) == "network is unreachable"
    assert why(requests.Timeout("HTTPConnectionPool(…)"), 30.0) == "timed out after 30 s"
    assert why(requests.ConnectionError("HTTPConnectionPool(…)")) == "the connection was lost"
