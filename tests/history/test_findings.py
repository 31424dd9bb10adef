"""Which changes a check complains about."""

from __future__ import annotations

import pytest

from postmortem_tracker.config.sections import CheckSettings, HistorySettings, PathRules
from postmortem_tracker.history.findings import examine_history
from postmortem_tracker.history.model import History
from postmortem_tracker.model import State
from postmortem_tracker.report.checks.examine import asks_for
from postmortem_tracker.report.checks.rules import HISTORY_RULES, rules
from tests.history.make import deleted, doc, item, trace

ALERT = "Add an alert on queue depth"


def codes(*versions: object, messages: tuple[str, ...] = (), limits: HistorySettings | None = None) -> list[str]:
    history = History(trace(*versions, messages=messages))
    return [each.code for each in examine_history(history, limits)]


def due(*days: str) -> list[list[object]]:
    return [[item(ALERT, day)] for day in days]


def test_a_silent_move_is_found_and_an_explained_one_is_not() -> None:
    moved = due("2026-04-01", "2026-05-01")
    assert codes(*moved) == ["PM218"]
    assert codes(*moved, messages=("", "Moved: vendor late")) == []
    assert codes(moved[0], [item(ALERT, "2026-05-01", reasons=("vendor late",))]) == []


def test_the_message_says_how_often_how_far_and_when() -> None:
    history = History(trace(*due("2026-04-01", "2026-04-20", "2026-06-20")))
    (finding,) = examine_history(history)
    assert finding.message == (
        "due date moved 2 times by 80 days without a reason, from 2026-04-01 to 2026-06-20 "
        f"(2026-01-03, 00000000): {ALERT}"
    )
    assert (finding.path, finding.line, finding.incident) == ("a.md", 1, "INC-1")


def test_what_is_done_in_the_end_is_forgiven() -> None:
    last = [item(ALERT, "2026-05-01", state=State.COMPLETED)]
    assert codes(*due("2026-04-01", "2026-05-01"), last) == []


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        ({"due_moves": 1}, ["PM218"]),
        ({"due_moves": 2}, []),
        ({"due_moved_days": 79}, ["PM218"]),
        ({"due_moved_days": 80}, []),
        ({"due_moves": 1, "due_moved_days": 80}, []),
    ],
)
def test_few_or_short_moves_may_pass(limits: dict[str, int], found: list[str]) -> None:
    settings = HistorySettings(**limits)
    assert codes(*due("2026-04-01", "2026-04-20", "2026-06-20"), limits=settings) == found


def test_a_dropped_date_is_not_short() -> None:
    limits = HistorySettings(due_moved_days=365)
    assert codes([item(ALERT, "2026-04-01")], [item(ALERT)], limits=limits) == ["PM218"]


@pytest.mark.parametrize("words", ["next quarter", "TBD", "once infra is ready", "bald", "年内"])
def test_a_date_that_gives_way_to_words_is_a_move(words: str) -> None:
    versions = [item(ALERT, "2026-04-01")], [item(ALERT, due_text=words)]
    (finding,) = examine_history(History(trace(*versions)))
    assert finding.code == "PM218"
    assert f"from 2026-04-01 to {words}" in finding.message
    assert codes(*versions, messages=("", "Moved: vendor late")) == []
    assert codes(*versions, limits=HistorySettings(due_moved_days=365)) == ["PM218"]


@pytest.mark.parametrize(
    "versions",
    [
        ([item(ALERT, due_text="soon")], [item(ALERT, due_text="later")]),
        ([item(ALERT, due_text="soon")], [item(ALERT)]),
        ([item(ALERT, due_text="soon")], [item(ALERT, "2026-04-01")]),
        ([item(ALERT, "2026-04-01")], [item(ALERT, due_text="soon", state=State.COMPLETED)]),
    ],
)
def test_words_that_were_no_date_are_no_promise_to_move(versions: tuple[list[object], ...]) -> None:
    assert codes(*versions) == []


def test_a_removed_item_and_a_lowered_priority_need_a_reason() -> None:
    assert codes([item(ALERT)], []) == ["PM219"]
    assert codes([item(ALERT)], [], messages=("", "Removed: replaced by INC-9")) == []
    assert codes([item(ALERT, state=State.NOT_PLANNED)], []) == []
    assert codes([item(ALERT, priority="P1")], [item(ALERT, priority="P3")]) == ["PM220"]
    assert codes([item(ALERT, priority="P1")], [item(ALERT, priority="P3", reasons=("mitigated",))]) == []


def test_a_removed_item_is_reported_where_its_document_is_now_called() -> None:
    history = History(trace([doc(item(ALERT))], [doc(path="b.md", before="a.md")]))
    assert [each.path for each in examine_history(history)] == ["b.md"]
    gone = History(trace([doc(item(ALERT))], [deleted()]))
    assert [each.path for each in examine_history(gone)] == ["a.md"]


def test_the_history_is_read_only_where_its_rules_are_asked_for() -> None:
    assert not any(rules()[code].default for code in HISTORY_RULES)
    assert not asks_for(CheckSettings(), HISTORY_RULES)
    assert asks_for(CheckSettings(extend_select=("PM219",)), HISTORY_RULES)
    assert asks_for(CheckSettings(select=("due-moved",)), HISTORY_RULES)
    assert asks_for(CheckSettings(per_path=(PathRules(path="a/**", select=("PM220",)),)), HISTORY_RULES)
    assert not asks_for(CheckSettings(extend_select=("PM219",), severity={"PM219": "off"}), HISTORY_RULES)
