"""One level is one label, however documents spell it, and no issue is labelled anew because of a spelling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from postmortem_tracker.app.secrets import common_value
from postmortem_tracker.model import Issue
from postmortem_tracker.report.common import Common
from postmortem_tracker.sync.actions import Action, Create, Update
from postmortem_tracker.sync.identity.matched import How, Matched, Pair, Tracked
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.sync.plan import make
from tests.sync.make import LIMITS, incident, ref, settings

LEVELS = ("priority", "severity")


def written(severity: str | None = None, priority: str | None = None, *, secret: bool = False) -> Pair:
    whole = incident("Drain it")._replace(severity=severity, confidential=secret)
    return Pair(whole, whole.tasks[0]._replace(priority=priority), How.NEW)


def planned(pair: Pair, private: bool | None = False) -> tuple[Action, ...]:
    limits = replace(LIMITS, private=private, confidential_issues=True)
    shown = partial(common_value, Common())
    return make(Matched((pair,)), settings(limits, labels_for=LEVELS, common=shown, write_back=False)).actions


def opened(pair: Pair, rename: Callable[[str], str] = str) -> Issue:
    """The issue that a sync opened for it, whose labels it gave in another spelling."""
    (create,) = planned(pair, private=True)
    assert isinstance(create, Create)
    draft = create.draft
    labels = tuple(map(rename, draft.labels))
    mark = marker.read(draft.body)
    assert mark is not None
    body = marker.rebase(draft.body, marker.with_base(mark, replace(mark.base, labels=labels)))
    return Issue(ref(1), "there", draft.title, body, labels=labels, confidential=pair.incident.confidential)


def again(pair: Pair, issue: Issue, private: bool | None = False) -> tuple[Action, ...]:
    kept = replace(pair, how=How.MARKER, tracked=Tracked(issue, marker.read(issue.body)))
    return planned(kept, private)


@pytest.mark.parametrize("severity", ["SEV2", "SEV-2", "sev 2", "Sev.2", "Severity 2", "S2", "2", "SEV-2 (major)"])
def test_each_spelling_of_a_severity_is_one_label(severity: str) -> None:
    assert opened(written(severity)).labels == ("postmortem", "severity: SEV2")


@pytest.mark.parametrize("priority", ["P1", "p1", "P 1", "p-1", "1"])
def test_each_spelling_of_a_priority_is_one_label(priority: str) -> None:
    assert opened(written(priority=priority)).labels == ("postmortem", "priority: P1")


@pytest.mark.parametrize(
    ("severity", "label"),
    [
        ("HIGH", "severity: high"),
        ("High", "severity: high"),
        ("Critical", "severity: critical"),
        ("SEV1", "severity: SEV1"),
        ("SEV0", "severity: SEV0"),
        ("1.5", "severity: 1.5"),
        ("2nd class", "severity: 2nd class"),
    ],
)
def test_what_is_another_level_is_another_label(severity: str, label: str) -> None:
    assert opened(written(severity)).labels == ("postmortem", label)


@pytest.mark.parametrize("old", ["SEV-2", "sev 2", "S2", "2", "P2", "SEV2 – half of the shops"])
@pytest.mark.parametrize("now", ["SEV2", "SEV-2", "Sev 2"])
def test_an_issue_labelled_before_in_another_spelling_keeps_its_label(old: str, now: str) -> None:
    pair = written(now)
    issue = opened(pair, lambda label: label.replace("SEV2", old))
    assert f"severity: {old}" in issue.labels
    assert again(pair, issue) == ()


def test_a_label_that_people_took_off_stays_off() -> None:
    pair = written("SEV-2", "p1")
    issue = opened(pair)
    assert again(pair, replace(issue, labels=("postmortem",))) == ()


@pytest.mark.parametrize("old", ["SEV-2", "SEV2", "S2"])
def test_another_level_is_another_label_all_the_same(old: str) -> None:
    issue = opened(written("SEV2"), lambda label: label.replace("SEV2", old))
    (action,) = again(written("Sev 1"), issue)
    assert isinstance(action, Update)
    assert (action.change.add_labels, action.change.remove_labels) == (("severity: SEV1",), (f"severity: {old}",))


def test_a_priority_is_not_taken_for_a_severity_that_was_told() -> None:
    issue = opened(written("SEV2"), lambda label: label.replace("SEV2", "S2"))
    (action,) = again(written("SEV2", "P2"), issue)
    assert isinstance(action, Update)
    assert (action.change.add_labels, action.change.remove_labels) == (("priority: P2",), ())


@pytest.mark.parametrize("old", ["SEV2 – zebra", "SEV-2 zebra"])
def test_words_in_an_old_label_of_what_is_confidential_are_taken_back_from_outsiders(old: str) -> None:
    pair = written("Sev 2 – zebra", secret=True)
    issue = opened(pair, lambda label: label.replace("SEV2", old))
    assert again(pair, issue, private=True) == ()
    assert again(pair, issue, private=None) == ()
    (action,) = again(pair, issue, private=False)
    assert isinstance(action, Update)
    assert (action.change.add_labels, action.change.remove_labels) == (("severity: SEV2",), (f"severity: {old}",))
