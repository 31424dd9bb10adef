"""Fields in brackets behind which the item goes on: "(@ana, 2026-05-01) in the EU"."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem


def listed(line: str) -> ActionItem:
    (incident,) = parse(f"# Outage of x\n\n## Action items\n\n- {line}\n")
    (item,) = incident.items
    return item


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Cap the pool (@ana, 2026-11-01) [see AUTH-1]", "Cap the pool [see AUTH-1]"),
        ("Cap the pool (@ana, 2026-11-01) soon", "Cap the pool soon"),
        ("Cap the pool (@ana, due 2026-11-01) in the EU", "Cap the pool in the EU"),
        ("Cap the pool (2026-11-01, @ana). It was late", "Cap the pool. It was late"),
    ],
)
def test_an_account_and_a_day_are_read_amid_an_item(line: str, title: str) -> None:
    item = listed(line)
    assert (item.owners, item.due, item.text) == (("@ana",), "2026-11-01", title)


@pytest.mark.parametrize(
    "line",
    [
        "Cap the pool (reported by @ana, 2026-11-01) in the EU",
        "Cap the pool (cc @ana, 2026-11-01) in the EU",
        "Call `f(@ana, 2026-11-01)` in the EU",
        "Cap the pool (2026-11-01) in the EU",
        'Print "hello (@ana, 2026-11-01)" in the EU',
        "Call `notify (@ana, 2026-11-01)` in the EU",
        "Cap the pool (Ana, 2026-11-01) and tell Bo",
    ],
)
def test_what_brackets_say_of_something_else_is_no_field(line: str) -> None:
    item = listed(line)
    assert (item.owners, item.due, item.text) == ((), None, line.replace("`", ""))


def test_a_day_in_words_that_are_struck_out_is_none() -> None:
    item = listed("~~Cap it (@ana, 2026-11-01)~~ Cap it at 3 in the EU")
    assert (item.due, item.text) == (None, "Cap it at 3 in the EU")
