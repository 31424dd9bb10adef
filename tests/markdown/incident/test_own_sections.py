"""What stands below the document's own id, or ends a level, is the incident's."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

ITEMS = "\n\n## Action items\n\n- Rotate the keys\n"


@pytest.mark.parametrize(
    "head", ["# INC-42: The queue stood still\n\n", "---\nid: INC-42\n---\n# The queue stood still\n\n"]
)
@pytest.mark.parametrize("section", ["## Incident INC-42", "## INC-42 details", "## Facts of INC-42"])
def test_a_section_that_names_the_incident_itself_tells_of_it(head: str, section: str) -> None:
    (incident,) = parse(f"{head}{section}\n\n**Date:** 2026-03-12\n**Severity:** SEV2{ITEMS}")
    assert (str(incident.date), incident.severity) == ("2026-03-12", "SEV2")


def test_a_section_of_another_incident_does_not() -> None:
    (incident,) = parse(f"# INC-42: The queue stood still\n\n## Facts of INC-7\n\n**Severity:** SEV2{ITEMS}")
    assert incident.severity is None


@pytest.mark.parametrize(
    ("value", "level"),
    [
        *(
            ("SEV1 (p95 > 3s => checkout down)", "SEV1"),
            ("SEV2 → SEV3", "SEV3"),
            ("SEV2 -> SEV3 (after review)", "SEV3"),
        ),
        ("SEV2 - most users", "SEV2"),
    ],
)
def test_a_severity_ends_before_its_remark(value: str, level: str) -> None:
    (incident,) = parse(f"# INC-42: The queue stood still\n\n**Severity:** {value}{ITEMS}")
    assert incident.severity == level


def test_a_day_that_is_none_is_told_at_its_own_key() -> None:
    (incident,) = parse(f"---\ntitle: Queue\ndate_created: 2026-01-01\ndate: 2026-02-30\n---\n# Queue{ITEMS}")
    assert [(each.code, each.line) for each in incident.findings] == [("PM104", 4)]
