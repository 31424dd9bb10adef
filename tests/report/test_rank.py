"""Severities and priorities: which spellings are one, and which is graver."""

from __future__ import annotations

import re

import pytest

from postmortem_tracker.choices import GroupBy, SortBy
from postmortem_tracker.config.sections import DeadlineSettings, PolicySettings
from postmortem_tracker.report.filters import Filters, arrange, select
from postmortem_tracker.report.formats.html import render_html
from postmortem_tracker.report.formats.table import render_table
from postmortem_tracker.report.policy import Policy, judge, priority_of
from postmortem_tracker.report.rank import rank
from postmortem_tracker.report.summary import group, summarise
from postmortem_tracker.text.sameness import same_level
from tests.report.make import TODAY, incident, situation, tracked


@pytest.mark.parametrize("text", ["SEV-2", "Sev 2", "SEV2", "S2", "sev_2", "2", "Severity 2", "SEV-2 (major)", "P2"])
def test_spellings_of_one_severity_are_one(text: str) -> None:
    assert same_level(text) == same_level("SEV-2")
    assert rank(text) == 2


@pytest.mark.parametrize("text", ["SEV-1", "SEV-20", "2.5", "2nd", "high", "major"])
def test_other_severities_are_not(text: str) -> None:
    assert same_level(text) != same_level("SEV-2")


def test_the_gravest_comes_first_and_what_nobody_knows_last() -> None:
    ordered = ["SEV0", "S1", "critical", "Sev 2", "High", "SEV-3", "medium", "4", "Low", "purple"]
    assert [rank(each) for each in ordered] == sorted({rank(each) for each in ordered})
    assert rank(None) > rank("purple")


SEVERITIES = ["SEV3", "Sev 2", "SEV-2", "S2", None, "SEV1"]
CASE = situation(
    *(
        tracked(f"Add alert {n}", home=incident(f"INC-{n}", severity=each), item_={"priority": f"P{3 - n % 4}"})
        for n, each in enumerate(SEVERITIES)
    )
)


def test_a_level_that_is_spelled_differently_has_one_name_and_stands_by_rank() -> None:
    found = group(summarise(CASE), GroupBy.SEVERITY)
    assert [(each.name, each.totals.open) for each in found] == [("SEV1", 1), ("SEV2", 3), ("SEV3", 1), ("(none)", 1)]
    assert [each.name for each in group(summarise(CASE), GroupBy.PRIORITY)] == ["P0", "P1", "P2", "P3"]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        (["Sev 2", "Sev 2"], ["Sev 2"]),
        (["2", "SEV-2"], ["SEV2"]),
        (["P2", "SEV2 (major)", "SEV2"], ["SEV2"]),
        (["high", "High", "High"], ["High"]),
        (["Major", "Minor", "major"], ["Major", "Minor"]),
        (["S1", "S2"], ["S1", "S2"]),
    ],
)
def test_what_is_spelled_in_one_way_is_called_so(written: list[str], names: list[str]) -> None:
    homes = [incident(f"INC-{n}", severity=each) for n, each in enumerate(written)]
    case = situation(*(tracked(f"Add alert {n}", home=home) for n, home in enumerate(homes)))
    assert [each.name for each in group(summarise(case), GroupBy.SEVERITY)] == names


@pytest.mark.parametrize(
    ("written", "names"),
    [(["p1", "P1", "high"], ["P1"]), (["high"], ["high"]), (["P2", "p 1", "1"], ["P1", "P2"]), (["soon"], ["soon"])],
)
def test_a_priority_that_is_spelled_differently_has_one_name(written: list[str], names: list[str]) -> None:
    case = situation(*(tracked(f"Add alert {n}", item_={"priority": each}) for n, each in enumerate(written)))
    assert [each.name for each in group(summarise(case), GroupBy.PRIORITY)] == names


@pytest.mark.parametrize(
    ("text", "priority"),
    [("1", "P1"), ("P 1", "P1"), ("p-0", "P0"), ("prio 2", "P2"), ("5", "5"), ("1 week", "1 week"), ("1.5", "1.5")],
)
def test_a_number_is_the_priority_it_names(text: str, priority: str) -> None:
    assert priority_of(text) == priority


def test_an_owner_is_called_as_most_write_the_name() -> None:
    written = [("hana kovac",), ("Hana Kovac",), ("Hana Kovac",), ("Hana Kovac", "hana kovac"), ("Luis",)]
    case = situation(*(tracked(f"Add alert {n}", item_={"owners": each}) for n, each in enumerate(written)))
    found = group(summarise(case), GroupBy.OWNER)
    assert [(each.name, each.totals.open) for each in found] == [("Hana Kovac", 4), ("Luis", 1)]


def test_filters_and_deadlines_know_every_spelling() -> None:
    assert len(select(CASE, Filters(severities=("sev-2",))).incidents) == 3
    policy = Policy(PolicySettings(deadlines=DeadlineSettings(priority={}, severity={"SEV2": 15})))
    with_deadline = [each.incident.severity for each in CASE.tracked if judge(each, TODAY, policy).deadline]
    assert with_deadline == ["Sev 2", "SEV-2", "S2"]


def test_incidents_and_items_can_be_shown_by_severity_by_priority_and_by_due_date() -> None:
    report = arrange(summarise(CASE), SortBy.SEVERITY)
    assert [each.incident.severity for each in report.incidents] == ["SEV1", "Sev 2", "SEV-2", "S2", "SEV3", None]
    items = render_table(report).split("\n\n")[2]
    assert [items.index(f"Add alert {n}") for n in (5, 3, 2, 1, 0, 4)] == sorted(
        items.index(f"Add alert {n}") for n in range(6)
    )
    by_priority = arrange(summarise(CASE), SortBy.PRIORITY)
    firsts = [each.items[0].tracked.item.priority for each in by_priority.incidents]
    assert firsts == sorted(str(each) for each in firsts)
    by_due = arrange(summarise(CASE, Policy()), SortBy.DUE)
    left = [each.items[0].days_left for each in by_due.incidents]
    assert left == sorted(left, key=lambda days: 10**6 if days is None else days)


@pytest.mark.parametrize("text", ["not critical", "non-critical", "was high", "below major"])
def test_a_level_that_is_denied_is_none(text: str) -> None:
    assert rank(text) == rank("purple")


@pytest.mark.parametrize(("text", "level"), [("P1 - urgent", "P1"), ("High (P1)", "P1"), ("was P1", "was P1")])
def test_a_priority_is_the_one_that_is_said_to_be(text: str, level: str) -> None:
    assert priority_of(text) == level


@pytest.mark.parametrize("text", ["Critical (no workaround)", "Critical - was medium", "Critical: not yet mitigated"])
def test_only_what_stands_before_a_level_denies_it(text: str) -> None:
    assert rank(text) == rank("critical")


@pytest.mark.parametrize(("severity", "shown"), [("2", "severity 2"), ("SEV2", "SEV2"), ("high", "high")])
def test_a_number_alone_says_on_the_page_what_it_is(severity: str, shown: str) -> None:
    page = render_html(summarise(situation(tracked("Add alert", home=incident("INC-1", severity=severity)))))
    assert re.search(rf"<small>[^<]+ · {shown}</small>", page) is not None
