"""A state right behind an item's brackets, and boxes that say different things to different people."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import State


def read(line: str) -> tuple[str, State, list[str]]:
    """The title and the state of an item, and the codes of what is doubted in it."""
    (incident,) = parse(f"# INC-1 Outage on 2026-10-12\n\n## Action items\n\n{line}\n", "a.md")
    (item,) = incident.items
    return item.text, item.state, [f.code for f in incident.findings if f.code in ("PM120", "PM121")]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("- 鍵を交換する（担当：田中）完了", "鍵を交換する"),
        ("- 更换密钥（负责人：李雷）已完成", "更换密钥"),
        ("- 키 교체 (담당: 김민수) 완료", "키 교체"),
    ],
)
def test_a_state_is_read_where_these_languages_write_it(line: str, title: str) -> None:
    assert read(line) == (title, State.COMPLETED, [])


@pytest.mark.parametrize(
    "line",
    [
        "- 鍵を交換する（担当：田中）一部完了",
        "- 更换密钥（负责人：李雷）部分完成",
        "- Rotate the keys (owner: Ana) done",
        "- Mark tickets (P1) closed",
        "- Schlüssel drehen (Verantwortlich: Eva) erledigt",
    ],
)
def test_elsewhere_or_in_part_it_is_doubted(line: str) -> None:
    assert read(line)[1:] == (State.OPEN, ["PM120"])


@pytest.mark.parametrize(
    "line",
    [
        "- 鍵を交換する（担当：田中）",
        "- 鍵を交換する（担当：田中）未着手",
        "- Rotate the keys (owner: Ana) in progress",
        "- Rotate the keys (owner: Ana) in EU",
    ],
)
def test_what_is_open_stays_so(line: str) -> None:
    assert read(line)[1:] == (State.OPEN, [])


@pytest.mark.parametrize("mark", ["[✗]", "[✘]", "[☒]", "☒"])
def test_a_crossed_box_is_open_and_said(mark: str) -> None:
    assert read(f"- {mark} Rotate the keys") == ("Rotate the keys", State.OPEN, ["PM121"])
