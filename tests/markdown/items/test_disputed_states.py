"""States that an item's words tell twice, with more words, or of another thing."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem, State

OPEN, DONE, DROPPED = State.OPEN, State.COMPLETED, State.NOT_PLANNED


def read(body: str) -> tuple[ActionItem, list[str]]:
    """The only item, and what is doubted of its state."""
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n## Action items\n\n{body}\n", "a.md")
    (item,) = incident.items
    return item, [found.message for found in incident.findings if found.code == "PM120"]


@pytest.mark.parametrize(
    "line",
    [
        *("Cap it @ana — done — reopened on 3 Nov", "Cap it @ana (done) — status: open", "Cap it @ana (open) (done)"),
        *("Cap it @ana (done) (open)", "Done: Cap it @ana (open)", "Open: Cap it @ana (done)", "Cap it @ana ✅ ❌"),
        *("Cap it. status: done. status: reopened", "Cap it @ana — **Done** (pending deploy)", "Cap it @ana (done) 🚧"),
        *("Cap it @ana\n  - Status: done\n  - Status: reopened", "Cap it @ana (won't do) (done)"),
    ],
)
def test_words_that_tell_two_states_are_not_believed(line: str) -> None:
    item, doubted = read(f"- {line}")
    assert (item.state, len(doubted), item.text) == (OPEN, 1, "Cap it")
    assert "say both" in doubted[0]


@pytest.mark.parametrize("line", ["Cap it (open) (in progress)", "Cap it (done) ✅", "DONE: Cap it — status: closed"])
def test_words_that_tell_the_same_twice_are_no_reason_to_doubt(line: str) -> None:
    item, doubted = read(f"- {line}")
    assert (item.text, item.state, doubted) == ("Cap it", OPEN if "open" in line else DONE, [])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        *(("Cap it @ana — Status: Done; rollout to EU pending", "Done; rollout to EU pending"),),
        *(
            ("Cap it. Status: Done - EU only", "Done - EU only"),
            ("Cap it. Status: Done. Not deployed yet.", "Not depl"),
        ),
        *(("**Cap it**\n   - **Status:** Done - except EU", "Done - except EU"), ("Cap it (was done)", "was done")),
        *(("Cap it; owner Ana; status open (was: done)", "was: done"), ("Cap it (see Done: #7)", "see Done: #7")),
        *(("Cap it (`done`)", "`done`"), ("Cap it (previously done)", "previously done")),
    ],
)
def test_a_state_with_other_words_is_quoted_and_not_believed(line: str, said: str) -> None:
    item, doubted = read(f"- {line}")
    assert (item.state, len(doubted)) == (OPEN, 1)
    assert said in doubted[0]


def test_a_state_in_a_quotation_is_not_the_items() -> None:
    assert read("- Cap it @ana\n  > Status: done")[0].state is OPEN


@pytest.mark.parametrize(
    "line",
    [
        *("Cap it. Status: Done", "Cap it (status: done, owner: Ana)", "Cap it; Status: Done, Owner: Ana"),
        *(
            "Cap it. Status: Done in #7 on 2026-05-01",
            "Cap it\n  - Status: done\n  - Owner: Ana",
            "Cap it (fixed in #7)",
        ),
        *("Cap it (this was done)", "> - Cap it\n>   - Status: done"),
    ],
)
def test_fields_and_evidence_beside_a_state_change_nothing(line: str) -> None:
    item, doubted = read(line if line.startswith(">") else f"- {line}")
    assert (item.text, item.state, doubted) == ("Cap it", DONE, [])


@pytest.mark.parametrize(
    "said",
    [
        *(
            "(still open)",
            "— not done yet",
            "(reverted)",
            "(rolled back)",
            "(partially)",
            "- 50%",
            "— won't do",
            "(80 %)",
        ),
        *("— rolled back, still open for EU", "(reopened)", "(not finished)"),
    ],
)
def test_a_tick_stays_and_what_denies_it_is_quoted(said: str) -> None:
    item, doubted = read(f"- [x] Cap the retries {said}")
    assert (item.state, len(doubted)) == (DONE, 1)
    assert repr(said.strip("()—- ")) in doubted[0]
    assert said in item.text


@pytest.mark.parametrize(
    "line",
    [
        *("Add states: open, done", "Emit the event (completed) @ana", 'Rename the label "todo" to (done) @ana'),
        *("Add alert A. Depends on #3 (done)", "Warm the cache after the migration (done)", "Set the flag (closed)"),
        "Retry jobs that are not – completed",
        *("Keep the freeze until review (done)", "Ship the page, blocked by #4 (merged)"),
    ],
)
def test_a_state_of_another_thing_at_the_end_of_a_line_is_quoted_and_stays_in_the_title(line: str) -> None:
    item, doubted = read(f"- {line}")
    assert (item.state, len(doubted)) == (OPEN, 1)
    assert item.text == line.replace(" @ana", "")


def test_states_of_parts_are_none_of_the_item() -> None:
    item, doubted = read("- Add alert B: part one (open), part two (done)")
    assert (item.state, len(doubted)) == (OPEN, 1)


@pytest.mark.parametrize(
    "line", ["Emit the event @ana (completed)", "Test the failover, done", "Run it after lunch (done)"]
)
def test_a_state_at_the_end_of_a_line_is_the_items(line: str) -> None:
    item, doubted = read(f"- {line}")
    assert (item.state, doubted) == (DONE, [])


@pytest.mark.parametrize(
    ("cell", "state", "doubts"),
    [
        ("[ ] Done", OPEN, 1),
        ("[x] Done", DONE, 0),
        ("[ ] Open", OPEN, 0),
        ("[x] [x]", OPEN, 1),
        ("[x] [x] Done", OPEN, 1),
        ("☑ ☐", OPEN, 1),
    ],
)
def test_a_box_in_a_status_cell_is_the_choice_beside_it(cell: str, state: State, doubts: int) -> None:
    item, doubted = read(f"| Action | Owner | Status |\n|-|-|-|\n| Cap it | Ana | {cell} |")
    assert (item.state, len(doubted)) == (state, doubts)


@pytest.mark.parametrize(
    ("line", "doubted"),
    [
        *(("Cap it. Done. Rollout pending.", True), ("[ ] Cap it. Implemented in #7. Rollout pending", True)),
        *(("Cap it! Fixed! See the page", True), ("Cap it. Erledigt. Doku fehlt noch.", True)),
        *(("[x] Cap it. Done. Docs updated.", False), ("Cap it. Say what done means. Ask all", False)),
    ],
)
def test_a_sentence_that_only_says_done_before_others_is_doubted(line: str, doubted: bool) -> None:
    item, messages = read(f"- {line}")
    assert (item.state is DONE, len(messages)) == (line.startswith("[x]"), int(doubted))
