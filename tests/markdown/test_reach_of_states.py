"""How far the state of a title or label reaches, and which titles give one."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import State

OPEN, DONE, DROPPED = State.OPEN, State.COMPLETED, State.NOT_PLANNED


def read(body: str) -> tuple[dict[str, State], list[str]]:
    """The state of each item, and the details of what is doubted."""
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n{body}\n", "a.md")
    doubted = [found.message for found in incident.findings if found.code == "PM120"]
    return {item.text: item.state for item in incident.items}, doubted


def below(state: str, between: str, more: str = "- Rotate the keys @bob due 2026-05-20") -> tuple[State, list[str]]:
    """The state of the second group below a label or title, and what is doubted."""
    states, doubted = read(f"## Action items\n\n{state}\n\n- Split the job @ana\n\n{between}\n\n{more}")
    assert states["Split the job"].closed
    return states["Rotate the keys"], doubted


@pytest.mark.parametrize("state", ["**Completed:**", "Done:", "### Completed", "Won't do:", "**Erledigt**"])
@pytest.mark.parametrize(
    "between",
    ["The rest is still open:", "Still open:", "The following are still open:", "We have yet to do these, open:"],
)
def test_a_label_of_what_is_open_ends_what_is_done(state: str, between: str) -> None:
    assert below(state, between) == (OPEN, [])


_SENTENCES = ["We also agreed on these:", "These came up in the review on Monday:"]


@pytest.mark.parametrize("state", ["**Completed:**", "### Completed"])
@pytest.mark.parametrize("between", _SENTENCES)
def test_a_sentence_that_is_not_understood_ends_it_and_is_quoted(state: str, between: str) -> None:
    found, doubted = below(state, between)
    assert found is OPEN
    assert between.rstrip(":") in doubted[0]


@pytest.mark.parametrize("between", _SENTENCES)
def test_a_plain_label_ends_with_its_list(between: str) -> None:
    assert below("Done:", between) == (OPEN, [])


@pytest.mark.parametrize(
    "title",
    [
        "Follow-ups of the outage (resolved)",
        "Action items for INC-12 (closed)",
        "Next steps after the disk leak (fixed)",
        "Follow-up: ticket queue (closed)",
        "Recommendations for the new API (released)",
    ],
)
def test_a_bracket_behind_a_title_that_names_more_is_doubted(title: str) -> None:
    states, doubted = read(f"## {title}\n\n- Rotate the keys @bob due 2026-05-20")
    assert (states["Rotate the keys"], len(doubted)) == (OPEN, 1)


@pytest.mark.parametrize("title", ["Action items (done)", "Immediate actions (completed)", "Action plan (completed)"])
def test_a_bracket_behind_a_title_of_items_is_their_state(title: str) -> None:
    states, doubted = read(f"## {title}\n\n- Rotate the keys @bob due 2026-05-20")
    assert (states["Rotate the keys"], doubted) == (DONE, [])


@pytest.mark.parametrize("title", ["Later", "Next quarter", "Next sprint", "Ideas"])
def test_a_title_of_what_is_to_come_takes_no_closed_state(title: str) -> None:
    below_it = f"#### {title}\n\n- Rotate the keys @bob due 2026-05-20"
    states, _ = read(f"## Action items\n\n### Done\n\n- Split the job\n\n{below_it}")
    assert (states["Split the job"], states["Rotate the keys"]) == (DONE, OPEN)


@pytest.mark.parametrize(
    "between", ["Out of scope", "The others wait for the new cluster.", "For the platform:", "Backend:"]
)
def test_words_between_two_groups_end_the_state_of_a_label(between: str) -> None:
    found, doubted = below("**Completed:**", between)
    assert (found, len(doubted)) == (OPEN, 1)
    assert between.rstrip(":") in doubted[0]


@pytest.mark.parametrize("rule", ["---", "***", "- - -"])
def test_a_line_ends_the_state_above_it(rule: str) -> None:
    found, doubted = below("**Completed:**", rule)
    assert (found, len(doubted)) == (OPEN, 1)


def test_a_table_below_a_list_is_not_what_its_label_introduced() -> None:
    found, doubted = below("Done:", "", "| Action | Owner |\n|-|-|\n| Rotate the keys | Bob |")
    assert (found, len(doubted)) == (OPEN, 1)


@pytest.mark.parametrize("between", ["#### Remaining work for the pool", "#### Still open", "#### Next steps"])
def test_a_heading_of_work_takes_no_closed_state_from_above(between: str) -> None:
    assert below("### Done", between) == (OPEN, [])


@pytest.mark.parametrize("label", ["Next:", "The rest:", "Backend:"])
def test_a_label_behind_a_group_without_one_begins_something_else(label: str) -> None:
    assert below("### Done", label)[0] is OPEN


def test_labels_of_all_groups_below_a_heading_are_parts_of_it() -> None:
    states, doubted = read(
        "## Action items\n\n### Done\n\nBackend:\n\n- Split the job\n\nClients:\n\n- Rotate the keys"
    )
    assert (states, doubted) == ({"Split the job": DONE, "Rotate the keys": DONE}, [])


@pytest.mark.parametrize("label", ["1. Remaining:", "- Still open:", "- Next:"])
def test_a_label_with_items_below_it_may_name_what_is_left(label: str) -> None:
    states, doubted = read(f"## Action items\n\n### Done\n\n- Split the job\n\n{label}\n   - Rotate the keys")
    assert (states, doubted) == ({"Split the job": DONE, "Rotate the keys": OPEN}, [])


@pytest.mark.parametrize("between", ["#### Backend", "#### Platform team"])
def test_a_theme_below_a_heading_keeps_its_state(between: str) -> None:
    assert below("### Done", between) == (DONE, [])


def test_themes_right_below_a_label_are_parts_of_it() -> None:
    states, doubted = read("## Action items\n\n**Completed:**\n\nBackend team:\n\n- Split the job\n- Rotate the keys")
    assert (set(states.values()), doubted) == ({DONE}, [])


def test_another_label_in_a_flat_list_begins_another_group() -> None:
    states, doubted = read("## Action items\n\n- Done:\n- Split the job\n- For the platform:\n- Rotate the keys")
    assert (states, len(doubted)) == ({"Split the job": DONE, "Rotate the keys": OPEN}, 1)


@pytest.mark.parametrize(
    "title",
    [
        *("Resolved issues to follow up", "Action items (incident resolved)", "Closed incident: action items"),
        *("Completed incident review – action items", "Action items (resolved outage)", "Resolved problem: next steps"),
        *("Action items – incident closed", "Fixed issue and action items"),
    ],
)
def test_a_state_of_something_else_in_a_title_is_no_state_of_the_items(title: str) -> None:
    states, doubted = read(f"## {title}\n\n- Rotate the keys @bob due 2026-05-20")
    assert (states, len(doubted)) == ({"Rotate the keys": OPEN}, 1)


@pytest.mark.parametrize(
    "title",
    [
        *("Action items (done)", "Completed action items", "Action items – completed", "Action items completed"),
        *("Completed post-incident actions", "Completed tasks", "Resolved follow-ups"),
    ],
)
def test_a_state_of_the_items_in_a_title_is_theirs(title: str) -> None:
    assert read(f"## {title}\n\n- Rotate the keys @bob due 2026-05-20") == ({"Rotate the keys": DONE}, [])


@pytest.mark.parametrize(
    "title",
    [
        *("Not completed", "Not yet completed", "Unfinished", "Actions non terminées", "Acciones no completadas"),
        *("Acciones incompletas", "Noch nicht erledigt", "未完了", "Azioni non completate", "Unfinished tasks"),
        *("Niet afgerond", "Не завершено", "未完成", "Ikke færdigt", "Tâches non terminées", "Tareas sin terminar"),
    ],
)
@pytest.mark.parametrize("mark", ["## {}", "**{}:**", "{}:"])
def test_a_section_of_unfinished_work_is_read_as_open(title: str, mark: str) -> None:
    body = f"## Action items\n\n- Cap the retries\n\n{mark.format(title)}\n\n- Rotate the keys @bob due 2026-05-20"
    assert read(body) == ({"Cap the retries": OPEN, "Rotate the keys": OPEN}, [])


def test_unfinished_work_below_finished_work_is_a_section_of_its_own() -> None:
    body = (
        "## Action items\n\n### Completed\n\n- Cap the retries @ana\n\n### Not yet completed\n\n- Rotate the keys @bob"
    )
    assert read(body) == ({"Cap the retries": DONE, "Rotate the keys": OPEN}, [])


@pytest.mark.parametrize("form", ["### {}", "**{}**", "{}:"])
@pytest.mark.parametrize(
    "title",
    [
        *("Won't do before March", "Won't do until funded", "Will not do before Q3", "Dropped for now"),
        *("Won't do this quarter", "Completed and next steps", "Done & follow-up", "Resolved or planned"),
        *("Completed (0)", "Completed and remaining", "Abgelehnt bis zum nächsten Quartal"),
    ],
)
def test_a_title_that_goes_on_from_a_state_gives_none_and_is_doubted(form: str, title: str) -> None:
    states, doubted = read(f"## Action items\n\n{form.format(title)}\n\n- Rotate the keys\n\n### Next\n\n- Cap it")
    assert (states["Rotate the keys"], len(doubted)) == (OPEN, 1)


@pytest.mark.parametrize("title", ["### ❌ Done", "**❌ Done**"])
def test_a_cross_before_a_closed_state_is_doubted(title: str) -> None:
    states, doubted = read(f"## Action items\n\n{title}\n\n- Rotate the keys\n\n### Next\n\n- Cap it")
    assert (states["Rotate the keys"], len(doubted)) == (OPEN, 1)


@pytest.mark.parametrize("title", ["Definition of done", "Done when", "Acceptance criteria", "完了の定義"])
def test_what_counts_as_done_is_no_list_of_what_is(title: str) -> None:
    assert read(f"## Action items\n\n- Cap it\n\n### {title}\n\n- The keys are rotated") == ({"Cap it": OPEN}, [])


@pytest.mark.parametrize("title", ["Done in sprint 12", "Completed (4 items)", "Completed action items", "Won't do"])
def test_a_title_of_a_state_and_how_it_came_about_gives_it(title: str) -> None:
    states, doubted = read(f"## Action items\n\n### {title}\n\n- Rotate the keys\n\n### Next\n\n- Cap it")
    assert states["Rotate the keys"].closed
    assert doubted == []


_LEFT = [
    "Still open", "These remain", "Remaining", "Not yet", "Outstanding", "Rest", "Not done", "Unresolved",
    "What is left", "Carried over", "In progress", "Not completed yet", "Noch offen", "Der Rest", "Restant",
    "Pas encore", "Restante", "Queda pendiente", "Ancora da fare", "Nog niet", "Återstår", "Gjenstår",
    "Resten", "Avoinna", "Zbývá", "Pozostałe", "Осталось", "Решта", "Kalan", "残り", "剩余", "나머지", "Còn lại",
]  # fmt: skip
_FORMS = [
    "- {}:\n- Rotate the keys @bob",
    "- {}:\n  - Rotate the keys @bob",
    "- {}\n  - Rotate the keys @bob",
    "- **{}**\n- Rotate the keys @bob",
    "{}:\n- Rotate the keys @bob",
    "\n**{}**\n\n- Rotate the keys @bob",
    "\n{}:\n\n- Rotate the keys @bob",
    "\n#### {}\n\n- Rotate the keys @bob",
]
_DONE = ["### Completed\n\n", "**Completed:**\n\n", "Completed:\n", "- Completed:\n"]


@pytest.mark.parametrize("left", _LEFT)
@pytest.mark.parametrize("done", _DONE)
def test_what_is_left_is_open_however_its_label_is_typed(done: str, left: str) -> None:
    for form in _FORMS:
        states, _ = read(f"## Action items\n\n{done}- Split the job @ana\n{form.format(left)}")
        assert states == {"Split the job": DONE, "Rotate the keys": OPEN}, form


@pytest.mark.parametrize("left", _LEFT)
@pytest.mark.parametrize("row", ["| {} | |", "| **{}:** | |", "| **{}** | **{}** |"])
@pytest.mark.parametrize("above", ["### Completed\n\n{}", "{}| Done | |\n"])
def test_what_is_left_is_open_below_a_row_of_a_table(above: str, row: str, left: str) -> None:
    rows = f"| Split the job | Ana |\n{row.format(left, left)}\n| Rotate the keys | Bob |"
    states, _ = read("## Action items\n\n" + above.format("| Action | Owner |\n|-|-|\n") + rows)
    assert states == {"Split the job": DONE, "Rotate the keys": OPEN}


@pytest.mark.parametrize("label", ["- Waiting on the vendor:", "- Backend:", "- Second half of the year:"])
def test_a_label_that_is_not_understood_between_finished_items_ends_their_state(label: str) -> None:
    states, doubted = read(f"## Action items\n\n### Completed\n\n- Split the job\n{label}\n- Rotate the keys")
    assert (states, len(doubted)) == ({"Split the job": DONE, "Rotate the keys": OPEN}, 1)


@pytest.mark.parametrize("nested", ["- Backend\n  - Rotate the keys\n  - Move the mail pool", "- **Rotate the keys**"])
def test_themes_and_bold_work_among_finished_items_stay_finished(nested: str) -> None:
    states, doubted = read(f"## Action items\n\n### Completed\n\n- Split the job\n{nested}\n- Drain the pool")
    assert {*states.values()} == {DONE}
    assert {"Split the job", "Rotate the keys", "Drain the pool"} <= set(states)
    assert doubted == []


@pytest.mark.parametrize("label", ["Done:", "Completed:", "**Erledigt**"])
def test_a_state_typed_right_below_an_item_is_that_of_the_next_ones(label: str) -> None:
    states, _ = read(f"## Action items\n\n- Split the job @ana\n{label}\n- Rotate the keys @bob")
    assert states == {"Split the job": OPEN, "Rotate the keys": DONE}


_NOT_SO = [
    "When completed", "Once completed", "If completed", "During completed", "At done", "With fixed", "For completed",
    "Is it done", "[ ] Done", "[ ] Completed", "- [ ] Done", "☐ Done", "Als afgerond", "Wenn erledigt",
]  # fmt: skip


@pytest.mark.parametrize("words", _NOT_SO)
@pytest.mark.parametrize("form", ["### {}\n\n- Rotate the keys", "**{}**\n\n- Rotate the keys"])
def test_a_state_that_is_to_come_asked_for_or_not_ticked_closes_nothing(form: str, words: str) -> None:
    states, _ = read(f"## Action items\n\n{form.format(words)}")
    assert states["Rotate the keys"] is OPEN


@pytest.mark.parametrize(
    "words", ["Already done", "[x] Done", "✅ Done", "It is done", "All done", "Done on 3 May", "Fixed in #7"]
)
def test_a_state_that_holds_closes_what_is_below_it(words: str) -> None:
    states, _ = read(f"## Action items\n\n### {words}\n\n- Rotate the keys")
    assert states["Rotate the keys"] is DONE


@pytest.mark.parametrize("none", ["Nothing.", "None", "N/A"])
def test_a_label_with_nothing_below_it_gives_no_state_to_the_next_list(none: str) -> None:
    states, doubted = read(f"## Action items\n\nDone:\n\n{none}\n\n- Rotate the keys")
    assert (states["Rotate the keys"], len(doubted)) == (OPEN, 1)


@pytest.mark.parametrize(
    "label",
    ["☐ Done:", "☐ **Done:**", "⬜ Fertig:", "🔲 Completed:", "[ ] Completed:", "- [ ] Done:", "- ☐ Completed",
     "- [ ] Terminé :", "1. [ ] Closed", "- [x] Open:"],
)  # fmt: skip
@pytest.mark.parametrize("indent", ["", "  "])
def test_a_box_and_a_state_that_contradict_each_other_close_nothing_and_are_quoted(label: str, indent: str) -> None:
    if not label.endswith(":") and not indent:
        indent = "   "
    states, doubted = read(f"## Action items\n\n{label}\n{indent}- Rotate the keys\n{indent}- Move the pool")
    assert (states, len(doubted)) == ({"Rotate the keys": OPEN, "Move the pool": OPEN}, 1)


@pytest.mark.parametrize("label", ["☑ Done:", "✅ **Done:**", "- [x] Done:", "- [x] Completed", "[x] Erledigt:"])
def test_a_ticked_box_and_a_closed_state_close_what_is_nested_below_them(label: str) -> None:
    states, doubted = read(f"## Action items\n\n{label}\n  - Rotate the keys\n  - Move the pool")
    assert (states, doubted) == ({"Rotate the keys": DONE, "Move the pool": DONE}, [])


@pytest.mark.parametrize("label", ["☐ Backend:", "- [ ] Backend:", "- [ ] Rotate the keys. Done when:"])
def test_a_box_before_other_words_is_no_contradiction(label: str) -> None:
    states, doubted = read(f"## Action items\n\n{label}\n  - Drain the pool\n  - Move the mail")
    assert {*states.values()} == {OPEN}
    assert doubted == []


@pytest.mark.parametrize(
    "state", ["**Completed:**", "Done:", "### Completed", "## Completed action items", "Won't do:"]
)
@pytest.mark.parametrize("between", ["Follow-up tasks:", "**Follow-up tasks:**", "#### Follow-up tasks", "Next steps:"])
def test_work_that_follows_is_not_done_with_it(state: str, between: str) -> None:
    assert below(state, between)[0] is OPEN


@pytest.mark.parametrize("between", ["#### Backend tasks", "#### Frontend"])
def test_a_group_of_what_is_done_is_done(between: str) -> None:
    assert below("### Completed", between) == (DONE, [])
