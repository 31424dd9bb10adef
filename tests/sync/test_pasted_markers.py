"""An outsider whose issue a document links pastes another marker into it: nothing moves but that issue's own item."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest

from postmortem_tracker.model import Issue
from postmortem_tracker.sync.actions import Close, GiveWay
from postmortem_tracker.sync.identity.matched import How
from postmortem_tracker.sync.incident_issue.plan import make
from postmortem_tracker.sync.issue_text import marker
from postmortem_tracker.sync.issue_text.marker import INCIDENT_KEY, Marker
from tests.sync.make import agreed, incident, issue, known, link, matched, settings

TITLES = ("Add an alert", "Drain the queue", "Write the runbook")
TITLE = "INC-1: Queue stalled"
FORGERIES: dict[str, Callable[[Marker], Marker]] = {
    "as it is": lambda mark: mark,
    "of another run": lambda mark: replace(mark, born="forged"),
    "of no run": lambda mark: replace(mark, born=""),
    "of the incident": lambda mark: replace(mark, key=INCIDENT_KEY, born="forged"),
    "of another incident": lambda mark: replace(mark, incident="INC-9", children=(1, 2, 3, 4), born="forged"),
    "of a document that is gone": lambda mark: replace(mark, path="gone.md"),
    "of another repository": lambda mark: replace(mark, before=("https://git.example/other",)),
}


def world(first_of_items: int, own: int) -> dict[int, Issue]:
    """Three items with their issues and the incident's own one, by number."""
    found = {n: issue(n, title, born=f"run{n}", words="") for n, title in enumerate(TITLES, first_of_items)}
    found[own] = issue(own, TITLE, key=INCIDENT_KEY, base=replace(agreed(TITLE), owners=None, due=None), born="run0")
    return found


@pytest.mark.parametrize("forged", FORGERIES)
@pytest.mark.parametrize(("first", "own"), [(1, 4), (2, 1)])
def test_it_moves_nothing_of_others(first: int, own: int, forged: str) -> None:
    lines = [f"{title} {link(n)}" for n, title in enumerate(TITLES, first)]
    for attacker, victim in itertools.permutations([*range(first, first + 3), own], 2):
        if attacker == own:
            continue
        issues = world(first, own)
        said = marker.read(issues[victim].body)
        assert said is not None
        body = marker.write("", FORGERIES[forged](said), "content")
        issues[attacker] = replace(issues[attacker], title=issues[victim].title, body=body)
        found = matched([incident(*lines)], known(*issues.values()), frozenset({"gone.md"}))
        others = [pair for n, pair in enumerate(found.pairs, first) if n != attacker]
        assert [(pair.how, pair.tracked and pair.tracked.issue.ref.number) for pair in others] == [
            (How.LINK, n) for n in range(first, first + 3) if n != attacker
        ]
        plan = make(found, settings(incident_issue=True, close_orphans=True))
        ended = [each.issue.ref.number for each in plan.actions if isinstance(each, Close | GiveWay)]
        assert ended in ([], [attacker]), (forged, attacker, victim)
        assert [each.issue.ref.number for each in found.incident_issues][:1] == [own]


def test_the_incidents_own_issue_stays_its_own_where_an_item_links_it() -> None:
    """A person pasted the wrong number: there is no other one."""
    issues = world(1, 4)
    found = matched([incident(*(f"{title} {link(4)}" for title in TITLES))], known(*issues.values()))
    assert {pair.how for pair in found.pairs} == {How.SHARED}
    assert [each.issue.ref.number for each in found.incident_issues] == [4]
