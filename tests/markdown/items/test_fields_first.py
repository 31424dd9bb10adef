"""An item may begin with its other fields, and name its task behind them."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

HEAD = "# INC-1 Pool\n\n**Date:** 2026-10-12\n\n## Action items\n\n- Page on lag\n"


@pytest.mark.parametrize(
    "line",
    [
        "Owner: Ana | Action: Rotate the keys | Due: 2026-12-20",
        "**Owner:** Ana **Action:** Rotate the keys **Due:** 2026-12-20",
        "Owner: Ana; Task: Rotate the keys; Due: 2026-12-20",
        "Due: 2026-12-20 – Action: Rotate the keys – Owner: Ana",
        "[ ] Due: 2026-12-20, Owner: Ana, To do: Rotate the keys",
        "Verantwortlich: Ana | Maßnahme: Rotate the keys | Frist: 2026-12-20",
        "Responsable : Ana | Action : Rotate the keys | Échéance : 2026-12-20",
    ],
)
def test_the_task_may_be_named_behind_the_fields(line: str) -> None:
    first, second = parse(f"{HEAD}- {line}\n")[0].tasks
    assert (first.text, first.owners, first.due) == ("Page on lag", (), None)
    assert (second.text, second.owners, second.due) == ("Rotate the keys", ("Ana",), "2026-12-20")


@pytest.mark.parametrize("line", ["Owner: Ana", "Verantwortlich: Ana", "Responsable : Ana", "**Responsável:** Ana"])
def test_a_line_of_nothing_but_a_field_belongs_to_the_item_above(line: str) -> None:
    (only,) = parse(f"{HEAD}- {line}\n")[0].tasks
    assert (only.text, only.owners) == ("Page on lag", ("Ana",))
