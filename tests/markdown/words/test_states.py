"""A state is believed only where all of its words are understood."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import ItemEdit, edit, parse
from postmortem_tracker.markdown.words.boxes import read_box, written
from postmortem_tracker.markdown.words.vocabulary import DEFAULT
from postmortem_tracker.model import ActionItem, Finding, State, StateForm

OPEN, DONE, DROPPED = State.OPEN, State.COMPLETED, State.NOT_PLANNED


def read(body: str) -> tuple[ActionItem, list[Finding]]:
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n{body}\n", "a.md")
    (item,) = incident.items
    return item, [found for found in incident.findings if found.code in ("PM120", "PM121")]


def row(status: str, heading: str = "Status") -> str:
    return f"## Action items\n\n| Action | {heading} |\n|-|-|\n| Add it | {status} |"


@pytest.mark.parametrize(
    ("status", "state"),
    [
        *(("Done", DONE), ("**DONE**", DONE), ("Fixed and deployed", DONE), ("Already done", DONE), ("100 %", DONE)),
        *(("🟢 Done", DONE), ("Done 🟢", DONE), ("🟢 **Closed**", DONE)),
        *(("Done in #7", DONE), ("Resolved by PR #47", DONE), ("Merged in acme/shop#12 on 3 May 2026", DONE)),
        *(("completed as of 2026-05-01", DONE), ("Done (2026-05-01, @ana)", DONE), ("✅ shipped", DONE)),
        *(("This has been done", DONE), ("erledigt am 3. Mai 2026", DONE), ("Hecho el 3 de mayo de 2026", DONE)),
        *(("**DONE** (decision `[149]`, commit `b831ac7`)", DONE), ("Done (decision 149)", DONE)),
        *(("**DONE** (2026-06-07; deployed `v2026.06.07-1231`)", DONE), ("Merged (`fix/queue-depth`)", DONE)),
        *(("Done (by Ana)", DONE), ("Done by Ana Costa, 2026-05-01", DONE), ("Shipped in release 42", DONE)),
        *(("**Done** (Day 10)", DONE), ("Done (this postmortem)", DONE), ("Fixed, week 2", DONE)),
        *(("Done (this document)", DONE), ("Open (this postmortem)", OPEN)),
        *(("~~Open~~ Done", DONE), ("[x]", DONE), ("done in v1.2.3", DONE), ("n/a DONE", DONE), ("完了", DONE)),
        *(("~~Done~~ Open", OPEN), ("Not done", OPEN), ("[ ]", OPEN), ("[/]", OPEN), ("In progress", OPEN)),
        *(("Blocked by the vendor", OPEN), ("Pending approval", OPEN), ("In progress (50 %)", OPEN), ("", OPEN)),
        *(("Won't do", DROPPED), ("Cancelled on 2026-05-01", DROPPED), ("verworfen", DROPPED)),
    ],
)
def test_a_status_that_is_understood_is_believed(status: str, state: State) -> None:
    item, findings = read(row(status))
    assert (item.state, findings) == (state, [])


@pytest.mark.parametrize(
    "status",
    [
        *(
            "Not fully done",
            "To be done",
            "Almost done",
            "fast erledigt",
            "never fixed",
            "Mostly complete",
            "casi hecho",
        ),
        *("Done soon", "Fixed in next release", "50 % complete", "Done?", "Done, except staging", "Done by Friday"),
        *("Closed (not fixed)", "won't be done", "is being fixed", "has not been merged", "Won't do yet", "~~Done~~"),
        *("Done (partially)", "Done (needs verification)", "Done by March", "Done by EOD", "Done (rolled back in #12)"),
        *("Done `partially`", "Done (`not-done`)", "Done (except `mail.py`)", "Done (staging only)"),
        *("Done (day 2 of 5)", "Done by day 10", "Done (except this document)", "Done (this document only)"),
        *("🔴 Done", "Open, but done in staging", "banana", "Ask Ana", "done once the vendor answers", "🟢"),
        *("Done in set 3", "Done, 3 out", "Pronto", "Lista", "Klar", "klar #12"),
    ],
)
def test_a_status_that_is_not_understood_leaves_the_item_open_and_is_quoted(status: str) -> None:
    item, findings = read(row(status))
    assert item.state is OPEN
    assert [(found.code, found.line, repr(status) in found.message) for found in findings] == [("PM120", 7, True)]
    assert item.edit.state_form is StateForm.MARK, "its words are nobody's to write over"


@pytest.mark.parametrize("heading", ["Done", "Done?", "Completed", "Fixed?", "Erledigt"])
@pytest.mark.parametrize(
    ("answer", "state"),
    [
        *(("yes", DONE), ("Y", DONE), ("✓", DONE), ("✅", DONE), ("x", DONE), ("ja", DONE), ("[x]", DONE)),
        *(("no", OPEN), ("N", OPEN), ("✗", OPEN), ("❌", OPEN), ("–", OPEN), ("nein", OPEN), ("", OPEN), ("☐", OPEN)),
    ],
)
def test_a_column_that_asks_is_answered(heading: str, answer: str, state: State) -> None:
    item, findings = read(row(answer, heading))
    assert (item.state, findings) == (state, [])


@pytest.mark.parametrize("answer", ["almost", "yes, partly", "no idea", "soon"])
def test_an_answer_that_is_none_leaves_the_item_open(answer: str) -> None:
    item, findings = read(row(answer, "Done?"))
    assert (item.state, [found.code for found in findings]) == (OPEN, ["PM120"])


@pytest.mark.parametrize(
    ("cells", "state", "after"),
    [
        ("no", DONE, "Yes"),
        ("Yes", OPEN, "No"),
        ("✗", DONE, "✓"),
        ("[ ]", DONE, "[x]"),
    ],
)
def test_an_answer_is_written_in_its_own_words(cells: str, state: State, after: str) -> None:
    data = f"{row(cells, 'Done?')}\n".encode()
    (item,) = parse(data, "a.md")[0].items
    result = edit(data, "a.md", [ItemEdit(item, None, state)])
    assert result.decode() == f"{row(after, 'Done?')}\n"


def test_words_that_are_not_understood_are_not_written_over() -> None:
    data = f"{row('Almost done')}\n".encode()
    (item,) = parse(data, "a.md")[0].items
    result = edit(data, "a.md", [ItemEdit(item, None, DONE)])
    assert result.decode() == f"{row('Almost done')}\n".replace("Add it", "Add it (✓)")
    assert parse(result, "a.md")[0].items[0].state is DONE


@pytest.mark.parametrize(
    ("mark", "state", "known"),
    [
        *(("[ ]", OPEN, True), ("[]", OPEN, True), ("[_]", OPEN, True), ("[  ]", OPEN, True)),
        *(("[x]", DONE, True), ("[X]", DONE, True), ("[x ]", DONE, True), ("[ x ]", DONE, True), ("[✓]", DONE, True)),
        *(("[-]", DROPPED, True), ("[~]", DROPPED, True)),
        *(("[/]", OPEN, True), ("[>]", OPEN, True), ("[<]", OPEN, True), ("[!]", OPEN, True), ("[?]", OPEN, True)),
        *(("[%]", OPEN, False), ("[o]", OPEN, False), ("[I]", OPEN, False), ("[=]", OPEN, False)),
        *(("☐", OPEN, True), ("⬜", OPEN, True), ("☒", OPEN, False), ("☑", DONE, True)),
    ],
)
def test_every_box_mark_has_a_meaning_or_a_finding(mark: str, state: State, known: bool) -> None:
    item, findings = read(f"## Action items\n- {mark} Add it")
    assert (item.text, item.state, item.edit.state_form) == ("Add it", state, StateForm.CHECKBOX)
    assert [found.code for found in findings] == ([] if known else ["PM121"])


@pytest.mark.parametrize("sign", ["☐", "⬜"])
def test_a_box_may_be_the_bullet(sign: str) -> None:
    data = f"## Action items\n{sign} Add it\n☑ Test it\n".encode()
    first, second = parse(data, "a.md")[0].items
    assert (first.text, first.state, second.state) == ("Add it", OPEN, DONE)
    result = edit(data, "a.md", [ItemEdit(first, None, DONE), ItemEdit(second, None, OPEN)]).decode()
    assert [item.state for item in parse(result, "a.md")[0].items] == [DONE, OPEN]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("- [ ] (Pending) Add it", "Add it"),
        ("- [x] (see above) Add it", "(see above) Add it"),
        ("- [ ] [P1] Add it", "Add it"),
        ("- [ ] [Add](https://x.test/a) it", "Add it"),
        ("- [ ][P1] Add it", "Add it"),
    ],
)
def test_a_box_is_a_box_whatever_follows_it(line: str, text: str) -> None:
    item, _ = read(f"## Action items\n{line}")
    assert (item.text, item.done) == (text, "[x]" in line)


@pytest.mark.parametrize(
    "text", ["[1] Add it", "[x](https://x.test) is down", "[abc] Add it", "[P1] Add it", "[DONE] Add it"]
)
def test_what_is_no_box_is_none(text: str) -> None:
    assert read_box(text) is None


@pytest.mark.parametrize(
    ("mark", "done", "undone"), [("☐", "☑", "☐"), ("⬜", "☑", "⬜"), ("x", "x", " "), ("/", "x", " ")]
)
def test_a_box_keeps_its_make(mark: str, done: str, undone: str) -> None:
    assert (written(mark, DONE), written(mark, OPEN)) == (done, undone)


@pytest.mark.parametrize(
    ("title", "state"),
    [
        ("## Action items (completed)", DONE),
        ("## Action items (completed on 2026-05-01)", DONE),
        ("## Action items – done", DONE),
        ("## Completed action items", DONE),
        ("## Action items done", DONE),
        ("## Action items\n### Done in sprint 12", DONE),
        ("## Action items\n### Fixed in #7", DONE),
        ("## Action items\n### Complete this", OPEN),
        ("## Action items\n### Not done", OPEN),
        ("## Action items\n### Done", DONE),
        ("## Action items\n**Completed:**\n", DONE),
        ("## Action items\nCompleted tasks:\n", DONE),
        ("## Action items\nDone\n", DONE),
        ("## Action items\nOpen\n", OPEN),
        ("## Action items\nThe switch is new. Done\n", OPEN),
        ("## Action items\nTo be done:\n", OPEN),
        ("## Action items\n### Next steps (cancelled)", DROPPED),
        ("## Action items (in progress)", OPEN),
        ("## Complete action items", OPEN),
        ("## Action items (team)", OPEN),
    ],
)
def test_a_title_or_label_gives_its_state_to_what_is_below(title: str, state: State) -> None:
    item, findings = read(f"{title}\n- Rotate the keys")
    assert (item.state, findings) == (state, [])


@pytest.mark.parametrize("said", ["mostly completed", "not done", "50 % complete", "done?"])
def test_a_title_that_is_not_understood_is_pointed_out(said: str) -> None:
    item, findings = read(f"## Action items ({said})\n- Rotate the keys")
    assert item.state is OPEN
    assert ([found.line for found in findings] == [3]) is (said != "not done")


@pytest.mark.parametrize(
    ("label", "said"),
    [
        *(("Almost done:", "Almost done"), ("- Almost done:", "Almost done"), ("Pronto:", "Pronto")),
        *(("Completed (mostly):", "Completed (mostly)"), ("Done this week:", "Done this week"), ("Done.", "Done.")),
        ("Done last week, so far:", "Done last week, so far"),
    ],
)
@pytest.mark.parametrize("title", ["## Action items", "## Action items\n### Completed"])
def test_a_label_that_is_not_understood_is_pointed_out_and_closes_nothing(title: str, label: str, said: str) -> None:
    item, findings = read(f"{title}\n\n{label}\n\n- Rotate the keys")
    assert item.state is OPEN
    line = 6 + title.count("\n")
    assert [(found.code, found.line, repr(said) in found.message) for found in findings] == [("PM120", line - 1, True)]


def test_a_label_for_what_is_nested_is_judged_alike() -> None:
    incident = parse("# A\n\n## Action items\n\n- Done:\n- Add it\n- Mostly done:\n  - Watch it\n", "a.md")[0]
    assert [(item.text, item.state) for item in incident.items] == [("Add it", DONE), ("Watch it", OPEN)]
    assert [(found.code, found.line) for found in incident.findings] == [("PM120", 7)]


@pytest.mark.parametrize("line", ["- Add it (pronto)", "- Add it — pronto", "- Add it\n  - Status: klar"])
def test_a_word_that_is_a_state_in_one_language_only_is_quoted(line: str) -> None:
    item, findings = read(f"## Action items\n{line}")
    assert (item.state, item.text, [found.code for found in findings]) == (OPEN, "Add it", ["PM120"])


def test_a_word_of_ones_own_vocabulary_is_sure() -> None:
    own = DEFAULT.extended(states={"completed": ["klar"]})
    (item,) = parse("# A\n\n## Action items\n\n- Add it (klar)\n", "a.md", vocabulary=own)[0].items
    assert item.state is DONE


@pytest.mark.parametrize("title", ["Deferred / Done", "Done soon", "Fast erledigt", "Klar", "Done ✅ (mostly)"])
def test_a_heading_that_speaks_of_a_state_is_no_item_and_is_pointed_out(title: str) -> None:
    item, findings = read(f"## Action items\n### {title}\n- Rotate the keys")
    assert (item.text, item.state) == ("Rotate the keys", OPEN)
    assert [(found.code, found.line) for found in findings] == [("PM120", 4)]


@pytest.mark.parametrize(
    "line",
    [
        *("- Add it – done in #7", "- Add it; completed as of 2026-05-01", "- Add it (done)", "- Add it, done"),
        *(
            "- Add it. Done.",
            "- Add it. Completed on 3 May 2026.",
            "- Add it — merged in acme/shop#9",
            "- DONE: Add it",
        ),
        *("- Done in #7: Add it", "- **Fixed on 3 May 2026** - Add it", "- Completed by @ana in acme/shop#9: Add it"),
        *("- Add it\n  - Status: done", "- Add it (done, @ana)"),
    ],
)
def test_a_state_at_the_end_of_an_item_counts(line: str) -> None:
    item, findings = read(f"## Action items\n{line}")
    assert (item.state, item.text.startswith("Add it"), findings) == (DONE, True, [])


@pytest.mark.parametrize(
    "line",
    [
        *("- Add it (almost done)", "- Add it (Almost Done)", "- Add it — not yet fixed", "- Add it; 50 % complete"),
        *("- Add it (done?)", "- Almost done: Add it", "- Add it\n  - Status: nearly done", "- Add it. Partly fixed."),
        *("- Add it (half done, @ana)", "- ~~Add it~~ not yet done", "- Almost done in #7: Add it"),
        *("- Add it\n  - almost done", "- Add it\n  - Done", "- Add it\n\n  Fixed in #7."),
    ],
)
def test_a_hedged_state_at_the_end_of_an_item_is_quoted_and_leaves_it_open(line: str) -> None:
    item, findings = read(f"## Action items\n{line}")
    assert (item.state, item.text, [found.code for found in findings]) == (OPEN, "Add it", ["PM120"])
    assert "Almost Done" not in item.owners


@pytest.mark.parametrize(
    "line",
    [
        "- Alert on lag — page when the job is not finished in an hour",
        "- Reopen what was closed by mistake",
        "- Say which tests are to be fixed first (the flaky ones)",
        "- Resolve the names once, not for each request",
    ],
)
def test_words_for_states_in_a_sentence_are_no_state(line: str) -> None:
    item, findings = read(f"## Action items\n{line}")
    assert (item.done, findings) == (None, [])


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        *(("- [ ] Add it: done", ["PM120"]), ("- Add it: Done in #7", ["PM120"]), ("- Add it: almost done", ["PM120"])),
        *(("- [x] Add it: done", []), ("- Add it: in progress", []), ("- Print `state: done` as text", [])),
        *(("- Say which state it is in: open, or closed", []), ("- Add the states: open and done", [])),
    ],
)
def test_a_state_behind_a_colon_is_never_believed_and_pointed_out(line: str, codes: list[str]) -> None:
    item, findings = read(f"## Action items\n{line}")
    assert (item.state is DONE, [found.code for found in findings]) == ("[x]" in line, codes)
    assert line.replace("`", "").endswith(item.text)


@pytest.mark.parametrize(
    ("list_", "state", "codes"),
    [
        ("### Done\n- Add it\n  - Done", DONE, []),
        ("- [x] Add it\n  - Done", DONE, []),
        ("### Done\n- Add it\n  - almost done", OPEN, ["PM120"]),
        ("- [x] Add it\n  - almost done", DONE, ["PM120"]),
        ("### Add it\n- Done\n", OPEN, ["PM120"]),
        ("- Add it\n  - Open", OPEN, []),
        ("- Add it\n  - Done once the vendor answers", OPEN, []),
    ],
)
def test_a_line_below_an_item_that_is_a_state_is_compared_with_the_item(
    list_: str, state: State, codes: list[str]
) -> None:
    item, findings = read(f"## Action items\n{list_}")
    assert (item.text, item.state, [found.code for found in findings]) == ("Add it", state, codes)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        *(("Add it (Done in staging)", "'Done in staging'"), ("Add it (done by ops)", "'done by ops'")),
        *(("Add it (DONE, waiting for review)", "'DONE, waiting for review'"), ("Add it — done right", "'done right'")),
        *(("Done in set 3: Add it", "'Done in set 3'"), ("Complete: the runbook", "'Complete'")),
        *(
            ("Add it ~~(done)~~", "'~~(done)~~'"),
            ("Add it [x]", "'[x]'"),
            ("Add it (erledigt in Test)", "'erledigt in Test'"),
        ),
    ],
)
def test_words_that_say_more_than_done_are_pointed_out(line: str, said: str) -> None:
    item, findings = read(f"## Action items\n- {line}")
    assert (item.done, [said in found.message for found in findings]) == (None, [True])


@pytest.mark.parametrize(
    "line",
    [
        *("Released v2.0: add notes", "Merged #12: add tests", "Resolved hosts: list them", "Closed loop: add a test"),
        *("Add it (fixed IP)", "Add it (closed on Sundays)", "Add it — released weekly", "Done is better: ship it"),
    ],
)
def test_words_for_a_state_that_tell_what_something_is_are_none(line: str) -> None:
    item, findings = read(f"## Action items\n- {line}")
    assert (item.text, item.done, findings) == (line, None, [])


@pytest.mark.parametrize("line", ["*(done)*", "_(done)_", "***(done)***"])
def test_emphasis_changes_no_state(line: str) -> None:
    item, findings = read(f"## Action items\n- Add it {line}")
    assert (item.text, item.state, findings) == ("Add it", DONE, [])


@pytest.mark.parametrize("line", ["(done by 20 May 2026)", "— complete by 2026-05-20", ", fixed before 2026-05-20"])
def test_a_state_that_is_promised_for_a_day_is_none(line: str) -> None:
    item, findings = read(f"## Action items\n- Add it {line}")
    assert (item.text, item.state, item.due, findings) == ("Add it", OPEN, "2026-05-20", [])


@pytest.mark.parametrize(
    ("cells", "state", "codes"),
    [
        *(("Add it (done) | Open", OPEN, ["PM120"]), ("[x] Add it | Open", OPEN, ["PM120"])),
        *(("Add it (in progress) | Done", DONE, ["PM120"]), ("Add it (done) | Done", DONE, [])),
        *(("Add it (in progress) | Open", OPEN, []), ("~~Add it~~ | Won't do", DROPPED, [])),
    ],
)
def test_a_status_that_differs_from_the_words_of_its_row_is_pointed_out(
    cells: str, state: State, codes: list[str]
) -> None:
    item, findings = read(f"## Action items\n\n| Action | Status |\n|-|-|\n| {cells} |")
    assert (item.text, item.state, [found.code for found in findings]) == ("Add it", state, codes)


@pytest.mark.parametrize("line", ["- [x] Add it (not done)", "- [x] Add it (in progress)", "- [ ] Add it (done)"])
def test_a_box_and_words_that_differ_are_pointed_out(line: str) -> None:
    _, findings = read(f"## Action items\n{line}")
    assert [found.code for found in findings] == ["PM120"]


@pytest.mark.parametrize("status", ["almost done", "Not fixed", "to be closed"])
def test_a_status_that_is_not_understood_outweighs_the_title_above(status: str) -> None:
    item, _ = read(f"## Action items\n### Completed\n| Action | Status |\n|-|-|\n| Add it | {status} |")
    assert item.state is OPEN
