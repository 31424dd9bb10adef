"""Tables in HTML are read by row and column, and written into only where a row is known to the byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.markdown import ItemEdit, edit, parse
from postmortem_tracker.model import ActionItem, State

_HEAD = "<tr><th>Task</th><th>Owner</th><th>Status</th></tr>"


def items(text: str) -> tuple[ActionItem, ...]:
    (incident,) = parse(text, "a.md")
    return incident.items


def codes(text: str) -> list[tuple[str, int]]:
    (incident,) = parse(text, "a.md")
    return [(found.code, found.line) for found in incident.findings]


def test_fields_are_read_by_column() -> None:
    row = "<tr><td>Add <code>it</code></td><td><b>Ana</b><br>Bo</td><td>Done</td></tr>"
    (item,) = items(f"## Tasks\n<table>\n{_HEAD}\n{row}</table>\n")
    assert (item.text, item.owners, item.state, item.line) == ("Add it", ("Ana", "Bo"), State.COMPLETED, 4)


def test_two_rows_on_one_line_are_two_items_each_written_into_its_own_cell() -> None:
    rows = "".join(f"<tr><td>Add {name}</td><td>Ana</td><td>Open</td></tr>" for name in "ab")
    text = f"## Tasks\n<table>{_HEAD}{rows}</table>\n"
    found = items(text)
    assert [item.line for item in found] == [2, 2]
    edits = [
        ItemEdit(item, (f"#{number}", f"https://x.test/{number}"), state)
        for number, (item, state) in enumerate(zip(found, (State.COMPLETED, None), strict=True), 1)
    ]
    assert edit(text.encode(), "a.md", edits).decode() == text.replace(
        "Add a</td><td>Ana</td><td>Open", "Add a ([#1](https://x.test/1))</td><td>Ana</td><td>Done"
    ).replace("Add b", "Add b ([#2](https://x.test/2))")


@pytest.mark.parametrize(
    "row",
    [
        '<tr><td colspan="2">Add it</td><td>Ana</td></tr>',
        "<tr><td>Add it</td><td>Ana</td></tr>",
        "<tr><td>Add it</td><td><table><tr><td>Ana</td></tr></table></td><td>Open</td></tr>",
        "<td>Add it</td><td>Ana</td><td>Open</td>",
    ],
)
def test_what_is_no_row_of_cells_is_one_finding_and_no_item(row: str) -> None:
    text = f"# X\n## Tasks\n<table>\n{_HEAD}\n{row}\n</table>\n"
    assert items(text) == ()
    assert codes(text) == [("PM109", 3)]


def test_a_table_that_is_never_closed_is_no_table() -> None:
    assert items(f"## Tasks\n- Add it\n\n<table>\n{_HEAD}\n")[0].text == "Add it"


_PIECES = "<table>|</table>|<tr>|</tr>|<td>|</td>|<th>|<td rowspan=2>|<b>|</b>|<br>|\n|Add it|Ana|<!-- |-->"
_TAGS = st.lists(st.sampled_from(_PIECES.split("|")), max_size=24)


@given(_TAGS)
def test_whatever_tags_stand_there_a_link_can_be_written_or_is_refused(tags: list[str]) -> None:
    text = "## Tasks\n<table><tr><th>Task</th><th>Owner</th></tr>" + "".join(tags) + "</table>\n"
    for item in items(text):
        assert text.encode()[item.span.start : item.span.end]
        assert item.span.start <= item.edit.link_at <= item.span.end
