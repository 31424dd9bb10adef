"""What a group's title gives its items, and what stands below or beside an item and is none."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem, Incident, State

HEAD = "# INC-1 Pool\n\n**Date:** 2026-10-12\n\n## Action items\n\n"


def read(body: str) -> Incident:
    return parse(HEAD + body + "\n", "a.md")[0]


def told(item: ActionItem) -> tuple[tuple[str, ...], str | None, str | None]:
    return item.owners, item.due, item.priority


@pytest.mark.parametrize(
    ("title", "owners", "due", "priority"),
    [
        ("### Due 2026-12-20", (), "2026-12-20", None),
        ("### By 2026-12-20", (), "2026-12-20", None),
        ("### Bis 20.12.2026", (), "2026-12-20", None),
        ("### Short term (by 2026-12-20)", (), "2026-12-20", None),
        ("### SRE team – due 2026-12-20 – P1", ("SRE team",), "2026-12-20", "P1"),
        ("### P1 (by 2026-12-20)", (), "2026-12-20", "P1"),
        ("**Due: 2026-12-20**", (), "2026-12-20", None),
        ("### Owner: Ana", ("Ana",), None, None),
        ("### Verantwortlich: Ana", ("Ana",), None, None),
        ("### Platform team (due 2026-12-20)", ("Platform team",), "2026-12-20", None),
        ("### Not Platform team", (), None, None),
        ("### Owner: TBD", (), None, None),
        ("### Owner: Ana and Bo", ("Ana", "Bo"), None, None),
        ("### By the end of it", (), None, None),
        ("### Before 2020", (), None, None),
    ],
)
def test_a_group_gives_who_when_and_how_urgent(
    title: str, owners: tuple[str, ...], due: str | None, priority: str | None
) -> None:
    (item,) = read(f"{title}\n\n- Rotate the keys").tasks
    assert told(item) == (owners, due, priority)


def test_what_an_item_says_itself_counts_before_its_group() -> None:
    (item,) = read("### Owner: Ana (by 2026-12-20)\n\n- Rotate the keys @bo due 2026-11-20 (P2)").tasks
    assert told(item) == (("@bo",), "2026-11-20", "P2")


@pytest.mark.parametrize("parent", ["- [-] Rotate the keys", "- ~~Rotate the keys~~", "- Rotate the keys (won't do)"])
def test_a_promise_below_an_item_that_is_dropped_is_pointed_out(parent: str) -> None:
    incident = read(f"{parent}\n  - [ ] In the east @bo due 2026-12-20")
    assert incident.items[0].state is State.NOT_PLANNED
    assert [each.code for each in incident.findings] == ["PM123"]


@pytest.mark.parametrize("line", ["Cap the retries @bo due 2026-12-20", "-[ ] Warm the cache", "Warm the cache @bo"])
def test_a_promise_that_is_glued_to_an_item_is_pointed_out(line: str) -> None:
    incident = read(f"- Rotate the keys @cy\n{line}")
    assert len(incident.items) == 1
    assert "PM125" in [each.code for each in incident.findings]


@pytest.mark.parametrize("line", ["and the tokens @bo", "of all hosts, by 2026-12-20", "see (#12)"])
def test_a_wrapped_line_is_not(line: str) -> None:
    assert "PM125" not in [each.code for each in read(f"- Rotate the keys\n{line}").findings]


@pytest.mark.parametrize(
    "words",
    [
        *("Due to load, scale out", "Kafka to be upgraded", "Nginx to log upstream times", "Add a page [Datadog]"),
        *("Vault and Consul to use mTLS", "Nobody to deploy on Friday", "Add a page [S]"),
    ],
)
def test_what_is_no_person_owns_nothing(words: str) -> None:
    (item,) = read(f"- {words}").tasks
    assert (item.text, item.owners) == (words, ())


@pytest.mark.parametrize(
    ("words", "text", "owners", "state"),
    [
        ("更换密钥 D（负责人：张三；截止日期：12月20日）", "更换密钥 D", ("张三",), State.OPEN),
        ("鍵 C を更新【完了】", "鍵 C を更新", (), State.COMPLETED),
        ("【済】鍵 C を更新", "鍵 C を更新", (), State.COMPLETED),
        ("Rotate it. *Owner:* Ana *Status:* Done", "Rotate it", ("Ana",), State.COMPLETED),
        ("Rotate it _Owner_: Ana _Due_: 2026-12-20", "Rotate it", ("Ana",), State.OPEN),
        ("**Owner: Bo** Rotate it", "Rotate it", ("Bo",), State.OPEN),
        ("Due: 2026-12-24 – rotate it now @bo", "rotate it now", ("@bo",), State.OPEN),
        ("Priority: P1 – rotate it now @bo", "rotate it now", ("@bo",), State.OPEN),
    ],
)
def test_fields_in_other_signs(words: str, text: str, owners: tuple[str, ...], state: State) -> None:
    (first, item) = read(f"- Page on lag\n- {words}").tasks
    assert told(first) == ((), None, None)
    assert (item.text, item.owners, item.state) == (text, owners, state)
