"""Hours before a day, weeks, and spans counted from the incident: read where exact, quoted where not, never lost."""

from __future__ import annotations

from datetime import date

import pytest

from tests.markdown.items.one import read


@pytest.mark.parametrize(
    "words",
    [
        *(
            "by noon on 15 June 2026",
            "by noon 15 June 2026",
            "before midnight on 15 June 2026",
            "by 5pm on 15 June 2026",
        ),
        *("by 17:00 UTC on 15 June 2026", ", due at noon on 2026-06-15", "(due by 5 pm 15 June 2026)", ", ETA 06/15"),
        *("ETA 06/15", "(ETA: 06/15)", ", deadline 06/15", "by 15 June 2026 noon", "by week ending 15 June 2026"),
    ],
)
def test_an_exact_day_is_read(words: str) -> None:
    item, codes = read(f"Cap the queue {words}")
    assert (item.text, item.due_date, codes) == ("Cap the queue", date(2026, 6, 15), [])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        *((", due week of 24 Dec", "week of 24 Dec"), ("(due: week of 24 December)", "week of 24 December")),
        *((", week of 2026-12-24", "week of 2026-12-24"), (", due w/c 15 June 2026", "w/c 15 June 2026")),
        *((", due week commencing 15 June", "week commencing 15 June"), (", ETA 06/05", "06/05")),
        *(
            (", fällig Woche vom 24.12.2026", "Woche vom 24.12.2026"),
            (", due semana del 24.12.2026", "semana del 24.12.2026"),
        ),
    ],
)
def test_a_week_is_no_day(words: str, said: str) -> None:
    item, codes = read(f"Cap the queue {words}")
    assert (item.text, item.due, item.due_date, codes) == ("Cap the queue", said, None, ["PM103"])


@pytest.mark.parametrize(
    "said",
    [
        *("2 weeks after the incident", "two weeks after the postmortem", "within 30 days of the incident"),
        *("30 days after approval", "before the next release", "a week after the review"),
    ],
)
@pytest.mark.parametrize("form", [", due {}", "(due {})", " — due {}"])
def test_a_span_from_something_is_quoted(form: str, said: str) -> None:
    item, codes = read(f"Cap the queue {form.format(said)}")
    assert (item.text, item.due, item.due_date, codes) == ("Cap the queue", said, None, ["PM104"])


@pytest.mark.parametrize(
    "words",
    [
        *(
            "Raise the deadline 5 seconds",
            "Pay what is due within 30 days",
        ),
        *(
            "Move lunch by 2 hours",
            "Send the reports of the week of the outage",
            "Show a banner one week of each month",
        ),
        *("Call the vendor at noon", "Page on ETA 2 of the queue model in the docs", "Restart it at 5pm each day"),
    ],
)
def test_times_in_a_sentence_stay_words(words: str) -> None:
    item, codes = read(words)
    assert (item.text, item.due, codes) == (words, None, [])
