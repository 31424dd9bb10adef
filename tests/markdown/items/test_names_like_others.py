"""Names beside an item that look like something else: given names like months, and teams in several languages."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

DAY = "2026-12-24"


def read(words: str) -> tuple[str, list[str], str]:
    """Title, owners and due date of an item of a list."""
    (incident,) = parse(f"# INC-1 Outage on 2026-10-12\n\n## Action items\n\n- [ ] {words}\n", "a.md")
    (item,) = incident.items
    return item.text, [*item.owners], item.due or ""


@pytest.mark.parametrize(
    "name", ["Marta", "Marek", "Maria", "Janet", "Janusz", "Junior", "Augusto", "Octavia", "Decker"]
)
def test_a_name_that_begins_as_a_month_does_is_a_name(name: str) -> None:
    for words in ("Rotate it (%s, P1)", "Rotate it (P1, %s)", "Rotate it — %s — P1", "Rotate it — P1, %s"):
        assert read(words % name) == ("Rotate it", [name], "")
    for words in (f"Rotate it (%s, {DAY})", f"Rotate it — %s, {DAY}", f"Rotate it (%s) {DAY}"):
        assert read(words % name) == ("Rotate it", [name], DAY)


@pytest.mark.parametrize("month", ["March", "Dec", "Dec.", "Sept", "June", "Januar", "mid March"])
def test_a_month_beside_a_name_is_a_month(month: str) -> None:
    assert read(f"Rotate it (Ana, {month})") == ("Rotate it", ["Ana"], month.rstrip("."))


@pytest.mark.parametrize("name", ["Verify", "Deploy"])
def test_a_name_that_may_be_an_order_stays_in_the_title(name: str) -> None:
    assert read(f"Rotate it ({name}, P1)") == (f"Rotate it ({name})", [], "")


@pytest.mark.parametrize(
    "team",
    [
        *("data team", "platform crew", "Team Netz", "Team Network", "Netzteam", "equipo de redes", "équipe réseau"),
        *("squadra rete", "equipe de redes", "zespół sieci", "команда сети", "ağ ekibi", "nhóm mạng", "tým sítě"),
        *("基盤チーム", "인프라팀", "Datenbank-Team"),
    ],
)
def test_a_team_beside_a_day_or_a_level_is_the_owner(team: str) -> None:
    assert read(f"Rotate it ({team}, P1)") == ("Rotate it", [team], "")
    assert read(f"Rotate it — {team} — {DAY}") == ("Rotate it", [team], DAY)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "notify crew",
            "team page",
            "check the team",
            "needs the team",
            "notify data team",
            "response time",
            "config drift",
            "Team informieren",
            "crew",
        ),
        *(
            "informar al equipo",
            "avisar al equipo",
            "avvisare la squadra",
            "ekibi bilgilendir",
            "thông báo nhóm",
            "チーム",
        ),
    ],
)
def test_words_with_a_team_in_them_are_no_team(words: str) -> None:
    assert read(f"Rotate it ({words}, P1)")[:2] == (f"Rotate it ({words})", [])
    assert read(f"Rotate it ({words})")[:2] == (f"Rotate it ({words})", [])
    assert read(f"Rotate it — {words} — {DAY}")[:2] == (f"Rotate it — {words}", [])


@pytest.mark.parametrize("team", ["Team Netz", "equipo de redes", "zespół sieci", "platform crew"])
def test_a_team_without_a_day_or_a_level_may_be_what_the_work_is_on(team: str) -> None:
    assert read(f"Fix the page — {team}") == (f"Fix the page — {team}", [], "")
