"""Serves the fake GitLab on a loopback port; http.server rather than WSGI, which cannot hang up without an answer."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from tests.fakes.gitlab import Answer, FakeGitLab, Request


class Server:
    """The fake on a loopback port; use as a context manager."""

    def __init__(self, gitlab: FakeGitLab, tls: ssl.SSLContext | None = None) -> None:
        self.gitlab = gitlab
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._server.block_on_close = False
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        gitlab.base = f"{'https' if tls else 'http'}://127.0.0.1:{self._server.server_port}{gitlab.subpath}"

    def __enter__(self) -> Server:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()

    def respond(self, request: Request) -> Answer | bytes | None:
        """What to send back: an answer, raw bytes, or nothing at all."""
        with self._lock:
            self.gitlab.requests.append(request)
            fault = self.gitlab.fault_for(request)
            if fault is None:
                return self.gitlab.answer(request)
            if fault.after or fault.slow:
                self.gitlab.answer(request)
        if fault.slow:
            self.stopping.wait(30)
        if fault.raw is not None:
            return fault.raw
        return Answer(fault.status, {"message": self.gitlab.echo}, fault.headers) if fault.status else None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        respond: Callable[[Request], Answer | bytes | None] = self.respond
        prefix = f"{self.gitlab.subpath}/api/v4"

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 1 << 16  # headers and body in one packet

            def handle_any(self) -> None:
                target = urlsplit(self.path)
                data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                path = unquote(target.path.removeprefix(prefix))
                body = json.loads(data) if data else {}
                query = parse_qs(target.query, keep_blank_values=True)
                answer = respond(Request(self.command, path, query, body or {}, dict(self.headers)))
                if answer is None:
                    self.close_connection = True
                    return
                raw = answer if isinstance(answer, bytes) else json.dumps(answer.payload).encode()
                self.send_response(200 if isinstance(answer, bytes) else answer.status)
                for name, value in {} if isinstance(answer, bytes) else answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "text/html" if isinstance(answer, bytes) else "application/json")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            do_GET = do_POST = do_PUT = handle_any  # noqa: N815 - the names that http.server looks for

            def log_message(self, format: str, *args: object) -> None:
                """Silence; requests are kept in the fake."""

        return Handler
