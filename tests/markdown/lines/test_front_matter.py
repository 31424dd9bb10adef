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
        *(("- a: list\n- of: things", "---", 0), ("a: " + "[" * 300, "---", 0), ("a = ", "+++", 0)),
    ],
)
def test_what_cannot_be_read_is_a_finding_and_the_items_are_read(text: str, mark: str, line: int) -> None:
    (incident,) = parse(f"{mark}\n{text}\n{mark}\n{BODY}", "a.md")
    assert [(found.code, found.line) for found in incident.findings] == [("PM108", line + 1)]
    assert [item.text for item in incident.items] == ["Patch Redis"]


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
