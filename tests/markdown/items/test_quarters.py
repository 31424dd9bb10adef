"""A quarter or half that ends an item is when it is due, and no day: it is kept as written, and pointed out."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem


def read(line: str) -> tuple[ActionItem, list[str]]:
    (incident,) = parse(f"# INC-1 on 2026-10-12\n\n## Action items\n\n- {line}\n", "a.md")
    return incident.items[0], [found.code for found in incident.findings]


@pytest.mark.parametrize(
    ("end", "due"),
    [
        ("(Q3 2027)", "Q3 2027"),
        ("[Q3 2027]", "Q3 2027"),
        (", Q3 2027", "Q3 2027"),
        (", end of Q3", "end of Q3"),
        ("(end of H2)", "end of H2"),
        ("@ana (Q3)", "Q3"),
    ],
)
def test_it_is_kept_as_written_and_pointed_out(end: str, due: str) -> None:
    item, doubts = read(f"Cap the pool{'' if end[0] == ',' else ' '}{end}")
    assert (item.due, doubts) == (due, ["PM104"])
    assert item.text.startswith("Cap the pool")


@pytest.mark.parametrize(
    "line",
    [
        "Compare the costs of Q2, Q3",
        "Review the budget for Q3 2027",
        "Compare (Q2 2026) with the next",
        "Cap the pool (Q3 2027 budget)",
        "Rename the queues (q3a)",
    ],
)
def test_one_within_the_sentence_is_a_word_of_it(line: str) -> None:
    item, doubts = read(line)
    assert (item.text, item.due, doubts) == (line, None, [])


def test_a_day_beside_it_counts() -> None:
    assert read("Cap the pool (Q3 2027), due 2027-08-01")[0].due == "2027-08-01"
