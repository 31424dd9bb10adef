"""Days, levels, people and tickets that are told in unusual ways: read, or kept as written with a finding."""

from __future__ import annotations

from datetime import date

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem

_HEAD = "# INC-1 Outage\n\n**Date:** 2026-03-12\n\n## Action items\n\n"


def read(body: str) -> tuple[ActionItem, list[str]]:
    (incident,) = parse(f"{_HEAD}{body}\n", "a.md")
    return incident.items[0], [found.code for found in incident.findings]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        *(("due 2026-05-01T10:00Z", "2026-05-01"), ("due 2026-05-01 10:00 UTC", "2026-05-01")),
        *(("due 2026-05-01 (Friday)", "2026-05-01"), ("due\u00a02026-05-01", "2026-05-01")),
        *(("@due 2026-05-01", "2026-05-01"), ('due "2026-05-01"', "2026-05-01"), ("due 01-May-2026", "2026-05-01")),
        *(("(due 2026-05-01, moved to 2026-06-01)", "2026-06-01"), ("fällig am 1. Mai 2026", "2026-05-01")),
        *(("fällig 01.05.2026", "2026-05-01"), ("vence el 1 de mayo de 2026", "2026-05-01")),
        *(("échéance le 1 mai 2026", "2026-05-01"), ("截止 2026-05-01", "2026-05-01")),
    ],
)
def test_a_day_is_read_with_what_stands_around_it(said: str, day: str) -> None:
    item, codes = read(f"- [ ] Fix the leak {said}")
    assert (item.text, str(item.due_date), codes) == ("Fix the leak", day, [])


@pytest.mark.parametrize(
    ("said", "kept", "code"),
    [
        *(("due 2026-05-01?", "2026-05-01?", "PM103"), ("due 1999-05-01", "1999-05-01", "PM103")),
        *(
            ("due 2026-05-01 or 2026-06-01", "2026-05-01 or 2026-06-01", "PM103"),
            ("due 0026-05-01", "0026-05-01", "PM103"),
        ),
        *(("due 2026-05-01 to 2026-05-10", "2026-05-01 to 2026-05-10", "PM103"), ("due 5/6", "5/6", "PM103")),
        *(("due approx. 2026-05-01", "approx. 2026-05-01", "PM103"), ("due 20260501", "20260501", "PM104")),
        *(("due 20260-05-01", "20260-05-01", "PM104"), ("due 29 Feb 2027", "29 Feb 2027", "PM104")),
        *(
            ("due 2026-W20", "2026-W20", "PM104"),
            ("due week 20", "week 20", "PM104"),
            ("due 2026-05", "2026-05", "PM104"),
        ),
        *(("due in 2 weeks", "2 weeks", "PM104"), ("due +14d", "+14d", "PM104"), ("due ASAP", "ASAP", "PM104")),
        *(("due 2026 05 01", "2026 05 01", "PM104"), ("due 31 April 2026", "31 April 2026", "PM104")),
    ],
)
def test_a_day_that_is_not_understood_is_kept_as_written(said: str, kept: str, code: str) -> None:
    item, codes = read(f"- [ ] Fix the leak {said}")
    assert (item.text, item.due, item.due_date, codes) == ("Fix the leak", kept, None, [code])


@pytest.mark.parametrize(
    "cell",
    [
        *("2026-05-01 / 2026-06-01", "2026-05-01<br>2026-06-01", "not before 2026-05-01", "after 2026-05-01"),
        *(
            "was 2026-05-01",
            "2026-05-01?",
            "~~2026-05-01~~",
            "2026-05-01 - 2026-05-10",
            "0026-05-01",
            "approx. 2026-05-01",
            "2026-05-01 known 2026-06-01",
            "2026-05-01 or renew 2026-06-01",
        ),
    ],
)
def test_a_cell_that_says_more_than_a_day_is_doubted(cell: str) -> None:
    item, codes = read(f"| Action | Due |\n|-|-|\n| Fix the leak | {cell} |")
    assert (item.due_date, codes) == (None, ["PM103"])
    assert item.due == cell


@pytest.mark.parametrize("between", ["->", " → ", " now ", ", moved to "])
def test_a_cell_that_says_what_took_its_place_has_the_later_day(between: str) -> None:
    item, codes = read(f"| Action | Due |\n|-|-|\n| Fix the leak | 2026-05-01{between}2026-06-01 |")
    assert (item.due_date, codes) == (date(2026, 6, 1), [])


@pytest.mark.parametrize(
    "text",
    [
        *("Alert when a certificate is due in 30 days", "Page if the backup is not due 2026-05-01"),
        *("Hold it due to 3 outages", "Add `due 2026-05-01` to the example", 'Write "due 2026-05-01" into the form'),
        *("Set `P1` as the default level", "Fix the leak not before 2026-05-01"),
    ],
)
def test_words_of_the_sentence_are_no_fields(text: str) -> None:
    item, _ = read(f"- [ ] {text}")
    assert (item.text, item.due, item.priority) == (text.replace("`", ""), None, None)


@pytest.mark.parametrize(
    ("line", "owners", "priority", "links"),
    [
        ("Fix the leak due 2026-05-01 @ana P1", ("@ana",), "P1", []),
        ("Fix the leak @ana P1", ("@ana",), "P1", []),
        ("Fix the leak @ana, @bob and @eve", ("@ana", "@bob", "@eve"), None, []),
        ("Fix the leak @ana und @bob", ("@ana", "@bob"), None, []),
        ("Fix the leak. Issue: 12", (), None, ["#12"]),
        ("Fix the leak ~~(#12)~~", (), None, []),
        ("Fix the leak → #12", (), None, ["#12"]),
        ("Fix the leak ~~(#12)~~ (#13)", (), None, ["#13"]),
    ],
)
def test_fields_leave_nothing_in_the_title(
    line: str, owners: tuple[str, ...], priority: str | None, links: list[str]
) -> None:
    item, _ = read(f"- [ ] {line}")
    assert (item.text, item.owners, item.priority) == ("Fix the leak", owners, priority)
    assert [link.text for link in item.links] == links


@pytest.mark.parametrize("period", ["Q3-2026", "H1-2027", "Q1-2025"])
def test_a_quarter_is_no_ticket(period: str) -> None:
    item, codes = read(f"- [ ] Move the nodes to the new rack ({period})")
    assert (item.links, codes) == ((), ["PM104"])


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Escape &lt;div&gt; &amp; co", "Escape <div> & co"),
        ("Show 2 &#42; 3 &#42; 4", "Show 2 * 3 * 4"),
        ("Fix the lea\u00adk", "Fix the leak"),
        ("Fix the leak[^1]", "Fix the leak"),
    ],
)
def test_a_title_reads_as_it_is_shown(line: str, title: str) -> None:
    assert read(f"- [ ] {line}")[0].text == title


@pytest.mark.parametrize(
    "line",
    [
        "- [ ] Fix the leak 📅 2026-05-01",
        "- [ ] Fix the leak → #12",
        "- [ ] Fix the leak due 2026-05-01 → 2026-06-01",
        "- [ ] Fix the leak due 2026-05-01 -> 2026-06-01",
        "- Fix the 👩‍💻 login of all accounts",
        "1. Fix the leak 🔥 in the pool",
    ],
)
def test_a_line_may_be_wrapped_before_and_behind_a_picture_or_an_arrow(line: str) -> None:
    plain, _ = read(line)
    words = line.split(" ")
    for at in range(4, len(words)):
        broken, _ = read(" ".join(words[:at]) + "\n  " + " ".join(words[at:]))
        assert (broken.text, broken.due, len(broken.links)) == (plain.text, plain.due, len(plain.links)), at


@pytest.mark.parametrize("said", ["2026-05-01 or later", "~2026-05-01", "≈2026-05-01", "2026-05-01 at the earliest"])
def test_a_day_that_is_not_settled_in_a_line_is_doubted(said: str) -> None:
    item, codes = read(f"- [ ] Fix the leak due {said}")
    assert (item.text, item.due_date, codes) == ("Fix the leak", None, ["PM103"])


def test_due_today_is_no_part_of_the_title() -> None:
    item, codes = read("- [ ] Fix the leak due today")
    assert (item.text, item.due, codes) == ("Fix the leak", "today", ["PM104"])


@pytest.mark.parametrize("cell", ["2026-05-01 (tentative)", "2026-05-01 (estimate)", "2026-05-01 tbc"])
def test_a_day_beside_other_words_in_a_cell_is_doubted(cell: str) -> None:
    item, codes = read(f"| Action | Due |\n|-|-|\n| Fix the leak | {cell} |")
    assert (item.due_date, codes) == (None, ["PM103"])


def test_a_row_of_sums_is_no_item() -> None:
    item, _ = read("| Action | Owner | Status |\n|-|-|-|\n| Fix the leak | Ana | open |\n| Total | | 1 |")
    assert item.text == "Fix the leak"
