"""Fields in brackets before a key that only looks like a ticket's: the key is doubted, the fields are read."""

from __future__ import annotations

from datetime import date

import pytest

from tests.markdown.items.one import read

DAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("words", "owner", "title"),
    [
        ("Canary every deploy (@ines, 2026-11-01, P1) [AUTH-512]", "@ines", "Canary every deploy [AUTH-512]"),
        ("Canary every deploy (@ines, 2026-11-01) (AUTH-512)", "@ines", "Canary every deploy (AUTH-512)"),
        ("Canary every deploy [2026-11-01, @ines] [PAY-7].", "@ines", "Canary every deploy [PAY-7]"),
        ("Canary every deploy (Ines Low, due 2026-11-01) [OPS-3]", "Ines Low", "Canary every deploy [OPS-3]"),
    ],
)
def test_fields_before_it_are_read(words: str, owner: str, title: str) -> None:
    item, codes = read(words)
    assert (item.due_date, item.owners, item.text) == (DAY, (owner,), title)
    assert codes == ["PM122"]


@pytest.mark.parametrize(
    "words",
    [
        "Read the standard (see 2026-11-01, chapter 3) [AUTH-512]",
        "Canary every deploy (2026-11-01 and earlier ones) [AUTH-512]",
        "Canary (AUTH-512)",
        "Replay the deploys of the day (made 2026-11-01, twice) [AUTH-512]",
    ],
)
def test_what_is_no_field_stays_in_the_words(words: str) -> None:
    item, codes = read(words)
    assert (item.due_date, item.owners, item.text) == (None, (), words)
    assert "PM122" in codes
