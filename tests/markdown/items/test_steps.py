"""What is promised inside an item is said, since nothing else watches it."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse


def findings(body: str) -> list[tuple[str, int, str]]:
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n## Action items\n{body}\n", "a.md")
    return [(one.code, one.line, one.message) for one in incident.findings if one.code in ("PM123", "PM124")]


@pytest.mark.parametrize(
    ("step", "quoted"),
    [
        ("  - [ ] Remove the dead consumers @jon due 2026-05-02", "'Remove the dead consumers' (@jon, due 2026-05-02)"),
        ("  - [ ] Remove the dead consumers", "'Remove the dead consumers'"),
        ("  - Remove the dead consumers @jon", "'Remove the dead consumers' (@jon)"),
        ("  - Remove the dead consumers by 2026-05-02", "'Remove the dead consumers' (due 2026-05-02)"),
        ("  - ☐ Remove the dead consumers", "'Remove the dead consumers'"),
        ("  - [/] Remove the dead\n    consumers", "'Remove the dead consumers'"),
    ],
)
def test_an_open_step_below_a_finished_item_is_pointed_out(step: str, quoted: str) -> None:
    assert findings(f"- [x] Clean up the queue @dana\n{step}") == [
        ("PM123", 4, f"open step below a finished item: {quoted}")
    ]


@pytest.mark.parametrize(
    "step",
    [
        *("  - [x] Remove the dead consumers @jon", "  - ☑ Remove them @jon", "  - [-] Remove them"),
        *("  - Owner: Ana", "  - Due: 2026-05-02", "  - the queue was full of dead consumers"),
    ],
)
def test_what_is_finished_or_only_told_is_no_step(step: str) -> None:
    assert findings(f"- [x] Clean up the queue @dana\n{step}") == []


@pytest.mark.parametrize(
    ("step", "found"),
    [
        *(("  - [ ] Add a stage @hal due 2026-05-01 (P0)", 1), ("  - [ ] Add a stage @hal", 1)),
        *(("  - [ ] Add a stage due 2026-05-01", 1), ("  - Plan\n    - [ ] Add a stage @hal", 1)),
        *(("  - [ ] Add a stage", 0), ("  - Ask @hal about it", 0), ("  - [x] Add a stage @hal", 0)),
        # Without a box an owner and a day make it a promise; either alone may only be told.
        *(("  - Add a stage @hal due 2026-05-01", 1), ("  1. Add a stage — Hal Doe, 2026-05-02", 1)),
        *(("  - Ajouter une étape @hal avant le 2 mai 2026", 1), ("  - 添加一个阶段 @hal 截止 2026年5月2日", 1)),
        *(("  - Plan\n    - Add a stage (owner: Hal, due 2026-05-01)", 1), ("  - Add a stage @hal", 0)),
        *(("  - Add a stage due 2026-05-01", 0), ("  - Add a stage @hal due 2026-05-01 (done)", 0)),
        *(("  - Owner: Hal\n  - Due: 2026-05-01", 0), ("  - Added a stage @hal 2026-05-01", 0)),
    ],
)
def test_a_promise_inside_an_open_item_is_pointed_out(step: str, found: int) -> None:
    assert [code for code, _, _ in findings(f"- [ ] Harden the pipeline @gina\n{step}")] == ["PM124"] * found


def test_steps_below_a_heading_that_is_an_item_are_seen() -> None:
    body = "### A1. Build a wall\n\n- [ ] Draw it @jon\n\n### A2. Test the wall\n\nWith water.\n"
    (incident,) = parse(f"# INC-1 Outage\n## Corrective actions\n{body}", "a.md")
    assert [item.line for item in incident.items] == [3, 7]
    assert [(one.code, one.line) for one in incident.findings] == [("PM124", 5)]


@pytest.mark.parametrize("told", ["TODO: remove the rest", "Open: remove the rest", "remove the rest (open)"])
def test_a_step_that_says_that_it_is_open_below_a_finished_item_is_pointed_out(told: str) -> None:
    (incident,) = parse(f"# INC-1 Outage\n\n## Action items\n\n- [x] Clean up\n  - {told}\n- [ ] Cap it\n", "a.md")
    assert [(one.code, one.line) for one in incident.findings] == [("PM123", 6)]


@pytest.mark.parametrize("told", ["removed the rest", "remove the rest (done)", "Note: the rest is open to all"])
def test_a_step_that_does_not_is_not(told: str) -> None:
    (incident,) = parse(f"# INC-1 Outage\n\n## Action items\n\n- [x] Clean up\n  - {told}\n- [ ] Cap it\n", "a.md")
    assert incident.findings == ()
