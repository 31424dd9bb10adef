"""What `parse` and `plan` print for people."""

from __future__ import annotations

from postmortem_tracker.app.plan_words import Consent
from postmortem_tracker.cli.listing import incidents_table
from postmortem_tracker.cli.plan_formats import plan_markdown
from postmortem_tracker.markdown import parse
from postmortem_tracker.sync.actions import Plan, Remark, Subject

DOCUMENT = b"""# INC-9: Queue stopped

```
never closed

## Action items

- [ ] Alert on the queue's length
"""


def test_lines_are_aligned_under_their_incident_whose_id_is_said_once() -> None:
    head, path, finding, *_ = incidents_table(parse(DOCUMENT, "inc-9.md")).splitlines()
    assert head == "INC-9 Queue stopped"
    assert path == "  inc-9.md"
    assert finding.startswith("  !      "), "its line number stands where those of items stand"


def test_an_item_that_left_its_document_has_no_line_in_a_comment() -> None:
    gone = Remark(Subject("a.md", text="Add an alert"), "#3: its item is gone")
    shown = plan_markdown(Plan((gone,), 0), Consent(False, 50))
    assert "**a.md**\n\n" in shown
    assert "| `!` |  | Add an alert | \\#3: its item is gone |" in shown
    assert "Plan: 1 needs a person; 0 unchanged." in shown
