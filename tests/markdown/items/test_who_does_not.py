"""Accounts and names beside which stands that they do something else, or nothing any more; and waivers nobody gave."""

from __future__ import annotations

import pytest

from postmortem_tracker.model import State
from tests.markdown.items.one import read


@pytest.mark.parametrize(
    "remark",
    [
        *("(was @bo)", "(ex-owner @bo)", "(reporter: @bo)", "(author: @bo)", "(h/t @bo)", "(reviewers: @bo, @cy)"),
        *(
            "(reviewers: @bo and @cy)",
            "— @bo is on leave, needs a new owner",
            "— @bo left",
            "(war @bo)",
            "(autor: @bo)",
        ),
        *("(était @bo)", "(support: @bo)", "— @bo hat abgelehnt", "— @bo отказался"),
    ],
)
def test_who_does_something_else_owns_nothing_and_is_quoted(remark: str) -> None:
    item, codes = read(f"Rotate the keys {remark}")
    assert (item.owners, item.text) == ((), f"Rotate the keys {remark}")
    assert set(codes) == {"PM105"}


def test_who_gives_an_item_away_and_who_gets_it_are_both_in_the_sentence() -> None:
    item, codes = read("Move the pager from @bo to @ana")
    assert (item.owners, item.text, codes) == ((), "Move the pager from @bo to @ana", ["PM105"])


@pytest.mark.parametrize(
    ("value", "owners"),
    [
        *(("Ana, support: Bo", ("Ana",)), ("nobody yet", ()), ("open", ()), ("Ana since 2026-02-01", ())),
        *(("Ana; was Bo", ("Ana",)), ("Ana, formerly Bo", ("Ana",))),
    ],
)
def test_a_labelled_value_names_who_does_it_now(value: str, owners: tuple[str, ...]) -> None:
    item, codes = read(f"Rotate the keys (owner: {value})")
    assert (item.owners, item.text) == (owners, "Rotate the keys")
    assert ("PM105" in codes) is (not owners)


@pytest.mark.parametrize("remark", ["— @bo declined", "— @bo dropped", "(@bo declined)", "— @bo won't do"])
def test_who_declines_a_task_does_not_cancel_it(remark: str) -> None:
    item, codes = read(f"[ ] Rotate the keys {remark}")
    assert (item.state, item.owners) == (State.OPEN, ())
    assert codes


@pytest.mark.parametrize("remark", ["— declined", "(won't do)", "(@bo, done)"])
def test_a_state_alone_counts_as_before(remark: str) -> None:
    assert read(f"Rotate the keys {remark}")[0].state.closed


@pytest.mark.parametrize(
    ("words", "text", "owners"),
    [
        ("Rotate the keys @bo (AUTH-12)", "Rotate the keys (AUTH-12)", ("@bo",)),
        ("Rotate the keys (@bo, AUTH-12)", "Rotate the keys (AUTH-12)", ("@bo",)),
        ("Rotate the keys => Done", "Rotate the keys => Done", ()),
        ("Rotate the keys @tomorrow", "Rotate the keys @tomorrow", ()),
        ("Rotate the keys @Friday", "Rotate the keys @Friday", ()),
    ],
)
def test_what_is_no_account_and_what_stands_behind_one(words: str, text: str, owners: tuple[str, ...]) -> None:
    item, _ = read(words)
    assert (item.text, item.owners) == (text, owners)


@pytest.mark.parametrize(
    "waiver",
    [
        *("(waived until 2027-06-01: not approved)", "(waived until 2027-06-01: rejected by the CTO)"),
        *("(waived until 2027-06-01: budget — revoked)", "(waived: requested)", "(waived until 2027-06-01: abgelehnt)"),
    ],
)
def test_a_waiver_that_nobody_granted_excuses_nothing(waiver: str) -> None:
    item, codes = read(f"Rotate the keys @ana {waiver}")
    assert (item.waiver, item.text, item.owners, codes) == (None, "Rotate the keys", ("@ana",), ["PM130"])


@pytest.mark.parametrize("words", ["to be waived until 2027-06-01: budget", "will be waived until 2027-06-01: budget"])
def test_a_waiver_to_come_is_none(words: str) -> None:
    assert read(f"Rotate the keys ({words})")[0].waiver is None


def test_a_waiver_that_tells_why_is_one() -> None:
    item, codes = read("Rotate the keys @ana (waived until 2027-06-01: needs the new hardware, agreed by the board)")
    assert item.waiver is not None
    assert codes == []
