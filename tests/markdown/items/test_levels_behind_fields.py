"""How urgent an item is, told behind its other fields: it is read, and nothing of the words is lost."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem


def read(line: str) -> ActionItem:
    (incident,) = parse(f"# INC-1 on 2026-10-12\n\n## Action items\n\n- {line}\n", "a.md")
    return incident.items[0]


@pytest.mark.parametrize(
    "fields",
    [
        "@dana (due 2026-12-01) P2",
        "@dana (2026-12-01) P2",
        "(due 2026-12-01) P2",
        "(@dana) P2",
        "(owner @dana) P2",
        "[2026-12-01] P2",
        "@dana, due 2026-12-01, P2",
        "@dana, by 2026-12-01; P2",
        "@dana, end of December – P2",
        "@dana, 2026-12-01, **P2**",
    ],
)
def test_a_level_behind_a_field_is_read(fields: str) -> None:
    item = read(f"Cap the pool {fields}")
    assert (item.text, item.priority) == ("Cap the pool", "P2")
    assert item.owners == (("@dana",) if "@dana" in fields else ())
    assert (item.due is not None) is ("2026" in fields or "December" in fields)


@pytest.mark.parametrize("words", ["Restart the nodes (west) P2", "Restart the pods (v2) P2", "Drain pool P2"])
def test_a_code_behind_other_words_is_one_of_them(words: str) -> None:
    item = read(words)
    assert (item.text, item.priority) == (words, None)


@pytest.mark.parametrize("more", ["see #4", "blocked by ops", "high"])
def test_words_behind_a_day_are_kept(more: str) -> None:
    item = read(f"Cap the pool @dana, due 2026-12-01, {more}")
    assert item.due is not None
    assert more in item.text
