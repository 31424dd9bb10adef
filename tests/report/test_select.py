"""Filters, order and what is shown of confidential incidents."""

from __future__ import annotations

from typing import Any

import pytest

from postmortem_tracker.choices import SortBy
from postmortem_tracker.model import Waiver
from postmortem_tracker.report.filters import Filters, arrange, select
from postmortem_tracker.report.formats.html import render_html
from postmortem_tracker.report.formats.json import render_json
from postmortem_tracker.report.situation import Orphan, Situation
from postmortem_tracker.report.summary import summarise
from tests.report.make import busy, day, incident, issue, situation, tracked

CASE = situation(
    tracked("a", home=incident("INC-1", 5, severity="SEV-1", services=("db",))),
    tracked("b", home=incident("INC-2", 50, severity="SEV2"), item_={"owners": ("@Bo",)}),
    orphans=(Orphan("INC-2", issue(9)),),
)


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        ({}, ["INC-1", "INC-2"]),
        ({"since": day(5)}, ["INC-1"]),
        ({"since": day(4)}, []),
        ({"until": day(5)}, ["INC-1", "INC-2"]),
        ({"until": day(6)}, ["INC-2"]),
        ({"since": day(49), "until": day(6)}, []),
        ({"severities": ("sev1",)}, ["INC-1"]),
        ({"owners": ("bo",)}, ["INC-2"]),
        ({"services": ("DB",)}, ["INC-1"]),
        ({"incidents": ("inc-2",)}, ["INC-2"]),
    ],
)
def test_each_filter_keeps_what_it_names(filters: dict[str, Any], kept: list[str]) -> None:
    part = select(CASE, Filters(**filters))
    assert [each.id for each in part.incidents] == kept
    assert [each.incident.id for each in part.tracked] == kept
    assert len(part.orphans) == ("INC-2" in kept and "owners" not in filters)


SECRET = "the customer is called Umbrella"


def secret() -> Situation:
    home = incident("INC-7", title=SECRET, confidential=True, services=(SECRET,), summary=SECRET)
    facts = {"details": SECRET, "section": (SECRET,), "waiver": Waiver(None, SECRET)}
    ticket = issue(1, title=SECRET, body=SECRET, labels=(SECRET,))
    return situation(tracked(SECRET, ticket, home, facts), orphans=(Orphan("INC-7", ticket),))


def test_a_redacted_report_counts_confidential_items_and_shows_none_of_their_words() -> None:
    shown = select(secret(), Filters(), "redact")
    report = summarise(shown)
    assert report.totals.items == 1
    for text in (render_json(report), render_html(report)):
        assert "Umbrella" not in text
        assert "INC-7" in text


def test_a_confidential_issue_is_redacted_also_where_no_incident_is() -> None:
    hidden = issue(1, title=SECRET, confidential=True)
    case = situation(tracked(SECRET, hidden), tracked("Add an alert", issue(2)))
    text = render_json(summarise(select(case, Filters(), "redact")))
    assert "Umbrella" not in text
    assert "Add an alert" in text


def test_a_confidential_orphan_is_redacted_also_where_nothing_else_is() -> None:
    case = situation(tracked("a", issue(2)), orphans=(Orphan("INC-1", issue(1, title=SECRET, confidential=True)),))
    assert "Umbrella" not in render_json(summarise(select(case, Filters(), "redact")))


def test_a_confidential_issue_is_left_out_also_where_no_incident_is() -> None:
    case = situation(
        tracked(SECRET, issue(1, title=SECRET, confidential=True)),
        tracked("Add an alert", issue(2)),
        orphans=(Orphan("INC-1", issue(3, title=SECRET, confidential=True)), Orphan("INC-1", issue(4, title="Old"))),
    )
    left = select(case, Filters(), "omit")
    assert [each.item.text for each in left.tracked] == ["Add an alert"]
    assert [each.issue.title for each in left.orphans] == ["Old"]


def test_confidential_incidents_can_be_left_out_or_shown() -> None:
    assert "Umbrella" in render_json(summarise(select(secret(), Filters(), "show")))
    assert select(secret(), Filters(), "omit").tracked == ()


@pytest.mark.parametrize("sort", SortBy)
def test_every_order_keeps_all_incidents(sort: SortBy) -> None:
    report = summarise(busy(9, 4))
    assert sorted(each.incident.id for each in arrange(report, sort).incidents) == sorted(
        each.incident.id for each in report.incidents
    )


def test_orders_put_first_what_they_say() -> None:
    report = summarise(busy(9, 4))
    overdue = [each.totals.overdue for each in arrange(report, SortBy.OVERDUE).incidents]
    assert overdue == sorted(overdue, reverse=True)
    dates = [each.incident.date for each in arrange(report, SortBy.DATE).incidents if each.incident.date]
    assert dates == sorted(dates, reverse=True)


def test_open_only_hides_what_is_done_and_keeps_the_counts() -> None:
    report = summarise(busy())
    shown = arrange(report, open_only=True)
    assert shown.totals == report.totals
    assert all(item.open for item in shown.items)
    assert len(shown.items) == report.totals.open
