"""What nobody is going to do, and what is told of all items at once."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import State

OPEN, DONE, DROPPED = State.OPEN, State.COMPLETED, State.NOT_PLANNED
LINE = "- Rotate the keys @ana"


def read(body: str) -> tuple[dict[str, State], list[str]]:
    """The state of each item, and what is doubted."""
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n{body}\n", "a.md")
    doubted = [found.message for found in incident.findings if found.code == "PM120"]
    return {item.text: item.state for item in incident.items}, doubted


@pytest.mark.parametrize(
    "title",
    [
        *("What we will not do", "Actions we will not take", "Out of scope follow-ups", "Follow-ups out of scope"),
        *("Action items considered and rejected", "Alternatives to the action items", "No action items for"),
        *("What we decided not to do", "Things we won't do", "Actions not taken", "What we are not going to do"),
        *("Keine Maßnahmen", "Was wir nicht tun werden", "Verworfene Maßnahmen", "Maßnahmen, die wir nicht umsetzen"),
        *("Ce que nous ne ferons pas", "Actions non retenues", "Lo que no haremos", "Acciones descartadas"),
        *("Ações rejeitadas", "Azioni scartate", "Niet uitvoeren", "Odrzucone działania", "Отклонённые меры"),
        *("対応しない項目", "Відхилені заходи"),
    ],
)
@pytest.mark.parametrize("level", ["##", "###"])
def test_what_we_will_not_do_is_no_open_work(title: str, level: str) -> None:
    states, _ = read(f"## Action items\n\n- Cap the retries @bo\n\n{level} {title}\n\n{LINE}")
    assert states["Cap the retries"] is OPEN
    assert states.get("Rotate the keys", DROPPED) is DROPPED


@pytest.mark.parametrize(
    "title", ["What we will do", "Actions not done yet", "Not completed", "Nicht erledigte Maßnahmen", "Follow-ups"]
)
def test_what_is_not_done_yet_is_open(title: str) -> None:
    assert read(f"## {title}\n\n{LINE}") == ({"Rotate the keys": OPEN}, [])


@pytest.mark.parametrize(
    "label", ["**Out of scope:**", "We will not do these:", "Rejected:", "**What we will not do**", "Won't do:"]
)
def test_a_label_of_what_we_will_not_do(label: str) -> None:
    states, _ = read(f"## Action items\n\n- Cap the retries @bo\n\n{label}\n\n{LINE}")
    assert states == {"Cap the retries": OPEN, "Rotate the keys": DROPPED}


@pytest.mark.parametrize(
    "label",
    [
        *("Completed since the incident:", "All of these are done:", "All action items are completed:", "All done:"),
        *("Alle diese Maßnahmen sind erledigt:", "Toutes les actions sont terminées:", "These are all done:"),
    ],
)
def test_a_sentence_that_says_all_is_done_above_a_list(label: str) -> None:
    assert read(f"## Action items\n\n{label}\n\n{LINE}") == ({"Rotate the keys": DONE}, [])


@pytest.mark.parametrize(
    "told",
    ["All action items are done.", "All of these are fixed.", "Everything is done.", "Alle Maßnahmen sind erledigt."],
)
@pytest.mark.parametrize("line", [LINE, "- [ ] Rotate the keys @ana"])
def test_the_same_below_a_list_is_doubted(told: str, line: str) -> None:
    states, doubted = read(f"## Action items\n\n{line}\n\n{told}")
    assert (states, len(doubted)) == ({"Rotate the keys": OPEN}, 1)
    assert told.rstrip(".") in doubted[0]


@pytest.mark.parametrize("line", ["**Status:** Done", "Status: completed", "**Stand:** erledigt"])
def test_a_status_alone_beside_a_list_is_doubted(line: str) -> None:
    states, doubted = read(f"## Action items\n\n{line}\n\n{LINE}")
    assert (states, len(doubted)) == ({"Rotate the keys": OPEN}, 1)


@pytest.mark.parametrize("told", ["All action items have owners.", "Status: open", "We fixed the outage by hand."])
def test_other_sentences_beside_a_list_are_not(told: str) -> None:
    assert read(f"## Action items\n\n{LINE}\n\n{told}") == ({"Rotate the keys": OPEN}, [])


@pytest.mark.parametrize(
    "below", ["Update 2026-11-03: done", "Resolution: fixed", "Result: almost done", "Stand 3. Mai: erledigt"]
)
def test_a_line_below_an_item_that_names_its_state_is_doubted(below: str) -> None:
    states, doubted = read(f"## Action items\n\n{LINE}\n  - {below}\n- Cap the retries")
    assert (states["Rotate the keys"], len(doubted)) == (OPEN, 1)


@pytest.mark.parametrize("below", ["Status: Done", "Note: see the runbook"])
def test_a_field_or_a_note_below_an_item_is_not(below: str) -> None:
    assert read(f"## Action items\n\n{LINE}\n  - {below}\n- Cap the retries")[1] == []


@pytest.mark.parametrize(
    "title", ["Won't do manually", "Not in scope of this release", "Ruled out causes to check", "Not pursued: no owner"]
)
def test_a_title_that_goes_on_from_a_refusal_refuses_nothing_and_is_doubted(title: str) -> None:
    text = f"# INC-1 Outage\n\n## Action items\n\n- Cap the retries\n\n### {title}\n\n- Rotate the keys @bo\n"
    (incident,) = parse(text, "a.md")
    assert {item.text: item.state for item in incident.items}["Rotate the keys"] is State.OPEN
    assert [one.code for one in incident.findings] == ["PM120"]
