"""Tables of plain text: folded before they are cut, and never wider than the terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.report.formats.grid import Cell, Column, fold, grid
from postmortem_tracker.report.formats.table import render_table
from postmortem_tracker.report.summary import summarise
from postmortem_tracker.text.printable import plain, width
from tests.report.make import busy, incident, issue, situation, tracked

COLUMNS = (
    Column("Name", limit=30, least=8),
    Column("Text", limit=60, least=20),
    Column("Number", right=True, drop=1),
    Column("Owners", limit=30, least=8, drop=2),
)


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), max_size=80), st.integers(2, 40)
)
def test_folded_lines_fit_and_lose_nothing_until_there_are_too_many(text: str, columns: int) -> None:
    text = plain(text)
    lines = fold(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert len(lines) <= 4
    if not any(line.endswith("…") for line in lines):
        assert "".join("".join(lines).split()) == "".join(text.split())


def test_words_stay_whole_where_they_can() -> None:
    assert fold("Rehearse the switch to the second acquirer", 20) == [
        "Rehearse the switch",
        "to the second",
        "acquirer",
    ]
    assert fold("2026-03-12-checkout-outage", 12) == ["2026-03-12-", "checkout-", "outage"]
    assert fold("abcdefghij", 4) == ["abcd", "efgh", "ij"]


@given(st.integers(45, 200))
def test_no_line_is_wider_than_the_room(room: int) -> None:
    rows = [[Cell("INC-1"), Cell("Add an alert on the replication lag " * 3), Cell("12"), Cell("@ana, @bo, @chidi")]]
    assert all(width(line) <= room for line in grid(COLUMNS, rows, False, room=room))


def test_what_is_left_out_is_named_and_the_text_stays_readable() -> None:
    rows = [[Cell("INC-1"), Cell("Add an alert on lag"), Cell("12"), Cell("@ana")]]
    lines = grid(COLUMNS, rows, False, room=32)
    assert lines[-1] == "(no room for: Number, Owners)"
    assert "Add an alert on lag" in lines[1]
    assert "no room" not in "".join(grid(COLUMNS, rows, False, room=80))


def test_without_room_a_row_is_a_line() -> None:
    rows = [[Cell("INC-1"), Cell("Add an alert on the replication lag " * 3), Cell("12"), Cell("@ana")]]
    assert len(grid(COLUMNS, rows, False)) == 2


def test_titles_at_80_columns_are_never_cut_to_a_few_letters() -> None:
    long = "Checkout refused every order for an hour after a change of the certificate"
    home = incident("2026-03-12-checkout-outage", title=long, severity="SEV1")
    text = render_table(summarise(situation(*busy().tracked, tracked("Add it", issue(99), home))), room=80)
    assert max(map(width, text.splitlines())) <= 80
    assert "…" not in text.split("\n\n")[1]
    assert "Checkout refused" in text
