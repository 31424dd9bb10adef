"""A measure of a list and one of a table are one only where the list says nothing else than the row."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse

HEAD = "# INC-1 Pool on 2026-10-12\n\n## Action items\n\n"
TABLE = "| Action | Owner | Due | Status |\n| --- | --- | --- | --- |\n"
ROW = f"{TABLE}| Add an alert on the pool | Ana | 2026-12-20 | Open |\n"
LINK = "([#1](https://tracker.test/t/a/issues/1))"


def lines(text: str) -> list[int]:
    items = parse(text)[0].tasks
    assert len({item.key for item in items}) == len(items)
    return [item.line for item in items]


@pytest.mark.parametrize(
    "item", ["Add an alert on the pool", "[ ] Add an alert on the pool", "Add an alert on the pool (owner: Ana)"]
)
def test_what_the_row_says_as_well_is_one_item(item: str) -> None:
    assert lines(f"{HEAD}- {item}\n\n{ROW}") == [9]


@pytest.mark.parametrize(
    "item",
    [
        "Add an alert on the pool (owner: Bob)",
        "Add an alert on the pool due 2026-12-24",
        "[x] Add an alert on the pool",
        f"Add an alert on the pool {LINK}",
    ],
)
def test_what_the_row_says_otherwise_is_another_item(item: str) -> None:
    assert lines(f"{HEAD}- {item}\n\n{ROW}") == [5, 9]


def test_an_open_box_is_not_done_by_a_row() -> None:
    row = ROW.replace("Open", "Done")
    first, second = parse(f"{HEAD}- [ ] Add an alert on the pool\n\n{row}")[0].tasks
    assert (first.done, second.done) == (False, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("## Action items EU", "## Action items US"),
        ("## Action items\n\n### Short-term", "### Long-term"),
    ],
)
def test_two_sections_promise_twice(one: str, other: str) -> None:
    text = f"# INC-1 Pool on 2026-10-12\n\n{one}\n\n- Add an alert on the pool\n\n{other}\n\n{ROW}"
    assert len(lines(text)) == 2


def test_a_row_does_not_stand_for_the_items_of_several_people() -> None:
    items = "".join(f"- Add an alert on the pool @{name}\n" for name in ("bo", "cy", "di"))
    rows = f"{ROW}| Add an alert on the pool | Eve | 2026-12-20 | Done |\n"
    assert len(lines(f"{HEAD}{items}\n{rows}")) == 5
