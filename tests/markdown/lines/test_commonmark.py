"""What CommonMark defines is read as CommonMark reads it: fences, comments, code, links, emphasis."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.lines.blocks import read_blocks
from postmortem_tracker.markdown.lines.commonmark import Form, inline
from postmortem_tracker.markdown.lines.hidden import hidden
from postmortem_tracker.markdown.lines.nodes import Node, Table
from postmortem_tracker.markdown.lines.plain import plain_line
from postmortem_tracker.markdown.lines.source import load
from tests.markdown.test_shapes import shapes

_COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_LINES = st.lists(
    st.sampled_from(
        [
            *("text", "", "- item", "  more", "1. one", "14. odd", "   - deep", "    code", "    - far", "> told"),
            *("```", "  ```", "    ```", "     ```", "```py", "  ```py", "~~~", "  ~~~", "      ~~~", "\t```", "****"),
            *("```markdown", "````md", "````", "```yaml", "a: 1", "~~~md", "> ```", "> - ```sh", "`a`", "``` `"),
            *("<pre>", "</pre>", "<div>", "- ```", "-", "* * *", "- **bold**", "# Title", "| a | b |", "| - | - |"),
        ]
    ),
    max_size=10,
)
_FOUR_COLUMNS = frozenset({"    code", "    - far", "    ```", "\t```"})


@given(_LINES)
@example(["```markdown", "```yaml", "a: 1", "```", "text", "```", "<pre>x</pre>"])
@example(["```markdown", "```yaml", "a: 1", "```", "text", "```"])
def test_what_is_fenced_is_what_another_parser_finds_fenced(lines: list[str]) -> None:
    # Behind a line that is a column short of its item and goes on with it, the other parser loses its place.
    assume("   - deep" not in lines or _FOUR_COLUMNS.isdisjoint(lines))
    fenced: set[int] = set()
    for token in _COMMONMARK.parse("\n".join(lines)):
        if token.type == "fence" and token.map is not None:
            fenced.update(range(*token.map))
    ours = set(hidden(load("\n".join(lines), "")).lines)
    # A fence that the end of its quotation or item closes may or may not be given the blank lines behind it.
    assert {n for n in ours ^ fenced if lines[n].strip(" >")} == set()


@pytest.mark.parametrize("more", ["", "<pre>x</pre>\n", "<!-- x -->\n", "- ```\n  x\n  ```\n"])
def test_an_unrelated_line_changes_nothing_in_what_is_hidden(more: str) -> None:
    sample = "```markdown\n```yaml\na: 1\n```\n## Action items\n- Patch Redis\n```\nx\n```\n"
    plain, changed = (parse(sample + tail, "a.md")[0] for tail in ("\ntext\n", f"\n{more}"))
    assert [item.text for item in plain.items] == [item.text for item in changed.items] == ["Patch Redis"]


@pytest.mark.parametrize(
    ("text", "hides"),
    [
        ("a\n<!-- b -->\nc", [1]),
        ("a\n\n<!-- b -->\n\nc", [2]),
        ("<!--\nb\n\n-->\nc", [0, 1, 2, 3]),
        ("<!-- b --> c", []),
        ("<!-- open\nb", [0, 1]),
        ("<div>\n<!-- b -->\n</div>", [1]),
    ],
)
def test_comments_that_fill_lines_are_hidden(text: str, hides: list[int]) -> None:
    assert sorted(hidden(load(text, "")).lines) == hides


@pytest.mark.parametrize(
    ("text", "unclosed"),
    [
        ("```\na", 0),
        ("x\n\n~~~\na\n```", 2),
        ("```\na\n```", None),
        ("- ```\n  a", 0),
        ("```a\n````", None),
        ("```\n``` x", 0),
    ],
)
def test_a_fence_that_nothing_closes_is_pointed_out(text: str, unclosed: int | None) -> None:
    assert hidden(load(text, "")).unclosed == unclosed


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        *(("Raise max_pool_size to 5_000", "Raise max_pool_size to 5_000"), ("Call `f()` again", "Call f() again")),
        *(("Set `a-b -` first", "Set a-b - first"), ("Keep `_x_` and `*y*`", "Keep _x_ and *y*")),
        *(("Pass `-`", "Pass -"), ("Use `` a`b ``", "Use a`b"), ("Fix \\*args\\*", "Fix *args*")),
        *(("**Do** _it_ ~~not~~ ***now***", "Do it not now"), ("**Pools:**raise them", "Pools:raise them")),
        *(("See [the `doc`](http://x.test/a_(b)) <http://y.test>", "See the doc http://y.test"),),
        *(("Read [it][1] &amp; ![act](x.png)", "Read it & act"), ("Drop <b>this</b><!-- x --> line", "Drop this line")),
        *(("# is a sign", "# is a sign"), ("1. is a number", "1. is a number"), ("Give `[]` back ()", "Give [] back")),
        *(("Say `&amp;` and `\\x`", "Say &amp; and \\x"), ("naïve **ümlaut** `ö`", "naïve ümlaut ö")),
    ],
)
def test_a_line_is_freed_of_markup_and_of_nothing_else(text: str, plain: str) -> None:
    assert plain_line(text) == plain


_LISTED = st.lists(
    st.sampled_from(
        [
            *(
                "- one",
                "- [ ] two",
                "  - below",
                "    - deep",
                "* star",
                "+ plus",
                "1. first",
                "2. second",
                "   - three",
            ),
            *(
                "",
                "text",
                "  more",
                "> - quoted",
                "> said",
                "## Title",
                "| a | b |",
                "| - | - |",
                "| 1 | `x` |",
                "a | b",
            ),
        ]
    ),
    max_size=12,
)


def _parsed(lines: list[str]) -> tuple[set[int], set[int]]:
    """The lines on which another parser sees list items and rows of tables begin."""
    items: set[int] = set()
    rows: set[int] = set()
    for token in _COMMONMARK.parse("\n".join(lines)):
        if token.map is not None and token.type in ("list_item_open", "tr_open"):
            (items if token.type == "list_item_open" else rows).add(token.map[0])
    return items, rows


def _ours(lines: list[str]) -> tuple[set[int], set[int]]:
    source = load("\n".join(lines), "")
    items: set[int] = set()
    rows: set[int] = set()

    def walk(node: Node) -> None:
        items.add(node.line)
        for child in node.children:
            walk(child)

    for block in read_blocks(source, 0, len(lines), hidden(source).lines):
        if isinstance(block, Node):
            walk(block)
        elif isinstance(block, Table):
            rows.update((block.line, *(line for line, _ in block.rows)))
    return items, rows


def _piped(rows: set[int], lines: list[str]) -> set[int]:
    """Without the rows that have no pipe, and those of the same table below them: here they are text.

    A row without a word is none either: below a header and an empty line it is the rule under that header.
    """
    ended: set[int] = set()
    for row in sorted(rows):
        if "|" not in lines[row] or row - 1 in ended:
            ended.add(row)
    return {row for row in rows - ended if any(map(str.isalnum, lines[row]))}


@given(_LISTED)
@example(["| a | b |", "| - | - |", "text", "| a | b |"])
@example(["| a | b |", "", "| - | - |", "| - | - |"])
@settings(max_examples=300)
def test_what_commonmark_sees_as_an_item_or_a_row_is_one(lines: list[str]) -> None:
    items, rows = _parsed(lines)
    our_items, our_rows = _ours(lines)
    assert items <= our_items | our_rows
    assert _piped(rows, lines) <= our_rows | our_items


@pytest.mark.parametrize(("margin", "lines"), [pytest.param(m, d, id=name) for name, m, d in shapes()])
def test_no_item_of_a_shape_that_commonmark_sees_is_missed(margin: list[str], lines: list[str]) -> None:
    items, rows = _parsed(lines)
    our_items, our_rows = _ours(lines)
    assert items <= our_items
    assert rows <= our_rows


@given(st.text(alphabet="ab *_`~[]()<>&\\é!-", max_size=24))
@example("  ")
def test_pieces_stand_where_they_say(text: str) -> None:
    for piece in inline(text).pieces:
        shown = text[piece.start : piece.end]
        if piece.form is Form.CODE:
            assert piece.text.strip() in shown
        elif piece.form is not Form.TAG:
            assert unescape(shown) == piece.text


@given(st.text(alphabet="ab*_`[]() ", max_size=24))
def test_links_stand_where_they_say(text: str) -> None:
    for link in inline(f"{text} [a *b*](http://x.test) é {text}").links:
        assert link.end > link.start
    last = inline("é [a *b*](http://x.test)!").links[-1]
    assert (last.label, last.url, last.start, last.end) == ("a b", "http://x.test", 2, 24)
