"""A table that begins with an item instead of names of columns: nothing of it is guessed, and it is said."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import Incident

HEAD = "# INC-1 Pool\n\n**Date:** 2026-10-12\n\n## Action items\n\n"
FIRST = [
    ["Rotate the keys", "Ana", "2026-12-24", "Open"],
    ["Rotate the keys", "Ana", "2026-12-24", "P1"],
    ["Rotate the keys", "@ana"],
    ["Rotate the keys", "Ana"],
    ["Fix the cache", "Ana", "Open"],
    ["[ ] Rotate the keys", "Ana"],
    ["Schlüssel tauschen", "Eva Roth", "24.12.2026"],
    ["Faire tourner les clés", "Léa", "24/12/2026", "P1"],
    ["Rotar las claves", "@luis", "24 de diciembre de 2026"],
    ["鍵を 交換する", "田中", "2026-12-24"],
    ["Обновить ключи", "Иван", "24.12.2026"],
    ["Rotate the keys", "Bug", "High"],
    ["Rotate the keys", "Todo", "Ana"],
    ["Rotate the keys", "In progress", "Jira"],
    ["Rotate the keys", "OPS-12", "Done"],
    ["Rotate the keys", "assigned to Ana", "due Friday"],
]


def read(body: str) -> Incident:
    return parse(HEAD + body + "\n", "a.md")[0]


def unread(incident: Incident) -> list[int]:
    return [each.line for each in incident.findings if each.code == "PM109"]


def markdown(rows: list[list[str]]) -> str:
    first, *rest = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([first, "|---" * len(rows[0]) + "|", *rest])


def html(rows: list[list[str]], tag: str = "td") -> str:
    told = ["".join(f"<{tag}>{cell}</{tag}>" for cell in rows[0])]
    told += ["".join(f"<td>{cell}</td>" for cell in row) for row in rows[1:]]
    return "<table>" + "\n".join(f"<tr>{row}</tr>" for row in told) + "</table>"


@pytest.mark.parametrize("first", FIRST)
@pytest.mark.parametrize("write", [markdown, html])
@pytest.mark.parametrize("before", ["", "- [ ] Warm the cache @ana\n\n"])
def test_it_is_pointed_out_and_nothing_is_read(first: list[str], write: object, before: str) -> None:
    assert callable(write)
    second = ["Cap the retries", "Bob", "2026-12-25", "Done"][: len(first)]
    incident = read(before + write([first, second]))
    assert len(unread(incident)) == 1
    assert [item.text for item in incident.tasks] == (["Warm the cache"] if before else [])


@pytest.mark.parametrize("first", FIRST[:2])
def test_one_row_in_html_is_pointed_out(first: list[str]) -> None:
    assert len(unread(read("- [ ] Warm the cache @ana\n\n" + html([first])))) == 1


@pytest.mark.parametrize(
    "first",
    [
        ["Task", "Owner", "Due"],
        ["What", "Who", "Open"],
        ["Action for 2026-12-24", "Owner", "Status"],
        ["What to do", "Who does it", "By when"],
        ["Was", "Wer", "Bis wann"],
        ["Quoi", "Qui", "Quand"],
        ["Fix", "Owner", "P1"],
        ["Add missing alerts", "Status", "Ticket"],
        ["Improve our alerts", "Jira", "Progress"],
        ["Alte Schlüssel endlich erneuern", "Status", "Ticket"],
        ["Work to do", "Assigned person", "Finish line"],
        ["Test to add", "Picked up by", "Finish line"],
    ],
)
@pytest.mark.parametrize("write", [markdown, html])
def test_names_of_columns_are_read(first: list[str], write: object) -> None:
    assert callable(write)
    incident = read(write([first, ["Cap the retries", "Bob", "2026-12-25"]]))
    assert not unread(incident)
    assert [item.text for item in incident.tasks] == ["Cap the retries"]


@pytest.mark.parametrize("rows", [["Metric", "Value"], ["Errors", "Rate"], ["Date", "2026-10-12"]])
def test_a_table_of_something_else_is_left_alone(rows: list[str]) -> None:
    incident = read("- [ ] Warm the cache @ana\n\n" + markdown([rows, ["Severity", "SEV1"]]))
    assert not unread(incident)
    assert [item.text for item in incident.tasks] == ["Warm the cache"]
