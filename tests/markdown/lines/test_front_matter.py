"""Front matter: its values, and a clear word where it cannot be read."""

from __future__ import annotations

from datetime import date

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.lines.front_matter import front_matter
from postmortem_tracker.markdown.lines.source import load

BODY = "# Mail down\n\n## Action items\n\n- Patch Redis\n"


def values(text: str, mark: str = "---") -> dict[str, object]:
    return front_matter(load(f"{mark}\n{text}\n{mark}\n{BODY}", "a.md")).values


@pytest.mark.parametrize(
    ("line", "value"),
    [
        *(("A: INC-102", "INC-102"), ('a: "Mail: down"', "Mail: down"), ("a: 'no'", "no"), ("a: 7", 7)),
        *(("a: 2026-04-02", date(2026, 4, 2)), ("a: [search, mail]", ["search", "mail"]), ("a: false", False)),
        *(("a:\n  - search\n  - k8s-02", ["search", "k8s-02"]), ("a: x #y", "x"), ("a: |\n  x\n  y", "x\ny")),
    ],
)
def test_yaml_values_are_read(line: str, value: object) -> None:
    assert values(line) == {"a": value}


def test_toml_values_are_read() -> None:
    assert values('A = "x"\nb = 2026-04-02', "+++") == {"a": "x", "b": date(2026, 4, 2)}


@pytest.mark.parametrize(
    ("text", "mark", "line"),
    [
        *(("title: Mail\ndate: [2026", "---", 3), ("title: Mail: down", "---", 1), ("a: x\n\tb: y", "---", 2)),
        *(("- a: list\n- of: things", "---", 0), ("a: " + "[" * 300, "---", 0), ("a = ", "+++", 1)),
    ],
)
def test_what_cannot_be_read_is_a_finding_and_the_items_are_read(text: str, mark: str, line: int) -> None:
    (incident,) = parse(f"{mark}\n{text}\n{mark}\n{BODY}", "a.md")
    assert [(found.code, found.line) for found in incident.findings] == [("PM108", line + 1)]
    assert [item.text for item in incident.items] == ["Patch Redis"]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("title: Login: stopped", 1, "a text with a colon in it stands in quotes"),
        ("title: Mail down\nsummary: Retries: none", 2, "a text with a colon in it stands in quotes"),
        ("\ttitle: x", 1, "a line begins with a tab; YAML takes spaces"),
        ("a: x\n\tb: y", 2, "a line begins with a tab; YAML takes spaces"),
        ("owner: @mei", 1, "a text that begins with a sign such as @ or % stands in quotes"),
        ("title: *all* of it", 1, "a text that begins with * or & stands in quotes"),
        ("owner: *mei", 1, "a text that begins with * or & stands in quotes"),
        ('title: "x', 1, "a text is not closed by its quote"),
        ('title: "C:\\Users"', 1, "“\\” in double quotes is written “\\\\”"),
        ("services: [mail", 2, "a list is not closed by ]"),
        ("a: {b", 2, "a table is not closed by }"),
        ("services: - mail", 1, "a list begins below its key"),
        ("a: !x y", 1, "a tag (!…) that is not known"),
        ("a: 'x' y", 1, "a line is no key with its value, or not as far from the margin as the others"),
        ("a: 1\ntitle\nb", 3, "a line is no key with its value"),
        ("a: > b", 1, "behind > and | the text begins on the next line"),
        ("a: !!int x", 1, "not YAML"),
    ],
)
def test_what_is_wrong_is_told_in_our_words_with_its_line(text: str, line: int, says: str) -> None:
    (incident,) = parse(f"---\n{text}\n---\n{BODY}", "a.md")
    assert incident.refused == f"a.md:{line + 1}: the front matter cannot be read: {says}"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("title = Mail down", 1, "a value is missing, or a text without quotes"),
        ('id = "INC-4"\nid = "INC-5"', 2, "a key stands there a second time"),
        ('id = "INC-4"\ndate = 2026-13-03', 2, "there is more on the line than one value"),
        ("date = 2026-02-30", 1, "a date is none"),
    ],
)
def test_what_is_wrong_with_toml_is_told_in_the_same_way(text: str, line: int, says: str) -> None:
    (incident,) = parse(f"+++\n{text}\n+++\n{BODY}", "a.md")
    assert incident.refused == f"a.md:{line + 1}: the front matter cannot be read: not TOML: {says}"


@pytest.mark.parametrize("written", ["2026-13-03", "2026-02-30", "2026-02-30T10:00:00Z", "0000-01-01"])
def test_a_day_that_is_none_is_text_and_the_document_is_read(written: str) -> None:
    assert values(f"date: {written}\nid: INC-4") == {"date": written, "id": "INC-4"}
    (incident,) = parse(f"---\nid: INC-4\ndate: {written}\n---\n{BODY}", "a.md")
    assert (incident.refused, incident.id, incident.date) == ("", "INC-4", None)


@pytest.mark.parametrize("text", ["---\n\ntext\n\n---\n", "---\n\n# Head\na: b: c\n---\n", "---\nno end: here\n"])
def test_rules_around_the_head_are_no_front_matter(text: str) -> None:
    matter = front_matter(load(text + BODY, "a.md"))
    assert (matter.values, matter.end, matter.broken) == ({}, 0, "")


@pytest.mark.parametrize(
    "written", ["0042", "007", "2026.10", "12:30", "0x1F", "1_000", "2026-03-01", "1e3", "'0042'", "INC-7"]
)
def test_an_id_is_text_whatever_it_looks_like(written: str) -> None:
    (found,) = parse(f"---\nid: {written}\n---\n# Outage\n## Tasks\n- Add it\n", "a.md")
    assert found.id == written.strip("'")
