"""What is stated as the incident's date and is no day is pointed out: nothing else would tell that it is missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import Incident

BODY = "\n\n## Action items\n\n- [ ] Add an alert @ana (P1)\n"


def read(head: str, path: str = "pm/queue.md") -> tuple[Incident, list[str]]:
    (incident,) = parse((head + BODY).encode(), path)
    return incident, [f"{each.line} {each.code} {each.message}" for each in incident.findings]


@pytest.mark.parametrize(
    ("head", "line", "said"),
    [
        ("# Postmortem: Q\n\n**Date:** 2026-11-31", 3, "2026-11-31"),
        ("# Postmortem: Q\n\n- Date: 31.02.2026", 3, "31.02.2026"),
        ("# Postmortem: Q\n\n| Date | 2026-02-30 |\n|---|---|", 3, "2026-02-30"),
        ("# Postmortem: Q\n\nDate: next week", 3, "next week"),
        ("# Postmortem: Q\n\n**Datum:** 2026-13-01", 3, "2026-13-01"),
        ("# Postmortem: Q\n\n**Fecha:** 2026-06-31", 3, "2026-06-31"),
        ("# Postmortem: Q\n\n**日付:** 2026-02-30", 3, "2026-02-30"),
        ("# Postmortem: Q\n\n## Date\n\n2026-02-30", 3, "2026-02-30"),
        ('---\ntitle: Q\ndate: "2026-02-30"\n---\n\n# Postmortem: Q', 3, "2026-02-30"),
        ('---\ndate: "next week"\n---\n\n# Postmortem: Q', 2, "next week"),
        ('---\nid: INC-1\nincident_date: "31.02.2026"\n---\n\n# Postmortem: Q', 3, "31.02.2026"),
    ],
)
def test_a_date_that_is_no_day_is_pointed_out(head: str, line: int, said: str) -> None:
    incident, findings = read(head)
    assert incident.date is None
    assert f"{line} PM104 relative or unreadable date: date {said!r}" in findings


@pytest.mark.parametrize(
    "head",
    [
        "# Postmortem: Q\n\n**Date:** 2026-11-30",
        "# Postmortem: Q\n\n**Date:** TBD",
        "# Postmortem: Q\n\n**Date:** YYYY-MM-DD",
        "# Postmortem: Q\n\n**Date:** [day of the incident]",
        "# Postmortem: Q\n\n**Date:**",
        "# Postmortem: Q\n\n| Date | Next steps |\n|---|---|\n| a | b |",
        "# Postmortem: Q 2026-11-30\n\n**Date:** last week",
        '---\ndate: "2026-11-30"\n---\n\n# Postmortem: Q',
        "---\ndate: 2026-11-30\n---\n\n# Postmortem: Q",
    ],
)
def test_a_day_a_placeholder_and_a_head_of_a_table_are_not(head: str) -> None:
    assert [each for each in read(head)[1] if "PM104" in each] == []


def test_no_other_day_hides_one_that_is_none() -> None:
    """The file's name tells when it was; that the line says otherwise is told all the same."""
    incident, findings = read("# Postmortem: Q\n\n**Date:** 2026-11-31", "pm/2026-11-29-queue.md")
    assert str(incident.date) == "2026-11-29"
    assert "3 PM104 relative or unreadable date: date '2026-11-31'" in findings


@given(st.dates(), st.sampled_from(["**Date:** {}", "Date: {}", "- Date: {}", "| Date | {} |\n|---|---|"]))
def test_every_day_of_the_calendar_is_one(day: object, line: str) -> None:
    assert [each for each in read(f"# Postmortem: Q\n\n{line.format(day)}")[1] if "PM104" in each] == []


@pytest.mark.parametrize(
    "line",
    [
        *(
            "It hit httpd 2.4.49 (CVE-2021-41773).",
            "We moved from 1.12.20 to 3.4.21 in 2025.",
            "nginx 1.2.26 came in 2024",
        ),
        "Build 4.10.22 of 2021 was hit.",
    ],
)
def test_a_version_is_not_the_day_of_the_incident(line: str) -> None:
    assert read(f"# Late mails\n\n{line}")[0].date is None
    assert str(read(f"# Late mails\n\n{line}\n\nOn 2026-05-04 it began.")[0].date) == "2026-05-04"


def test_a_day_with_a_short_year_is() -> None:
    assert str(read("# Late mails\n\nAm 24.12.26 fiel alles aus, 2026 zum ersten Mal.")[0].date) == "2026-12-24"
