"""Which lines of which shapes are action items; the shapes are in shapes.txt.

In its margin stands T for a line that is a task, I for an improvement; the document starts at column 4.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import Kind

_LETTERS = {Kind.TASK: "T", Kind.IMPROVEMENT: "I"}


def shapes() -> list[tuple[str, list[str], list[str]]]:
    """Name, margin and document lines of every shape."""
    found = []
    for block in (Path(__file__).parent / "shapes.txt").read_text("utf-8").split("== ")[1:]:
        name, *lines = block.rstrip("\n").split("\n")
        found.append((name, [line[:1].strip() for line in lines], [line[3:] for line in lines]))
    return found


@pytest.mark.parametrize(("margin", "lines"), [pytest.param(m, d, id=name) for name, m, d in shapes()])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_every_line_that_is_work_is_an_item_and_no_other(margin: list[str], lines: list[str], newline: str) -> None:
    incidents = parse(newline.join(lines).encode(), "incident.md")
    found = {item.line: _LETTERS[item.kind] for incident in incidents for item in incident.items}
    wanted = {number: letter for number, letter in enumerate(margin, 1) if letter}
    assert [f"{n}{k}: {lines[n - 1]}" for n, k in found.items()] == [
        f"{n}{k}: {lines[n - 1]}" for n, k in wanted.items()
    ]
