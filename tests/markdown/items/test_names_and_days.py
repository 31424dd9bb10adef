"""A name that is also a word or a month, and a name beside a day: read, or doubted in its words, and never lost."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse


def read(line: str) -> tuple[str, tuple[str, ...], str | None, list[str]]:
    """Title, owners and day of an item, and what is doubted in its owner."""
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n## Action items\n\n- {line}\n", "a.md")
    (item,) = incident.items
    return item.text, item.owners, item.due, [each.message for each in incident.findings if each.code == "PM105"]


@pytest.mark.parametrize(
    "name", ["Mark", "May", "April", "June", "August", "Will", "Grace", "Bill", "Jan", "Mark Jones"]
)
@pytest.mark.parametrize("form", ["— {}, 4 May 2026", "– {} (4 May 2026)", "- {} - 4 May 2026", "[{}, 4 May 2026]"])
def test_a_first_name_that_is_also_a_word_is_read_before_a_day(name: str, form: str) -> None:
    assert read(f"Rotate the keys {form.format(name)}") == ("Rotate the keys", (name,), "2026-05-04", [])


@pytest.mark.parametrize(
    ("line", "title", "owner", "due"),
    [
        ("Rotate the keys — May, 1 June", "Rotate the keys", "May", "2026-06-01"),
        ("Rotate the keys (June, May 1)", "Rotate the keys", "June", "2026-05-01"),
        ("Rotate the keys — Ana (2026-05-01)", "Rotate the keys", "Ana", "2026-05-01"),
        ("Rotate the keys - Ana 2026-05-01", "Rotate the keys", "Ana", "2026-05-01"),
        ("Rotate the keys (Ana) 24/12", "Rotate the keys", "Ana", "2026-12-24"),
        ("Rotate the keys (Ana), 2026-05-01", "Rotate the keys", "Ana", "2026-05-01"),
        ("Rotate the keys (Ana) - 24/12", "Rotate the keys", "Ana", "2026-12-24"),
        ("Rotate the keys (Ana Lima) by Friday", "Rotate the keys", "Ana Lima", "Friday"),
        ("Rotate the keys <@U123>", "Rotate the keys", "@U123", None),
        ("Rotate the keys <@ana> by 2026-05-01", "Rotate the keys", "@ana", "2026-05-01"),
    ],
)
def test_a_name_beside_a_day_is_the_owner(line: str, title: str, owner: str, due: str | None) -> None:
    assert read(line) == (title, (owner,), due, [])


@pytest.mark.parametrize(
    ("line", "quoted"),
    [
        ("Rotate the keys, Ana, 2026-05-01", "Ana, 2026-05-01"),
        ("Rotate the keys, Ana Lima, Friday", "Ana Lima, Friday"),
        ("Deploy to Berlin, Rome, 24 Dec 2026", "Rome, 24 Dec 2026"),
        ("Upgrade to Ubuntu (Jammy) by Friday", "(Jammy) by Friday"),
        ("Rotate the keys (Ana) next sprint", "(Ana) next sprint"),
        ("Keep logs in staging (Loki) 30 days", "(Loki) 30 days"),
        ("Rotate the keys @ana 12/05", "@ana 12/05"),
        ("Rotate @ana Friday", "@ana Friday"),
        ("<@U123> rotate the keys", "<@U123>"),
        ("Rotate the keys <@U123ABC|ana>", "<@U123ABC|ana>"),
        ("Rotate the keys <@!123456789>", "<@!123456789>"),
    ],
)
def test_what_may_be_a_name_is_quoted(line: str, quoted: str) -> None:
    _, owners, _, doubts = read(line)
    assert (owners, doubts) == ((), [f"unknown owner: {quoted!r}"])


@pytest.mark.parametrize(
    ("line", "title", "due"),
    [
        ("Mark the release as bad — May 1", "Mark the release as bad", "2026-05-01"),
        ("Rotate the keys — Mark stale jobs", "Rotate the keys — Mark stale jobs", None),
        ("Will add tests — May 1", "Will add tests", "2026-05-01"),
        ("Rotate the keys — May 2026", "Rotate the keys", "May 2026"),
        ("Rotate the keys — December 20, 2026", "Rotate the keys", "2026-12-20"),
        ("Upgrade — Ubuntu 24.04", "Upgrade — Ubuntu 24.04", None),
        ("Ask <@U123> to rotate the keys", "Ask <@U123> to rotate the keys", None),
        ("Move the pool (Redis), 2026-05-01", "Move the pool (Redis)", "2026-05-01"),
    ],
)
def test_words_months_and_things_are_nobody(line: str, title: str, due: str | None) -> None:
    assert read(line) == (title, (), due, [])
