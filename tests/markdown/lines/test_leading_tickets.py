"""A ticket that leads an item's words without a sign is quoted in a finding: it may be the item's or count the list."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import DEFAULT, parse
from postmortem_tracker.model import Incident

HEAD = "# INC-1 on 2026-10-12\n\n## Action items\n\n"
OWN_KEYS = DEFAULT.extended(ticket_keys=["AUTH"])


def read(line: str) -> Incident:
    (incident,) = parse(f"{HEAD}{line}\n", "a.md", vocabulary=OWN_KEYS)
    return incident


@pytest.mark.parametrize(
    ("ticket", "line"),
    [
        ("#63", "- #63 Cap the pool"),
        ("#63", "- [ ] **#63** Cap the pool @ana"),
        ("#63", "1. #63 cap the pool"),
        ("acme/shop#63", "- acme/shop#63 Cap the pool"),
        ("GH-63", "- GH-63 Cap the pool"),
        ("AUTH-63", "- AUTH-63 Rotate the keys"),
        ("https://github.com/acme/shop/issues/63", "- https://github.com/acme/shop/issues/63 Cap the pool"),
    ],
)
def test_it_is_text_and_quoted(ticket: str, line: str) -> None:
    incident = read(line)
    (item,) = incident.tasks
    assert (item.tickets, item.text.startswith(ticket)) == ((), True)
    assert [(found.code, found.line) for found in incident.findings] == [("PM126", 5)]
    assert ticket in incident.findings[0].message


def test_a_key_that_nobody_configured_is_asked_about() -> None:
    (incident,) = parse(f"{HEAD}- AUTH-63 Rotate the keys\n", "a.md")
    assert [found.code for found in incident.findings] == ["PM122"]


@pytest.mark.parametrize(
    "line",
    [
        "- #63: Cap the pool",
        "- [#63](https://github.com/acme/shop/issues/63) Cap the pool",
        "- #63 Cap the pool (#64)",
        "- AUTH-63 – Rotate the keys",
        "- [x] #63 Cap the pool",
    ],
)
def test_where_a_sign_or_another_ticket_settles_it_nothing_is_said(line: str) -> None:
    assert read(line).findings == ()


@pytest.mark.parametrize(
    "line",
    [
        "- #1 priority: add retries",
        "- #63 was closed too early: check how",
        "- UTF-8 Names are cut: store them whole",
        "- https://github.com/acme/shop/pull/63 Review the change",
        "- Cap the pool, which #63 Asked for, and the queue",
    ],
)
def test_what_leads_no_order_is_a_word_of_the_sentence(line: str) -> None:
    assert [found.code for found in read(line).findings if found.code in ("PM122", "PM126")] == []
