"""The facts of an incident are its own: not those of other incidents, of measures, or of the day of its review."""

from __future__ import annotations

from datetime import date

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import Incident

HEAD = "# Letters blank\n\n**Date:** 2026-10-12\n"
TASKS = "\n## Action items\n\n- [ ] Warm the heads @omar due 2026-12-20\n"


def incident(text: str) -> Incident:
    (found,) = parse(text, "letters-blank.md")
    return found


@pytest.mark.parametrize(
    "heading",
    [
        "## Comparison with INC-7",
        "## Related: INC-7",
        "## Why INC-7 was not enough",
        "## Appendix: INC-7 action items (closed)",
        "### INC-7 action items that were not done",
        "## INC-7",
        "### INC-7: Letters torn",
        "**Follow-up of INC-7**",
        "## Vergleich mit INC-7",
        "## Rapport avec PM-7",
        "## INC-7との比較",
    ],
)
@pytest.mark.parametrize("head", [HEAD, f"---\ntitle: Letters blank\n---\n\n{HEAD}", "# Postmortem: Letters blank\n"])
def test_no_section_gives_the_document_the_id_of_another_incident(head: str, heading: str) -> None:
    assert incident(f"{head}\n{heading}\n\nIt was alike.\n{TASKS}").id == "letters-blank"


def test_neither_does_a_section_where_the_front_matter_has_the_title() -> None:
    assert (
        incident(f"---\ntitle: Letters blank\n---\n\n## Why INC-7 was not enough\n\nIt was.\n{TASKS}").id
        == "letters-blank"
    )


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("INC-42: Letters blank", "INC-42"),
        ("Letters blank (INC-42)", "INC-42"),
        ("Letters blank INC-42", "INC-42"),
        ("Postmortem of INC-42: Letters blank", "INC-42"),
        ("INC-42 follow-up of INC-41: Letters blank again", "INC-42"),
        ("Letters blank, like INC-7", "letters-blank"),
        ("Letters blank again (see INC-7)", "letters-blank"),
        ("Follow-up of INC-7: Letters blank", "letters-blank"),
        ("Letters blank after INC-7", "letters-blank"),
        ("Briefe leer wie bei PM-7", "PM-7"),
        ("Briefe leer, siehe PM-7", "letters-blank"),
        ("Lettres blanches, suite de INC-7", "letters-blank"),
    ],
)
def test_a_title_names_its_own_incident_and_perhaps_another(title: str, name: str) -> None:
    assert incident(f"# {title}\n\n**Date:** 2026-10-12\n{TASKS}").id == name
    assert incident(f'---\ntitle: "{title}"\n---\n{TASKS}').id == name


@pytest.mark.parametrize("head", ["# Postmortem\n\n## INC-42: Letters blank\n", "# Incident report\n\n# INC-42\n"])
def test_a_general_title_leaves_the_name_to_the_one_below(head: str) -> None:
    assert incident(f"{head}\n**Date:** 2026-10-12\n{TASKS}").id == "INC-42"


def test_a_heading_may_be_the_field_itself() -> None:
    found = incident(f"# Letters blank\n\n## Incident ID: INC-42\n\n## Date: 2026-10-12\n\n## Severity: SEV2\n{TASKS}")
    assert (found.id, str(found.date), found.severity) == ("INC-42", "2026-10-12", "SEV2")


@pytest.mark.parametrize(
    "fields",
    [
        "Severity: high\nStatus: Open\nOwner: Ana\nDate: 2026-12-01\n",
        "Status: Open\nSeverity: high\nOwner: Ana\n",
        "**Severity:** high\n**Owner:** Ana\n**Status:** Open\n",
        "- Severity: high\n- Owner: Ana\n- Status: Open\n",
        "Owner: Ana\n\n### Order ink\n\nOwner: Hana\nSeverity: low\nStatus: Open\n",
        "| Owner | Status |\n|---|---|\n| Ana | Open |\n",
        "Impact: high\nSeverity: high\nOwner: Ana\n",
        "#### Impact\n\nNone.\n\nOwner: Ana\nSeverity: high\n",
    ],
)
@pytest.mark.parametrize("section", ["## Action items", "## Follow-ups", "## Maßnahmen", "## Corrective actions"])
def test_the_fields_of_a_measure_are_not_those_of_the_incident(section: str, fields: str) -> None:
    found = incident(f"{HEAD}\n{section}\n\n### Warm the heads\n\n{fields}")
    assert (found.severity, found.status, found.owner, found.date) == (None, None, None, date(2026, 10, 12))


@pytest.mark.parametrize("first", ["Severity: high\nOwner: Ana", "Owner: Ana\nSeverity: high"])
def test_the_measure_keeps_its_own_fields(first: str) -> None:
    (item,) = incident(f"{HEAD}\n## Action items\n\n### Rotate the heads\n\n{first}\nStatus: Open\n").items
    assert (item.text, item.owners, item.done) == ("Rotate the heads", ("Ana",), False)


@pytest.mark.parametrize(
    "label",
    [
        "Postmortem date",
        "Meeting date",
        "Date of the review",
        "Review date",
        "Report date",
        "Published",
        "Created on",
        "Last updated",
        "Next review",
        "Previous incident",
        "Date of the last occurrence",
        "Similar incident",
        "Berichtsdatum",
        "Zuletzt aktualisiert",
        "Letztes Auftreten",
        "Date de la réunion",
        "Fecha del informe",
        "作成日",
        "会议日期",
    ],
)
@pytest.mark.parametrize(
    "own",
    [
        "**Incident start:** 2026-10-12 03:00",
        "**Detected:** 2026-10-12",
        "**Incident date:** 2026-10-12",
        "On 12 October 2026 letters went blank.",
        "| Date | 2026-10-12 |",
        "**Störungsbeginn:** 12.10.2026",
    ],
)
def test_the_day_of_the_document_or_of_another_incident_is_not_that_of_this_one(label: str, own: str) -> None:
    for day in ("2026-11-10", "2025-01-05"):
        assert str(incident(f"# Letters blank\n\n**{label}:** {day}\n\n{own}\n{TASKS}").date) == "2026-10-12"
        assert str(incident(f"# Letters blank\n\n{own}\n\n{label}: {day}\n{TASKS}").date) == "2026-10-12"


def test_the_day_of_the_document_counts_where_no_other_is_told() -> None:
    assert str(incident(f"# Letters blank\n\n**Postmortem date:** 2026-11-10\n{TASKS}").date) == "2026-11-10"
    assert incident(f"# Letters blank\n\n**Previous incident:** 2025-01-05\n{TASKS}").date is None


def test_the_day_on_which_it_began_comes_before_a_day_alone() -> None:
    assert (
        str(incident(f"# Letters blank\n\nDate: 2026-11-10\nIncident date: 2026-10-12\n{TASKS}").date) == "2026-10-12"
    )
    aside = "**Date of incident:** 12 October 2026 (seen 2026-10-13)"
    assert str(incident(f"# Letters blank\n\n{aside}\n{TASKS}").date) == "2026-10-12"
    assert str(incident(f"# Letters blank\n\nDate: 2026-10-12\nDetected: 2026-10-14\n{TASKS}").date) == "2026-10-12"


@pytest.mark.parametrize(
    "section",
    [
        "Related incidents",
        "Previous outages",
        "Similar incidents",
        "History of INC-7",
        "Ähnliche Vorfälle",
        "Voir aussi",
    ],
)
@pytest.mark.parametrize(
    "line",
    [
        "- INC-7 of 2025-01-05, Severity: SEV1",
        "- INC-7 of 2025-01-05",
        "Date: 2025-01-05\nSeverity: SEV1\nStatus: Closed\nOwner: Bo",
        "| Date | Severity |\n|---|---|\n| 2025-01-05 | SEV1 |",
    ],
)
def test_a_section_on_other_incidents_tells_nothing_of_this_one(section: str, line: str) -> None:
    text = f"# Letters blank\n\n## {section}\n\n{line}\n\n## Summary\n\nOn 12 October 2026 letters went blank.\n{TASKS}"
    found = incident(text)
    assert (str(found.date), found.severity, found.status, found.owner) == ("2026-10-12", None, None, None)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("# INC-42 follow-up of INC-41: Letters blank again", "follow-up of INC-41: Letters blank again"),
        ("# Follow-up: Letters blank", "Follow-up: Letters blank"),
        ("# Action items missed the deadline: letters blank", "Action items missed the deadline: letters blank"),
        ("# Next steps button sent letters twice", "Next steps button sent letters twice"),
        ("# Maßnahmen-Seite lädt nicht", "Maßnahmen-Seite lädt nicht"),
    ],
)
@pytest.mark.parametrize(
    "facts",
    [
        "Date: 2026-10-12\nSeverity: SEV2",
        "- **Severity:** SEV2\n- **Date:** 2026-10-12",
        "| Severity | SEV2 |\n|---|---|\n| Date | 2026-10-12 |",
        "<table>\n<tr><td>Date</td><td>2026-10-12</td></tr>\n<tr><td>Severity</td><td>SEV2</td></tr>\n</table>",
    ],
)
def test_a_title_may_have_the_words_of_a_section(title: str, name: str, facts: str) -> None:
    found = incident(f"{title}\n\n{facts}\n{TASKS}")
    assert (found.title, str(found.date), found.severity) == (name, "2026-10-12", "SEV2")
    assert [item.text for item in found.items] == ["Warm the heads"]


def test_a_list_of_work_with_titles_in_it_keeps_its_title() -> None:
    found = incident("# Action items\n\n- [ ] Warm the heads\n\n## Short-term actions\n\n- [ ] Order ink\n")
    assert [item.text for item in found.items] == ["Warm the heads", "Order ink"]


@pytest.mark.parametrize(
    "line",
    [
        "**Date**: 2026-10-12 **Severity**: SEV2 **Status**: Closed",
        "**Date:** 2026-10-12 **Severity:** SEV2 **Status:** Closed",
        "Date: 2026-10-12 | Severity: SEV2 | Status: Closed",
        "Date: 2026-10-12, Severity: SEV2, Status: Closed",
        "**Severity:** SEV2 · **Status:** Closed · **Date:** 2026-10-12",
        "Severity: SEV2; Date: 2026-10-12; Status: Closed",
        "Date: 2026-10-12  Severity: SEV2  Status: Closed",
        "Date: 2026-10-12<br>Severity: SEV2<br>Status: Closed",
        "**Datum:** 12.10.2026 – **Schweregrad:** SEV2 – **Status:** Closed",
        "| Date | Severity | Status |\n|---|---|---|\n| 2026-10-12 | SEV2 | Closed |",
        "| Date | 2026-10-12 | Severity | SEV2 |\n|---|---|---|---|\n| Status | Closed | | |",
        "| | |\n|---|---|\n| **Date** | 2026-10-12 |\n| **Severity** | SEV2 |\n| **Status** | Closed |",
        "<table>\n<tr><td>Severity</td><td>SEV2</td></tr>\n<tr><td>Date</td><td>2026-10-12</td></tr>\n"
        "<tr><td>Status</td><td>Closed</td></tr>\n</table>",
        "<table><tr><th>Date</th><th>Severity</th><th>Status</th></tr>\n"
        "<tr><td>2026-10-12</td><td><b>SEV2</b></td><td>Closed</td></tr></table>",
        "<table>\n<tr>\n<th>Severity</th>\n<td>\nSEV2\n</td>\n</tr>\n<tr><th>Date</th><td>2026-10-12</td></tr>\n"
        "<tr><th>Status</th><td>Closed</td></tr>\n</table>",
    ],
)
def test_fields_may_share_a_line_or_a_table(line: str) -> None:
    found = incident(f"# Letters blank\n\n{line}\n{TASKS}")
    assert (str(found.date), found.severity, found.status) == ("2026-10-12", "SEV2", "Closed")


@pytest.mark.parametrize(
    "table",
    [
        "| Date | Severity | Tags |\n|---|---|---|\n| 2024-01-02 | SEV1 | a |\n| 2025-01-05 | SEV3 | b |",
        "| Owner | Status |\n|---|---|\n| Ana | Open |\n| Bo | Open |",
        "| Service | URL | Status | Root cause |\n|---|---|---|---|\n| print | x | down | heads |",
    ],
)
def test_a_list_in_a_table_has_no_field_of_the_incident(table: str) -> None:
    found = incident(f"# Letters blank\n\n## Overview of all\n\n{table}\n{TASKS}")
    assert (found.severity, found.status, found.owner, found.services) == (None, None, None, ())


@pytest.mark.parametrize(
    ("written", "severity"),
    [
        ("~~SEV1~~ SEV2", "SEV2"),
        ("<del>SEV1</del> SEV2", "SEV2"),
        ("SEV1 → SEV2", "SEV2"),
        ("SEV1 -> SEV2", "SEV2"),
        ("SEV2 (was SEV1)", "SEV2"),
        ("~~SEV1~~", None),
        ("SEV2 ~~(to be checked)~~", "SEV2"),
    ],
)
def test_what_is_struck_out_or_replaced_counts_no_longer(written: str, severity: str | None) -> None:
    assert incident(f"# Letters blank\n\n**Severity:** {written}\n{TASKS}").severity == severity


@pytest.mark.parametrize(
    ("lines", "owner"),
    [
        ("Incident commander: Ana\nOwner: Bo", "Bo"),
        ("Owner: Bo\nIncident commander: Ana", "Bo"),
        ("Incident commander: Ana\nPostmortem owner: Bo", "Bo"),
        ("Incident commander: Ana", "Ana"),
        ("Incident commander: Ana\nOwner: TBD", "Ana"),
        ("| Incident lead | Ana |\n| Owner | Bo |", "Bo"),
        ("Einsatzleitung: Ana", "Ana"),
    ],
)
def test_an_owner_comes_before_who_led_the_response(lines: str, owner: str) -> None:
    assert incident(f"# Letters blank\n\n{lines}\n{TASKS}").owner == owner


def test_an_owner_in_the_text_comes_before_a_commander_in_the_front_matter() -> None:
    assert incident(f"---\nincident_commander: Ana\n---\n# Letters blank\n\nOwner: Bo\n{TASKS}").owner == "Bo"


@pytest.mark.parametrize("key", ["date", "incident_date", "detected"])
def test_a_day_of_the_front_matter_that_may_be_two_is_in_doubt_once(key: str) -> None:
    found = incident(f"---\ntitle: Letters blank\n{key}: 12/10/2026\n---\n{TASKS}")
    assert found.date is None
    assert [(each.code, each.line) for each in found.findings] == [("PM103", 3)]
    settled = incident(f"---\ntitle: Letters blank\n{key}: 12/10/2026\n---\n\nOn 12 October 2026 it broke.\n{TASKS}")
    assert (str(settled.date), settled.findings) == ("2026-10-12", ())


def test_a_day_that_may_be_two_is_in_doubt_once() -> None:
    found = incident(f"# Letters blank\n\nDate: 12/10/2026\n{TASKS}")
    assert [(each.code, each.line) for each in found.findings] == [("PM103", 3)]


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("INC-7-letters.md", "INC-7"),
        ("2026-10-12-INC-7.md", "INC-7"),
        ("postmortem-INC-7-letters.md", "INC-7"),
        ("comparison-with-INC-7.md", "comparison-with-inc-7"),
        ("follow-up-of-INC-7.md", "follow-up-of-inc-7"),
    ],
)
def test_a_file_is_named_by_its_own_incident(name: str, id_: str) -> None:
    (found,) = parse(f"# Letters blank\n{TASKS}", name)
    assert found.id == id_
