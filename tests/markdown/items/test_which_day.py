"""Which of several days an item is due on, and which day is none by which it is due."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem, Incident


def incident(body: str) -> Incident:
    """The only incident of a document with these action items."""
    (only,) = parse(f"# INC-1 Outage on 2026-03-01\n## Action items\n{body}\n", "a.md")
    return only


def item(body: str) -> ActionItem:
    """Its only item."""
    (only,) = incident(body).items
    return only


@pytest.mark.parametrize(
    "told",
    [
        *("nicht vor 24.12.2026", "frühestens am 24.12.2026", "niet voor 24.12.2026", "pas avant le 24/12/2026"),
        *("après le 24/12/2026", "desde el 24/12/2026", "no antes del 24/12/2026", "não antes de 24/12/2026"),
        *("non prima del 24/12/2026", "nach dem 24.12.2026", "a partir de 24/12/2026", "was due 2026-12-24"),
    ],
)
def test_a_day_before_which_nothing_is_due_is_doubted(told: str) -> None:
    found = incident(f"- Alarm C – {told}")
    assert found.items[0].due_date is None
    assert [one.code for one in found.findings] == ["PM103"]


@pytest.mark.parametrize(
    "told",
    ["nicht später als 24.12.2026", "no later than 2026-12-24", "vor dem 24.12.2026", "antes del 24/12/2026"],
)
def test_a_day_after_which_it_is_late_is_the_due_date(told: str) -> None:
    assert str(item(f"- Alarm C – due: {told}").due_date) == "2026-12-24"


@pytest.mark.parametrize("words", ["from before 2026-02-01", "older than before 2026-02-01", "since before 2026-02-01"])
def test_a_day_that_tells_which_things_is_no_due_date(words: str) -> None:
    found = item(f"- Delete every backup {words}")
    assert (found.due, found.text) == (None, f"Delete every backup {words}")


def test_a_new_date_takes_the_place_of_the_one_before_it() -> None:
    found = item("- Add an alert (due 2026-05-01; new date 2026-05-08)")
    assert (found.due, found.text) == ("2026-05-08", "Add an alert")


@pytest.mark.parametrize(("second", "doubts"), [("2026-05-08", ["PM103"]), ("2026-05-01", [])])
def test_two_labels_that_tell_different_days_are_doubted(second: str, doubts: list[str]) -> None:
    found = incident(f"- [ ] Rotate the keys @ana\n  - Due: 2026-05-01\n  - Due: {second}")
    assert [one.code for one in found.findings] == doubts
    assert (found.items[0].due_date is None) == bool(doubts)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        *(("Original due", "New due"), ("Due", "New due"), ("Target", "Revised target"), ("Start date", "Target")),
        *(("Date added", "Date"), ("Date", "Due"), ("Date created", "Due date"), ("Initial due date", "Due date")),
        *(("Fällig ursprünglich", "Fällig neu"), ("Échéance initiale", "Nouvelle échéance")),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_newest_of_two_columns_of_days_counts(first: str, second: str, turned: bool) -> None:
    cells = [(first, "2026-04-01"), (second, "2026-05-01")]
    names, days = zip(*(reversed(cells) if turned else cells), strict=True)
    table = f"| Action | Owner | {' | '.join(names)} |\n|---|---|---|---|\n| Drain it | Ana | {' | '.join(days)} |"
    assert item(table).due == "2026-05-01"


def test_the_original_day_counts_where_there_is_no_new_one() -> None:
    table = "| Action | Owner | Original due | New due |\n|---|---|---|---|\n| Drain it | Ana | 2026-04-01 | – |"
    found = item(table)
    assert found.due == "2026-04-01"
    assert {name for name, _ in found.written} == {"owner", "due"}


@pytest.mark.parametrize("name", ["Date added", "Start date", "Date created", "Begin date"])
def test_a_day_on_which_work_was_noted_or_begins_is_no_due_date(name: str) -> None:
    assert item(f"| Action | Owner | {name} |\n|---|---|---|\n| Drain it | Ana | 2026-04-01 |").due is None


@pytest.mark.parametrize(
    "words", ["Rotate it. Was due 2026-12-20", "Rotate it! Was due by 2026-12-20", "Rotate it (was due 2026-12-20)"]
)
def test_a_day_on_which_work_was_due_once_is_doubted(words: str) -> None:
    (incident,) = parse(f"# INC-1 on 2026-10-12\n\n## Action items\n\n- {words}\n")
    assert [one.code for one in incident.findings] == ["PM103"]
    assert incident.tasks[0].due_date is None


PLACES = [
    "- [ ] Rotate it (due: {})",
    "- [ ] Rotate it due: {}",
    "- [ ] Rotate it\n  - Due: {}",
    "| Action | Due |\n|---|---|\n| Rotate it | {} |",
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "told",
    [
        *("2026-12-24 (24 Dec)", "24 Dec 2026 (2026-12-24)", "Dec 24, 2026 (12/24/2026)", "24. Dezember (24.12.2026)"),
        *("2026-12-24 / 24.12.2026", "24.12.2026 (24.12.)", "24 Dec 2026 - 17:00", "24 Dec - 17:00 UTC"),
        *("24. Dezember 2026 – 17:00", "17:30 - 24 Dec 2026", "24.12.2026 17.30", "24 Dec 2026, v10.12"),
    ],
)
def test_one_day_told_twice_or_with_its_hour_is_one(place: str, told: str) -> None:
    found = incident(place.format(told))
    assert (found.items[0].due, found.items[0].text, found.findings) == ("2026-12-24", "Rotate it", ())


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "told",
    [
        *("2026-12-24 (25 Dec)", "2026-12-24 / 25.12.2026", "2026-12-24 or 25 Dec", "2026-12-24 or later"),
        *("2026-12-24 oder 25. Dezember", "24 Dec 2026 or 2026-12-31", "2026-12-24 and 31 Dec", "24.12. oder 31.12."),
        *("24.12.2026 oder 31.12.", "24. Dez - 31.12.", "24.12.-31.12.2026", "Dec 24-31.", "24 Dec - 31"),
    ],
)
def test_two_days_are_doubted(place: str, told: str) -> None:
    found = incident(place.format(told))
    assert (found.items[0].due_date, found.items[0].text) == (None, "Rotate it")
    assert [one.code for one in found.findings] == ["PM103"]


@pytest.mark.parametrize("told", ["24 Dec - 17:00", "2026-12-24 - 17:00", "24 Dec - 31", "2026-12-24 oder 25.12.2026"])
def test_an_hour_and_another_day_behind_a_day_are_no_words_of_the_title(told: str) -> None:
    assert item(f"- [ ] Rotate it (due {told})").text == "Rotate it"


def test_a_number_behind_a_day_and_a_dash_may_count_what_is_worked_on() -> None:
    assert item("- [ ] Add by 24 Dec - 3 alerts").text == "Add - 3 alerts"


@pytest.mark.parametrize(
    "days",
    ["24 - 31 Dec", "24–31 Dec 2026", "Dec 24 - 31", "2026-12-24..2026-12-31", "2026-12-24/31", "24 Dec - 31 Dec"],
)
@pytest.mark.parametrize(
    "form", ["- Rotate the keys (due {})", "- Rotate the keys due {}", "- Rotate the keys. Due: {}"]
)
def test_a_range_of_days_is_no_day_and_is_said(form: str, days: str) -> None:
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n## Action items\n\n{form.format(days)}\n", "a.md")
    assert (incident.items[0].text, incident.items[0].due_date) == ("Rotate the keys", None)
    assert [found.code for found in incident.findings] == ["PM103"]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Upgrade to Postgres 14 - 31 Dec 2026", "Upgrade to Postgres 14"),
        ("Keep 3 replicas — 31 Dec 2026", "Keep 3 replicas"),
        ("Rotate the keys (due 2026-12-31 / 2 h)", "Rotate the keys ( / 2 h)"),
    ],
)
def test_a_number_before_or_behind_a_day_makes_no_range(line: str, title: str) -> None:
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n## Action items\n\n- {line}\n", "a.md")
    assert (incident.items[0].text, incident.items[0].due) == (title, "2026-12-31")
