"""Rows of a form that tell measures are pointed out where they stand."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

FORM = "# INC-7 Checkout outage\n\n| Field | Value |\n|---|---|\n| Root cause | An old image |\n"


def unread(text: str) -> list[int]:
    (incident,) = parse(text, "a.md")
    assert not incident.items
    return [found.line for found in incident.findings if found.code == "PM109"]


@pytest.mark.parametrize(
    "row",
    [
        "| Corrective action | Rebuild the image |",
        "| **Preventive actions** | Rebuild the image<br>Add an alert |",
        "| Action items | Ana and Bo will look at the image |",
        "| Acción correctiva | Reconstruir la imagen y volver a ejecutarla |",
        "| Mesure préventive | Ajouter une alerte |",
        "| Korrekturmaßnahme | Alarm hinzufügen |",
    ],
)
def test_a_row_that_tells_measures_is_pointed_out(row: str) -> None:
    assert unread(f"{FORM}{row}\n") == [6]


def test_so_is_the_first_row_of_a_form_without_a_head() -> None:
    assert unread("# INC-7 Outage\n\n| Corrective action | Rebuild the image |\n|---|---|\n| Cause | Age |\n") == [3]


@pytest.mark.parametrize(
    "row",
    [
        "| Action items | 5 open, 2 done |",
        "| Action items | [below](#tasks) |",
        "| Corrective action | Done |",
        "| Corrective action | |",
        "| Resolution | Rebuild the image |",
        "| Corrective action | Rebuild the image | Ana |",
        "| Open action items | 3 |",
    ],
)
def test_what_tells_no_measures_is_not(row: str) -> None:
    assert unread(f"{FORM}{row}\n") == []
