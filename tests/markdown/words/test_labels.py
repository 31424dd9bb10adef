"""Where the labels of fields stand: found quickly, but the same as a search of the whole text finds."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from postmortem_tracker.markdown import DEFAULT, parse
from postmortem_tracker.markdown.words.labels import (
    DETAIL,
    DUE,
    MANY,
    OWNER,
    PRIORITY,
    STATUS,
    find_labels,
    label_of,
)
from postmortem_tracker.markdown.words.spelled import lowered

_WORDS = DEFAULT.compiled
_PIECES = st.sampled_from(
    [
        *("Owner", "owners", "Assigned to", "DUE", "Due date", "eta", "Priority", "Ticket(s)", "Type", "Status"),
        *(
            ":",
            "：",
            ": ",
            " :",
            "**:**",
            "://",
            ";",
            ",",
            ". ",
            " - ",
            "(",
            ")",
            "[",
            "|",
            "<br>",
            "\n",
            " ",
            "  ",
            "\t",
        ),
        *("**", "__", "_", "*", "`", "ana", "@bob", "2026-05-01", "P1", "and", "İ", "ß", "Σ"),
    ]
)


@given(st.lists(_PIECES, max_size=40).map("".join))
@example("OwnerOwnerOwnerOwnerOwnerOwnerOwner:")
def test_labels_are_those_that_a_search_of_the_whole_text_finds(text: str) -> None:
    low = lowered(text)
    assert len(low) == len(text)
    wanted = [found.span() for found in _WORDS.label_pattern.finditer(low)][:MANY]
    assert [found.span() for found in find_labels(text, _WORDS.label_pattern, _WORDS.label_stems)] == wanted


def test_a_wide_colon_ends_a_label() -> None:
    (incident,) = parse("## Action items\n\n- Add a queue alert. Owner：Ana\n- Page the team (担当：Ken)\n")
    assert [(item.text, item.owners) for item in incident.items] == [
        ("Add a queue alert", ("Ana",)),
        ("Page the team", ("Ken",)),
    ]


@pytest.mark.parametrize(
    ("label", "line", "owner"),
    [
        ("Fahrer(s)", "- Fix the cache (Fahrer(s): Ann)", "Ann"),
        ("Υπεύθυνος", "- Fix the cache; ΥΠΕΎΘΥΝΟΣ:Άννα", "Άννα"),
        ("İLGİLİ", "- Fix the cache; ilgili: Can", "Can"),
        ("ilgili", "- Fix the cache; İLGİLİ: Can", "Can"),
    ],
)
def test_labels_of_ones_own_are_found_in_any_case(label: str, line: str, owner: str) -> None:
    vocabulary = DEFAULT.extended(labels={"owner": [label]})
    (incident,) = parse(f"## Action items\n\n{line}\n", vocabulary=vocabulary)
    assert incident.items[0].owners == (owner,)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Owner: Ana", DETAIL | OWNER),
        ("**Owner:** Ana", DETAIL | OWNER),
        ("_Due date_: 2 May", DETAIL | DUE),
        ("Due date (UTC): 2 May", DETAIL | DUE),
        ("(priority: high)", DETAIL | PRIORITY),
        ("担当者：佐藤", DETAIL | OWNER),
        ("Status: open", DETAIL | STATUS),
        ("Rationale: it grows", DETAIL),
        ("Erledigt, wenn: die Seite lädt", DETAIL),
        ("[Action] - Owner: [Name]", 0),
        ("Owner and deadline of the action: Ana", 0),
        ("1. Owner: Ana", 0),
        ("The owner: Ana", 0),
        ("Owner", 0),
        (": Owner", 0),
        ("", 0),
    ],
)
def test_what_stands_before_a_colon(text: str, kinds: int) -> None:
    assert label_of(text) == kinds
