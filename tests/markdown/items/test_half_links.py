"""A link to a ticket of which somebody cut a part names none in silence."""

from __future__ import annotations

import pytest

from tests.markdown.items.one import read


@pytest.mark.parametrize(
    "rest",
    ["([#1](", "([#2](https://x.test/issues/2)", "[#4](", "([#4](https://x.te", "(#5", "(acme/shop#6", "([AUTH-12]("],
)
def test_half_a_link_is_quoted(rest: str) -> None:
    item, codes = read(f"Cap the queue {rest}")
    assert (item.tickets, codes) == ((), ["PM126"])


@pytest.mark.parametrize(
    "words",
    [
        *(
            "Cap the queue ([#1](https://x.test/issues/1))",
            "Cap the queue (#1)",
            "Cap the queue [#1](https://x.test/1)",
        ),
        *("Cap the queue as in #1", "Cap the queue (like #1)", "Cap the `queue (#1`", "Cap the queue (1", "Cap [a](b"),
    ],
)
def test_a_whole_one_and_other_brackets_are_not(words: str) -> None:
    assert read(words)[1] == []
