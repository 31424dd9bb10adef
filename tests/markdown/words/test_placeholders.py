"""Placeholders, nothing to do, and questions: phrases that are no work, or are."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.words import orders, placeholders

_PLACEHOLDERS = """
tbd; TBA; todo; to do; tbc; n/a; na; none; none yet; nil; no yet; no actions needed; no follow-ups needed; no items;
none required; none at this moment; lorem ipsum dolor; xx; xxx; xxxxxx; yyy; zzz; <action>; [owner]; {name}; ...; -;
(1); 2); action item; Action 1; item two; measure; step 3; description; tarea; tarefa; improvement; owner; name; title;
example; task; add action; fill in here; write it below; describe here; list them here; insert here; enter it later;
todo: add it here; action description; description of the action; e.g. add alerts; Task 1 (owner, due); an itemized
list of; a itemised list of; what can we do better?; what should be added; follow-ups with owners, due dates; be
brief and straight to the point; areas for improvement or fixes; list of tasks to address the issue: x; one (broadly
speaking); x YYYY-MM-DD
"""


@pytest.mark.parametrize("text", [part.strip() for part in _PLACEHOLDERS.replace("\n", " ").split(";")])
def test_what_a_template_leaves_to_be_filled_in_is_no_work(text: str) -> None:
    assert placeholders.is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "Add rate limits to sign in",
        "Write the alert rules in",
        "Add a region later",
        "Add tests for the case below",
        "What should be backed up nightly",
    ],
)
def test_work_that_ends_in_a_word_of_templates_is_work(text: str) -> None:
    assert not placeholders.is_placeholder(text)


@pytest.mark.parametrize(
    ("text", "is_order"),
    [
        ("Publish load test results every week", True),
        ("Report the results", True),
        ("Load test results", False),
        ("Supporting information and links", False),
        ("Change log and history", False),
        ("Be brief and clear", False),
        ("Publish results", False),
    ],
)
def test_an_order_says_what_to_do_and_names_no_section(text: str, *, is_order: bool) -> None:
    assert orders.is_order(text) is is_order


@pytest.mark.parametrize(
    ("text", "past"), [("Red flags nobody saw", False), ("Redid the disks", False), ("Added it", True)]
)
def test_a_word_that_ends_like_a_past_tense_may_be_no_verb(text: str, *, past: bool) -> None:
    assert orders.is_past(text) is past


@pytest.mark.parametrize(
    "text",
    [
        "We have no alert on the disk; one is to be added.",
        "None of the alerts fired, so add some.",
        "There was no test.",
    ],
)
def test_a_sentence_with_none_in_it_is_not_a_no(text: str) -> None:
    (incident,) = parse(f"## Action items\n\n{text}\n", "a.md")
    assert [found.code for found in incident.findings] == ["PM102"]


def test_a_question_in_a_list_of_work_is_work() -> None:
    (incident,) = parse("## Action items\n- [ ] Can we page earlier?\n- [ ] Add a probe\n", "a.md")
    assert [item.line for item in incident.items] == [2, 3]


@pytest.mark.parametrize(
    "text",
    [
        "Alarm für den Plattenplatz einrichten",
        "Runbook schrijven",
        "Disk alarmı ekle",
        "부하 테스트 강화",
        "복구 절차 검토 필요",
        "監視アラートを追加する",
        "手順書の作成",
        "增加磁盘监控告警",
    ],
)
def test_an_order_stands_where_its_language_has_it(text: str) -> None:
    assert orders.is_named_work(text)


@pytest.mark.parametrize(
    "text",
    [
        "Was wir verbessern",
        "Wie können wir das verbessern",
        "Ideen, um es zu verbessern",
        "Wat we verbeteren",
        "改善",
        "监控告警",
        "优化了数据库的查询",
        "アラート",
    ],
)
def test_a_verb_in_another_place_is_no_order(text: str) -> None:
    assert not orders.is_named_work(text)
