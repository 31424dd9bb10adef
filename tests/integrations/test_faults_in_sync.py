"""Whatever goes wrong during a sync, on either tracker: told, nothing opened twice, finished by the next run."""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from postmortem_tracker.app.session import Session
from postmortem_tracker.app.sync import Synced
from postmortem_tracker.issues import IssueTracker
from postmortem_tracker.model import IssueDraft
from postmortem_tracker.sync.issue_text import marker
from tests.integrations.places import Fault, Place, sync

LABEL = "postmortem"
HEAD = "# INC-1: Queue stalled\n\n## Action items\n\n"
ITEMS = ("Add an alert on queue depth", "Write a runbook for failover", "Limit retries of the importer")
TEXT = HEAD + "".join(f"- [ ] {item}\n" for item in ITEMS)


@dataclass(frozen=True)
class Case:
    """A fault, how many issues the first run leaves, whether it is told as incomplete, and issues there before."""

    fault: Fault
    issues: int
    incomplete: bool
    before: int = 0


def on_second(**what: object) -> Fault:
    return Fault(skip=1, **what)  # type: ignore[arg-type]  # passed on as they are


RETRY = {"Retry-After": "30"}
CASES = {
    "create: 500, not done": Case(on_second(status=500), 2, True),
    "create: 502, not done": Case(on_second(status=502), 2, True),
    "create: 502, but done": Case(on_second(status=502, done=True), 3, False),
    "create: 503, but done": Case(on_second(status=503, done=True), 3, False),
    "create: 504, but done": Case(on_second(status=504, done=True), 3, False),
    "create: connection cut, not done": Case(on_second(), 2, True),
    "create: connection cut, but done": Case(on_second(done=True), 3, False),
    "create: no answer in time, but done": Case(on_second(slow=True, done=True), 3, False),
    "create: 429, Retry-After": Case(on_second(status=429, headers=RETRY), 3, False),
    "create: 429, no Retry-After": Case(on_second(status=429), 3, False),
    "create: 429 for an hour": Case(on_second(status=429, headers={"Retry-After": "3600"}), 1, True),
    "create: refused (422)": Case(on_second(status=422), 2, True),
    "create: 401 from now on": Case(on_second(status=401, times=99), 1, True),
    "create: 403 from now on": Case(on_second(status=403, times=99), 1, True),
    "list: 502 once": Case(Fault("GET", status=502), 3, False),
    "list: 502 every time": Case(Fault("GET", status=502, times=99), 0, True),
    "list: cut every time": Case(Fault("GET", times=99), 0, True),
    "list: no answer in time, ever": Case(Fault("GET", slow=True, times=99), 0, True),
    "list: 401": Case(Fault("GET", status=401, times=99), 0, True),
    "list: the second half fails": Case(Fault("GET", status=502, skip=1, times=99), 0, True, before=101),
    "closing list: 502 every time": Case(Fault("GET", status=502, skip=1, times=99), 3, True),
}


def issues(place: Place) -> Counter[str]:
    """How many issues there are by the key of their item."""
    marks = (marker.read(issue.body) for issue in place.tracker().list(LABEL))
    return Counter(mark.key for mark in marks if mark is not None)


def incomplete(run: tuple[Session, Synced]) -> bool:
    """Whether the run ends with exit code 3."""
    session, synced = run
    return bool(session.problems) or synced.failed


def finished(place: Place, root: Path) -> None:
    """The next run does the rest, the one after it nothing; every item has one issue and its link."""
    place.clear()
    assert not incomplete(sync(place, root))
    assert sorted(issues(place).values()) == [1] * len(ITEMS)
    text = (root / "pm.md").read_text()
    assert text.count("([#") == len(ITEMS)
    place.clear()
    assert sync(place, root)[1].outcomes == ()
    assert place.changing() == []
    assert (root / "pm.md").read_text() == text


@pytest.mark.parametrize("name", CASES)
def test_the_next_run_finishes_the_job(place: Place, tmp_path: Path, name: str) -> None:
    case = CASES[name]
    (tmp_path / "pm.md").write_text(TEXT)
    prepared(place.tracker(), case.before)
    place.clear()
    place.fail(case.fault)
    first = sync(place, tmp_path)
    place.clear()
    assert (sum(issues(place).values()), incomplete(first)) == (case.issues, case.incomplete)
    finished(place, tmp_path)


def prepared(tracker: IssueTracker, count: int) -> None:
    for number in range(count):
        tracker.create(IssueDraft(f"older {number}", "", (LABEL,)))


def test_after_a_refused_token_nothing_is_asked_again(place: Place, tmp_path: Path) -> None:
    (tmp_path / "pm.md").write_text(TEXT)
    place.clear()
    place.fail(Fault(status=401, times=99))
    sync(place, tmp_path)
    assert [method for method, path in place.changing() if path.endswith("/issues")] == ["POST"]


# The document, while the run is under way.


def edited(path: Path) -> None:
    path.write_text(path.read_text() + "\nA person's words.\n")


def reordered(path: Path) -> None:
    path.write_text(HEAD + "".join(f"- [ ] {item}\n" for item in reversed(ITEMS)))


def deleted(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("happens", [edited, reordered, deleted])
def test_a_document_that_changes_meanwhile_loses_nothing(
    place: Place, tmp_path: Path, happens: Callable[[Path], None]
) -> None:
    path = tmp_path / "pm.md"
    path.write_text(TEXT)
    place.clear()
    place.fail(Fault(also=lambda: happens(path)))
    first = sync(place, tmp_path)
    if happens is deleted:
        assert incomplete(first)
        path.write_text(TEXT)
    finished(place, tmp_path)
    assert happens is not edited or path.read_text().endswith("\nA person's words.\n")


def test_a_full_disk_is_told_and_made_up_for(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pm.md").write_text(TEXT)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    place.clear()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert incomplete(sync(place, tmp_path))
    assert (tmp_path / "pm.md").read_text() == TEXT
    assert sorted(issues(place).values()) == [1] * len(ITEMS)
    finished(place, tmp_path)


def test_a_linked_document_stays_a_link(place: Place, tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text(TEXT)
    (tmp_path / "pm.md").symlink_to("real.md")
    place.clear()
    assert not incomplete(sync(place, tmp_path))
    assert (tmp_path / "pm.md").is_symlink()
    finished(place, tmp_path)
