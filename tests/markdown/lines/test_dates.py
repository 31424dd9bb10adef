"""Dates in whatever language, and honest doubt where a name of a month is not enough."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from postmortem_tracker.markdown.lines.dates import Doubt, read_date, tells_day
from postmortem_tracker.markdown.words.languages import all_months, months


@pytest.mark.parametrize(
    "written",
    [
        *("2026-Mar-05", "2026 March 5th", "2026/March/5"),
        *("2026-03-05", "5 March 2026", "March 5th, 2026", "5. märz 2026", "5 de marzo de 2026", "05.03.2026"),
        *("5 марта 2026 г.", "5. března 2026", "5 maaliskuuta 2026", "5 Mart 2026", "2026年3月5日", "2026년 3월 5일"),
    ],
)
def test_a_full_date_is_read_in_many_languages(written: str) -> None:
    assert read_date(f"due {written}").value == date(2026, 3, 5)


@pytest.mark.parametrize("written", ["5 listopada 2026", "05-02-2022"])
def test_what_may_be_two_dates_is_ambiguous(written: str) -> None:
    assert read_date(written).doubt is Doubt.AMBIGUOUS


def test_an_hour_behind_a_day_is_no_year() -> None:
    assert read_date("Feb 9 1924 UTC: the pager rings", date(2025, 2, 8)).value == date(2025, 2, 9)


@pytest.mark.parametrize("written", ["5 servers 2026", "31 February 2026", "nothing"])
def test_what_is_no_date_is_none(written: str) -> None:
    assert read_date(written).value is None


@pytest.mark.parametrize("case", [str.lower, str.title])
@pytest.mark.parametrize("shape", ["5 {} 2026", "by 5th {}, 2026: ", "5-{}-2026", "(2026-{}-05)", "→ 5 {} 2026"])
def test_no_name_of_a_month_is_overlooked(shape: str, case: Callable[[str], str]) -> None:
    for name in months():
        if name[0].isdigit():
            continue  # a number and a sign, which is read as one
        reading = read_date(shape.format(case(name)))
        if len(all_months()[name]) > 1:
            assert reading.doubt is Doubt.AMBIGUOUS, name
        else:
            assert reading.value == date(2026, months()[name], 5), name


def test_an_end_of_a_number_that_is_typed_without_a_blank_hides_no_month() -> None:
    assert read_date("12thMay 2026").value == date(2026, 5, 12)


@pytest.mark.parametrize("said", ["24.12.", "29 February", "1 May 2026", "24.12.26"])
def test_a_day_is_told_without_a_year_too(said: str) -> None:
    assert tells_day(said)


@pytest.mark.parametrize("said", ["next week", "99.9 %", "30 February", "12 hosts"])
def test_what_is_no_day_of_any_year_tells_none(said: str) -> None:
    assert not tells_day(said)
