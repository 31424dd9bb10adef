"""Identity: link, marker, edited text, renamed document, new – one to one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from postmortem_tracker.model import Issue, State
from postmortem_tracker.sync.match import Matched
from tests.sync.make import PATH, hows, incident, issue, known, link, matched, ref

ALERT, RUNBOOK, RETRY = "Add an alert on queue depth", "Write a runbook for failover", "Limit retries of the importer"


def numbers(found: Matched) -> list[int]:
    return [tracked.issue.ref.number for tracked in found.orphans]


def test_nothing_known_everything_is_new() -> None:
    found = matched([incident(ALERT, RUNBOOK)], known())
    assert hows(found) == [("new", None), ("new", None)]


def test_the_link_decides_before_marker_and_text() -> None:
    found = matched([incident(f"{ALERT} {link(2)}")], known(issue(1, ALERT), issue(2, RUNBOOK)))
    assert hows(found) == [("link", 2)]


def test_the_marker_decides_without_a_link() -> None:
    found = matched([incident(ALERT, RUNBOOK)], known(issue(1, RUNBOOK), issue(2, ALERT)))
    assert hows(found) == [("marker", 2), ("marker", 1)]


@pytest.mark.parametrize(
    "line",
    [
        f"[ ] {ALERT}",
        f"[x] {ALERT}",
        f"**{ALERT}**",
        f"{ALERT} @alice",
        f"{ALERT} (owner: Alice)",
        f"{ALERT}, due 2026-05-01",
        "Add an alert on\n  queue depth",
        f"~~{ALERT}~~",
    ],
)
def test_dress_does_not_change_identity(line: str) -> None:
    assert hows(matched([incident(RUNBOOK, line)], known(issue(1, ALERT)))) == [("new", None), ("marker", 1)]


def test_an_edited_item_keeps_its_issue() -> None:
    found = matched([incident("Add an alert on queue depth and age")], known(issue(1, ALERT)))
    assert hows(found) == [("edited", 1)]


def test_of_edited_items_each_gets_the_most_similar_issue() -> None:
    lines = ("Add an alert on queue depth and age", "Add an alert on queue depths")
    found = matched([incident(*lines)], known(issue(1, "Add an alert on queue depth and ages"), issue(2, ALERT)))
    assert hows(found) == [("edited", 1), ("edited", 2)]


def test_a_different_text_is_a_new_item_and_the_old_one_an_orphan() -> None:
    found = matched([incident(RUNBOOK)], known(issue(1, ALERT)))
    assert hows(found) == [("new", None)]
    assert numbers(found) == [1]


def test_an_edit_is_looked_for_in_its_own_incident_only() -> None:
    both = [incident(RUNBOOK), incident("Add an alert on queue depths", path="b.md", name="INC-2")]
    assert hows(matched(both, known(issue(1, ALERT)))) == [("new", None), ("new", None)]


def test_an_incident_with_a_new_id_in_the_same_file_keeps_its_issues() -> None:
    assert hows(matched([incident(ALERT, name="INC-2")], known(issue(1, ALERT)))) == [("edited", 1)]


def test_a_renamed_document_keeps_its_issues() -> None:
    moved = incident(ALERT, RUNBOOK, path="new.md", name="INC-2")
    old = known(issue(1, ALERT, path="old.md"), issue(2, RUNBOOK, path="old.md"))
    assert hows(matched([moved], old, frozenset({"old.md"}))) == [("renamed", 1), ("renamed", 2)]


def test_a_copied_document_gets_issues_of_its_own() -> None:
    copy = incident(ALERT, RUNBOOK, path="new.md", name="INC-2")
    found = matched([copy], known(issue(1, ALERT, path="old.md")))
    assert hows(found) == [("new", None), ("new", None)]
    assert numbers(found) == []


def test_equal_texts_stay_two_items() -> None:
    both = incident(ALERT, ALERT)
    first, second = (item.key for item in both.tasks)
    found = matched([both], known(issue(1, ALERT, key=second), issue(2, ALERT, key=first)))
    assert hows(found) == [("marker", 2), ("marker", 1)]


def test_one_of_equal_texts_removed_orphans_one_issue() -> None:
    first, second = (item.key for item in incident(ALERT, ALERT).tasks)
    found = matched([incident(ALERT)], known(issue(1, ALERT, key=first), issue(2, ALERT, key=second)))
    assert hows(found) == [("marker", 1)]
    assert numbers(found) == [2]


def test_a_link_that_two_items_share_stays_with_the_one_its_marker_names() -> None:
    lines = (f"{RUNBOOK} {link(1)}", f"{ALERT} {link(1)}")
    assert hows(matched([incident(*lines)], known(issue(1, ALERT)))) == [("shared", 1), ("link", 1)]


def test_a_shared_link_without_marker_stays_with_the_first() -> None:
    lines = (f"{RUNBOOK} {link(1)}", f"{ALERT} {link(1)}")
    assert hows(matched([incident(*lines)], known(issue(1, ALERT, key=None)))) == [("link", 1), ("shared", 1)]


def test_a_shared_link_of_an_edited_item_stays_with_the_most_similar() -> None:
    lines = (f"{RUNBOOK} {link(1)}", f"Add alerts on queue depth {link(1)}")
    assert hows(matched([incident(*lines)], known(issue(1, ALERT)))) == [("shared", 1), ("link", 1)]


def test_of_several_links_the_one_that_says_so_is_meant() -> None:
    line = f"{ALERT} (see also #7) {link(1)}"
    assert hows(matched([incident(line)], known(issue(7, RUNBOOK, key=None), issue(1, ALERT)))) == [("link", 1)]


def test_a_linked_issue_that_does_not_exist_is_missing_and_not_new() -> None:
    assert hows(matched([incident(f"{ALERT} {link(9)}")], known())) == [("missing", None)]


def test_a_moved_issue_is_followed() -> None:
    moved = replace(issue(5, ALERT), ref=replace(ref(5), project="team/other"))
    both = known(moved)
    both = replace(both, issues={ref(1): moved, moved.ref: moved})
    found = matched([incident(f"{ALERT} {link(1)}")], both)
    assert hows(found) == [("link", 5)]
    assert numbers(found) == []


def test_an_unmarked_issue_of_the_same_title_is_suggested_and_not_taken() -> None:
    assert hows(matched([incident(ALERT)], known(issue(1, ALERT, key=None)))) == [("suggested", 1)]


@pytest.mark.parametrize(
    "other", [issue(1, ALERT, key=None, labels=()), issue(1, ALERT, key=None, state=State.COMPLETED)]
)
def test_an_issue_without_label_or_a_closed_one_is_not_suggested(other: Issue) -> None:
    assert hows(matched([incident(ALERT)], known(other))) == [("new", None)]


def test_a_marker_without_the_managed_label_takes_nothing() -> None:
    assert hows(matched([incident(ALERT)], known(issue(1, ALERT, labels=())))) == [("new", None)]


def test_of_duplicates_the_lowest_number_stays() -> None:
    found = matched([incident(ALERT)], known(issue(3, ALERT), issue(2, ALERT), issue(5, ALERT)))
    assert hows(found) == [("marker", 2)]
    assert [(d.issue.ref.number, d.winner.ref.number) for d in found.duplicates] == [(3, 2), (5, 2)]
    assert numbers(found) == []


def test_a_link_to_a_loser_leads_to_the_winner() -> None:
    found = matched([incident(f"{ALERT} {link(3)}")], known(issue(3, ALERT), issue(2, ALERT)))
    assert hows(found) == [("link", 2)]
    assert [pair.linked.ref.number for pair in found.pairs if pair.linked] == [3]


def test_a_link_to_a_duplicate_closed_already_leads_to_the_winner() -> None:
    closed = issue(3, ALERT, state=State.DUPLICATE)
    found = matched([incident(f"{ALERT} {link(3)}")], known(closed, issue(2, ALERT)))
    assert hows(found) == [("link", 2)]
    assert found.duplicates == ()
    assert numbers(found) == []


def test_a_duplicate_of_something_else_stays_the_items_issue() -> None:
    closed = issue(3, ALERT, state=State.DUPLICATE)
    assert hows(matched([incident(f"{ALERT} {link(3)}")], known(closed, issue(2, RUNBOOK)))) == [("link", 3)]


def test_one_key_in_two_projects_is_no_race() -> None:
    other = replace(issue(2, ALERT), ref=replace(ref(2), tracker="other"))
    assert matched([incident(f"{ALERT} {link(1)}")], known(issue(1, ALERT), other)).duplicates == ()


def test_orphans_need_their_document_gone_or_their_incident_read() -> None:
    elsewhere = issue(1, ALERT, name="INC-9", path="not-read-now.md")
    assert numbers(matched([incident(RUNBOOK)], known(elsewhere))) == []
    assert numbers(matched([incident(RUNBOOK)], known(elsewhere), frozenset({"not-read-now.md"}))) == [1]
    assert numbers(matched([incident(RUNBOOK)], known(issue(1, ALERT)))) == [1]


def test_an_unmarked_issue_is_no_orphan() -> None:
    assert numbers(matched([incident(RUNBOOK)], known(issue(1, ALERT, key=None)))) == []


PLACE = ("memory", "team/app")


def test_what_could_not_be_read_makes_nothing_new() -> None:
    unread = known(unread=frozenset({PLACE}))
    found = matched([incident(ALERT, f"{RUNBOOK} {link(2)}")], unread)
    assert hows(found) == [("unread", None), ("unread", None)]


def test_a_single_issue_that_could_not_be_read_keeps_its_item_waiting() -> None:
    found = matched([incident(ALERT, f"{RUNBOOK} {link(2)}")], known(unread_refs=frozenset({ref(2)})))
    assert hows(found) == [("new", None), ("unread", None)]


def test_a_broken_issue_that_names_the_key_keeps_its_item_waiting() -> None:
    here = incident(ALERT, RUNBOOK)
    found = matched([here], known(unreadable=(f"… {here.tasks[0].key} …",)))
    assert hows(found) == [("unread", None), ("new", None)]


def test_every_item_is_paired_once_and_every_issue_serves_one() -> None:
    lines = (f"{ALERT} {link(1)}", ALERT, RUNBOOK, f"{RETRY} {link(1)}", "Limit retries of the exporter")
    found = matched(
        [incident(*lines, path=PATH)], known(*(issue(n, t) for n, t in enumerate((ALERT, RUNBOOK, RETRY), 1)))
    )
    served = [number for how, number in hows(found) if how in {"link", "marker", "edited", "renamed"}]
    assert len(found.pairs) == len(lines)
    assert len(served) == len(set(served))
