"""The truth table, row by row and as a whole."""

from __future__ import annotations

import itertools

import pytest

from postmortem_tracker.model import State
from postmortem_tracker.sync.merge import Verdict, merge, merge_state

A, B, C = "a", "b", "c"

ROWS = [
    # document, base, tracker
    (A, A, A, Verdict.AGREED),
    (A, None, A, Verdict.ADOPT),
    (A, B, A, Verdict.ADOPT),
    (A, None, B, Verdict.UNKNOWN),
    (B, A, A, Verdict.TO_TRACKER),
    (A, A, B, Verdict.TO_DOCUMENT),
    (A, B, C, Verdict.CONFLICT),
]

OPEN, DONE, WONT, TWIN = State.OPEN, State.COMPLETED, State.NOT_PLANNED, State.DUPLICATE

STATES = [
    # document, base, tracker: what a document that says its state needs
    (OPEN, None, OPEN, Verdict.ADOPT),
    (OPEN, None, DONE, Verdict.UNKNOWN),
    (OPEN, None, WONT, Verdict.UNKNOWN),
    (OPEN, None, TWIN, Verdict.UNKNOWN),
    (OPEN, OPEN, OPEN, Verdict.AGREED),
    (OPEN, OPEN, DONE, Verdict.TO_DOCUMENT),
    (OPEN, OPEN, WONT, Verdict.TO_DOCUMENT),
    (OPEN, OPEN, TWIN, Verdict.TO_DOCUMENT),
    (OPEN, DONE, OPEN, Verdict.ADOPT),
    (OPEN, DONE, DONE, Verdict.TO_TRACKER),
    (OPEN, DONE, WONT, Verdict.TO_DOCUMENT),
    (OPEN, DONE, TWIN, Verdict.TO_DOCUMENT),
    (OPEN, WONT, OPEN, Verdict.ADOPT),
    (OPEN, WONT, DONE, Verdict.TO_DOCUMENT),
    (OPEN, WONT, WONT, Verdict.TO_TRACKER),
    (OPEN, WONT, TWIN, Verdict.TO_TRACKER),
    (DONE, None, OPEN, Verdict.UNKNOWN),
    (DONE, None, DONE, Verdict.ADOPT),
    (DONE, None, WONT, Verdict.UNKNOWN),
    (DONE, None, TWIN, Verdict.UNKNOWN),
    (DONE, OPEN, OPEN, Verdict.TO_TRACKER),
    (DONE, OPEN, DONE, Verdict.ADOPT),
    (DONE, OPEN, WONT, Verdict.TO_DOCUMENT),
    (DONE, OPEN, TWIN, Verdict.TO_DOCUMENT),
    (DONE, DONE, OPEN, Verdict.TO_DOCUMENT),
    (DONE, DONE, DONE, Verdict.AGREED),
    (DONE, DONE, WONT, Verdict.TO_DOCUMENT),
    (DONE, DONE, TWIN, Verdict.TO_DOCUMENT),
    (DONE, WONT, OPEN, Verdict.TO_DOCUMENT),
    (DONE, WONT, DONE, Verdict.ADOPT),
    (DONE, WONT, WONT, Verdict.TO_TRACKER),
    (DONE, WONT, TWIN, Verdict.TO_TRACKER),
    (WONT, None, OPEN, Verdict.UNKNOWN),
    (WONT, None, DONE, Verdict.UNKNOWN),
    (WONT, None, WONT, Verdict.ADOPT),
    (WONT, None, TWIN, Verdict.ADOPT),
    (WONT, OPEN, OPEN, Verdict.TO_TRACKER),
    (WONT, OPEN, DONE, Verdict.TO_DOCUMENT),
    (WONT, OPEN, WONT, Verdict.ADOPT),
    (WONT, OPEN, TWIN, Verdict.ADOPT),
    (WONT, DONE, OPEN, Verdict.TO_DOCUMENT),
    (WONT, DONE, DONE, Verdict.TO_TRACKER),
    (WONT, DONE, WONT, Verdict.ADOPT),
    (WONT, DONE, TWIN, Verdict.ADOPT),
    (WONT, WONT, OPEN, Verdict.TO_DOCUMENT),
    (WONT, WONT, DONE, Verdict.TO_DOCUMENT),
    (WONT, WONT, WONT, Verdict.AGREED),
    (WONT, WONT, TWIN, Verdict.AGREED),
]


@pytest.mark.parametrize(("document", "base", "tracker", "verdict"), ROWS)
def test_each_row_of_the_table(document: str, base: str | None, tracker: str, verdict: Verdict) -> None:
    assert merge(document, base, tracker) is verdict


@pytest.mark.parametrize(("document", "base", "tracker", "verdict"), STATES)
def test_each_combination_of_states(document: State, base: State | None, tracker: State, verdict: Verdict) -> None:
    assert merge_state(document, True, base, tracker) is verdict


def test_the_rows_cover_every_combination_of_states() -> None:
    bases: tuple[State | None, ...] = (None, OPEN, DONE, WONT)
    expected = set(itertools.product((OPEN, DONE, WONT), bases, (OPEN, DONE, WONT, TWIN)))
    assert {row[:3] for row in STATES} == expected


@pytest.mark.parametrize("tracker", [DONE, WONT, TWIN])
def test_a_document_that_says_nothing_takes_the_trackers_word(tracker: State) -> None:
    assert merge_state(OPEN, False, None, tracker) is Verdict.TO_DOCUMENT


@pytest.mark.parametrize(("base", "tracker"), [(DONE, DONE), (WONT, WONT), (WONT, TWIN)])
def test_a_mark_taken_away_reopens_the_issue(base: State, tracker: State) -> None:
    assert merge_state(OPEN, False, base, tracker) is Verdict.TO_TRACKER


@pytest.mark.parametrize(("document", "base", "tracker", "verdict"), STATES)
def test_carrying_a_verdict_out_makes_both_sides_agree(
    document: State, base: State | None, tracker: State, verdict: Verdict
) -> None:
    theirs = WONT if tracker is TWIN else tracker
    match verdict:
        case Verdict.TO_TRACKER:
            after = merge_state(document, True, document, document)
        case Verdict.TO_DOCUMENT:
            after = merge_state(theirs, True, theirs, tracker)
        case Verdict.ADOPT | Verdict.AGREED:
            after = merge_state(document, True, document, tracker)
        case _:
            assert base is None
            return
    assert after is Verdict.AGREED
