"""Links and states are written where they belong, and nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortem_tracker.errors import DocumentError
from postmortem_tracker.markdown import ItemEdit, edit, parse
from postmortem_tracker.model import ActionItem, Incident, Kind, State
from tests.markdown.test_shapes import shapes

SHAPES_BY_NAME = {name: lines for name, _, lines in shapes()}
_LINK = re.compile(rb"(?:\r?\n)?[ \t]?\(\[#\d+\]\([^()\s]*\)(?: (?:\xe2\x9c\x93|won't do))?\)")


@lru_cache(maxsize=4)  # what a test made is read once, however often it is asked about
def read(data: bytes) -> tuple[Incident, ...]:
    return parse(data, "a.md")


def tasks(data: bytes) -> list[ActionItem]:
    return [item for incident in read(data) for item in incident.tasks]


def edited(data: bytes, edits: Sequence[ItemEdit]) -> bytes:
    return edit(data, "a.md", edits, read=read)


def one(text: str) -> tuple[bytes, ActionItem]:
    data = text.encode()
    (item,) = tasks(data)
    return data, item


def written(text: str, state: State | None = None, label: str = "#12", url: str = "https://x.test/12") -> str:
    data, item = one(text)
    return edit(data, "a.md", [ItemEdit(item, (label, url), state)]).decode()


def restated(text: str, state: State) -> str:
    data, item = one(text)
    return edit(data, "a.md", [ItemEdit(item, None, state)]).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("## Tasks\n- Add an alert\n", "## Tasks\n- Add an alert ([#12](https://x.test/12))\n"),
        ("## Tasks\r\n- Add an alert  \r\n", "## Tasks\r\n- Add an alert ([#12](https://x.test/12))  \r\n"),
        ("## Tasks\n- <b>Cap it</b>\n", "## Tasks\n- <b>Cap it</b> ([#12](https://x.test/12))\n"),
        ("## Tasks\n<li>Cap <b>it</b></li>\n", "## Tasks\n<li>Cap <b>it</b> ([#12](https://x.test/12))</li>\n"),
        ("## Tasks\n- Add an alert", "## Tasks\n- Add an alert ([#12](https://x.test/12))"),
        ("\ufeff## Tasks\n\t- Ünïcode 🚀\n", "\ufeff## Tasks\n\t- Ünïcode 🚀 ([#12](https://x.test/12))\n"),
        ("## Tasks\n- Add an\n  alert\n", "## Tasks\n- Add an\n  alert ([#12](https://x.test/12))\n"),
        ("## Tasks\n- Add an alert\\\n  now\n", "## Tasks\n- Add an alert\\\n  now ([#12](https://x.test/12))\n"),
        (
            "## Tasks\n|Action|Ticket|\n|-|-|\n| Add it | TBD |\n",
            "## Tasks\n|Action|Ticket|\n|-|-|\n| Add it | ([#12](https://x.test/12)) |\n",
        ),
        (
            "## Tasks\n|Action|Ticket|\n|-|-|\n| Add it | Bug 7 TODO |\n",
            "## Tasks\n|Action|Ticket|\n|-|-|\n| Add it | Bug 7 TODO ([#12](https://x.test/12)) |\n",
        ),
        (
            "## Tasks\n<table>\n<tr><th>Action</th></tr><tr><th>Owner</th></tr>\n</table>\n- Add it\n",
            "## Tasks\n<table>\n<tr><th>Action</th></tr><tr><th>Owner</th></tr>\n</table>\n- Add it ([#12](https://x.test/12))\n",
        ),
        (
            "## Tasks\n<table>\n<tr><td>Action<td>Owner\n<tr><td>Add\n  it <td>bo</table>\n",
            "## Tasks\n<table>\n<tr><td>Action<td>Owner\n<tr><td>Add\n  it ([#12](https://x.test/12)) <td>bo</table>\n",
        ),
        (
            "## Tasks\n|Action|Owner|\n|-|-|\n| Add it | bo |\n",
            "## Tasks\n|Action|Owner|\n|-|-|\n| Add it ([#12](https://x.test/12)) | bo |\n",
        ),
        (
            "## Prevention\n### Add an alert\nIt was missing.\n",
            "## Prevention\n### Add an alert\n([#12](https://x.test/12))\n\nIt was missing.\n",
        ),
        (
            "## Prevention\r\n### Add an alert\r\n",
            "## Prevention\r\n### Add an alert\r\n([#12](https://x.test/12))\r\n",
        ),
        ("Tasks:\nAdd an alert.\n", "Tasks:\nAdd an alert. ([#12](https://x.test/12))\n"),
    ],
)
def test_a_link_is_written_in_the_form_of_the_item(before: str, after: str) -> None:
    assert written(before) == after


@pytest.mark.parametrize(
    ("before", "state", "after"),
    [
        ("## Tasks\n- [ ] Add it\n", State.COMPLETED, "## Tasks\n- [x] Add it\n"),
        ("## Tasks\n- [X] Add it\n", State.OPEN, "## Tasks\n- [ ] Add it\n"),
        ("## Tasks\n- [] Add it\n", State.COMPLETED, "## Tasks\n- [x] Add it\n"),
        ("## Tasks\n- [x] Add it\n", State.NOT_PLANNED, "## Tasks\n- [ ] Add it (won't do)\n"),
        (
            "## Tasks\n- [x] Add it ([#1](u))\n",
            State.NOT_PLANNED,
            "## Tasks\n- [ ] Add it ([#1](u) won't do)\n",
        ),
        ("## Tasks\n- [ ] Add it ([#1](u) won't do)\n", State.COMPLETED, "## Tasks\n- [x] Add it ([#1](u))\n"),
        ("## Tasks\n- Add it ([#1](u))\n", State.COMPLETED, "## Tasks\n- Add it ([#1](u) ✓)\n"),
        ("## Tasks\n- Add it ([#1](u) ✓)\n", State.OPEN, "## Tasks\n- Add it ([#1](u))\n"),
        ("## Tasks\n- Add it\n", State.COMPLETED, "## Tasks\n- Add it (✓)\n"),
        ("## Tasks\n- Add it (✓)\n", State.NOT_PLANNED, "## Tasks\n- Add it (won't do)\n"),
        ("## Tasks\n- Add it (✓)\n", State.OPEN, "## Tasks\n- Add it\n"),
        (
            "## Tasks\n|Action|Status|\n|-|-|\n| Add it | In progress |\n",
            State.COMPLETED,
            "## Tasks\n|Action|Status|\n|-|-|\n| Add it | Done |\n",
        ),
        (
            "## Tiltak\n|Aksjon|Status|\n|-|-|\n| Legg til alarm | Åpen |\n",
            State.COMPLETED,
            "## Tiltak\n|Aksjon|Status|\n|-|-|\n| Legg til alarm | Utført |\n",
        ),
        (
            "## Tasks\n|Action|Bug|\n|-|-|\n| Add it | Bug 7 TODO |\n",
            State.COMPLETED,
            "## Tasks\n|Action|Bug|\n|-|-|\n| Add it | Bug 7 Done |\n",
        ),
    ],
)
def test_a_state_changes_only_the_bytes_that_say_it(before: str, state: State, after: str) -> None:
    assert restated(before, state) == after
    assert one(after)[1].state is state


def test_a_link_and_a_state_go_into_one_bracket() -> None:
    after = written("## Tasks\n- Add it\n", State.NOT_PLANNED, "team/app#3", "../.postmortem/issues/0003-add-it.md")
    assert after == "## Tasks\n- Add it ([team/app#3](../.postmortem/issues/0003-add-it.md) won't do)\n"
    (item,) = tasks(after.encode())
    assert (item.text, item.state, item.links[0].text) == ("Add it", State.NOT_PLANNED, "team/app#3")


def test_a_link_takes_the_place_of_another() -> None:
    data, item = one("## Tasks\n- [ ] Add it ([#1](old)) due 2026-12-20\n")
    result = edit(data, "a.md", [ItemEdit(item, ("#2", "new"), None, item.links[0])])
    assert result == b"## Tasks\n- [ ] Add it ([#2](new)) due 2026-12-20\n"


def test_another_rows_word_is_used_for_a_state() -> None:
    data = "## Tasks\n|Action|Status|\n|-|-|\n| Add it | ✅ shipped |\n| Test it | open |\n".encode()
    result = edit(data, "a.md", [ItemEdit(tasks(data)[1], None, State.COMPLETED)])
    assert result.decode().count("✅ shipped") == 2


def test_what_a_title_says_is_done_stays_done() -> None:
    data, item = one("## Tasks\n### Completed\n- Roll the keys\n")
    assert item.state is State.COMPLETED
    assert edit(data, "a.md", [ItemEdit(item, None, State.OPEN)]) == data


def test_no_edit_gives_the_same_bytes() -> None:
    data, item = one("## Tasks\n- Add it\n")
    assert edit(data, "a.md", []) is data
    assert edit(data, "a.md", [ItemEdit(item)]) is data


def test_a_label_that_is_no_issue_is_refused() -> None:
    data, item = one("## Tasks\n- Add it\n")
    with pytest.raises(DocumentError, match="not an issue label"):
        edit(data, "a.md", [ItemEdit(item, ("12", "u"))])


def test_an_address_with_brackets_and_spaces_survives() -> None:
    text = written("## Tasks\n- Add it\n", None, "#1", "a (b)|c.md")
    assert one(text)[1].links[0].url == "a%20%28b%29|c.md"


_WORDS = st.sampled_from(
    [
        "alert",
        "Ünï",
        "🚀 launch",
        "queue",
        "a|b",
        "x_y",
        "**bold**",
        "`code`",
        "[doc](d.md)",
        "日本",
        "(see",
        "50%",
        "C#",
        "v2.1",
    ]
)
_VERBS = st.sampled_from(["Add", "Test", "Improve", "Document", "Remove"])
_TAIL = st.sampled_from(
    ["", ".", "  ", " (@ana)", " due 2026-05-01", " [P1]", "\t", " (done)", " ([#77](z))", " ABC-12"]
)
_MARKER = st.sampled_from(["- ", "* ", "1. ", "- [ ] ", "- [x] ", "+ [X] ", "• ", "  - ", "\t- "])


@st.composite
def titles(draw: st.DrawFn) -> str:
    return " ".join([draw(_VERBS), *draw(st.lists(_WORDS, min_size=1, max_size=4))]) + draw(_TAIL)


@st.composite
def sections(draw: st.DrawFn) -> list[str]:
    shape = draw(st.sampled_from(["list", "table", "headings", "lines"]))
    told = draw(st.lists(titles(), min_size=1, max_size=5))
    if shape == "list":
        marker = draw(_MARKER)
        return ["## Tasks", *(marker + text for text in told), ""]
    if shape == "headings":
        return ["## Tasks", *(line for text in told for line in ("### " + text, "Because of it.", "")), ""]
    if shape == "lines":
        return ["Tasks:", *(text.rstrip() for text in told), ""]
    header = draw(st.sampled_from(["|Action|Status|Ticket|", "|Action|Owner|Due|", "|#|Action|Bug|"]))
    cells = draw(
        st.lists(st.sampled_from(["", "-", "TODO", "Done", "Open", "bo", "#3", "n/a TODO"]), min_size=2, max_size=2)
    )
    rows = [f"| {t.strip().replace('|', chr(92) + '|')} | {' | '.join(cells)} |" for t in told]
    rows = [f"| 1 | {t.strip().replace('|', chr(92) + '|')} | {cells[0]} |" for t in told] if header[1] == "#" else rows
    return ["## Action items", header, "|-|-|-|", *rows, ""]


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    lines = ["# Outage on 2026-01-02", "", "## Summary", "It broke.", ""]
    for _ in range(draw(st.integers(1, 3))):
        lines += draw(sections())
    text = draw(st.sampled_from(["\n", "\r\n"])).join(lines)
    text = text.rstrip() if draw(st.booleans()) else text
    return (b"\xef\xbb\xbf" if draw(st.booleans()) else b"") + text.encode()


@settings(deadline=None, max_examples=150)
@given(documents(), st.data())
def test_any_subset_of_items_takes_links_and_states(data: bytes, choice: st.DataObject) -> None:
    items = tasks(data)
    chosen = [item for item in items if choice.draw(st.booleans())]
    states = [choice.draw(st.sampled_from([None, *list(State)[:3]])) for _ in chosen]
    edits = [
        ItemEdit(i, (f"#{n}", f"../i/{n}.md"), s) for n, (i, s) in enumerate(zip(chosen, states, strict=True), 900)
    ]
    try:
        result = edited(data, edits)
    except DocumentError:  # words of the item itself would go on saying that it is done
        assert any(each.state and b"done" in data[slice(*each.item.span)].lower() for each in edits)
        return
    after = tasks(result)
    assert [(i.key, i.text, i.owners, i.due) for i in after] == [(i.key, i.text, i.owners, i.due) for i in items]
    for number, one_edit in enumerate(edits, 900):
        new = after[items.index(one_edit.item)]
        assert (f"#{number}", f"../i/{number}.md") in [(link.text, link.url) for link in new.links]
        if one_edit.state not in (None, State.OPEN):
            assert new.state is one_edit.state


@settings(deadline=None, max_examples=150)
@given(documents(), st.data())
def test_links_alone_change_no_other_byte(data: bytes, choice: st.DataObject) -> None:
    chosen = [item for item in tasks(data) if choice.draw(st.booleans())]
    result = edited(data, [ItemEdit(i, (f"#{n}", "u")) for n, i in enumerate(chosen, 900)])
    known = {f"#{n}".encode() for n in range(900, 900 + len(chosen))}
    bare = _LINK.sub(lambda m: b"" if re.search(rb"#\d+", m[0])[0] in known else m[0], result)  # type: ignore[index]  # the pattern has one
    tidy = re.compile(rb"[ \t]|-(?= *\|)|\r?\n(?=\r?\n)")
    assert tidy.sub(b"", bare) == tidy.sub(b"", data)


@pytest.mark.parametrize("name", SHAPES_BY_NAME)
def test_every_shape_can_be_linked_closed_and_opened(name: str) -> None:
    data = "\n".join(SHAPES_BY_NAME[name]).encode()
    items = tasks(data)
    linked = edited(data, [ItemEdit(i, (f"#{n}", f"u/{n}"), State.COMPLETED) for n, i in enumerate(items, 1)])
    assert [(i.key, i.state) for i in tasks(linked)] == [(i.key, State.COMPLETED) for i in items]
    reopened = edited(linked, [ItemEdit(i, None, State.OPEN) for i in tasks(linked)])
    assert [i.key for i in tasks(reopened)] == [i.key for i in items]
    again = [ItemEdit(i, None, State.COMPLETED) for i in tasks(linked)]
    assert edited(linked, again) == linked
    assert all(i.kind is Kind.TASK for i in tasks(reopened))


@pytest.mark.parametrize("url", ["https://example.com/1", "https://example.com/issues/1", "https://example.com/task/1"])
def test_a_link_below_a_heading_is_no_title(url: str) -> None:
    text = "## Corrective actions\n\n#### Increase the timeout\n\nSee [this PR](https://example.com/pull/3)\n"
    (item,) = parse(text, "a.md")[0].items
    linked = edit(text.encode(), "a.md", [ItemEdit(item, ("#1", url), State.COMPLETED)])
    (again,) = parse(linked, "a.md")[0].items
    assert [link.url for link in again.links] == [url, "https://example.com/pull/3"]
    assert again.done


@pytest.mark.parametrize("length", range(120, 200, 8))
def test_a_link_that_makes_a_line_long_changes_no_title(length: int) -> None:
    told = "Tasks to address the issue: Rotate " + "all the keys " * 12
    text = f"Corrective measures:\nA second line.\n{told[:length].rstrip()}.\n"
    (item,) = parse(text, "a.md")[0].items
    link = ("#1", "../.postmortem/issues/0001-rotate-all-the-keys-all-the-keys-all-the-keys.md")
    linked = edit(text.encode(), "a.md", [ItemEdit(item, link, None)])
    assert [one.text for one in parse(linked, "a.md")[0].items] == [item.text]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("w trakcie", "Zrobione"),
        ("Pågår", "Utført"),
        ("à faire", "Fait"),
        ("in Arbeit", "Erledigt"),
        ("进行中", "已完成"),
    ],
)
def test_a_state_is_written_in_the_language_of_the_table(said: str, word: str) -> None:
    text = f"# A\n\n## Action items\n\n| Task | Status |\n| - | - |\n| Patch Redis | {said} |\n"
    assert f"| {word} |" in restated(text, State.COMPLETED)


@pytest.mark.parametrize("wanted", [State.COMPLETED, State.NOT_PLANNED])
def test_an_edit_that_does_not_reach_its_state_is_not_written(monkeypatch: pytest.MonkeyPatch, wanted: State) -> None:
    data, item = one("# INC-1 Queue\n\n## Action items\n\n- [ ] Add an alert\n")
    monkeypatch.setattr("postmortem_tracker.markdown.edits._spliced", lambda data, _splices: data + b"\n")
    with pytest.raises(DocumentError, match="nothing was written"):
        edited(data, [ItemEdit(item, None, wanted)])


WORDS = st.text(max_size=30) | st.lists(
    st.sampled_from(
        ["Page", " ", "@bob", "(P1)", "*", "`", "[#9](u)", "|", "<b>", "due 2030-01-02", "é", "\n", "~~", "-", "#7"]
    )
).map("".join)
SHAPES = (
    "- [ ] Add an alert @alice (due 2030-01-02) ([#1](https://x.test/1))\n- [ ] Write a runbook\n",
    "- **Add an alert** – Owner: @alice\n- Write a runbook\n",
    "| Action | Owner | Ticket |\n| --- | --- | --- |\n| Add an alert | @alice | #1 |\n| Write a runbook | | |\n",
    "### Add an alert\n\nOwner: @alice\n\n### Write a runbook\n\nSoon.\n",
)


@given(st.sampled_from(SHAPES), WORDS)
def test_an_items_words_are_written_exactly_or_not_at_all(shape: str, text: str) -> None:
    data = f"# INC-1: Queue\n\n## Action items\n\n{shape}".encode()
    first, second = tasks(data)
    try:
        result = edited(data, [ItemEdit(first, text=text)])
    except DocumentError:
        return
    assert result == data.replace(b"Add an alert", text.encode())
    after, other = tasks(result)
    assert (after.text, after.owners, after.due, after.links, other.text, other.key) == (
        text,
        first.owners,
        first.due,
        tuple(link._replace(span=new.span) for link, new in zip(first.links, after.links, strict=True)),
        second.text,
        second.key,
    )


@given(
    st.sampled_from(SHAPES), st.lists(st.sampled_from(["@bob", "@carol", "Dana", "@a/b", "?", "the team"]), max_size=3)
)
def test_owners_are_written_exactly_or_not_at_all(shape: str, owners: list[str]) -> None:
    data = f"# INC-1: Queue\n\n## Action items\n\n{shape}".encode()
    first, second = tasks(data)
    try:
        result = edited(data, [ItemEdit(first, owners=tuple(owners))])
    except DocumentError:
        return
    assert result == data.replace(b"@alice", ", ".join(owners).encode())
    after, other = tasks(result)
    assert (after.text, after.key, after.owners) == (first.text, first.key, tuple(owners))
    assert (other.text, other.key) == (second.text, second.key)


def test_nobody_is_no_owner_and_none_is_made_up() -> None:
    data, item = one("# INC-1: Queue\n\n## Action items\n\n- [ ] Add an alert\n")
    for owners in ((), ("@bob",)):
        with pytest.raises(DocumentError):
            edited(data, [ItemEdit(item, owners=owners)])


@pytest.mark.parametrize(("cell", "written"), [("| |", "| Done |"), ("|  |", "| Done |"), ("||", "|Done|")])
def test_a_word_in_an_empty_cell_has_its_space_on_both_sides(cell: str, written: str) -> None:
    data = f"## Tasks\n\n| Task | Status |\n|-|-|\n| Add it {cell}\n".encode()
    (item,) = parse(data, "a.md")[0].items
    assert edited(data, [ItemEdit(item, None, State.COMPLETED)]).decode().endswith(f"| Add it {written}\n")


@pytest.mark.parametrize("said", ["In progress (Ana)", "Blocked by legal, see wiki", "In progress – 50 %"])
def test_a_cell_with_more_than_a_state_is_kept_and_the_way_out_is_told(said: str) -> None:
    data = f"## Action items\n\n| Action | Status | Issue |\n|-|-|-|\n| Add alerting | {said} | #7 |\n".encode()
    (item,) = tasks(data)
    with pytest.raises(DocumentError, match="words of the item say another one") as refused:
        edited(data, [ItemEdit(item, state=State.COMPLETED)])
    assert refused.value.hint == "write the state in the place of these words"
