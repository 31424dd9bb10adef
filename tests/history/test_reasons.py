"""Where a reason for a change may be written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.history.model import What
from postmortem_tracker.history.reasons import reason_in, remarks, without_remarks


@pytest.mark.parametrize(
    "written",
    [
        "- [ ] Add an alert\n  - Moved: the vendor is late",
        "- [ ] Add an alert\n  moved from 2026-04-01: the vendor is late",
        "- [ ] Add an alert, due 2026-05-01 (was 2026-04-01: the vendor is late)",
        "- [ ] Add an alert (moved: the vendor is late) @ana",
        "- [ ] Add an alert [postponed to May: the vendor is late]",
        "- [ ] Add an alert\n  - **Moved:** the vendor is late",
        "| Add an alert | ana | due date moved: the vendor is late |",
        "### Add an alert\n\nDeferred: the vendor is late\n",
        "- [ ] Add an alert [P3] (lowered: the vendor is late)",
    ],
)
def test_a_remark_in_or_below_the_item_is_a_reason(written: str) -> None:
    assert remarks(written) == ("the vendor is late",)


@pytest.mark.parametrize(
    "written",
    [
        "- [ ] Alert when a partition moved: it was silent",
        "- [ ] Moved the database",
        "- [ ] Add an alert (was: )",
        "- [ ] Add an alert (moved:)",
        "- [ ] Removed: nothing to see",
    ],
)
def test_other_words_are_none(written: str) -> None:
    assert remarks(written) == ()


def test_a_remark_does_not_count_as_the_items_words() -> None:
    assert without_remarks("Add an alert (moved: the vendor is late)").strip() == "Add an alert"


@pytest.mark.parametrize("why", ["?", "??", "TBD", "tbd", "n/a", "-", "…", "<why>"])
def test_a_gap_is_no_reason(why: str) -> None:
    assert remarks(f"- [ ] Add an alert\n  - Moved: {why}") == ()
    assert reason_in(f"Replan\n\nMoved: {why}", What.DUE) == ""


@pytest.mark.parametrize(
    ("message", "what", "reason"),
    [
        ("Replan\n\nMoved: vendor late", What.DUE, "vendor late"),
        ("Moved the alert: vendor late", What.DUE, "vendor late"),
        ("Replan\n\n- reason: vendor late", What.PRIORITY, "vendor late"),
        ("Clean up\n\nRemoved: replaced by INC-9\n", What.REMOVED, "replaced by INC-9"),
        ("Clean up\n\nRemoved: replaced by INC-9", What.DUE, ""),
        ("Replan\n\nMoved:", What.DUE, ""),
        ("Replan\n\nMoved:\n\nSigned-off-by: T", What.DUE, ""),
        ("Replan the removed: things", What.REMOVED, ""),
        ("Moved: vendor late", What.CLOSED, ""),
    ],
)
def test_a_line_of_the_commit_message_is_a_reason_for_its_kind_of_change(message: str, what: What, reason: str) -> None:
    assert reason_in(message, what) == reason


@given(st.text(alphabet="(moved:was 2026)\n|- x]", max_size=200))
def test_reasons_are_never_empty_and_stay_on_their_line(written: str) -> None:
    assert all(reason.strip() and "\n" not in reason for reason in remarks(written))
