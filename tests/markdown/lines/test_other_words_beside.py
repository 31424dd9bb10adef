"""A number beside words that do not name a ticket may be another matter's: it is quoted, in any language."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import Incident

HEAD = "# INC-1 on 2026-10-12\n\n## Action items\n\n"


def read(text: str) -> Incident:
    (incident,) = parse(f"{HEAD}{text}\n", "a.md")
    return incident


def said(incident: Incident) -> list[str]:
    return [each.code for each in incident.findings if each.code in ("PM122", "PM126")]


def forms(words: str) -> tuple[str, str]:
    """Behind a label and in a column of tickets."""
    return (
        f"- [ ] Page on the lag. Ticket: {words}",
        f"| Action | Ticket |\n| --- | --- |\n| Page on the lag | {words} |",
    )


@pytest.mark.parametrize(
    "words",
    [
        *(
            "blocked by #8",
            "after #8",
            "like #8",
            "none, see #8",
            "blockiert durch #8",
            "nach #8",
            "wie #8",
            "keins, #8",
        ),
        *("bloqué par #8", "après #8", "depende de #8", "como #8", "zależy od #8", "после #8", "как #8", "依赖 #8"),
    ],
)
def test_it_is_quoted(words: str) -> None:
    for text in forms(words):
        incident = read(text)
        assert ([item.tickets for item in incident.tasks], said(incident)) == ([()], ["PM126"])


@pytest.mark.parametrize(
    "words",
    [
        *("#8", "issue #8", "tracked in #8", "filed as #8", "see #8", "acme/shop#8", "PAY #8", "GitHub issue #8"),
        *("siehe #8", "erfasst als #8", "voir #8", "créé #8", "registrado en #8", "см. #8", "起票済み #8", "见 #8"),
    ],
)
def test_behind_names_of_tickets_it_is_one(words: str) -> None:
    for text in forms(words):
        incident = read(text)
        assert ([len(item.tickets) for item in incident.tasks], said(incident)) == ([1], [])


@pytest.mark.parametrize(
    "end",
    [
        *(
            "(incidencia 12)",
            "(chamado 12)",
            "(задача 12)",
            "(Aufgabe Nr. 12)",
            "(課題 12)",
            "(工单12)",
            "(tâche n° 12)",
        ),
        *("(ticket n° 12)", "(№ 12)", "– tarea 12", "(görev 12)", "(завдання 12)"),
    ],
)
def test_what_people_call_a_ticket_in_other_languages_is_quoted(end: str) -> None:
    incident = read(f"- [ ] Page on the lag {end}")
    assert ([item.tickets for item in incident.tasks], said(incident)) == ([()], ["PM126"])


@pytest.mark.parametrize("end", ["(Schritt 12)", "(étape 12)", "(шаг 12)", "(手順 12)", "(UTF-8)", "(RFC-2119)"])
def test_other_things_with_a_number_are_text(end: str) -> None:
    assert said(read(f"- [ ] Page on the lag {end}")) == []


@pytest.mark.parametrize("key", ["API-12", "DEV-3", "WEB-7", "QA-101"])
def test_a_key_that_may_be_a_projects_is_asked_about_in_its_place(key: str) -> None:
    assert said(read(f"- [ ] Page on the lag ({key})")) == ["PM122"]
    assert said(read(f"- [ ] Retire the host {key}")) == []


@pytest.mark.parametrize("head", ["#12 or #13: page", "#12 oder #13 – page", "**#12 or #13:** page"])
def test_alternatives_at_the_head_are_quoted(head: str) -> None:
    incident = read(f"- [ ] {head} on the lag")
    assert ([item.tickets for item in incident.tasks], said(incident)) == ([()], ["PM126", "PM126"])
