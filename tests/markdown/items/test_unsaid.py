"""Comments, quotes, code, what was struck out and what is denied tell no field of an item."""

from __future__ import annotations

from datetime import date

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem


def item(body: str) -> ActionItem:
    """The only item of a document."""
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n## Action items\n- [ ] {body}\n", "a.md")
    (only,) = incident.items
    return only


@pytest.mark.parametrize(
    "told",
    [
        "(~~waived until 2027-06-01: budget~~)",
        "(<del>waived until 2027-06-01: budget</del>)",
        "(not waived until 2027-06-01: budget)",
        "(no longer waived: budget)",
        "(done when `(waived until 2027-06-01: reason)` is gone)",
        "`waived: reason`",
        '(the label "waived: reason" goes away)',
        "<!-- waived until 2027-06-01: budget -->",
        "\n  > waived until 2027-06-01: budget",
    ],
)
def test_a_waiver_that_is_not_meant_is_none(told: str) -> None:
    assert item(f"Rotate the keys @ana due 2026-05-01 {told}").waiver is None


@pytest.mark.parametrize(
    "told",
    [
        *("(waived until 2027-06-01: budget)", "**waived until 2027-06-01:** budget"),
        *("(~~waived: no~~) (waived until 2027-06-01: budget)", "\n  waived until 2027-06-01: budget"),
    ],
)
def test_a_waiver_that_is_meant_is_one(told: str) -> None:
    waiver = item(f"Rotate the keys @ana due 2026-05-01 {told}").waiver
    assert waiver is not None
    assert (waiver.until, waiver.reason) == (date(2027, 6, 1), "budget")


@pytest.mark.parametrize(
    ("body", "due", "text"),
    [
        ("Rotate the keys @ana ~~due 2026-05-01~~ due 2026-05-08", "2026-05-08", "Rotate the keys"),
        ("Rotate the keys @ana <s>due 2026-05-01</s> due 2026-05-08", "2026-05-08", "Rotate the keys"),
        ("Rotate the keys @ana ~~due 2026-05-01~~ 2026-05-08", "2026-05-08", "Rotate the keys"),
        ("Rotate the keys @ana due ~~2026-05-01~~ 2026-05-08", "2026-05-08", "Rotate the keys"),
        ("Rotate the keys @ana ~~due 2026-05-01~~", None, "Rotate the keys"),
        ("Rotate the keys @ana (~~Due: 2026-05-01~~)", None, "Rotate the keys"),
        ("Rotate the keys @ana <!-- due 2026-05-01 -->", None, "Rotate the keys"),
        ("Rotate the keys <!-- due 2026-05-01, owner: Bo --> @ana by 2026-05-08", "2026-05-08", "Rotate the keys"),
    ],
)
def test_a_struck_or_commented_day_is_no_due_date(body: str, due: str | None, text: str) -> None:
    found = item(body)
    assert (found.due, found.owners, found.text) == (due, ("@ana",), text)


def test_a_quote_below_an_item_tells_nothing_of_it() -> None:
    found = item("Rotate the keys @ana\n  > Due: 2026-05-01\n  > Status: done")
    assert (found.text, found.due, found.done, found.details) == (
        *("Rotate the keys", None, False),
        "> Due: 2026-05-01\n> Status: done",
    )
