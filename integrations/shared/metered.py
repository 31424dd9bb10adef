"""Every byte that a server sends is counted where it arrives, so that no part of an answer escapes the bounds.

What the HTTP libraries read by themselves is part of it: headers, answers before the answer, what follows a redirect,
what stands behind the last piece of a body. A timeout of theirs starts anew with each byte.
"""

from __future__ import annotations

import http.client
import io
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

Count = Callable[[int], None]
_counting: ContextVar[Count | None] = ContextVar("counting", default=None)


@contextmanager
def counted(count: Count) -> Iterator[None]:
    """Where requests are sent: ``count`` gets the size of each piece that arrives and may raise to end it.

    What it raises should be no OSError, of which the libraries make one of their own.
    """
    token = _counting.set(count)
    try:
        yield
    finally:
        _counting.reset(token)


class _Pieces(io.RawIOBase):
    def __init__(self, below: io.RawIOBase, count: Count) -> None:
        super().__init__()
        self._below = below
        self._count = count

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """What has arrived, as the socket gives it."""
        size = self._below.readinto(buffer)
        self._count(size or 0)
        return int(size) if size is not None else None

    def close(self) -> None:
        """Close what is below as well."""
        self._below.close()
        super().close()


class _Response(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        count = _counting.get()
        if count is not None:
            self.fp = io.BufferedReader(_Pieces(self.fp.detach(), count))


class _Http(HTTPConnection):
    response_class = _Response


class _Https(HTTPSConnection):
    response_class = _Response


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _Https


POOLS = {"http": _HttpPool, "https": _HttpsPool}
