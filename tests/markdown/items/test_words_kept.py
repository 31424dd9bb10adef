"""An item's own words stay whole: labels that a sentence speaks of, emphasis around fields, signs that are no marks."""

from __future__ import annotations

import pytest

from postmortem_tracker.model import State
from tests.markdown.items.one import read


@pytest.mark.parametrize(
    "words",
    [
        *("Raise the priority: it is too low", "Set priority: high in the settings", "Add an owner: field to the form"),
        *(
            "Say who is the owner: platform or ops",
            "Ask the service owner: is this needed",
            "Add due: and status: fields",
        ),
        *("Den Verantwortlich: Vermerk ergänzen", "Fix *args and **kwargs handling", "Support Map<K, V>"),
        *(
            "Fix **bold: **text",
            "Stripe Webhook – retry twice",
            "Envoy Sidecar – raise limits",
            "Max Pool – raise to 50",
        ),
        *("Schlüssel Tausch – einrichten", "Page on nodes P1, P2", "Page on the lag (medium-high)"),
    ],
)
def test_words_of_a_sentence_are_no_fields(words: str) -> None:
    item, _ = read(words)
    assert (item.text, item.owners, item.due, item.priority) == (words, (), None, None)


@pytest.mark.parametrize(
    ("words", "owner", "due", "priority"),
    [
        ("**Cap the retries.** Owner: Bo. Due: 2026-12-20", "Bo", "2026-12-20", None),
        ("_Cap the retries._ Owner: Bo.", "Bo", None, None),
        ("**Cap the retries (Owner: Bo)**", "Bo", None, None),
        ("**Cap the retries @bo due 2026-12-20**", "@bo", "2026-12-20", None),
        ("**[P1] Cap the retries @bo**", "@bo", None, "P1"),
        ("*Cap the retries — Bo Roe — 2026-12-20*", "Bo Roe", "2026-12-20", None),
        ("Bo Roe – cap the retries", "Bo Roe", None, None),
        ("Cap the retries ~~(P1)~~ (P2)", None, None, "P2"),
        ("Cap the retries (P1 -> P2)", None, None, "P2"),
        ("Cap the retries (P1 → P2)", None, None, "P2"),
    ],
)
def test_no_mark_is_left_of_the_emphasis_around_fields(
    words: str, owner: str | None, due: str | None, priority: str | None
) -> None:
    item, _ = read(words)
    assert item.text.lower() == "cap the retries"
    assert (item.owners[:1], item.due, item.priority) == (((owner,) if owner else ()), due, priority)


@pytest.mark.parametrize("end", ["*done*", "**Done**", "`done`", "#done", "– merged to main", "– shipped to all"])
def test_a_state_that_nothing_sets_apart_is_doubted(end: str) -> None:
    item, codes = read(f"Tidy the board {end}")
    assert item.state is State.OPEN
    assert "PM120" in codes


@pytest.mark.parametrize(
    "words", ["Rename the label to *open*", "Write the `done` file", "Use *all* of it", "Tag it #fast"]
)
def test_other_marks_are_not(words: str) -> None:
    assert "PM120" not in read(words)[1]


@pytest.mark.parametrize(
    ("words", "doubted"),
    [
        *(("*Done* buttons have to be larger", True), ("**Closed** doors need a sign", True)),
        *(("<i>Done</i> buttons have to be larger", True), ("**Open** a ticket with the vendor", False)),
    ],
)
def test_an_emphasised_word_of_a_sentence_is_no_state(words: str, doubted: bool) -> None:
    item, codes = read(words)
    assert (item.state, "PM120" in codes) == (State.OPEN, doubted)
    assert item.text.endswith(words.rpartition("*")[2].rpartition(">")[2])
    assert item.text[0] in "DCO"


@pytest.mark.parametrize(
    "words", ["**Done** Page on lag", "**Done:** page on lag", "**Done** – page on lag", "*DONE*: page"]
)
def test_an_emphasised_word_that_something_sets_apart_is_one(words: str) -> None:
    assert read(words)[0].state is State.COMPLETED
