"""Who was to do struck-out work, and until when, says nothing of the work that took its place."""

from __future__ import annotations

import pytest

from tests.markdown.items.one import read


@pytest.mark.parametrize(
    "struck", ["Cap it (@ana)", "Cap it @ana", "Cap it (owner: Ana, due 2026-07-01)", "Cap it by 2026-07-01 (P1)"]
)
def test_fields_of_replaced_words_go_with_them(struck: str) -> None:
    item, codes = read(f"~~{struck}~~ Cap it at 3")
    assert (item.text, item.owners, item.due, item.priority, codes) == ("Cap it at 3", (), None, None, [])
    item, codes = read(f"~~{struck}~~ Cap it at 3 (@bo, due 2026-08-01)")
    assert (item.text, item.owners, item.due, codes) == ("Cap it at 3", ("@bo",), "2026-08-01", [])


@pytest.mark.parametrize("form", ["~~{}~~", "~~{}~~ (dropped)", "<del>{}</del>"])
def test_an_item_that_is_struck_out_keeps_its_fields(form: str) -> None:
    item, _ = read(form.format("Cap it (owner: Ana, due 2026-07-01)"))
    assert (item.not_planned, item.owners, item.due) == (True, ("Ana",), "2026-07-01")
