"""Two fields that name different levels: the first counts, and the contradiction is quoted."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse


def read(head: str) -> tuple[str | None, list[str]]:
    (incident,) = parse(f"{head}\n\n## Action items\n\n- Rotate the keys\n", "a.md")
    return incident.severity, [found.message for found in incident.findings if found.code == "PM132"]


@pytest.mark.parametrize(
    "head",
    [
        "# Outage\n\nSeverity: SEV2\nSeverity: SEV1",
        "# Outage\n\n| Severity | SEV2 |\n|-|-|\n| Severity | SEV1 |",
        "---\nseverity: SEV2\n---\n# Outage\n\nSeverity: SEV1",
        "# Outage\n\n- Severity: SEV2\n- Severity level: SEV1",
    ],
)
def test_another_level_is_quoted(head: str) -> None:
    assert read(head) == ("SEV2", ["severity not settled: 'SEV2', and 'SEV1'"])


@pytest.mark.parametrize(
    "second", ["Severity: SEV2", "Severity: P1", "Priority: P1", "Severity: High", "Severity: TBD"]
)
def test_the_same_level_and_another_scale_say_nothing_new(second: str) -> None:
    assert read(f"# Outage\n\nSeverity: SEV2\n{second}") == ("SEV2", [])
