"""The report as of a day is the report that was made on that day, as far as git and the trackers remember."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postmortem_tracker.app.compare import compared
from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.plan_words import Consent
from postmortem_tracker.app.report import reported
from postmortem_tracker.app.session import Session
from postmortem_tracker.app.situation import Looked, look
from postmortem_tracker.app.sync import Interrupts, synchronise
from postmortem_tracker.choices import SortBy
from postmortem_tracker.cli.console import Console
from postmortem_tracker.cli.plan_lines import Silent
from postmortem_tracker.config.load import validate
from postmortem_tracker.model import State
from postmortem_tracker.report.compare import Comparison
from postmortem_tracker.report.filters import Filters
from postmortem_tracker.report.formats.json import render_json
from tests.history.make import START, Repository, new_repository
from tests.sync.memory import MemoryTracker

LAST = 60
ALERT = "- [ ] Add an alert on the depth of the queue @ana due 2026-02-10 (P1)"
BACKUP = "- [ ] Restore a backup every month @bo due 2026-01-20"


@dataclass
class Life:
    """A repository and its tracker, day after day."""

    repository: Repository
    tracker: MemoryTracker
    zone: str = "UTC"

    @property
    def config(self) -> Any:
        trackers = {"memory": {"kind": "memory"}}
        return validate({"documents": ["postmortems"], "timezone": self.zone, "trackers": trackers})

    def session(self) -> Session:
        return Session(Workspace(self.repository.root, self.config), lambda _name, _settings: self.tracker)

    def sync(self, day: int) -> None:
        """What the scheduled job does: sync, and commit what it wrote."""
        self.tracker.server.now = datetime.combine(START + timedelta(days=day), time(13), UTC)
        session = self.session()
        reading = session.workspace.read(session.workspace.paths(self.given))
        with Interrupts() as interrupts:
            wanted = session.settings(write_back=True, close_orphans=False)
            done = synchronise(session, reading, wanted, Consent(True, 50), Silent(Console()), interrupts)
        assert not done.failed
        self.repository.commit(day, "Sync")

    @property
    def given(self) -> list[str]:
        return [str(self.repository.root / "postmortems")]

    def looked(self, now: int, as_of: int | None = None, *, offline: bool = False) -> Looked:
        def clock(_zone: Any) -> datetime:
            return datetime.combine(START + timedelta(days=now), time(20), UTC)

        session = None if offline else self.session()
        day = None if as_of is None else START + timedelta(days=as_of)
        return look(Workspace(self.repository.root, self.config), session, self.given, day, clock=clock)

    def report(self, now: int, as_of: int | None = None, *, offline: bool = False) -> dict[str, Any]:
        looked = self.looked(now, as_of, offline=offline)
        assert looked.problems == ()
        made = reported(self.config, looked.situation, Filters(), SortBy.ID, open_only=False)
        return dict(json.loads(render_json(made)))

    def compare(self, now: int, since: int, filters: Filters | None = None) -> Comparison:
        against = (START + timedelta(days=since)).isoformat()
        session, looked = self.session(), self.looked(now)
        return compared(session.workspace, session, looked, self.given, against, filters or Filters())

    def close(self, number: int, day: int, state: State = State.COMPLETED) -> None:
        when = datetime.combine(START + timedelta(days=day), time(11), UTC)
        there = self.tracker.server.issues
        there[number] = replace(there[number], state=state, closed_at=when, updated_at=when)

    def reopen(self, number: int, day: int) -> None:
        when = datetime.combine(START + timedelta(days=day), time(11), UTC)
        there = self.tracker.server.issues
        there[number] = replace(there[number], state=State.OPEN, closed_at=None, updated_at=when)


@pytest.fixture
def life(tmp_path: Path) -> Life:
    return begin(tmp_path)


def begin(root: Path) -> Life:
    tracker = MemoryTracker()
    tracker.server.known = None
    return Life(new_repository(root / "repository"), tracker)


def remembered(report: dict[str, Any]) -> dict[str, Any]:
    """The report without what trackers forget: titles, people, labels and activity, and where a link leads now."""
    kept = json.loads(json.dumps(report))
    kept.pop("remarks")
    issues = [orphan["issue"] for orphan in kept["orphans"]]
    for item in (item for incident in kept["incidents"] for item in incident["items"]):
        for name in ("assigned", "accounts"):
            item.pop(name)
        issues += [*([item["issue"]] if item["issue"] else []), *item["duplicates"]]
    for issue in issues:
        for name in ("title", "assignees", "labels", "updated_at", "due"):
            issue.pop(name)
    return dict(kept)


def test_words_owners_dates_and_places_are_those_of_the_day(life: Life) -> None:
    write = life.repository.write
    write("postmortems/a.md", ALERT, BACKUP)
    life.repository.commit(1)
    life.sync(2)
    then = life.report(3)
    text = (life.repository.root / "postmortems/a.md").read_text()
    text = text.replace("the depth of the queue @ana due 2026-02-10 (P1)", "the age of jobs @cem due 2026-03-30 (P3)")
    (life.repository.root / "postmortems/a.md").write_text(text)
    life.repository.git("mv", "postmortems/a.md", "postmortems/queue.md")
    life.repository.commit(10)
    life.close(2, 11)
    life.sync(12)
    write("postmortems/b.md", "- [ ] Rotate the key", id="INC-2")
    life.repository.commit(20)
    life.sync(21)
    again = life.report(LAST, 3)
    assert remembered(again) == remembered(then)
    (incident,) = again["incidents"]
    assert incident["path"] == "postmortems/a.md"
    assert incident["items"][0]["text"] == "Add an alert on the depth of the queue"
    assert (incident["items"][0]["owners"], incident["items"][0]["priority"]) == (["@ana"], "P1")
    assert again["totals"]["open"] == 2
    assert again["remarks"] == [
        "as of 2026-01-04: titles, assignees, due dates and last activity of 2 issues are those of now, "
        "and 2 of them count as open, also if they were closed on that day and reopened since"
    ]


def test_what_was_removed_later_was_there(life: Life) -> None:
    life.repository.write("postmortems/a.md", ALERT, BACKUP)
    life.repository.write("postmortems/b.md", "- [ ] Rotate the key", id="INC-2")
    life.repository.commit(1)
    life.sync(2)
    then = life.report(5)
    text = (life.repository.root / "postmortems/a.md").read_text()
    (life.repository.root / "postmortems/a.md").write_text("\n".join(text.splitlines()[:-1]) + "\n")
    (life.repository.root / "postmortems/b.md").unlink()
    life.repository.commit(9)
    assert life.report(10)["totals"]["open"] == 1
    assert remembered(life.report(LAST, 5)) == remembered(then)
    gone = life.compare(LAST, 5).removed
    assert sorted(each.tracked.item.text for each in gone) == ["Restore a backup every month", "Rotate the key"]


def test_what_was_closed_and_reopened_since_was_closed(life: Life) -> None:
    life.repository.write("postmortems/a.md", ALERT, BACKUP)
    life.repository.commit(1)
    life.sync(2)
    life.close(2, 4)
    life.sync(5)
    assert life.report(6)["totals"]["completed"] == 1
    life.reopen(2, 20)
    life.sync(21)
    assert life.report(22)["totals"]["completed"] == 0
    assert life.report(LAST, 6)["totals"]["completed"] == 1


@pytest.mark.parametrize("closed_in", ["document", "tracker"])
def test_what_a_document_reopened_since_was_closed(life: Life, closed_in: str) -> None:
    life.repository.write("postmortems/a.md", ALERT, BACKUP)
    life.repository.commit(1)
    life.sync(2)
    page = life.repository.root / "postmortems/a.md"
    if closed_in == "tracker":
        life.close(2, 4)
    else:
        page.write_text(page.read_text().replace("- [ ] Restore", "- [x] Restore"))
    life.sync(5)
    then = life.report(6)
    assert then["totals"]["completed"] == 1
    page.write_text(page.read_text().replace("- [x] Restore", "- [ ] Restore"))
    life.sync(20)
    assert life.report(21)["totals"]["completed"] == 0
    assert life.report(LAST, 6)["totals"]["completed"] == 1
    changes = life.compare(21, 6)
    assert [each.tracked.item.text for each in changes.reopened] == ["Restore a backup every month"]
    assert changes.still_overdue == ()


def test_without_trackers_the_documents_of_the_day_tell(life: Life) -> None:
    life.repository.write("postmortems/a.md", ALERT, BACKUP)
    life.repository.commit(1)
    then = life.report(3, offline=True)
    life.repository.write("postmortems/a.md", ALERT.replace("[ ]", "[x]"), BACKUP.replace("@bo", "@cem"))
    life.repository.commit(9)
    assert life.report(LAST, 3, offline=True) == {**then, "as_of": "2026-01-04"}


def test_where_git_cannot_tell_it_is_said(life: Life) -> None:
    life.repository.write("postmortems/a.md", ALERT, BACKUP)
    life.repository.commit(10)
    (remark,) = life.report(LAST, 5, offline=True)["remarks"]
    assert remark == (
        "as of 2026-01-06: the git history begins after 2026-01-06; words, owners and priorities are those of now"
    )
    life.repository.write("postmortems/new.md", "- [ ] Rotate the key", id="INC-2")
    told = life.report(LAST, 11, offline=True)
    assert told["remarks"] == ["as of 2026-01-12: not in git, so left out: postmortems/new.md"]
    assert [each["id"] for each in told["incidents"]] == ["INC-1"]


def test_what_became_confidential_later_is_shown_of_no_day(life: Life) -> None:
    life.repository.write("postmortems/a.md", "- [ ] Rotate the leaked key")
    life.repository.commit(1)
    path = life.repository.root / "postmortems/a.md"
    path.write_text("---\nconfidential: true\n---\n" + path.read_text())
    life.repository.git("mv", "postmortems/a.md", "postmortems/b.md")
    life.repository.commit(5)
    assert "leaked" not in json.dumps(life.report(LAST, 2, offline=True))


def test_an_item_that_was_reworded_without_an_issue_is_the_same(life: Life) -> None:
    life.repository.write("postmortems/a.md", ALERT)
    life.repository.commit(1)
    life.repository.write("postmortems/a.md", ALERT.replace("depth of the", "depth and age of the"))
    life.repository.commit(9)
    told = life.compare(LAST, 3)
    assert (told.removed, told.opened) == ((), ())


def test_an_item_that_came_to_another_owner_is_neither_gone_nor_new(life: Life) -> None:
    life.repository.write("postmortems/a.md", ALERT, BACKUP)
    life.repository.commit(1)
    life.repository.write("postmortems/a.md", ALERT.replace("@ana", "@bo"), BACKUP)
    life.repository.commit(9)
    for owner in ("@ana", "@bo"):
        told = life.compare(LAST, 3, Filters(owners=(owner,)))
        assert (told.removed, told.opened) == ((), ())


def test_a_check_of_an_earlier_day_knows_no_later_move(life: Life) -> None:
    life.repository.write("postmortems/a.md", ALERT)
    life.repository.commit(1)
    life.repository.write("postmortems/a.md", ALERT.replace("02-10", "03-10"))
    life.repository.commit(9)
    from postmortem_tracker.app.situation import history_at

    for day, moves in ((5, 0), (9, 1)):
        looked = life.looked(LAST, day, offline=True)
        (story,) = history_at(Workspace(life.repository.root, life.config), looked, life.given).stories
        assert len(story.moves) == moves


EDITS: tuple[Callable[[str], str], ...] = (
    lambda text: text.replace("Add an alert on", "Add an alarm for"),
    lambda text: text.replace("@ana", "@cem"),
    lambda text: text.replace("2026-02-10", "2026-03-10"),
    lambda text: text.replace("- [ ] Restore", "- [x] Restore"),
    lambda text: text.replace("every month", "every week"),
    lambda text: text + "- [ ] Limit the retries @dana\n" if "retries" not in text else text,
)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(
        st.one_of(
            st.sampled_from(range(len(EDITS))), st.sampled_from(["close 1", "close 2", "rename", "new", "delete"])
        ),
        min_size=2,
        max_size=6,
    )
)
def test_the_snapshot_of_a_day_is_the_report_as_of_that_day(
    steps: list[int | str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    life = begin(tmp_path_factory.mktemp("life"))
    root = life.repository.root
    life.repository.write("postmortems/a.md", ALERT, BACKUP)
    life.repository.commit(1)
    life.sync(2)
    kept = {3: life.report(3)}
    for at, step in enumerate(steps, 1):
        day, path = 5 * at, next(iter(sorted(root.glob("postmortems/a*.md"))), None)
        if isinstance(step, int) and path:
            path.write_text(EDITS[step](path.read_text()))
        elif step == "rename" and path:
            path.rename(path.with_name(f"a{at}.md"))
        elif step == "delete" and path and len(list(root.glob("postmortems/*.md"))) > 1:
            path.unlink()
        elif step == "new":
            life.repository.write(f"postmortems/n{at}.md", "- [ ] Rotate the key @eli", id=f"INC-{at + 1}")
        elif isinstance(step, str) and step.startswith("close"):
            number = int(step.split()[1])
            if not life.tracker.server.issues[number].state.closed:
                life.close(number, day)
        life.repository.commit(day)
        life.sync(day + 1)
        kept[day + 2] = life.report(day + 2)
    for day, made in kept.items():
        assert remembered(life.report(LAST, day)) == remembered(made), f"{steps}, day {day}"


def test_the_day_ends_where_the_configuration_says(life: Life) -> None:
    life.repository.write("postmortems/a.md", ALERT)
    life.repository.commit(1)  # at noon, UTC, which is the next day in Kiritimati
    for zone, begins_after in (("UTC", False), ("Pacific/Kiritimati", True)):
        remarks = replace(life, zone=zone).looked(LAST, 1, offline=True).situation.remarks
        assert any("the git history begins after 2026-01-02" in each for each in remarks) == begins_after, zone


def test_issues_of_a_branch_that_was_merged_later_are_no_orphans_of_the_day(life: Life) -> None:
    life.repository.write("postmortems/a.md", ALERT)
    life.repository.commit(1)
    life.sync(2)
    life.repository.git("switch", "-q", "-c", "feature")
    life.repository.write("postmortems/b.md", "- [ ] Rotate the key", "- [ ] Lower the limit", id="INC-2")
    life.repository.commit(5)
    life.sync(6)
    life.repository.git("switch", "-q", "main")
    life.repository.git("merge", "-q", "--no-ff", "-m", "Merge", "feature", day=10)
    assert life.report(LAST)["totals"]["open"] == 3
    then = life.report(LAST, 7)
    assert (then["totals"]["open"], then["totals"]["orphaned"], then["orphans"]) == (1, 0, [])


def test_what_was_there_before_and_came_back_later_was_gone_on_the_day(life: Life) -> None:
    life.repository.write("postmortems/a.md", ALERT)
    life.repository.write("postmortems/b.md", "- [ ] Rotate the key", id="INC-2")
    life.repository.commit(1)
    life.sync(2)
    text = (life.repository.root / "postmortems/b.md").read_text()
    (life.repository.root / "postmortems/b.md").unlink()
    life.repository.commit(5)
    (life.repository.root / "postmortems/b.md").write_text(text)
    life.repository.commit(20)
    assert life.report(LAST, 7)["totals"]["orphaned"] == 1
    assert life.report(LAST, 21)["totals"]["orphaned"] == 0


def test_a_state_with_a_day_is_judged_on_the_day_of_the_report(life: Life) -> None:
    life.repository.write("postmortems/a.md", "- Rotate the key (done 2026-01-20)", "- [ ] Lower the limit")
    life.repository.commit(1)
    assert life.report(LAST, 3, offline=True)["totals"]["open"] == 2
    assert life.report(LAST, 25, offline=True)["totals"]["open"] == 1
