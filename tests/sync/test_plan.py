"""The plan: what each field of each pair needs, and nothing more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypeVar

import pytest

from postmortem_tracker.app.plan_words import Consent
from postmortem_tracker.app.sync import ask_consent
from postmortem_tracker.errors import UsageError
from postmortem_tracker.model import Issue, IssueChange, State
from postmortem_tracker.sync.actions import Action, Close, Create, Edit, GiveWay, Plan, Remark, Symbol, Update, Write
from postmortem_tracker.sync.identity.matched import Duplicate, How, Matched, Tracked
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.sync.issue_text.marker import Base
from postmortem_tracker.sync.plan import make
from tests.sync.make import (
    LABEL,
    LIMITS,
    agreed,
    incident,
    issue,
    known,
    link,
    matched,
    pair,
    ref,
    settings,
)

ALERT = "Add an alert on queue depth"
LABELS = (LABEL,)


def plan(line: str, one: Issue | None = None, how: How = How.MARKER, **more: object) -> Plan:
    return make(Matched((pair(line, issue=one, how=how),)), settings(**more))  # type: ignore[arg-type] # by name


Kind = TypeVar("Kind", bound=Action)


def only(made: Plan, kind: type[Kind]) -> Kind:
    """The one action of a plan, which is of this kind."""
    (action,) = made.actions
    assert isinstance(action, kind)
    return action


def synced(line: str, one: Issue, **more: object) -> Issue:
    """The issue once everything that the plan wants was carried out."""
    for action in plan(line, one, How.MARKER, **more).actions:
        if not isinstance(action, Update):
            continue
        change = action.change
        one = replace(
            one,
            title=change.title or one.title,
            state=change.state or one.state,
            labels=(*(label for label in one.labels if label not in change.remove_labels), *change.add_labels),
            assignees=one.assignees if change.assignees is None else change.assignees,
            due=change.due if isinstance(change.due, date | None) else one.due,
        )
        if action.block is not None and action.block.text is not None:
            one = replace(one, body=marker.write(one.body, action.block.marker, action.block.text))
        elif action.block is not None:
            one = replace(one, body=marker.rebase(one.body, action.block.marker))
    return one


def settled(line: str = f"[ ] {ALERT}", title: str = ALERT) -> Issue:
    """An issue that agrees with the item in everything."""
    return synced(line, issue(1, title, base=Base(title, State.OPEN, (), "", LABELS), labels=LABELS))


def linked_plan(line: str, one: Issue, **more: object) -> Plan:
    found = matched([incident(f"{line} {link(1)}")], known(one))
    return make(found, settings(**more))  # type: ignore[arg-type] # by name


def base_after(action: Action) -> Base:
    assert isinstance(action, Update)
    assert action.block is not None
    return action.block.marker.base


def test_what_agrees_needs_nothing() -> None:
    made = linked_plan(f"[ ] {ALERT}", settled())
    assert (made.actions, made.unchanged) == ((), 1)


# --- new items ----------------------------------------------------------------------------------------------------


def test_a_new_item_becomes_an_issue_with_everything_it_says() -> None:
    action = only(plan(f"[ ] {ALERT} @alice, due 2026-05-01", how=How.NEW), Create)
    assert (action.draft.title, action.draft.assignees, action.draft.due) == (ALERT, ("alice",), date(2026, 5, 1))
    assert action.draft.labels == LABELS
    assert marker.read(action.draft.body) == action.marker
    assert (action.link, action.close_as, action.symbol) == (True, None, Symbol.CREATE)


def test_a_completed_item_is_opened_and_closed() -> None:
    assert only(plan(f"[x] {ALERT}", how=How.NEW), Create).close_as is State.COMPLETED


def test_a_completed_item_is_left_alone_where_so_configured() -> None:
    made = plan(f"[x] {ALERT}", how=How.NEW, create_completed=False)
    assert (made.actions, made.finished, made.unchanged) == ((), 1, 0)
    settled_one = linked_plan(f"[ ] {ALERT}", settled(), create_completed=False)
    assert (settled_one.finished, settled_one.unchanged) == (0, 1)


@pytest.mark.parametrize(
    ("labels_for", "labels"),
    [
        ((), (LABEL,)),
        (("priority",), (LABEL, "priority: P1")),
        (("incident", "severity"), (LABEL, "incident: INC-1")),
    ],
)
def test_facts_become_labels_where_they_are_asked_for(labels_for: tuple[str, ...], labels: tuple[str, ...]) -> None:
    action = only(plan(f"{ALERT} [P1]", how=How.NEW, labels_for=labels_for), Create)
    assert action.draft.labels == labels


def test_an_issue_is_recognised_by_its_marker_whatever_its_labels_say() -> None:
    labelled = synced(f"[ ] {ALERT}", settled(), labels_for=("incident",))
    assert "incident: INC-1" in labelled.labels
    action = only(plan(f"[ ] {ALERT}", labelled, how=How.MARKER, labels_for=()), Update)
    assert action.change.remove_labels == ("incident: INC-1",)


def test_without_write_back_no_link_is_written() -> None:
    assert only(plan(ALERT, how=How.NEW, write_back=False), Create).edit is None


def test_a_ticket_of_another_system_is_left_there() -> None:
    assert only(plan(f"{ALERT} (Jira OPS-12)", how=How.NEW), Remark).symbol is Symbol.ELSEWHERE


@pytest.mark.parametrize("end", ["(see #4)", "-> #4", "/ #4", "#4?", "(OPS-12)"])
def test_an_issue_that_may_be_a_second_one_is_never_opened_without_a_word(end: str) -> None:
    opened, said = plan(f"{ALERT} {end}", how=How.NEW).actions
    assert isinstance(opened, Create)
    assert isinstance(said, Remark)
    assert end.strip("()") in said.what
    assert said.what.endswith("an issue of its own is opened")


@pytest.mark.parametrize("end", ["(like #4)", "@ana", "", "(blocked by #4)"])
def test_where_nothing_looks_like_a_ticket_nothing_is_said(end: str) -> None:
    assert not [each for each in plan(f"{ALERT} {end}", how=How.NEW).actions if "of its own" in each.what]


def test_an_owner_without_account_becomes_text_and_a_note() -> None:
    create, note = plan(f"{ALERT} @nobody", how=How.NEW).actions
    assert isinstance(create, Create)
    assert create.draft.assignees == ()
    assert "nobody" in create.draft.body
    assert isinstance(note, Remark)


def test_a_confidential_incident_goes_to_no_public_project() -> None:
    whole = incident(ALERT)._replace(confidential=True)
    secret = replace(pair(ALERT, how=How.NEW), incident=whole)
    public = replace(LIMITS, private=False, confidential_issues=False)
    assert only(make(Matched((secret,)), settings(public)), Remark)
    assert only(make(Matched((secret,)), settings(replace(public, confidential_issues=True))), Create)


def test_news_of_a_confidential_incident_is_sent_to_no_public_issue() -> None:
    known_issue = issue(1, "Add an alert")
    secret = replace(pair(ALERT, issue=known_issue), incident=incident(ALERT)._replace(confidential=True))
    public = replace(LIMITS, private=None, confidential_issues=True)
    assert "nothing is sent" in only(make(Matched((secret,)), settings(public)), Remark).what
    assert only(make(Matched((secret,)), settings(replace(public, private=True))), Update)


@pytest.mark.parametrize("how", [How.UNREAD, How.MISSING])
def test_what_cannot_be_told_changes_nothing(how: How) -> None:
    assert only(plan(ALERT, how=how), Remark)


@pytest.mark.parametrize("how", [How.SHARED, How.SUGGESTED])
def test_what_needs_a_person_changes_nothing(how: How) -> None:
    assert only(plan(ALERT, issue(1, ALERT), how=how), Remark)


# --- state --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "state"), [(f"[x] {ALERT}", State.COMPLETED), (f"[ ] ~~{ALERT}~~", State.NOT_PLANNED)]
)
def test_a_tick_closes_the_issue(line: str, state: State) -> None:
    action = only(linked_plan(line, settled()), Update)
    assert action.change == IssueChange(state=state)
    assert base_after(action).state is state


def test_an_unticked_item_reopens_the_issue() -> None:
    done = replace(settled(), state=State.COMPLETED)
    done = synced(f"[x] {ALERT}", done)
    action = only(linked_plan(f"[ ] {ALERT}", done), Update)
    assert action.change == IssueChange(state=State.OPEN)


@pytest.mark.parametrize("state", [State.COMPLETED, State.NOT_PLANNED])
def test_a_closed_issue_ticks_the_item_before_it_is_remembered(state: State) -> None:
    action = only(linked_plan(f"[ ] {ALERT}", replace(settled(), state=state)), Update)
    assert (action.edit, action.change) == (Edit(state=state), IssueChange())
    assert base_after(action).state is state


def test_a_duplicate_counts_as_not_planned() -> None:
    action = only(linked_plan(f"[ ] {ALERT}", replace(settled(), state=State.DUPLICATE)), Update)
    assert action.edit == Edit(state=State.NOT_PLANNED)


def test_both_closed_alike_is_only_remembered() -> None:
    action = only(linked_plan(f"[x] {ALERT}", replace(settled(), state=State.COMPLETED)), Update)
    assert (action.change, action.edit, action.symbol) == (IssueChange(), None, Symbol.UPDATE)
    assert base_after(action).state is State.COMPLETED


def test_without_write_back_a_closed_issue_is_reported_and_not_forgotten() -> None:
    one = replace(settled(), state=State.COMPLETED)
    action = only(linked_plan(f"[ ] {ALERT}", one, write_back=False), Remark)
    assert "completed" in action.what


def test_an_adopted_link_whose_states_differ_asks_a_person() -> None:
    made = linked_plan(f"[ ] {ALERT}", issue(1, ALERT, key=None, state=State.COMPLETED))
    adopt, note = made.actions
    assert (adopt.symbol, adopt.edit) == (Symbol.ADOPT, None)
    assert base_after(adopt).state is None
    assert isinstance(note, Remark)


def test_an_adopted_link_of_an_item_without_state_takes_the_issues() -> None:
    made = linked_plan(ALERT, issue(1, ALERT, key=None, state=State.COMPLETED))
    assert made.actions[0].edit == Edit(state=State.COMPLETED)


# --- title, owner, due, labels ------------------------------------------------------------------------------------


def test_a_reworded_item_retitles_the_issue() -> None:
    action = only(linked_plan(f"[ ] {ALERT} and age", settled()), Update)
    assert action.change == IssueChange(title=f"{ALERT} and age")


def test_a_retitled_issue_is_reported_and_left() -> None:
    action = only(linked_plan(f"[ ] {ALERT}", replace(settled(), title="Alarm")), Remark)
    assert "Alarm" in action.what


def test_both_retitled_keeps_the_issues_title_and_reports() -> None:
    made = linked_plan(f"[ ] {ALERT} and age", replace(settled(), title="Alarm"))
    assert all(action.change == IssueChange() for action in made.actions if isinstance(action, Update))
    assert any("both retitled" in action.what for action in made.actions)


def test_both_retitled_alike_is_remembered() -> None:
    made = linked_plan(f"[ ] {ALERT} and age", replace(settled(), title=f"{ALERT} and age"))
    assert base_after(only(made, Update)).title == f"{ALERT} and age"


def test_a_new_owner_is_assigned() -> None:
    assert only(linked_plan(f"[ ] {ALERT} @bob", settled()), Update).change == IssueChange(assignees=("bob",))


def test_an_assignee_whom_the_document_does_not_contradict_is_nobodys_business() -> None:
    assert linked_plan(f"[ ] {ALERT}", replace(settled(), assignees=("carol",))).actions == ()


def test_a_reassigned_issue_is_reported_and_left() -> None:
    one = synced(f"[ ] {ALERT} @alice", settled())
    action = only(linked_plan(f"[ ] {ALERT} @alice", replace(one, assignees=("carol",))), Remark)
    assert "carol" in action.what


def test_the_case_of_an_account_does_not_matter() -> None:
    one = synced(f"[ ] {ALERT} @alice", settled())
    assert linked_plan(f"[ ] {ALERT} @alice", replace(one, assignees=("Alice",))).actions == ()


def test_a_moved_deadline_moves_the_issues() -> None:
    action = only(linked_plan(f"[ ] {ALERT}, due 2026-05-01", settled()), Update)
    assert action.change == IssueChange(due=date(2026, 5, 1))


def test_a_deadline_taken_back_is_cleared() -> None:
    one = synced(f"[ ] {ALERT}, due 2026-05-01", settled())
    assert only(linked_plan(f"[ ] {ALERT}", one), Update).change == IssueChange(due=None)


def test_where_the_tracker_has_no_due_dates_only_the_block_changes() -> None:
    limits = replace(LIMITS, due_dates=False)
    made = make(matched([incident(f"[ ] {ALERT}, due 2026-05-01 {link(1)}")], known(settled())), settings(limits))
    action = only(made, Update)
    assert action.change == IssueChange()
    assert action.block is not None
    assert "2026-05-01" in (action.block.text or "")


def test_a_priority_becomes_a_label_and_the_old_one_goes() -> None:
    one = synced(f"[ ] {ALERT} [P1]", settled())
    assert "priority: P1" in one.labels
    change = only(linked_plan(f"[ ] {ALERT} [P2]", one), Update).change
    assert change == IssueChange(add_labels=("priority: P2",), remove_labels=("priority: P1",))


def test_a_label_that_people_took_away_or_added_stays_so() -> None:
    one = synced(f"[ ] {ALERT} [P1]", settled())
    assert linked_plan(f"[ ] {ALERT} [P1]", replace(one, labels=(*LABELS, "team: data"))).actions == ()


def test_an_adopted_issue_gets_the_marker_and_keeps_every_word() -> None:
    one = issue(1, ALERT, key=None)
    action = only(linked_plan(f"[ ] {ALERT}", one), Update)
    assert action.symbol is Symbol.ADOPT
    assert action.block is not None
    whole = marker.write(one.body, action.block.marker, action.block.text or "")
    assert whole.endswith(one.body)


def test_an_issue_outside_the_configured_projects_is_left_alone() -> None:
    away = replace(settled(), ref=replace(ref(1), project="team/other"))
    assert only(plan(ALERT, away), Remark)


# --- links, duplicates, orphans -----------------------------------------------------------------------------------


def test_a_missing_link_is_written() -> None:
    assert only(plan(f"[ ] {ALERT}", settled()), Write).edit == Edit(link=True)


def test_a_duplicate_is_closed_with_a_comment() -> None:
    action = only(make(Matched(duplicates=(Duplicate(issue(3, ALERT), issue(2, ALERT)),)), settings()), GiveWay)
    assert (action.change.state, action.change.duplicate_of) == (State.DUPLICATE, ref(2))
    assert "#2" in action.comment


def orphan(state: State = State.OPEN, number: int = 1) -> Tracked:
    one = issue(number, ALERT, state=state)
    return Tracked(one, marker.read(one.body))


def test_an_orphan_is_reported_and_left() -> None:
    made = make(Matched(orphans=(orphan(),)), settings())
    assert only(made, Remark)
    assert made.managed == 1


def test_an_orphan_is_closed_on_request() -> None:
    action = only(make(Matched(orphans=(orphan(),)), settings(close_orphans=True)), Close)
    assert action.change.state is State.NOT_PLANNED
    assert action.block.marker.base.state is State.NOT_PLANNED


def test_a_closed_orphan_is_no_news() -> None:
    assert make(Matched(orphans=(orphan(State.COMPLETED),)), settings(close_orphans=True)).actions == ()


# --- consent ------------------------------------------------------------------------------------------------------


def closing(gone: int, kept: int, closed: int = 0) -> Plan:
    orphans = [orphan(number=n) for n in range(1, gone + 1)]
    orphans += [orphan(State.COMPLETED, number=n) for n in range(1000, 1000 + closed)]
    pairs = tuple(pair(f"[ ] {ALERT}", issue=settled()) for _ in range(kept))
    return make(Matched(pairs, tuple(orphans)), settings(close_orphans=True))


@pytest.mark.parametrize(("gone", "kept", "closed"), [(4, 6, 0), (10, 0, 0), (4, 6, 500), (31, 69, 0)])
def test_a_vanished_tree_closes_nothing_without_consent(gone: int, kept: int, closed: int) -> None:
    made = closing(gone, kept, closed)
    with pytest.raises(UsageError, match="would be closed as orphans"):
        ask_consent(made, Consent(yes=False, max_creates=50))
    ask_consent(made, Consent(yes=True, max_creates=50))


@pytest.mark.parametrize(("gone", "kept"), [(3, 7), (9, 0), (30, 70), (0, 10)])
def test_a_few_orphans_are_closed_without_asking(gone: int, kept: int) -> None:
    ask_consent(closing(gone, kept), Consent(yes=False, max_creates=50))


def test_a_flood_of_new_issues_needs_consent() -> None:
    made = make(Matched(tuple(pair(ALERT, how=How.NEW) for _ in range(3))), settings())
    with pytest.raises(UsageError, match=r"^3 issues would be created"):
        ask_consent(made, Consent(yes=False, max_creates=2))
    ask_consent(made, Consent(yes=False, max_creates=3))
    one = make(Matched((pair(ALERT, how=How.NEW),)), settings())
    with pytest.raises(UsageError, match=r"^1 issue would be created"):
        ask_consent(one, Consent(yes=False, max_creates=0))


def test_a_base_of_another_time_is_not_lost() -> None:
    assert base_after(only(plan(f"[x] {ALERT}", settled()), Update)) == replace(
        agreed(ALERT), state=State.COMPLETED, labels=LABELS
    )


def test_news_of_a_confidential_incident_reach_an_issue_that_is_confidential_itself() -> None:
    hidden = replace(issue(1, "Add an alert"), confidential=True)
    secret = replace(pair(ALERT, issue=hidden), incident=incident(ALERT)._replace(confidential=True))
    assert only(make(Matched((secret,)), settings(replace(LIMITS, private=False))), Update)


def test_only_open_issues_count_for_how_much_of_them_is_closed() -> None:
    done = pair(f"[x] {ALERT}", issue=issue(2, ALERT, state=State.COMPLETED))
    left = Tracked(issue(3, "Left"), marker.read(issue(3, "Left").body))
    made = make(Matched((pair(ALERT, issue=issue(1, ALERT)), done), orphans=(left,)), settings())
    assert made.managed == 2


def test_an_issue_of_a_newer_version_is_left_as_it_is() -> None:
    one = issue(1, "Add an alert")
    newer = replace(one, body=one.body.replace('"v":1', '"v":99'))
    mark = marker.read(newer.body)
    assert mark is not None
    assert mark.newer
    left = only(make(Matched((pair(ALERT, issue=newer),)), settings(close_orphans=True)), Remark)
    assert "newer version" in left.what
    orphan = make(Matched(orphans=(Tracked(newer, mark),)), settings(close_orphans=True))
    assert only(orphan, Remark)


def test_the_link_of_a_renamed_project_is_corrected_in_place() -> None:
    old = "([#1](https://memory.example/team/before/issues/1))"
    action = only(make(Matched((pair(f"{ALERT} {old}", issue=issue(1, ALERT)),)), settings()), Update)
    assert action.edit is not None
    assert action.edit.link
    assert action.edit.replaces is not None
    assert action.edit.replaces.url == "https://memory.example/team/before/issues/1"
    for strange in (
        "([#1](https://other.example/a/b/issues/1))",
        "([#2](https://memory.example/team/before/issues/2))",
    ):
        found = pair(f"{ALERT} {strange}", issue=issue(1, ALERT))
        edit = only(make(Matched((found,)), settings()), Update).edit
        assert edit is not None
        assert edit.replaces is None


def test_a_label_that_tells_why_it_was_closed_is_taken_off_what_is_open_again() -> None:
    limits = replace(LIMITS, closing_labels=frozenset({"resolution::not planned"}))
    one = issue(1, ALERT, labels=("postmortem", "resolution::not planned"))
    change = only(make(Matched((pair(ALERT, issue=one),)), settings(limits)), Update).change
    assert change.remove_labels == ("resolution::not planned",)


def test_what_people_changed_can_be_accepted_once_and_for_all() -> None:
    renamed = replace(issue(1, ALERT, base=agreed(ALERT)), title="Another title", assignees=("omar",))
    found = pair(f"{ALERT} @dana", issue=renamed)
    noted = make(Matched((found,)), settings())
    assert any("--accept-tracker" in action.what for action in noted.actions)
    base = base_after(only(make(Matched((found,)), settings(accept=True)), Update))
    assert (base.title, base.title_there) == (ALERT, "Another title")
    body = (
        marker.rebase(renamed.body, marker.with_base(found.tracked.marker, base))
        if found.tracked and found.tracked.marker
        else ""
    )
    again = make(Matched((pair(f"{ALERT} @dana", issue=replace(renamed, body=body)),)), settings())
    assert not any("retitled" in action.what for action in again.actions)
