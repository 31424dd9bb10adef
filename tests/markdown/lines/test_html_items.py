"""Items in HTML are read as those in Markdown: boxes in tags, several on one line, entries and what is told of them."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import edit, parse
from postmortem_tracker.markdown.splices import ItemEdit
from postmortem_tracker.model import ActionItem, State

HEAD = "# INC-1 Pool on 2026-10-12\n\n## Action items\n\n"
LINK = ("#9", "https://x.test/issues/9")


def items(body: str) -> list[ActionItem]:
    return list(parse(HEAD + body)[0].items)


def told(body: str) -> list[tuple[str, tuple[str, ...], State]]:
    return [(item.text, item.owners, item.state) for item in items(body)]


PAIR = [("Cap it", ("@ana",), State.OPEN), ("Log it", (), State.COMPLETED)]


@pytest.mark.parametrize(
    "body",
    [
        "<div>☐ Cap it @ana</div>\n<div>☑ Log it</div>\n",
        '<div class="task">[ ] Cap it @ana</div>\n<div class="task">[x] Log it</div>\n',
        "<p>☐ Cap it @ana</p>\n<p>☑ Log it</p>\n",
        '<p><input type="checkbox"> Cap it @ana</p>\n<p><input type="checkbox" checked disabled> Log it</p>\n',
        '<label><input type="checkbox"> Cap it @ana</label>\n<label><input type="checkbox" checked> Log it</label>\n',
        '<input type="checkbox"> Cap it @ana<br>\n<input type="checkbox" checked="checked"> Log it\n',
        "<span>☐ Cap it @ana</span><br/>\n<span>☑ Log it</span><br/>\n",
        "☐ Cap it @ana<br>☑ Log it\n",
        "[ ] Cap it @ana<br/>[x] Log it\n",
        "<p>☐ Cap it @ana<br>\n☑ Log it</p>\n",
        "<div>☐ Cap it @ana</div><div>☑ Log it</div>\n",
        '<ul><li>☐ Cap it @ana</li><li><input type="checkbox" checked> Log it</li></ul>\n',
    ],
)
def test_a_box_in_tags_is_the_item_s(body: str) -> None:
    assert told(body) == PAIR
    for at in (0, 1):
        result = edit((HEAD + body).encode(), "a.md", [ItemEdit(items(body)[at], link=LINK)])
        (incident,) = parse(result)
        assert [len(item.links) for item in incident.items] == [1 - at, at]


@pytest.mark.parametrize("body", ["<div>☐ Cap it</div>\n", "☐ Cap it<br>☐ Log it\n", "<p>[ ] Cap it</p>\n"])
def test_it_is_ticked_where_it_stands(body: str) -> None:
    result = edit((HEAD + body).encode(), "a.md", [ItemEdit(items(body)[0], state=State.COMPLETED)]).decode()
    changed = [(a, b) for a, b in zip(HEAD + body, result, strict=True) if a != b]
    assert changed in ([("☐", "☑")], [(" ", "x")])


@pytest.mark.parametrize(
    "body",
    [
        "<dl>\n<dt>Cap it</dt>\n<dd>Owner: Ana</dd>\n<dt>Log it</dt>\n<dd>Owner: Bo</dd>\n</dl>\n",
        "<dl>\n  <dt>Cap it</dt>\n  <dd>Owner: Ana</dd>\n  <dt>Log it</dt><dd>Owner: Bo</dd>\n</dl>\n",
        "<dl><dt>Cap it</dt><dd>Owner: Ana</dd><dt>Log it</dt><dd>Owner: Bo</dd></dl>\n",
        "<ul>\n  <li>Cap it\n    <ul><li>Owner: Ana</li></ul>\n  </li>\n"
        "  <li>Log it\n    <ul><li>Owner: Bo</li></ul></li>\n</ul>\n",
    ],
)
def test_fields_told_of_an_entry_are_its_own(body: str) -> None:
    assert told(body) == [("Cap it", ("Ana",), State.OPEN), ("Log it", ("Bo",), State.OPEN)]


def test_work_told_of_a_theme_is_the_items() -> None:
    body = (
        "<dl>\n<dt>Monitoring</dt>\n<dd>Add an alert</dd>\n<dd>Cap it</dd>\n<dt>Deploys</dt>\n<dd>Pin it</dd>\n</dl>\n"
    )
    assert [item.text for item in items(body)] == ["Add an alert", "Cap it", "Pin it"]


@pytest.mark.parametrize(
    "line", ["- [ ] Show `<div>☐ x</div>` to them", "- [ ] Cap it<br>and log it", "- [ ] Type <input> twice"]
)
def test_tags_within_an_item_make_no_other(line: str) -> None:
    assert len(items(f"{line}\n")) == 1
    assert items(f"{line}\n")[0].state is State.OPEN
