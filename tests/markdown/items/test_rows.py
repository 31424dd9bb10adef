"""Rows of a table: groups of work, rows that would be lost, several columns of work, and tables that are not read."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import Incident, State

OPEN, DONE = State.OPEN, State.COMPLETED
HEAD = "# INC-1 Outage\n\n**Date:** 2026-10-12\n\n## Action items\n\n"


def read(header: str, *rows: str) -> Incident:
    rule = "|".join("-" for _ in header.split("|"))
    return parse(HEAD + "".join(f"| {row} |\n" for row in (header, rule, *rows)), "a.md")[0]


def items(incident: Incident) -> list[tuple[str, State]]:
    return [(item.text, item.state) for item in incident.items]


def found(incident: Incident, code: str) -> list[int]:
    return [finding.line for finding in incident.findings if finding.code == code]


# --- rows without work --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        *(" | Bo | 2026-12-21", "- | Cy | 2026-12-21", "— | @bo | ", " | | 2026-12-21", '" | Bo | 2026-12-21'),
        *("TBD | Ana | TBD", "n/a | Ana | ", "〃 | Bo | ", "… | Bo | 21.12.2026"),
    ],
)
def test_a_row_with_an_owner_or_a_day_and_no_work_is_pointed_out(row: str) -> None:
    incident = read("Action | Owner | Due", "Rotate the keys | Ana | 2026-12-20", row)
    assert items(incident) == [("Rotate the keys", OPEN)]
    assert found(incident, "PM125") == [10]


def test_a_theme_does_not_hide_that_its_work_is_missing() -> None:
    incident = read("Theme | Action | Owner", "Detection | Add an alert | Ana", "Prevention | | Bo")
    assert (items(incident), found(incident, "PM125")) == ([("Add an alert", OPEN)], [10])


@pytest.mark.parametrize("row", [" | | ", " | TBD | TBD", "- | - | -", "[Action] | [Owner] | [Date]", " | @owner | "])
def test_what_a_template_leaves_empty_needs_no_remark(row: str) -> None:
    incident = read("Action | Owner | Due", "Rotate the keys | Ana | 2026-12-20", row)
    assert (items(incident), found(incident, "PM125")) == ([("Rotate the keys", OPEN)], [])


def test_a_closed_row_without_work_needs_no_remark() -> None:
    assert found(read("Action | Owner | Status", "Rotate the keys | Ana | Open", " | Bo | Done"), "PM125") == []


@pytest.mark.parametrize(
    "owner", ['"', "″", "〃", "''", "^", "ditto", "Same as above", "dito", "idem", "同上", "см. выше"]
)
def test_a_ditto_mark_names_nobody(owner: str) -> None:
    incident = read("Action | Owner", "Rotate the keys | Ana", f"Cap the retries | {owner}")
    assert [item.owners for item in incident.items] == [("Ana",), ()]
    assert found(incident, "PM105") == [10]


# --- groups -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        *("**Short term**", "Short term", "Long-term", "Monitoring", "**Platform**", "Prevention", "Q1", "This week"),
        *("__Detection__", "Detection:", "Follow-ups", "Kurzfristig", "**Langfristig**", "À long terme", "Largo plazo"),
        *("短期", "Краткосрочные", "**Noch offen**", "Still open"),
    ],
)
def test_a_row_that_names_a_group_is_no_item(title: str) -> None:
    incident = read(
        "Action | Owner | Status", "Warm the cache | Ana | Open", f"{title} | | ", "Cap the retries | Bo | Open"
    )
    assert items(incident) == [("Warm the cache", OPEN), ("Cap the retries", OPEN)]


@pytest.mark.parametrize(
    "title", ["**Completed**", "Done", "Erledigt", "Terminé:", "**Completadas**", "**Archivadas**", "已完成", "Сделано"]
)
def test_a_state_reaches_over_the_rows_below_it_and_no_further(title: str) -> None:
    told = items(
        read(
            "Action | Owner | Status",
            *("Warm the cache | Ana | ", f"{title} | | ", "Cap the retries | Bo | ", "Rotate the keys | Bo | Open"),
            *("**Short term** | | ", "Split the job | Cy | "),
        )
    )
    done = DONE if title != "**Archivadas**" else OPEN  # no word of the vocabulary
    assert told == [
        *(("Warm the cache", OPEN), ("Cap the retries", done), ("Rotate the keys", OPEN), ("Split the job", OPEN)),
    ]


def test_an_unsure_group_is_quoted() -> None:
    incident = read("Action | Owner", "**Almost done** | ", "Cap the retries | Bo")
    assert (items(incident), found(incident, "PM120")) == ([("Cap the retries", OPEN)], [9])


def test_a_group_may_stand_in_the_first_column() -> None:
    incident = read(
        "# | Action | Owner", "**Completed** | | ", "1 | Cap the retries | Bo", "**Open** | | ", "2 | Warm it | Cy"
    )
    assert items(incident) == [("Cap the retries", DONE), ("Warm it", OPEN)]


@pytest.mark.parametrize("work", ["Rotate the keys", "Runbook", "**Rotate the keys**", "Add an alert for the queue"])
def test_work_that_nobody_has_taken_yet_is_an_item(work: str) -> None:
    incident = read("Action | Owner | Due", "Warm the cache | Ana | 2026-12-20", f"{work} | | ", "Cap it | Bo | ")
    assert [item.text for item in incident.items] == ["Warm the cache", work.strip("*"), "Cap it"]


def test_a_table_that_nobody_has_filled_in_has_no_groups() -> None:
    assert items(read("Action | Owner", "**Runbook** | ", "Monitoring | ")) == [("Runbook", OPEN), ("Monitoring", OPEN)]
    last = read("Action | Owner", "Warm the cache | Ana", "Documentation | ")
    assert items(last) == [("Warm the cache", OPEN), ("Documentation", OPEN)]


# --- columns of work ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "row", "lost"),
    [
        *((" | Short term | Long term", "Detection | Add an alert | Trace all of it", ["Long term"]),),
        *(("Short-term actions | Long-term actions", "Add an alert | Trace all of it", ["Long-term actions"]),),
        *(("Now | Next | Later", "Add an alert for it | Trace all of it | Split it up", ["Next", "Later"]),),
        *(("Corrective actions | Preventive actions | Owner", "Cap it | Split it | Ana", ["Preventive actions"]),),
        *(("Kurzfristig | Langfristig", "Alarm für Kafka einrichten | Datenbank sauber teilen", ["Langfristig"]),),
        *(
            (
                "Actions correctives | Actions préventives",
                "Ajouter une alerte | Couper la base",
                ["Actions préventives"],
            ),
        ),
    ],
)
def test_a_second_column_of_work_is_pointed_out(header: str, row: str, lost: list[str]) -> None:
    incident = read(header, row)
    assert len(incident.items) == 1
    said = [finding.message for finding in incident.findings if finding.code == "PM109"]
    assert said == [f"table not read: the column {each!r} holds work, too" for each in lost]


@pytest.mark.parametrize(
    "header",
    [
        *(
            "Issue | Action | Owner",
            "Action item | Action description | Owner",
            "Action | Q1 | Q2",
            "Finding | Action | Owner",
        ),
        *("Action | This week | Next week", "Task | Task description | Owner", "Improvement | Next step | Owner"),
    ],
)
def test_one_column_of_work_needs_no_remark(header: str) -> None:
    assert found(read(header, "The pool was full | Add an alert | Ana"), "PM109") == []


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("Owner | Ana | Bo", ["Action | Rotate the keys | Warm the cache", "Due | 2026-12-20 | 2026-12-21"]),
        ("Action | Rotate the keys", ["Owner | Ana", "Due | 2026-12-20"]),
        ("Field | Value", ["Action | Rotate the keys", "Owner | Ana", "Due | 2026-12-20"]),
        ("Maßnahme | Schlüssel tauschen | Cache wärmen", ["Verantwortlich | Ana | Bo", "Frist | 2026-12-20 | "]),
        ("**Action** | Rotate the keys", ["**Owner:** | Ana", "**Status:** | Open"]),
    ],
)
def test_a_table_with_its_fields_one_below_the_other_is_not_read(header: str, rows: list[str]) -> None:
    incident = read(header, *rows)
    assert (items(incident), found(incident, "PM109")) == ([], [7])


def test_work_called_like_a_field_is_work() -> None:
    incident = read("Action | Owner", "Status page | Ana", "Owner docs | Bo", "Priority | Cy")
    assert [item.text for item in incident.items] == ["Status page", "Owner docs", "Priority"]
    assert found(incident, "PM109") == []


@pytest.mark.parametrize(
    "pasted",
    [
        "Action\tOwner\tDue\tStatus\nRotate the keys\tAna\t2026-12-20\tDone\n",
        "Action\tOwner\tRoom for more\nRotate the keys\tAna\tx\n",
        "Action,Owner,Due\nRotate the keys,Ana,2026-12-20\n",
        "Maßnahme;Verantwortlich;Frist\nSchlüssel tauschen;Ana;2026-12-20\n",
    ],
)
def test_rows_pasted_from_a_spreadsheet_are_pointed_out(pasted: str) -> None:
    alone = parse(HEAD + pasted, "a.md")[0]
    assert (items(alone), found(alone, "PM109")) == ([], [7])
    beside = parse(f"{HEAD}- Cap the retries @bo\n\n{pasted}", "a.md")[0]
    assert (items(beside), found(beside, "PM109")) == ([("Cap the retries", OPEN)], [9])


def test_words_between_commas_are_a_sentence() -> None:
    incident = parse(f"{HEAD}Action, as the owner said, is due.\nRotate the keys, Ana, soon.\n", "a.md")[0]
    assert found(incident, "PM109") == []


# --- priorities ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "priority"),
    [
        *(("~~P1~~ P2", "P2"), ("P1 (was P0)", "P1"), ("P1 → P2", "P2"), ("P0 -> P1", "P1"), ("was P0, now P1", "P1")),
        *(
            ("<s>P1</s> P2", "P2"),
            ("High (previously Medium)", "High"),
            ("hoch (war mittel)", "hoch"),
            ("~~P1~~", None),
        ),
        *(("haute (initialement basse)", "haute"), ("P1", "P1"), ("P1/P2", "P1/P2"), ("High impact", "High impact")),
    ],
)
def test_the_priority_is_the_one_that_counts_by_now(cell: str, priority: str | None) -> None:
    (item,) = read("Action | Owner | Priority", f"Rotate the keys | Ana | {cell}").items
    assert item.priority == priority
