"""Reminders: one comment per item and threshold, addressed to the right people, never twice."""

from __future__ import annotations

from typing import Any

import pytest

from postmortem_tracker.config.sections import RemindSettings
from postmortem_tracker.model import State, Waiver
from postmortem_tracker.report.reminders import Reminder, Threshold, ago, pending, reminders
from postmortem_tracker.report.situation import TrackedItem
from postmortem_tracker.report.summary import summarise
from tests.report.make import day, incident, issue, moment, situation, tracked


def due(*items: TrackedItem, **settings: Any) -> tuple[Reminder, ...]:
    return reminders(summarise(situation(*items)), RemindSettings(**settings))


def late(days: int, **issue_fields: Any) -> TrackedItem:
    return tracked("Add an alert", issue(1, **issue_fields), item_={"due_date": day(days)})


def test_each_threshold_has_its_words() -> None:
    soon, over = due(late(-1))[0], due(late(4, assignees=("ana",)))[0]
    assert soon.body.startswith("ana: this action item of INC-1 is due in 1 day, on ")
    assert over.body.startswith("@ana: this action item of INC-1 was due on ")
    assert "4 days ago" in over.body
    stale = due(tracked("Add an alert", issue(1, opened=60, updated_at=moment(40))))[0]
    assert stale.threshold is Threshold.STALE
    assert "for 40 days" in stale.body


@pytest.mark.parametrize(
    ("owners", "assignees", "settings", "begins"),
    [
        (("Lin Wei",), (), {}, "Lin Wei: this action item"),
        (("@ana",), (), {}, "ana: this action item"),
        (("Lin Wei", "ana"), (), {"escalate_after_days": 1, "lead": "@boss"}, "@boss, Lin Wei, ana: this action item"),
        (("Lin Wei",), ("lin-w",), {"escalate_after_days": 1, "lead": "@boss"}, "@lin-w @boss: this action item"),
        ((), ("Lin Wei",), {}, "Lin Wei: this action item"),
        (("*the* <team>",), (), {}, "\\*the\\* &lt;team&gt;: this action item"),
        ((), (), {}, "This action item"),
        ((), (), {"escalate_after_days": 1, "lead": "@boss"}, "@boss: this action item"),
    ],
)
def test_accounts_are_mentioned_and_owners_without_one_are_named(
    owners: tuple[str, ...], assignees: tuple[str, ...], settings: dict[str, Any], begins: str
) -> None:
    item = tracked("Add an alert", issue(1, assignees=assignees), item_={"due_date": day(4), "owners": owners})
    assert due(item, **settings)[0].body.startswith(begins)


def test_a_derived_deadline_is_explained() -> None:
    body = due(tracked("a", issue(), incident(ago=40), {"priority": "P1"}))[0].body
    assert f"P1: 30 days after {day(40).isoformat()}" in body


def test_only_the_gravest_threshold_is_told() -> None:
    found = due(late(9, opened=60, updated_at=moment(40)), escalate_after_days=7, lead="@lead")
    assert [each.threshold for each in found] == [Threshold.ESCALATED]
    assert found[0].body.startswith("@lead, ana: ")
    assert [each.threshold for each in due(late(6), escalate_after_days=7, lead="@lead")] == [Threshold.OVERDUE]


def test_the_same_threshold_is_told_once_and_a_new_deadline_again() -> None:
    first = due(late(4))
    posted = {first[0].ref: ["looks good", f"{first[0].body}\n"]}
    assert pending(first, posted) == ()
    assert pending(due(late(5)), posted) == due(late(5))
    escalated = due(late(4), escalate_after_days=1, lead="lead")
    assert pending(escalated, posted) == escalated


def test_an_issue_whose_comments_were_not_read_gets_none() -> None:
    assert pending(due(late(4)), {}) == ()
    assert len(pending(due(late(4)), {due(late(4))[0].ref: []})) == 1


def test_the_closed_the_waived_and_the_untracked_are_left_alone() -> None:
    closed = tracked("a", issue(1, State.COMPLETED, 9, 1), item_={"due_date": day(4)})
    waived = tracked("b", issue(2), item_={"due_date": day(4), "waiver": Waiver(None, "agreed")})
    assert due(closed, waived, tracked("c", item_={"due_date": day(4)})) == ()


def test_thresholds_can_be_switched_off() -> None:
    assert due(late(4), overdue=False) == ()
    assert due(late(-1), due_soon=False) == ()


def test_nobody_counts_thousands_of_days() -> None:
    assert [ago(days) for days in (1, 60, 61, 365, 2461)] == [
        "1 day ago",
        "60 days ago",
        "about 2 months ago",
        "about 12 months ago",
        "about 7 years ago",
    ]
    assert "about 7 years ago" in due(late(2461))[0].body


def test_what_was_late_or_silent_before_the_start_is_left_alone() -> None:
    assert due(late(30), since=day(29)) == ()
    assert len(due(late(30), since=day(30))) == 1
    assert len(due(late(-1), since=day(0))) == 1
    silent = tracked("Add an alert", issue(1, opened=60, updated_at=moment(40)))
    assert due(silent, since=day(39)) == ()
    assert len(due(silent, since=day(40))) == 1


@pytest.mark.parametrize("after", [0, 7, 14, 30])
def test_an_escalation_is_no_way_around_the_start(after: int) -> None:
    """What was late before the start is left alone, also where the lead would be named only after it."""
    lead: dict[str, Any] = {"escalate_after_days": after, "lead": "@lead"}
    for since in (29, 23, 16, 1):
        assert due(late(30), since=day(since), **lead) == ()
    assert [each.threshold for each in due(late(30), since=day(30), **lead)] == [Threshold.ESCALATED]


def test_an_escalation_begins_on_its_day() -> None:
    lead: dict[str, Any] = {"escalate_after_days": 7, "lead": "@lead"}
    assert [each.threshold for each in due(late(7), **lead)] == [Threshold.ESCALATED]
    assert [each.threshold for each in due(late(6), **lead)] == [Threshold.OVERDUE]


def test_only_accounts_are_mentioned_and_text_mentions_nobody() -> None:
    evil = tracked("a", issue(1, assignees=("bad name",)), incident("INC @everyone"), {"due_date": day(4)})
    body = due(evil)[0].body
    assert "@everyone" not in body
    assert "@bad" not in body
