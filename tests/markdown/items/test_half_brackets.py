"""What is taken out of a title leaves no half bracket, and what is not read stays in it or is doubted."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.lines.plain import paired


def read(words: str) -> tuple[str, list[str], str, list[str]]:
    """Title, owners, due date and the codes of an item of a list."""
    (incident,) = parse(f"# INC-1 Outage on 2026-10-12\n\n## Action items\n\n- [ ] {words}\n", "a.md")
    (item,) = incident.items
    return item.text, [*item.owners], item.due or "", [f.code for f in incident.findings if f.code[:3] == "PM1"]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Rotate it (Bearbeiter: Eva Roth; Dringlichkeit: hoch)", "Rotate it (Dringlichkeit: hoch)"),
        ("Rotate it (Owner: Ana; effort: high)", "Rotate it (effort: high)"),
        ("Rotate it (Responsable : Léa ; effort : faible)", "Rotate it (effort: faible)"),
        ("Rotate it (Owner: Ana; risk: low; due: 2026-12-24)", "Rotate it (risk: low)"),
        ("Rotate it (owner Ana, cc @bob)", "Rotate it (cc @bob)"),
        ("Rotate it (Owner: Ana, due: 2026-12-24)", "Rotate it"),
        ("Rotate it (owner: Ana) (in EU)", "Rotate it (in EU)"),
        ("Rotate it（担当：田中；影響：大）", "Rotate it（影響：大）"),
        ("Rotate clean() (due 2026-12-24)", "Rotate clean()"),
    ],
)
def test_brackets_keep_what_is_left_in_them(words: str, title: str) -> None:
    assert read(words)[0] == title


@pytest.mark.parametrize(
    "words",
    [
        "Rotate it (P1, due in 2 weeks, @ana)",
        "Rotate it (@ana, due in 2 weeks)",
        "Rotate it (P2 – @ana, due in 2 weeks)",
    ],
)
def test_what_stands_with_others_in_brackets_is_read(words: str) -> None:
    assert read(words) == ("Rotate it", ["@ana"], "2 weeks", ["PM104"])


@pytest.mark.parametrize(
    "words",
    [
        "Rotate it (Due: Dec 20 - Dec 24)",
        "Rotate it (Due: 24-31 Dec)",
        "Rotate it @ana due Dec 20 to Dec 24",
        "Rotate it @ana due 2026-12-24; revised: 2027-01-24",
        "Rotate it (Due: 2026-12-24; revised: 2027-01-24)",
        "Rotate it (Due: 2026-12-24 for EU, 2027-01-24 for US)",
        "Rotate it (Frist: 24.12.2026 für EU, 24.01.2027 für US)",
        "Rotate it (Échéance : 24/12/2026 en France, 24/01/2027 ailleurs)",
        "Rotate it (Due: 2026-12-24 or earlier)",
    ],
)
def test_two_days_are_doubted(words: str) -> None:
    title, _, due, codes = read(words)
    assert (title, codes) == ("Rotate it", ["PM103"])
    assert due in words


@pytest.mark.parametrize(
    ("cell", "due", "doubts"),
    [
        ("2026-12-24 (was 2026-11-01)", "2026-12-24", 0),
        ("24.12.2026 (ursprünglich 01.11.2026)", "2026-12-24", 0),
        ("2026-12-24 (now 2027-01-24)", "2027-01-24", 0),
        ("Dec 20 - Dec 24", "Dec 20 - Dec 24", 1),
        ("24–31 December 2026", "24–31 December 2026", 1),
        ("December 24-31, 2026", "December 24-31, 2026", 1),
        ("24 December 2026", "2026-12-24", 0),
        ("2026-12-24 (Thursday)", "2026-12-24", 0),
    ],
)
def test_cells_with_two_days(cell: str, due: str, doubts: int) -> None:
    table = f"| Task | Owner | Due |\n|-|-|-|\n| Add it | Ana | {cell} |"
    (incident,) = parse(f"# INC-1 Outage on 2026-10-12\n\n## Action items\n\n{table}\n", "a.md")
    assert incident.items[0].due == due
    assert sum(f.code == "PM103" for f in incident.findings) == doubts


def test_a_day_under_an_unknown_label_behind_an_owner_is_quoted() -> None:
    assert read("Rotate it (담당: 김민수, 완료일: 2026-12-24)")[3] == ["PM105"]


def test_a_range_that_holds_half_a_pair_loses_it() -> None:
    assert paired("a (b c) d", [(1, 5)]) == [(1, 2), (3, 5)]
    assert paired("a (b c) d", [(1, 7)]) == [(1, 7)]
    assert paired("a) (b", [(1, 3)]) == [(1, 3)]


@pytest.mark.parametrize("field", [" @ana", "(Ana Lima)", " (owner: Ana)", "（担当：田中）"])
@pytest.mark.parametrize("sign", [*"，、；：。．", ",", ";", ":", "."])
def test_no_sign_of_any_script_is_left_where_fields_were(sign: str, field: str) -> None:
    assert read(f"限制重试{sign}{field}")[0] == "限制重试"


@pytest.mark.parametrize("sign", "،؛۔")
def test_no_sign_of_arabic_is(sign: str) -> None:
    assert read(f"تحديد المحاولات{sign} @ana")[0] == "تحديد المحاولات"


@pytest.mark.parametrize("words", ["确认吗？", "限制“重试”", "停止！", "限制（重试）", "限制、重试"])
def test_signs_that_say_something_stay(words: str) -> None:
    assert read(f"{words} @ana")[0] == words
