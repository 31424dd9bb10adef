"""Fields that stand beside struck-out words, several accounts, states and lines drawn under lists are all read."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem

HEAD = "# INC-1 Slow sign-in on 2026-11-10\n\n**Date:** 2026-11-10\n\n## Action items\n\n"


def only(line: str) -> tuple[ActionItem, list[str]]:
    incident = parse(f"{HEAD}{line}\n", "a.md")[0]
    assert len(incident.items) == 1
    return incident.items[0], [finding.code for finding in incident.findings]


@pytest.mark.parametrize(
    "told",
    [
        "~~Ana~~ @zoe ~~1 Dec~~ 5 Dec",
        "<s>Ana</s> @zoe <s>1 Dec</s> 5 Dec",
        "<s>Ana</s> @zoe ~~1 Dec~~ 5 Dec",
        "~~Ana~~ @zoe <del>2026-12-01</del> 2026-12-05",
        "<strike>équipe réseau</strike> @zoe ~~1 Dec~~ 5 Dec",
        "~~@ana and @bob~~ @zoe ~~1 Dec~~ 5 Dec",
        "~~Ana~~ due 2026-12-05 ~~(P1)~~ @zoe",
    ],
)
def test_what_stands_between_two_strokes_is_not_struck_out(told: str) -> None:
    item, _ = only(f"- Rotate the key {told}")
    assert (list(item.owners), item.due) == (["@zoe"], "2026-12-05")


@pytest.mark.parametrize(
    "told",
    [
        *("~~@ana~~", "<del>@ana and @bob</del>", "~~due 2026-12-05~~", "(~~@ana~~)"),
        *("<del>in vain ~~@ana~~</del>", "~~in vain~~ <s>@ana</s>", "~~P1~~ ~~@ana~~"),
    ],
)
def test_a_field_within_strokes_is_none(told: str) -> None:
    item, _ = only(f"- Rotate the key {told}")
    assert (list(item.owners), item.due) == ([], None)


@pytest.mark.parametrize("struck", ["~~@ana~~", "~~@ana and @bob~~", "<s>@ana und @bob</s>", "<del>@ana & @bob</del>"])
def test_a_time_behind_who_took_over_is_read(struck: str) -> None:
    item, codes = only(f"- Rotate the key {struck} @zoe Q1")
    assert (item.text, list(item.owners), item.due) == ("Rotate the key", ["@zoe"], "Q1")
    assert codes == ["PM104"]


def test_one_word_and_a_name_that_is_struck_out_are_no_order() -> None:
    item, _ = only("- Runbook <s>Jordan</s> @zoe next week")
    assert (item.text, list(item.owners), item.due) == ("Runbook", ["@zoe"], "next week")


def test_an_item_that_is_struck_out_may_hold_struck_out_words() -> None:
    item, _ = only("- ~~Rotate the key ~~@bob~~ @ana 24.12.~~")
    assert (item.text, list(item.owners), item.not_planned) == ("Rotate the key", ["@ana"], True)


@pytest.mark.parametrize("state", ["(done)", "[done]", "✅"])
@pytest.mark.parametrize("who", ["@ana", "@ana and @bob", "@ana & @bob", "@ana, @bob", "@ana und @bob"])
@pytest.mark.parametrize("more", ["", ", P1"])
def test_accounts_and_a_day_before_a_state_are_read(state: str, who: str, more: str) -> None:
    item, codes = only(f"- Rotate the key ({who}, 1 Dec{more}) {state}")
    assert (item.text, item.due, item.done) == ("Rotate the key", "2026-12-01", True)
    assert list(item.owners) == [each for each in ("@ana", "@bob") if each in who]
    assert codes == []


def test_a_second_day_beside_an_account_is_doubted() -> None:
    item, codes = only("- Rotate the key due 2026-12-05 (@ana, 2026-12-01) ✅")
    assert (item.owners, item.due, codes) == (("@ana",), "2026-12-01 or 2026-12-05", ["PM103"])


@pytest.mark.parametrize("state", ["done", "(done)", "✅"])
@pytest.mark.parametrize("name", ["(Ana)", "[Ana]"])
def test_a_day_behind_a_name_and_before_a_state_is_read(state: str, name: str) -> None:
    item, codes = only(f"- Rotate the key {name} 24.12. {state}")
    assert (item.text, list(item.owners), item.due, codes) == ("Rotate the key", ["Ana"], "2026-12-24", [])


@pytest.mark.parametrize("number", ["24.12", "30 days"])
def test_what_may_be_an_amount_behind_a_name_is_no_day(number: str) -> None:
    item, codes = only(f"- Rotate the key (Loki) {number}")
    assert (list(item.owners), item.due, codes) == ([], None, ["PM105"])


@pytest.mark.parametrize("title", ["監視アラートを追加する", "添加告警", "경보를추가"])
def test_work_without_spaces_is_no_order_that_needs_an_account(title: str) -> None:
    item, _ = only(f"- {title} @ana by Friday")
    assert list(item.owners) == ["@ana"]


@pytest.mark.parametrize("order", ["Page", "Escalate to"])
def test_an_order_needs_the_account_before_a_time(order: str) -> None:
    item, codes = only(f"- {order} @sre by Friday")
    assert list(item.owners) == []
    assert "PM105" in codes


@pytest.mark.parametrize("when", ["24.12.", "next week", "Q1"])
@pytest.mark.parametrize("owner", ["owned by @ana,", "→ @ana then", "(owner: @ana)"])
def test_a_time_behind_another_account_than_the_owner_is_doubted(when: str, owner: str) -> None:
    item, codes = only(f"- Rotate the key {owner} @bob {when}")
    assert (list(item.owners), item.due, codes) == (["@ana"], None, ["PM105"])


@pytest.mark.parametrize("said", ["with @bob next week", "@bob likes", "in @acme/core to 7.12"])
def test_another_account_without_a_time_of_its_own_is_not(said: str) -> None:
    assert only(f"- Rotate the key (owner: @ana) {said}")[1] == []


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Phase 1: to be done", []),
        ("Phase 1: will be done", []),
        ("Phase 1: mostly done", ["PM120"]),
        ("Phase 1: done, should be reviewed", ["PM120"]),
    ],
)
def test_a_stage_that_is_ahead_is_open(title: str, codes: list[str]) -> None:
    incident = parse(f"{HEAD}### {title}\n\n- Rotate the key\n", "a.md")[0]
    assert [item.done for item in incident.items] == [None]
    assert [finding.code for finding in incident.findings] == codes


THEME = "1. **Cache warm-up**\n   - {}\n   - Fix the disk\n2. Add a probe\n   - slow\n3. Move the job\n   - why not\n"


@pytest.mark.parametrize(
    "nested",
    [
        *("Add one for lag by 2026-12-01", "Add one for lag (1 Dec)", "Add one for lag (Ana, 2026-12-01)"),
        *("Add one for lag [#12](https://github.com/a/b/issues/12)", "Add one for lag (#12)", "Add one for lag PAY-12"),
    ],
)
def test_work_with_a_day_or_a_ticket_below_a_numbered_theme_is_an_item(nested: str) -> None:
    texts = [item.text for item in parse(HEAD + THEME.format(nested), "a.md")[0].items]
    assert len(texts) == 4
    assert "Cache warm-up" not in texts


@pytest.mark.parametrize("nested", ["Add one for lag", "it was cold since 2026-11-01", "seen in #12"])
def test_what_explains_a_numbered_item_is_none(nested: str) -> None:
    texts = [item.text for item in parse(HEAD + THEME.format(nested), "a.md")[0].items]
    assert texts == ["Cache warm-up", "Add a probe", "Move the job"]
