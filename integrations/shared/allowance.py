"""What a server may cost one run: how long its answers may take, and how large each may be."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import requests
from requests.adapters import HTTPAdapter

LARGEST = 64 << 20  # bytes of one answer; a page of a hundred issues has far less
LONGEST = 300.0  # seconds for one answer, from the request to its last byte
ALL = 3600.0  # seconds for all of a run's answers; waiting for a rate limit is not counted
MOST_PAGES = 1_000  # of one list

_CHUNK = 1 << 14  # compressed bytes at a time, so that none can unpack into very much


class OverdrawnError(requests.RequestException):
    """The server took more than it is granted; ``str()`` says of what."""


class Allowance:
    """What is left of a run's patience with one server."""

    def __init__(
        self,
        *,
        largest: int | None = None,
        longest: float = LONGEST,
        total: float = ALL,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._largest = LARGEST if largest is None else largest
        self._longest = longest
        self._left = total
        self._clock = clock

    def read(self, ask: Callable[[], requests.Response]) -> requests.Response:
        """The answer with all of its body. Raises OverdrawnError."""
        started = self._clock()
        try:
            response = ask()
            self._fill(response, started)
        finally:
            self._left -= self._clock() - started
        return response

    def _fill(self, response: requests.Response, started: float) -> None:
        chunks, size = [], 0
        for chunk in response.iter_content(_CHUNK):
            size += len(chunk)
            chunks.append(chunk)
            if size > self._largest:
                response.close()
                raise OverdrawnError(f"an answer of more than {self._largest >> 20} MiB")
            self._check(response, started)
        self._check(response, started)
        response._content = b"".join(chunks)  # what `requests` itself keeps of a body that was read

    def _check(self, response: requests.Response, started: float) -> None:
        taken = self._clock() - started
        if taken > self._longest:
            response.close()
            raise OverdrawnError(f"an answer that takes more than {self._longest:g} s")
        if taken > self._left:
            response.close()
            raise OverdrawnError("more time for its answers than a run allows")


class BoundedAdapter(HTTPAdapter):
    """Reads every answer within an allowance."""

    def __init__(self, allowance: Allowance, **options: Any) -> None:
        super().__init__(**options)
        self._allowance = allowance

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: ARG002 - the body is read here in any case
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """One request and its whole answer."""
        return self._allowance.read(
            lambda: super(BoundedAdapter, self).send(
                request, stream=True, timeout=timeout, verify=verify, cert=cert, proxies=proxies
            )
        )
