"""Of an item that says that something does not apply, nobody knows what: the words are quoted, and it is open."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown.words.languages import every
from tests.markdown.items.one import read


@pytest.mark.parametrize("words", sorted(set(every("states", "not_applicable"))))
def test_at_the_end_of_an_item_it_is_quoted_in_any_language(words: str) -> None:
    for said in (f"Cap the pool ({words})", f"Cap the pool [{words.upper()}]", f"Cap the pool — {words}"):
        item, codes = read(said)
        assert (item.text, item.done, item.not_planned, codes) == ("Cap the pool", None, False, ["PM120"]), said


@pytest.mark.parametrize(
    "line", ["Show n/a where no rate is known", "Explain what is not applicable", "Cap it (na und)"]
)
def test_within_a_sentence_it_is_text(line: str) -> None:
    item, codes = read(line)
    assert (item.text, codes) == (line, [])


@pytest.mark.parametrize("end", ["(ticket: n/a)", "(not needed)", "(entfällt)"])
def test_what_is_understood_is_not_quoted(end: str) -> None:
    assert read(f"Cap the pool {end}")[1] == []
