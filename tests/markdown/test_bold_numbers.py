"""Measures whose number is bold: what stands below one tells more of it, and no half of its emphasis is left."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

HEAD = "# Outage of 2026-02-01\n\n## Action items\n\n"


def read(body: str) -> list[str]:
    (incident,) = parse(HEAD + body, "a.md")
    return [item.text for item in incident.items]


@pytest.mark.parametrize("number", ["{}) {}", "{}. {}", "#{}: {}"])
@pytest.mark.parametrize("owner", [" @ana", " (owner: Ana)", ""])
@pytest.mark.parametrize("more", ["It grew without end.", "Nobody saw it for an hour", "*Why*: nobody saw it"])
def test_a_line_below_one_is_no_item(number: str, owner: str, more: str) -> None:
    first, second = (number.format(at, words) for at, words in ((1, "Cap the pool"), (2, "Add an alert")))
    assert read(f"**{first}**{owner}\n{more}\n\n**{second}**{owner}\n{more}\n") == ["Cap the pool", "Add an alert"]


@pytest.mark.parametrize("more", ["**2) Add an alert** @bo", "Add an alert @bo"])
def test_a_line_with_a_number_or_an_order_is_one(more: str) -> None:
    assert read(f"**1) Cap the pool** @ana\n{more}\n") == ["Cap the pool", "Add an alert"]


@pytest.mark.parametrize("label", ["Action 1", "Action item 2", "Task 3"])
def test_bold_that_begins_before_a_label_leaves_no_half(label: str) -> None:
    assert read(f"**{label}: Cap the pool.** It grew.\n") == ["Cap the pool. It grew"]
    assert read(f"**{label}:** Cap the **whole** pool.\n") == ["Cap the whole pool"]
