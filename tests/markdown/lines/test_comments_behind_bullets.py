"""A comment right behind a bullet hides itself alone: the words behind or below it are the item, or are quoted."""

from __future__ import annotations

import time

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.edits import edit
from postmortem_tracker.markdown.splices import ItemEdit
from postmortem_tracker.model import State

HEAD = "# INC-1 on 2026-10-12\n\n## Action items\n\n"
AFTER = "\n- Drain the node @bo due 2026-11-02\n"
WORDS = "Cap the retries @ana due 2026-11-01"


def read(body: str) -> tuple[list[str], list[tuple[str, int]]]:
    (incident,) = parse(f"{HEAD}{body}{AFTER}", "a.md")
    return [item.text for item in incident.tasks], [(each.code, each.line) for each in incident.findings]


SHAPES = {
    "two lines": f"- <!--\n  a -->\n  {WORDS}",
    "three lines": f"- <!--\n  a\n  -->\n  {WORDS}",
    "words in its first line": f"- <!-- a\n  b -->\n  {WORDS}",
    "number": f"1. <!-- a\n   b -->\n   {WORDS}",
    "star": f"* <!-- a\n  b -->\n  {WORDS}",
    "one line": f"- <!-- a -->\n  {WORDS}",
    "blank line below": f"- <!-- a\n  b -->\n\n  {WORDS}",
    "blank line below one line": f"- <!-- a -->\n\n  {WORDS}",
    "blank line within": f"- <!-- a\n\n  b -->\n  {WORDS}",
    "bullets within": f"- <!--\n  - old\n  - older\n  -->\n  {WORDS}",
    "title within": f"- <!--\n  Tasks:\n  -->\n  {WORDS}",
    "words behind": f"- <!-- a\n  b --> {WORDS}",
    "words behind three lines": f"- <!-- a\n  b\n  c --> {WORDS}",
    "box": f"- [ ] <!--\n  a -->\n  {WORDS}",
    "box and a title within": f"- [ ] <!--\n  TODO:\n  -->\n  {WORDS}",
    "box and words behind": f"- [ ] <!-- a\n  b --> {WORDS}",
    "marked": "- <!--\n  a -->\n  **Cap** the retries @ana due 2026-11-01",
    "wrapped": "- <!--\n  a -->\n  Cap the\n  retries @ana due 2026-11-01",
    "amid the words": "- Cap the <!-- Tasks:\n  a -->\n  retries @ana due 2026-11-01",
    "behind the words": f"- {WORDS} <!-- a\n  b -->",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_the_words_are_the_item(shape: str) -> None:
    (incident,) = parse(f"{HEAD}{shape}{AFTER}", "a.md")
    assert [(item.text, item.owners) for item in incident.tasks] == [
        ("Cap the retries", ("@ana",)),
        ("Drain the node", ("@bo",)),
    ]
    assert incident.findings == ()


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_link_and_a_tick_are_written_outside_of_it(shape: str) -> None:
    data = f"{HEAD}{shape}{AFTER}".encode()
    item = parse(data, "a.md")[0].tasks[0]
    done = edit(data, "a.md", [ItemEdit(item, link=("#7", "https://x.test/7"), state=State.COMPLETED)])
    (again,) = parse(done, "a.md")
    assert [(each.text, each.state) for each in again.tasks] == [
        ("Cap the retries", State.COMPLETED),
        ("Drain the node", State.OPEN),
    ]
    assert [link.text for link in again.tasks[0].links] == ["#7"]
    shown, comment = done.decode(), done.index(b"<!--")
    assert not comment < shown.index("[#7]") < shown.index("-->")


@pytest.mark.parametrize("comment", ["<!-- a -->", "<!-- a\n  b -->", "<!--\n  a\n  -->"])
def test_measures_below_it_are_items_of_their_own(comment: str) -> None:
    assert read(f"- Patch it @cy due 2026-11-03\n- {comment}\n  - Cap the retries @ana due 2026-11-01")[0] == [
        "Patch it",
        "Cap the retries",
        "Drain the node",
    ]


@pytest.mark.parametrize(
    ("shape", "line"),
    [
        (f"- <!--\na -->\n{WORDS}", 7),
        (f"- <!-- a -->\n{WORDS}", 6),
        (f"- <!-- a\nb --> {WORDS}", 6),
        (f"1. <!-- a\nb\n-->\n{WORDS}", 8),
        (f"* <!-- a -->\n**Cap** {WORDS}", 6),
    ],
)
def test_words_at_the_margin_are_quoted(shape: str, line: int) -> None:
    (incident,) = parse(f"{HEAD}{shape}{AFTER}", "a.md")
    assert [item.text for item in incident.tasks] == ["Drain the node"]
    assert [(each.code, each.line) for each in incident.findings] == [("PM125", line)]
    assert WORDS in incident.findings[0].message


@pytest.mark.parametrize(
    "shape",
    [
        *("- <!-- a -->", "- <!--\n  a -->", "- <!--\na -->", "- <!-- a\n  b -->\n", "1. <!-- a -->\n2. <!-- b -->"),
        *("- <!--\n  - Cap the retries @ana\n  -->", "<!--\n- Cap the retries @ana due 2026-11-01\n-->"),
        "<!--\nCap the retries @ana due 2026-11-01\n-->",
    ],
)
def test_what_holds_no_words_is_nothing(shape: str) -> None:
    assert read(shape) == (["Drain the node"], [])


def test_a_sign_in_code_begins_no_comment() -> None:
    texts, found = read("- Escape `<!--` in titles @ana due 2026-11-01\n\n  ```\n  x\n  ```")
    assert (texts, found) == (["Escape <!-- in titles", "Drain the node"], [])


def test_what_ends_with_its_item_hides_nothing_below() -> None:
    text = f"{HEAD}- <!--\na -->\n<ul>\n<li>Cap the retries @ana due 2026-11-01</li>\n</ul>\n"
    assert [item.text for item in parse(text, "a.md")[0].tasks] == ["Cap the retries"]


@pytest.mark.parametrize("line", ["- <!--\n", "- <!--\n-->\n", "- <!-- a\n  b -->\n  c\n", "- <!--\na\n-->\nb\n"])
def test_many_take_no_more_than_their_length(line: str) -> None:
    def took(count: int) -> float:
        begun = time.perf_counter()
        parse(HEAD + line * count, "a.md")
        return time.perf_counter() - begun

    took(50)
    assert took(8000) < 40 * max(took(800), 0.002)
