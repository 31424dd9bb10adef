"""Where a confidential incident may be told: one answer at every door through which words of it leave."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest

from postmortem_tracker.app import remind
from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.plan_words import Consent
from postmortem_tracker.app.secrets import common_value
from postmortem_tracker.app.session import Session
from postmortem_tracker.app.situation import look
from postmortem_tracker.app.sync import Interrupts, Synced, synchronise
from postmortem_tracker.cli.console import Console
from postmortem_tracker.cli.plan_lines import Lines
from postmortem_tracker.config.load import validate
from postmortem_tracker.issues import Capabilities
from postmortem_tracker.model import Issue, IssueDraft
from postmortem_tracker.report.common import Common
from postmortem_tracker.report.summary import summarise
from postmortem_tracker.sync.actions import Remark, issue_of
from postmortem_tracker.sync.identity.matched import Duplicate, Known, Matched, Tracked
from postmortem_tracker.sync.incident_issue.plan import make
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.sync.issue_text.marker import INCIDENT_KEY
from postmortem_tracker.sync.labels import labels
from postmortem_tracker.sync.permitted import untouchable
from postmortem_tracker.sync.settings import Destination
from tests.sync.make import LIMITS, OneProject, incident, issue, matched, settings
from tests.sync.memory import MemoryTracker

DOCUMENT = """\
# INC-1: Queue {word}

**Severity:** SEV1 – {word} of the customers

## Action items

- [ ] Drain the {word} @kim due 2026-06-01 (P1)
- [{box}] Cap the {word} retries @kim due 2026-06-01
"""
SECRET = "zebra"
TODAY = date(2026, 6, 10)
PLACES = tuple(itertools.product((None, False, True), (False, True)))


class Office:
    """A workspace with one document and a tracker that tells, when asked, whether outsiders read it."""

    def __init__(self, root: Path, private: bool | None, hides: bool, tracker: MemoryTracker | None = None) -> None:
        self.tracker = tracker or MemoryTracker()
        self.tracker.server.now = datetime(2026, 6, 1, tzinfo=UTC)
        self.tracker.capabilities = replace(self.tracker.capabilities, private=private, confidential_issues=hides)
        self.path = root / "pm.md"
        config = validate({"trackers": {"memory": {"kind": "memory"}}, "sync": {"incident_issue": True}})
        self.workspace = Workspace(root, config)

    def write(self, *, confidential: bool, word: str = SECRET, box: str = " ") -> None:
        head = "---\nconfidential: true\n---\n" if confidential else ""
        links = self.path.read_text().split("([#")[1:] if self.path.exists() else []
        text = head + DOCUMENT.format(word=word, box=box)
        for line, link in zip([each for each in text.splitlines() if each.startswith("- [")], links, strict=False):
            text = text.replace(line, f"{line} ([#{link.splitlines()[0]}")
        self.path.write_text(text)

    def sync(self) -> Synced:
        session = Session(self.workspace, lambda _name, _settings: self.tracker)
        reading = self.workspace.read(self.workspace.paths([str(self.path)]))
        wanted = session.settings(write_back=True, close_orphans=True)
        with Interrupts() as interrupts:
            return synchronise(session, reading, wanted, Consent(True, 50), Lines(Console()), interrupts)

    def remind(self) -> list[remind.Reminded]:
        session = Session(self.workspace, lambda _name, _settings: self.tracker)
        report = summarise(look(self.workspace, session, [str(self.path)], TODAY).situation)
        wanted, _ = remind.due(session, report)
        return list(remind.post(session, wanted))

    def change(self, **fields: object) -> None:
        for number, one in self.tracker.server.issues.items():
            self.tracker.server.issues[number] = replace(one, **fields)  # type: ignore[arg-type] # fields by name

    def in_the_open(self) -> list[str]:
        """Whatever outsiders read of the secret: issues that are not confidential, and every label."""
        shown = []
        for number, one in self.tracker.server.issues.items():
            shown += [each for each in one.labels if SECRET in each]
            if not one.confidential:
                told = (one.title, one.body, *self.tracker.server.comments.get(number, ()))
                shown += [each for each in told if SECRET in each]
        return shown


@pytest.mark.parametrize(("private", "hides"), PLACES)
def test_what_is_new_is_opened_only_where_outsiders_do_not_read_it(
    tmp_path: Path, private: bool | None, hides: bool
) -> None:
    office = Office(tmp_path, private, hides)
    office.write(confidential=True)
    office.sync()
    assert len(office.tracker.server.issues) == (3 if private or hides else 0)
    assert private or office.in_the_open() == []


@pytest.mark.parametrize(("private", "hides"), PLACES)
@pytest.mark.parametrize("box", [" ", "x"])
def test_what_is_there_learns_no_word_in_the_open(tmp_path: Path, private: bool | None, hides: bool, box: str) -> None:
    """The document was for everybody when its issues were opened, an item's and the incident's own."""
    office = Office(tmp_path, private, hides)
    office.write(confidential=False, word="horse")
    office.sync()
    assert len(office.tracker.server.issues) == 3
    office.write(confidential=True, box=box)
    synced = office.sync()
    assert bool(office.in_the_open()) is (private is True)
    if private is not True:
        told = [each.what for each in synced.plan.actions if "nothing is sent" in each.what]
        assert len(told) == len(synced.plan.actions) == 3


@pytest.mark.parametrize(("private", "hides"), PLACES)
def test_known_to_be_in_the_open_is_told_also_where_nothing_is_to_be_sent(
    tmp_path: Path, private: bool | None, hides: bool
) -> None:
    office = Office(tmp_path, True, hides)
    office.write(confidential=True)
    office.sync()
    office.change(confidential=False)
    office.tracker.capabilities = replace(office.tracker.capabilities, private=private)
    office.tracker.log.clear()
    whats = [each.what for each in office.sync().plan.actions]
    assert office.tracker.writes == [] or private
    if private is False:
        assert [("nothing is sent" in each) for each in whats] == [True] * 3


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("private", [None, False, True])
def test_a_reminder_speaks_only_where_it_may(tmp_path: Path, private: bool | None, hidden: bool) -> None:
    office = Office(tmp_path, True, True)
    office.write(confidential=True)
    office.sync()
    office.change(confidential=hidden)
    office.tracker.capabilities = replace(office.tracker.capabilities, private=private)
    done = office.remind()
    assert len(done) == 2
    assert len(office.tracker.server.comments) == (2 if private or hidden else 0)
    assert [each.error is None for each in done] == [bool(private or hidden)] * 2


def test_a_reminder_looks_at_the_issue_as_it_is_now(tmp_path: Path) -> None:
    """It was made public after it was listed."""

    def published(operation: str, phase: str) -> None:
        if (operation, phase) == ("get", "before"):
            office.change(confidential=False)

    office = Office(tmp_path, None, True)
    office.write(confidential=True)
    office.sync()
    office.tracker.hook = published
    assert all("not known to be private" in str(each.error) for each in office.remind())
    assert office.tracker.server.comments == {}


@pytest.mark.parametrize("box", [" ", "x"])
@pytest.mark.parametrize("changed", [{"confidential": False}, {"out_of_sight": True}])
def test_a_change_looks_at_the_issue_as_it_is_now(tmp_path: Path, changed: dict[str, object], box: str) -> None:
    """Published, or moved away, between the plan and its change: an item's issue and the incident's own."""

    def meanwhile(operation: str, phase: str) -> None:
        if (operation, phase) == ("get", "before"):
            office.change(**changed)

    office = Office(tmp_path, None, True)
    office.write(confidential=True, word="horse")
    office.sync()
    office.write(confidential=True, box=box)
    office.tracker.hook = meanwhile
    office.tracker.log.clear()
    synced = office.sync()
    assert office.tracker.writes == []
    assert {str(each.error) for each in synced.outcomes if each.error} != set()
    assert office.in_the_open() == []


class Deaf(MemoryTracker):
    """A tracker that opens for everybody what was to be confidential."""

    def create(self, draft: IssueDraft) -> Issue:
        return super().create(replace(draft, confidential=False))


def test_a_tracker_that_does_not_hide_is_told_nothing_more(tmp_path: Path) -> None:
    office = Office(tmp_path, None, True, Deaf())
    office.write(confidential=True)
    synced = office.sync()
    assert len(office.tracker.server.issues) == 1
    assert "opened it for everybody" in str(synced.outcomes[0].error)
    office.tracker.log.clear()
    office.write(confidential=True, box="x")
    office.sync()
    assert "update" not in office.tracker.log


# --- labels, which everybody sees ------------------------------------------------------------------------------------

# A value, and what outsiders read of it; of a level nobody reads more than which one it is.
FACTS = (
    ("severity", "SEV1 – zebra of the customers", "SEV1"),
    ("severity", "zebra", ""),
    ("severity", "S2", "SEV2"),
    ("severity", "critical", "critical"),
    ("priority", "P1", "P1"),
    ("priority", "P1, for zebra", "P1"),
    ("priority", "because zebra said so", ""),
    ("priority", "high", "high"),
    ("type", "prevent", "prevent"),
    ("type", "zebra", ""),
    ("type", "mitigation of zebra", ""),
    ("incident", "INC-1", ""),
)


@pytest.mark.parametrize(("fact", "value", "shown"), FACTS)
@pytest.mark.parametrize("private", [None, False, True])
def test_a_label_says_what_everybody_says(fact: str, value: str, shown: str, private: bool | None) -> None:
    whole = incident("Drain it")._replace(confidential=True)
    task = whole.tasks[0]
    if fact == "incident":
        whole = whole._replace(id=value)
    elif fact == "severity":
        whole = whole._replace(severity=value)
    else:
        task = task._replace(priority=value) if fact == "priority" else task._replace(type=value)
    limits = Capabilities(200, 60_000, private=private, confidential_issues=True)
    there = Destination("memory", "team/app", limits)
    wanted = settings(labels_for=(fact,), common=partial(common_value, Common()))
    made = labels(whole, task, wanted, there)
    expected = (shown or value) if private else shown
    assert made == (("postmortem", f"{fact}: {expected}") if expected else ("postmortem",))
    assert labels(whole._replace(confidential=False), task, wanted, there) != ("postmortem",)
    assert private or labels(whole, task, settings(labels_for=(fact,)), there) == ("postmortem",)


# --- what nobody may write to, whatever it is ------------------------------------------------------------------------


def newer(one: Issue) -> Issue:
    return replace(one, body=one.body.replace('"v":1', '"v":99'))


def elsewhere(one: Issue) -> Issue:
    return replace(one, ref=replace(one.ref, project="team/elsewhere"))


def out_of_sight(one: Issue) -> Issue:
    return replace(one, out_of_sight=True)


def kept(one: Issue) -> Matched:
    return matched([incident("[x] Add an alert")], Known({one.ref: one}))


def incident_kept(one: Issue) -> Matched:
    own = replace(one, body=one.body.replace(read(one).key, INCIDENT_KEY))
    return matched([incident("[x] Drain the queue")], Known({own.ref: own}))


def incident_lost(one: Issue) -> Matched:
    own = replace(one, body=one.body.replace(read(one).key, INCIDENT_KEY))
    return matched([incident()], Known({own.ref: own}))


def orphaned(one: Issue) -> Matched:
    return Matched((), (Tracked(one, read(one)),))


def second(one: Issue) -> Matched:
    return Matched((), duplicates=(Duplicate(one, issue(2, "Add an alert", born="b"), raced=False),))


def second_of_a_race(one: Issue) -> Matched:
    return Matched((), duplicates=(Duplicate(one, issue(2, "Add an alert", born="b"), raced=True),))


def read(one: Issue) -> marker.Marker:
    found = marker.read(one.body)
    assert found is not None
    return found


@pytest.mark.parametrize("why", [newer, elsewhere, out_of_sight])
@pytest.mark.parametrize("door", [kept, incident_kept, incident_lost, orphaned, second, second_of_a_race])
def test_what_may_not_be_touched_is_left_at_every_door(
    why: Callable[[Issue], Issue], door: Callable[[Issue], Matched]
) -> None:
    plain = issue(1, "Add an alert", born="a")
    routes = OneProject(Destination("memory", "team/app", LIMITS))
    wanted = settings(incident_issue=True, close_orphans=True, write_back=False, routes=routes)

    def touched(one: Issue) -> list[str]:
        there = [found for each in make(door(one), wanted).pending if (found := issue_of(each)) is not None]
        return [str(each.ref) for each in there if each.ref.number == 1]

    assert touched(plain), "the door is shut anyway"
    one = why(plain)
    assert touched(one) == []
    told = [each.what for each in make(door(one), wanted).actions if isinstance(each, Remark)]
    reason = untouchable(one, read(one), routes.home(one.ref))
    assert reason
    assert any(reason in each for each in told) or (why, door) == (out_of_sight, orphaned)
