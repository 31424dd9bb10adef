"""From versions to stories, without git."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortem_tracker.history.model import Seen, What
from postmortem_tracker.history.trace import Tracer
from postmortem_tracker.model import Kind, State
from tests.history.make import START, commit, deleted, doc, item, trace

ALERT, RETRIES, RUNBOOK = "Add an alert on queue depth", "Limit retries of the importer", "Write a failover runbook"


def test_an_item_remembers_when_it_appeared() -> None:
    (old, new) = trace([item(ALERT)], [item(ALERT), item(RETRIES, line=2)])
    assert old.appeared == commit(0)
    assert new.appeared == commit(1)


def test_each_move_of_a_due_date_is_counted_with_its_days() -> None:
    (story,) = trace([item(ALERT, "2026-04-01")], [item(ALERT, "2026-04-20")], [item(ALERT, "2026-06-20")])
    assert [(each.old, each.new, each.days, each.commit) for each in story.moves] == [
        ("2026-04-01", "2026-04-20", 19, commit(1)),
        ("2026-04-20", "2026-06-20", 61, commit(2)),
    ]
    assert story.moved_days == 80


def test_an_earlier_date_is_a_change_but_no_broken_promise() -> None:
    (story,) = trace([item(ALERT, "2026-04-20")], [item(ALERT, "2026-04-01")])
    assert story.moves == ()
    assert story.moved_days == -19


def test_a_first_date_is_no_move_and_a_dropped_one_is() -> None:
    (story,) = trace([item(ALERT)], [item(ALERT, "2026-04-01")], [item(ALERT)], [item(ALERT, "2026-05-01")])
    assert [(each.old, each.new, each.days) for each in story.moves] == [
        ("2026-04-01", "", None),
        ("2026-04-01", "2026-05-01", 30),
    ]


def test_a_date_that_becomes_words_is_moved_to_them() -> None:
    (story,) = trace([item(ALERT, "2026-04-01")], [item(ALERT, due_text="end of Q2")])
    assert [(each.old, each.new, each.days) for each in story.moves] == [("2026-04-01", "end of Q2", None)]


def test_what_changes_while_an_item_is_done_is_no_promise_moved() -> None:
    done = {"state": State.COMPLETED}
    (story,) = trace([item(ALERT, "2026-04-01", priority="P1")], [item(ALERT, "2026-05-01", priority="P3", **done)])
    assert [each.what for each in story.changes] == [What.CLOSED]


@pytest.mark.parametrize(
    ("before", "after", "lowered"),
    [
        ("P1", "P3", True),
        ("P3", "P1", False),
        ("high", "low", True),
        ("P1", None, True),
        (None, "P3", False),
        ("P1", "high", False),
        ("soon", "whenever", False),
    ],
)
def test_a_lowered_priority_is_seen_and_a_raised_one_is_none(
    before: str | None, after: str | None, lowered: bool
) -> None:
    (story,) = trace([item(ALERT, priority=before)], [item(ALERT, priority=after)])
    assert bool(story.lowered) is lowered


def test_an_open_item_that_leaves_is_removed_and_a_settled_one_is_not() -> None:
    stories = trace([item(ALERT), item(RETRIES, state=State.NOT_PLANNED), item(RUNBOOK, state=State.COMPLETED)], [])
    assert [(each.last.text, each.removed is not None) for each in stories] == [(ALERT, True)]


def test_an_edited_item_is_the_same_promise() -> None:
    (story,) = trace([item(ALERT, "2026-04-01")], [item("Add alerts on the depth of queues", "2026-05-01")])
    assert story.appeared == commit(0)
    assert len(story.moves) == 1


def test_a_rewritten_item_is_known_by_its_issue_link() -> None:
    link = {"links": ("https://tracker.example/7",)}
    (story,) = trace([item(ALERT, "2026-04-01", **link)], [item("Page someone earlier", "2026-05-01", **link)])
    assert len(story.moves) == 1


def test_like_texts_with_different_issues_are_different_promises() -> None:
    stories = trace([item(ALERT, links=("#1",))], [item(ALERT + "s", links=("#2",))])
    assert {each.last.links: each.removed is not None for each in stories} == {("#1",): True, ("#2",): False}


def test_a_renamed_document_keeps_its_stories() -> None:
    (story,) = trace([doc(item(ALERT, "2026-04-01"))], [doc(item(ALERT, "2026-05-01"), path="b.md", before="a.md")])
    assert (story.path, len(story.moves), story.appeared) == ("b.md", 1, commit(0))


def test_two_documents_may_swap_their_names() -> None:
    other = item(RETRIES, incident="INC-2")
    stories = trace(
        [doc(item(ALERT)), doc(other, path="b.md")],
        [doc(item(ALERT), path="b.md", before="a.md"), doc(other, before="b.md")],
    )
    assert [(each.path, each.last.text) for each in stories] == [("a.md", RETRIES), ("b.md", ALERT)]
    assert not any(each.removed or each.changes for each in stories)


def test_an_item_that_moves_to_another_document_is_not_removed() -> None:
    there = item(ALERT, incident="INC-2")
    (story,) = trace([doc(item(ALERT))], [doc(), doc(there, path="b.md")])
    assert (story.path, story.removed, story.appeared) == ("b.md", None, commit(0))


def test_a_deleted_document_takes_its_open_items_with_it() -> None:
    (story,) = trace([doc(item(ALERT))], [deleted()])
    assert story.removed is not None
    assert story.removed.commit == commit(1)


def test_what_comes_back_is_the_old_promise() -> None:
    (story,) = trace([item(ALERT, "2026-04-01")], [], [item(ALERT, "2026-06-01")])
    assert story.removed is None
    assert story.appeared == commit(0)
    assert [each.what for each in story.changes] == [What.REMOVED, What.RESTORED, What.DUE]


def test_improvements_are_followed_but_not_told() -> None:
    broad = item(ALERT, kind=Kind.IMPROVEMENT)
    assert trace([broad]) == ()
    (story,) = trace([broad], [item(ALERT)])
    assert story.appeared == commit(0)


def test_where_the_history_begins_nothing_is_known_about_before() -> None:
    tracer = Tracer()
    tracer.step(commit(0), [doc(item(ALERT, "2026-04-01"))], first=True)
    tracer.step(commit(1), [doc(item(ALERT, "2026-05-01"), item(RETRIES, line=2))])
    old, new = tracer.stories()
    assert (old.appeared, len(old.moves), new.appeared) == (None, 1, commit(1))


def test_a_commit_message_explains_its_own_changes_only() -> None:
    (story,) = trace(
        [item(ALERT, "2026-04-01")],
        [item(ALERT, "2026-04-20")],
        [item(ALERT, "2026-05-20")],
        messages=("", "Replan\n\nMoved: the vendor is late", ""),
    )
    assert [each.reason for each in story.moves] == ["the vendor is late", ""]


def test_a_remark_explains_what_happened_up_to_it_but_not_what_comes_later() -> None:
    (story,) = trace(
        [item(ALERT, "2026-04-01")],
        [item(ALERT, "2026-04-20")],
        [item(ALERT, "2026-04-20", reasons=("vendor late",))],
        [item(ALERT, "2026-05-20", reasons=("vendor late",))],
    )
    assert [each.reason for each in story.moves] == ["vendor late", ""]


TEXTS = (ALERT, RETRIES, RUNBOOK, "Buy a calendar", "Rehearse the failover of the primary", "Delete stale flags")
dues = st.integers(0, 300)
versions = st.lists(st.dictionaries(st.sampled_from(TEXTS), dues, max_size=len(TEXTS)), min_size=1, max_size=6)


def _seen(version: dict[str, int]) -> list[Seen]:
    return [item(text, (START + timedelta(days=due)).isoformat()) for text, due in version.items()]


@settings(max_examples=150, deadline=None)
@given(versions)
def test_every_promise_ever_made_is_told_once_and_its_days_add_up(told: list[dict[str, int]]) -> None:
    stories = trace(*map(_seen, told))
    assert {each.last.text for each in stories if not each.removed} == set(told[-1])
    assert sorted(each.last.text for each in stories) == sorted({text for version in told for text in version})
    for story in stories:
        moves = [each for each in story.changes if each.what is What.DUE]
        if moves:
            last = story.last.due
            assert last is not None
            assert story.moved_days == (last - date.fromisoformat(moves[0].old)).days


@settings(max_examples=100, deadline=None)
@given(versions, st.randoms())
def test_the_order_of_items_in_a_document_tells_nothing(told: list[dict[str, int]], random: Random) -> None:
    shuffled = []
    for version in told:
        items = _seen(version)
        random.shuffle(items)
        shuffled.append(items)
    assert trace(*map(_seen, told)) == trace(*shuffled)


@settings(max_examples=100, deadline=None)
@given(versions)
def test_versions_that_change_nothing_tell_nothing(told: list[dict[str, int]]) -> None:
    twice = [version for version in told for _ in range(2)]
    once = [(each.last.text, each.path, len(each.changes), bool(each.removed)) for each in trace(*map(_seen, told))]
    again = [(each.last.text, each.path, len(each.changes), bool(each.removed)) for each in trace(*map(_seen, twice))]
    assert once == again
