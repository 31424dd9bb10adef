"""Lists and formatting in HTML say what the same in Markdown says."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import edit, parse
from postmortem_tracker.markdown.splices import ItemEdit
from postmortem_tracker.model import ActionItem, State

HEAD = "# INC-1 Pool\n\n**Date:** 2026-10-12\n\n## Action items\n\n"


def items(body: str) -> list[ActionItem]:
    return list(parse(HEAD + body)[0].items)


def told(body: str) -> list[tuple[str, tuple[str, ...], str | None, State]]:
    return [(item.text, item.owners, item.due, item.state) for item in items(body)]


@pytest.mark.parametrize(
    ("tagged", "plain"),
    [
        ("<b>Done:</b> Page on lag", "**Done:** Page on lag"),
        ("<strong>DONE</strong> Page on lag", "**DONE** Page on lag"),
        ("<strong>Owner:</strong> Ana. Page on lag", "**Owner:** Ana. Page on lag"),
        ("Page on lag <i>(owner: Bob)</i>", "Page on lag *(owner: Bob)*"),
        ("Page on lag <b>(done)</b>", "Page on lag **(done)**"),
        ('<font color="green">Done</font> – Page on lag', "Done – Page on lag"),
        ('<span style="color:green">✅</span> Page on lag', "✅ Page on lag"),
        ("<DEL>Page on lag</DEL>", "~~Page on lag~~"),
        ("Page on <em>lag</em> <u>@ana</u>", "Page on *lag* @ana"),
        ("Page on <s>depth</s> lag", "Page on ~~depth~~ lag"),
        ("Page on `<b>` (@ana)", "Page on `<b>` (@ana)"),
        ("Page on 1 < 2 <unknown> (@ana)", "Page on 1 < 2 <unknown> (@ana)"),
    ],
)
def test_tags_that_only_format_are_read_as_marks(tagged: str, plain: str) -> None:
    assert told(f"- {tagged}\n") == told(f"- {plain}\n")
    assert len(told(f"- {tagged}\n")) == 1
    for name, written in items(f"- {tagged}\n")[0].written:
        assert (
            written.text.strip().encode() in (f"{HEAD}- {tagged}\n").encode()[written.span.start : written.span.end]
        ), name


@pytest.mark.parametrize("opened", ["<ul>\n", "<ol>\n", "<UL>\n", '<ul class="tasks">\n'])
@pytest.mark.parametrize("closing", ["</li>", "</li >", "</LI>", ""])
def test_fields_stand_before_the_tag_that_closes_an_entry(opened: str, closing: str) -> None:
    name = "LI" if opened.isupper() else "li"
    body = f"{opened}<{name}>Page on lag @ana{closing}\n<{name}>Page on depth - done{closing}\n</ul>\n"
    assert told(body) == [
        ("Page on lag", ("@ana",), None, State.OPEN),
        ("Page on depth", (), None, State.COMPLETED),
    ]


ONE_LINE = "<ul><li>Page on lag @ana due 2026-12-20</li><li>Page on depth (Bob Lima)</li> <li>Ping &amp; pong</li></ul>"


def test_entries_on_one_line_are_items_of_their_own() -> None:
    found = items(f"{ONE_LINE}\n")
    assert [(each.text, each.owners, each.line) for each in found] == [
        ("Page on lag", ("@ana",), 7),
        ("Page on depth", ("Bob Lima",), 7),
        ("Ping & pong", (), 7),
    ]
    assert len({each.span for each in found}) == 3


def test_a_nested_list_on_one_line_is_nested() -> None:
    body = "<ul><li>Monitoring:<ul><li>Page on lag</li><li>Page on depth</li></ul></li><li>Drill it</li></ul>\n"
    assert [each[0] for each in told(body)] == ["Page on lag", "Page on depth", "Drill it"]


@pytest.mark.parametrize("body", [f"{ONE_LINE}\n", "<ul>\n<li>Page on lag @ana</li>\n<li>Page on depth</li>\n</ul>\n"])
def test_links_are_written_before_the_closing_tags(body: str) -> None:
    before = (HEAD + body).encode()
    found = items(body)
    links = [ItemEdit(item, (f"#{number}", f"i/{number}")) for number, item in enumerate(found, 1)]
    after = edit(before, "a.md", links).decode()
    for number in range(1, len(found) + 1):
        assert f" ([#{number}](i/{number}))</li>" in after
    again = parse(after)[0].items
    assert [[link.text for link in item.links] for item in again] == [[f"#{n}"] for n in range(1, len(found) + 1)]
    assert after.count("\n") == before.count(b"\n")


def test_a_link_stands_behind_the_code_of_a_cell() -> None:
    row = "<tr><td><code>rotate f4</code></td><td>Ana</td></tr>"
    text = f"{HEAD}<table><tr><th>Action</th><th>Owner</th></tr>{row}</table>\n"
    (item,) = parse(text)[0].items
    after = edit(text.encode(), "a.md", [ItemEdit(item, ("#1", "i/1"))]).decode()
    assert "<code>rotate f4</code> ([#1](i/1))</td>" in after
    assert parse(after)[0].items[0].text == "rotate f4"


@pytest.mark.parametrize("above", ["- [ ] Add a wall", "1. Add a wall", "* Add a wall\n  now", "<li>Add a wall</li>"])
@pytest.mark.parametrize("kind", ["ul", "ol"])
def test_a_list_on_one_line_behind_an_empty_one_is_no_detail_of_the_item_above(above: str, kind: str) -> None:
    text = f"# INC-1 Outage\n\n## Action items\n\n{above}\n\n<{kind}><li>Move the tree</li><li>Paint it</li></{kind}>\n"
    (incident,) = parse(text, "a.md")
    assert [item.text for item in incident.items][1:] == ["Move the tree", "Paint it"]


def test_a_list_on_one_line_right_below_an_item_tells_more_of_it() -> None:
    text = (
        "# INC-1 Outage\n\n## Action items\n\n- Add a wall\n  <ul><li>of brick</li><li>around it</li></ul>\n- Move it\n"
    )
    (incident,) = parse(text, "a.md")
    assert [item.text for item in incident.items] == ["Add a wall", "Move it"]
