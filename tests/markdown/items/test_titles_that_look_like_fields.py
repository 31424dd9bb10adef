"""A title that says what to do is an item, though it ends in a team's name or begins like a deadline."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import Incident

HEAD = "# INC-1 Pool\n\n**Date:** 2026-10-12\n\n## Action items\n\n"
LAST = "### Rotate the keys\n\n- Owner: @bo\n"
FIELDS = [
    "- Owner: @ana\n- Due: 2026-12-24\n",
    "Owner: @ana\nDue: 2026-12-24\n",
    "- Verantwortlich: @ana\n- Frist: 24.12.2026\n",
]
FRAMES = [
    *("P1", "Urgent", "High priority", "P1 – by 2026-12-24", "Due 2026-12-24", "Frist: 24.12.2026", "Target Q4"),
    *("Platform Team", "SRE Squad", "Test Team", "Support Team", "Team: Platform", "@ana", "Deadline: end of December"),
]


def read(title: str, below: str) -> Incident:
    return parse(f"{HEAD}### {title}\n\n{below}\n{LAST}", "a.md")[0]


def told(incident: Incident) -> list[tuple[str, tuple[str, ...], str | None]]:
    return [(item.text, item.owners, str(item.due) if item.due else None) for item in incident.tasks]


@pytest.mark.parametrize("fields", FIELDS)
@pytest.mark.parametrize(
    "title",
    [
        *("Notify Security Team", "Train Support team", "Grow SRE Team", "Hire DBA squad", "Retire Team"),
        *("Onboard Data Platform Team", "Target 99.9% uptime", "Target 2 replicas per zone", "Due to 5 failures"),
        *("Deadline of 5s per request", "P1 – Notify Security Team", "Frist von 5 s je Anfrage"),
        "Target 3 replicas by 2026-12-24",
    ],
)
def test_what_says_what_to_do_is_the_item(title: str, fields: str) -> None:
    item, last = told(read(title, fields))
    assert item[0] in title
    assert item[1:] == (("@ana",), "2026-12-24")
    assert last == ("Rotate the keys", ("@bo",), None)


@pytest.mark.parametrize("title", FRAMES)
def test_who_when_or_how_urgent_is_that_of_the_items_below(title: str) -> None:
    incident = read(title, "- Warm the cache @cy\n- Drain the queue @dan\n")
    assert [text for text, *_ in told(incident)] == ["Warm the cache", "Drain the queue", "Rotate the keys"]


@pytest.mark.parametrize(
    "below", [*FIELDS, "| Owner | Due |\n|---|---|\n| @ana | 2026-12-24 |\n", "- Owner: @ana\n- Rationale: it broke\n"]
)
@pytest.mark.parametrize("title", [*FRAMES, "Team: Rotation of keys"])
def test_fields_of_nothing_are_never_left_without_a_word(title: str, below: str) -> None:
    incident = read(title, below)
    assert incident.findings or len(incident.tasks) == 2


@pytest.mark.parametrize("title", ["Notify Security Team", "Train Support team", "Retire Team"])
def test_an_order_owns_nothing(title: str) -> None:
    incident = read(title, "- Warm the cache\n- Drain the queue\n")
    assert all(not item.owners for item in incident.tasks[:-1])


@pytest.mark.parametrize("title", ["Platform Team", "SRE Squad", "Support Team", "Team: Platform", "Test Team"])
def test_a_team_owns_what_is_below_it(title: str) -> None:
    incident = read(title, "- Warm the cache\n- Drain the queue\n")
    assert [item.owners for item in incident.tasks[:-1]] == [(title.removeprefix("Team: "),)] * 2
