"""PyGithub's connection as we use it: nothing is repeated or followed behind our back, nothing is logged."""

from __future__ import annotations

import logging
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult

import urllib3
from github.Requester import HTTPRequestsConnectionClass, HTTPSRequestsConnectionClass

from postmortem_tracker.integrations.shared.allowance import Allowance, BoundedAdapter, OverdrawnError

if TYPE_CHECKING:
    import requests

REDIRECTS = frozenset({301, 302, 307, 308})


class RedirectedError(Exception):
    """Carries a redirect out of the HTTP client, which would follow it without its query."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class NoRetry(urllib3.Retry):
    """Never repeats a request and hands redirects to us."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"total": 0, "read": False} | kwargs)

    def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:  # noqa: ARG002 - urllib3's signature
        """True only where `increment` shall see the answer."""
        return status_code in REDIRECTS

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: urllib3.BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: urllib3.connectionpool.ConnectionPool | None = None,
        _stacktrace: TracebackType | None = None,
    ) -> NoRetry:
        """Raise instead of counting down: what failed stays failed."""
        if response is not None and response.headers.get("Location"):
            response.drain_conn()
            raise RedirectedError(str(response.headers["Location"]))
        return super().increment(method, url, response, error, _pool, _stacktrace)


class _Quiet(logging.Filter):
    """Drops PyGithub's debug log: it prints whole answers, a fresh App token or a confidential issue among them."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno > logging.DEBUG


QUIET = _Quiet()


def connection(
    base: SplitResult, timeout: int, verify: bool | str
) -> HTTPSRequestsConnectionClass | HTTPRequestsConnectionClass:
    """PyGithub's connection, reading answers within an allowance."""
    kind = HTTPSRequestsConnectionClass if base.scheme == "https" else HTTPRequestsConnectionClass
    made = kind(base.hostname or "", base.port, timeout=timeout, retry=NoRetry(), verify=verify)
    made.session.mount(f"{base.scheme}://", _Adapter(Allowance(), max_retries=NoRetry()))
    return made


class _Adapter(BoundedAdapter):
    """Refuses the answers that the libraries would act on by themselves: wait without an end, read an address."""

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        """One request and its whole answer."""
        response = super().send(request, **options)
        if response.status_code == 202 and request.method == "GET":
            raise OverdrawnError("an answer that only promises another one")
        if response.status_code == 303:  # the library would read its address, which may be none
            raise OverdrawnError("an answer that only names another place")
        return response
