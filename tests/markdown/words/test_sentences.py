"""What lines do among others, in every language that has words for it."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.words.sentences import is_pointer


@pytest.mark.parametrize(
    "line",
    [
        "See the tracker for all of them",
        "see also section 3.4",
        "Siehe den Abschnitt Maßnahmen",
        "siehe auch die Tabelle",
        "Voir la section 4",
        "Véase la tabla 2",
        "Vedi sezione 3",
        "Zie ook de tabel",
        "см. раздел 5",
        "Se avsnitt 4",
    ],
)
def test_a_line_that_only_points_elsewhere(line: str) -> None:
    assert is_pointer(line)


@pytest.mark.parametrize(
    "line", ["See why the page is slow", "Siehe zu, dass der Dienst startet", "Seal the section", "Verify the tracker"]
)
def test_an_order_points_nowhere(line: str) -> None:
    assert not is_pointer(line)


@pytest.mark.parametrize(
    "title",
    ["Retro: checkout", "Rückblick auf den Ausfall", "Retrospektiv av avbrottet", "振り返り：決済", "Ретроспектива"],
)
def test_in_a_review_a_table_of_what_and_who_is_work(title: str) -> None:
    (incident,) = parse(f"# {title}\n\n## Notes\n\n| Action | Owner |\n| --- | --- |\n| Rotate the key | @ana |\n")
    assert [item.text for item in incident.items] == ["Rotate the key"]


@pytest.mark.parametrize("title", ["Release 4.2", "Retrofit of the hall", "Onboarding"])
def test_elsewhere_it_is_none(title: str) -> None:
    (incident,) = parse(f"# {title}\n\n## Notes\n\n| Action | Owner |\n| --- | --- |\n| Rotate the key | @ana |\n")
    assert not incident.items


@pytest.mark.parametrize(
    ("title", "called"),
    [
        ("Bericht: Kasse steht", "Kasse steht"),
        ("Rapport: caisse en panne", "caisse en panne"),
        ("Raportti: kassa alhaalla", "kassa alhaalla"),
        ("Postmortem da conferência", "Postmortem da conferência"),
        ("Postmortem om avbrottet", "Postmortem om avbrottet"),
        ("Postmortem Analyse", "Postmortem Analyse"),
        ("Postmortem: Analyse steht", "Analyse steht"),
    ],
)
def test_words_of_a_title_that_name_nothing(title: str, called: str) -> None:
    assert parse(f"# {title}\n")[0].title == called
