"""A day behind a closed state tells when it was done; it is no due date."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem, State


def read(line: str) -> tuple[ActionItem, list[str]]:
    (incident,) = parse(f"# INC-1 Outage\n\n**Date:** 2026-10-12\n\n## Action items\n\n{line}\n", "a.md")
    (item,) = incident.items
    return item, [each.code for each in incident.findings]


@pytest.mark.parametrize("word", ["done", "Done", "completed", "finished", "fixed", "closed", "erledigt", "hecho"])
@pytest.mark.parametrize(
    "told",
    [
        *("– {} 2026-11-03", "— {} on 3 November 2026", "- {} 2026-11-03", "– {}: 2026-11-03", "– {} (2026-11-03)"),
        *("– {}, 2026-11-03", "({} 2026-11-03)", "– {} in #7 on 2026-11-03"),
    ],
)
@pytest.mark.parametrize("box", ["", "[x] "])
def test_a_day_behind_a_state_is_when_it_was_done(word: str, told: str, box: str) -> None:
    item, codes = read(f"- {box}Drain the queue @ana {told.format(word)}")
    assert (item.text, item.owners, item.state, item.due) == (
        "Drain the queue",
        ("@ana",),
        State.COMPLETED,
        None,
    )
    assert codes == []


@pytest.mark.parametrize("told", ["– to be done 2026-11-03", "– done by 2026-11-03", "✅ done 2026-11-03", "✅ fixed"])
def test_what_may_as_well_be_a_plan_is_doubted(told: str) -> None:
    item, codes = read(f"- Drain the queue @ana {told}")
    assert item.state is State.OPEN
    assert codes in (["PM120"], ["PM103"])


@pytest.mark.parametrize("told", ["– 2026-11-03", "(2026-11-03)", "– due 2026-11-03", "– by 2026-11-03"])
def test_a_day_without_a_state_is_due(told: str) -> None:
    item, codes = read(f"- Drain the queue @ana {told}")
    assert (item.state, item.due, codes) == (State.OPEN, "2026-11-03", [])
