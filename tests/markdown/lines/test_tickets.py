"""A reference is an item's ticket only where a ticket stands."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import DEFAULT, Vocabulary, parse
from postmortem_tracker.model import ActionItem, Link, Span

_KEYED = DEFAULT.extended(ticket_keys=["FIN", "OPS"])


def read(line: str, vocabulary: Vocabulary = DEFAULT) -> tuple[ActionItem, list[str]]:
    (incident,) = parse(f"# INC-1 Outage\n\n## Action items\n\n{line}\n", "a.md", vocabulary=vocabulary)
    (item,) = incident.items
    return item, [found.message for found in incident.findings if found.code == "PM122"]


@pytest.mark.parametrize(
    "line",
    [
        *("Reduce the pool size as in #1 and test it @dana", "Write a test for the bug fixed in #2 @alice"),
        *("Raise the limit like we did in #3", "Fix the pool size, see #1", "Close the gap that #9 left"),
        *("Prevent the cause described in #5 of the list", "Fix the leak (see #12)", "Fix the leak (fixes #12)"),
        *("Run `git commit -m 'fixes #4'` in the hook", "Write `#7` above the rule", "Call it “(#13)” in the report"),
        *("Explain `[#4](https://x.test/issues/4)` to them", "Write ``a ` b (#4)`` above the rule"),
        *("Name the rule (#4) in the alert and test it", "Undo acme/shop#7 in the other region", "Follow rule #2"),
        *("Port the fix from https://github.com/upstream/lib/issues/5 to our fork", "Read issue 12 again"),
        *("Port the fix from https://github.com/upstream/lib/issues/5", "Reopen https://gitlab.test/a/b/-/issues/5"),
        *("Port [the fix](https://github.com/upstream/lib/issues/5)", "Add [paging](https://x.test/issues/4) for it"),
        *("Retire host WEB-12 from the pool @dana", "Copy DB-01 to DB-02 every night", "Upgrade to JDK-17 everywhere"),
        *("Follow PEP-8 (PEP-8)", "Support EIP-1559 first", "Upgrade everything (JDK-17)", "Alert on the ERR-404 rate"),
        *("https://github.com/upstream/lib/issues/5 broke us", "Upgrade [2026](https://x.test/2026) to 7"),
        *(
            "Say what AUTH-12 did and why",
            "Undo GH-12",
            "Replace the nodes of PLAT-55 by new ones",
            "Drain NODE-7, then WEB-02",
        ),
    ],
)
def test_a_reference_in_a_sentence_is_text(line: str) -> None:
    item, findings = read(f"- [ ] {line}")
    assert (item.links, findings) == ((), [])


@pytest.mark.parametrize(
    ("line", "link"),
    [
        *(("Add it (#8) @dana", "#8"), ("Add it (#8, @dana, P1)", "#8"), ("Add it (@dana, #8)", "#8")),
        *(
            ("Add it (owner: @ana, due 2026-05-01, P1) #12", "#12"),
            ("Add it – #12", "#12"),
            ("Add it, acme/shop#12", "acme/shop#12"),
        ),
        *(("Add it ([#12](https://x.test/issues/12))", "#12"), ("Add it [#12](https://x.test/issues/12)", "#12")),
        ("Add it [![#12](https://x.test/12.svg)](https://x.test/issues/12)", "#12"),  # a badge
        *(("Add it (#8), due 2026-05-01", "#8"), ("Add it (#8) (done)", "#8"), ("Add it (ticket #7)", "#7")),
        *(("Add it (GH-12)", "GH-12"), ("Add it – GH-12", "GH-12"), ("GH-12: Add it", "GH-12")),
        *(("#12: Add it", "#12"), ("[#12](https://x.test/issues/12) Add it", "#12"), ("#12 – Add it", "#12")),
        ("[KM484](https://trello.com/c/KFY52VE3) - Add it", "KM484"),
        ("https://x.test/issues/12: Add it", "https://x.test/issues/12"),
        *(("Add it. Ticket: OPS-77", "OPS-77"), ("Add it. Tracking: `OPS-77`", "OPS-77")),
        *(("Add it\n  - Issue: #9", "#9"), ("Add it\n  - Ticket: acme/shop#9", "acme/shop#9")),
        *(("Add it (JIRA FIN-1)", "FIN-1"), ("Add it (Jira: FIN-2)", "FIN-2"), ("Add it (Linear ENG-6)", "ENG-6")),
        *(
            ("Add it, tracked in JIRA FIN-5", "FIN-5"),
            ("Add it (GitHub issue 12)", "#12"),
            ("Add it (Ticket OPS-1)", "OPS-1"),
        ),
        *(
            ("Add it ([FIN-9](https://jira.test/browse/FIN-9))", "FIN-9"),
            ("Add it ([#9][nine])\n\n[nine]: https://x.test/issues/9", "#9"),
        ),
    ],
)
def test_a_reference_in_its_place_is_a_ticket_and_leaves_the_title(line: str, link: str) -> None:
    item, findings = read(f"- [ ] {line}")
    assert ([one.text for one in item.tickets], item.text, findings) == ([link], "Add it", [])
    assert not {"JIRA FIN-1", "Linear ENG-6"} & set(item.owners)


def test_an_item_that_is_a_link_is_its_ticket() -> None:
    item, _ = read("- [Introduce drills](https://trello.com/c/aB3dE5f)")
    assert (item.text, [one.ticket for one in item.links]) == ("Introduce drills", [True])


def test_an_address_at_the_end_of_an_item_is_a_ticket() -> None:
    item, _ = read("- Add an alert https://github.com/acme/shop/issues/12 @dana")
    assert [one.url for one in item.tickets] == ["https://github.com/acme/shop/issues/12"]


_BARE = pytest.mark.parametrize(
    "form",
    ["Add it [{}]", "Add it ({})", "{}: Add it", "{} – Add it", "Add it – {}", "Add it, {}", "Add it ({}, rate)", "{}"],
)


@pytest.mark.parametrize("key", ["FIN-3", "PAY-77", "SHOP-1204"])
@_BARE
def test_a_key_that_nobody_configured_is_text_and_pointed_out(key: str, form: str) -> None:
    words = form.format(key)
    item, findings = read(f"- [ ] {words}")
    assert (item.text, item.owners, item.tickets) == (words, (), ())
    assert findings == [f"ticket key not configured: {key}"]


@_BARE
def test_the_same_key_is_a_ticket_once_it_is_configured(form: str) -> None:
    item, findings = read(f"- [ ] {form.format('FIN-3')} due 2026-05-01", _KEYED)
    assert ([one.text for one in item.tickets], findings) == (["FIN-3"], [])


@pytest.mark.parametrize(
    "line",
    [
        *("[x] Add it (FIN-3)", "[ ] ~~Add it (FIN-3)~~", "[ ] Add it (FIN-3), tracked in Jira OPS-7"),
        "[ ] Add it (FIN-3) ([#4](../.postmortem/issues/0004-add.md))",
    ],
)
def test_once_the_item_is_settled_nobody_is_asked_about_its_key(line: str) -> None:
    assert read(f"- {line}")[1] == []


def test_in_a_tables_words_and_its_status_a_bare_key_is_text_too() -> None:
    item, findings = read("| Action | Status |\n|-|-|\n| Add it (FIN-3) | FIN-4 |")
    assert (item.text, item.tickets, findings) == ("Add it (FIN-3)", (), ["ticket key not configured: FIN-3"])


@pytest.mark.parametrize(
    ("line", "found"),
    [
        *(("Add it (FIN-3)", ["FIN-3"]), ("OPS-4: Add it", ["OPS-4"]), ("Add it (FIN-1, OPS-2)", ["FIN-1", "OPS-2"])),
        *(
            ("Add it (PAY-77)", []),
            ("Add it (ZX-81)", []),
            ("Add it (Jira PAY-77)", ["PAY-77"]),
            ("Ask about FIN-3 again", []),
        ),
    ],
)
def test_configured_keys_are_tickets_and_no_others(line: str, found: list[str]) -> None:
    item, findings = read(f"- [ ] {line}", _KEYED)
    assert ([one.text for one in item.links], findings) == (found, [])


def test_a_configured_key_may_look_like_something_else() -> None:
    item, findings = read("- Add it (DB-12)", DEFAULT.extended(ticket_keys=["DB"]))
    assert ([one.text for one in item.links], findings) == (["DB-12"], [])


@pytest.mark.parametrize(
    ("heading", "cell", "found"),
    [
        *(("Ticket", "AUTH-12", ["AUTH-12"]), ("Issue", "#12", ["#12"]), ("Jira", "PAY-7 subtask", ["PAY-7"])),
        *(("Ticket", "UTF-8", []), ("Ticket", "DB-01", []), ("Tracking", "see #12 and #13", ["#12", "#13"])),
    ],
)
def test_in_a_ticket_column_any_reference_is_a_ticket(heading: str, cell: str, found: list[str]) -> None:
    item, findings = read(f"| Action | {heading} |\n|-|-|\n| Add it | {cell} |")
    assert ([one.text for one in item.tickets], findings) == (found, [])


@pytest.mark.parametrize("heading", ["PR", "Merge request", "Pull requests"])
def test_a_column_of_changes_holds_no_tickets(heading: str) -> None:
    item, _ = read(f"| Action | {heading} |\n|-|-|\n| Add it | #12 |")
    assert item.tickets == ()


@pytest.mark.parametrize(
    "line",
    [
        *("Add it (PR #12)", "Add it (!12)", "Add it (https://github.com/acme/shop/pull/12)", "Add it. PR: #12"),
        *(
            "Add it (https://gitlab.test/acme/shop/-/merge_requests/12)",
            "Add it, see [this](https://x.test/a/b/pull/3)",
        ),
        *("Add it (merge request !7)", "Add it – done in PR #47"),
    ],
)
def test_a_change_is_evidence_and_no_ticket(line: str) -> None:
    item, _ = read(f"- {line}")
    assert item.tickets == ()


@pytest.mark.parametrize(
    ("text", "url", "ticket", "change"),
    [
        *(("#12", None, True, False), ("a/b#12", None, True, False), ("AUTH-12", None, True, False)),
        *(
            ("#1", "../.postmortem/issues/0001.md", True, False),
            ("alerting", "https://trello.com/c/aB3dE5f", True, False),
        ),
        *(
            ("PR #12", None, False, True),
            ("!12", None, False, True),
            ("#12", "https://x.test/a/b/pull/12", False, True),
        ),
        *(
            ("design", "https://wiki.test/design", False, False),
            ("x", "https://x.test/a/-/merge_requests/3", False, True),
            *(("the ticket", "../issues/0001-x.md#top", True, False), ("#7", "old/0007.md", True, False)),
            *(("#1", "notes.md", False, False), ("#1", "../adr/0002-x.md", False, False)),
            *(("known", "../issues/known.md", False, False), ("decision", "../adr/0012-x.md", False, False)),
            *(("AB-1", "../runbook.md", False, False), ("#1", "https://x.test/a/issues/0001-x.md", False, False)),
        ),
    ],
)
def test_links_know_what_they_name(text: str, url: str | None, ticket: bool, change: bool) -> None:
    link = Link(text, url, 1, Span(0, 0))
    assert (link.ticket, link.change) == (ticket, change)


@pytest.mark.parametrize("fields", ["@ana", "(@ana, due 2026-05-01)", "[P1] due 2026-05-01"])
@pytest.mark.parametrize("ticket", ["#12", "acme/shop#12", "[#12](https://x.test/issues/12)"])
def test_a_box_that_holds_only_a_ticket_and_fields_is_an_item(ticket: str, fields: str) -> None:
    item, _ = read(f"- [ ] {ticket} {fields}")
    assert [item.text] == [one.text for one in item.tickets]


@pytest.mark.parametrize(
    "remark",
    [
        *(
            "(see #3 and #4)",
            "(see #3, #4)",
            "(like #3 & #4)",
            "– see #3, #4",
            "(duplicates #3 and #4)",
            "unlike #3, #4",
        ),
        *("(voir #3, #4)", "(siehe #3 und #4)", "(see t/a#3, t/a#4)", "– was tried in #3, #4, #5", "nodes #3, #4"),
        *("(see [#3](https://t.test/a/issues/3) and [#4](https://t.test/a/issues/4))",),
    ],
)
def test_what_is_joined_to_a_mention_is_a_mention(remark: str) -> None:
    (item,) = parse(f"# INC-1 on 2026-10-12\n\n## Action items\n\n- Upgrade the client {remark}\n")[0].tasks
    assert item.links == ()


@pytest.mark.parametrize(
    ("remark", "tickets"),
    [("(#3, #4)", ["#3", "#4"]), ("(#3 and #4)", ["#3", "#4"]), (", #4", ["#4"]), ("(PR #3, #4)", ["#4"])],
)
def test_what_is_joined_to_a_ticket_is_one(remark: str, tickets: list[str]) -> None:
    (item,) = parse(f"# INC-1 on 2026-10-12\n\n## Action items\n\n- Upgrade the client {remark}\n")[0].tasks
    assert [link.text for link in item.tickets] == tickets
    assert item.text == "Upgrade the client"


@pytest.mark.parametrize("words", ["#1 priority: add retries", "#1 status: page is wrong, so mend it"])
def test_a_number_before_a_word_is_part_of_the_sentence(words: str) -> None:
    (item,) = parse(f"# INC-1 on 2026-10-12\n\n## Action items\n\n- [ ] {words} @ana\n")[0].tasks
    assert item.links == ()
    assert item.text.startswith("#1")


@pytest.mark.parametrize(
    "words", ["depends on #1", "blocked by #1", "see #1", "siehe #1", "follow-up of #1", "background"]
)
@pytest.mark.parametrize("line", ["Cap the retries – {}", "Cap the retries ({})", "Cap the retries, {} @dana"])
def test_a_link_whose_words_say_that_it_is_something_else_is_text(line: str, words: str) -> None:
    item, _ = read("- [ ] " + line.format(f"[{words}](https://github.com/a/b/issues/1)"))
    assert item.links == ()


@pytest.mark.parametrize(
    "told",
    [
        *(", upstream bug https://github.com/a/b/issues/1", ", root cause https://github.com/a/b/issues/1"),
        *(", vendor ticket https://support.example/tickets/12", " — blocked: https://github.com/a/b/issues/1"),
        ". Ticket: depends on #3",
    ],
)
def test_an_address_behind_words_for_something_else_is_no_ticket(told: str) -> None:
    item, _ = read(f"- [ ] Upgrade the library{told}")
    assert item.links == ()


@pytest.mark.parametrize("words", ["tracking issue #4", "Bug 4", "ticket", "#4", "link"])
def test_a_link_whose_words_call_it_a_ticket_is_one(words: str) -> None:
    item, _ = read(f"- [ ] Cap the retries ([{words}](https://github.com/a/b/issues/4))")
    assert [link.url for link in item.links] == ["https://github.com/a/b/issues/4"]


def table(cell: str) -> tuple[Link, ...]:
    text = f"# INC-1 Outage\n\n## Action items\n\n| Action | Ticket |\n|---|---|\n| Cap the retries | {cell} |\n"
    return parse(text, "a.md")[0].items[0].links


@pytest.mark.parametrize(
    "cell", ["https://example.com", "<https://example.com/>", "[board](https://x.atlassian.net/jira/boards/3)"]
)
def test_the_address_of_a_site_or_a_board_in_a_cell_is_no_ticket(cell: str) -> None:
    assert table(cell) == ()


@pytest.mark.parametrize("cell", ["https://example.com/t/4", "[T-1](https://x.atlassian.net/browse/T-1)", "#4"])
def test_the_address_of_a_ticket_in_a_cell_is_one(cell: str) -> None:
    assert len(table(cell)) == 1


@pytest.mark.parametrize("sign", [":", " –", " —"])
@pytest.mark.parametrize("box", ["", "[ ] "])
def test_numbers_that_count_the_items_are_no_tickets(sign: str, box: str) -> None:
    lines = "\n".join(f"- {box}#{at}{sign} Cap the retries of shop {at}" for at in (1, 2, 3))
    (incident,) = parse(f"# INC-1 Outage\n\n## Action items\n\n{lines}\n", "a.md")
    assert [(item.text, item.links) for item in incident.items] == [
        (f"Cap the retries of shop {at}", ()) for at in (1, 2, 3)
    ]


@pytest.mark.parametrize("numbers", [(5, 6, 7), (1, 3, 2), (1,)])
def test_other_numbers_at_the_head_are(numbers: tuple[int, ...]) -> None:
    lines = "\n".join(f"- #{at}: Cap the retries of shop {at}" for at in numbers)
    (incident,) = parse(f"# INC-1 Outage\n\n## Action items\n\n{lines}\n", "a.md")
    assert [link.text for item in incident.items for link in item.links] == [f"#{at}" for at in numbers]


@pytest.mark.parametrize(
    "line",
    [
        *("[Rotate the keys (#12)]({})", "[Rotate #12]({})", "[Disable root login]({})", "[Write docs]({})"),
        *("Improve docs: [#12]({})", "Find the root cause – [#12]({})", "Add context to the logs ([#12]({}))"),
    ],
)
def test_the_own_words_of_an_item_are_no_source_of_its_ticket(line: str) -> None:
    item, _ = read("- [ ] " + line.format("https://github.com/a/b/issues/12"))
    assert [link.url for link in item.links] == ["https://github.com/a/b/issues/12"]


@pytest.mark.parametrize(("mark", "state"), [("✓", "completed"), ("won't do", "not_planned")])
def test_our_link_as_a_formatter_saves_it_keeps_its_mark(mark: str, state: str) -> None:
    text = (
        f"# INC-1 Outage\n\n## Action items\n\n- Cap the retries ([#12][1] {mark})\n\n[1]: https://x.test/issues/12\n"
    )
    (item,) = parse(text, "a.md")[0].items
    assert (item.text, item.state.value, [link.text for link in item.links]) == ("Cap the retries", state, ["#12"])


def test_a_number_that_is_not_the_ticket_s_is_a_word() -> None:
    item, _ = read("- [ ] [500](https://x.test/issues/12) errors need an alert")
    assert item.text == "500 errors need an alert"
