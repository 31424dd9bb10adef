"""What a sync tells of a change that was made: old and new values, in the plan's words, and nothing that is not so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from postmortem_tracker.app.plan_words import facts, news
from postmortem_tracker.app.secrets import conceal_outcome
from postmortem_tracker.errors import RemoteError
from postmortem_tracker.model import IssueChange, Link, Span, State
from postmortem_tracker.sync.actions import Block, Edit, Subject, Symbol, Update, Write
from postmortem_tracker.sync.identity.matched import How, Matched, Rewording
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.sync.plan import make
from postmortem_tracker.sync.run import Outcome, Result
from tests.sync.make import LABEL, issue, pair, settings

ALERT = "Add an alert on queue depth"
SEEN = issue(7, ALERT, assignees=("ana",), due=date(2026, 5, 1))


def update(change: IssueChange, text: str | None = None, **more: object) -> Update:
    mark = marker.read(SEEN.body)
    assert mark is not None
    block = None if text is None else Block(mark, text)
    return Update(Subject(**more), "", SEEN, Symbol.UPDATE, change, block)  # type: ignore[arg-type] # fields by name


def done(action: Update | Write, **after: object) -> Outcome:
    return Outcome(action, Result.DONE, replace(SEEN, **after))  # type: ignore[arg-type] # fields by name


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (IssueChange(title="Add two alerts"), f"title: {ALERT} → Add two alerts"),
        (IssueChange(due=date(2026, 6, 2)), "due date: 2026-05-01 → 2026-06-02"),
        (IssueChange(due=None), "due date: 2026-05-01 → none"),
        (IssueChange(add_labels=("priority: P1",)), f"labels: {LABEL} → {LABEL}, priority: P1"),
    ],
)
def test_a_change_is_told_from_what_to_what(change: IssueChange, told: str) -> None:
    assert list(news(done(update(change)))) == list(facts(update(change))) == [told]


def test_who_is_assigned_is_who_the_tracker_took() -> None:
    action = update(IssueChange(assignees=("bob", "ghost")))
    assert list(facts(action)) == ["assignees: ana → bob, ghost"]
    assert list(news(done(action, assignees=("bob",)))) == ["assignees: ana → bob"]
    assert list(news(done(action, assignees=()))) == ["assignees: ana → none"]
    assert list(news(done(action, assignees=("ana",)))) == [], "the line itself says who could not be"


def test_what_the_line_of_the_change_says_is_not_told_twice() -> None:
    assert list(news(done(update(IssueChange(state=State.COMPLETED))))) == []
    assert list(news(done(Write(Subject(), "", SEEN, Symbol.DONE, Edit(state=State.COMPLETED))))) == []
    assert list(news(done(Write(Subject(), "", SEEN, Symbol.ADOPT, Edit(link=True))))) == []
    (new,) = make(Matched((pair(f"{ALERT} @kim, due 2026-05-01", how=How.NEW),)), settings()).actions
    assert list(news(Outcome(new, Result.DONE, SEEN))) == []


def test_what_is_written_into_the_document_is_told() -> None:
    old = Link("acme/old#7", "https://example.com/old/7", 3, Span(0, 0))
    moved = Write(Subject(), "", SEEN, Symbol.UPDATE, Edit(link=True, replaces=old))
    assert list(news(done(moved))) == [f"link in the document: acme/old#7 → {SEEN.ref}"]
    words = Write(Subject(), "", SEEN, Symbol.UPDATE, Edit(words=Rewording("key", ALERT, (), "Add two alerts")))
    assert list(news(done(words))) == [f"title in the document: {ALERT} → Add two alerts"]


@pytest.mark.parametrize("result", [Result.FAILED, Result.SKIPPED])
def test_what_was_not_done_is_not_told_as_if_it_were(result: Result) -> None:
    action = update(IssueChange(title="Add two alerts"))
    assert list(news(Outcome(action, result, None, RemoteError("no answer")))) == []


def test_details_are_short_and_say_nothing_twice() -> None:
    text = "**Owner:** @\u200bBob  \n**Due:** 2026-06-02\n\none\ntwo\nthree"
    action = update(IssueChange(assignees=("bob",), due=date(2026, 6, 2)), text)
    lines = list(news(done(action, assignees=("bob",), due=date(2026, 6, 2))))
    assert lines == [
        "assignees: ana → bob",
        "due date: 2026-05-01 → 2026-06-02",
        "details: - content",
        "details: + one",
        "details: and 2 lines more",
    ]
    unknown = list(news(done(update(IssueChange(), text))))
    assert unknown[1] == "details: + Owner: @\u200bBob", "an owner without an account is told as the document says it"


def test_nothing_confidential_is_told() -> None:
    action = update(IssueChange(title="Secret title", add_labels=("severity: SEV1",)), "secret", secret=True)
    assert list(news(conceal_outcome(done(action)))) == []
