"""A server that drips, or sends without an end where no body is, ends the run in time: on real sockets."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from postmortem_tracker.errors import AmbiguousResultError, TrackerUnavailableError
from postmortem_tracker.integrations.github.tracker import GitHubTracker
from postmortem_tracker.integrations.gitlab.tracker import GitLabTracker
from postmortem_tracker.integrations.shared import allowance
from postmortem_tracker.issues import IssueTracker
from postmortem_tracker.model import IssueDraft

JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED = JSON + b"Transfer-Encoding: chunked\r\n\r\n"
MAKERS: dict[str, Callable[[str], IssueTracker]] = {
    "github": lambda url: GitHubTracker("hub", "acme/shop", "a-token", url=url),
    "gitlab": lambda url: GitLabTracker("acme/shop", "a-token", url=url),
}
# What comes first, and what comes again and again, slowly or as fast as it goes.
SLOW = {
    "a header": (b"HTTP/1.1 200 OK\r\nX-A: ", b"a"),
    "the first line": (b"", b"H"),
    "a body of known size": (JSON + b"Content-Length: 100000\r\n\r\n[", b" "),
    "a body until the end": (JSON + b"\r\n[", b" "),
    "pieces of one byte": (CHUNKED, b"1\r\n \r\n"),
    "the size of a piece": (CHUNKED, b"0"),
    "a redirect's text": (b"HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 100000\r\n\r\n", b" "),
}
ENDLESS = {
    "answers before the answer": (b"", b"HTTP/1.1 100 Continue\r\nA: b\r\n\r\n" * 100),
    "lines behind the body": (CHUNKED + b"2\r\n[]\r\n0\r\n", b"X-A: b\r\n" * 100),
    "a redirect's text": (
        b"HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 99999999999\r\n\r\n",
        b" " * 4096,
    ),
    "a body of known size": (JSON + b"Content-Length: 99999999999\r\n\r\n", b" " * 4096),
    "a refusal's text": (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 99999999999\r\n\r\n", b" " * 4096),
}


class Liar:
    """A server that answers each request with a beginning, and then goes on for ever."""

    def __init__(self, first: bytes, again: bytes, pause: float) -> None:
        self.first, self.again, self.pause = first, again, pause
        self.asked = 0
        self.over = threading.Event()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def close(self) -> None:
        """End it, and whoever waits at its socket, whose number another server would get."""
        self.over.set()
        with suppress(OSError):
            self.listening.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        self.listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=self._answer, args=(self.listening.accept()[0],), daemon=True).start()

    def _answer(self, caller: socket.socket) -> None:
        with suppress(OSError), caller:
            heard = b""
            while b"\r\n\r\n" not in heard:
                got = caller.recv(65536)
                if not got:
                    return
                heard += got
            self.asked += 1
            caller.sendall(self.first)
            while not self.over.wait(self.pause):
                caller.sendall(self.again)


@pytest.fixture
def lie() -> Iterator[Callable[[bytes, bytes, float], Liar]]:
    made: list[Liar] = []

    def begin(first: bytes, again: bytes, pause: float) -> Liar:
        made.append(Liar(first, again, pause))
        return made[-1]

    yield begin
    for each in made:
        each.close()


@pytest.fixture(autouse=True)
def _bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(allowance, "LONGEST", 0.5)
    monkeypatch.setattr(allowance, "LARGEST", 1 << 19)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("what", SLOW)
def test_what_drips_in_is_given_up_wherever_it_drips(
    kind: str, what: str, lie: Callable[[bytes, bytes, float], Liar]
) -> None:
    server = lie(*SLOW[what], 0.02)
    started = time.monotonic()
    with pytest.raises(TrackerUnavailableError, match=r"takes more than 0\.5 s"):
        list(MAKERS[kind](server.url).list("postmortem"))
    assert time.monotonic() - started < 10
    assert server.asked == 1


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("what", ENDLESS)
def test_what_has_no_end_is_given_up_wherever_it_stands(
    kind: str, what: str, lie: Callable[[bytes, bytes, float], Liar], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "LONGEST", 60.0)
    server = lie(*ENDLESS[what], 0.0)
    with pytest.raises(TrackerUnavailableError, match="an answer of more than"):
        list(MAKERS[kind](server.url).list("postmortem"))
    assert server.asked == 1


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("what", ["a header", "a body of known size", "pieces of one byte"])
def test_nobody_knows_what_became_of_a_change_whose_answer_drips(
    kind: str, what: str, lie: Callable[[bytes, bytes, float], Liar]
) -> None:
    server = lie(*SLOW[what], 0.02)
    tracker = MAKERS[kind](server.url)
    with pytest.raises(AmbiguousResultError, match=r"takes more than 0\.5 s"):
        tracker.create(IssueDraft("Add a canary", "Body", ()))
    assert server.asked == 1


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_within_the_bounds_is_read_as_before(
    kind: str, packed: bool, lie: Callable[[bytes, bytes, float], Liar], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Larger than one piece, in chunks, after an answer before the answer, packed or not."""
    monkeypatch.setattr(allowance, "LONGEST", 60.0)
    body = b"[" + b" " * 300_000 + b"]"
    body = gzip.compress(body) if packed else body
    head = b"HTTP/1.1 100 Continue\r\n\r\n" + JSON + (b"Content-Encoding: gzip\r\n" if packed else b"")
    pieces = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:100], body[100:]))
    whole = head + b"Transfer-Encoding: chunked\r\n\r\n" + pieces + b"0\r\nX-Last: a\r\n\r\n"
    assert list(MAKERS[kind](lie(whole, b"", 0.01).url).list("postmortem")) == []
