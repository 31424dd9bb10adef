"""Fixes that are told with the cause were made; what reads like work among them is pointed out."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

HEAD = "# INC-1: Disk full\n\nDate: 2026-01-02\n\n"
AFTER = "\n## Action items\n\n- [ ] Write the runbook\n"


def doubts(title: str, line: str) -> list[tuple[str, int]]:
    """The findings beside the one item of the list that is certain."""
    (incident,) = parse(f"{HEAD}## {title}\n\n- The disk was full: we cleaned it\n- {line}\n{AFTER}")
    assert [item.text for item in incident.items] == ["Write the runbook"]
    return [(found.code, found.line) for found in incident.findings]


@pytest.mark.parametrize(
    "title", ["Root cause + remediation", "2. Root cause and remediation", "Root cause & remediation"]
)
@pytest.mark.parametrize("line", ["Add an alert on disk space", "Move the log to the pool", "Rotate the logs daily"])
def test_an_order_among_them_is_not_lost_in_silence(title: str, line: str) -> None:
    assert doubts(title, line) == [("PM125", 8)]


@pytest.mark.parametrize("line", ["The log was moved to the pool", "Restarted the host", "It took 20 minutes"])
def test_what_was_done_is_told_to_nobody(line: str) -> None:
    assert doubts("Root cause + remediation", line) == []
