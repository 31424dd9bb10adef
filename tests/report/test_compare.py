"""What changed between two days, and how it is shown."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import postmortem_tracker
from postmortem_tracker.choices import GroupBy
from postmortem_tracker.history.past import stood
from postmortem_tracker.model import State
from postmortem_tracker.report.compare import Comparison, by_group, by_incident, compare
from postmortem_tracker.report.filters import Filters, unmatched
from postmortem_tracker.report.formats.changes import render_changes_markdown, render_changes_table
from postmortem_tracker.report.formats.changes_json import render_changes_json
from postmortem_tracker.report.formats.digest import render_digest, render_slack, render_teams
from postmortem_tracker.report.formats.html import render_html
from postmortem_tracker.report.redact import redacted
from postmortem_tracker.report.situation import Situation, TrackedItem
from postmortem_tracker.report.summary import Report, summarise
from postmortem_tracker.text.printable import width
from tests.report.make import TODAY, busy, day, incident, issue, situation, tracked
from tests.report.test_formats import hostile
from tests.report.test_summary import items

TEXT = [render_changes_table, render_changes_markdown, render_changes_json, render_digest, render_slack, render_teams]


def at(*tracked_items: TrackedItem, ago: int = 0, **fields: Any) -> Report:
    return summarise(situation(*tracked_items, as_of=day(ago), **fields))


def one(number: int = 1, due: int | None = None, state: State = State.OPEN, closed: int | None = None) -> TrackedItem:
    facts = {"key": str(number), "due_date": None if due is None else day(due)}
    return tracked(f"Item {number}", issue(number, state, 20, closed), incident(ago=30), facts)


def texts(found: Any) -> list[str]:
    return [getattr(each, "item", each).tracked.item.text for each in found]


def test_an_item_closed_since_is_closed_and_nothing_else() -> None:
    found = compare(at(one(), ago=7), at(one(state=State.COMPLETED, closed=2)))
    assert texts(found.closed) == texts(found.completed) == ["Item 1"]
    others = (found.opened, found.reopened, found.overdue, found.due, found.moved, found.removed)
    assert others == ((),) * 6


def test_what_was_given_up_is_closed_and_not_completed() -> None:
    found = compare(at(one(), ago=7), at(one(state=State.NOT_PLANNED, closed=2)))
    assert (texts(found.closed), texts(found.completed)) == (["Item 1"], [])


def test_new_items_are_opened_also_where_they_are_done_already() -> None:
    found = compare(at(ago=7), at(one(1), one(2, state=State.COMPLETED, closed=3)))
    assert texts(found.opened) == ["Item 1", "Item 2"]
    assert texts(found.closed) == ["Item 2"]
    recorded = tracked("Done before", issue(3, State.COMPLETED, 5, 5), item_={"done": True})
    assert not compare(at(ago=7), at(recorded)).closed, "opened and closed at once: done before, only recorded now"


def test_overdue_is_new_once_and_then_still_overdue() -> None:
    first = compare(at(one(due=3), ago=7), at(one(due=3)))
    assert (texts(first.overdue), texts(first.still_overdue)) == (["Item 1"], [])
    again = compare(at(one(due=9), ago=7), at(one(due=9)))
    assert (texts(again.overdue), texts(again.still_overdue)) == ([], ["Item 1"])


@pytest.mark.parametrize(("due", "found"), [(1, False), (0, True), (-7, True), (-8, False)])
def test_due_is_what_comes_within_a_week(due: int, found: bool) -> None:
    assert bool(compare(at(one(due=due), ago=7), at(one(due=due))).due) is found


def test_a_deadline_that_moved_is_told_with_its_reason_and_by_how_much() -> None:
    name = ("INC-1", "1")
    (moved,) = compare(at(one(due=-5), ago=7), at(one(due=-25)), {name: "the vendor is late"}).moved
    assert (moved.old, moved.new, moved.days, moved.reason) == (day(-5), day(-25), 20, "the vendor is late")
    (dropped,) = compare(at(one(due=-5), ago=7), at(one())).moved
    assert (dropped.new, dropped.days) == (None, None)


def test_why_a_date_moved_is_not_told_of_an_item_whose_words_were_taken_away() -> None:
    secret = redacted(situation(replace(one(due=-25), issue=issue(1, opened=20, confidential=True))))
    (moved,) = compare(at(one(due=-5), ago=7), summarise(secret), {("INC-1", "1"): "the vendor is late"}).moved
    assert (moved.days, moved.reason) == (20, "")


@pytest.mark.parametrize(
    ("due", "reason", "said"),
    [
        (-25, "", "(+20 d) "),
        (-25, "vendor late", "(+20 d, vendor late) "),
        (None, "vendor late", "→ none (vendor late) "),
        (None, "", "→ none *"),
    ],
)
def test_a_moved_date_reads_well_in_a_chat(due: int | None, reason: str, said: str) -> None:
    told = compare(at(one(due=-5), ago=7), at(one(due=due)), {("INC-1", "1"): reason})
    for text in (render_slack(told), render_teams(told).replace("\\\\", "")):
        assert said.replace("*", "<" if text == render_slack(told) else "[") in text


def test_an_edited_item_is_known_by_its_issue_and_one_that_left_is_told() -> None:
    before = at(one(1), one(2), ago=7)
    edited = one(1)
    edited = replace(edited, item=edited.item._replace(key="other", text="Item one"))
    found = compare(before, at(edited))
    assert not found.opened
    assert texts(found.removed) == ["Item 2"]


def test_a_reopened_item_is_told() -> None:
    assert texts(compare(at(one(state=State.COMPLETED, closed=9), ago=7), at(one())).reopened) == ["Item 1"]


def numbered(each: TrackedItem, number: int) -> TrackedItem:
    """The item with a key and an issue of its own."""
    ticket = each.issue and replace(each.issue, ref=replace(each.issue.ref, number=number))
    return replace(each, item=each.item._replace(key=str(number)), issue=ticket)


@given(st.lists(items(), max_size=8), st.integers(1, 200))
def test_nothing_is_both_open_and_closed_and_the_counts_add_up(many: list[TrackedItem], ago: int) -> None:
    case = situation(*(numbered(each, n) for n, each in enumerate(many)))
    before = summarise(stood(case, day(ago)))
    found = compare(before, summarise(case))
    quick = [each for each in found.opened if not each.open]
    assert not set(map(id, found.closed)) & set(map(id, found.reopened))
    assert all(not each.open for each in found.closed)
    assert all(each.open for each in (*found.overdue, *found.due, *found.reopened))
    born = len(found.opened) - len(quick)
    ended = len([each for each in found.closed if each not in quick])
    assert before.totals.open + born + len(found.reopened) - ended - len(found.removed) == found.now.open


def changed() -> Comparison:
    case = busy(6, 6)
    return compare(
        summarise(stood(case, day(21)), teams={"blue": ["ana", "bo"]}), summarise(case, None, {"blue": ["ana"]})
    )


def test_every_item_that_changed_is_counted_in_its_row() -> None:
    found = changed()
    rows = by_incident(found)
    assert found.closed
    assert found.due
    for what in ("closed", "opened", "overdue", "due", "moved"):
        assert sum(getattr(row, what) for row in rows) == len(getattr(found, what)), what
    owners = {row.name: row for row in by_group(found, GroupBy.OWNER)}
    closers = [owner for each in found.closed for owner in each.tracked.owners or ("(nobody)",)]
    assert {name: row.closed for name, row in owners.items() if row.closed} == {
        name: closers.count(name) for name in closers
    }
    assert {row.name for row in by_group(found, GroupBy.TEAM)} == {"blue", "(no team)"}


def test_the_published_schema_is_that_of_the_output() -> None:
    path = Path(postmortem_tracker.__file__).parent / "schemas" / "compare.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(render_changes_json(changed())), schema)
    assert schema["title"]


@pytest.mark.parametrize("render", TEXT)
def test_each_format_tells_the_numbers_and_what_could_not_be_read(render: Any) -> None:
    found = changed()
    for each in found.closed[:3]:
        assert each.tracked.item.text[:30] in render(found)
    blind = replace(found, complete=False, problems=("cannot reach tracker.example",))
    assert "cannot reach tracker.example" in render(blind)


@pytest.mark.parametrize("render", TEXT)
def test_hostile_text_does_nothing_in_any_format(render: Any) -> None:
    case = hostile()
    text = render(compare(summarise(Situation(day(7))), summarise(case)))
    assert "\x1b[31m" not in text
    if render in (render_changes_markdown, render_digest):
        assert "<script>" not in text
        assert "@team" not in text
        assert not re.search(r"(?<!\\)\]\(javascript", text)


def test_what_is_late_for_long_is_one_line() -> None:
    old = [one(n, due=4000 + n) for n in range(1, 41)]
    found = compare(at(*old, one(50, due=8), ago=7), at(*old, one(50, due=8)))
    text = render_digest(found)
    assert "40 items overdue for more than 30 days, the oldest since 2015-" in text
    assert "Item 50" in text
    assert "Item 7" not in text
    assert len(text.splitlines()) < 20


@pytest.mark.parametrize("room", [80, 100, 120])
def test_the_table_fits_into_a_terminal(room: int) -> None:
    text = render_changes_table(changed(), room=room)
    assert max(width(line) for line in text.splitlines()) <= room


def test_the_page_shows_what_changed() -> None:
    found = changed()
    page = render_html(summarise(busy(6, 6)), changes=found)
    assert f"Since {found.since}" in page
    assert found.closed[0].tracked.item.text in page


def test_a_filter_that_fits_nothing_is_told_with_what_was_probably_meant() -> None:
    case = situation(tracked("a", home=incident(severity="SEV1", services=("checkout",)), item_={"owners": ("@omar",)}))
    assert unmatched(case, Filters(owners=("omarr",))) == ["no owner is 'omarr' here; did you mean omar?"]
    assert unmatched(case, Filters(owners=("OMAR",), severities=("sev 1",), services=("Checkout",))) == []
    assert unmatched(case, Filters(severities=("SEV4",))) == ["no severity is 'SEV4' here"]
    assert unmatched(case, Filters(services=("chekout",))) == ["no service is 'chekout' here; did you mean checkout?"]


def test_an_empty_comparison_is_told_as_one() -> None:
    found = compare(at(ago=7), at())
    assert "0 closed" in render_changes_table(found)
    assert str(TODAY) in render_digest(found)
