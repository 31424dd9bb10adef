"""How we speak to GitLab: paced, patient with limits, and never twice where it might take effect twice."""

from __future__ import annotations

import email.utils
from typing import Any

import requests
from urllib3.exceptions import NewConnectionError

from postmortem_tracker.errors import AmbiguousResultError, RateLimitedError, TrackerError, TrackerUnavailableError
from postmortem_tracker.integrations.shared.connection import distrusted, why
from postmortem_tracker.integrations.shared.pacing import Pacer

_SAFE = ("GET", "HEAD")
_PASSING = (500, 502, 503, 504)  # worth a second look where nothing can have changed
_READS = 3  # tries for a read
_REFUSALS = 6  # answers 429 to one request before we believe that it will stay so
_UNKNOWN_WAIT = 60.0


class PatientSession(requests.Session):
    """A session that obeys 429 for every request, repeats only reads, and paces the creation of issues."""

    def __init__(self, host: str, pacer: Pacer) -> None:
        super().__init__()
        self._host = host
        self._pacer = pacer
        self.limits: dict[str, str] = {}  # as the last answer told them

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send one request; what happens on the way is raised as one of our errors."""
        if request.method == "POST" and (request.url or "").endswith("/issues"):
            self._pacer.before_write()
        else:
            self._pacer.before_read()
        reads = refusals = 0
        while True:
            reads += request.method in _SAFE
            again = 0 < reads < _READS
            try:
                response = super().send(request, **kwargs)
            except requests.RequestException as error:
                if not again:
                    raise self._lost(request, error, kwargs.get("timeout")) from None
                self._pacer.pause(2.0 ** (reads - 1))
                continue
            self._note(response)
            if response.status_code == 429:  # refused before anything happened: any request may be repeated
                refusals += 1
                self._obey(response, refusals)
            elif response.status_code in _PASSING and again:
                self._pacer.pause(2.0 ** (reads - 1))
            else:
                return response

    def _note(self, response: requests.Response) -> None:
        for name in ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"):
            if name in response.headers:
                self.limits[name] = response.headers[name]

    def _obey(self, response: requests.Response, refusals: int) -> None:
        if refusals >= _REFUSALS:
            raise RateLimitedError(f"{self._host} still limits requests", "run again later: what is done is kept")
        self._pacer.pause(max(1.0, _asked(response, self._pacer.now(), refusals)))

    def _lost(
        self, request: requests.PreparedRequest, error: requests.RequestException, seconds: float | None
    ) -> TrackerError:
        words = why(error, seconds)
        if request.method in _SAFE or _never_sent(error):
            hint = "check the network, the address, proxy variables and, for an own certificate authority, `ca`"
            return TrackerUnavailableError(f"{self._host} cannot be reached: {words}", hint)
        hint = "run again: it looks for what was done before it does anything"
        return AmbiguousResultError(f"no answer from {self._host}: {words}", hint)


def _asked(response: requests.Response, now: float, refusals: int) -> float:
    """The seconds that the server asks us to wait; without a word from it, a minute and more each time."""
    after = response.headers.get("Retry-After", "").strip()
    if after.isdecimal():
        return float(after)
    date = email.utils.parsedate_tz(after) if after else None
    if date:
        return email.utils.mktime_tz(date) - now
    reset = response.headers.get("RateLimit-Reset", "").strip()
    if reset.isdecimal():
        return float(reset) - now
    return float(_UNKNOWN_WAIT * 2.0 ** (refusals - 1))


def _never_sent(error: requests.RequestException) -> bool:
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError):
        return True
    cause = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(cause, NewConnectionError) or distrusted(error)
