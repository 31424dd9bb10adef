"""What people write beside or instead of a state, and how much of it is believed."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import ItemEdit, edit, parse
from postmortem_tracker.model import ActionItem, State

OPEN, DONE, DROPPED = State.OPEN, State.COMPLETED, State.NOT_PLANNED


def read(body: str) -> tuple[ActionItem, list[str]]:
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n{body}\n", "a.md")
    return incident.items[0], [found.code for found in incident.findings if found.code in ("PM120", "PM121")]


@pytest.mark.parametrize(
    ("cell", "state", "codes"),
    [
        *((":white_check_mark:", DONE, []), (":heavy_check_mark: Done", DONE, []), (":x:", OPEN, [])),
        *((":construction:", OPEN, []), ("Done 🎉", DONE, []), ("🎉 Shipped", DONE, []), ("Done :tada:", DONE, [])),
        *(("🎉", OPEN, ["PM120"]), ("not done :tada:", OPEN, []), ("almost done 🎉", OPEN, ["PM120"])),
        *(("&#10003;", DONE, []), ("&check; Done", DONE, []), ("Done &amp; dusted", OPEN, ["PM120"])),
        *(("<b>Done</b>", DONE, []), ('<span style="color:green">Closed</span>', DONE, [])),
        *(("<b>Not quite</b> done", OPEN, ["PM120"]), ("<s>Done</s>", OPEN, ["PM120"])),
        *(("Deployed to prod", DONE, []), ("Fixed in production", DONE, []), ("Deployed to staging", OPEN, ["PM120"])),
        *(("To be deployed to prod", OPEN, ["PM120"]), ("Reopened", OPEN, []), ("Parked", OPEN, [])),
        *(("Done, reopened", OPEN, ["PM120"]), ("Done by @ana", DONE, []), ("Done by Friday", OPEN, ["PM120"])),
    ],
)
def test_a_cell_with_signs_tags_and_places(cell: str, state: State, codes: list[str]) -> None:
    item, found = read(f"## Action items\n\n| Action | Status |\n|-|-|\n| Add it | {cell} |")
    assert (item.state, found) == (state, codes)


@pytest.mark.parametrize(
    ("title", "state", "codes"),
    [
        *(
            ("Done (2/3)", OPEN, ["PM120"]),
            ("Erledigt (teilweise)", OPEN, ["PM120"]),
            ("Done (mostly)", OPEN, ["PM120"]),
        ),
        *(("Completed and open", OPEN, ["PM120"]), ("Done / In progress", OPEN, ["PM120"]), ("Done?", OPEN, ["PM120"])),
        *(("Almost done", OPEN, ["PM120"]), ("Completed by 2026-06-01", OPEN, ["PM120"]), ("Not done", OPEN, [])),
        *(("To be done", OPEN, []), ("Done (3)", DONE, []), ("Done (3 items)", DONE, []), ("Completed", DONE, [])),
        *(("Completed (2026-05-01)", DONE, []), ("In progress (next 2 weeks)", OPEN, []), ("Done ✅", DONE, [])),
    ],
)
def test_a_title_gives_its_state_only_where_all_of_it_is_understood(title: str, state: State, codes: list[str]) -> None:
    item, found = read(f"## Action items\n\n### {title}\n\n- Add the alert on lag\n- Rotate the keys")
    assert (item.text, item.state, found) == ("Add the alert on lag", state, codes)


@pytest.mark.parametrize(
    ("line", "state", "codes"),
    [
        *(("- [x]Add it", DONE, []), ("- [ ]Add it", OPEN, []), ("- **[x]** Add it", DONE, [])),
        *(("- __[ ]__ Add it", OPEN, []), ("- [☐] Add it", OPEN, []), ("- [xx] Add it", OPEN, ["PM121"])),
        *(("- [x?] Add it", OPEN, ["PM121"]), ("- [10%] Add it", OPEN, ["PM121"]), ("- (x) Add it", OPEN, ["PM121"])),
        *(("- [x] [ ] Add it", OPEN, ["PM120"]), ("- [ ] [x] Add it", OPEN, ["PM120"]), ("- [x] [x] Add it", DONE, [])),
        *(('- <input type="checkbox" checked> Add it', DONE, []), ("- <input type=checkbox> Add it", OPEN, [])),
        *(("- DONE Add it", DONE, []), ("- TODO Add it", OPEN, []), ("- [x] TODO Add it", DONE, ["PM120"])),
        *(("- Add it ✅ 2026-05-01", DONE, []), ("- [x] Add it ✅ 2026-05-01", DONE, [])),
        *(("- Add it :white_check_mark:", DONE, []), ("- Add it (done by Friday)", OPEN, ["PM120"])),
        *(("- Add it (done by @ana)", DONE, []), ("- Add it (to be done by @ana)", OPEN, ["PM120"])),
    ],
)
def test_boxes_and_words_around_an_item_are_no_part_of_its_title(line: str, state: State, codes: list[str]) -> None:
    item, found = read(f"## Action items\n\n{line}\n- [ ] Rotate the keys")
    assert (item.text, item.state, found) == ("Add it", state, codes)


@pytest.mark.parametrize("box", ["[x]", "**[ ]**", "[xx]", "[10%]", "[x] [ ]", "(x)", "DONE"])
def test_a_link_and_a_state_can_be_written_beside_each_of_them(box: str) -> None:
    data = f"# INC-1 Outage\n\n## Action items\n\n- {box} Add the alert on lag\n".encode()
    (item,) = parse(data, "a.md")[0].items
    (again,) = parse(edit(data, "a.md", [ItemEdit(item, ("#9", "https://x.test/issues/9"))]), "a.md")[0].items
    assert (again.text, again.state) == (item.text, item.state)
    assert [link.text for link in again.links] == ["#9"]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Allow ~~10~~ 20 connections", "Allow 20 connections"),
        ("Add ~~the~~ an alert on lag", "Add an alert on lag"),
        ("~~Buy a rack~~ Rent a rack for the nodes", "Rent a rack for the nodes"),
        ("Keep `a ~~b~~ c` as it is", "Keep a ~~b~~ c as it is"),
    ],
)
def test_words_that_were_replaced_are_no_part_of_a_title(line: str, title: str) -> None:
    item, _ = read(f"## Action items\n\n- [ ] {line}")
    assert (item.text, item.state) == (title, OPEN)


@pytest.mark.parametrize(
    ("line", "state"),
    [
        *(
            ("<del>Add it</del>", DROPPED),
            ("<s>Add it</s> done", DONE),
            ("<strike>Add it</strike> (won't do)", DROPPED),
        ),
        *(("<del>Buy it</del> Add it", OPEN), ("~~Add it~~ done", DONE), ("Add <s>to</s> it", OPEN)),
    ],
)
def test_tags_strike_out_as_tildes_do(line: str, state: State) -> None:
    item, found = read(f"## Action items\n\n- {line}\n- Rotate the keys")
    assert (item.text, item.state, found) == ("Add it", state, [])


@pytest.mark.parametrize("beside", ["(in progress)", "(open)", "– on hold"])
def test_what_is_struck_out_and_open_is_doubted(beside: str) -> None:
    item, found = read(f"## Action items\n\n- ~~Add it~~ {beside}\n- Rotate the keys")
    assert (item.state, found) == (OPEN, ["PM120"])


@pytest.mark.parametrize(
    "said",
    ["(partially)", "(reverted in #12)", "– rolled back", "(half of the hosts)", "(nur teilweise)", "→ open, done?"],
)
def test_what_takes_a_tick_back_is_quoted(said: str) -> None:
    item, found = read(f"## Action items\n\n- [x] Add the alert on lag {said}\n")
    assert (item.state, found) == (DONE, ["PM120"])


@pytest.mark.parametrize("said", ["(notify ops)", "– with the team", "(see the notes)", "(north, south)"])
def test_other_words_beside_a_tick_are_the_item_s(said: str) -> None:
    item, found = read(f"## Action items\n\n- [x] Add the alert on lag {said}\n")
    assert (item.state, found) == (DONE, [])


@pytest.mark.parametrize("sign", ["→", "->", "=>", "/", ":"])
def test_a_state_behind_a_sign_is_doubted(sign: str) -> None:
    item, found = read(f"## Action items\n\n- [ ] Add the alert on lag{' ' * (sign != ':')}{sign} done\n")
    assert (item.state, found) == (OPEN, ["PM120"])


def test_a_sign_by_its_name_is_the_sign() -> None:
    (told,) = parse("## Action items\n- :white_check_mark: Add it\n- :x: Test it\n", "a.md")
    assert [(item.text, item.done) for item in told.items] == [("Add it", True), ("Test it", False)]


@pytest.mark.parametrize(
    "head", ["完了: ", "完了：", "【完了】", "[已完成] ", "Terminé : ", "[Terminé] ", "Готово: ", "Erledigt: "]
)
def test_a_state_at_the_head_in_any_letters(head: str) -> None:
    item, found = read(f"## Action items\n\n- {head}Add the alert on lag\n- Rotate the keys")
    assert (item.text, item.state, found) == ("Add the alert on lag", DONE, [])


def test_a_state_behind_the_owner() -> None:
    (told,) = parse("## Action items\n- Add it @ana (done)\n", "a.md")
    assert [(item.text, item.done, item.owners) for item in told.items] == [("Add it", True, ("@ana",))]


@pytest.mark.parametrize("said", ["Done by Autumn", "Done by Thanksgiving", "Completed by Autumn Release"])
def test_a_promise_is_not_its_author(said: str) -> None:
    item, found = read(f"## Action items\n\n| Action | Status |\n|-|-|\n| Add it | {said} |")
    assert (item.state, found) == (OPEN, ["PM120"])


@pytest.mark.parametrize(("box", "state"), [("checked", DONE), ("", OPEN), ("checked disabled", DONE)])
def test_a_box_in_html_in_a_cell_is_a_state(box: str, state: State) -> None:
    told = f'| Action | Status |\n|---|---|\n| Cap the retries | <input type="checkbox" {box}> |'
    item, codes = read(f"## Action items\n\n{told}")
    assert (item.state, codes) == (state, [])


@pytest.mark.parametrize("told", ["(in staging)", "— TODO production", "— EU still missing"])
def test_a_tick_beside_what_is_left_is_doubted(told: str) -> None:
    assert read(f"## Action items\n\n- ✅ Rotate the keys {told}\n- ❌ Cap the retries")[1] == ["PM120"]
