"""A severity is a level that somebody settled on; ids have labels in every language; a CVE is no incident's number."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import Incident


def read(label: str = "", title: str = "Checkout outage", matter: str = "") -> Incident:
    text = f"{matter}# {title}\n\n{label}\n**Date:** 2026-10-12\n\n## Action items\n\n- [ ] Rotate it\n"
    return parse(text, "pm/a.md")[0]


@pytest.mark.parametrize(
    ("label", "severity"),
    [
        ("**Severity:** was SEV1, lowered to SEV3", "SEV3"),
        ("**Severity:** SEV1 → SEV3", "SEV3"),
        ("**Severity:** SEV2 (was SEV1)", "SEV2"),
        ("**Severity:** SEV1", "SEV1"),
        ("**Severity:** High", "High"),
        ("**Severity:** P1 – critical", "P1"),
        ("**Schweregrad:** war SEV1, jetzt SEV3", "SEV3"),
        ("**Gravité :** était SEV1, maintenant SEV2", "SEV2"),
    ],
)
def test_the_level_that_counts(label: str, severity: str) -> None:
    assert read(label).severity == severity


NO_LEVELS = [
    "not SEV1",
    "was SEV1",
    "formerly SEV1",
    "TBD",
    "n/a",
    "unknown",
    "maybe SEV1",
    "SEV1?",
    "noch offen",
    "à définir",
]


@pytest.mark.parametrize("value", NO_LEVELS)
def test_what_settles_on_no_level(value: str) -> None:
    assert read(f"**Severity:** {value}").severity is None
    assert read(f"| Severity | {value} |\n|---|---|\n| Owner | Ana |\n").severity is None
    assert read(matter=f"---\nseverity: '{value}'\n---\n").severity is None


@pytest.mark.parametrize(
    "label",
    [
        *(
            "Vorfallnummer:",
            "Vorfallsnummer:",
            "Störungsnummer:",
            "Identifiant :",
            "Numéro d'incident :",
            "ID de l'incident :",
        ),
        *(
            "ID del incidente:",
            "Número del incidente:",
            "ID do incidente:",
            "Numero dell'incidente:",
            "Incidentnummer:",
        ),
        *(
            "インシデントID:",
            "障害番号：",
            "Incident ID:",
            "Идентификатор:",
            "事件编号：",
            "Numer incydentu:",
            "장애 번호:",
        ),
    ],
)
def test_a_label_of_any_language_gives_the_id(label: str) -> None:
    assert read(f"**{label}** INC-77").id == "INC-77"


@pytest.mark.parametrize(
    ("title", "number", "name"),
    [
        ("CVE-2026-1234 in checkout", "a", "CVE-2026-1234 in checkout"),
        ("CVE-2026-1234: checkout down", "a", "CVE-2026-1234: checkout down"),
        ("RFC-2119 misread by the parser", "a", "RFC-2119 misread by the parser"),
        ("INC-9: CVE-2026-1234 in checkout", "INC-9", "CVE-2026-1234 in checkout"),
        ("INC-7 & INC-8: Checkout outages", "INC-7", "Checkout outages"),
        ("INC-7 and INC-8 – Checkout outages", "INC-7", "Checkout outages"),
        ("INC-7/INC-8: Checkout outages", "INC-7", "Checkout outages"),
        ("INC-7, INC-8 und INC-9: Checkout outages", "INC-7", "Checkout outages"),
        ("INC-7: Checkout outage", "INC-7", "Checkout outage"),
        ("PM-12 Checkout", "PM-12", "Checkout"),
    ],
)
def test_a_title_without_the_numbers_of_its_incident(title: str, number: str, name: str) -> None:
    incident = read(title=title)
    assert (incident.id, incident.title) == (number, name)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("incident-20260723-a.md", "incident-20260723-a"),
        ("incident-20260723-b.md", "incident-20260723-b"),
        ("INC-7-a.md", "INC-7-a"),
        ("INC-7-backup.md", "INC-7"),
        ("INC-7-2.md", "INC-7-2"),
        ("INC-7-a-b.md", "INC-7"),
    ],
)
def test_a_letter_behind_a_number_tells_incidents_of_one_day_apart(path: str, name: str) -> None:
    assert parse("# Mail was down\n\n## Action items\n\n- Add an alert\n", path)[0].id == name
