"""No object of ours, of an adapter's libraries or of an error shows a token where a traceback or a log prints it."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import pytest

from postmortem_tracker.errors import TrackerError
from postmortem_tracker.integrations import Surroundings
from postmortem_tracker.integrations.github.tracker import GitHubTracker
from postmortem_tracker.integrations.gitlab.tracker import GitLabTracker
from postmortem_tracker.integrations.shared.credentials import Hidden
from postmortem_tracker.integrations.shared.pacing import Pacer
from postmortem_tracker.issues import IssueTracker
from postmortem_tracker.model import IssueDraft, IssueRef
from tests.integrations.conftest import stub
from tests.proxy import Proxy, answer, drop

__all__ = ["stub"]  # a fixture

TOKEN = "glpat-Zq7SecretPartOfTheToken"
LIBRARIES = ("postmortem_tracker.", "gitlab.", "github.", "requests.")
MAKERS: dict[str, Callable[[str], IssueTracker]] = {
    "github": lambda url: GitHubTracker("hub", "acme/shop", TOKEN, url=url, sleep=lambda _: None),
    "gitlab": lambda url: GitLabTracker("acme/shop", TOKEN, url=url, pacer=Pacer(sleep=lambda _: None)),
}
FAULTS = {"refused": answer(401, {"message": "no"}), "unknown": answer(404, {}), "cut": drop(), "odd": answer(200, 5)}
ASKED: dict[str, Callable[[IssueTracker], object]] = {
    "list": lambda tracker: list(tracker.list("postmortem")),
    "get": lambda tracker: tracker.get(IssueRef(tracker.name, "acme/shop", 7)),
    "create": lambda tracker: tracker.create(IssueDraft("Add a canary", "Body", ("postmortem",))),
    "comments": lambda tracker: list(tracker.comments(IssueRef(tracker.name, "acme/shop", 7))),
}


def reached(start: object) -> Iterator[object]:
    """The object, and all objects of ours and of the libraries that it holds, however deep."""
    waiting, seen = [start], set[int]()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, dict | list | tuple | set):
            waiting.extend(each.values() if isinstance(each, dict) else each)
        elif isinstance(each, Hidden):
            assert TOKEN[6:18] not in repr(each)  # what is sent is the text itself
        elif type(each).__module__.startswith(LIBRARIES) and "structures" not in type(each).__module__:
            yield each
            slots = [name for kind in type(each).__mro__ for name in getattr(kind, "__slots__", ())]
            waiting.extend(vars(each).values() if hasattr(each, "__dict__") else ())
            waiting.extend(getattr(each, name, None) for name in slots)


@pytest.mark.parametrize("kind", MAKERS)
def test_no_object_of_a_tracker_shows_the_token(kind: str) -> None:
    found = list(reached(MAKERS[kind]("http://127.0.0.1:1")))
    assert len(found) > 8
    assert [type(each) for each in found if TOKEN[6:18] in f"{each!r} {each!s}"] == []


def test_what_is_around_does_not_show_its_environment() -> None:
    assert TOKEN not in repr(Surroundings(Path(), {"GITLAB_TOKEN": TOKEN}))


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("kind", MAKERS)
def test_no_error_and_no_log_shows_it(
    stub: Proxy, kind: str, fault: str, asked: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    caplog.set_level(logging.DEBUG)
    for method in ("GET", "POST"):
        stub.on(method, ".*", FAULTS[fault], times=None)
    tracker = MAKERS[kind](stub.url)
    with pytest.raises(TrackerError) as caught:
        ASKED[asked](tracker)
    said = ["".join(traceback.format_exception(caught.value)), caplog.text]
    for error in _chain(caught.value):
        # As tools that collect errors do it: with what each frame holds, those of the libraries included.
        said += _held(error.__traceback__)
        said += map(repr, [error, *error.args, *reached(vars(error))])
    assert stub.count()
    assert not any(TOKEN[6:18] in each for each in said)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _held(trace: TracebackType | None) -> Iterator[str]:
    """What every frame holds, as it is printed."""
    for frame, _ in traceback.walk_tb(trace):
        for value in frame.f_locals.values():
            with suppress(Exception):  # some objects are only half made
                yield repr(value)
