"""What is asked before a run: whether a project is private, and how long it will take."""

from __future__ import annotations

import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.plan_words import Consent
from postmortem_tracker.app.session import Session
from postmortem_tracker.app.sync import Interrupts, Synced, announce, synchronise
from postmortem_tracker.cli.console import Console
from postmortem_tracker.cli.plan_lines import Lines
from postmortem_tracker.config.load import validate
from postmortem_tracker.config.settings import TrackerSettings
from postmortem_tracker.errors import TrackerError, TrackerUnavailableError
from postmortem_tracker.model import IssueChange, IssueDraft, State
from postmortem_tracker.sync.actions import Create, Edit, Plan, Subject, Symbol, Update, Write
from postmortem_tracker.sync.issue_text.marker import Base, Marker
from postmortem_tracker.sync.settings import Settings
from tests.sync.make import document, issue
from tests.sync.memory import MemoryTracker

SECRET = "---\nconfidential: true\n---\n" + document("Rotate the keys", "Tell the customers")


class Asked(MemoryTracker):
    """A tracker that knows only when asked whether outsiders can read it."""

    def __init__(self, answer: bool | TrackerError, *, hides: bool = False) -> None:
        super().__init__()
        self.answer = answer
        self.capabilities = replace(self.capabilities, private=None, confidential_issues=hides)

    def is_private(self) -> bool:
        self.log.append("is_private")
        if isinstance(self.answer, TrackerError):
            raise self.answer
        return self.answer

    def eta(self, creates: int, updates: int) -> float:
        return 7.0 * creates + updates


def session(tracker: MemoryTracker, root: Path, text: str = SECRET, **sync: object) -> Session:
    (root / "pm.md").write_text(text)
    private = sync.pop("private", None)
    config = validate({"trackers": {"memory": {"kind": "memory", "private": private}}, "sync": sync})

    def connect(name: str, settings: TrackerSettings) -> MemoryTracker:
        del settings
        assert name == "memory"
        return tracker

    return Session(Workspace(root, config), connect)


def settings(of: Session, *, write_back: bool = False) -> Settings:
    return of.settings(write_back=write_back, close_orphans=False)


def run(of: Session, *, write_back: bool = False) -> Synced:
    reading = of.workspace.read(of.workspace.paths([str(of.workspace.root / "pm.md")]))
    with Interrupts() as interrupts:
        return synchronise(
            of, reading, settings(of, write_back=write_back), Consent(False, 50), Lines(Console()), interrupts
        )


# --- privacy ------------------------------------------------------------------------------------------------------


def test_a_private_project_takes_confidential_items_once_it_said_so(tmp_path: Path) -> None:
    tracker = Asked(True)
    run(session(tracker, tmp_path))
    assert tracker.log == ["list", "is_private", "create", "create", "list"]


@pytest.mark.parametrize("incident_issue", [False, True])
def test_a_public_project_gets_nothing(tmp_path: Path, incident_issue: bool) -> None:
    tracker = Asked(False)
    synced = run(session(tracker, tmp_path, incident_issue=incident_issue))
    assert tracker.log == ["list", "is_private"]
    assert {action.symbol for action in synced.plan.actions} == {Symbol.ATTENTION}


def test_where_no_answer_comes_nothing_is_sent_and_it_is_told(tmp_path: Path) -> None:
    tracker = Asked(TrackerUnavailableError("no answer", "try later"))
    asking = session(tracker, tmp_path)
    run(asking)
    assert tracker.log == ["list", "is_private"]
    assert [problem.message for problem in asking.problems] == ["no answer"]


def test_the_configuration_is_believed_without_asking(tmp_path: Path) -> None:
    tracker = Asked(False)
    run(session(tracker, tmp_path, private=True))
    assert tracker.log == ["list", "create", "create", "list"]


def test_nobody_is_asked_about_what_everybody_may_read(tmp_path: Path) -> None:
    tracker = Asked(True)
    run(session(tracker, tmp_path, document("Rotate the keys")))
    assert "is_private" not in tracker.log


def test_nobody_is_asked_where_an_issue_can_be_hidden(tmp_path: Path) -> None:
    tracker = Asked(False, hides=True)
    run(session(tracker, tmp_path, incident_issue=True))
    assert "is_private" not in tracker.log
    assert [issue.confidential for issue in tracker.server.issues.values()] == [True] * 3


@pytest.mark.parametrize("incident_issue", [False, True])
def test_a_run_with_nothing_to_do_does_not_ask(tmp_path: Path, incident_issue: bool) -> None:
    tracker = Asked(True)
    run(session(tracker, tmp_path, incident_issue=incident_issue))
    tracker.log.clear()
    run(session(tracker, tmp_path, incident_issue=incident_issue))
    assert tracker.log == ["list"]


@pytest.mark.parametrize("answer", [True, False])
def test_a_document_that_becomes_confidential_settles(tmp_path: Path, answer: bool) -> None:
    """Its issues are updated where nobody else reads them; what is not to be sent is not warned of."""
    tracker = Asked(answer)
    run(session(tracker, tmp_path, document("Rotate the keys", "Tell the customers")))
    tracker.log.clear()
    first = run(session(tracker, tmp_path))
    assert tracker.log[:2] == ["list", "is_private"]
    assert {action.symbol for action in first.plan.actions} == {Symbol.UPDATE if answer else Symbol.ATTENTION}
    tracker.log.clear()
    second = run(session(tracker, tmp_path))
    if answer:
        assert (tracker.log, second.plan.actions, second.plan.unchanged) == (["list"], (), 2)
    else:  # it is still to be sent, so it is still told
        assert tracker.log == ["list", "is_private"]
        assert [action.what for action in second.plan.actions] == [action.what for action in first.plan.actions]


def test_a_confidential_document_with_issues_in_the_open_is_told_where_that_is_known(tmp_path: Path) -> None:
    tracker = Asked(True)
    run(session(tracker, tmp_path))
    synced = run(session(tracker, tmp_path, private=False))
    assert len(synced.plan.actions) == 2
    assert all("not known to be private" in action.what for action in synced.plan.actions)


SPECIAL = SECRET.replace("Rotate the keys", "Rotate the keys (type: Networking)")


@pytest.mark.parametrize("answer", [True, False])
@pytest.mark.parametrize("hides", [False, True])
def test_a_second_run_has_nothing_to_do_whatever_the_first_one_knew(tmp_path: Path, answer: bool, hides: bool) -> None:
    tracker = Asked(answer, hides=hides)
    first = run(session(tracker, tmp_path, SPECIAL))
    labels = [issue.labels for issue in tracker.server.issues.values()]
    assert ("type: networking" in str(labels)) is (answer and not hides)
    tracker.log.clear()
    second = run(session(tracker, tmp_path, SPECIAL))
    if answer or hides:
        assert (tracker.log, second.plan.actions) == (["list"], ())
    else:  # it is still to be sent, so it is still told
        assert tracker.log == ["list", "is_private"]
        assert second.plan.actions == first.plan.actions


def test_a_link_that_was_taken_out_is_written_back_and_nobody_is_asked(tmp_path: Path) -> None:
    tracker = Asked(True)
    run(session(tracker, tmp_path, SPECIAL), write_back=True)
    written = (tmp_path / "pm.md").read_text()
    assert "issues/1" in written
    tracker.log.clear()
    run(session(tracker, tmp_path, SPECIAL), write_back=True)
    assert (tmp_path / "pm.md").read_text() == written
    assert set(tracker.log) == {"list"}


def test_labels_that_a_run_told_which_asked_for_another_item_stay(tmp_path: Path) -> None:
    tracker = Asked(True, hides=True)
    run(session(tracker, tmp_path, SPECIAL))
    assert "type: networking" not in tracker.server.issues[1].labels
    tracker.server.issues[2] = replace(tracker.server.issues[2], confidential=False)
    changed = SPECIAL.replace("Tell the customers", "Tell the customers @kim")
    tracker.log.clear()
    run(session(tracker, tmp_path, changed))
    assert "is_private" in tracker.log
    assert "type: networking" in tracker.server.issues[1].labels
    for _ in range(2):
        tracker.log.clear()
        assert run(session(tracker, tmp_path, changed)).plan.actions == ()
        assert tracker.log == ["list"]
    assert "type: networking" in tracker.server.issues[1].labels


# --- time ---------------------------------------------------------------------------------------------------------


def plan(creates: int, updates: int) -> Plan:
    mark = Marker("INC-1", "key", "a.md", Base(), "")
    new = Create(Subject(), "create", ("memory", "team/app"), IssueDraft("One", ""), mark)
    closed = Update(Subject(), "close", issue(1, "One"), Symbol.DONE, IssueChange(state=State.COMPLETED))
    ticked = Write(Subject(), "tick", issue(2, "Two"), Symbol.DONE, Edit(state=State.COMPLETED))
    return Plan((*[new] * creates, *[closed] * updates, ticked))


@pytest.mark.parametrize(
    ("creates", "updates", "seconds", "said"),
    [
        (12, 0, 10.0, ""),
        (12, 0, 14.2, "12 issues to create: about 14 s at the tracker's rate limit\n"),
        (1, 3, 11.0, "1 issue to create, 3 to change: about 11 s at the tracker's rate limit\n"),
        (0, 900, 3600.0, "900 issues to change: about 60 min at the tracker's rate limit\n"),
    ],
)
def test_a_long_run_says_how_long(
    creates: int, updates: int, seconds: float, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    announce(plan(creates, updates), seconds, Lines(Console()))
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", said)


def test_quiet_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    announce(plan(12, 0), 99.0, Lines(Console(quiet=True)))
    assert capsys.readouterr().err == ""


def test_a_sync_tells_the_time_that_its_trackers_need(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tracker = Asked(True)
    text = document("Rotate the keys", "Tell the customers")
    run(session(tracker, tmp_path, text))
    assert "2 issues to create: about 14 s at the tracker's rate limit\n" in capsys.readouterr().err
    run(session(tracker, tmp_path, text))
    assert capsys.readouterr().err == ""
    changed = text.replace("# INC-1: Queue stalled", "# INC-1: Queue stalled for long")
    run(session(tracker, tmp_path, changed))
    assert capsys.readouterr().err == "", "two changes take two seconds"


# --- Ctrl-C -------------------------------------------------------------------------------------------------------


def test_ctrl_c_ends_at_once_what_changes_nothing() -> None:
    with Interrupts() as interrupts:
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        assert not interrupts.stopped


def test_ctrl_c_lets_a_change_end_and_the_second_one_does_not() -> None:
    with Interrupts() as interrupts, interrupts.patience():
        signal.raise_signal(signal.SIGINT)
        assert interrupts.stopped
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no timers that interrupt a call")
def test_a_change_that_does_not_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postmortem_tracker.app.sync._PATIENCE", 0.5)
    with Interrupts() as interrupts, interrupts.patience():
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            time.sleep(60)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no timers that interrupt a call")
def test_nothing_is_given_up_once_the_changes_have_ended() -> None:
    with Interrupts() as interrupts:
        with interrupts.patience():
            signal.raise_signal(signal.SIGINT)
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
