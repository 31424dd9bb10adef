"""What a label in a box says reaches no further than the box."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.lines.admonitions import admonitions
from postmortem_tracker.model import State

HEAD = "# INC-1 Pool on 2026-10-12\n\n## Action items\n\n"


def told(body: str) -> dict[str, State]:
    return {item.text: item.state for item in parse(HEAD + body)[0].items}


@pytest.mark.parametrize(
    "opened",
    ["!!! note", '!!! success "So far"', "??? note", "???+ tip", "!!! note\n"],
)
def test_of_an_indented_box(opened: str) -> None:
    body = f"{opened}\n    Completed:\n\n    - Add it\n    - Cap it\n\n- Log it\n- Map it\n"
    done, left = State.COMPLETED, State.OPEN
    assert told(body) == {"Add it": done, "Cap it": done, "Log it": left, "Map it": left}


@pytest.mark.parametrize("opened", [":::note", "::: {.success}", ":::: tip", ":::info So far"])
def test_of_a_fenced_box(opened: str) -> None:
    colons = opened[: len(opened) - len(opened.lstrip(":"))]
    body = f"{opened}\n\nCompleted:\n\n- Add it\n- Cap it\n\n{colons}\n\n- Log it\n"
    assert told(body) == {"Add it": State.COMPLETED, "Cap it": State.COMPLETED, "Log it": State.OPEN}


@pytest.mark.parametrize(
    "body", ["Completed:\n\n- Add it\n- Cap it\n", "!!! note\n    Look here.\n\nCompleted:\n\n- Add it\n"]
)
def test_without_one_it_reaches_over_its_list(body: str) -> None:
    assert set(told(body).values()) == {State.COMPLETED}


def test_boxes_in_each_other_and_those_that_are_never_closed() -> None:
    lines = ["!!! note", "    a", "    !!! tip", "        b", "", "    c", "d", "::: note", "e", ":::", "::: open", "f"]
    assert sorted(admonitions(lines, frozenset())) == [(0, 5), (2, 3), (7, 9)]
