"""What documents that nobody had seen were misread by: each kind with its siblings, and what must stay as it is."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem, Kind, State

HEAD = "# Outage of x\n\n## Action items\n\n"


def items(text: str) -> tuple[ActionItem, ...]:
    (incident,) = parse(text)
    return incident.items


def below(title: str) -> list[State | None]:
    return [item.state for item in items(f"# Outage of x\n\n## {title}\n\n- Add an alert\n- Rotate the key\n")]


def listed(line: str) -> ActionItem:
    (item,) = items(f"{HEAD}- {line}\n")
    return item


def codes(text: str) -> set[str]:
    return {found.code for incident in parse(text) for found in incident.findings}


@pytest.mark.parametrize(
    "title",
    [
        "Completed tasks",
        "Tarefas concluídas",
        "Ações corretivas implementadas",
        "Tareas completadas",
        "Tâches terminées",
        "Erledigte Aufgaben",
        "Umgesetzte Maßnahmen",
        "Afgeronde taken",
        "Zakończone zadania",
        "Выполненные задачи",
        "Виконані завдання",
        "Dokončené úkoly",
        "Färdiga uppgifter",
        "Fullførte oppgaver",
        "Afsluttede opgaver",
        "Valmiit tehtävät",
        "Tamamlanan görevler",
        "完了したアクションアイテム",
        "アクションアイテム完了",
        "已完成的行动项",
        "行动项已完成",
        "완료된 액션 아이템",
    ],
)
def test_a_title_says_in_any_language_that_its_items_are_done(title: str) -> None:
    assert below(title) == [State.COMPLETED] * 2


@pytest.mark.parametrize(
    "title",
    [
        "Tasks to be completed",
        "✅ Action items",
        "✔ Aufgaben",
        "Tarefas a serem concluídas",
        "Tarefas não concluídas",
        "Tarefas quase concluídas",
        "Tareas no completadas",
        "Tâches non terminées",
        "Tâches terminées et à faire",
        "Noch nicht erledigte Aufgaben",
        "Teilweise umgesetzte Maßnahmen",
        "Erledigte und offene Aufgaben",
        "Невыполненные задачи",
        "Незавершённые задачи",
        "Nedokončené úkoly",
        "Niezakończone zadania",
        "Uppgifter att bli färdiga",
        "Inte avslutade uppgifter",
        "Tamamlanmamış görevler",
        "完了すべきアクションアイテム",
        "完了していないアクションアイテム",
        "完了・未完了アクションアイテム",
        "已完成一半的行动项",
        "已完成和未完成的行动项",
        "已完成行动项的验证",
        "완료할 액션 아이템",
    ],
)
def test_a_title_of_what_is_not_done_closes_nothing(title: str) -> None:
    states = below(title)
    assert states
    assert State.COMPLETED not in states


@pytest.mark.parametrize(
    "name", ["Completion evidence", "Evidence of completion", "Done criteria", "Proof of completion"]
)
def test_a_column_of_evidence_takes_no_state_back(name: str) -> None:
    table = (
        f"| Action | Owner | Status | {name} |\n|---|---|---|---|\n| Fix it | Ana | Done | Ready before the stop |\n"
    )
    (item,) = items(HEAD + table)
    assert item.state is State.COMPLETED
    assert "PM120" not in codes(HEAD + table)


@pytest.mark.parametrize("name", ["Completion", "Review status", "Done?", "Completed on", "Deployed?"])
@pytest.mark.parametrize("said", ["not before May", "not yet", "partially", "waiting", "80 %", "EU only", "noch nicht"])
def test_a_second_column_of_states_takes_the_first_one_back(name: str, said: str) -> None:
    table = f"| Action | Owner | Status | {name} |\n| --- | --- | --- | --- |\n| Fix it | Ana | Done | {said} |\n"
    assert "PM120" in codes(HEAD + table)
    assert items(HEAD + table)[0].state is not State.COMPLETED


@pytest.mark.parametrize("said", ["Ana", "2026-05-03", "verified", "v2.1", "n/a", "yes", "100 %", "deployed on 3 May"])
def test_other_words_in_a_second_column_take_nothing_back(said: str) -> None:
    table = (
        f"| Action | Owner | Status | Review status |\n| --- | --- | --- | --- |\n| Fix it | Ana | Done | {said} |\n"
    )
    assert items(HEAD + table)[0].state is State.COMPLETED


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("COMPLETED (PR #7): add x", "add x"),
        ("**Done (2026-05-03)**: add y", "add y"),
        ("✅ **COMPLETED (v2.1)**: Generated types", "Generated types"),
        ("Erledigt (#7): add z", "add z"),
    ],
)
def test_a_state_with_how_it_came_about_in_brackets_is_a_state(line: str, title: str) -> None:
    item = listed(line)
    assert (item.state, item.text) == (State.COMPLETED, title)


@pytest.mark.parametrize("line", ["✅ Done (partially): add a", "Done (EU only): add a", "Done (2/3): add a"])
def test_a_state_that_its_brackets_take_back_is_quoted(line: str) -> None:
    assert listed(line).state is not State.COMPLETED
    assert "PM120" in codes(f"{HEAD}- {line}\n")


@pytest.mark.parametrize(
    "line", ["Faites: une revue", "Fix (see #7): the pool", "Complete (by May): the runbook", "Add (v2.1): a probe"]
)
def test_an_order_with_brackets_is_no_state(line: str) -> None:
    assert listed(line).state is not State.COMPLETED


@pytest.mark.parametrize(
    ("line", "owners"),
    [
        ("Add an alert → Ana", ("Ana",)),
        ("Add an alert from a → b → @bo", ("@bo",)),
        ("Review the runbook → Platform team", ("Platform team",)),
        ("**Add an alert** -> Ana Lima", ("Ana Lima",)),
    ],
)
def test_an_arrow_hands_work_over(line: str, owners: tuple[str, ...]) -> None:
    assert tuple(each for each in listed(line).owners) == owners


@pytest.mark.parametrize(
    "line",
    [
        "Test the flow: client → queue → Database",
        "Migrate from Mysql → Postgres",
        "Rename Foo → Bar",
        "Replace the Jenkins job -> Tekton",
        "Datenbank von Mysql umstellen → Postgres",
        "Change Monday → Friday",
    ],
)
def test_an_arrow_that_tells_what_becomes_of_what_names_nobody(line: str) -> None:
    item = listed(line)
    assert not item.owners
    assert item.text == line


@pytest.mark.parametrize(
    "line", ["Fix the sync Stripe → Ledger", "Rotate key K2 → Ana", "Add an alert on PG -> Ana Lima"]
)
def test_an_arrow_that_may_do_either_is_doubted(line: str) -> None:
    assert not listed(line).owners
    assert "PM105" in codes(f"{HEAD}- {line}\n")


def test_what_is_as_far_as_it_says_below_a_numbered_name_is_an_item_each() -> None:
    text = (
        "# Outage of x\n\n## Action items\n\n1. **Add type safety**:\n"
        "   - ✅ **COMPLETED (PR #7)**: Generated types\n   - Pending: Create a package\n"
        "2. **Improve monitoring**\n   - Done: add an alert\n   - In progress: tune it\n"
        "3. **Add a check**\n   - Status: done\n   - Note: it was easy\n"
        "4. [ ] **Add a second check**\n   - Done: part one\n   - Pending: part two\n"
    )
    assert [(item.text, item.state) for item in items(text)] == [
        ("Generated types", State.COMPLETED),
        ("Create a package", State.OPEN),
        ("add an alert", State.COMPLETED),
        ("tune it", State.OPEN),
        ("Add a check", State.COMPLETED),
        ("Add a second check", State.OPEN),
    ]


def test_tasks_told_as_prose_make_no_improvements_of_the_only_list() -> None:
    text = (
        "# Outage of x\n\n## Preventive measures\n\n- Add an alert\n- Rotate the key\n\n"
        "### Tasks\n\nAdd a probe to the pool and rotate the keys of all hosts before the summer.\n"
    )
    assert [item.kind for item in items(text)] == [Kind.TASK] * 2
    labelled = text.replace("## Preventive measures\n", "## Preventive measures\n\n**Improvements/Fixes:**\n")
    assert {item.kind for item in items(labelled)} == {Kind.IMPROVEMENT}


def test_a_measure_with_a_state_of_its_own_beside_a_task_list_is_a_task() -> None:
    text = (
        "# Outage of x\n\n## Prevention measures\n\n- Pending: add an alert\n- Better reviews\n\n"
        "## Action items\n\n- Rotate the key\n"
    )
    assert [item.kind for item in items(text)] == [Kind.TASK, Kind.IMPROVEMENT, Kind.TASK]


@pytest.mark.parametrize("label", ["Leftover tasks:", "Unfinished tasks:", "Residual actions:"])
def test_a_plain_label_of_what_is_left_heads_a_list(label: str) -> None:
    text = f"# Outage of x\n\nIt was down.\n\n{label}\n- Switch the defaults\n\n## Action items\n\n- Add an alert\n"
    assert [item.text for item in items(text)] == ["Switch the defaults", "Add an alert"]


@pytest.mark.parametrize("label", ["Follow-up (less load)", "**Follow-up (load):**", "Action (next week)"])
def test_a_label_with_a_remark_names_work(label: str) -> None:
    lead = label if label.endswith("**") else f"{label}:"
    text = f"# Outage of x\n\n## Notes\n\n- {lead} cap the pool\n\n## Action items\n\n- Add an alert\n"
    assert [item.text for item in items(text)] == ["cap the pool", "Add an alert"]


@pytest.mark.parametrize(
    "title", ["Proposed solution", "Vorgeschlagene Lösung", "Foreslått løsning", "Solución propuesta"]
)
def test_a_proposed_solution_holds_measures(title: str) -> None:
    assert len(below(title)) == 2


@pytest.mark.parametrize("said", ["DONE in v2", "done in v2.1", "shipped in 3.1", "Erledigt in v12"])
def test_done_in_a_version_is_done_also_where_a_day_is_expected(said: str) -> None:
    (item,) = items(f"{HEAD}| Action | Owner | Due |\n| --- | --- | --- |\n| Fix it | Ana | {said} |\n")
    assert (item.state, item.due) == (State.COMPLETED, None)


@pytest.mark.parametrize("said", ["in v2", "after v2", "to be done in v2", "not done in v2", "v2x"])
def test_a_version_alone_is_no_state(said: str) -> None:
    (item,) = items(f"{HEAD}| Action | Owner | Due |\n| --- | --- | --- |\n| Fix it | Ana | {said} |\n")
    assert item.state is not State.COMPLETED


@pytest.mark.parametrize("said", ["待执行", "执行中", "待验证", "待修复"])
def test_what_is_waiting_in_chinese_is_open(said: str) -> None:
    table = f"| 行动项 | 负责人 | 状态 |\n| --- | --- | --- |\n| 修复告警 | Ana | {said} |\n"
    assert items(HEAD + table)[0].state is State.OPEN
    assert "PM120" not in codes(HEAD + table)
