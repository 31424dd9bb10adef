"""A number without a sign is a ticket where a column, a label or words call it one, and is never passed over there."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import Incident

HEAD = "# INC-1 Pool on 2026-10-12\n\n## Action items\n\n"


def table(header: str, *cells: str) -> Incident:
    rows = "".join(f"| Page on lag {at} | {cell} | Ana |\n" for at, cell in enumerate(cells, 5))
    return parse(f"{HEAD}| Action | {header} | Owner |\n| --- | --- | --- |\n{rows}")[0]


def bullet(words: str) -> Incident:
    return parse(f"{HEAD}- [ ] {words}\n")[0]


def tickets(incident: Incident) -> list[list[str]]:
    return [[link.text for link in item.tickets] for item in incident.tasks]


def codes(incident: Incident) -> list[str]:
    return [each.code for each in incident.findings]


@pytest.mark.parametrize(
    "header",
    ["Ticket", "Issue", "Issue #", "Issue ID", "GitHub issue", "Tracking issue", "Tickets", "Vorgang", "チケット"],
)
@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        *(("12", ["#12"]), ("issue 12", ["#12"]), ("GH 12", ["#12"]), ("Ticket 12", ["#12"]), ("Issue: 12", ["#12"])),
        *(("12, 13", ["#12", "#13"]), ("12 and 13", ["#12", "#13"]), ("no. 12", ["#12"]), ("**12**", ["#12"])),
        *(("~~11~~ 12", ["#12"]), ("(12)", ["#12"])),
    ],
)
def test_a_number_below_tickets_is_one(header: str, cell: str, numbers: list[str]) -> None:
    incident = table(header, cell)
    assert (tickets(incident), codes(incident)) == ([numbers], [])


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        *(("Jira", "12"), ("Link", "12"), ("Reference", "12"), ("Ticket", "Jira 12"), ("Ticket", "12 (Zendesk)")),
        *(("Bug", "12"), ("Ticket", "Bug 12"), ("Issue", "Story 12"), ("Ticket", "Card 12"), ("Bugs", "12 TODO")),
        *(("Issue #", "12?"), ("Ticket", "TBD after 12"), ("Ticket", "~~12~~"), ("Ticket", "`12`"), ("Ticket", "0")),
    ],
)
def test_a_number_that_may_be_something_else_is_quoted(header: str, cell: str) -> None:
    incident = table(header, cell)
    assert tickets(incident) == [[]]
    assert [each.message for each in incident.findings] == [f"ticket not understood: {cell!r}"]


@pytest.mark.parametrize("cells", [("1",), ("1", "2"), ("1", "2", "3"), ("1", "2 ([#9](https://x.test/issues/9))")])
def test_numbers_that_count_the_rows_are_no_tickets(cells: tuple[str, ...]) -> None:
    incident = table("Issue #", *cells)
    assert [found for found in tickets(incident) if found] == [["#9"]] * ("(" in cells[-1])
    assert set(codes(incident)) == {"PM126"}


@pytest.mark.parametrize("cell", ["2026-12-24", "50%", "v1.2", "n/a", "-", "We paged 3 people in the night", "12:30"])
def test_what_is_no_number_of_a_ticket_is_not_taken_for_one(cell: str) -> None:
    incident = table("Issue", cell)
    assert (tickets(incident), codes(incident)) == ([[]], [])


@pytest.mark.parametrize(
    "words",
    [
        *("Page on lag (issue 12)", "Page on lag (ticket 12)", "Page on lag, issue 12", "Page on lag – GH 12"),
        *("Page on lag (tracked as ticket 12)", "Page on lag. Ticket: 12", "Page on lag (issue no. 12)"),
        *("Page on lag (ticket: 12)", "Page on lag (Vorgang 12)", "Page on lag\n  - Ticket: 12"),
        *("Page on lag\n  Issue: 12", "Page on lag (@ana, issue 12)"),
    ],
)
def test_words_and_labels_call_a_number_a_ticket(words: str) -> None:
    incident = bullet(words)
    assert (tickets(incident), codes(incident)) == ([["#12"]], [])
    assert incident.tasks[0].text == "Page on lag"


@pytest.mark.parametrize(
    "words",
    ["Page on lag (bug 12)", "Page on lag (Jira 12)", "Page on lag – story 12", "Page on lag\n  - **Jira:** 12"],
)
def test_a_number_of_what_may_be_another_tracker_is_quoted(words: str) -> None:
    incident = bullet(words)
    assert (tickets(incident), codes(incident)) == ([[]], ["PM126"])
    assert incident.tasks[0].links == ()


@pytest.mark.parametrize(
    "words",
    [
        *("Read issue 12 again", "Raise the bug 12 times", "Issue 1: page on lag", "Ticket 2 – page on lag"),
        *("Sell ticket 12 to Bo", "Page as in issue 12", "Page after ticket 12%", "Do what issue 12 says"),
    ],
)
def test_a_number_in_a_sentence_or_of_a_list_is_text(words: str) -> None:
    incident = bullet(words)
    assert (tickets(incident), codes(incident)) == ([[]], [])
    assert incident.tasks[0].text == words
