"""Fields of an item that is a title: those in a table are pointed out, and a field alone is no item."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

HEAD = "# INC-1 Pool\n\n**Date:** 2026-10-12\n\n## Action items\n\n"


@pytest.mark.parametrize(
    "table",
    [
        "| Owner | Due | Status |\n|---|---|---|\n| Bob | 2026-12-25 | Done |",
        "| Field | Value |\n|---|---|\n| Owner | Ana |\n| Status | Done |",
        "| Owner | Ana |\n|---|---|\n| Due | 2026-12-25 |",
        "| Verantwortlich | Frist |\n|---|---|\n| Eva | 25.12.2026 |",
        "| Responsable | Estado |\n|---|---|\n| Luis | Hecho |",
    ],
)
def test_a_table_of_its_fields_is_pointed_out(table: str) -> None:
    (incident,) = parse(f"{HEAD}### Cap the retries\n\n{table}\n", "a.md")
    assert [(each.code, each.line) for each in incident.findings if each.code == "PM109"] == [("PM109", 9)]


def test_another_table_below_it_is_none() -> None:
    (incident,) = parse(f"{HEAD}### Cap the retries\n\n| Host | Load |\n|---|---|\n| a | 5 |\n", "a.md")
    assert [item.text for item in incident.tasks] == ["Cap the retries"]
    assert "PM109" not in [each.code for each in incident.findings]


@pytest.mark.parametrize("field", ["Owner: @cy", "Verantwortlich: Eva", "Responsable : Léa"])
def test_a_field_at_the_head_of_a_list_is_no_item(field: str) -> None:
    (incident,) = parse(f"{HEAD}### TODO: Page on lag\n- {field}\n- [ ] write it\n- [x] test it\n", "a.md")
    assert [item.text for item in incident.tasks] == ["write it", "test it"]
    assert [each.line for each in incident.findings if each.code == "PM125"] == [8]
