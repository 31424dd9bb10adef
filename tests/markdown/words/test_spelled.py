"""Phrases are looked up as they are spelled, whatever the letters' case, and a star stands for the rest of a word."""

from __future__ import annotations

import pytest

from postmortem_tracker import parse
from postmortem_tracker.markdown.words.spelled import Spelled

KNOWN = Spelled("due", "due date", "fällig*", "fällig bis", "échéance", "負責人", "ημερομηνίας")


@pytest.mark.parametrize("said", ["due", "Due Date", "FÄLLIG", "fälligkeit", "Échéance", "負責人", "ΗΜΕΡΟΜΗΝΊΑΣ"])
def test_a_phrase_is_known_as_it_is_spelled(said: str) -> None:
    assert said in KNOWN


@pytest.mark.parametrize("said", ["", "du", "dues", "due  date", " due", "fällig am", "fällig-", "echeance"])
def test_what_is_spelled_otherwise_is_none(said: str) -> None:
    assert said not in KNOWN


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("due date: 1 May", [8, 3]),
        ("Dues", [3]),
        ("fällig bis Mai", [10, 6]),
        ("Fälligkeit Mai", [10]),
        ("overdue", []),
        ("", []),
    ],
)
def test_all_phrases_at_the_head_of_a_text_are_found_the_longest_first(text: str, ends: list[int]) -> None:
    assert list(KNOWN.ends(text)) == ends


@pytest.mark.parametrize(
    ("text", "begins"),
    [("the due date:", 4), ("due:", 0), ("re-due:", 3), ("(Fälligkeit:", 1), ("new échéance:", 4), ("the 負責人:", 4)],
)
def test_the_longest_phrase_before_a_place_is_found(text: str, begins: int) -> None:
    assert KNOWN.before(text, text.index(":")) == begins


@pytest.mark.parametrize("text", ["overdue:", "_due:", "due day:", "due :", ":"])
def test_part_of_a_word_is_no_phrase(text: str) -> None:
    assert KNOWN.before(text, text.index(":")) == -1


def test_a_phrase_begins_no_earlier_than_asked_for() -> None:
    assert KNOWN.before("due date:", 8, 1) == -1
    assert KNOWN.before("due due:", 7, 1) == 4


@pytest.mark.parametrize(
    ("title", "owners", "due"),
    [
        ("谁: Ana", ("Ana",), None),
        ("Team = Platform", ("Platform",), None),
        ("fällig bis 1. Mai 2026", (), "2026-05-01"),
        ("Due: 1 May 2026", (), "2026-05-01"),
        ("Dues: 1 May 2026", (), None),
        ("Ownership", (), None),
    ],
)
def test_labels_in_titles_are_read_whatever_their_length(title: str, owners: tuple[str, ...], due: str | None) -> None:
    (item,) = parse(f"# Outage\n\n## Action items\n\n### {title}\n\n- Patch the proxy\n")[0].items
    assert item.owners == owners
    assert (str(item.due) if item.due else None) == due
