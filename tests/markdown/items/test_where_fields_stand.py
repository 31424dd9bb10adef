"""Fields count where they stand: not in comments, struck, in the middle of a sentence, or of somebody else."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem


def read(line: str, more: str = "") -> tuple[ActionItem, list[str]]:
    (incident,) = parse(f"# INC-1\n\n## Action items\n\n{line}\n{more}", "a.md")
    return incident.items[0], [found.code for found in incident.findings]


@pytest.mark.parametrize(
    "line",
    [
        "- [ ] Cap it <!-- {why} (waived: no) due 2026-05-01 owner: Ana -->".replace("{why}", "x" * 500),
        *("- [ ] Cap it ~~(owner: Ana)~~", "- [ ] Cap it ~~Ticket: #12~~", "- [ ] Cap it <s>due 2026-05-01</s>"),
    ],
)
def test_comments_and_struck_fields_say_nothing(line: str) -> None:
    item, _ = read(line)
    assert (item.owners, item.due, item.waiver, item.tickets) == ((), None, None, ())


@pytest.mark.parametrize("tag", ["s", "strike", "del", "DEL"])
def test_a_link_of_ours_that_was_struck_is_not_the_item_s(tag: str) -> None:
    item, _ = read(f"- [ ] Cap it <{tag}>([#2](https://x.test/issues/2))</{tag}> @ana")
    assert item.links == ()


@pytest.mark.parametrize(
    ("cell", "due"), [("2026-05-01 in progress", "2026-05-01"), ("2026-05-01 (open)", "2026-05-01"), ("open", None)]
)
def test_a_day_beside_an_open_state_is_the_day(cell: str, due: str | None) -> None:
    item, _ = read(f"| Action | Due |\n|-|-|\n| Cap it | {cell} |")
    assert (item.due_date.isoformat() if item.due_date else None) == due


@pytest.mark.parametrize("line", ["- Fix the 👤 avatar upload", "- Send the 📅 invite for the drill"])
def test_a_sign_in_a_sentence_is_text(line: str) -> None:
    item, _ = read(line)
    assert (item.text, item.owners, item.due) == (line[2:], (), None)


@pytest.mark.parametrize("line", ["- Add it 👤 Ana 📅 2026-05-01", "- Add it 📅 2026-05-01 👤 Ana"])
def test_signs_follow_one_another_in_any_order(line: str) -> None:
    item, _ = read(line)
    assert (item.text, item.owners, item.due) == ("Add it", ("Ana",), "2026-05-01")


@pytest.mark.parametrize(
    ("line", "text", "priority"),
    [
        ("- [ ] P1: Add it", "Add it", "P1"),
        ("- [ ] **High:** Add it", "Add it", "High"),
        ("- Add it [critical] @ana", "Add it", "critical"),
        ("- Page on [critical] alerts only", "Page on [critical] alerts only", None),
    ],
)
def test_a_level_stands_around_the_words(line: str, text: str, priority: str | None) -> None:
    item, _ = read(line)
    assert (item.text, item.priority) == (text, priority)


def test_a_team_s_first_word_is_no_person() -> None:
    item, _ = read("- Kafka: raise the limit of topics", "- Add it (owner: Kafka admins)\n")
    assert item.owners == ()


@pytest.mark.parametrize("line", ["- Add it (@ana → Bo)", "- Add it (maybe @bo)", "- Add an alert probably @bo"])
def test_who_handed_it_over_or_may_have_it_owns_nothing(line: str) -> None:
    item, codes = read(line)
    assert (item.owners, codes) == ((), ["PM105"])


def test_an_account_in_two_spellings_is_one() -> None:
    assert read("- Add it @bob @Bob")[0].owners == ("@bob",)


@pytest.mark.parametrize("line", ["- Prüfen (fällig 2026-05-01), fällig 2026-06-01", "- Fix it due ca. 2026-05-01"])
def test_days_that_are_not_settled_are_doubted_in_any_language(line: str) -> None:
    item, codes = read(line)
    assert (item.due_date, codes) == (None, ["PM103"])


def test_names_are_joined_in_any_language() -> None:
    assert read("- Prüfen (Ana Lima und Omar Reyes)")[0].owners == ("Ana Lima", "Omar Reyes")


def test_a_linked_word_in_a_sentence_is_no_ticket() -> None:
    item, _ = read("- [k8s](https://github.com/x/y/issues/5) leaks memory, so upgrade it")
    assert item.links == ()


def test_a_very_long_owner_is_doubted() -> None:
    item, codes = read(f"| Action | Owner |\n|-|-|\n| Cap it | {'The group of people who look after it ' * 3} |")
    assert (item.owners, "PM105" in codes) == ((), True)


@pytest.mark.parametrize(
    ("line", "due", "priority"),
    [
        ("- Add it due: 2026-06-01 @ana", "2026-06-01", None),
        ("- Add it deadline: 2026-06-01, @ana", "2026-06-01", None),
        ("- Add it due: 2026-06-01 (@ana)", "2026-06-01", None),
        ("- Add it priority: P1 @ana", None, "P1"),
    ],
)
def test_an_account_behind_a_labelled_value_is_the_owner(line: str, due: str | None, priority: str | None) -> None:
    item, _ = read(line)
    assert (item.text, item.owners, item.due, item.priority) == ("Add it", ("@ana",), due, priority)
