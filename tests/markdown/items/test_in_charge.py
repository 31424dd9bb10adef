"""Words for an owner without a colon, in all languages, and names in brackets before or behind the work."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.words.languages import every, languages

NAMES = {"ru": "Анна", "uk": "Олена", "ja": "田中", "zh": "王伟", "ko": "김민수"}
LED = [(word, NAMES.get(one.code, "Ana")) for one in languages() for word in one.phrases("people", "in_charge")]


def read(*lines: str) -> tuple[str, list[str], list[str]]:
    """Title and owners of the first item of a list, and what is doubted of owners in all of it."""
    listed = "\n".join(f"- {line}" for line in lines)
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n## Action items\n\n{listed}\n", "a.md")
    item = incident.items[0]
    said = [found.message.partition(": ")[2] for found in incident.findings if found.code == "PM105"]
    return item.text, [*item.owners], said


@pytest.mark.parametrize(
    "place",
    [
        "({0} {1}) Cap it",
        "[{0} {1}] Cap it",
        "Cap it ({0} {1})",
        "Cap it – {0} {1}",
        "Cap it; {0} {1}",
        "Cap it - {0} {1}",
    ],
)
def test_whoever_stands_behind_them_is_the_owner_in_any_language(place: str) -> None:
    for word, name in LED:
        for said in (word, word.capitalize()):
            assert read(place.format(said, name)) == ("Cap it", [name], []), said


@pytest.mark.parametrize(
    ("line", "owners"),
    [
        ("Cap it (zuständig Ana und Bo)", ["Ana", "Bo"]),
        ("Cap it, responsabile Luca e Anna", ["Luca", "Anna"]),
        ("Cap it – eigenaar Jan van den Berg", ["Jan van den Berg"]),
        ("Cap it (responsable @ana)", ["@ana"]),
        ("Cap it （担当田中）", ["田中"]),
        ("(负责人王伟) Cap it", ["王伟"]),
        ("Cap it (ответственный Анна Иванова)", ["Анна Иванова"]),
        ("(Verantwortlich Ana, fällig 2026-05-01) Cap it", ["Ana"]),
        ("Cap it (responsable Ana, avant le 2026-05-01, P1)", ["Ana"]),
        ("(Ana, P1) Cap it", ["Ana"]),
        ("[Ana, 2026-05-01] Cap it", ["Ana"]),
    ],
)
def test_several_names_and_other_fields_may_stand_beside(line: str, owners: list[str]) -> None:
    assert read(line) == ("Cap it", owners, [])


@pytest.mark.parametrize(
    "line",
    [
        *("Kläre das mit dem Bearbeiter Ana", "Tell the person responsible", "Add an owner to each alert"),
        *("Cap it (no owner)", "Note who is responsible, Ana or Bo", "Cap it (ex-owner Ana Lima was asked)"),
    ],
)
def test_what_a_sentence_says_of_owners_names_none(line: str) -> None:
    assert read(line) == (line, [], [])


@pytest.mark.parametrize("word", sorted(set(every("people", "in_charge"))))
def test_where_nobody_follows_it_is_said(word: str) -> None:
    assert read(f"Cap it ({word} TBD)") == ("Cap it", [], [""])


@pytest.mark.parametrize("said", ["(Ana)", "[Ana]", "(Hana)", "(Ana/Bo)", "(Ana & Bo)", "(Ana und Bo)"])
def test_a_first_name_in_brackets_is_quoted(said: str) -> None:
    assert read(f"{said} Cap it") == (f"{said} Cap it", [], [f"{said!r} may be one"])
    if said[0] == "(":
        assert read(f"Cap it {said}") == (f"Cap it {said}", [], [f"{said!r} may be one"])


@pytest.mark.parametrize("first", ["(Ana) ", "[Ana] ", "(Ana): ", "[Ana] - "])
def test_it_is_the_owner_s_where_that_is_one_elsewhere(first: str) -> None:
    assert read(f"{first}Cap it", "Drain it (owner: Ana)") == ("Cap it", ["Ana"], [])


@pytest.mark.parametrize(
    "tag",
    [
        *("(optional)", "(Redis)", "[Backend]", "[Monitoring]", "[Detect]", "(Quick win)", "(Required)", "(EU)"),
        *("[Ana](https://x.test)", "(Canary)"),
    ],
)
def test_things_and_kinds_of_work_in_brackets_are_the_title_s(tag: str) -> None:
    title = f"{tag} Cap it".replace("[Ana](https://x.test)", "Ana")
    assert read(f"{tag} Cap it", "Drain the canary") == (title, [], [])


@pytest.mark.parametrize("name", ["Kim Lee", "Chi Nguyen"])
def test_a_name_that_asks_for_one_in_another_language_is_a_name(name: str) -> None:
    assert read(f"Cap it ({name})") == ("Cap it", [name], [])


@pytest.mark.parametrize(("line", "name"), [("再試行を制限（担当 田中）", "田中"), ("限制重试（负责人王伟）", "王伟")])
def test_no_space_stands_before_wide_brackets(line: str, name: str) -> None:
    assert read(line) == (line.partition("（")[0], [name], [])


@pytest.mark.parametrize(
    "held",
    [
        *("Owner Ana; Due 2026-05-12; P1; #12", "Verantwortlich Ana, Frist 2026-05-12, P1", "Ana, due 2026-05-12, #12"),
        "#12, Ana, due 2026-05-12",
    ],
)
def test_all_fields_of_a_bracket_are_read(held: str) -> None:
    (incident,) = parse(f"# INC-1 on 2026-03-01\n\n## Action items\n\n- Cap it ({held})\n", "a.md")
    (item,) = incident.items
    assert (item.text, item.owners, item.due) == ("Cap it", ("Ana",), "2026-05-12")
    assert (item.priority == "P1", len(item.tickets)) == ("P1" in held, "#12" in held)


@pytest.mark.parametrize("lead", [", assigned to", "; zuständig", " – responsable", ", ответственные"])
def test_a_day_may_stand_behind_several_names(lead: str) -> None:
    assert read(f"Cap it{lead} Ana and Bo, due 2026-05-01") == ("Cap it", ["Ana", "Bo"], [])


@pytest.mark.parametrize("said", ["Done by Ana on 2026-03-03", "Erledigt von Ana letzte Woche", "Fait par Ana hier"])
def test_a_last_sentence_that_begins_as_done_is_quoted(said: str) -> None:
    (incident,) = parse(f"# INC-1 on 2026-03-01\n\n## Action items\n\n- Cap the pool. {said}.\n", "a.md")
    assert incident.items[0].done is not True
    assert [found.code for found in incident.findings] == ["PM120"]
