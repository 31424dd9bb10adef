"""What stands behind an owner and a comma: somebody else, or words that are nobody's name."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.items.owners import read_owners
from tests.markdown.items.one import read


@pytest.mark.parametrize(
    ("label", "name", "words"),
    [
        ("Owner", "Ana", "needs budget"),
        ("Owner", "Ana", "high impact"),
        ("Owner", "Ana", "2 days"),
        ("Owner", "Ana", "Q1"),
        ("Owner", "Ana", "January"),
        ("Owner", "Ana", "blocked"),
        ("Owner", "Ana", "supported by Bob"),
        ("Owner", "Ana", "high priority"),
        ("Owner", "Ana", "2 engineers"),
        ("Owner", "Ana", "Sprint 12"),
        ("Owner", "Ana", "needs the platform team"),
        ("Owner", "Team 1", "Sprint 12"),
        ("Owner", "Team 1", "Week 2"),
        ("Owner", "Team 1", "24 Dec"),
        ("Owner", "Squad 12", "2 days"),
        ("Owner", "ana lima", "needs budget"),
        ("Owner", "ana lima", "high impact"),
        ("Owner", "ana lima", "next sprint"),
        ("Owner", "@ana", "finish by 2026-12-24"),
        ("Verantwortlich", "Eva", "umzusetzen bis 24.12.2026"),
        ("Verantwortlich", "Eva", "braucht Budget"),
        ("Responsable ", "Léa", "à faire avant le 24/12/2026"),
        ("Responsable", "Luis", "terminar antes del 24/12/2026"),
        ("Responsável", "João", "concluir até 24/12/2026"),
        ("Responsabile", "Anna", "da completare entro il 24/12/2026"),
        ("Odpowiedzialny", "Jan", "wykonać do 24.12.2026"),
        ("Исполнитель", "Пётр", "выполнить до 24.12.2026"),
        ("Eigenaar", "Jan", "afronden voor 24-12-2026"),
        ("担当", "田中", "12月24日までに完了"),
    ],
)
def test_words_behind_an_owner_are_nobody(label: str, name: str, words: str) -> None:
    (incident,) = parse(
        f"# INC-1 on 2026-10-12\n\n## Action items\n\n- [ ] Rotate it ({label}: {name}, {words})\n", "a.md"
    )
    assert incident.items[0].owners == (name,)
    assert [f.message for f in incident.findings if f.code == "PM105"] == [f"unknown owner: {words!r}"]


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Ana, Bob and Cy", ["Ana", "Bob", "Cy"]),
        ("Ana, Bob (lead), and Cy", ["Ana", "Bob (lead)", "Cy"]),
        ("Eva, Jan, und Uwe", ["Eva", "Jan", "Uwe"]),
        ("ana, bob", ["ana", "bob"]),
        ("Ana, @bo", ["Ana", "@bo"]),
        ("Ana, bo@shop.test", ["Ana", "bo@shop.test"]),
        ("Maria, Jan van den Berg", ["Maria", "Jan van den Berg"]),
        ("Luis, João dos Santos", ["Luis", "João dos Santos"]),
        ("Ana, SRE on-call", ["Ana", "SRE on-call"]),
        ("payments, core infra", ["payments", "core infra"]),
        ("Léa, équipe réseau", ["Léa", "équipe réseau"]),
        ("Ana, the platform team", ["Ana", "the platform team"]),
        ("database admins and network wizards", ["database admins", "network wizards"]),
        ("田中、鈴木", ["田中", "鈴木"]),
        ("Platform、インフラストラクチャー運用チーム", ["Platform", "インフラストラクチャー運用チーム"]),
        ("Ana, Инфраструктура", ["Ana", "Инфраструктура"]),
        ("Ana, Qualitätssicherung", ["Ana", "Qualitätssicherung"]),
        ("Team 1, Team 2", ["Team 1", "Team 2"]),
        ("Squad 12, Squad 34", ["Squad 12", "Squad 34"]),
        ("Ring 1, Ring 2, Ring 3", ["Ring 1", "Ring 2", "Ring 3"]),
        ("Gruppe 1, Gruppe 2", ["Gruppe 1", "Gruppe 2"]),
        ("Network, Tier 2", ["Network", "Tier 2"]),
        ("Core, Low Latency", ["Core", "Low Latency"]),
        ("Ana, high availability team", ["Ana", "high availability team"]),
        ("Ana, database administrators", ["Ana", "database administrators"]),
        ("ana lima, bo diaz, cy de la fuente", ["ana lima", "bo diaz", "cy de la fuente"]),
        ("Nguyễn Văn An, Trần thị Bình", ["Nguyễn Văn An", "Trần thị Bình"]),
        ("1. Ana 2. Bob", ["Ana", "Bob"]),
        ("Ana ✅", ["Ana"]),
        ("assigned to Ana", ["Ana"]),
        ("zugewiesen an Eva", ["Eva"]),
        ('"Ana Lima"', ["Ana Lima"]),
        ("„Eva Roth“, «Léa»", ["Eva Roth", "Léa"]),
    ],
)
def test_several_owners(value: str, names: list[str]) -> None:
    assert ([*read_owners(value).names], read_owners(value).doubted) == (names, ())


@pytest.mark.parametrize("cell", ["Ana, needs budget", "Ana, Q1", "Ana, Bob after", "Ana, in January"])
def test_a_cell_is_read_likewise(cell: str) -> None:
    (incident,) = parse(f"# INC-1\n\n## Tasks\n\n| Task | Owner |\n|-|-|\n| Add it | {cell} |\n", "a.md")
    assert incident.items[0].owners == ("Ana",)


def test_a_day_behind_an_owner_is_read() -> None:
    item, codes = read("Rotate it (Owner: Ana, needs budget, due 2026-12-24)")
    assert (item.text, str(item.due_date), "PM105" in codes) == ("Rotate it", "2026-12-24", True)
