"""A day behind a label or a cue of any language is read; words that only tell when are kept and pointed out."""

from __future__ import annotations

from datetime import date

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem, State

_HEAD = "# INC-1 Outage\n\n**Date:** 2026-10-12\n\n## Action items\n\n"
_OWNERS = [("(owner: Ana)", "Ana"), ("@ana", "@ana")]


def read(line: str) -> tuple[ActionItem, list[str]]:
    (incident,) = parse(f"{_HEAD}{line}\n", "a.md")
    (item,) = incident.items
    return item, [found.code for found in incident.findings if found.code in ("PM103", "PM104", "PM105")]


@pytest.mark.parametrize(("written", "owner"), _OWNERS)
@pytest.mark.parametrize(
    "said",
    [
        *("Frist: 13.11.2026", "fällig: 13.11.2026", "échéance : 13/11/2026", "prazo: 13/11/2026", "срок: 13.11.2026"),
        *(
            "期限：2026年11月13日",
            "target: 2026-11-13",
            "due=2026-11-13",
            "deadline is 2026-11-13",
            "Frist: 13. November 2026",
        ),
        *(
            "bis spätestens 13.11.2026",
            "11月13日まで",
            "pour le 13 novembre 2026",
            "13.11.2026 mennessä",
            "11월 13일까지",
        ),
        *("due: 13.11.2026", "Target date: 2026-11-13", "bis 13. November 2026", "d'ici le 13 novembre 2026"),
        *(
            "para el 13 de noviembre de 2026",
            "до 13 ноября 2026",
            "截止 2026年11月13日",
            "until 2026-11-13",
            "on 2026-11-13",
        )[:3],
    ],
)
def test_a_day_is_read_behind_its_label_or_cue(written: str, owner: str, said: str) -> None:
    item, findings = read(f"- [ ] Rotate the keys {written} {said}")
    assert (item.text, item.owners, item.due_date, findings) == ("Rotate the keys", (owner,), date(2026, 11, 13), [])


@pytest.mark.parametrize("said", ["on 2026-11-13", "until 2026-11-13", "am 13.11.2026"])
def test_a_day_on_which_somebody_is_named_is_when(said: str) -> None:
    item, findings = read(f"- [ ] Rotate the keys @ana {said}")
    assert (item.text, item.owners, item.due_date, findings) == ("Rotate the keys", ("@ana",), date(2026, 11, 13), [])


@pytest.mark.parametrize(("written", "owner"), _OWNERS)
@pytest.mark.parametrize(
    ("said", "due"),
    [
        *(("due start of 2027", "start of 2027"), ("due early next year", "early next year")),
        *(("due before the holidays", "the holidays"), ("due once infra is ready", "once infra is ready")),
        *(("bis Ende November", "Ende November"), ("bis nächsten Freitag", "nächsten Freitag")),
        *(
            ("fällig KW 45", "KW 45"),
            ("d'ici fin novembre", "fin novembre"),
            ("échéance : fin novembre", "fin novembre"),
        ),
        *(("fecha límite: finales de noviembre", "finales de noviembre"), ("срок до конца ноября", "до конца ноября")),
        *(("до конца ноября", "конца ноября"), ("截止日期：11月底", "11月底"), ("11月末まで", "11月末")),
        *(
            ("entro fine novembre", "novembre"),
            ("do końca listopada", "końca listopada"),
            ("senest næste uge", "næste uge"),
        ),
        *(
            ("para finales de mes", "finales de mes"),
            ("até ao fim do ano", "fim do ano"),
            ("bis Anfang 2027", "Anfang 2027"),
        ),
        *(
            ("due EOY", "EOY"),
            ("due Q4", "Q4"),
            ("due CW45", "CW45"),
            ("due next week", "next week"),
            ("due ASAP", "ASAP"),
        ),
    ],
)
def test_words_that_only_tell_when_are_kept_and_pointed_out(written: str, owner: str, said: str, due: str) -> None:
    item, findings = read(f"- [ ] Rotate the keys {written} {said}")
    assert (item.text, item.owners, item.due, item.due_date) == ("Rotate the keys", (owner,), due, None)
    assert findings == ["PM104"]


@pytest.mark.parametrize(
    "words",
    [
        *("Raise the target: 3.5", "Raise the target: 3 retries", "Document when: next deploy"),
        *("Run the tests before the release", "Set due=2026-11-13 in the config of it"),
        *("Wait until the end of the week", "Check that the invoice is due when paid late"),
        "Keep the backups due to the law until the end of year",
    ],
)
def test_words_of_a_sentence_are_no_due_date(words: str) -> None:
    item, findings = read(f"- [ ] {words}")
    assert (item.text, item.due, findings) == (words, None, [])


@pytest.mark.parametrize(
    ("said", "due"),
    [
        *(("no longer due 2026-11-01",) * 2, ("nicht mehr fällig am 24.12.2026",) * 2, ("isn't due 2026-11-01",) * 2),
        *(("due 2026-11-01 → TBD", "2026-11-01 → TBD"), ("(due 2026-11-01 -> TBD)", "2026-11-01 -> TBD")),
        *((". Due: 2026-11-01 → TBD", "2026-11-01 → TBD"), ("due 2026-11-01 → Q1", "2026-11-01 → Q1")),
        *(("due 2026-11-01, moved to Q1", "2026-11-01, moved to Q1"), ("due 2026-11-01 ⇒ later", "2026-11-01 ⇒ later")),
        *(
            ("due 2026-11-01 (no longer)", "2026-11-01 (no longer)"),
            ("due 2026-11-01, postponed", "2026-11-01, postponed"),
        ),
        *(("fällig 24.12.2026 (verschoben)", "24.12.2026 (verschoben)"),),
        *(
            ("due not before 2026-11-01", "not before 2026-11-01"),
            ("(due not before 2026-11-01)", "not before 2026-11-01"),
        ),
        *(("fällig nicht vor 24.12.2026", "nicht vor 24.12.2026"), ("due after 2026-11-01", "after 2026-11-01")),
        *(("due no earlier than 2026-11-01", "no earlier than 2026-11-01"), ("not due before 2026-11-01",) * 2),
    ],
)
def test_a_day_that_is_denied_or_replaced_is_not_believed(said: str, due: str) -> None:
    item, findings = read(f"- [ ] Rotate the keys {said}".replace(" .", "."))
    assert (item.text, item.due, item.due_date, findings) == ("Rotate the keys", due, None, ["PM103"])


@pytest.mark.parametrize(
    "cell", ["2026-11-01 → TBD", "no longer 2026-11-01", "2026-11-01 (postponed)", "2026-11-01 → Q1"]
)
def test_nor_in_a_cell(cell: str) -> None:
    item, findings = read(f"| Action | Due |\n|--|--|\n| Rotate it | {cell} |")
    assert (item.text, item.due, item.due_date, findings) == ("Rotate it", cell, None, ["PM103"])


@pytest.mark.parametrize(
    "said",
    [
        *(
            "due 2026-11-01 → 2026-12-01",
            "due 2026-11-01 (moved to 2026-12-01)",
            "due 2026-11-01, postponed to 2026-12-01",
        ),
        *("due no later than 2026-12-01", "(due 2026-12-01; moved from 2026-11-01)", "due ~~2026-11-01~~ 2026-12-01"),
    ],
)
def test_the_day_that_took_its_place_is(said: str) -> None:
    item, findings = read(f"- [ ] Rotate the keys {said}")
    assert (item.text, item.due_date, findings) == ("Rotate the keys", date(2026, 12, 1), [])


def test_an_arrow_to_somebody_says_nothing_of_the_day() -> None:
    item, findings = read("- [ ] Rotate the keys due 2026-11-01 → @ana")
    assert (item.text, item.owners, item.due_date, findings) == ("Rotate the keys", ("@ana",), date(2026, 11, 1), [])
    assert item.state is State.OPEN


@pytest.mark.parametrize(
    ("said", "due"),
    [
        *(
            ("owner: Ana, bis Ende November", "Ende November"),
            ("responsable : Ana, d'ici fin novembre", "fin novembre"),
        ),
        *(("owner: Ana, before the holidays", "the holidays"), ("owner: Ana, by end of November", "end of November")),
        *(
            ("owner: Ana, до конца ноября", "конца ноября"),
            ("Verantwortlich: Ana, bis nächsten Freitag", "nächsten Freitag"),
        ),
    ],
)
def test_words_for_a_time_behind_an_owner_are_no_second_one(said: str, due: str) -> None:
    item, findings = read(f"- [ ] Rotate the keys ({said})")
    assert (item.text, item.owners, item.due, findings) == ("Rotate the keys", ("Ana",), due, ["PM104"])


@pytest.mark.parametrize("cell", ["Ana, bis Ende November", "Ana, by next Friday"])
def test_nor_in_a_column_of_owners(cell: str) -> None:
    item, findings = read(f"| Action | Owner |\n|--|--|\n| Rotate it | {cell} |")
    assert (item.owners, findings) == (("Ana",), ["PM105"])


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("— Ana, bis Ende November", "bis Ende November"),
        ("— Ana — bis Ende November", "bis Ende November"),
        ("(Ana, bis Ende November)", "bis Ende November"),
        ("(Ana, d'ici fin novembre)", "d'ici fin novembre"),
    ],
)
def test_words_for_a_time_beside_a_name_are_no_name(said: str, due: str) -> None:
    item, findings = read(f"- [ ] Rotate the keys {said}")
    assert (item.text, item.owners, item.due, findings) == ("Rotate the keys", ("Ana",), due, ["PM104"])


@pytest.mark.parametrize(
    ("words", "due"),
    [
        *(("Plan it by Friday", "Friday"), ("Freigabe bis Freitag", "Freitag")),
        ("Vérifier avant la fin du mois", "fin du mois"),
    ],
)
def test_a_time_before_an_account_may_be_the_sentences(words: str, due: str) -> None:
    item, findings = read(f"- [ ] {words} @ana")
    assert (item.text, item.owners, item.due, findings) == (words, ("@ana",), due, ["PM104"])


def test_a_time_that_tells_which_things_is_no_due_date() -> None:
    item, findings = read("- [ ] Check the logs from before next week")
    assert (item.text, item.due, findings) == ("Check the logs from before next week", None, [])
