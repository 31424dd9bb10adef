"""A title that only says who, when or how urgent gives it to the items below, whatever titles stand beside it."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import Incident

HEAD = "# INC-1 Pool\n\n**Date:** 2026-10-12\n\n## Action items\n\n"
NEXT = ["Monitoring", "Rejected ideas", "Ideas", "P2 – by 2027-01-24", "Out of scope", "Improve the alerts", "Storage"]


def read(body: str) -> Incident:
    return parse(HEAD + body + "\n", "a.md")[0]


def codes(incident: Incident) -> list[str]:
    return [each.code for each in incident.findings]


@pytest.mark.parametrize("after", NEXT)
@pytest.mark.parametrize(
    ("title", "due", "priority"),
    [
        ("P1 – by 2026-12-24", "2026-12-24", "P1"),
        ("P1: by 2026-12-24", "2026-12-24", "P1"),
        ("P1 by 2026-12-24", "2026-12-24", "P1"),
        ("P1, due 24 December 2026", "2026-12-24", "P1"),
        ("[P1] (by 2026-12-24)", "2026-12-24", "P1"),
        ("Due 2026-12-24 · P1", "2026-12-24", "P1"),
        ("Priorität hoch, bis 24.12.2026", "2026-12-24", "hoch"),
        ("Priorité haute – avant le 24/12/2026", "2026-12-24", "haute"),
        ("Prioridad alta (fecha límite 24/12/2026)", "2026-12-24", "alta"),
        ("Platform team – P1", None, "P1"),
    ],
)
def test_it_is_no_item_of_its_own(title: str, due: str | None, priority: str, after: str) -> None:
    incident = read(f"### This week\n- Rotate the keys @ana\n### {title}\n- Warm it @cy\n### {after}\n- Drain it @dan")
    item = next(item for item in incident.tasks if item.text == "Warm it")
    assert (item.owners, item.due, item.priority) == (("@cy",), due, priority)


@pytest.mark.parametrize("after", NEXT)
@pytest.mark.parametrize(
    "title", ["Storage tier", "Storage, by 2026-12-24", "Speicher, bis 24.12.2026", "Couche disque"]
)
def test_a_theme_gives_way_to_items_that_name_who_does_them(title: str, after: str) -> None:
    incident = read(
        f"### Monitoring\n- Rotate the keys @ana\n### {title}\n\n- Warm it @cy\n\n### {after}\n- Drain it @dan"
    )
    item = next(item for item in incident.tasks if item.text == "Warm it")
    assert item.owners == ("@cy",)
    assert item.due == ("2026-12-24" if "2026" in title else None)


def test_a_title_that_says_what_to_do_keeps_its_list_as_details() -> None:
    incident = read("### Cap the retries, by 2026-12-24\n- Warm it @cy\n### Monitoring\n- Drain it @dan")
    assert [(item.text, item.due) for item in incident.tasks] == [("Cap the retries", "2026-12-24"), ("Drain it", None)]


def test_fields_below_a_theme_make_it_the_item() -> None:
    incident = read("### Storage tier\n- Owner: @cy\n- Due: 2026-12-24\n### Monitoring\n- Drain it @dan")
    assert [(item.text, item.owners) for item in incident.tasks] == [
        ("Storage tier", ("@cy",)),
        ("Drain it", ("@dan",)),
    ]


def test_what_is_listed_below_an_item_without_words_is_pointed_out() -> None:
    incident = read("- [ ] @ana\n  - Warm it @cy\n- Drain it @dan")
    assert [item.text for item in incident.tasks] == ["Drain it"]
    assert [each.line for each in incident.findings if each.code == "PM125"] == [7, 8]


def test_a_sentence_below_it_that_names_who_is_pointed_out() -> None:
    incident = read("### P1 – by 2026-12-24\n\nRotate the keys, @cy\n\n### Monitoring\n\n- Drain it @dan")
    assert [item.text for item in incident.tasks] == ["Drain it"]
    assert "PM125" in codes(incident)


def test_prose_below_it_is_pointed_out_beside_items() -> None:
    incident = read("### P1 – by 2026-12-24\n\nThe keys are old.\n\n### Monitoring\n\n- Drain it @dan")
    assert [item.text for item in incident.tasks] == ["Drain it"]
    assert "PM102" in codes(incident)
