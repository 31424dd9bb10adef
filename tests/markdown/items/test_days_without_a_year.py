"""A day and a month in numbers behind a word for a due date, as German, Czech and others write them: "bis 15.3."."""

from __future__ import annotations

import pytest

from tests.markdown.items.one import read


@pytest.mark.parametrize(
    "end",
    [
        *("(bis 15.3.)", "bis 15.3.", "bis zum 15.03.", ", bis Sonntag, 15.3.", "(Termin 15.3.)", "(termín 15.3.)"),
        *("do 15.3.", "– scadenza 15.3.", "до 15.03.", "by 15.03.", "(senest 15.3.)"),
    ],
)
def test_it_is_the_due_date(end: str) -> None:
    item, codes = read(f"Cap the pool {end}")
    assert (item.text, item.due, codes) == ("Cap the pool", "2026-03-15", [])


@pytest.mark.parametrize(
    "line", ["Upgrade it before 2.4", "Upgrade it before 2.4.1", "Upgrade it bis Version 2.4", "Upgrade it by 2.4"]
)
def test_a_release_is_none(line: str) -> None:
    item, _ = read(f"{line}.")
    assert (item.text, item.due) == (line, None)


@pytest.mark.parametrize("name", ["Анна", "Анна Иванова", "Šárka Nováková", "Žaneta", "Łukasz", "Ελένη"])
def test_a_name_begins_with_a_capital_of_any_script(name: str) -> None:
    for line in (
        f"Cap the pool — {name}, 2026-05-01",
        f"Cap the pool ({name}, 2026-05-01)",
        f"Cap the pool ({name}, P1)",
    ):
        assert read(line)[0].owners == (name,)


@pytest.mark.parametrize("sign", ["→", "->", "=>"])
def test_an_arrow_may_stand_between_a_name_and_a_day(sign: str) -> None:
    item, codes = read(f"Cap the pool (Ana {sign} 2026-05-01)")
    assert (item.text, item.owners, item.due, codes) == ("Cap the pool", ("Ana",), "2026-05-01", [])
    for other in ("Berlin {} Rome", "Ana {} Bo", "open {} closed"):
        assert read(f"Move it ({other.format(sign)})")[0].owners == ()


@pytest.mark.parametrize("said", ["Ana 2026-05-01", "Ana Lima 1 May 2026", "@ana 2026-05-01", "Анна 2026-05-01"])
def test_a_name_right_before_a_day_in_brackets_owns_it(said: str) -> None:
    item, codes = read(f"Cap the pool ({said})")
    assert (item.text, len(item.owners), item.due, codes) == ("Cap the pool", 1, "2026-05-01", [])


@pytest.mark.parametrize("said", ["foo, 2026-05-01", "see mail; 1 May 2026", "李娜, 2026-05-01", "in EU, 2026-05-01"])
def test_a_day_by_itself_beside_other_words_in_brackets_is_quoted(said: str) -> None:
    item, codes = read(f"Cap the pool ({said})")
    assert (item.text, item.due, codes) == (f"Cap the pool ({said})", None, ["PM103"])


def test_it_is_quoted_in_wide_brackets_too() -> None:
    assert read("增加告警（李娜，2026-05-01）")[1] == ["PM103"]


@pytest.mark.parametrize("said", ["since 2026-05-01", "Postgres 2026-05-01", "outage of 2026-05-01"])
def test_a_day_of_something_is_text(said: str) -> None:
    item, codes = read(f"Cap the pool ({said})")
    assert (item.text, item.due, codes) == (f"Cap the pool ({said})", None, [])


@pytest.mark.parametrize(
    "line", ["Ana, 2026-05-01: Cap the pool", "Ana | 2026-05-01 | Cap the pool", "Cap the pool // Ana // 2026-05-01"]
)
def test_a_day_beside_a_name_that_no_word_leads_to_is_quoted(line: str) -> None:
    item, codes = read(line)
    assert (item.text, item.due, codes) == (line, None, ["PM103"])
