"""Columns that nothing names as the status, and that hold states."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import State

OPEN, DONE = State.OPEN, State.COMPLETED


def read(header: str, row: str) -> tuple[State, list[str]]:
    rule = "|".join("-" for _ in header.split("|"))
    table = f"# INC-1 Outage\n\n## Action items\n\n| {header} |\n|{rule}|\n| {row} |\n"
    (incident,) = parse(table, "a.md")
    (item,) = incident.items
    return item.state, [found.message for found in incident.findings if found.code == "PM120"]


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        *(("Action | Owner | EU | US", "Cap the retries | Ana | done | open", "'done'"),),
        *(("Action | Q1 | Q2 | Owner", "Cap the retries | done |  | Ana", "'done'"),),
        *(("Action | EU | US | Owner", "Cap the retries | ✅ | ❌ | Ana", "'✅'"),),
        *(("Action | Owner | Staging", "Cap the retries | Ana | deployed", "'deployed'"),),
        *(("Action | Owner | EU | US", "Cap the retries | Ana | done | on Friday", "'done'"),),
        *(("Action | Status EU | Status US", "Cap the retries | done | open", "'open'"),),
        *(("Action | Status | Status", "Cap the retries | open | done", "'done'"),),
        *(("Action | Owner | Notes | Comments", "Cap the retries | Ana | done | open", "'done'"),),
    ],
)
def test_a_closed_state_in_a_column_of_something_else_is_quoted(header: str, row: str, said: str) -> None:
    state, doubted = read(header, row)
    assert (state, len(doubted)) == (OPEN, 1)
    assert said in doubted[0]


@pytest.mark.parametrize("header", ["Action | Owner | Notes", "Action | Owner | ", "Action | Owner | Done?"])
def test_one_column_whose_name_tells_nothing_is_the_status(header: str) -> None:
    assert read(header, "Cap the retries | Ana | done") == (DONE, [])


def test_an_open_state_in_such_a_column_needs_no_remark() -> None:
    assert read("Action | Owner | EU | US", "Cap the retries | Ana | open | open") == (OPEN, [])


def test_two_columns_that_say_the_same_are_believed() -> None:
    assert read("Action | Status EU | Status US", "Cap the retries | done | done") == (DONE, [])
