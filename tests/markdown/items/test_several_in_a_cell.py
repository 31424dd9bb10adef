"""A cell that lists several items: one entry's state is never the state of all, and it is said."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem, State

HEAD = "# INC-1 Pool\n\n**Date:** 2026-10-12\n\n## Action items\n\n"


def read(cell: str, status: str = "") -> tuple[ActionItem, list[str]]:
    head = "| Owner | Action item | Status |\n|---|---|---|\n" if status else "| Owner | Action item |\n|---|---|\n"
    (incident,) = parse(f"{HEAD}{head}| Cy | {cell} |{f' {status} |' if status else ''}\n", "a.md")
    (item,) = incident.tasks
    return item, [each.code for each in incident.findings]


@pytest.mark.parametrize(
    "cell",
    [
        "- Log it<br>- Map it (done)",
        "- Log it<br/>- Map it (erledigt)",
        "Log it<br>Map it (done)",
        "✅ Rotate the keys<br>Cap it",
        "Cap it<br>✅ Rotate the keys",
        "- [x] Drain it<br>- [ ] Split it",
        "☑ Drain it<br>☐ Split it",
        "Log it<br>Kartierung der Topics (erledigt)",
        "Cap it<br>Review the alerts (done)",
        "Log it<br>Kartierung der Topics ✅",
        "[x] Drain it [ ] Split it",
        "1. Drain it 2. Split it (done)",
        "1) Drain it<br>2) Split it (terminé)",
        "- ログを追加する（完了）<br>- 監視を追加する",
        "<ul><li>Log it</li><li>Map it (done)</li></ul>",
    ],
)
def test_the_state_of_one_entry_is_not_that_of_all(cell: str) -> None:
    item, codes = read(cell)
    assert item.state is State.OPEN
    assert codes.count("PM133") == 1


@pytest.mark.parametrize(
    "cell", ["- [x] Log it<br>- [x] Map it", "- Log it (done)<br>- Map it (done)", "☑ Log it<br>☑ Map it"]
)
def test_entries_that_are_all_done_are(cell: str) -> None:
    item, codes = read(cell)
    assert item.state is State.COMPLETED
    assert codes.count("PM133") == 1


def test_the_row_has_a_state_of_its_own() -> None:
    item, codes = read("- Log it<br>- Map it", "Done")
    assert item.state is State.COMPLETED
    assert codes.count("PM133") == 1


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        ("Drain it now<br>and then split it", State.OPEN),
        ("Rotate the keys<br>(done)", State.COMPLETED),
        ("Rotate the keys<br>Status: done", State.COMPLETED),
        ("Rotate the keys<br>", State.OPEN),
        ("[x] Rotate the keys", State.COMPLETED),
        ("- Rotate the keys (done)", State.COMPLETED),
        ("Upgrade to 1.2 or 2.4", State.OPEN),
        ("1. Rotate the keys", State.OPEN),
        ("~~Rotate the keys~~ <br>done", State.COMPLETED),
        ("- Rotate the keys<br>- (done)", State.COMPLETED),
        ("Rotate the keys (done)<br>Note: see #12", State.OPEN),
        ("Rotate the keys (done)<br>Hinweis: siehe #12", State.OPEN),
        ("Rotate the keys (done)<br>see the runbook", State.OPEN),
        ("Rotate the keys<br/>✅ tested", State.OPEN),
        ("Rotate the keys<br>✅ tested in staging", State.OPEN),
        ("Rotate the keys (done)<br>cc @bo", State.OPEN),
        ("Replace a [ ] b by c [x] d", State.OPEN),
    ],
)
def test_one_item_is_read_as_ever(cell: str, state: State) -> None:
    item, codes = read(cell)
    assert item.state is state
    assert "PM133" not in codes
