"""An earlier day as it was: by the times of issues, and by the history of documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.history.model import Change, Commit, History, Seen, Story, What
from postmortem_tracker.history.past import stood
from postmortem_tracker.model import State
from postmortem_tracker.report.formats.json import render_json
from postmortem_tracker.report.situation import Orphan, Situation, TrackedItem, prepared
from postmortem_tracker.report.summary import summarise
from tests.report.make import TODAY, day, incident, issue, moment, situation, tracked

OLD = tracked("Write the runbook", issue(90, opened=300), incident("INC-90", 301))  # sync ran then, so times tell


def one(*items: TrackedItem, ago: int, history: History | None = None) -> Situation:
    return stood(situation(OLD, *items), day(ago), history)


def at(case: Situation, text: str = "Add an alert") -> TrackedItem | None:
    return next((each for each in case.tracked if each.item.text == text), None)


def test_an_issue_closed_later_was_open_and_its_item_not_ticked() -> None:
    done = tracked("Add an alert", issue(1, State.COMPLETED, 30, 5), incident(ago=40), {"done": True})
    was = at(one(done, ago=6))
    assert was
    assert was.issue
    assert (was.issue.state, was.issue.closed_at, was.item.done) == (State.OPEN, None, False)
    same = at(one(done, ago=5))
    assert same == replace(done, incident=same.incident if same else done.incident)


def test_what_was_opened_later_was_not_there() -> None:
    new = tracked("Add an alert", issue(1, opened=5), incident(ago=40))
    assert at(one(new, ago=6)) is None
    assert at(one(new, ago=5)) is not None
    assert [each.id for each in one(new, ago=6).incidents] == ["INC-90"]


def test_an_incident_of_a_later_day_was_not_there() -> None:
    assert at(one(tracked("Add an alert", home=incident(ago=3)), ago=4)) is None
    assert at(one(tracked("Add an alert", home=incident(ago=4)), ago=4)) is not None


def test_orphans_and_duplicates_are_those_of_the_day() -> None:
    case = situation(
        replace(OLD, duplicates=(issue(91, opened=5), issue(92, State.DUPLICATE, 20, 5))),
        orphans=(Orphan("INC-90", issue(7, opened=2)), Orphan("INC-90", issue(8, State.NOT_PLANNED, 40, 2))),
    )
    was = stood(case, day(10))
    assert [each.issue.ref.number for each in was.orphans] == [8]
    assert was.orphans[0].issue.state is State.OPEN
    assert [(each.ref.number, each.state) for each in was.tracked[0].duplicates] == [(92, State.OPEN)]


def test_where_the_first_issue_is_younger_than_the_day_nothing_is_taken_away() -> None:
    case = situation(tracked("Add an alert", issue(1, opened=1), incident(ago=40)))
    assert summarise(stood(case, day(20))).totals == summarise(replace(case, as_of=day(20))).totals


def test_an_issue_opened_and_closed_at_once_does_not_reopen() -> None:
    ticket = issue(1, State.COMPLETED, 5, 5)
    recorded = tracked("Add an alert", ticket, incident(ago=40), {"done": True})
    case = situation(recorded)
    assert summarise(stood(case, day(20))).totals.open == 0


def story(text: str, appeared: int, *changes: Change) -> Story:
    item = tracked(text).item
    return Story(Seen("INC-1", item.key, text), "a.md", Commit("a" * 40, day(appeared)), changes)


def test_the_history_tells_when_items_came_and_where_their_dates_stood() -> None:
    moved = Change(What.DUE, Commit("b" * 40, day(3)), day(10).isoformat(), day(-20).isoformat(), 30)
    told = History((story("Add an alert", 50, moved), story("Test the backup", 2)))
    items = (
        tracked("Add an alert", issue(1, opened=50), incident(ago=60), {"due_date": day(-20)}),
        tracked("Test the backup", home=incident(ago=60)),
    )
    was = one(*items, ago=5, history=told)
    alert = at(was)
    assert alert
    assert alert.item.due_date == day(10)
    assert at(was, "Test the backup") is None
    assert summarise(was).totals.overdue == 1
    assert summarise(one(*items, ago=2, history=told)).totals.overdue == 0
    younger = History((story("Test the backup", 2),))
    assert at(one(items[1], ago=5, history=younger), "Test the backup"), "a history that begins later cannot tell"


def test_an_item_without_an_issue_was_as_open_as_its_document_said() -> None:
    ticked = Change(What.CLOSED, Commit("b" * 40, day(3)), "open", "completed")
    told = History((story("Add an alert", 50, ticked),))
    item = tracked("Add an alert", home=incident(ago=60), item_={"done": True})
    assert summarise(one(item, ago=5, history=told)).totals.open == 2
    assert summarise(one(item, ago=3, history=told)).totals.open == 1


@st.composite
def lives(draw: st.DrawFn) -> TrackedItem:
    """An item whose issue was opened on its incident's day, and perhaps closed."""
    number = draw(st.integers(1, 10_000))
    opened = draw(st.integers(0, 60))
    closed = draw(st.none() | st.integers(0, opened))
    state = State.OPEN if closed is None else draw(st.sampled_from([State.COMPLETED, State.NOT_PLANNED]))
    if closed == opened:
        state, closed = State.OPEN, None
    ticket = issue(number, state, opened, closed, updated_at=moment(opened))
    facts = {"key": str(number), "due_date": draw(st.none() | st.integers(-30, 60).map(day))}
    return tracked(f"Item {number}", ticket, incident(f"INC-{number}", opened), facts)


def so_far(each: TrackedItem, ago: int) -> TrackedItem | None:
    """What somebody who looked on that day saw."""
    if each.issue is None or each.issue.created_at is None or each.issue.created_at > moment(ago):
        return None
    if each.issue.closed_at and each.issue.closed_at > moment(ago):
        return replace(each, issue=replace(each.issue, state=State.OPEN, closed_at=None))
    return each


@given(st.lists(lives(), max_size=8, unique_by=lambda each: each.item.key), st.integers(0, 60))
def test_the_report_as_of_a_day_is_the_report_made_on_that_day(items: list[TrackedItem], ago: int) -> None:
    seen = [each for each in (so_far(item, ago) for item in (OLD, *items)) if each]
    made_then = render_json(summarise(situation(*seen, as_of=day(ago))))
    assert render_json(summarise(stood(situation(OLD, *items), day(ago)))) == made_then


def test_days_begin_where_the_configuration_says() -> None:
    late = datetime(TODAY.year, TODAY.month, TODAY.day, 23, 30, tzinfo=UTC)
    case = situation(tracked("a", issue(1, State.COMPLETED, created_at=late - timedelta(days=9), closed_at=late)))

    def closed_on(zone: Any) -> tuple[object, int | None]:
        made = summarise(prepared(case, zone, {}))
        return made.weeks[-1].start if made.weeks else None, made.items[0].days_to_complete

    assert closed_on(UTC)[1] == 10
    assert closed_on(ZoneInfo("Europe/Berlin"))[1] == 11
