"""What a plan says it costs is what it costs: requests of the changes and, paced as github.com asks, their time."""

from __future__ import annotations

from pathlib import Path

import pytest

from postmortem_tracker.sync import costs
from tests.integrations.conftest import Naps
from tests.integrations.places import Place, sync

HEAD = "# INC-1: Queue stalled\n\nSeverity: SEV2\n\n## Action items\n\n"
ALERT, RUNBOOK, RETRY = "Add an alert on queue depth", "Write a runbook for failover", "Limit retries of the importer"


def step(place: Place, root: Path, *lines: str, incident_issue: bool = True) -> int:
    """Sync these items; returns the requests that change issues, after the whole run was foreseen to the last one."""
    (root / "pm.md").write_text(HEAD + "".join(f"- {line}\n" for line in lines))
    place.clear()
    foreseen: list[int] = []
    settings = {"incident_issue": incident_issue, "close_orphans": True, "create_completed": True}
    _, done = sync(place, root, lambda session, plan: foreseen.append(session.requests(plan)), **settings)
    assert not done.failed, done.outcomes
    assert foreseen == [len(place.seen())]
    return len(place.changing())


def lines(root: Path) -> list[str]:
    """The items as they stand in the document, links and all."""
    return [line.removeprefix("- ") for line in (root / "pm.md").read_text().splitlines() if line.startswith("- ")]


def test_a_first_sync_with_an_incidents_issue(place: Place, tmp_path: Path) -> None:
    # Three creates and a close; the incident's issue, a look at its links, three links, and a look and a change.
    assert step(place, tmp_path, f"[ ] {ALERT}", f"[x] {RUNBOOK}", f"[ ] {RETRY}") == 11
    assert step(place, tmp_path, *lines(tmp_path)) == 0


def test_a_first_sync_without(place: Place, tmp_path: Path) -> None:
    assert step(place, tmp_path, f"[ ] {ALERT}", f"[x] {RUNBOOK}", incident_issue=False) == 3


def test_an_incident_that_is_over_when_it_is_first_seen(place: Place, tmp_path: Path) -> None:
    assert step(place, tmp_path, f"[x] {ALERT}") == 7


def test_an_incident_without_issues_of_its_own_that_is_over(place: Place, tmp_path: Path) -> None:
    # The incident's issue; a look at it and its closing.
    assert step(place, tmp_path, f"[x] {ALERT} ([OPS-12](https://tickets.example.com/browse/OPS-12))") == 3


def test_a_new_item_is_linked_with_the_issue_that_is_there(place: Place, tmp_path: Path) -> None:
    step(place, tmp_path, f"[ ] {ALERT}", f"[ ] {RUNBOOK}")
    # The create; a look at the links, the link, and a look at the incident's issue and its change.
    assert step(place, tmp_path, *lines(tmp_path), f"[ ] {RETRY}") == 5


def test_a_closed_item_changes_its_own_issue_and_the_incidents(place: Place, tmp_path: Path) -> None:
    step(place, tmp_path, f"[ ] {ALERT}", f"[ ] {RUNBOOK}")
    first, second = lines(tmp_path)
    assert step(place, tmp_path, first.replace("[ ]", "[x]"), second) == 4
    assert step(place, tmp_path, *[line.replace("[ ]", "[x]") for line in lines(tmp_path)]) == 4


def test_an_orphan_is_closed_with_a_word(place: Place, tmp_path: Path) -> None:
    step(place, tmp_path, f"[ ] {ALERT}", f"[ ] {RUNBOOK}")
    # A look, the comment and the change; a look at the incident's issue and its change.
    assert step(place, tmp_path, lines(tmp_path)[0]) == 5


def test_labels_are_requests_of_their_own_on_github_alone(place: Place, tmp_path: Path) -> None:
    step(place, tmp_path, f"[ ] {ALERT} (P1)", f"[ ] {RUNBOOK}")
    first, second = lines(tmp_path)
    assert "P1" in first
    both = 4 if place.kind == "github" else 2  # one to add, one to take away
    assert step(place, tmp_path, first.replace("P1", "P2"), second) == both


@pytest.mark.parametrize("items", [1, 101])
def test_many_items(place: Place, tmp_path: Path, items: int) -> None:
    """An incident's issue takes a hundred links."""
    words = [f"[ ] Replace the {number} disk of the {'archive' * (number % 7 + 1)} store" for number in range(items)]
    expected = items + 1 + 1 + min(items, 100) + 2
    assert step(place, tmp_path, *words) == expected


@pytest.mark.node
def test_links_are_paced_and_counted_as_time(
    hub: Place, naps: Naps, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[float] = []
    monkeypatch.setattr("postmortem_tracker.app.sync.announce", lambda plan, seconds, console: told.append(seconds))
    # The labels' requests are writes too: there from an earlier run.
    step(hub, tmp_path, f"[ ] {ALERT}")
    started = naps.now = naps.now + 3600
    step(hub, tmp_path, *lines(tmp_path), f"[ ] {RUNBOOK}", f"[ ] {RETRY}")
    # Two creates, two links and the change of the incident's issue: a second between each and the next.
    assert told[-1] == 4
    assert naps.now - started == told[-1]


def test_a_cost_adds_up() -> None:
    total = costs.Cost(1, 2, 3) + costs.Cost(10, 20, 30)
    assert (total.creates, total.changes, total.reads, total.requests) == (11, 22, 33, 66)
