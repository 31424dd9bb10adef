"""A state is written where the document tells it: a word beside an item is replaced, never denied by a tick or mark."""

from __future__ import annotations

import pytest

from postmortem_tracker.errors import DocumentError
from postmortem_tracker.markdown import ItemEdit, edit, parse
from postmortem_tracker.model import State

HEAD = "# INC-1 Outage on 2026-03-01\n\n## Action items\n\n"
OPEN, DONE, DROPPED = State.OPEN, State.COMPLETED, State.NOT_PLANNED


def written(line: str, *states: State) -> str:
    """The line once these states were written one after another; each must be read again as it was meant."""
    data = f"{HEAD}{line}\n".encode()
    for state in states:
        (incident,) = parse(data, "a.md")
        data = edit(data, "a.md", [ItemEdit(incident.items[0], state=state)])
        (incident,) = parse(data, "a.md")
        assert incident.items[0].state is state
        assert [found.code for found in incident.findings if found.code == "PM120"] == []
        assert incident.items[0].text == "Cap it"
    return data.decode().removeprefix(HEAD).rstrip("\n")


FORMS = [
    ("- [ ] Cap it @bob due 2026-12-20 – status: {}", "open", "done", "won't do"),
    ("- Cap it @bob due 2026-12-20 ({})", "open", "done", "won't do"),
    ("- Cap it @bob due 2026-12-20, status: {}", "open", "done", "won't do"),
    ("- Cap it @bob due 2026-12-20\n  - Status: {}", "Open", "Done", "Won't do"),
    ("- **{}:** Cap it @bob due 2026-12-20", "Open", "Done", "Won't do"),
    ("- [{}] Cap it @bob", "OPEN", "DONE", "WON'T DO"),
    ("- Cap it @bob – {} ([#1](1.md))", "open", "done", "won't do"),
    ("- Cap it @bob ({})", "offen", "erledigt", "wird nicht gemacht"),
    ("- Cap it @bob, Status: {}", "ouvert", None, None),
    ("1. Cap it @bob [{}]", "Open", "Done", "Won't do"),
]


@pytest.mark.parametrize(("form", "was", "done", "dropped"), FORMS)
def test_the_word_is_replaced_and_comes_back(form: str, was: str, done: str | None, dropped: str | None) -> None:
    line = form.format(was)
    closed = written(line, DONE)
    if done is not None:
        assert closed.replace("[x]", "[ ]") == form.format(done)
    assert was not in closed
    assert written(line, DROPPED).count("✓") == 0
    assert written(line, DONE, OPEN, DONE) == closed


@pytest.mark.parametrize("word", ["in progress", "TODO", "todo", "pending", "in Arbeit", "en cours"])
def test_work_under_way_is_done_by_its_word(word: str) -> None:
    for line in (f"- Cap it @bob ({word})", f"- Cap it @bob, status: {word}", f"- [ ] Cap it @bob, status: {word}"):
        assert word not in written(line, DONE)


def test_a_box_and_an_item_without_words_are_as_they_were() -> None:
    assert written("- [ ] Cap it @bob", DONE) == "- [x] Cap it @bob"
    assert written("- Cap it @bob ([#1](1.md))", DONE) == "- Cap it @bob ([#1](1.md) ✓)"
    assert written("- [x] Cap it @bob (done)", OPEN) == "- [ ] Cap it @bob (open)"


def test_an_old_mark_beside_a_word_goes_with_it() -> None:
    assert written("- Cap it @bob (open) ([#1](1.md) ✓)", OPEN) == "- Cap it @bob (open) ([#1](1.md))"
    assert written("- Cap it @bob (done) ([#1](1.md) ✓)", OPEN) == "- Cap it @bob (open) ([#1](1.md))"


@pytest.mark.parametrize("line", ["- [x] Cap it @bob\n  - Done.", "- [x] Cap it @bob\n\n  Completed."])
def test_words_that_cannot_be_replaced_are_not_denied(line: str) -> None:
    with pytest.raises(DocumentError, match="words beside the item say that it is completed; nothing was written"):
        written(line, OPEN)
