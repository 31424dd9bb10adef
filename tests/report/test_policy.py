"""Deadlines, lateness, silence, waivers and evidence of one item on one day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.calendar import Calendar, public_holidays
from postmortem_tracker.config.load import validate
from postmortem_tracker.config.sections import DeadlineSettings, PolicySettings, WaiverSettings
from postmortem_tracker.model import State, Waiver
from postmortem_tracker.report.policy import Policy, deadline_of, judge, priority_of
from postmortem_tracker.report.situation import TrackedItem
from tests.report.make import TODAY, day, incident, issue, moment, tracked

P1 = {"priority": "P1"}


def policy(**fields: object) -> Policy:
    return Policy(validate({"policy": fields}).policy)


def test_a_written_due_date_wins_over_the_issues_and_the_derived_one() -> None:
    ticket = issue(due=day(-5))
    written = deadline_of(tracked(issue=ticket, item_={**P1, "due_date": day(3)}), Policy())
    assert written is not None
    assert (written.day, written.derived) == (day(3), False)
    on_issue = deadline_of(tracked(issue=ticket, item_=P1), Policy())
    assert on_issue is not None
    assert (on_issue.day, on_issue.why) == (day(-5), "due date of the issue")


@pytest.mark.parametrize(("priority", "days"), [("P0", 7), ("p1", 30), ("P2", 60), ("High", 30), ("P3 (low)", 90)])
def test_a_derived_deadline_says_from_what(priority: str, days: int) -> None:
    home = incident(ago=100)
    found = deadline_of(tracked(home=home, item_={"priority": priority}), Policy())
    assert found is not None
    assert found.derived
    assert found.day == day(100 - days)
    assert found.why == f"{priority_of(priority)}: {days} days after {day(100).isoformat()}"


def test_an_unknown_priority_without_a_default_gives_no_deadline() -> None:
    assert deadline_of(tracked(item_={"priority": "P4"}), Policy()) is None
    assert deadline_of(tracked(), Policy()) is None


def test_the_first_table_that_knows_the_item_decides() -> None:
    rules = DeadlineSettings(type={"prevent": 45}, service={"db": 20}, severity={"SEV1": 10}, default=99)
    by = Policy(PolicySettings(deadlines=rules))
    home = incident(ago=0, severity="sev-1", services=("db",))

    def days(**item: object) -> int:
        found = deadline_of(tracked(home=home, item_=item), by)
        assert found is not None
        return (found.day - TODAY).days

    assert days(priority="P0", type="prevent") == 7
    assert days(type="Prevent") == 45
    assert days() == 20
    home = incident(ago=0, severity="sev 1")
    assert days() == 10
    home = incident(ago=0, severity="SEV2")
    assert days() == 99


def test_without_an_incident_date_time_runs_from_the_opening_of_the_issue() -> None:
    found = deadline_of(tracked(home=incident(ago=None), issue=issue(opened=40), item_=P1), Policy())
    assert found is not None
    assert found.day == day(10)
    assert found.why.endswith("when its issue was opened")
    assert deadline_of(tracked(home=incident(ago=None), item_=P1), Policy()) is None


def test_business_days_skip_weekends_and_holidays() -> None:
    friday = date(2026, 12, 18)
    assert Calendar(business=True).add(friday, 1) == date(2026, 12, 21)
    assert Calendar(business=True).add(date(2026, 12, 24), 1) == date(2026, 12, 25)
    assert Calendar(business=True, holidays="DE").add(date(2026, 12, 24), 1) == date(2026, 12, 28)
    assert Calendar(business=True, holidays="DE-BW").add(date(2026, 1, 5), 1) == date(2026, 1, 7)


@pytest.mark.parametrize("name", ["XX", "DE-XX", ""])
def test_an_unknown_holiday_calendar_is_told(name: str) -> None:
    with pytest.raises(ValueError, match=f'no calendar for "{name}"'):
        public_holidays(name)


@given(st.dates(), st.integers(0, 3660), st.booleans())
def test_adding_days_never_goes_back_and_never_fails(start: date, days: int, business: bool) -> None:
    end = Calendar(business).add(start, days)
    assert end >= start
    assert not business or days == 0 or end == date.max or end.weekday() < 5


@given(st.integers(-400, 400))
def test_an_open_item_is_overdue_exactly_after_its_deadline(ago: int) -> None:
    judged = judge(tracked(issue=issue(), item_={"due_date": day(ago)}), TODAY, Policy())
    assert judged.overdue is (ago > 0)
    assert judged.due_soon is (-2 <= ago <= 0)
    assert judged.days_left == -ago


@pytest.mark.parametrize("state", [State.COMPLETED, State.NOT_PLANNED, State.DUPLICATE])
def test_a_closed_item_is_never_late_whatever_its_date(state: State) -> None:
    judged = judge(tracked(issue=issue(1, state, 90, 1), item_={"due_date": day(50)}), TODAY, Policy())
    assert not (judged.open)
    assert not (judged.overdue)
    assert not (judged.stale)
    assert not judged.untracked


def test_stale_counts_from_the_last_activity_and_can_be_switched_off() -> None:
    quiet = tracked(issue=issue(opened=90, updated_at=moment(30)))
    assert judge(quiet, TODAY, Policy()).stale
    assert not judge(tracked(issue=issue(opened=90, updated_at=moment(29))), TODAY, Policy()).stale
    assert not judge(quiet, TODAY, policy(stale_days=0)).stale


def test_not_planned_is_not_completed_and_a_duplicate_is_not_planned() -> None:
    assert judge(tracked(issue=issue(1, State.DUPLICATE)), TODAY, Policy()).state is State.NOT_PLANNED
    assert judge(tracked(issue=issue(1, State.NOT_PLANNED)), TODAY, Policy()).state is State.NOT_PLANNED


def test_with_evidence_demanded_only_a_merged_change_completes() -> None:
    closed = issue(1, State.COMPLETED, 9, 1)
    strict = policy(evidence=True)
    for nothing in (None, ()):
        judged = judge(tracked(issue=closed, evidence=nothing), TODAY, strict)
        assert judged.open
        assert judged.unproven
    assert judge(tracked(issue=closed, evidence=("https://x/pull/1",)), TODAY, strict).state is State.COMPLETED
    assert judge(tracked(issue=closed), TODAY, Policy()).state is State.COMPLETED


def late(waiver: Waiver | None = None) -> TrackedItem:
    return tracked("Drop the legacy queue", item_={"due_date": day(5), "waiver": waiver})


def test_a_waiver_excuses_until_its_last_day_and_expires_by_itself() -> None:
    judged = judge(late(Waiver(TODAY, "vendor fixes it")), TODAY, Policy())
    assert judged.waived
    assert judged.open
    assert not judged.overdue
    assert not judged.untracked
    ended = judge(late(Waiver(day(1), "vendor fixes it")), TODAY, Policy())
    assert ended.waiver_expired
    assert ended.overdue


@pytest.mark.parametrize(
    ("fields", "applies"),
    [
        ({"incident": "inc-*"}, True),
        ({"incident": "INC-2"}, False),
        ({"item": "drop*"}, True),
        ({"item": "Add*"}, False),
        ({"until": day(1)}, False),
        ({"until": day(-1)}, True),
    ],
)
def test_a_configured_waiver_applies_by_incident_and_item(fields: dict[str, object], applies: bool) -> None:
    waivers = validate({"waivers": [{"reason": "agreed", **fields}]}).waivers
    assert judge(late(), TODAY, Policy(waivers=waivers)).waived is applies


def test_the_longest_waiver_counts() -> None:
    waiver = WaiverSettings(until=day(-9), reason="extended")
    judged = judge(late(Waiver(day(1), "first")), TODAY, Policy(waivers=(waiver,)))
    assert judged.waived
    assert judged.waiver == Waiver(day(-9), "extended")


def test_what_is_not_known_is_not_called_untracked() -> None:
    assert tracked().untracked
    assert not tracked(unread=True).untracked
    assert not tracked(missing=True).untracked
    assert not tracked(foreign=True).untracked
    assert not tracked(item_={"done": True}).untracked
