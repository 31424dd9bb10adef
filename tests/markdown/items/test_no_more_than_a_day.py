"""Numbers, states and people that look like a day, an owner or a state, and are not believed as one."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

_HEAD = "# INC-1 Outage\n\n**Date:** 2026-10-12\n**Owner:** Ana\n\n## Action items\n\n"


def read(words: str) -> tuple[str, list[str], str | None, list[str]]:
    """Title, owners, due date and doubts of an item of a list."""
    (incident,) = parse(f"{_HEAD}- {words}\n", "a.md")
    (item,) = incident.items
    return item.text, [*item.owners], item.due, [found.code for found in incident.findings if found.code[:3] == "PM1"]


def row(due: str, status: str, owner: str = "Ana") -> tuple[bool | None, list[str], str | None, list[str]]:
    """Whether a row is done, its owners, its due date and the doubts."""
    table = f"| Action | Owner | Due | Status |\n| --- | --- | --- | --- |\n| Cap it | {owner} | {due} | {status} |\n"
    (incident,) = parse(_HEAD + table, "a.md")
    (item,) = incident.items
    return item.done, [*item.owners], item.due, [found.code for found in incident.findings]


@pytest.mark.parametrize(
    "value", ["with release 2.4", "v2.4", "release 12.10", "phase 1/2", "sprint 4/12", "2.4 release"]
)
def test_two_numbers_of_something_else_are_no_day(value: str) -> None:
    assert read(f"Cap it (due: {value})") == ("Cap it", [], value, ["PM104"])
    assert row(value, "Open")[2:] == (value, ["PM104"])


@pytest.mark.parametrize(
    "value", ["24.12.", "24.12", "before 24.12.", "EOD 24.12.", "Thu 24.12.", "am 24.12.", "24/12"]
)
def test_two_numbers_behind_a_word_for_a_day_are_one(value: str) -> None:
    assert read(f"Cap it (due: {value})") == ("Cap it", [], "2026-12-24", [])


@pytest.mark.parametrize("due", ["shipped 2026-10-20", "Done 2026-10-20", "fixed on 2026-10-20"])
def test_a_day_on_which_it_was_done_is_not_until_when_it_is_due(due: str) -> None:
    done, _, told, doubts = row(due, "In progress")
    assert (done, told, "PM103" in doubts) == (False, due, True)


@pytest.mark.parametrize("due", ["done", "completed", "erledigt"])
def test_a_closed_state_in_place_of_the_day_doubts_an_open_one(due: str) -> None:
    assert row(due, "To do")[::3] == (False, ["PM120"])
    assert row(due, "Done")[::3] == (True, [])


@pytest.mark.parametrize("owner", ["@here", "@channel", "@Everyone", "needed", "wanted"])
def test_everybody_and_whoever_is_wanted_is_nobody(owner: str) -> None:
    done, owners, _, doubts = row("2026-12-24", "Open", owner)
    assert (done, owners, doubts) == (False, [], ["PM105"])


@pytest.mark.parametrize("words", ["Cap it - Owner needed", "Cap it (owner: wanted)"])
def test_a_wanted_owner_is_nobody_beside_an_item_either(words: str) -> None:
    assert read(words) == ("Cap it", [], None, ["PM105"])


@pytest.mark.parametrize("words", ["Give access to @dana", "Escalate P1 to @dana", "Send the report to @dana"])
@pytest.mark.parametrize("more", ["", " (due 2026-12-24)"])
def test_whom_an_order_gives_something_does_not_own_it(words: str, more: str) -> None:
    assert read(words + more) == (words, [], "2026-12-24" if more else None, ["PM105"])


@pytest.mark.parametrize("lead", ["assigned to", "owned by", "->", "→"])
def test_who_it_is_given_to_owns_it(lead: str) -> None:
    assert read(f"Cap it {lead} @dana")[:2] == ("Cap it", ["@dana"])
    assert read(f"Cap it {lead} @dana by 2026-12-24")[:3] == ("Cap it", ["@dana"], "2026-12-24")


@pytest.mark.parametrize("said", ["2026-12-24?", "~2026-12-24", "2026-12-24 or ASAP", "2026-12-24 or before"])
def test_a_doubted_day_is_kept_as_written(said: str) -> None:
    words = f"Cap it ({said})" if "or" not in said else f"Cap it by {said}"
    assert read(words) == ("Cap it", [], said, ["PM103"])


@pytest.mark.parametrize(("said", "due"), [("by tomorrow EOD", "tomorrow EOD"), ("by 5pm Friday", "5pm Friday")])
def test_an_hour_of_a_day_without_a_date_is_kept_as_written(said: str, due: str) -> None:
    assert read(f"Cap it {said}") == (f"Cap it {said}", [], due, ["PM104"])


@pytest.mark.parametrize("state", ["done", "fixed in #12", "done 2026-10-20"])
def test_a_name_behind_a_state_leaves_no_half_of_its_brackets(state: str) -> None:
    title = read(f"Cap it ({state}, Ana)")[0]
    assert title.count("(") == title.count(")")
