"""A loopback proxy that counts requests and injects the faults a real server has in store.

It adds ETags and answers 304, which the emulator behind it does not, can stand alone with answers of its own,
and keeps every request and answer for tests to look at.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"})


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: of the upstream server or made up."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def json(self) -> Any:
        """The body, decoded."""
        return json.loads(self.body) if self.body else None


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it came in, and what it was answered (None: the connection was dropped)."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    reply: Reply | None

    @property
    def json(self) -> Any:
        """The request's body, decoded."""
        return json.loads(self.body) if self.body else None


Forward = Callable[[], Reply]
Action = Callable[[Forward], Reply | None]


def answer(status: int, data: Any = None, **headers: str) -> Action:
    """Say this without asking upstream; header names with underscores."""
    body = b"" if data is None else json.dumps(data).encode()
    made = Reply(status, body, {name.replace("_", "-"): value for name, value in headers.items()})
    return lambda forward: made


def answer_text(status: int, text: str) -> Action:
    """Something that is no JSON."""
    return lambda forward: Reply(status, text.encode(), {"content-type": "text/html"})


def after(status: int) -> Action:
    """Let upstream do it, then answer a failure."""

    def act(forward: Forward) -> Reply:
        forward()
        return Reply(status, b'{"message": "Server Error"}')

    return act


def drop(*, before: bool = False) -> Action:
    """Cut the connection: after upstream did it, or before."""

    def act(forward: Forward) -> None:
        if not before:
            forward()

    return act


def stall(event: threading.Event, *, before: bool = False) -> Action:
    """Say nothing until the event is set (at the latest at the end of the test), then cut the connection."""

    def act(forward: Forward) -> None:
        if not before:
            forward()
        event.wait(30)

    return act


@dataclass(slots=True)
class _Rule:
    method: str
    path: re.Pattern[str]
    action: Action
    times: int | None


class Proxy:
    """A server on loopback in front of ``upstream`` (None: it stands alone and knows only its rules)."""

    def __init__(self, upstream: str | None = None, tls: ssl.SSLContext | None = None) -> None:
        self._upstream = urlsplit(upstream) if upstream else None
        self._rules: list[_Rule] = []
        self._lock = threading.Lock()
        self.seen: list[Seen] = []
        self.ahead = 0.0  # seconds by which the answers' Date runs before the emulator's clock
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.proxy = self
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self._server.server_address[1]}"

    def on(self, method: str, path: str, action: Action, times: int | None = 1) -> None:
        """Act on requests whose path and query match the pattern from their start; times None: always."""
        self._rules.append(_Rule(method, re.compile(path), action, times))

    def count(self, method: str = "", path: str = "") -> int:
        """How many requests came in."""
        return len([one for one in self.seen if method in ("", one.method) and re.search(path, one.path)])

    def writes(self) -> int:
        """How many requests came in that may change something."""
        return len([one for one in self.seen if one.method != "GET"])

    def clear(self) -> None:
        """Forget what was seen and all rules."""
        self.seen.clear()
        self._rules.clear()

    def stop(self) -> None:
        """Close the port."""
        self._server.shutdown()
        self._server.server_close()

    def handle(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply | None:
        """The answer to a request, None to cut the connection."""
        action = self._action(method, path)
        reply = action(lambda: self._forward(method, path, headers, body))
        if reply is not None:
            reply = _validated(method, headers, reply)
        with self._lock:
            self.seen.append(Seen(method, path, dict(headers), body, reply))
        return reply

    def _action(self, method: str, path: str) -> Action:
        with self._lock:
            for rule in self._rules:
                if rule.method == method and rule.path.match(path) and rule.times != 0:
                    if rule.times is not None:
                        rule.times -= 1
                    return rule.action
        return lambda forward: forward()

    def _forward(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        if self._upstream is None:
            return Reply(404, b'{"message": "Not Found"}')
        connection = http.client.HTTPConnection(self._upstream.hostname or "", self._upstream.port, timeout=30)
        try:
            sent = {name: value for name, value in headers.items() if name.lower() not in HOP_BY_HOP}
            connection.request(method, path, body or None, sent)
            response = connection.getresponse()
            return Reply(
                response.status, response.read(), {name.lower(): value for name, value in response.getheaders()}
            )
        finally:
            connection.close()


def _validated(method: str, headers: Mapping[str, str], reply: Reply) -> Reply:
    """With an ETag on what was read, and 304 where the client has it already."""
    if method != "GET" or reply.status != 200:
        return reply
    etag = f'W/"{hashlib.sha256(reply.body).hexdigest()}"'
    known = {name.lower(): value for name, value in headers.items()}.get("if-none-match")
    if known == etag:
        return Reply(304, b"", {"etag": etag})
    return Reply(200, reply.body, {**reply.headers, "etag": etag})


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    proxy: Proxy

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the game."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement
    wbufsize = -1
    server: _Server

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        reply = self.server.proxy.handle(self.command, self.path, dict(self.headers.items()), self.rfile.read(length))
        if reply is None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response_only(reply.status)
        self.send_header("Date", formatdate(time.time() + self.server.proxy.ahead, usegmt=True))
        for name, value in reply.headers.items():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)
        self.wfile.flush()

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _serve  # noqa: N815 - the names http.server calls

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@contextmanager
def proxy_for(upstream: str | None = None, tls: ssl.SSLContext | None = None) -> Iterator[Proxy]:
    """A proxy for the length of a block."""
    proxy = Proxy(upstream, tls)
    try:
        yield proxy
    finally:
        proxy.stop()
