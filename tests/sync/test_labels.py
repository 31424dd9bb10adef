"""The labels of what is confidential: what outsiders read of it, also where nobody knows who they are."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.app.secrets import common_value
from postmortem_tracker.issues import Capabilities
from postmortem_tracker.model import Issue, Link, Span
from postmortem_tracker.report.common import Common
from postmortem_tracker.sync.actions import Create, Update
from postmortem_tracker.sync.identity.matched import How, Linked, Matched, Pair, Tracked
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.sync.labels import labels
from postmortem_tracker.sync.plan import make
from postmortem_tracker.sync.settings import Destination, Settings
from tests.sync.make import LIMITS, incident, ref, settings

WORDS = st.sampled_from([None, "P1", "high", "P1, for zebra", "zebra", "prevent", "SEV1", "SEV1 – zebra", "Networking"])
FACTS = ("priority", "type", "severity", "incident")
OPEN = replace(LIMITS, private=None, confidential_issues=True)


def wanted(limits: Capabilities = OPEN) -> Settings:
    shown = partial(common_value, Common())
    return settings(limits, labels_for=FACTS, common=shown, write_back=False)


@given(WORDS, WORDS, WORDS, st.integers(1, 6), st.sampled_from([8, 12, 50]))
def test_where_nobody_knows_labels_stay_as_they_were_told(
    priority: str | None, kind: str | None, severity: str | None, most: int, length: int
) -> None:
    whole = incident("Drain it")._replace(confidential=True, severity=severity)
    item = whole.tasks[0]._replace(priority=priority, type=kind)

    def there(private: bool | None, *told: str, most: int = most) -> tuple[str, ...]:
        limits = replace(OPEN, private=private, max_labels=most, label_length=length)
        return labels(whole, item, wanted(), Destination("memory", "team/app", limits), told)

    full, bare = there(True), there(False)
    assert there(None, *full) == full, "a run that knew told them all"
    assert there(None) == bare == there(False, *full), "nothing is told first by one that does not know"
    for half in (full[:2], full[-1:], bare):
        then = there(None, *half)
        assert there(None, *then) == then
        assert set(then) <= {*half, *there(False, most=len(FACTS) + 1)}


def opened(private: bool | None, *, hidden: bool) -> tuple[Pair, Issue]:
    """A confidential item with the issue that a run opened for it which knew so much of the project."""
    whole = incident("Drain it (type: Networking)")._replace(confidential=True, severity="SEV1 – zebra")
    pair = Pair(whole, whole.tasks[0], How.NEW)
    (action,) = make(Matched((pair,)), wanted(replace(OPEN, private=private, confidential_issues=hidden))).actions
    assert isinstance(action, Create)
    draft = action.draft
    return pair, Issue(ref(1), "there", draft.title, draft.body, labels=draft.labels, confidential=hidden)


def again(pair: Pair, issue: Issue, how: How = How.MARKER, linked: Linked | None = None) -> tuple[object, ...]:
    """What a run does about it that knows nothing of the project."""
    tracked = Tracked(issue, marker.read(issue.body))
    kept = replace(pair, how=how, tracked=tracked, linked=linked)
    return make(Matched((kept,)), wanted(replace(OPEN, confidential_issues=issue.confidential))).actions


@pytest.mark.parametrize("hidden", [False, True])
def test_a_run_that_does_not_know_undoes_nothing(hidden: bool) -> None:
    pair, issue = opened(True, hidden=hidden)
    assert issue.labels == ("postmortem", "type: networking", "severity: SEV1", "incident: INC-1")
    assert again(pair, issue) == ()


def test_one_that_people_took_off_stays_off_and_nothing_is_sent() -> None:
    pair, issue = opened(True, hidden=True)
    left = tuple(label for label in issue.labels if label != "type: networking")
    assert again(pair, replace(issue, labels=left)) == ()


def test_nor_does_it_tell_anything() -> None:
    pair, issue = opened(None, hidden=True)
    assert issue.labels == ("postmortem", "severity: SEV1")
    assert again(pair, issue) == ()


def test_a_label_that_the_document_does_not_tell_any_more_goes_all_the_same() -> None:
    pair, issue = opened(True, hidden=True)
    other = replace(pair, item=pair.item._replace(type="storage"))
    (action,) = again(other, issue)
    assert isinstance(action, Update)
    assert (action.change.add_labels, action.change.remove_labels) == ((), ("type: networking",))


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("along", [False, True])
def test_an_issue_that_was_moved_keeps_what_it_took_along_and_is_told_nothing_else(hidden: bool, along: bool) -> None:
    pair, issue = opened(True, hidden=hidden)
    issue = issue if along else replace(issue, labels=("postmortem",))
    linked = Linked(Link("#9", None, 5, Span(0, 2)), ref(9))
    actions = again(pair, issue, How.LINK, linked)
    added = [each.change.add_labels for each in actions if isinstance(each, Update)]
    assert added == ([] if along or not hidden else [("severity: SEV1",)])
    assert bool(actions) is not along


def test_what_people_make_of_the_visible_block_is_no_reason_to_send_something() -> None:
    pair, issue = opened(True, hidden=False)
    body = issue.body.replace("**Confidential:**", "**For us:**")
    assert body != issue.body
    assert again(pair, replace(issue, body=body)) == ()


def test_what_an_issue_told_when_it_was_for_everybody_is_taken_back_once_it_is_hidden() -> None:
    pair, _ = opened(True, hidden=True)
    public = replace(pair, incident=pair.incident._replace(confidential=False))
    (create,) = make(Matched((public,)), wanted()).actions
    assert isinstance(create, Create)
    issue = Issue(ref(1), "there", create.draft.title, create.draft.body, labels=create.draft.labels, confidential=True)
    (action,) = again(pair, issue)
    assert isinstance(action, Update)
    assert action.change.add_labels == ()
    assert action.change.remove_labels == ("type: networking", "incident: INC-1")
