"""What `parse --format json` prints for the examples and the shapes, byte for byte.

``python -m tests.markdown.test_golden`` writes it anew; its diff shows what a change does to every document.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from postmortem_tracker.cli.listing import incidents_json
from postmortem_tracker.markdown import parse
from tests.markdown.test_shapes import shapes

HERE = Path(__file__).parent / "golden"
EXAMPLES = Path(__file__).parents[2] / "examples" / "postmortems"


def read(kind: str) -> str:
    """Each document's name and what is printed for it."""
    if kind == "examples":
        found = [(path.name, path.read_bytes()) for path in sorted(EXAMPLES.glob("*.md"))]
    else:
        found = [(name, "\n".join(lines).encode()) for name, _, lines in shapes()]
    return "".join(f"== {name}\n{incidents_json(parse(data, 'incident.md'))}\n" for name, data in found)


@pytest.mark.parametrize("kind", ["examples", "shapes"])
def test_what_is_read_is_what_was_read(kind: str) -> None:
    expected = (HERE / f"{kind}.txt").read_text("utf-8")
    assert read(kind) == expected, f"if this is meant: {sys.executable} -m tests.markdown.test_golden"


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for each in ("examples", "shapes"):
        (HERE / f"{each}.txt").write_text(read(each), "utf-8")
