"""Why a line is an item, or none: section, rules, fields with their places; each rule decides in at least one shape."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.explain import Explanation, explain
from postmortem_tracker.markdown.sections import headings, left_out, rules
from postmortem_tracker.markdown.sections.rules import Rule, named
from tests.markdown.test_shapes import shapes

RULES = [each for each in vars(rules).values() if isinstance(each, Rule)]
DOCUMENT = """---
id: INC-7
---
# Redis was full

## Timeline
- 10:00 the pager rings

## Elvégzendő feladatok
- Restart it

## Action items
- [ ] Pätch Redis (owner: Ana, due 2026-05-01) ([#12](https://x.test/12))
  - Why: it leaks
- Monitoring:
  - Alert on `used_memory`
- See the tracker for more
- TBD

We might look at the rest later. It was long.

```yaml
a: 1
```

| Task | Owner | Status |
|-|-|-|
| Raise maxmemory | bo | done |
"""


def one(line: int, text: str = DOCUMENT) -> Explanation:
    (explained,) = explain(text.encode(), "a.md", line)
    return explained


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        *((2, "front-matter"), (7, "other-section"), (9, "title"), (10, "no-section"), (14, "detail")),
        *((15, "category"), (17, "is-pointer"), (18, "placeholder"), (20, "prose"), (23, "hidden"), (27, "label")),
    ],
)
def test_a_line_that_is_no_item_has_the_rule_that_left_it(line: int, rule: str) -> None:
    explained = one(line)
    assert [each.name for each in explained.rules] == [rule]
    assert all(each.says.endswith((".", '".')) and not each.takes for each in explained.rules)
    assert explained.item is None or explained.item.line < line


@pytest.mark.parametrize(("line", "rule"), [(13, "list-item"), (16, "list-item"), (28, "table-row")])
def test_a_line_that_is_an_item_has_the_rule_that_took_it(line: int, rule: str) -> None:
    explained = one(line)
    assert [(each.name, each.takes) for each in explained.rules] == [(rule, True)]
    assert explained.item is not None
    assert explained.item.line == line


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_fields_have_the_line_and_column_they_are_written_at(newline: str) -> None:
    explained = one(13, DOCUMENT.replace("\n", newline))
    assert [(field.name, field.value, field.line, field.column) for field in explained.fields] == [
        ("owner", "Ana", 13, 27),
        ("due", "2026-05-01", 13, 36),
        ("ticket", "#12", 13, 48),
        ("state", "open", 13, 4),
    ]
    lines = DOCUMENT.split("\n")
    for field in (*explained.fields[:2], *one(28).fields[:1]):
        assert lines[field.line - 1][field.column - 1 :].startswith(field.value)


def test_a_line_has_the_titles_it_stands_below_and_what_they_say() -> None:
    assert [(each.line, each.text, each.role) for each in one(13).section] == [
        (4, "Redis was full", ""),
        (12, "Action items", "tasks"),
    ]
    assert [each.role for each in one(10).section] == ["", ""]


def test_without_a_line_all_lines_with_words_are_explained_and_agree_with_the_items() -> None:
    explained = explain(DOCUMENT.encode(), "a.md")
    assert [each.line for each in explained] == [n for n, line in enumerate(DOCUMENT.split("\n"), 1) if line.strip()]
    taken = [each.line for each in explained if each.rules[0].takes]
    assert taken == [item.line for item in parse(DOCUMENT, "a.md")[0].items] == [13, 16, 28]


@pytest.mark.parametrize("line", [0, 5, 99])
def test_a_line_without_words_gives_nothing(line: int) -> None:
    assert explain(DOCUMENT.encode(), "a.md", line) == ()


@pytest.mark.parametrize(("margin", "lines"), [pytest.param(m, d, id=name) for name, m, d in shapes()])
def test_every_line_of_every_shape_has_a_rule_that_says_what_became_of_it(margin: list[str], lines: list[str]) -> None:
    for explained in explain("\n".join(lines).encode(), "incident.md"):
        assert explained.rules
        assert explained.rules[0].takes == bool(margin[explained.line - 1]), explained


def test_every_rule_decides_in_some_shape() -> None:
    decided = {
        rule.name
        for _, _, lines in shapes()
        for each in explain("\n".join(lines).encode(), "a.md")
        for rule in each.rules
    }
    functions = [*headings.RULES, *left_out.LISTS, *left_out.ITEMS]
    assert {*(rule.name for rule in RULES), *(named(each).name for each in functions)} - decided == set()


def test_every_rule_has_a_name_of_its_own_and_one_sentence() -> None:
    functions = [named(each) for each in (*headings.RULES, *left_out.LISTS, *left_out.ITEMS)]
    names = [rule.name for rule in (*RULES, *functions)]
    assert len(names) == len(set(names))
    assert all(rule.says for rule in functions)
