"""A due date's name without a colon, where it stands apart, and haste or a quarter beside a day or without one."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.words.languages import every

NAMED = sorted(one for one in {*every("labels", "due"), *every("days", "at_latest")} if "*" not in one)


def read(line: str) -> tuple[str, str | None, bool, list[str]]:
    """Title, due date, whether that is a day, and what is doubted of it."""
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n## Action items\n\n- {line}\n", "a.md")
    (item,) = incident.items
    said = [found.code for found in incident.findings if found.code in ("PM103", "PM104")]
    return item.text, item.due, item.due_date is not None, said


@pytest.mark.parametrize("place", ["({} 2026-05-01)", "[{} 1 May 2026]", "– {} 2026-05-01", "; {} 2026-05-01"])
def test_a_day_behind_it_is_the_due_date_in_any_language(place: str) -> None:
    for word in NAMED:
        assert read(f"Cap it {place.format(word)}") == ("Cap it", "2026-05-01", True, []), word


@pytest.mark.parametrize(
    "line",
    [
        *("Cap it (Termin Freitag, 1. Mai 2026)", "(Termin 2026-05-01) Cap it", "Cap it, срок 1 мая 2026"),
        *("Cap it （期限2026-05-01）", "Cap it (срок 2026-04-01 → 2026-05-01)", "Cap it (Ana Lima, Termin 2026-05-01)"),
        *(
            "Cap it (due ASAP, latest 2026-05-01)",
            "Cap it (ASAP, by 2026-05-01)",
            "Cap it (ASAP – at the latest 2026-05-01)",
        ),
        *("Cap it (schnellstmöglich, spätestens 2026-05-01)", "Cap it (dès que possible, au plus tard 2026-05-01)"),
        "Cap it (как можно скорее, не позднее 2026-05-01)",
    ],
)
def test_other_words_for_it_go_with_it(line: str) -> None:
    assert read(line) == ("Cap it", "2026-05-01", True, [])


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Move the review (Termin 2026-05-01) to June",
            "Pull the latest 2026-05-01 build",
            "Cap it (updated 2026-05-01)",
        ),
        *("Use the snapshot, latest 2026-05-01, for all of the tests", "Pull the target 2026-05-01 image"),
    ],
)
def test_within_a_sentence_it_is_none(line: str) -> None:
    assert read(line) == (line, None, False, [])


def test_of_two_days_behind_it_none_is_believed() -> None:
    assert read("Cap it (Termin 2026-05-01 oder 2026-06-01)")[2:] == (False, ["PM103"])


@pytest.mark.parametrize(
    "when",
    [
        *("in Q2", "in Q2 2026", "im Q3", "en Q2", "no Q2", "nel Q2", "i Q2", "w Q2", "v Q2", "в Q2", "у Q2", "in H2"),
        *("during Q3", "early Q3"),
    ],
)
def test_a_quarter_that_ends_a_sentence_is_quoted(when: str) -> None:
    assert read(f"Cap the retries {when}") == (f"Cap the retries {when}", when, False, ["PM104"])


@pytest.mark.parametrize(
    "line",
    [
        *("Report the numbers for Q2", "Compare the numbers with Q1", "Find out why errors rose in Q2"),
        *("Keep the freeze in Q4", "Add the logs of Q2"),
    ],
)
def test_a_quarter_that_the_work_is_about_is_no_due_date(line: str) -> None:
    assert read(line) == (line, None, False, [])
