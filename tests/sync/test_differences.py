"""What an action changes, told field by field: as it is now and as it will be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from postmortem_tracker.model import Issue, IssueChange, State
from postmortem_tracker.sync.actions import Action, Block, Edit, Subject, Symbol, Update, Write
from postmortem_tracker.sync.differences import Difference, differences
from postmortem_tracker.sync.identity.matched import How, Matched
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.sync.plan import make
from tests.sync.make import LABEL, agreed, issue, pair, settings

ALERT = "Add an alert on queue depth"


NOTHING = IssueChange()


def changed(seen: Issue, change: IssueChange = NOTHING, block: Block | None = None) -> Update:
    return Update(Subject(), "", seen, Symbol.UPDATE, change, block)


def told(action: Action) -> dict[str, tuple[object, object]]:
    return {each.field: (each.old, each.new) for each in differences(action)}


def test_a_new_issue_is_told_with_all_that_it_will_hold() -> None:
    (action,) = make(Matched((pair(f"[x] {ALERT} @kim, due 2026-05-01 [P1]", how=How.NEW),)), settings()).actions
    assert told(action) == {
        "title": (None, ALERT),
        "state": (None, "completed"),
        "assignees": (None, ("kim",)),
        "due date": (None, "2026-05-01"),
        "labels": (None, (LABEL, "priority: P1")),
        "link in the document": (None, "the new issue"),
    }


def test_every_field_of_an_issue_is_told_from_what_to_what() -> None:
    seen = issue(7, "Old title", labels=(LABEL, "type: repair", "theirs"), assignees=("zoe", "ana"))
    change = IssueChange(
        title="New title",
        state=State.NOT_PLANNED,
        add_labels=("priority: P1",),
        remove_labels=("type: repair",),
        assignees=(),
        due=date(2026, 5, 1),
    )
    action = changed(seen, change)
    assert told(action) == {
        "title": ("Old title", "New title"),
        "state": ("open", "not planned"),
        "assignees": (("ana", "zoe"), None),
        "due date": (None, "2026-05-01"),
        "labels": ((LABEL, "type: repair", "theirs"), (LABEL, "theirs", "priority: P1")),
    }


def test_a_date_that_only_the_managed_block_holds_is_told() -> None:
    seen = issue(7, ALERT)
    mark = marker.read(seen.body)
    assert mark is not None
    later = marker.with_base(mark, replace(agreed(ALERT), due="2026-05-01"))
    action = changed(seen, block=Block(later, "content"))
    assert differences(action) == (Difference("due date", None, "2026-05-01"),)
    dated = replace(seen, due=date(2026, 5, 1))
    assert differences(replace(action, issue=dated)) == (), "the issue has that date already"


def test_details_are_told_as_they_stand_in_the_issue() -> None:
    seen = issue(7, ALERT)
    mark = marker.read(seen.body)
    assert mark is not None
    assert differences(changed(seen, block=Block(mark, "other"))) == (Difference("details", "content", "other"),)
    assert differences(changed(seen, block=Block(mark, None))) == ()


def test_what_is_written_into_the_document_is_told() -> None:
    action = Write(Subject(), "", issue(7, ALERT), Symbol.DONE, Edit(link=True, state=State.COMPLETED))
    assert told(action) == {
        "link in the document": (None, "team/app#7"),
        "state in the document": ("open", "completed"),
    }
    assert told(replace(action, edit=Edit(state=State.OPEN))) == {"state in the document": ("completed", "open")}
