"""Twice the document takes twice the work, whatever its shape: counted in lines that are executed, not by a clock."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.incident import days, several
from postmortem_tracker.markdown.lines.titles import Form, Title

HEAD = "# T\n\n## Action items\n\n"
TABLE = "| Action | Owner |\n|---|---|\n| Fix it | "
INCIDENT = (
    "# INC-{} a\n\n**Date:** 2026-01-01\n\n## Action items\n\n- [ ] Fix a (Kim Doe)\n\n[x]: http://a.example/b\n\n"
)
SHAPES: dict[str, Callable[[int], str]] = {
    "items of a list in HTML on one line": lambda n: HEAD + "<li>" * n,
    "the same behind a sentence": lambda n: HEAD + "We will " + "<li>" * n + "\n\n" + "<li>" * n,
    "lists in HTML in each other": lambda n: HEAD + "<ul><li>" * n,
    "brackets of an owner": lambda n: f"{HEAD}{TABLE}{'(a) ' * n}|\n",
    "numbers of an owner": lambda n: f"{HEAD}{TABLE}{'(#1) ' * n}|\n",
    "accounts of an owner": lambda n: f"{HEAD}{TABLE}{'(@a) ' * n}|\n",
    "levels of an owner": lambda n: f"{HEAD}{TABLE}{'(P1) ' * n}|\n",
    "boxes of an owner": lambda n: f"{HEAD}{TABLE}{'[x] ' * n}|\n",
    "struck words before links": lambda n: f"{HEAD}- Fix it {'~~a~~ ([#1](https://x.example/1)) ' * n}\n",
    "code before links": lambda n: f"{HEAD}- Fix it {'`a` ([#1](https://x.example/1)) ' * n}\n",
    "comments before links": lambda n: f"{HEAD}- Fix it {'<!-- a --> ([#1](https://x.example/1)) ' * n}\n",
    "a wide table": lambda n: HEAD + "|a" * n + "|\n" + "|-" * n + "|\n" + "|a" * n + "|\n",
    "a wide head and short rows": lambda n: HEAD + "|a" * n + "|\n" + "|-" * n + "|\n" + "|a|\n" * n,
    "columns of days": lambda n: HEAD + "|due" * n + "|\n" + "|-" * n + "|\n" + "|a" * n + "|\n",
    "empty sections": lambda n: "# T\n\n" + "## Action items\n" * n,
    "sections of actions": lambda n: "# T\n\n" + "## Actions\n" * n,
    "sections of what to try": lambda n: "# T\n\n" + "## Try\n" * n,
    "sections with tables": lambda n: "# T\n\n" + f"## Action items\n\n{TABLE}b |\n\n" * n,
    "incidents in one file": lambda n: "".join(map(INCIDENT.format, range(n))),
    "titles of one name": lambda n: "# INC-1 T\n\n" + "# INC-2 b\n\n" * n,
    "sections of other incidents": lambda n: "# INC-1 T\n\n" + "## Related incidents\n\n" * n,
    "incidents of one name": lambda n: INCIDENT.replace("INC-{}", "INC") * n,
    "tables that are never closed": lambda n: HEAD + "<table>\n" * n,
    "quotations like marks of a merge": lambda n: HEAD + ">>>>>>> a\n" * n,
    "brackets in a title": lambda n: "# " + "[a] (b) " * n + "\n",
    "sentences at the head": lambda n: "# T\n\n" + "This is confidential data. " * n + "\n",
    "keys of front matter": lambda n: "---\n" + "".join(f"confidential{i}: [a]\n" for i in range(n)) + "---\n# T\n",
}


@contextmanager
def counted() -> Iterator[list[int]]:
    """Counts the lines of Python, and the calls, that run meanwhile."""
    steps = [0]

    def traced(frame: FrameType, event: str, argument: Any) -> Any:
        steps[0] += 1
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        yield steps
    finally:
        sys.settrace(before)


def work(text: str) -> int:
    with counted() as steps:
        parse(text, "pm/a.md")
    return steps[0]


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_text_takes_no_more_than_twice_the_work(shape: str) -> None:
    made = SHAPES[shape]
    parse(made(2), "pm/a.md")  # what is compiled once counts for nothing
    once, twice = work(made(150)), work(made(300))
    assert twice < 2.3 * once, (once, twice)


def test_a_square_is_seen() -> None:
    def square(size: int) -> int:
        with counted() as steps:
            any(other < 0 for _ in range(size) for other in range(size))
        return steps[0]

    assert square(300) > 3 * square(150)


class Listed(list[Title]):
    """Titles that count how many of them are copied: whole lists are, without a line of Python."""

    copied = 0

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        self.copied += len(found) if isinstance(key, slice) else 0
        return found


@pytest.mark.parametrize("told", ["INC-{} Related incident", "INC-2 Disk full"])
def test_titles_are_not_copied_for_each_of_them(told: str) -> None:
    for count in (100, 200):
        titles = Listed(Title(2 * n, 2 * n + 1, 1, told.format(n), Form.HEADING, None) for n in range(count))
        assert days.of_others(titles, 2 * count, -1, "") or "Related" not in told
        several.identified(titles, [""] * 2 * count)
        assert titles.copied <= 2 * count
