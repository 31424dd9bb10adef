"""Identity: link, marker, edited text, renamed document, new – one to one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from postmortem_tracker.model import Issue, State
from postmortem_tracker.sync.actions import Remark
from postmortem_tracker.sync.identity.match import match
from postmortem_tracker.sync.identity.matched import How, Matched
from postmortem_tracker.sync.plan import make
from tests.sync.make import PATH, agreed, around, hows, incident, issue, known, link, matched, raced, ref, settings

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


def test_an_incident_that_gets_an_id_in_the_same_file_keeps_its_issues() -> None:
    assert hows(matched([incident(ALERT, name="INC-2")], known(issue(1, ALERT, name="queue")))) == [("edited", 1)]


def test_another_id_in_the_same_file_is_another_incident_and_a_person_is_asked() -> None:
    found = matched([incident(ALERT, RUNBOOK, name="INC-2")], known(issue(1, ALERT)))
    assert hows(found) == [("suggested", 1), ("new", None)]
    assert numbers(found) == [], "which would be closed under the question"


RETITLED = issue(1, "Alarm us when it piles up", base=agreed(ALERT))


@pytest.mark.parametrize(
    ("words", "how"),
    [
        (ALERT, "suggested"),  # for which the issue was opened
        ("Alarm us when it piles up", "suggested"),  # as it is called now
        (ALERT.upper(), "suggested"),
        ("Alert on the depth of queues", "new"),
    ],
)
def test_another_id_asks_about_an_issue_that_people_retitled_as_well(words: str, how: str) -> None:
    """Else it were opened twice: once for each id."""
    assert [each for each, _ in hows(matched([incident(words, name="INC-2")], known(RETITLED)))] == [how]


def test_an_item_that_is_called_like_an_issue_is_asked_about_that_one_first() -> None:
    """And not about one that was opened for those words and is another piece of work now."""
    issues = known(RETITLED, issue(2, ALERT, key="other", base=agreed("Something else")))
    found = matched([incident(ALERT, name="INC-2")], issues)
    assert hows(found) == [("suggested", 2)]


@pytest.mark.parametrize("state", [State.COMPLETED, State.NOT_PLANNED])
def test_a_closed_issue_that_was_retitled_is_not_suggested(state: State) -> None:
    gone = replace(RETITLED, state=state)
    assert hows(matched([incident(ALERT, name="INC-2")], known(gone))) == [("new", None)]


def test_what_is_asked_about_a_retitled_issue_quotes_its_title() -> None:
    plan = make(matched([incident(ALERT, name="INC-2")], known(RETITLED)), settings())
    assert [action.what for action in plan.actions] == [
        f"{RETITLED.ref} seems to be this item's, and is titled “Alarm us when it piles up”: "
        "link it in the item, or word the item otherwise"
    ]


@pytest.mark.parametrize(("before", "now"), [("old", "new"), ("old", "INC-2"), ("INC-1", "new")])
def test_a_renamed_document_keeps_its_issues(before: str, now: str) -> None:
    moved = incident(ALERT, RUNBOOK, path="new.md", name=now)
    old = known(issue(1, ALERT, path="old.md", name=before), issue(2, RUNBOOK, path="old.md", name=before))
    assert hows(matched([moved], old, frozenset({"old.md"}))) == [("renamed", 1), ("renamed", 2)]


def test_two_given_ids_are_never_one_renamed_document() -> None:
    moved = incident(ALERT, RUNBOOK, path="new.md", name="INC-2")
    old = known(issue(1, ALERT, path="old.md"), issue(2, RUNBOOK, path="old.md"))
    found = matched([moved], old, frozenset({"old.md"}))
    assert hows(found) == [("new", None), ("new", None)]
    assert numbers(found) == [1, 2]


def test_a_document_with_nothing_of_the_old_one_as_it_was_is_another_one() -> None:
    login, checkout = "Add an alert on the errors of the login page", "Add an alert on the errors of the checkout page"
    old = known(issue(1, login, path="old.md", name="old"))
    found = matched([incident(checkout, path="new.md", name="new")], old, frozenset({"old.md"}))
    assert hows(found) == [("new", None)]


@pytest.mark.parametrize("state", [State.COMPLETED, State.NOT_PLANNED])
def test_a_closed_issue_is_no_candidate_for_what_is_only_similar(state: State) -> None:
    done = known(issue(1, ALERT, state=state))
    assert hows(matched([incident("Add an alert on queue age")], done)) == [("new", None)]
    moved = known(issue(1, ALERT, path="old.md", name="old", state=state))
    renamed = incident(ALERT, path="new.md", name="new")
    assert hows(matched([renamed], moved, frozenset({"old.md"}))) == [("new", None)]


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


def raced_ones(found: Matched) -> list[tuple[int, int]]:
    return [(d.issue.ref.number, d.winner.ref.number) for d in found.duplicates if d.raced]


def test_a_link_to_what_another_run_opened_too_leads_to_the_lower_number() -> None:
    found = matched([incident(f"{ALERT} {link(3)}")], known(raced(3, ALERT), raced(2, ALERT)))
    assert hows(found) == [("link", 2)]
    assert raced_ones(found) == [(3, 2)]
    assert [pair.linked.ref.number for pair in found.pairs if pair.linked] == [3]


@pytest.mark.parametrize(
    "second",
    [
        issue(3, ALERT),  # adopted, or of a version that did not say
        issue(3, ALERT, born="run2", words=""),  # a copy
        replace(raced(3, ALERT), title=f"{ALERT} in Asia"),
        replace(raced(3, ALERT), body=raced(3, ALERT).body + "Somebody looked into it."),
    ],
)
def test_what_is_not_proven_to_have_raced_is_pointed_out(second: Issue) -> None:
    for line in (ALERT, f"{ALERT} {link(2)}"):
        found = matched([incident(line)], known(second, raced(2, ALERT)))
        assert hows(found)[0][1] == 2
        assert raced_ones(found) == []
        assert [(d.issue.ref.number, d.winner.ref.number) for d in found.duplicates] == [(3, 2)]
        assert numbers(found) == []


def test_the_link_decides_between_issues_of_one_item() -> None:
    for second in (issue(3, ALERT), replace(raced(3, ALERT), title="An epic"), issue(3, "An epic", key=None)):
        found = matched([incident(f"{ALERT} {link(3)}")], known(second, raced(2, ALERT)))
        assert hows(found) == [("link", 3)]
        assert raced_ones(found) == []


def test_nothing_gives_way_to_a_closed_issue() -> None:
    closed = raced(2, ALERT, state=State.COMPLETED)
    found = matched([incident(f"{ALERT} {link(3)}")], known(raced(3, ALERT), closed))
    assert hows(found) == [("link", 3)]
    assert found.duplicates == ()


def test_an_issue_that_another_item_links_is_part_of_no_race() -> None:
    lines = (f"{ALERT} {link(3)}", f"{RUNBOOK} {link(2)}")
    found = matched([incident(*lines)], known(raced(3, ALERT), raced(2, ALERT)))
    assert hows(found) == [("link", 3), ("link", 2)]
    assert found.duplicates == ()


def test_a_marker_that_names_another_living_item_tells_nothing_of_this_one() -> None:
    lines = (f"{ALERT} {link(2)}", f"{RUNBOOK} {link(1)}")
    found = matched([incident(*lines)], known(issue(1, ALERT), issue(2, RUNBOOK)))
    assert hows(found) == [("link", 2), ("link", 1)]
    assert [pair.tracked.marker for pair in found.pairs if pair.tracked] == [None, None]


def test_a_marker_with_a_former_key_tells_of_the_item_that_links_it() -> None:
    found = matched([incident(f"{ALERT} and age {link(1)}")], known(issue(1, ALERT)))
    assert [pair.tracked.marker is not None for pair in found.pairs if pair.tracked] == [True]


def test_equal_texts_keep_theirs_when_one_is_removed() -> None:
    first, second = (item.key for item in incident(ALERT, ALERT).tasks)
    done = issue(1, ALERT, key=first, state=State.COMPLETED, base=replace(agreed(ALERT), state=State.COMPLETED))
    for line, how in ((f"{ALERT} {link(2)}", "link"), (ALERT, "edited")):
        found = matched([incident(line)], known(done, issue(2, ALERT, key=second)))
        assert hows(found) == [(how, 2)]
        assert found.duplicates == ()


# --- documents that are no part of the run ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["INC-2", "INC-1"])
@pytest.mark.parametrize("end", [link(1), ""])
def test_what_belongs_to_a_document_that_is_not_read_now_stays_with_it(name: str, end: str) -> None:
    other = incident(f"{ALERT} {end}", path="a.md")
    copy = incident(f"{ALERT} {link(1)}", path="b.md", name=name)
    found = matched([copy], known(issue(1, ALERT, path="a.md")), others=(other,))
    assert hows(found) == [("shared", 1)]
    assert [pair.rival for pair in found.pairs] == ["a.md:5"]


def test_a_second_document_with_the_id_of_one_that_is_not_read_now_takes_nothing() -> None:
    other = incident(ALERT, path="a.md")
    found = matched([incident(ALERT, path="b.md")], known(issue(1, ALERT, path="a.md")), others=(other,))
    assert hows(found) == [("shared", 1)]


def test_an_item_that_moved_here_takes_its_issue_along() -> None:
    other = incident(RUNBOOK, path="a.md")
    moved = incident(f"{ALERT} {link(1)}", path="b.md", name="INC-2")
    assert hows(matched([moved], known(issue(1, ALERT, path="a.md")), others=(other,))) == [("link", 1)]


@pytest.mark.parametrize("line", [f"{ALERT} {link(1)}", ALERT])
def test_what_another_document_has_is_no_orphan_and_nobody_elses(line: str) -> None:
    archived = incident(line, path="archive/a.md")
    here = incident(f"{ALERT} and age", path="b.md", name="INC-2")
    for run in ([here], [incident(RUNBOOK, path="c.md")]):
        found = matched(run, known(issue(1, ALERT, path="a.md")), frozenset({"a.md"}), others=(archived,))
        assert hows(found) == [("new", None)]
        assert numbers(found) == []


@pytest.mark.parametrize(("state", "orphans"), [(State.OPEN, [1]), (State.COMPLETED, [1]), (State.DUPLICATE, [])])
def test_where_documents_are_not_written_an_item_without_an_issue_may_be_an_orphans(
    state: State, orphans: list[int]
) -> None:
    other = incident(ALERT, path="c.md", name="C")
    issues = known(issue(1, ALERT, path="a.md", name="A"), issue(2, ALERT, path="c.md", name=other.id, state=state))
    beside = around(written=False, gone=frozenset({"a.md"}).__contains__, read_others=lambda: (other,))
    assert numbers(match([incident(RUNBOOK, path="b.md", name="B")], issues, beside)) == orphans


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
    assert raced_ones(matched([incident(f"{ALERT} {link(1)}")], known(issue(1, ALERT), other))) == []


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


def test_what_is_less_alike_than_an_edit_is_new() -> None:
    found = matched([incident("Add alerts for the disks")], known(issue(1, ALERT)))  # 59 of 100
    assert hows(found) == [("new", None)]


def test_an_issue_closed_as_a_duplicate_never_wins() -> None:
    closed = raced(2, ALERT, state=State.DUPLICATE)
    for line in (ALERT, f"{ALERT} {link(2)}"):
        assert hows(matched([incident(line)], known(closed, raced(3, ALERT))))[0][1] == 3


def test_a_pull_request_is_no_issue_of_the_item() -> None:
    found = matched([incident(f"[x] {ALERT} (#8)")], known(changes=frozenset({ref(8)})))
    assert hows(found) == [("new", None)]
    assert found.pairs[0].item.links == ()


def test_the_link_of_another_document_takes_no_issue_from_an_item_without_one() -> None:
    """As where that item's document is no part of the run."""
    copy = incident(f"{ALERT} {link(1)}", path="postmortems/copy.md", name="INC-2")
    for item, how in ((ALERT, "marker"), (f"{ALERT} @ana", "marker"), (f"{ALERT} {link(1)}", "link")):
        found = matched([incident(item), copy], known(issue(1, ALERT)))
        assert hows(found) == [(how, 1), ("shared", 1)]
        assert found.pairs[1].rival == f"{PATH}:5"


def test_an_item_that_links_another_issue_has_left_its_own_to_who_links_it() -> None:
    taker = incident(f"{ALERT} {link(1)}", path="postmortems/copy.md", name="INC-2")
    found = matched([incident(f"{ALERT} {link(2)}"), taker], known(issue(1, ALERT), issue(2, RETRY)))
    assert hows(found) == [("link", 2), ("link", 1)]


def test_of_an_issue_and_its_copy_the_one_that_the_item_does_not_get_is_whose_link_names_it() -> None:
    """In the same run: the next one finds the item with a link to its own."""
    taker = incident(f"{RETRY} {link(2)}", path="postmortems/copy.md", name="INC-2")
    both = known(issue(1, ALERT), issue(2, ALERT, state=State.NOT_PLANNED), issue(3, RETRY, name="INC-2"))
    assert hows(matched([incident(ALERT), taker], both)) == [("marker", 1), ("link", 2)]
    assert hows(matched([incident(f"{ALERT} {link(1)}"), taker], both)) == [("link", 1), ("link", 2)]


def test_within_one_document_the_link_decides_all_the_same() -> None:
    found = matched([incident(ALERT, f"{RUNBOOK} {link(1)}")], known(issue(1, ALERT)))
    assert hows(found) == [("new", None), ("link", 1)]


def test_an_issue_that_a_person_is_asked_to_link_is_no_orphan() -> None:
    """The incident got another id: whether it is the same one a person knows."""
    found = matched([incident(ALERT, name="INC-2")], known(issue(1, ALERT), issue(2, RUNBOOK)))
    assert hows(found) == [("suggested", 1)]
    assert numbers(found) == [2]


def test_an_item_whose_document_is_also_archived_gets_no_second_issue() -> None:
    archived = incident(f"{ALERT} {link(1)}", path="archive/queue.md")
    found = matched([incident(ALERT)], known(issue(1, ALERT)), others=(archived,))
    assert hows(found) == [("shared", 1)]
    assert found.pairs[0].rival == "archive/queue.md:5"


def test_an_issue_that_names_an_item_whose_linked_one_is_gone_is_kept_for_it_and_not_taken() -> None:
    lines = [f"{ALERT} {link(9)}", RUNBOOK]
    found = matched([incident(*lines)], known(issue(1, ALERT), issue(2, RUNBOOK), missing=frozenset({ref(9)})))
    assert hows(found) == [("missing", 1), ("marker", 2)]
    assert found.orphans == ()


def test_an_issue_like_an_item_whose_linked_one_is_gone_is_kept_for_it_and_not_taken() -> None:
    line = f"{ALERT} of the importer {link(9)}"
    found = matched([incident(line)], known(issue(1, ALERT), issue(2, RUNBOOK), missing=frozenset({ref(9)})))
    assert hows(found) == [("missing", 1)]
    assert numbers(found) == [2]


def test_an_issue_that_is_linked_serves_its_item_whatever_another_one_misses() -> None:
    lines = [f"{ALERT} {link(9)}", f"{RUNBOOK} {link(1)}"]
    found = matched([incident(*lines)], known(issue(1, ALERT), missing=frozenset({ref(9)})))
    assert hows(found) == [("missing", None), ("link", 1)]


@pytest.mark.parametrize("whole", ["Cap the retries and warm the cache", None])
@pytest.mark.parametrize("marks", [("x", " "), (" ", "x"), ("x", "x"), (" ", " ")])
def test_a_split_item_leaves_its_issue_alone_until_one_link_is_gone(whole: str | None, marks: tuple[str, str]) -> None:
    """The issue is of both halves: it is not done with one of them. Where both agree there is nothing to lose."""
    lines = [f"[{mark}] {text} {link(1)}" for mark, text in zip(marks, (CAP, WARM), strict=True)]
    was = issue(1, whole) if whole else issue(1, "Other", key=None)
    found = matched([incident(*lines)], known(was))
    recognised = {pair.how for pair in found.pairs}
    assert recognised == ({How.CONTESTED} if marks[0] != marks[1] else {How.LINK, How.SHARED})
    assert (found.orphans, found.duplicates) == ((), ())


def test_of_a_split_item_the_half_with_the_old_words_has_the_issue() -> None:
    lines = [f"[x] {CAP} {link(1)}", f"[ ] {WARM} {link(1)}"]
    assert hows(matched([incident(*lines)], known(issue(1, CAP)))) == [("link", 1), ("shared", 1)]


CAP, WARM = "Cap the retries", "Warm the cache"


BARE = ["(issue 1)", "(ticket 1)", "– GH 1", "\n  - Ticket: 1", "(issue no. 1)"]


@pytest.mark.parametrize("end", BARE)
@pytest.mark.parametrize("state", [State.OPEN, State.COMPLETED])
def test_a_number_without_a_sign_takes_no_issue_of_another_title(end: str, state: State) -> None:
    other = issue(1, "Sell tickets for the concert", key=None, state=state)
    found = matched([incident(f"{ALERT} {end}")], known(other))
    assert hows(found) == [("unlikely", 1)]
    (said,) = make(found, settings()).actions
    assert isinstance(said, Remark)
    assert "Sell tickets for the concert" in said.what


@pytest.mark.parametrize("end", BARE)
@pytest.mark.parametrize("title", [ALERT, f"{ALERT}!", f"{ALERT} (Grafana)"])
def test_it_takes_the_issue_that_is_titled_so(end: str, title: str) -> None:
    assert hows(matched([incident(f"{ALERT} {end}")], known(issue(1, title, key=None)))) == [("link", 1)]


@pytest.mark.parametrize("end", BARE)
def test_it_keeps_the_issue_that_is_marked_as_its_own(end: str) -> None:
    mine = replace(issue(1, ALERT), title="Something that people call it now")
    assert hows(matched([incident(f"{ALERT} {end}")], known(mine))) == [("link", 1)]


@pytest.mark.parametrize("end", ["(#1)", "– #1", f"{link(1)}", "\n  - Ticket: #1"])
def test_a_number_with_its_sign_is_believed(end: str) -> None:
    other = issue(1, "Sell tickets for the concert", key=None)
    assert hows(matched([incident(f"{ALERT} {end}")], known(other))) == [("link", 1)]


def test_two_items_that_name_one_number_leave_its_issue_alone() -> None:
    lines = [f"{ALERT} (issue 1)", f"{RUNBOOK} (issue 1)"]
    found = matched([incident(*lines)], known(issue(1, "Sell tickets for the concert", key=None)))
    assert hows(found) == [("unlikely", 1), ("unlikely", 1)]


def test_the_issue_goes_to_the_item_that_it_was_opened_for() -> None:
    lines = [ALERT, f"{RUNBOOK} (issue 1)"]
    assert hows(matched([incident(*lines)], known(issue(1, ALERT)))) == [("marker", 1), ("unlikely", 1)]
