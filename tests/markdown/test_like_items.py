"""A line below a title that begins as another item would is no part of the one above it, and never lost in silence."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

HEAD = "# INC-1 Outage on 2026-03-01\n\n## Corrective actions\n\n"


@pytest.mark.parametrize("first", ["**1. Cap retries**\nOwner: Ana", "**Cap retries**\nOwner: Ana\nDue: 2026-05-01"])
@pytest.mark.parametrize(
    "second",
    [
        *(
            "**2. Write docs** – Owner: Cy",
            "**2.** Write docs (owner: Cy)",
            "**Write docs** – Owner: Cy",
            "__2) Write docs__ @cy",
        ),
        *("**Dokumentation ergänzen** (Verantwortlich: Cy)", "**2. Write docs**, which all of us missed."),
    ],
)
def test_it_is_quoted_and_gives_no_owner_to_the_item_above(first: str, second: str) -> None:
    (incident,) = parse(f"{HEAD}{first}\n\n{second}\n", "a.md")
    (item,) = incident.items
    assert (item.text, item.owners) == ("Cap retries", ("Ana",))
    assert [found.message for found in incident.findings if found.code == "PM125"] == [
        f"promise that is no item: {second!r}"
    ]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "**Owner:** Ana",
            "**Why:** they grew",
            "**Owner**: Ana",
            "**Retries** grew tenfold that night.",
            "**Note** @ana saw it",
        ),
    ],
)
def test_what_is_said_of_the_item_is_its_own(line: str) -> None:
    (incident,) = parse(f"{HEAD}**1. Cap retries**\n\nIt grew.\n\n{line}\n", "a.md")
    assert len(incident.items) == 1
    assert not [found for found in incident.findings if found.code == "PM125"]


@pytest.mark.parametrize("name", ["Bo", "Monitoring", "Checkout team"])
def test_work_behind_a_name_is_no_theme_of_what_is_below_it(name: str) -> None:
    (incident,) = parse(f"{HEAD}- {name}: add an alert\n  - write docs\n- Drain it\n", "a.md")
    assert "add an alert" in incident.items[0].text
    assert len(incident.items) == 2


@pytest.mark.parametrize("theme", ["Monitoring", "Backend:", "Alerts and logs"])
def test_a_theme_still_is_one(theme: str) -> None:
    (incident,) = parse(f"{HEAD}- {theme}\n  - Add an alert\n  - Write docs\n- Drain it\n", "a.md")
    assert [item.text for item in incident.items] == ["Add an alert", "Write docs", "Drain it"]
