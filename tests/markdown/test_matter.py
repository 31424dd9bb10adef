"""Front matter that is read without PyYAML says what PyYAML reads in it."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.markdown.lines.front_matter import simple_values

_KEYS = st.sampled_from(["title", "Date", "id", "services", "on", "a-b", "_x", "yes", "null", "1st"])
_PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "Mail",
                "down",
                "2026-03-04",
                "2026-13-04",
                " ",
                ", ",
                ": ",
                ":",
                " #",
                "#",
                "'",
                '"',
                "[",
                "]",
                "{",
                "&",
            ),
            *("*", "!", "|", ">", "%", "@", "`", "-", "?", "true", "No", "~", "null", "y", "1", "e", "\\", "é", "\t"),
        ]
    ),
    max_size=5,
)
_GOOD = st.sampled_from(
    ["2026-03-04", "[Mail, down]", '"Mail: #down"', "'Mail'", "Mail", "http://x.y/#z", "7", "0", "010", "true", "FALSE"]
)
_FIRST = ["Mail", "e", "No", "7", "16.03.2026 - Mail", "24.05.2026 Mail", "3e5 abc", "1_000", "2026-01-02 10", "0x1F"]
_TOLD = st.one_of(_GOOD, st.builds(lambda first, rest: first + "".join(rest), st.sampled_from(_FIRST), _PIECES))
_LINES = st.builds(lambda key, gap, value: f"{key}:{gap}{value}", _KEYS, st.sampled_from([" ", "  "]), _TOLD)
_ENTRY = st.builds(
    lambda depth, word: f"{depth}- {word}",
    st.sampled_from(["", "  ", "  ", "    "]),
    st.sampled_from(["mail", "k8s02", "a-b", "no", "7", "two words", "x:"]),
)
_LISTS = st.lists(_ENTRY, min_size=1, max_size=3).flatmap(
    lambda entries: st.sampled_from(["a", "tags", "on"]).map(lambda key: "\n".join([f"{key}:", *entries]))
)


@given(
    st.lists(st.one_of(_LINES, _LINES, _LISTS), min_size=1, max_size=4).map(lambda told: "\n".join(told).split("\n"))
)
def test_simple_values_are_those_of_yaml(lines: list[str]) -> None:
    values = simple_values(lines)
    if values is not None:
        told = yaml.safe_load("\n".join(lines))
        assert values == {key.casefold(): value for key, value in told.items()}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("a: INC-102", "INC-102"),
        ("a: Search answered slowly, for half a day", "Search answered slowly, for half a day"),
        ('a: "Mail: down"', "Mail: down"),
        ("a: 'no'", "no"),
        ("a: ''", ""),
        ("a: 2026-04-02", date(2026, 4, 2)),
        ("a: [search, catalogue]", ["search", "catalogue"]),
        ("a: https://status.example/7", "https://status.example/7"),
        ("a: 7", 7),
        ("a: false", False),
        ("a: 16.03.2026 - Search isn't answering", "16.03.2026 - Search isn't answering"),
        ("a:\n  - search\n  - k8s-02", ["search", "k8s-02"]),
    ],
)
def test_most_front_matter_is_simple(line: str, value: object) -> None:
    assert simple_values(line.split("\n")) == {"a": value} == yaml.safe_load(line)


@pytest.mark.parametrize(
    "line",
    [
        *(
            "a: no",
            "a: Null",
            "a: 07",
            "a: 7.5",
            "a:",
            "a: True",
            "a: 2026-02-30",
            "a: x: y",
            "a: x #y",
            "a: x:",
            "- a",
            "  a: b",
            "# a: b",
        ),
        *("a:\n- b\n  - c", "a:\n  - no", "a:\n  - b c", "a: 2026-01-02 10", "a: 3e5"),
        *("on: push", "a: [x, no]", 'a: "\\n"', "a: 'it''s'", "a: >", "a: x\ty"),
    ],
)
def test_what_is_not_simple_is_left_to_yaml(line: str) -> None:
    assert simple_values(line.split("\n")) is None
