"""A check box is one wherever somebody asks for it, whatever its mark: as the documentation's table has them."""

from __future__ import annotations

import pytest

from postmortem_tracker.app.documents.history import _INDENTED
from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.words.boxes import is_boxed, is_boxed_line, read_box
from postmortem_tracker.model import State

OPEN = ("[ ]", "[/]", "[>]", "[<]", "[!]", "[?]", "[*]", "[  ]", "[]", "\\[ \\]", "**[ ]**", "☐", "⬜")
DONE = ("[x]", "[X]", "[✓]", "[✔]", "[ x ]", "[✅]", "\\[x\\]", "☑")
NOT_PLANNED = ("[-]", "[~]")
UNKNOWN = ("[a]", "[%]", "[50%]")
NONE = ("[1]", "[12]", "[P1]", "[ABC]", "[link](a.md)", "(x)", "x", "✅")
HEAD = "# INC-1 Queue stalled\n\n"
# What is said with a box, of every rule that asks whether there is one.
PLACES = {
    "a task": "## Action items\n\n- {} Rotate the keys @ana\n",
    "a promise outside all lists": "## Timeline\n\n- {} Rotate the keys @ana\n",
    "a promise with a day": "## Timeline\n\n1. {} Rotate the keys (due 2027-01-01)\n",
    "a reviewer's question": "## Timeline\n\n- {} Does it use the index? @ana\n",
    "what was done": "## Lessons learned\n\n- {} Restarted the queue\n",
    "what a promise leaves out": "## Timeline\n\n- {} Rotate the keys\n",
    "a box about the document": "## Action items\n\n- {} All sections are filled in\n",
    "a box without a blank": "## Action items\n\n- [ ] Rotate the keys\n-{} Drain the queue\n",
    "people below any title": "## The week\n\n- {} Rotate the keys @ana\n- {} Drain the queue @bob\n",
    "notes beside work": "## Action items\n\nNotes:\n\n- {} Rotate the keys\n- Drain the queue\n",
    "steps of a task": "## Action items\n\n- [ ] Move the queue\n  - {} Rotate the keys\n  - {} Drain it\n",
    "a theme of boxes": "## Action items\n\n- Queue\n  - {} Rotate the keys\n  - {} Drain it\n",
    "a field with a box": "## Action items\n\n- {} Deadline: 2027-01-01\n",
    "a detail with a box": "## Action items\n\n- Rotate the keys\n  - {} Rationale: they leaked\n",
    "a ticket at the head": "## Action items\n\n- {} #12 Rotate the keys\n",
    "a ticket behind": "## Action items\n\n- {} Rotate the keys (#12)\n",
    "a struck ticket": "## Action items\n\n- {} ~~#12~~ Rotate the keys\n",
    "a number at the head": "## Action items\n\n- {} AI-1: Rotate the keys\n",
    "a gap": "## Action items\n\n- {} TBD\n- {} …\n",
}


def told(box: str, place: str) -> tuple[object, ...]:
    """What is read: the items without their states, and the findings that speak of no mark."""
    (incident,) = parse(HEAD + PLACES[place].replace("{}", box), "pm.md")
    codes = sorted(each.code for each in incident.findings if each.code != "PM121")
    return [
        (each.text.partition(" -")[0], each.owners, each.due_date, len(each.tickets)) for each in incident.items
    ], codes


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("box", [*OPEN, *UNKNOWN])
def test_an_open_box_is_one_at_every_place(box: str, place: str) -> None:
    assert told(box, place) == told("[ ]", place)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("box", [*DONE, *NOT_PLANNED])
def test_a_closed_box_is_one_at_every_place(box: str, place: str) -> None:
    assert told(box, place) == told("[x]", place)


@pytest.mark.parametrize(
    ("box", "state"),
    [
        *((box, State.OPEN) for box in (*OPEN, *UNKNOWN)),
        *((box, State.COMPLETED) for box in DONE),
        *((box, State.NOT_PLANNED) for box in NOT_PLANNED),
    ],
)
def test_its_mark_says_what_the_table_says(box: str, state: State) -> None:
    found = read_box(f"{box} Rotate the keys")
    assert found is not None
    assert (found.state, found.known) == (state, box not in UNKNOWN)
    assert is_boxed(f"{box} Rotate the keys")
    for lead in ("", "- ", "* ", "1. ", "> - ", "  - "):
        assert is_boxed_line(f"{lead}{box} Rotate the keys")


@pytest.mark.parametrize("box", ["[ ]", "[/]", "[>]", "[<]", "[  ]", "\\[ \\]", "☐", *DONE, *NOT_PLANNED])
def test_a_line_that_begins_with_one_is_an_item_without_a_bullet(box: str) -> None:
    (incident,) = parse(f"{HEAD}## Action items\n\n{box} Rotate the keys\n\nAnd then.\n", "pm.md")
    assert [each.text for each in incident.items] == ["Rotate the keys"]


@pytest.mark.parametrize("box", ["[!]", "[?]", "[*]", "[a]"])
def test_what_may_begin_a_note_is_none_without_a_bullet_and_is_pointed_out(box: str) -> None:
    (incident,) = parse(f"{HEAD}## Action items\n\n{box} Rotate the keys\n\nAnd then.\n", "pm.md")
    assert incident.items == ()
    assert "PM102" in [each.code for each in incident.findings]


@pytest.mark.parametrize("box", NONE)
def test_other_brackets_and_signs_are_none(box: str) -> None:
    assert not is_boxed(f"{box} Rotate the keys")
    assert not is_boxed_line(f"- {box} Rotate the keys")


@pytest.mark.parametrize("box", ["☐", "☑", "⬜"])
def test_a_sign_needs_no_blank(box: str) -> None:
    (incident,) = parse(f"{HEAD}## Action items\n\n- {box}Rotate the keys\n", "pm.md")
    (item,) = incident.items
    assert (item.text, item.state.closed) == ("Rotate the keys", box == "☑")


@pytest.mark.parametrize("box", ["[x]", "[X]", "[ x ]", "\\[x\\]", "[-]", "[~]"])
def test_a_closed_box_at_the_end_is_doubted(box: str) -> None:
    (incident,) = parse(f"{HEAD}## Action items\n\n- Rotate the keys {box}\n", "pm.md")
    assert [each.state for each in incident.items] == [State.OPEN]
    assert "PM120" in [each.code for each in incident.findings]


@pytest.mark.parametrize("box", [box for box in (*OPEN, *DONE, *NOT_PLANNED, "[v]", "[x?]", "☐") if "*" not in box[:2]])
def test_the_history_of_an_item_ends_at_the_next_box(box: str) -> None:
    found = _INDENTED.match(f"\n  a reason\n  - {box} Rotate\n")
    assert found is not None
    assert found[1] == "  a reason\n"
