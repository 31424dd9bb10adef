"""How urgent an item is, told before its other fields or its words; a level in the sentence is a word of it."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem


def read(line: str) -> ActionItem:
    (incident,) = parse(f"# INC-1 on 2026-10-12\n\n## Action items\n\n- {line}\n", "a.md")
    return incident.items[0]


@pytest.mark.parametrize(
    "fields",
    [
        *("P2 @dana (due 2026-12-01)", "P2 @dana", "**P2** @dana", "@dana P2 (due 2026-12-01)", "P2 (owner: dana)"),
        *("P2 due 2026-12-01", "P2 by 2026-12-01", "P2, @dana, 2026-12-01", "P2 - @dana", "P2 (#12)", "P2 ASAP"),
        *("P2 within two weeks", "P2 @dana #12", "P2 by Friday"),
    ],
)
def test_a_code_before_the_fields_is_read(fields: str) -> None:
    item = read(f"Cap the tries {fields}")
    assert (item.text.removesuffix(" by Friday").removesuffix(" #12"), item.priority) == ("Cap the tries", "P2")


@pytest.mark.parametrize(
    "words",
    [
        *(
            "Page on P1",
            "Page for P0 and P1",
            "Add an alert for P1",
            "Review every P1",
            "Close the P1",
            "Escalate a P1",
        ),
        *("Drain node P2", "Move the job to node P2", "Replace disk P2", "Migrate the jobs from P1 to P2", "Cap P1/P2"),
        *("Page on P1 alerts", "Define P1", "Set priority to P1", "Alert on Sev2"),
    ],
)
@pytest.mark.parametrize("fields", ["", " @dana", " (due 2026-12-01)", " @dana (due 2026-12-01)"])
def test_a_code_that_the_work_is_about_is_one_of_its_words(words: str, fields: str) -> None:
    item = read(words + fields)
    assert (item.text.removesuffix(" @dana"), item.priority) == (words, None)


@pytest.mark.parametrize("words", ["Cap the tries P2", "Drain pool P2"])
def test_a_code_at_the_very_end_may_be_a_name_and_our_link_changes_nothing_in_it(words: str) -> None:
    for link in ("", " ([#12](https://github.com/o/r/issues/12))"):
        assert (read(words + link).text, read(words + link).priority) == (words, None)


@pytest.mark.parametrize(
    ("line", "level"),
    [
        *(
            ("High priority: cap the tries", "High"),
            ("Low priority: cap the tries", "Low"),
            ("High: cap the tries", "High"),
        ),
        *(
            ("URGENT: cap the tries", "URGENT"),
            ("HIGH - cap the tries", "HIGH"),
            ("**High priority:** cap the tries", "High"),
        ),
        *(("Priority 1: cap the tries", "1"), ("[Prio 1] cap the tries", "1"), ("P1 → P2: cap the tries", "P2")),
        *(
            ("Must have: cap the tries", "Must have"),
            ("[Must have] cap the tries", "Must have"),
            ("Sev2: cap the tries", "Sev2"),
        ),
        *(("@dana P2 cap the tries", "P2"), ("@dana: P2: cap the tries", "P2"), ("Hoch: Alarm einrichten", "Hoch")),
    ],
)
def test_a_level_before_the_words_is_read(line: str, level: str) -> None:
    item = read(line)
    assert (item.text in ("cap the tries", "Alarm einrichten"), item.priority) == (True, level)


@pytest.mark.parametrize(
    ("end", "level"),
    [
        *(
            (", priority high", "high"),
            (", high priority", "high"),
            (" - high priority", "high"),
            (" High priority", "High"),
        ),
        *((" prio: high", "high"), (", prio 1", "1"), (" (priority 1)", "1"), (", Priorität hoch", "hoch")),
        *(
            (" (must have)", "must have"),
            (" (nice to have)", "nice to have"),
            (" (Sev2)", "Sev2"),
            (" [SEV-2]", "SEV-2"),
        ),
        *((", prio 1, @dana", "1"), (" - priority P1 - @dana", "P1"), (" (Ana, high priority)", "high")),
    ],
)
def test_a_level_that_calls_itself_one_is_read_behind_the_words(end: str, level: str) -> None:
    item = read(f"Cap the tries{end}")
    assert (item.text, item.priority) == ("Cap the tries", level)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "High load: add a replica",
            "High: 90 % memory",
            "Critical path: document it",
            "Sev2 incidents: page the lead",
        ),
        *(
            "Should have: tests",
            "Must have two approvals",
            "P1 alerts must page the lead",
            "Alert on high: 90 % memory",
        ),
        *(
            "Use high priority queues",
            "Make the alert high priority",
            "Set the alert's priority: high",
            "Use priority P1",
        ),
        *(
            "Use priority: high for pages",
            "Raise the limit to high priority",
            "Add a priority queue",
            "Make it fast, high",
        ),
        *("Sort by priority, high first", "Low priority queue: drain it", "Cap the tries (impact: high)"),
    ],
)
def test_a_level_in_a_sentence_stays_there(words: str) -> None:
    item = read(words)
    assert (item.text, item.priority) == (words, None)
