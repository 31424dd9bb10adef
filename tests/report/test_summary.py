"""Counts, groups, trend and projection, computed from the items and the issues' own timestamps."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.choices import GroupBy
from postmortem_tracker.model import Issue, State
from postmortem_tracker.report.formats.html import render_html
from postmortem_tracker.report.formats.phrases import outlook, record
from postmortem_tracker.report.policy import Policy, judge
from postmortem_tracker.report.situation import Orphan, TrackedItem
from postmortem_tracker.report.summary import Report, age_bucket, group, summarise
from postmortem_tracker.report.trend import weeks
from postmortem_tracker.text.printable import plural
from tests.report.make import TODAY, busy, day, incident, issue, moment, situation, tracked

states = st.sampled_from(State)


@st.composite
def items(draw: st.DrawFn) -> TrackedItem:
    home = incident(f"INC-{draw(st.integers(1, 3))}", ago=draw(st.none() | st.integers(0, 400)))
    opened = draw(st.integers(0, 300))
    state = draw(states)
    closed = draw(st.integers(0, opened)) if state.closed else None
    ticket = draw(st.none() | st.just(issue(1, state, opened, closed)))
    facts = {"priority": draw(st.sampled_from([None, "P0", "P2"])), "done": draw(st.sampled_from([None, True, False]))}
    return tracked(f"item {draw(st.integers())}", ticket, home, facts, unread=draw(st.booleans()) and ticket is None)


@given(st.lists(items(), max_size=12))
def test_the_three_states_add_up_everywhere_and_the_rest_are_parts(many: list[TrackedItem]) -> None:
    report = summarise(situation(*many))
    for totals in (report.totals, *(each.totals for each in report.incidents)):
        assert totals.open + totals.completed + totals.not_planned == totals.items
        assert max(totals.overdue, totals.untracked, totals.stale, totals.waived, totals.due_soon) <= totals.open
        assert totals.met <= totals.due
    assert report.totals.items == len(many) == sum(each.totals.items for each in report.incidents)
    for by in (GroupBy.SEVERITY, GroupBy.PRIORITY, GroupBy.MONTH, GroupBy.AGE):
        assert sum(each.totals.items for each in group(report, by)) == len(many)


@given(st.lists(items(), max_size=12))
def test_the_last_week_of_the_trend_shows_the_issues_open_now(many: list[TrackedItem]) -> None:
    trend = summarise(situation(*many)).weeks
    tickets = [each.issue for each in many if each.issue]
    assert bool(trend) is bool(tickets)
    if trend:
        assert trend[-1].open == sum(not ticket.state.closed for ticket in tickets)
        assert all(b.start - a.start == timedelta(days=7) for a, b in itertools.pairwise(trend))
        assert all(b.open == a.open + b.opened - b.closed for a, b in itertools.pairwise(trend))


@given(st.lists(items(), min_size=1, max_size=12), st.integers(1, 60))
def test_fewer_weeks_are_the_last_of_all(many: list[TrackedItem], limit: int) -> None:
    judged = summarise(situation(*many)).items
    assert weeks(judged, TODAY, limit) == weeks(judged, TODAY, 1000)[-limit:]


def closed_after(days: int, number: int = 1) -> Issue:
    return issue(number, State.COMPLETED, opened=100, closed=100 - days)


def test_time_to_complete_is_counted_from_the_incident() -> None:
    home = incident(ago=100)
    done = [tracked(f"item {n}", closed_after(n * 10, n), home) for n in range(1, 11)]
    totals = summarise(situation(*done)).totals
    assert (totals.median_days, totals.p90_days) == (55, 90)


def test_completion_within_the_window_knows_only_what_is_decided() -> None:
    home = incident(ago=100)
    p1 = {"priority": "P1"}  # due 70 days ago
    cases = [
        tracked("in time", closed_after(30), home, p1),
        tracked("late", closed_after(31), home, p1),
        tracked("overdue", issue(3), home, p1),
        tracked("not due yet", issue(4), home, {"due_date": day(-9)}),
        tracked("not planned", issue(5, State.NOT_PLANNED, 90, 80), home, p1),
        tracked("ticked, day unknown", None, home, {**p1, "done": True}),
        tracked("no deadline", closed_after(1), home),
    ]
    totals = summarise(situation(*cases)).totals
    assert (totals.met, totals.due) == (1, 3)


def test_an_issue_opened_only_to_be_closed_tells_nothing_about_time() -> None:
    ticket = issue(1, State.COMPLETED, opened=5, closed=5)
    totals = summarise(situation(tracked("a", ticket, incident(ago=100), {"priority": "P1"}))).totals
    assert (totals.completed, totals.due, totals.median_days) == (1, 0, None)


def test_owners_of_an_incident_are_those_who_still_have_to_do_something() -> None:
    home = incident()
    report = summarise(
        situation(
            tracked("a", issue(1), home, {"owners": ("@ana",)}),
            tracked("b", issue(2, State.COMPLETED, 5, 1), home, {"owners": ("@bo",)}),
            tracked("c", issue(3, assignees=("chidi",)), home, {"owners": ()}),
        )
    )
    assert report.incidents[0].owners == ("@ana", "chidi")


def test_teams_gather_owners_whatever_their_case_and_at_sign() -> None:
    teams = {"storage": ("ana", "@Bo")}
    report = summarise(
        situation(
            tracked("a", item_={"owners": ("@Ana",)}),
            tracked("b", item_={"owners": ("bo", "ana")}),
            tracked("c", item_={"owners": ("@eve",)}),
        ),
        teams=teams,
    )
    assert {each.name: each.totals.items for each in group(report, GroupBy.TEAM)} == {"storage": 2, "(no team)": 1}


def test_the_projection_goes_on_at_the_rate_of_the_last_eight_weeks() -> None:
    home = incident(ago=90)
    done = [tracked(f"done {n}", issue(n, State.COMPLETED, 80, 10), home) for n in range(8)]
    left = [tracked(f"left {n}", issue(20 + n), home) for n in range(4)]
    ahead = summarise(situation(*done, *left)).projection
    assert ahead is not None
    assert ahead.closed_per_week == 1
    assert ahead.clear == TODAY + timedelta(days=28)


def young(days: int, closed: int, left: int) -> Report:
    """A tracker whose first issue is so many days old, with items closed yesterday and others left."""
    home = incident(ago=days + 20)
    done = [tracked(f"done {n}", issue(n, State.COMPLETED, days, 1), home) for n in range(closed)]
    return summarise(situation(*done, *(tracked(f"left {n}", issue(90 + n, opened=days), home) for n in range(left))))


@pytest.mark.parametrize(("days", "rate"), [(21, 7 / 3), (28, 1.75), (56, 0.875), (200, 0.875)])
def test_the_rate_is_that_of_the_days_there_were(days: int, rate: float) -> None:
    report = young(days, 7, 14)
    ahead = report.projection
    assert ahead is not None
    assert ahead.closed_per_week == pytest.approx(rate)
    assert ahead.days == min(days, 56)
    assert ahead.clear == TODAY + timedelta(days=2 * min(days, 56))
    assert report.months[0].clear == ahead.clear
    assert outlook(report).startswith("Clear by ")


@pytest.mark.parametrize("days", [2, 7, 20])
@pytest.mark.parametrize("closed", [1, 7])
def test_of_the_first_three_weeks_no_end_is_told(days: int, closed: int) -> None:
    report = young(days, closed, 14)
    assert report.projection is not None
    assert report.projection.clear is None
    assert report.months[0].clear is None
    assert outlook(report) == f"{closed} closed in the first {plural(days, 'day')}, too early to tell an end"
    assert "no end in sight" not in render_html(report)


def test_of_the_first_weeks_without_a_closing_nothing_is_told() -> None:
    assert outlook(young(14, 0, 3)) == ""


def test_there_is_no_projection_where_nothing_is_closed_lately() -> None:
    home = incident(ago=200)
    old = tracked("done", issue(1, State.COMPLETED, 190, 100), home)
    ahead = summarise(situation(old, tracked("left", issue(2), home))).projection
    assert ahead is not None
    assert ahead.clear is None


def test_months_say_how_many_are_left_of_how_many() -> None:
    report = summarise(busy(8, 4))
    assert [month.month for month in report.months] == sorted(month.month for month in report.months)
    assert sum(month.total for month in report.months) == 32
    assert sum(month.left for month in report.months) == report.totals.open


def test_orphans_are_counted_in_total_and_with_their_incident() -> None:
    orphan = Orphan("INC-1", issue(9))
    report = summarise(situation(tracked(), orphans=(orphan, Orphan("INC-99", issue(10)))))
    assert report.totals.orphaned == 2
    assert report.incidents[0].totals.orphaned == 1


def test_an_incident_without_tasks_is_still_shown() -> None:
    report = summarise(situation(incidents=(incident("INC-7"),)))
    assert [each.incident.id for each in report.incidents] == ["INC-7"]
    assert report.totals.progress == 1


def test_ages_fall_into_buckets_without_gaps() -> None:
    names = [age_bucket(days) for days in (0, 7, 8, 30, 31, 90, 91, 180, 181, 365, 366, None)]
    assert len(dict.fromkeys(names)) == 7
    assert names[1] != names[2]
    assert names[9] != names[10]


def test_age_is_that_of_open_items_only() -> None:
    judged = judge(tracked(issue=issue(1, State.COMPLETED, 9, 1)), TODAY, Policy())
    assert judged.age_days is None
    assert judge(tracked(issue=issue(updated_at=moment(1))), TODAY, Policy()).age_days == 10


def test_an_issue_whose_clock_says_it_closed_before_it_opened_counts_in_the_week_it_opened() -> None:
    odd = tracked("a", issue(1, State.COMPLETED, opened=1, closed=20))
    report = summarise(situation(odd, tracked("b", issue(2, opened=30), item_={"key": "b"})))
    assert sum(week.closed for week in report.weeks) == 1
    assert [(week.opened, week.closed) for week in report.weeks if week.closed] == [(1, 1)]
    assert report.weeks[-1].open == 1


def test_on_the_first_day_nothing_is_said_about_how_fast_it_goes() -> None:
    late = tracked("a", issue(1), item_={"due_date": day(3)})
    recorded = tracked("b", issue(2, State.COMPLETED, 5, 5), item_={"key": "b", "done": True})
    first = summarise(situation(late, recorded))
    assert (first.totals.due, first.totals.in_window) == (1, None)
    assert "within the deadline" not in record(first.totals)
    assert outlook(first) == ""
    later = summarise(situation(late, tracked("c", issue(3, State.COMPLETED, 300, 200), item_={"key": "c"})))
    assert outlook(later) == "Nothing is being closed at present"
    assert ["no end in sight" in render_html(each) for each in (first, later)] == [False, True]
