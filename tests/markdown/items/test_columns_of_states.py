"""Columns that nothing names as the status, and that hold states."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import State

OPEN, DONE = State.OPEN, State.COMPLETED


def read(header: str, row: str) -> tuple[State, list[str]]:
    rule = "|".join("-" for _ in header.split("|"))
    table = f"# INC-1 Outage\n\n## Action items\n\n| {header} |\n|{rule}|\n| {row} |\n"
    (incident,) = parse(table, "a.md")
    (item,) = incident.items
    return item.state, [found.message for found in incident.findings if found.code == "PM120"]


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        *(("Action | Owner | EU | US", "Cap the retries | Ana | done | open", "'done'"),),
        *(("Action | Q1 | Q2 | Owner", "Cap the retries | done |  | Ana", "'done'"),),
        *(("Action | EU | US | Owner", "Cap the retries | ✅ | ❌ | Ana", "'✅'"),),
        *(("Action | Owner | Staging", "Cap the retries | Ana | deployed", "'deployed'"),),
        *(("Action | Owner | EU | US", "Cap the retries | Ana | done | on Friday", "'done'"),),
        *(("Action | Status EU | Status US", "Cap the retries | done | open", "'done'"),),
        *(("Action | Status | Status", "Cap the retries | open | done", "'done'"),),
        *(("Action | Owner | Notes | Comments", "Cap the retries | Ana | done | open", "'done'"),),
    ],
)
def test_a_closed_state_in_a_column_of_something_else_is_quoted(header: str, row: str, said: str) -> None:
    state, doubted = read(header, row)
    assert (state, len(doubted)) == (OPEN, 1)
    assert said in doubted[0]


@pytest.mark.parametrize("header", ["Action | Owner | Notes", "Action | Owner | ", "Action | Owner | Done?"])
def test_one_column_whose_name_tells_nothing_is_the_status(header: str) -> None:
    assert read(header, "Cap the retries | Ana | done") == (DONE, [])


def test_an_open_state_in_such_a_column_needs_no_remark() -> None:
    assert read("Action | Owner | EU | US", "Cap the retries | Ana | open | open") == (OPEN, [])


def test_two_columns_of_the_item_that_say_the_same_are_believed() -> None:
    assert read("Action | Status | Status 2026-11-01", "Cap the retries | done | done") == (DONE, [])


@pytest.mark.parametrize(
    "header",
    [
        *("Ticket created", "Ticket", "Jira", "In Jira", "Issue", "PR", "Story", "Ticket angelegt", "Ticket créé"),
        *("Priority", "Type", "Agreed", "Owner confirmed", "Effort", "Abgestimmt", "Validé par le client", "合意"),
        *("#", "Risk", "EU", "Customer informed", "Fixes the root cause?", "Due"),
    ],
)
@pytest.mark.parametrize("tick", ["✅", "✔", "☑", ":white_check_mark:", "**✅**"])
def test_a_tick_in_a_column_that_is_not_the_state_is_doubted(header: str, tick: str) -> None:
    state, doubted = read(f"Action | Owner | {header}", f"Cap the retries | Ana | {tick}")
    assert (state, len(doubted)) == (OPEN, 1)


@pytest.mark.parametrize("header", ["Ticket", "Jira", "Issue", "Ticket erstellt"])
@pytest.mark.parametrize("link", ["", "#12 ", "([#12](https://git.test/a/b/issues/12)) "])
def test_a_tick_in_a_ticket_cell_stays_doubted_whatever_stands_beside_it(header: str, link: str) -> None:
    state, doubted = read(f"Action | Owner | {header}", f"Cap the retries | Ana | {link}✅")
    assert (state, len(doubted)) == (OPEN, 1)


@pytest.mark.parametrize("cell", ["#12 ✅", "[✅](https://git.test/a/b/issues/3)", "Done", "1 ✅"])
def test_a_tick_beside_a_ticket_says_that_there_is_one(cell: str) -> None:
    state, doubted = read("Action | Owner | Ticket created", f"Cap the retries | Ana | {cell}")
    assert (state, len(doubted)) == (OPEN, 1)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Action | Owner | Bug", "Cap the retries | Ana | n/a DONE"),
        ("Action | Owner | Issue", "Cap the retries | Ana | DONE"),
        ("Action | Owner | Priority", "Cap the retries | Ana | DONE"),
        ("Action | Owner | Due", "Cap the retries | Ana | DONE in June"),
        ("Action | Owner | Ticket | Status", "Cap the retries | Ana | ✅ | Done"),
        ("Action | Owner | Ticket created", "[x] Cap the retries | Ana | ✅"),
    ],
)
def test_a_word_in_place_of_a_value_is_the_state(header: str, row: str) -> None:
    assert read(header, row) == (DONE, [])


@pytest.mark.parametrize("row", ["Cap the retries | Ana | ✅ | Open", "[ ] Cap the retries | Ana | ✅ | "])
def test_a_tick_says_nothing_where_the_item_tells_its_own_state(row: str) -> None:
    assert read("Action | Owner | Ticket | Status", row) == (OPEN, [])


@pytest.mark.parametrize(
    ("header", "said"),
    [
        *(("Incident status", "Resolved"), ("Review status", "Done"), ("PR status", "Merged"), ("QA status", "Passed")),
        *(
            ("Ticket status", "Closed"),
            ("Design complete", "Yes"),
            ("Deployment status", "Deployed"),
            ("Merged", "yes"),
        ),
        *(("Status der Störung", "Behoben"), ("Statut de l'incident", "Résolu"), ("Estado del incidente", "Resuelto")),
        *(("Статус инцидента", "Решено"), ("Stato del deploy", "Fatto"), ("Status EU", "Done"), ("Closed by", "Bo")),
    ],
)
def test_the_state_of_another_thing_is_doubted(header: str, said: str) -> None:
    state, doubted = read(f"Action | Owner | {header}", f"Cap the retries | Ana | {said}")
    assert (state, len(doubted)) == (OPEN, 1)
    assert repr(said) in doubted[0]
    assert read(f"Action | {header} | Status", f"Cap the retries | {said} | Open") == (OPEN, [])


@pytest.mark.parametrize("told", ["Done | ", "Done | Open", "Done | Done"])
def test_no_states_of_parts_make_the_whole_done(told: str) -> None:
    state, doubted = read("Action | Design status | Rollout status", f"Cap the retries | {told}")
    assert (state, len(doubted)) == (OPEN, 1)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        *(("Status", "Done"), ("Action status", "Done"), ("Task status", "Done"), ("Item status", "Done")),
        *(("Current status", "Done"), ("Status (2026-11-01)", "Done"), ("Status / notes", "Done"), ("Done (y/n)", "y")),
        *(("Status der Maßnahme", "Erledigt"), ("Aktueller Stand", "Erledigt"), ("Statut de l'action", "Fait")),
        *(("Estado de la tarea", "Hecho"), ("Статус задачи", "Готово"), ("状态", "已完成"), ("✅", "x")),
    ],
)
def test_the_items_own_state_is_believed(header: str, said: str) -> None:
    assert read(f"Action | Owner | {header}", f"Cap the retries | Ana | {said}") == (DONE, [])


@pytest.mark.parametrize(
    "header",
    [
        *("Completed", "Closed", "Done", "Actual completion", "Date completed", "Date closed", "Closed on", "Fixed in"),
        *("Erledigt am", "Abgeschlossen am", "Tatsächliches Datum", "Fait le", "Hecho el", "Fatto il", "Feito em"),
        *("Zrobione dnia", "Udført den", "Actual end", "Completed (date)"),
    ],
)
def test_the_day_on_which_work_was_done_is_no_due_date_and_never_silent(header: str) -> None:
    def rows(columns: str, *told: str) -> tuple[list[tuple[State, str | None]], list[int]]:
        rule = "|".join("-" for _ in columns.split("|"))
        table = "\n".join(f"| {row} |" for row in (columns, rule, *told))
        (incident,) = parse(f"# INC-1 Outage\n\n## Action items\n\n{table}\n", "a.md")
        doubted = [found.line for found in incident.findings if found.code == "PM120"]
        return [(item.state, item.due) for item in incident.items], doubted

    alone = rows(f"Action | Owner | {header}", "Cap the retries | Ana | 2026-11-01", "Warm the cache | Bo | ")
    assert alone == ([(OPEN, None), (OPEN, None)], [7])
    both = rows(f"Action | {header} | Due", "Cap it | 2026-11-01 | 2026-12-20", "Warm it | | 2026-12-20")
    assert both == ([(OPEN, "2026-12-20"), (OPEN, "2026-12-20")], [7])
    done = rows(f"Action | Status | {header}", "Cap it | Done | 2026-11-01", "Warm it | Open | ")
    assert done == ([(DONE, None), (OPEN, None)], [])


@pytest.mark.parametrize("columns", ["Due | Completion date", "Completion date | Due", "Bis | Fertigstellung am"])
def test_a_day_of_completion_is_none_for_the_work_where_another_column_is(columns: str) -> None:
    first = "2026-12-20 | " if not columns.startswith("Comp") else " | 2026-12-20"
    rule = "|".join("-" for _ in columns.split("|"))
    text = f"# INC-1 Outage\n\n## Action items\n\n| Action | {columns} |\n|-|{rule}|\n| Cap it | {first} |\n"
    (incident,) = parse(text, "a.md")
    assert [item.due for item in incident.items] == ["2026-12-20"]


def test_a_completion_date_alone_is_when_it_is_due() -> None:
    text = "# INC-1 Outage\n\n## Action items\n\n| Action | Completion date |\n|-|-|\n| Cap it | 2026-12-20 |\n"
    assert [item.due for item in parse(text, "a.md")[0].items] == ["2026-12-20"]


@pytest.mark.parametrize("said", ["Verified", "Live", "Landed", "In production", "In prod", "2026-11-01", "v2.3"])
def test_a_status_that_is_no_known_word_is_quoted(said: str) -> None:
    state, doubted = read("Action | Owner | Status", f"Cap the retries | Ana | {said}")
    assert (state, len(doubted)) == (OPEN, 1)
    assert repr(said) in doubted[0]


@pytest.mark.parametrize("said", ["", "-", "n/a", "#12", "PR #12", "[#12](https://git.test/a/b/issues/12)"])
def test_a_status_that_says_nothing_needs_no_remark(said: str) -> None:
    assert read("Action | Owner | Status", f"Cap the retries | Ana | {said}") == (OPEN, [])


@pytest.mark.parametrize(
    ("header", "done", "todo"),
    [
        *(("Outstanding", "no", "yes"), ("Open?", "No", "2 steps"), ("Open", "❌", "x"), ("Remaining", "no", "-")),
        *(("Offen", "nein", "ja"), ("Pendiente", "no", "sí"), ("Открыто", "нет", "да"), ("Outstanding", "✅", "")),
    ],
)
def test_nothing_left_is_not_passed_over(header: str, done: str, todo: str) -> None:
    state, doubted = read(f"Action | Owner | {header}", f"Cap the retries | Ana | {done}")
    assert (state, len(doubted)) == (OPEN, 1)
    assert read(f"Action | Owner | {header}", f"Cap the retries | Ana | {todo}") == (OPEN, [])
    assert read(f"Action | {header} | Status", f"Cap the retries | {done} | Done") == (DONE, [])


@pytest.mark.parametrize("row", ["✅ | Cap it | Ana |", "Cap it | Ana | ✅ |"])
def test_a_tick_in_a_column_without_a_name_is_never_passed_over(row: str) -> None:
    header = " | Action | Owner" if row.startswith("✅") else "Action | Owner | "
    other = "first | Warm it | Bo" if row.startswith("✅") else "Warm it | Bo | next week"
    text = f"# INC-1 Outage\n\n## Action items\n\n| {header} |\n|-|-|-|\n| {row}\n| {other} |\n"
    (incident,) = parse(text, "a.md")
    assert [item.state for item in incident.items] == [OPEN, OPEN]
    assert [found.line for found in incident.findings if found.code == "PM120"] == [7]


@pytest.mark.parametrize(
    ("columns", "owners"),
    [
        *(("Team | Owner", "SRE | Ana"), ("Team | Assignee", "SRE | Ana"), ("Owning team | DRI", "SRE | Ana")),
        *(("Team | Verantwortlich", "SRE | Ana"), ("Owner | Team", "Ana | SRE"), ("Équipe | Responsable", "SRE | Ana")),
        *(("担当チーム | 担当者", "SRE | Ana"), ("Owner team | Owner", " | Ana"), ("Team | Who", "SRE | Ana")),
    ],
)
def test_a_person_owns_before_a_team(columns: str, owners: str) -> None:
    text = f"# INC-1 Outage\n\n## Action items\n\n| Action | {columns} |\n|-|-|-|\n| Cap it | {owners} |\n"
    assert [item.owners for item in parse(text, "a.md")[0].items] == [("Ana",)]


def test_a_team_owns_where_no_person_does() -> None:
    text = "# INC-1 Outage\n\n## Action items\n\n| Action | Team | Owner |\n|-|-|-|\n| Cap it | SRE | |\n"
    assert [item.owners for item in parse(text, "a.md")[0].items] == [("SRE",)]


@pytest.mark.parametrize("header", ["Date | Action | Owner", "Datum | Maßnahme | Wer", "Fecha | Acción | Responsable"])
def test_a_mere_day_before_the_work_tells_when_it_was_noted(header: str) -> None:
    text = f"# INC-1 Outage\n\n## Action items\n\n| {header} |\n|-|-|-|\n| 2026-11-03 | Cap it | Ana |\n"
    assert [(item.text, item.due) for item in parse(text, "a.md")[0].items] == [("Cap it", None)]


def test_a_day_behind_the_work_or_called_due_is_when_it_is_due() -> None:
    for header, row in (("Action | Date", "Cap it | 2026-11-03"), ("Due | Action", "2026-11-03 | Cap it")):
        text = f"# INC-1 Outage\n\n## Action items\n\n| {header} |\n|-|-|\n| {row} |\n"
        assert [item.due for item in parse(text, "a.md")[0].items] == ["2026-11-03"]


@pytest.mark.parametrize(
    ("cell", "due", "state"),
    [
        *(("2026-05-01 ✅", "2026-05-01", State.COMPLETED), ("2026-05-01 (done)", "2026-05-01", State.COMPLETED)),
        *(
            ("✅ 2026-05-01", None, State.COMPLETED),
            ("2026-05-01", "2026-05-01", State.OPEN),
            ("TODO", None, State.OPEN),
        ),
    ],
)
def test_a_tick_behind_a_due_day_takes_nothing_from_it(cell: str, due: str | None, state: State) -> None:
    head = "# INC-1 on 2026-03-01\n\n## Action items\n\n| Action | Owner | Due |\n|---|---|---|\n"
    (item,) = parse(f"{head}| Cap it | Ana | {cell} |\n")[0].tasks
    assert (item.due, item.state) == (due, state)
