"""Words in brackets that are no names, owners that nobody is yet, and packages that look like teams."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem

_HEAD = "# INC-1 Outage\n\n**Date:** 2026-10-12\n\n## Action items\n\n"


def read(line: str) -> tuple[ActionItem, list[str]]:
    (incident,) = parse(f"{_HEAD}{line}\n", "a.md")
    (item,) = incident.items
    return item, [found.code for found in incident.findings if found.code == "PM105"]


@pytest.mark.parametrize(
    "words",
    [
        *("Quick Win", "Phase Two", "Black Friday", "Amazon S3", "Blue Green", "Cyber Monday", "Google Cloud"),
        *("Cheap Fix", "Low Hanging Fruit", "Erste Phase", "Fase Dos", "Schwarzer Freitag", "San Francisco"),
        *("Long Term", "New York", "EU only", "Production"),
    ],
)
def test_words_in_brackets_that_are_no_name(words: str) -> None:
    item, findings = read(f"- [ ] Prepare the rollout ({words})")
    assert (item.text, item.owners, findings) == (f"Prepare the rollout ({words})", (), [])


@pytest.mark.parametrize("name", ["Ana Lima", "Grace Hopper", "Bob Black", "Eva Grün", "Omar Reyes"])
def test_a_name_in_brackets(name: str) -> None:
    item, findings = read(f"- [ ] Prepare the rollout ({name})")
    assert (item.text, item.owners, findings) == ("Prepare the rollout", (name,), [])


@pytest.mark.parametrize(
    "said",
    [
        *(
            "owner: all",
            "owner: all hands",
            "owner: everyone",
            "Verantwortlich: noch offen",
            "Verantwortlich: noch niemand",
        ),
        *("responsable : tous", "responsable : à définir", "responsable : toute l'équipe", "responsable: por definir"),
        *("ответственный: все", "担当者：未定", "负责人：待定", "owner: TBD", "responsabile: da assegnare"),
    ],
)
@pytest.mark.parametrize("written", ["- [ ] Rotate the keys ({})", "- [ ] Rotate the keys. {}"])
def test_an_owner_that_nobody_is(written: str, said: str) -> None:
    item, findings = read(written.format(said))
    assert (item.text, item.owners, findings) == ("Rotate the keys", (), ["PM105"])


@pytest.mark.parametrize("said", ["thanks to", "kudos to", "thanks", "merci à", "danke an", "gracias a", "credit to"])
def test_who_is_thanked_is_no_owner(said: str) -> None:
    item, findings = read(f"- [ ] Rotate the keys, {said} @luis")
    assert (item.owners, findings) == ((), ["PM105"])


@pytest.mark.parametrize(
    ("line", "title", "owners"),
    [
        ("Upgrade @angular/core", "Upgrade @angular/core", ()),
        ("Upgrade @angular/core (@luis)", "Upgrade @angular/core", ("@luis",)),
        ("Upgrade to @angular/core @luis", "Upgrade to @angular/core", ("@luis",)),
        ("Pin @types/node and @types/react", "Pin @types/node and @types/react", ()),
        ("Pin @types/node due 2026-12-01", "Pin @types/node", ()),
        ("Rotate the keys @acme/sre", "Rotate the keys", ("@acme/sre",)),
        ("Rotate the keys (@acme/sre)", "Rotate the keys", ("@acme/sre",)),
        ("@acme/sre: rotate the keys", "rotate the keys", ("@acme/sre",)),
        ("Rotate keys, @acme/sre and @ana", "Rotate keys", ("@acme/sre", "@ana")),
    ],
)
def test_a_package_is_a_thing_and_a_team_an_owner(line: str, title: str, owners: tuple[str, ...]) -> None:
    item, _ = read(f"- [ ] {line}")
    assert (item.text, item.owners) == (title, owners)
