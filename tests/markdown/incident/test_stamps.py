"""Titles without what stands beside their day: its label, brackets, the time of day, the zone."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown.incident.title import called
from postmortem_tracker.markdown.words.languages import every


@pytest.mark.parametrize(
    "title",
    [
        *(
            "2026-03-22 14:05 UTC: Late mails",
            "2026-03-22 14:05–15:10 CET - Late mails",
            "2026-03-22T14:05Z Late mails",
        ),
        *("2026-03-22 4:23PM PST, Late mails", "22.03.2026 14:05 Uhr: Late mails", "22.03.2026, 14 Uhr – Late mails"),
        *(
            "2026-03-22 10h30 : Late mails",
            "22 March 2026, 14:05 UTC – Late mails",
            "March 22, 2026 2pm PT: Late mails",
        ),
        *("[2026-03-22 14:05] Late mails", "(2026-03-22) Late mails", "Postmortem 2026-03-22 14:05 Late mails"),
        *("Late mails (2026-03-22 14:05 UTC)", "Late mails, 2026-03-22 14:05", "Late mails on 2026-03-22 at 14:05"),
        *("Late mails 22.03.2026 um 14:05 Uhr", "Late mails (22.03.2026)", "2026-03-22 14:05 (UTC+1): Late mails"),
        "2026-03-22 from 14:05 to 15:10: Late mails",
    ],
)
def test_the_time_of_day_goes_with_the_day(title: str) -> None:
    assert called(title) == "Late mails"


@pytest.mark.parametrize("label", [*every("incident", "date"), *every("incident", "began")])
def test_a_label_before_the_day_is_no_part_of_the_name(label: str) -> None:
    assert called(f"{label.capitalize()}: 2026-03-22, late mails") == "late mails"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        *(
            (said, said)
            for said in ("14:05 jobs fail", "5:00 deadline missed", "Late mails since 14:05", "24h of losses")
        ),
        ("2026-03-22 14:05 JWT expired", "JWT expired"),
        ("2026-03-22 - 14 hosts lost", "14 hosts lost"),
        ("Postmortem: 2026-03-22 500 errors", "500 errors"),
        ("Date of the backup was lost", "Date of the backup was lost"),
    ],
)
def test_other_numbers_stay(title: str, name: str) -> None:
    assert called(title) == name
