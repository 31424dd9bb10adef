"""How we speak to GitLab: paced, patient with limits, and never twice where it might take effect twice."""

from __future__ import annotations

import contextlib
import email.utils
from typing import Any
from urllib.parse import urlsplit

import requests

from postmortem_tracker.errors import AmbiguousResultError, RateLimitedError, TrackerError, TrackerUnavailableError
from postmortem_tracker.integrations.shared import redirects
from postmortem_tracker.integrations.shared.allowance import Allowance, BoundedAdapter, OverdrawnError
from postmortem_tracker.integrations.shared.connection import distrusted, never_sent, why
from postmortem_tracker.integrations.shared.credentials import Hidden
from postmortem_tracker.integrations.shared.pacing import Pacer
from postmortem_tracker.integrations.shared.values import AGAIN

_SAFE = ("GET", "HEAD")
_PASSING = (500, 502, 503, 504)  # worth a second look where nothing can have changed
_READS = 3  # tries for a read
_REFUSALS = 6  # answers 429 to one request before we believe that it will stay so
_UNKNOWN_WAIT = 60.0


class PatientSession(requests.Session):
    """A session that obeys 429 for every request, repeats only reads, and paces the creation of issues.

    It asks the one server at ``base``: redirects are followed there alone, and only for what is read; whatever else an
    answer names, such as the address of a next page, gets no request.
    """

    def __init__(self, base: str, pacer: Pacer, allowance: Allowance | None = None) -> None:
        super().__init__()
        bounded = BoundedAdapter(allowance or Allowance())
        self.mount("https://", bounded)
        self.mount("http://", bounded)
        self._host = urlsplit(base).netloc
        self._origin = redirects.origin(_as_sent(base))
        self._pacer = pacer
        self.sent = 0  # requests so far
        self.limits: dict[str, str] = {}  # as the last answer told them

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send one request; what happens on the way is raised as one of our errors."""
        self._check_origin(request.url or "")
        if "Authorization" in request.headers:
            request.headers["Authorization"] = Hidden(request.headers["Authorization"])
        if request.method == "POST" and (request.url or "").endswith("/issues"):
            self._pacer.before_write()
        else:
            self._pacer.before_read()
        reads = refusals = 0
        while True:
            reads += request.method in _SAFE
            again = 0 < reads < _READS
            self.sent += 1
            try:
                response = super().send(request, **kwargs)
            except OSError as error:  # the HTTP library's own are of this kind, too
                if not again or isinstance(error, OverdrawnError) or _hopeless(error):
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

    def _check_origin(self, url: str) -> None:
        there = redirects.origin(url)
        if there != self._origin:
            raise TrackerUnavailableError(
                f"{self._host} names {redirects.named(there, self._origin[1])} to go on at, where nothing was sent",
                "set `url` to the address that the server itself names, or correct its external address",
            )

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Where to ask instead; another server must not see the token, nor what is written."""
        target = super().get_redirect_target(resp)
        if target is None:
            return None
        found, here = redirects.target(resp.url, target), redirects.origin(resp.url)
        if found is None:
            raise TrackerUnavailableError(
                f"{self._host} does not answer like GitLab: it redirects to what is no address",
                "check the server's address and the proxy",
            )
        if found[1] != here:
            raise TrackerUnavailableError(
                f"{self._host} redirects to {redirects.named(found[1], here[1])}, where nothing was sent",
                "set `url` to the address of the server that answers",
            )
        if resp.request.method not in _SAFE:
            raise TrackerUnavailableError(
                f"{self._host} redirects what is written to another address, where nothing was sent",
                "correct `url` and `project`: the project may have been renamed",
            )
        return target

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """Keep the sign-in: the server stays the same, and a netrc file does not speak for us."""

    def _note(self, response: requests.Response) -> None:
        for name in ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"):
            if name in response.headers:
                self.limits[name] = response.headers[name]

    def _obey(self, response: requests.Response, refusals: int) -> None:
        if refusals >= _REFUSALS:
            raise RateLimitedError(f"{self._host} still limits requests", "run again later: what is done is kept")
        self._pacer.pause(max(1.0, _asked(response, self._pacer.now(), refusals)))

    def _lost(self, request: requests.PreparedRequest, error: OSError, seconds: float | None) -> TrackerError:
        if isinstance(error, OverdrawnError):
            if request.method in _SAFE:
                return TrackerUnavailableError(f"{self._host} gives {error}", "try again later, or check the address")
            return AmbiguousResultError(f"{self._host} gives {error}", AGAIN)
        words = why(error, seconds)
        if request.method in _SAFE or never_sent(error):
            hint = "check the network, the address, the proxy variables and, for a certificate of your own, `ca_file`"
            return TrackerUnavailableError(f"{self._host} cannot be reached: {words}", hint)
        return AmbiguousResultError(f"no answer from {self._host}: {words}", AGAIN)


def _as_sent(address: str) -> str:
    """An address as the library writes it, with the name of its host in ASCII."""
    try:
        return requests.Request("GET", address).prepare().url or address
    except requests.RequestException:
        return address


def _asked(response: requests.Response, now: float, refusals: int) -> float:
    """The seconds that the server asks us to wait; without a word from it, a minute and more each time."""
    after = response.headers.get("Retry-After", "").strip()
    if after.isdecimal():
        return float(after)
    date = email.utils.parsedate_tz(after) if after else None
    with contextlib.suppress(ValueError, OverflowError):  # of a year that there is none
        if date:
            return email.utils.mktime_tz(date) - now
    reset = response.headers.get("RateLimit-Reset", "").strip()
    if reset.isdecimal():
        return float(reset) - now
    return float(_UNKNOWN_WAIT * 2.0 ** (refusals - 1))


def _hopeless(error: OSError) -> bool:
    """Whether asking again cannot help: the certificate is not trusted, or the file to judge it by is not there."""
    return not isinstance(error, requests.RequestException) or distrusted(error)
