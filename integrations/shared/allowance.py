"""What a server may cost one run: how long its answers may take, and how large each may be."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import HTTPAdapter

from postmortem_tracker.integrations.shared.metered import POOLS, counted

if TYPE_CHECKING:
    from urllib3.poolmanager import PoolManager

LARGEST = 64 << 20  # bytes of one answer; a page of a hundred issues has far less
LONGEST = 300.0  # seconds for one answer, from the request to its last byte
ALL = 3600.0  # seconds for all of a run's answers; waiting for a rate limit is not counted
MOST_PAGES = 1_000  # of one list

_CHUNK = 1 << 14  # compressed bytes at a time, so that none can unpack into very much
_BESIDE = 1 << 20  # bytes that may come with a body: headers, marks of its pieces


class OverdrawnError(requests.RequestException):
    """The server took more than it is granted; ``str()`` says of what."""


class _OverError(Exception):
    """The same, on its way through the libraries, which take apart what is an OSError."""


class Allowance:
    """What is left of a run's patience with one server."""

    def __init__(
        self,
        *,
        largest: int | None = None,
        longest: float | None = None,
        total: float = ALL,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._largest = LARGEST if largest is None else largest
        self._longest = LONGEST if longest is None else longest
        self._left = total
        self._clock = clock

    def read(self, ask: Callable[[], requests.Response]) -> requests.Response:
        """The answer with all of its body. Raises OverdrawnError."""
        started, arrived = self._clock(), 0

        def count(size: int) -> None:
            nonlocal arrived
            arrived += size
            self._check(arrived - _BESIDE, started)

        try:
            with counted(count):
                response = ask()
                try:
                    self._fill(response, started)
                except BaseException:
                    response.close()
                    raise
        except _OverError as error:
            raise OverdrawnError(str(error)) from None
        finally:
            self._left -= self._clock() - started
        return response

    def _fill(self, response: requests.Response, started: float) -> None:
        chunks, size = [], 0
        for chunk in response.iter_content(_CHUNK):
            size += len(chunk)
            chunks.append(chunk)
            self._check(size, started)
        self._check(size, started)
        response._content = b"".join(chunks)  # what `requests` itself keeps of a body that was read

    def _check(self, size: int, started: float) -> None:
        taken = self._clock() - started
        if size > self._largest:
            raise _OverError(f"an answer of more than {self._largest >> 20} MiB")
        if taken > self._longest:
            raise _OverError(f"an answer that takes more than {self._longest:g} s")
        if taken > self._left:
            raise _OverError("more time for its answers than a run allows")


class BoundedAdapter(HTTPAdapter):
    """Reads every answer within an allowance."""

    def __init__(self, allowance: Allowance, **options: Any) -> None:
        super().__init__(**options)
        self._allowance = allowance

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Connections that count what arrives."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, proxy: str, **options: Any) -> PoolManager:
        """The same through a proxy; one of SOCKS makes connections of its own."""
        manager: PoolManager = super().proxy_manager_for(proxy, **options)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = POOLS
        return manager

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
