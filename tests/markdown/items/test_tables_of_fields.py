"""A table of one thing's fields lists no work: "Owner | Ana" above "Due | 2026-05-01"."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse


def read(table: str) -> tuple[list[str], list[str]]:
    """The items below a heading that is one itself, and the codes of findings."""
    (incident,) = parse(f"# INC-1 Outage\n\n## Action items\n\n### 1. Add alerting\n\n{table}\n", "a.md")
    return [item.text for item in incident.items], [found.code for found in incident.findings]


@pytest.mark.parametrize(
    "rows",
    [
        "| Due | 2026-05-01 |\n| Status | Done |\n| Issue | #12 |",
        "| Due | 2026-05-01 |\n| Effort | 2d |\n| Notes | see wiki |\n| Status | Open |",
        "| Status | In progress |\n| Sprint | 12 |",
    ],
)
def test_values_are_no_items(rows: str) -> None:
    assert read(f"| Owner | Ana |\n|-|-|\n{rows}") == (["Add alerting"], ["PM109"])


@pytest.mark.parametrize("head", ["| Owner | Work |", "| Status | What |", "| Who | Measure |"])
def test_a_column_of_people_or_states_has_work_beside_it(head: str) -> None:
    (incident,) = parse(f"# INC-1 Outage\n\n## Action items\n\n{head}\n|-|-|\n| Open | Add a probe |\n", "a.md")
    assert [item.text for item in incident.items] == ["Add a probe"]
