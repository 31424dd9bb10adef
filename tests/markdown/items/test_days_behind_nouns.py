"""A due date behind a noun without a colon, as people write it in brackets and behind commas, and a labelled team."""

from __future__ import annotations

from datetime import date

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import Incident

DAY = date(2026, 10, 15)


def read(line: str) -> Incident:
    text = f"# INC-1: Outage\n\n**Date:** 2026-07-01\n\n## Action items\n\n- [ ] {line}\n"
    (found,) = parse(text.encode(), "a.md")
    return found


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Ampliar el certificado — responsable: Hana, fecha límite 15/10/2026", "Ampliar el certificado"),
        ("Ampliar el certificado; fecha limite 15/10/2026", "Ampliar el certificado"),
        ("Ampliar el certificado, plazo 2026-10-15", "Ampliar el certificado"),
        ("Verlängere das Zertifikat (Hana, Frist 15.10.2026)", "Verlängere das Zertifikat"),
        ("Verlängere das Zertifikat, Deadline 15.10.2026", "Verlängere das Zertifikat"),
        ("Ampliar o certificado (Luis Ortega, prazo 15/10/2026)", "Ampliar o certificado"),
        ("Rinnovare il certificato, scadenza 15/10/2026", "Rinnovare il certificato"),
        ("Prolonger le certificat, deadline 15/10/2026", "Prolonger le certificat"),
        ("Test the scala entro 2026-10-15", "Test the scala"),
    ],
)
def test_a_noun_for_a_due_date_needs_no_colon(line: str, title: str) -> None:
    incident = read(line)
    (task,) = incident.tasks
    assert (task.text, task.due_date) == (title, DAY)
    assert not incident.findings


@pytest.mark.parametrize(
    "line",
    [
        "Extend the deadline 2026-10-15",
        "Verlängere die Frist 2026-10-15",
        "Ampliar el plazo 2026-10-15",
        "Documenter la date limite 2026-10-15",
        "Spostare la scadenza 2026-10-15",
    ],
)
def test_what_the_work_is_on_stays_in_the_title(line: str) -> None:
    (task,) = read(line).tasks
    assert (task.text, task.due) == (line, None)


@pytest.mark.parametrize(
    ("fields", "owner"),
    [
        ("owner: Search team, due 2026-10-15", "Search team"),
        ("owner: Data platform team; due: 2026-10-15", "Data platform team"),
        ("assignee: Platform team, due 2026-10-15, P1", "Platform team"),
        ("owner: Payments squad, due 2026-10-15", "Payments squad"),
        ("responsable: équipe réseau, échéance 15/10/2026", "équipe réseau"),
        ("Search team, due 2026-10-15", "Search team"),
        ("owner Search team, due 2026-10-15", "Search team"),
    ],
)
def test_a_team_behind_a_label_in_brackets_is_an_owner_beyond_doubt(fields: str, owner: str) -> None:
    incident = read(f"Cap the gateway ({fields})")
    (task,) = incident.tasks
    assert (task.text, task.owners, task.due_date) == ("Cap the gateway", (owner,), DAY)
    assert not incident.findings


def test_a_team_that_nobody_knows_is_still_doubted() -> None:
    incident = read("Cap the gateway (owner: some team?, due 2026-10-15)")
    assert [each.code for each in incident.findings] == ["PM105"]
