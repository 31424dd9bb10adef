"""Work that a line calls a task where no items stand is pointed out, in any language; what was done there is not."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.words.languages import every, languages
from postmortem_tracker.model import Incident

WORK = {"ja": "再試行の上限を設定する", "zh": "限制重试次数上限", "ko": "재시도 횟수를 제한하기"}
SURE = sorted(set(every("labels", "task")) - set(every("labels", "action")))


def read(line: str, title: str = "Timeline") -> Incident:
    text = (
        f"# INC-1 Outage on 2026-03-01\n\n## {title}\n\n- 10:00 it broke\n{line}\n\n## Action items\n\n- Drain it @bo\n"
    )
    (incident,) = parse(text, "a.md")
    return incident


def said(line: str, title: str = "Timeline") -> list[str]:
    incident = read(line, title)
    assert [item.text for item in incident.items] == ["Drain it"], line
    return [found.message.partition(": ")[2] for found in incident.findings if found.code == "PM125"]


@pytest.mark.parametrize(
    "lead", ["- ", "- 10:20 ", "- 10:30 UTC – ", "- **10:20** ", "- 2026-03-01 10:20: ", "- Rolled back. "]
)
@pytest.mark.parametrize(
    "told",
    [
        "Action item: Cap the pool (owner: Ana)",
        "TODO: Cap the pool @ana",
        "Follow-up: Cap the pool",
        "Action: Cap it @ana",
    ],
)
def test_it_is_quoted_in_a_timeline(lead: str, told: str) -> None:
    assert said(lead + told) == [repr(told)]


def test_in_any_language() -> None:
    for language in languages():
        for label in language.phrases("labels", "task"):
            told = f"{label.capitalize()}: {WORK.get(language.code, 'Cap the pool')}"
            assert said(f"- 10:20 {told} @ana") == [repr(f"{told} @ana")], label
            if label in SURE:
                assert said(f"- 10:20 {told}") == [repr(told)], label


@pytest.mark.parametrize("row", ["| 10:20 | Action item: Cap it (owner: Ana) |", "| 10:20 | TODO: Cap it |"])
def test_in_a_row_of_a_log(row: str) -> None:
    assert len(said(f"\n| Time | Event |\n|-|-|\n{row}")) == 1


@pytest.mark.parametrize(
    "line",
    [
        *(
            "- 10:20 Action: restart the pods",
            "- 10:20 Aktion: Pods neu starten",
            "- 10:20 Action item: raised the limit",
        ),
        *("- 10:20 Task: done", "- 10:20 Follow-up: none", "- 10:20 Set `todo: cap it` in the code", "- 10:20 TODO:"),
        "- 10:20 We looked at the task: it was stuck",
    ],
)
def test_what_was_done_and_what_is_only_spoken_of_is_not(line: str) -> None:
    assert said(line) == []


@pytest.mark.parametrize("words", ["  - a --> Cap it", "  1. a --> Cap it", "  * a --> Cap it @ana"])
def test_words_behind_a_comment_that_ends_behind_another_bullet_are_never_lost(words: str) -> None:
    for bullet in ("- <!-- x", "- [ ] <!-- x", "1. <!-- x"):
        (incident,) = parse(f"# INC-1\n\n## Action items\n\n- Drain it\n{bullet}\n{words}\n", "a.md")
        items = [item for item in incident.items if "Cap it" in item.text]
        assert items or any("Cap it" in found.message for found in incident.findings), bullet
