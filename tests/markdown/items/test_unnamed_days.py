"""Days that stand at an item's head or end without a word that says what they are, or within its sentence."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem


def read(said: str) -> tuple[ActionItem, list[str]]:
    """The only item of a document with this one, and the codes of its findings."""
    (only,) = parse(f"# INC-1 Outage on 2026-02-03\n## Action items\n{said}\n", "a.md")
    (item,) = only.items
    return item, [each.code for each in only.findings]


@pytest.mark.parametrize("box", ["", "[ ] "])
@pytest.mark.parametrize(
    "said",
    [
        *("[2026-03-06] Cap the retries", "(2026-03-06) Cap the retries", "Cap the retries [2026-03-06]"),
        *("Cap the retries, 6 March 2026", "Cap the retries — 6 March 2026", "Cap the retries (6 March 2026)"),
        *("Cap the retries (6 March)", "Cap the retries (ASAP), by 2026-03-06 at the latest"),
    ],
)
def test_a_day_that_stands_apart_is_when_it_is_due_with_a_box_and_without(box: str, said: str) -> None:
    item, codes = read(f"- {box}{said}")
    assert (item.due, codes) == ("2026-03-06", [])
    assert item.text.startswith("Cap the retries")
    assert "6" not in item.text


@pytest.mark.parametrize(
    "said",
    [
        *("2026-03-06: Cap the retries", "**2026-03-06** - Cap the retries", "6 March: Cap the retries"),
        *("Cap the retries 2026-03-06", "Cap the retries in the gateway 6 March 2026"),
    ],
)
def test_a_day_of_which_nothing_says_what_it_is_stays_and_is_pointed_out(said: str) -> None:
    item, codes = read(f"- [ ] {said}")
    assert (item.due, codes) == (None, ["PM103"])
    assert item.text == said.replace("*", "")


@pytest.mark.parametrize(
    "said",
    [
        *("Analyse the logs of 2026-03-06", "Compare the run on 2026-03-06", "Pin the image to 2026-03-06"),
        *("Release version 2026-03-06", "Make it available 24/7", "Cut the load by 1/2", "2026-03-06 outage review"),
        *(
            "Check that the due 2026-10-01 invoices are paid",
            "3月6日までの障害ログを調べる",
            "3월 6일까지의 로그를 보관한다",
        ),
        "2026年3月6日之前的日志要归档",
    ],
)
def test_a_day_that_tells_which_thing_is_meant_says_nothing_of_when(said: str) -> None:
    item, codes = read(f"- [ ] {said}")
    assert (item.text, item.due, codes) == (said, None, [])


def test_a_day_of_finished_work_is_not_pointed_out() -> None:
    item, codes = read("- [x] 2026-03-06: Cap the retries")
    assert (item.done, codes) == (True, [])


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("3月6日までにリトライを制限する", "2026-03-06"),
        ("リトライを3月6日までに制限する", "2026-03-06"),
        ("在3月6日之前限制重试", "2026-03-06"),
        ("3월 6일까지 재시도를 제한한다", "2026-03-06"),
    ],
)
def test_a_last_day_within_a_sentence_without_spaces_is_read(said: str, due: str) -> None:
    assert read(f"- [ ] {said}")[0].due == due


@pytest.mark.parametrize(
    ("said", "due", "code"),
    [
        ("Cap the retries before the March release", "March", "PM104"),
        ("Roll the fix out by the May sprint", "May", "PM104"),
        ("Cap the retries by 6/3", "6/3", "PM103"),
        ("Cap the retries before 5/12", "5/12", "PM103"),
    ],
)
def test_words_that_may_tell_a_day_keep_the_title_whole(said: str, due: str, code: str) -> None:
    item, codes = read(f"- [ ] {said}")
    assert (item.text, item.due, codes) == (said, due, [code])


def test_a_day_between_slashes_that_can_be_only_one_is_read() -> None:
    assert read("- [ ] Cap the retries by 24/12")[0].due == "2026-12-24"
