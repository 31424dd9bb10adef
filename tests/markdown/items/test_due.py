"""A due date is read in every form that people type, or kept and pointed out; never dropped in silence."""

from __future__ import annotations

from datetime import date

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.lines.dates import Doubt, read_date
from postmortem_tracker.markdown.words.languages import every, languages, weekdays
from postmortem_tracker.model import ActionItem, State

_DAY = "2026-05-01"


def read(line: str) -> tuple[ActionItem, list[str]]:
    (incident,) = parse(f"# INC-1 Outage\n\n**Date:** 2026-03-12\n\n## Action items\n\n{line}\n", "a.md")
    (item,) = incident.items
    return item, [found.code for found in incident.findings if found.code in ("PM103", "PM104")]


@pytest.mark.parametrize(
    "said",
    [
        *(
            "due 2026/05/01",
            "due 2026-5-1",
            "due 2026.05.01",
            "due 2026–05–01",
            "due **2026-05-01**",
            "due `2026-05-01`",
        ),
        *(
            "due Friday 1 May 2026",
            "by EOD Friday 1 May",
            "due end of day, 2026-05-01",
            "(due 2026-05-01)\n  - Due: 2026-05-01",
            "due Fri 1 May",
            "due on Friday, May 1, 2026",
            "by the 1st of May 2026",
            "due 1 May",
        ),
        *("📅 2026-05-01", "📆 2026-05-01", "[due:: 2026-05-01]", "(due:: 2026-05-01)", "@due(2026-05-01)"),
        *(
            "DEADLINE: <2026-05-01 Fri>",
            "(due=2026-05-01)",
            "due: 2026-05-01",
            "bis zum 1. Mai 2026",
            "due 2026年5月1日",
        ),
        *("antes del 1 de mayo de 2026", "due ~~2026-04-01~~ 2026-05-01", "due 2026-04-01 → 2026-05-01"),
        *("due 2026-04-01 -> 2026-05-01", "(due: ~~1 April~~ 1 May 2026)", "due 2026-04-01, moved to 2026-05-01"),
        *("Due: 2026-04-01 ⇒ 2026-05-01", "(2026-05-01)", "— 2026-05-01", "— 2026-05-01, P1", "| 2026-05-01 | P1"),
        *(
            "due 01.05.26",
            "due <2026-05-01>",
            "no later than 2026-05-01",
            "due before 2026-05-01",
            "due no later than 2026-05-01",
        ),
    ],
)
def test_a_day_is_read_and_leaves_the_title(said: str) -> None:
    item, findings = read(f"- [ ] Cap the retries {said}")
    assert (item.text, item.due, item.due_date, findings) == ("Cap the retries", _DAY, date(2026, 5, 1), [])


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("12 March", date(2026, 3, 12)),
        ("11 March", date(2026, 3, 11)),  # done at once, and written down after it
        ("Feb 9", date(2026, 2, 9)),
        ("Feb 8", date(2027, 2, 8)),  # more than a month before the incident
    ],
)
def test_a_day_without_its_year_is_the_first_one_from_a_month_before_the_incident(said: str, day: date) -> None:
    item, findings = read(f"- Add a probe, due {said}")
    assert (item.due_date, findings) == (day, [])


@pytest.mark.parametrize(
    ("said", "due", "code"),
    [
        *(("due May 2026", "May 2026", "PM104"), ("due in May 2026", "May 2026", "PM104")),
        *(("due end of May 2026", "end of May 2026", "PM104"), ("by mid-May", "mid-May", "PM104")),
        *((", end of August", "end of August", "PM104"), ("due next sprint", "next sprint", "PM104")),
        *(("due 2026-13-45", "2026-13-45", "PM104"), ("due 27-05-01", "27-05-01", "PM103")),
        *(("(due 2026-05-01, by 2026-06-01)", "2026-05-01 or 2026-06-01", "PM103"),),
        *(("(due 2026-05-01)\n  - Due: 2026-06-01", "2026-06-01 or 2026-05-01", "PM103"),),
        *(("📅 2026-05-01 (due 2026-06-01)", "2026-05-01 or 2026-06-01", "PM103"),),
        *(("(was due 2026-05-01)", "was due 2026-05-01", "PM103"),),
        *(("due 26-12-01", "26-12-01", "PM103"), ("due 05/06/26", "05/06/26", "PM103")),
        *(("due 1 May 27", "1 May 27", "PM103"), ("due 1 May '27", "1 May '27", "PM103")),
        *(("due 05-02-2027", "05-02-2027", "PM103"), ("due 26/12/27", "26/12/27", "PM103")),
    ],
)
def test_what_is_no_single_day_is_kept_and_pointed_out(said: str, due: str, code: str) -> None:
    item, findings = read(f"- [ ] Cap the retries {said}")
    assert (item.text, item.due, item.due_date, findings) == ("Cap the retries", due, None, [code])


@pytest.mark.parametrize(
    "due",
    [
        *("Mon 2026-05-01", "Monday, 1 May 2026", "1 May 2026, Monday", "1 May 2026 (Monday)", "Thu, 1 May"),
        *("lundi 1 mai 2026", "2026-04-24 → Mon 2026-05-01"),
    ],
)
@pytest.mark.parametrize(
    "written", ["- Add it (due {})", "- Add it\n  - Due: {}", "| Action | Due |\n|-|-|\n| Add it | {} |"]
)
def test_a_day_that_is_another_day_of_the_week_is_kept_and_pointed_out(written: str, due: str) -> None:
    item, findings = read(written.format(due))
    assert (item.text, item.owners, item.due, item.due_date, findings) == ("Add it", (), due, None, ["PM103"])
    friday = due.replace("Monday", "Friday").replace("Mon", "Fri").replace("Thu", "Fri").replace("lundi", "vendredi")
    item, findings = read(written.format(friday))
    assert (item.text, item.owners, item.due_date, findings) == ("Add it", (), date(2026, 5, 1), [])


def test_the_days_of_the_week_are_the_same_in_all_languages() -> None:
    for language in languages():
        for number, names in enumerate(language.tables["weekdays"]["names"], 1):
            assert all(weekdays()[name] == number for name in names)


@pytest.mark.parametrize(
    ("cell", "due"),
    [
        *(("2026/05/01", _DAY), ("2026-5-1", _DAY), ("**2026-05-01**", _DAY), ("Friday, 1 May 2026", _DAY)),
        *(("~~2026-04-01~~ 2026-05-01", _DAY), ("2026-04-01 → 2026-05-01", _DAY), ("2026–05–01", _DAY)),
        *(("2026-05-01, but only if the vendor delivers the new part before that", _DAY), ("<2026-05-01>", _DAY)),
    ],
)
def test_a_cell_is_read_alike(cell: str, due: str) -> None:
    item, findings = read(f"| Action | Owner | Due |\n|-|-|-|\n| Cap the retries | Ana | {cell} |")
    assert (item.due, findings) == (due, [])


@pytest.mark.parametrize(
    "cell", ["May 2026", "27-05-01", "when the vendor has delivered the new part and we have tested it in staging"]
)
def test_a_cell_that_is_no_day_is_pointed_out(cell: str) -> None:
    item, findings = read(f"| Action | Owner | Due |\n|-|-|-|\n| Cap the retries | Ana | {cell} |")
    assert (item.due_date, len(findings)) == (None, 1)


@pytest.mark.parametrize(
    "line",
    [
        *("Keep the logs of 2026-05-01 in the archive", "Say what may happen next", "Rework the march of the queues"),
        *("Roll changes out by set 3", "Page before 10 out of 12 nodes fail"),
        *(
            "Move what ran on the old rack (2026-05-01); the new one has room",
            "The rack went (2026-05-01), and so do we",
        ),
        *("Read config(due=x) twice", "Go step by step", "Delete what was made before May"),
    ],
)
def test_a_day_in_a_sentence_is_no_due_date(line: str) -> None:
    item, _ = read(f"- {line}")
    assert item.due_date is None


@pytest.mark.parametrize(
    "line",
    [
        "Cap it (2026-05-01) @lea",
        "Cap it @lea (2026-05-01)",
        "(2026-05-01) Cap it @lea",
        "Cap it by 2027-04-10 @lea",
        "Cap it @lea due in May 2026",
        "Cap it @lea 📅 2026-05-01 ⏫",
    ],
)
def test_an_owner_beside_any_date_is_read(line: str) -> None:
    item, _ = read(f"- {line}")
    assert (item.text, item.owners) == ("Cap it", ("@lea",))


@pytest.mark.parametrize(
    ("line", "priority"),
    [
        *(
            ("Cap it - P2", "P2"),
            ("Cap it, P0", "P0"),
            ("Cap it — Ana López, 2026-05-01, P1", "P1"),
            ("Cap it | P3", "P3"),
        ),
        *(
            ("Cap it ⏫", "high"),
            ("Cap it 🔺", "highest"),
            ("Cap it 📅 2026-05-01 🔽", "low"),
            ("Cap it ⏬ @ana", "lowest"),
        ),
        *(("Cap it (owner=ops, priority=medium)", "medium"), ("Cap it (@ana, P1, due 2026-05-01)", "P1")),
        *(("Move P1, P2 to the new rack", None), ("Raise f(priority=high) to two", None)),
    ],
)
def test_a_priority_is_read_behind_the_words(line: str, priority: str | None) -> None:
    item, _ = read(f"- {line}")
    assert item.priority == priority
    assert priority is None or item.text.startswith("Cap it")


def test_a_waiver_until_no_day_is_pointed_out() -> None:
    item, findings = read("- Cap it (waived until next year: too dear)")
    assert (item.waiver, findings) == (None, ["PM104"])


@pytest.mark.parametrize(
    ("text", "near", "value"),
    [
        ("27/05/01", date(2026, 3, 12), None),
        ("31/12/26", date(2026, 3, 12), date(2026, 12, 31)),
        ("01.05.26", date(2026, 3, 12), date(2026, 5, 1)),
        ("01.05.01", date(2026, 3, 12), None),
        ("13-05-26", None, None),
    ],
)
def test_a_year_of_two_digits_is_never_years_away(text: str, near: date | None, value: date | None) -> None:
    reading = read_date(text, near)
    assert (reading.value, reading.doubt) == (value, None if value else Doubt.AMBIGUOUS)


@pytest.mark.parametrize("cue", every("items", "due"))
def test_each_word_for_a_due_date_leads_to_one(cue: str) -> None:
    for written in ("2026-05-04", "4 May 2026"):
        (incident,) = parse(f"# Outage\n\n## Action items\n\n- Patch the proxy {cue} {written}\n", "a.md")
        (item,) = incident.items
        assert (item.text, item.due_date) == ("Patch the proxy", date(2026, 5, 4))


@pytest.mark.parametrize(
    ("line", "state", "due", "owners"),
    [
        ("[x] Cap it 📅 2026-05-01 ✅ 2026-05-02", State.COMPLETED, _DAY, ()),
        ("[x] Cap it ✅ 2026-05-02 📅 2026-05-01", State.COMPLETED, _DAY, ()),
        ("Cap it ✅ 2026-05-02", State.COMPLETED, None, ()),
        ("Cap it 📅 2026-05-01 ❌ 2026-05-02", State.NOT_PLANNED, _DAY, ()),
        ("[ ] Cap it ➕ 2026-04-01 🛫 2026-04-20 ⏳ 2026-04-30 📅 2026-05-01 @lea", State.OPEN, _DAY, ("@lea",)),
        ("[ ] Cap it ⏳ 2026-05-01", State.OPEN, None, ()),
        ("[x] Cap it [due:: 2026-05-01] [completion:: 2026-05-02]", State.COMPLETED, _DAY, ()),
        ("[ ] Cap it (created:: 2026-05-02)", State.OPEN, None, ()),
    ],
)
def test_the_days_of_task_plug_ins_say_each_its_own(
    line: str, state: State, due: str | None, owners: tuple[str, ...]
) -> None:
    item, findings = read(f"- {line}")
    assert (item.text, item.state, item.due, item.owners, findings) == ("Cap it", state, due, owners, [])


def test_a_day_on_which_an_open_box_was_done_is_pointed_out() -> None:
    (incident,) = parse("# A\n\n## Action items\n\n- [ ] Cap it ✅ 2026-05-02\n", "a.md")
    assert [(item.text, item.state) for item in incident.items] == [("Cap it", State.OPEN)]
    assert [found.code for found in incident.findings] == ["PM120"]


@pytest.mark.parametrize("line", ["Add it @ana 2026-05-01", "Add it @ana, @bo 2026-05-01", "Add it @ana 2026-05-01 P1"])
def test_a_day_behind_an_account_at_the_end_is_the_due_date(line: str) -> None:
    (item,) = parse(f"## Action items\n- [ ] {line}\n", "a.md")[0].items
    assert (item.text, item.due_date, item.owners[0]) == ("Add it", date(2026, 5, 1), "@ana")


@pytest.mark.parametrize("line", ["Update it as of 2026-05-01", "Update it for the release 2026-05-01"])
def test_a_day_behind_other_words_is_text(line: str) -> None:
    (item,) = parse(f"## Action items\n- [ ] {line}\n", "a.md")[0].items
    assert (item.text, item.due) == (line, None)


@pytest.mark.parametrize(
    "words",
    [
        *("@ana 20 Dec 2026", "@ana (20 Dec 2026)", "@Ana Lima 2026-12-20", "— Ana Lima — December 20, 2026"),
        *("[@Ana Lima](https://wiki.test/people/1) 2026-12-20", "— @Ana Lima — @December 20, 2026"),
        *('by <time datetime="2026-12-20" /> @ana', 'by <time datetime="2026-12-20">Sunday</time> @ana'),
        *("@ana (due 2026-12-20; moved from 2026-11-20)", "@ana (due 2026-12-20, was 2026-11-20)"),
    ],
)
def test_a_day_beside_who_does_it_is_when(words: str) -> None:
    (incident,) = parse(f"# INC-1 on 2026-10-12\n\n## Action items\n\n- Rotate the keys {words}\n")
    (item,) = incident.tasks
    assert (item.text, item.due, len(item.owners)) == ("Rotate the keys", "2026-12-20", 1)
    assert incident.findings == ()


@pytest.mark.parametrize(
    "words",
    [
        "(Ana Lima, created 2026-10-20)",
        "(Ana Lima, since 2026-10-20)",
        "— verified 2026-10-20",
        "(Bo Roe, gemeldet 2026-10-20)",
    ],
)
def test_a_day_with_other_words_is_not(words: str) -> None:
    (item,) = parse(f"# INC-1 on 2026-10-12\n\n## Action items\n\n- Rotate the keys {words}\n")[0].tasks
    assert (item.text, item.due) == (f"Rotate the keys {words}", None)


def test_a_day_before_which_nothing_is_due_is_quoted_with_its_words() -> None:
    (incident,) = parse(
        "# INC-1 on 2026-10-12\n\n## Action items\n\n- Rotate the keys @ana (not due before 2026-12-20)\n"
    )
    assert [each.code for each in incident.findings] == ["PM103"]
    assert incident.tasks[0].text == "Rotate the keys"
