"""How many requests reminders take, as equalities."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from postmortem_tracker.app import remind
from postmortem_tracker.app.situation import look
from postmortem_tracker.report.reminders import Reminder
from postmortem_tracker.report.summary import summarise
from tests.integrations.places import Place, sync

LATE = "# INC-1: Queue stalled\n\n## Action items\n\n"


@pytest.mark.parametrize("items", [1, 3])
def test_a_reminder_takes_a_look_at_its_comments_one_at_the_issue_a_comment_and_a_change(
    place: Place, tmp_path: Path, items: int
) -> None:
    lines = "".join(f"- [ ] Add alert number {n} to the queue (due 2026-06-01)\n" for n in range(items))
    (tmp_path / "pm.md").write_text(LATE + lines)
    session, _ = sync(place, tmp_path)

    def due() -> tuple[Reminder, ...]:
        place.clear()
        looked = look(session.workspace, session, [str(tmp_path / "pm.md")], date(2026, 6, 10))
        found, problems = remind.due(session, summarise(looked.situation))
        assert not problems
        return found

    wanted = due()
    assert len(wanted) == items
    assert [method for method, _ in place.seen()] == ["GET"] * (1 + items)  # the list, and each issue's comments
    place.clear()
    assert all(done.error is None for done in remind.post(session, wanted))
    change = "PATCH" if place.kind == "github" else "PUT"
    assert [method for method, _ in place.seen()] == ["GET", "POST", change] * items
    assert due() == ()
    assert [method for method, _ in place.seen()] == ["GET"] * (1 + items)
