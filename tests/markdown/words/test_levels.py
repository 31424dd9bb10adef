"""Words for how urgent and how grave, in the languages that are read."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.words import levels
from postmortem_tracker.markdown.words.languages import Language, languages
from postmortem_tracker.model import ActionItem
from postmortem_tracker.report.policy import priority_of
from postmortem_tracker.report.rank import rank

PLACES = ("critical", "high", "medium", "low", "lowest")
WORDS = [
    (word, place, language)
    for language in languages()
    for place, key in enumerate(PLACES)
    for word in language.phrases("priorities", key)
]


def item(words: str) -> ActionItem:
    return parse(f"# INC-1 Pool on 2026-10-12\n\n## Action items\n\n- {words}\n")[0].tasks[0]


@pytest.mark.parametrize(("word", "place", "language"), WORDS)
def test_a_word_is_the_same_priority_in_each_language(word: str, place: int, language: Language) -> None:
    assert priority_of(word) == priority_of(word.capitalize()) == f"P{place}"
    assert rank(word) == place + 1.5
    noun = language.phrases("labels", "priority")[0]
    assert levels.is_level(f"{word} {noun}")
    assert levels.is_level(f"{noun} {word}")
    assert levels.is_level(word) is (word not in language.phrases("priorities", "with_noun"))


@pytest.mark.parametrize("language", languages(), ids=lambda language: language.code)
def test_no_word_is_two_levels(language: Language) -> None:
    for table in ("priorities", "severities"):
        told = [word for key in PLACES for word in language.phrases(table, key)]
        assert len(told) == len(set(told))
    assert [rank(language.phrases("severities", key)[0]) for key in PLACES] == [1.5, 2.5, 3.5, 4.5, 5.5]


@pytest.mark.parametrize(
    ("words", "priority"),
    [
        *(
            ("Page on lag (hoch)", "hoch"),
            ("Page on lag (hohe Priorität)", "hohe"),
            ("Page on lag (priorité haute)", "haute"),
        ),
        *(("**Alta:** Page on lag", "Alta"), ("Page on lag （高）", "高"), ("Page on lag (priority: P2)", "P2")),
        *(("Page on lag (high priority)", "high"), ("**Urgent:** Page on lag", "Urgent")),
        *(("Page on lag (media)", None), ("Page on lag (prioridad media)", "media"), ("Page on lag (normal)", None)),
        *(("Page on [high] lag only", None), ("Page on lag (too high)", None), ("Page on lag (highly likely)", None)),
    ],
)
def test_levels_beside_an_item(words: str, priority: str | None) -> None:
    found = item(words)
    assert found.priority == priority
    assert (found.text == "Page on lag") is (priority is not None)


@pytest.mark.parametrize(
    ("title", "priority"),
    [
        *(("Hoch", "Hoch"), ("Priorité haute", "haute"), ("High priority", "High"), ("Priority: P1", "P1")),
        ("Lag too high", None),
    ],
)
def test_levels_above_items(title: str, priority: str | None) -> None:
    text = f"# INC-1 Pool on 2026-10-12\n\n## Action items\n\n### {title}\n\n- Page on lag\n"
    assert parse(text)[0].tasks[0].priority == priority


@pytest.mark.parametrize("said", ["nicht kritisch", "pas critique", "not critical", "non critica"])
def test_a_denied_word_ranks_nothing(said: str) -> None:
    assert rank(said) == rank("unknown")


@pytest.mark.parametrize("label", ["Aufgabe", "Tâche", "Tarea", "任务", "Action", "Todo", "Zadanie"])
@pytest.mark.parametrize("form", ["**{}:** Page on lag", "{}: Page on lag", "**{}**: Page on lag"])
def test_what_only_says_that_an_item_is_one_is_no_part_of_it(label: str, form: str) -> None:
    assert item(form.format(label)).text == "Page on lag"


@pytest.mark.parametrize(
    ("line", "priority"),
    [
        ("(high -> low) Fix it", "low"),
        ("(P1 -> P12) Fix it", "P1"),
        ("(high-highly) Fix it", "high"),
        ("(medium-high) Fix it", None),
        ("**High:** Fix it", "High"),
        ("Fix it (P2, because it grows)", "P2"),
        ("Page on [critical] alerts only", None),
        ("(notes (`P1`)) Fix it", None),
    ],
)
def test_a_level_ends_where_its_word_does(line: str, priority: str | None) -> None:
    (incident,) = parse(f"# T\n\n## Action items\n\n- {line}\n")
    assert incident.items[0].priority == priority
