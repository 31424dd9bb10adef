"""Titles that only say when order work: what is below them shows whether it is work, and they are of one kind."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import Incident, Kind

HEAD = "# INC-1 Slow sign-in on 2026-10-12\n\n"
LAST = "## Action items\n\n- [ ] Tell the callers\n"


def read(body: str) -> Incident:
    return parse(HEAD + body, "a.md")[0]


def tasks(incident: Incident) -> list[str]:
    return [item.text for item in incident.items if item.kind is Kind.TASK]


@pytest.mark.parametrize(
    ("title", "spans", "work"),
    [
        ("Checklist", ("Immediate", "Short term", "Long term"), "Rotate key {}"),
        ("Checklist", ("Now", "This week", "This quarter (optional)"), "Rotate key {}"),
        ("Checkliste", ("Sofort (kritisch)", "Kurzfristig", "Langfristig (optional)"), "Schlüssel {} entfernen"),
        ("Fixes", ("P0", "P1", "P2"), "Rotate key {}"),
    ],
)
@pytest.mark.parametrize("box", ["", "[ ] "])
def test_what_is_listed_below_them_shows_that_it_is_work(
    title: str, spans: tuple[str, ...], work: str, box: str
) -> None:
    body = "".join(f"### {span}\n\n- {box}{work.format(number)}\n\n" for number, span in enumerate(spans, 1))
    assert tasks(read(f"## {title}\n\n{body}")) == [work.format(number) for number in (1, 2, 3)]


def test_so_do_headings_below_them() -> None:
    body = (
        "## Fixes\n\n### Short term\n\n#### Add a probe\n\nTo the pool.\n\n#### Raise the cap of the pool\n\nTwice.\n"
    )
    assert tasks(read(body)) == ["Add a probe", "Raise the cap of the pool"]


@pytest.mark.parametrize(
    "body",
    [
        "## Checklist\n\n### Immediate\n\n- The pool\n- The store\n\n### Long term\n\n- The key\n",
        "## Fixes\n\n### P0\n\n- Rotated the key\n- Drained the pool\n\n### P1\n\n- Raised the cap of the pool\n",
        "## Checklist\n\n### The pool\n\n- Rotate the key\n\n### The store\n\n- Rotate the log\n",
        "## Checklist\n\n### Immediate\n\n### Long term\n",
    ],
)
def test_other_lists_below_them_are_no_work(body: str) -> None:
    assert tasks(read(body)) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Immediate (this week)", "Long term (backlog)"),
        ("Short term", "Long term (to do)"),
        ("Corto plazo (esta semana)", "Largo plazo (backlog)"),
        ("Court terme", "Long terme (backlog)"),
    ],
)
def test_beside_one_of_tasks_all_are(first: str, second: str) -> None:
    body = f"## Prevention\n\n### {first}\n\n- Rotate the key\n\n### {second}\n\n- Split the pool\n\n{LAST}"
    assert tasks(read(body)) == ["Rotate the key", "Split the pool", "Tell the callers"]


def test_so_are_headings_below_them() -> None:
    body = "## Prevention\n\n### Short term\n\n#### Add a probe\n\nSoon.\n\n"
    body += "### Long term (backlog)\n\n- Split the pool\n\n"
    assert tasks(read(body + LAST)) == ["Add a probe", "Split the pool", "Tell the callers"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Short term", "Long term"),
        ("Culture", "Long term (backlog)"),
        ("Improvements", "To do"),
    ],
)
def test_other_titles_keep_what_they_are_beside_a_list_of_tasks(first: str, second: str) -> None:
    body = f"## Prevention\n\n### {first}\n\n- Rotate the key\n\n### {second}\n\n- Split the pool\n\n{LAST}"
    assert "Rotate the key" not in tasks(read(body))
