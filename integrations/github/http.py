"""One request to GitHub and its answer: sent once unless that is safe, paced, and told apart when it fails.

PyGithub signs in and speaks HTTP. Its own retry class is not used: it repeats POST after 5xx and dropped
connections, which opens issues twice, and it sleeps without saying until when.
"""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

import github
import urllib3
from github import Auth
from requests import exceptions as broken

from postmortem_tracker.errors import (
    AmbiguousResultError,
    RateLimitedError,
    RemoteError,
    TrackerError,
    TrackerUnavailableError,
)
from postmortem_tracker.integrations.github.errors import (
    TOKEN_HINT,
    NotThereError,
    TransientError,
    limit_wait,
    redacted,
    refusal,
    said,
)
from postmortem_tracker.integrations.github.transport import QUIET, NoRetry, RedirectedError, connection
from postmortem_tracker.integrations.shared import redirects
from postmortem_tracker.integrations.shared.allowance import MOST_PAGES, OverdrawnError
from postmortem_tracker.integrations.shared.connection import distrusted, never_sent, why
from postmortem_tracker.integrations.shared.pacing import Pacer
from postmortem_tracker.integrations.shared.values import AGAIN, objects, understood

TRIES = 3  # of a GET
MAX_WAITS = 8
MAX_REDIRECTS = 4
API_VERSION = "2022-11-28"
_NEXT = re.compile(r'<([^<>]{1,4000})>\s{0,8};\s{0,8}rel="next"')


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer: its status, headers (lower case) and decoded JSON; ``moved`` if a redirect was followed."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    data: Any = field(repr=False)
    moved: bool = False
    query: str = ""  # what was asked for

    @property
    def next(self) -> str | None:
        """The address of the next page, with all that was asked for: some servers leave the filters out of it."""
        found = _NEXT.search(self.headers.get("link", ""))
        if found is None:
            return None
        try:
            there = urlsplit(found[1])
        except ValueError:
            raise TrackerUnavailableError(
                "the server's answer names a next page whose address is none",
                "check the server's address and the proxy",
            ) from None
        written = parse_qsl(there.query, keep_blank_values=True)
        names = {name for name, _ in written} | {"page"}
        kept = [(name, value) for name, value in parse_qsl(self.query) if name not in names]
        return there._replace(query=urlencode([*written, *kept])).geturl()


class Api:
    """GitHub's REST API at one base address, one request at a time."""

    def __init__(
        self,
        base: str,
        auth: Auth.Auth | None,
        project: str,
        pacer: Pacer,
        *,
        timeout: int,
        verify: bool | str,
        hint: str = TOKEN_HINT,
    ) -> None:
        logging.getLogger("github.Requester").addFilter(QUIET)
        self._base = urlsplit(base)
        self._secret = auth.token if isinstance(auth, Auth.Token) else ""
        self._project = project
        self._timeout = timeout
        self._pacer = pacer
        self._lock = threading.Lock()  # PyGithub's connection keeps the request on itself
        self.sent = 0  # requests so far
        self._hint = hint  # what to do where the sign-in is refused
        self._address_hint = _address_hint(self._base)
        self._connection = connection(self._base, timeout, verify)
        self._requester = github.Github(
            auth=auth,
            base_url=base,
            lazy=True,
            per_page=100,
            retry=NoRetry(),
            timeout=timeout,
            verify=verify,
            api_version=API_VERSION,
            user_agent="postmortem-tracker",
            seconds_between_requests=None,
            seconds_between_writes=None,
        ).requester

    def get(self, path: str, query: Mapping[str, str] | None = None, etag: str = "") -> Answer:
        """Read; 304 where the ETag still holds."""
        return self._send("GET", path, query, None, {"If-None-Match": etag} if etag else {})

    def exists(self, path: str) -> bool:
        """Whether the server knows the path: 204 or 404."""
        try:
            self.get(path)
        except NotThereError:
            return False
        return True

    def write(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        """Change something, once; AmbiguousResultError where nobody knows whether it took effect."""
        return self._send(method, path, None, body, {})

    def understood(self, *, wrote: bool = False) -> AbstractContextManager[None]:
        """Where an answer is taken apart; ``wrote`` where it answers a change."""
        return understood(self._base.netloc, wrote=wrote)

    def entries(self, first: Answer) -> Iterator[Mapping[str, Any]]:
        """What is on this page of a list and on the pages after it."""
        for page in self.pages(first):
            with self.understood():
                found = objects(page.data)
            yield from found

    def pages(self, first: Answer) -> Iterator[Answer]:
        """This answer and the pages after it; an error on any of them raises."""
        answer, seen = first, set[str]()
        yield answer
        while (url := answer.next) is not None:
            if url in seen or len(seen) >= MOST_PAGES:
                raise TrackerUnavailableError("GitHub's pages have no end", "try again later")
            seen.add(url)
            answer = self.get(url)
            yield answer

    def _send(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None,
        body: Mapping[str, Any] | None,
        headers: dict[str, str],
    ) -> Answer:
        target = f"{path}?{urlencode(query)}" if query else path
        failures = 0
        for attempt in range(MAX_WAITS):
            try:
                answer = self._followed(method, target, body, headers)
            except TransientError:
                failures += 1
                if failures >= TRIES:
                    raise
                self._pacer.pause(2.0**failures)
                continue
            wait = limit_wait(answer.status, answer.headers, answer.data, self._pacer.now(), attempt)
            if wait is None:
                self._note_limit(answer.headers)
                return answer
            self._pacer.pause(wait)
        raise RateLimitedError("GitHub keeps asking to wait", "run the same command again later, it goes on from there")

    def _followed(self, method: str, target: str, body: Mapping[str, Any] | None, headers: dict[str, str]) -> Answer:
        """The answer after redirects: a redirected request has had no effect, so it is safe to send it on."""
        moved = False
        for _ in range(MAX_REDIRECTS):
            try:
                status, found, text = self._once(method, target, body, headers)
            except RedirectedError as redirect:
                target, moved = self._here(redirect.location, target), True
                continue
            return self._judged(method, target, Answer(status, found, _decoded(text), moved, urlsplit(target).query))
        raise RemoteError("GitHub redirects in a circle", "try again later")

    def _once(
        self, method: str, target: str, body: Mapping[str, Any] | None, headers: dict[str, str]
    ) -> tuple[int, Mapping[str, str], str]:
        if method == "GET":
            self._pacer.before_read()
        else:
            self._pacer.before_write()
        self.sent += 1
        try:
            with self._lock:
                status, found, text = self._requester.requestJson(
                    method, target, headers=dict(headers), input=body, cnx=self._connection
                )
        except OverdrawnError as error:
            if method == "GET":
                raise TrackerUnavailableError(f"{self._base.netloc} gives {error}", "try again later") from error
            raise AmbiguousResultError(f"{self._base.netloc} gives {error}", AGAIN) from error
        except (
            broken.ConnectionError,
            broken.Timeout,
            broken.ChunkedEncodingError,
            urllib3.exceptions.HTTPError,
        ) as error:
            raise self._lost(method, target, error) from error
        except broken.RequestException as error:
            raise TrackerUnavailableError(f"no answer from GitHub: {self._clean(str(error))}", self._hint) from error
        except OSError as error:  # raised before anything was sent
            words = self._clean(why(error))
            raise TrackerUnavailableError(f"{self._base.netloc} cannot be asked: {words}", "set `ca_file`") from error
        return status, {str(name): str(value) for name, value in found.items()}, text

    def _lost(self, method: str, target: str, error: Exception) -> TrackerError:
        """What a missing answer means: unreachable where nothing was sent, else anyone's guess."""
        host, words = self._base.netloc, self._clean(why(error, self._timeout))
        if distrusted(error):
            hint = "for a certificate authority of your own, set `ca_file` to its certificate"
            return TrackerUnavailableError(f"{host} cannot be reached: {words}", hint)
        hint = "check the network, the proxy variables (HTTPS_PROXY, NO_PROXY) and the server's address"
        if never_sent(error):
            return TrackerUnavailableError(f"{host} cannot be reached: {words}", hint)
        if method == "GET":
            return TransientError(f"{host} does not answer: {words}", hint)
        return AmbiguousResultError(f"the answer to {method} {target} was lost", AGAIN)

    def _judged(self, method: str, target: str, answer: Answer) -> Answer:
        """The answer where it is a success, 304 or a rate limit's; raises for all others."""
        path = urlsplit(target).path
        if answer.status == 304 or limit_wait(answer.status, answer.headers, answer.data, 0.0, 0) is not None:
            return answer
        if answer.status >= 400:
            words = self._clean(said(answer.data))
            raise refusal(method, path, answer.status, words, self._project, self._hint, self._address_hint)
        if answer.status != 204 and answer.data is None:
            if method != "GET":
                raise AmbiguousResultError(f"the answer to {method} {path} cannot be read", AGAIN)
            raise TrackerUnavailableError(
                f"{self._base.hostname} does not answer like GitHub's API", f"{self._address_hint} and the proxy"
            )
        return answer

    def _here(self, location: str, target: str) -> str:
        """Where to ask instead; never another server, which must not see the token."""
        here = f"{self._base.scheme}://{self._base.netloc}"
        found = redirects.target(here, location)
        if found is None:
            raise TrackerUnavailableError(
                f"{self._base.hostname} does not answer like GitHub's API: it redirects to what is no address",
                "check the server's address and the proxy",
            )
        if found[1] != redirects.origin(here):
            raise TrackerUnavailableError(
                f"{self._base.hostname} redirects to {redirects.named(found[1], self._base.hostname)}, "
                "where nothing was sent",
                "set the tracker's address to the server that answers",
            )
        there = urlsplit(found[0])
        query = there.query or urlsplit(target).query  # a renamed repository's redirect may come without
        return there._replace(query=query, fragment="").geturl()

    def _note_limit(self, headers: Mapping[str, str]) -> None:
        reset = headers.get("x-ratelimit-reset", "")
        if headers.get("x-ratelimit-remaining") == "0" and reset.isdecimal():
            self._pacer.hold(float(reset) - self._pacer.now() + 1.0)

    def _clean(self, text: str) -> str:
        return redacted(text, self._secret)


def _decoded(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None


def _address_hint(base: SplitResult) -> str:
    """What to look at where an answer is not that of the API: people write the address of the website."""
    if base.path.strip("/") or (base.hostname or "").startswith("api."):
        return "check the server's address"
    return "check `url`: it is the API's address, which ends in /api/v3 on an Enterprise Server"
