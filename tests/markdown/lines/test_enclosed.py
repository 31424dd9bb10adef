"""What a title or label says ends with the element or quotation it stands in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import State

OPEN, DONE = State.OPEN, State.COMPLETED
INNER, OUTER = "Rotate the keys", "Cap the retries"


def read(body: str, title: str = "Action items") -> tuple[dict[str, State], list[str]]:
    """The state of each item, and what is doubted."""
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n## {title}\n\n{body}\n", "a.md")
    return {item.text: item.state for item in incident.items}, [f.code for f in incident.findings if f.code == "PM120"]


def _list(text: str) -> str:
    return f"- {text} @ana"


def _table(text: str) -> str:
    return f"| Action | Owner |\n|---|---|\n| {text} | Ana |"


def _numbered(text: str) -> str:
    return f"1. {text} @ana"


ELEMENTS = [
    "<details><summary>{state}</summary>\n\n{inner}\n\n</details>",
    "<details>\n<summary>{state}</summary>\n\n{inner}\n</details>",
    "<details>\n  <summary><b>{state}</b></summary>\n\n{inner}\n\n</details>",
    "<DETAILS open><SUMMARY>{state}</SUMMARY>\n\n{inner}\n\n</DETAILS>",
    "<div><b>{state}</b>\n\n{inner}\n\n</div>",
    "<div>\n\n**{state}**\n\n{inner}\n\n</div>",
    "<section>\n\n### {state}\n\n{inner}\n\n</section>",
    "<div><div>\n\n**{state}:**\n\n{inner}\n\n</div></div>",
]


@pytest.mark.parametrize("element", ELEMENTS)
@pytest.mark.parametrize("kind", [_list, _table, _numbered])
@pytest.mark.parametrize("state", ["Completed", "Completed items", "Erledigt", "Terminé", "Hecho"])
def test_a_state_ends_with_its_element(element: str, kind: Callable[[str], str], state: str) -> None:
    inside = element.format(state=state, inner=kind(INNER))
    states, doubted = read(f"{inside}\n\n{kind(OUTER)}")
    assert (states, doubted) == ({INNER: DONE, OUTER: OPEN}, [])


@pytest.mark.parametrize("quote", ["> **Completed**\n> {}", "> **Completed**\n>\n> {}", "> ### Done\n>\n> {}"])
@pytest.mark.parametrize("between", ["\n\n", "\n\nWe met on Monday.\n\n"])
def test_a_state_ends_with_its_quotation(quote: str, between: str) -> None:
    states, _ = read(f"{quote.format(_list(INNER))}{between}{_list(OUTER)}")
    assert states[INNER] is DONE
    assert states[OUTER] is OPEN


def test_an_element_behind_another_has_its_own_state() -> None:
    one = f"<details><summary>Completed</summary>\n\n{_list(INNER)}\n\n"
    two = f"</details><details open><summary>Open</summary>\n\n{_list(OUTER)}\n\n</details>"
    assert read(one + two) == ({INNER: DONE, OUTER: OPEN}, [])


@pytest.mark.parametrize("label", ["<b>Completed</b>\n<ul>", "<b>Completed</b><ul>", "<strong>Done</strong>\n<ol>"])
def test_a_label_is_said_of_one_list_in_html(label: str) -> None:
    end = "</ol>" if "<ol" in label else "</ul>"
    states, doubted = read(f"{label}\n<li>{INNER} @ana</li>\n{end}\n<ul>\n<li>{OUTER} @bo</li>\n</ul>")
    assert (states, doubted) == ({INNER: DONE, OUTER: OPEN}, ["PM120"])


def test_a_heading_is_said_of_all_lists_in_html_below_it() -> None:
    told = f"<h3>Completed</h3>\n<ul>\n<li>{INNER} @ana</li>\n</ul>\n<ul>\n<li>{OUTER} @bo</li>\n</ul>"
    assert read(told) == ({INNER: DONE, OUTER: DONE}, [])


@pytest.mark.parametrize("title", ["<div><b>Completed</b></div>", "<div align='center'>\n\n**Completed**\n\n</div>"])
def test_what_holds_nothing_but_the_title_ends_nothing(title: str) -> None:
    states, _ = read(f"{title}\n\n{_list(INNER)}")
    assert states == {INNER: DONE}


def test_behind_an_element_holds_what_is_said_around_it() -> None:
    inner = f"<details><summary>Done in May</summary>\n\n{_list(INNER)}\n\n</details>\n\n{_list(OUTER)}"
    assert read(inner, "Completed action items")[0] == {INNER: DONE, OUTER: DONE}


def test_a_tag_in_code_closes_nothing() -> None:
    body = f"<details><summary>Completed</summary>\n\n- Close `</details>` @ana\n{_list(INNER)}\n\n</details>"
    assert set(read(body)[0].values()) == {DONE}


def test_paragraphs_behind_an_element_are_open() -> None:
    told = f"<details><summary>Completed</summary>\n\n{INNER}.\n\n</details>\n\n{OUTER}.\n"
    assert read(told)[0] == {INNER: DONE, OUTER: OPEN}


@pytest.mark.parametrize(
    "quote",
    ["> Completed:", "> **Completed:**", "> ### Completed", "> [!NOTE]\n> Done:", "> > Won't do:", "> Fertig:",
     "<blockquote>Completed:</blockquote>", "<blockquote>\n\nCompleted:\n\n</blockquote>"],
)  # fmt: skip
@pytest.mark.parametrize("kind", [_list, _table, _numbered])
def test_a_quotation_of_nothing_but_a_state_closes_nothing_and_is_quoted(
    quote: str, kind: Callable[[str], str]
) -> None:
    assert read(f"{quote}\n\n{kind(OUTER)}") == ({OUTER: OPEN}, ["PM120"])


@pytest.mark.parametrize("label", ["Completed:", "**Completed**", "### Completed"])
def test_a_quoted_document_is_read_as_any(label: str) -> None:
    states, doubted = read(f"> {label}\n>\n> {_list(INNER)}\n>\n> Still open:\n>\n> {_list(OUTER)}")
    assert (states, doubted) == ({INNER: DONE, OUTER: OPEN}, [])


@pytest.mark.parametrize(
    "title", ["## Action items", "**Action items:**", "Action items:", "Maßnahmen:", "Recommendations:"]
)
def test_the_section_of_a_quoted_title_ends_with_its_quotation(title: str) -> None:
    quoted = f"## What happened\n\nThe provider wrote:\n\n> It froze.\n>\n> {title}\n>\n> - Replace the disk\n"
    told = f"{quoted}\nTo find that again:\n\n- signed in\n- went to the tickets\n"
    assert list(read(told)[0]) == ["Replace the disk"]
    assert list(read(f"{quoted}\n- signed in\n")[0]) == ["Replace the disk"]


def test_what_stands_outside_it_and_may_be_work_is_pointed_out() -> None:
    (incident,) = parse("# INC-1 Disk\n\n> ## Action items\n>\n> - Replace it\n\n- [ ] Buy one\n", "a.md")
    assert [item.text for item in incident.items] == ["Replace it"]
    assert [(found.code, found.line) for found in incident.findings] == [("PM131", 7)]


@pytest.mark.parametrize("title", ["> **Action items:**", "> ## Action items", "> [!IMPORTANT]\n> **Action items**"])
def test_a_quotation_of_nothing_but_the_title_is_its_frame(title: str) -> None:
    assert list(read(f"{title}\n\n- Replace the disk\n")[0]) == ["Replace the disk"]
