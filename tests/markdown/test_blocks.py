"""What is hidden as code or comment: the quick answer against the one of a Markdown parser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.markdown.lines.hidden import _by_events, hidden
from postmortem_tracker.markdown.lines.margin import Margin
from postmortem_tracker.markdown.lines.source import load

_LINES = st.lists(
    st.sampled_from(
        [
            *("text", "", "- item", "  more", "1. one", "14. odd", "   - deep", "    code", "    - far", "> told"),
            *("```", "  ```", "    ```", "     ```", "```py", "  ```py", "~~~", "  ~~~", "      ~~~", "\t```", "****"),
            *("<!-- a -->", "<!--", "-->", "  <!-- a -->", "<pre>", "- ```", "-", "* * *", "- **bold**", "# Title"),
        ]
    ),
    max_size=10,
)


@given(_LINES)
def test_the_quick_answer_is_that_of_a_parser(lines: list[str]) -> None:
    source = load("\n".join([*lines, "end"]), "")
    margin = Margin(source.lines)
    if margin.read():
        assert sorted(margin.hidden) == sorted(_by_events(source).lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("- a\n\n  ```\n  - b\n  ```\n- c", [2, 3, 4]),
        ("1. a\n   - b\n\n     ```yaml\n     - c\n\n     ```\n   - d", [3, 4, 5, 6]),
        ("  ```\n  a\n  ```\nb", [0, 1, 2]),
    ],
)
def test_code_in_a_list_needs_no_parser(text: str, lines: list[int]) -> None:
    source = load(text, "")
    margin = Margin(source.lines)
    assert margin.read()
    assert margin.hidden == lines
    assert sorted(hidden(source).lines) == lines


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a\n\n    ```\n    b\n    ```",
            "- a\n\n  ```\nb\n  ```",
            "* * *\n    ```\n    ```",
            "- a\n      ```\n      ```",
        ),
        *("1) q\n  1. a\n    ```\n    ```", "  <div>\n  ```\n  ```"),
        *("- a\n\n  ```\n  b", "  ```\n   ```\n  b\n  ```\n```"),
    ],
)
def test_what_only_a_parser_can_tell_is_left_to_it(text: str) -> None:
    source = load(text, "")
    assert not Margin(source.lines).read()
