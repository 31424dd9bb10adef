"""The tests that the page on security names are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "concepts" / "security.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`([\w/]+\.py)(?:::(\w+))?`", PAGE)


def test_the_page_names_a_test_for_each_attack() -> None:
    rows = PAGE.partition("| Attack | Test |")[2].strip().splitlines()[1:]
    assert sum("::test_" in row for row in rows) == len([row for row in rows if row.startswith("|")]) > 20


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_it_is_there(file: str, name: str) -> None:
    path = ROOT / "tests" / (file if "/" in file else f"security/{file}")
    assert (f"def {name}(" if name else "def test_") in path.read_text(encoding="utf-8")
