"""What looks like a ticket at the end of an item, and stands there as none does, is quoted in a finding."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import DEFAULT, Vocabulary, parse
from postmortem_tracker.model import Incident

HEAD = "# INC-1 on 2026-10-12\n\n## Action items\n\n"
OWN_KEYS = DEFAULT.extended(ticket_keys=["AUTH"])


def read(words: str, vocabulary: Vocabulary = DEFAULT) -> Incident:
    (incident,) = parse(f"{HEAD}- [ ] {words}\n", "a.md", vocabulary=vocabulary)
    return incident


def said(incident: Incident) -> list[str]:
    return [each.message for each in incident.findings if each.code in ("PM122", "PM126")]


@pytest.mark.parametrize(
    "end",
    [
        *("/ #3", "-> #3", "=> #3", "+ #3", "~ #3", "… #3", "» #3", "⇒ #3", "🎫 #3", "// #3"),
        *("{#3}", "`#3`", '"#3"', "«#3»", "((#3))", "[[#3]]", "<kbd>#3</kbd>", "**#3**", "#3?", "(#3?)", "[#3?]"),
        *("(issue 3?)", "(tracked in 3)", "(see ticket 3)", "(see #3)", "(siehe #3)", "(voir #3)", "(cf. #3)"),
        *("(fixes #3)", "(closes #3)", "(in #3)", "(via #3)", "(filed as 3)", "(no. 3)", "(id 3)", "(now #3)"),
        *("-> issue 3", "/ ticket #3", "{ticket 3}", "`issue 3`", "(epic 3)", "#3", "AB#3", "(AB#3)", "(shop#3)"),
        *("(#3-5)", "(#3–#5)", "(#3..#5)", "(issues 3 to 5)", "(issue 3/5)", "– #3, 5", ", #3/5", "#3, #5", "#3 #5"),
        *("tracked in #3", "(@ana #3)", "(#3 → #5)", "(opened #3)", "(#3 in review)"),
        *("(duplicate of #3)", "— duplicate of #3", "(a dupe of #3)", "(merged into #3)", "(Duplikat von #3)"),
        *("(suivi dans #3)", "(duplicado de #3)", "(дубликат #3)", "(重复 #3)"),
    ],
)
def test_it_is_text_and_quoted(end: str) -> None:
    incident = read(f"Page on the lag {end}")
    assert [item.tickets for item in incident.tasks] == [()]
    assert said(incident) == [f"ticket not understood: {end!r}"]


@pytest.mark.parametrize("end", ["See #3.", "See also #3", "see issue #3", "tracked as 3", "is in #3"])
@pytest.mark.parametrize("sign", [". ", ", ", "; ", " – "])
def test_so_it_is_behind_a_sign(sign: str, end: str) -> None:
    incident = read(f"Page on the lag{sign}{end}")
    assert incident.tasks[0].tickets == ()
    assert len(said(incident)) == 1
    assert end.strip(".") in said(incident)[0]


@pytest.mark.parametrize("fields", ["@ana", "(@ana, P1)", "due 2026-12-01", "(due: 2026-12-01)"])
def test_fields_may_stand_behind_it(fields: str) -> None:
    assert said(read(f"Page on the lag -> #3 {fields}")) == ["ticket not understood: '-> #3'"]


@pytest.mark.parametrize("end", ["(@ana, #3?)", "(@ana; see #3)", "[@ana, #3?]"])
def test_the_title_keeps_what_is_not_understood_as_it_is_written(end: str) -> None:
    (item,) = read(f"Page on the lag {end}").tasks
    assert (item.text, item.owners) == (f"Page on the lag {end.replace('@ana, ', '').replace('@ana; ', '')}", ("@ana",))


@pytest.mark.parametrize(
    "words",
    [
        *("Raise the limit like we did in #3", "Page as in issue 12", "Close the gap of #9", "Comment on #4"),
        *("Port the fix from #5", "Reopen #5", "Drain node #3", "Drain the nodes #3, #4", "Follow rule #2"),
        *("Page on the lag (like #3)", "Page on the lag (blocked by #3)", "Page on the lag – depends on #3"),
        *("Page on the lag (related: #3)", "Page on the lag (part of #3)"),
        *("Page on the lag (as in #3 and #4)", "Page on the lag, upstream bug #3", "Page on the lag (incident #3)"),
        *("Page on the lag (PR #3)", "Page on the lag (!3)", "Page on the lag ~~#3~~", "Page on the lag <!-- #3 -->"),
        *("Name the rule (#4) in the alert and test it", "Run `git commit -m 'fixes #4'`", "Say “done in #3”"),
        *("Page on the lag (3)", "Page on the lag [3]", "Page on the lag (ticket TBD)", "Add a page for step 3"),
        *("Support HTTP/2, UTF-8 and TLS-1", "Page at 12:30", "Page at 50%", "Keep logs (2026-03-04)", "Buy 3, then 4"),
        "Follow [upstream](https://github.com/acme/lib/issues/4)",
    ],
)
def test_what_the_words_call_something_else_is_text(words: str) -> None:
    incident = read(words)
    assert (incident.tasks[0].tickets, said(incident)) == ((), [])


@pytest.mark.parametrize(
    "end",
    [
        *("(moved to #3)", "— moved to #3", "(same issue as #3)", "(covered by #3)", "(migrated to acme/shop#3)"),
        *("(&3)", "(shop&3)", "(acme/shop&3)", "(https://x.test/acme/discussions/3)", "(https://x.test/g/-/epics/3)"),
        "(https://x.test/boards/3?selectedIssue=OPS-3)",
    ],
)
def test_so_is_where_it_went_and_what_people_use_as_a_ticket(end: str) -> None:
    incident = read(f"Page on the lag {end}")
    assert (incident.tasks[0].tickets, said(incident)) == ((), [f"ticket not understood: {end!r}"])


@pytest.mark.parametrize("held", ["#3", "https://x.test/issues/3", "#3 is where it is told"])
@pytest.mark.parametrize("mark", ["^1", "^lag"])
def test_a_note_at_the_foot_with_a_ticket_is_quoted(mark: str, held: str) -> None:
    incident = read(f"Page on the lag[{mark}]\n\n[{mark}]: {held}")
    assert (incident.tasks[0].tickets, said(incident)) == ((), [f"ticket not understood: '[{mark}]'"])


def test_a_link_by_number_to_a_ticket_is_quoted() -> None:
    assert said(read("Page on the lag [1]\n\n[1]: https://x.test/issues/3")) == ["ticket not understood: '[1]'"]


@pytest.mark.parametrize("held", ["https://x.test/wiki/3", "see the runbook", "UTF-8 is meant"])
def test_other_notes_are_not(held: str) -> None:
    assert said(read(f"Page on the lag[^1]\n\n[^1]: {held}")) == []


@pytest.mark.parametrize("end", ["(~~#2~~ #3)", "(~~#2~~ → #3)", "[~~#2~~ #3]", "(~~#1~~ ~~#2~~ #3)"])
def test_what_took_the_place_of_another_ticket_is_one(end: str) -> None:
    (item,) = read(f"Page on the lag {end}").tasks
    assert ([link.text for link in item.tickets], item.text) == (["#3"], "Page on the lag")


@pytest.mark.parametrize("head", ["Issue #12", "Ticket #12", "**Bug #12**"])
@pytest.mark.parametrize("sign", [":", " –"])
def test_the_name_of_a_ticket_at_the_head_is_quoted(head: str, sign: str) -> None:
    (message,) = said(read(f"{head}{sign} page on the lag"))
    assert head.strip("*") in message


@pytest.mark.parametrize("name", ["Issue", "Bug"])
def test_unless_it_counts_the_items(name: str) -> None:
    lines = "".join(f"- {name} #{at}: page on the lag of shop {at}\n" for at in (1, 2, 3))
    (incident,) = parse(f"{HEAD}{lines}", "a.md")
    assert said(incident) == []


@pytest.mark.parametrize(
    "words", ["Fix #3", "See #3", "Track in #3", "Resolve issue 3", "Implement #3", "Close acme/shop#3"]
)
def test_an_order_about_nothing_but_a_ticket_is_quoted(words: str) -> None:
    incident = read(words)
    assert (incident.tasks[0].text, len(said(incident))) == (words, 1)


@pytest.mark.parametrize("link", ["[the lag](https://x.test/issues/4)", "[lag alerts](https://jira.test/browse/OPS-4)"])
def test_a_link_to_a_ticket_with_the_last_words_is_quoted(link: str) -> None:
    incident = read(f"Page on {link}")
    assert (incident.tasks[0].tickets, said(incident)) == ((), [])  # "on" calls it something else
    assert len(said(read(f"Mend {link}"))) == 1


@pytest.mark.parametrize("end", ["/ AUTH-3", "-> AUTH-3", "{AUTH-3}", "(AUTH-3?)", "(see AUTH-3)"])
def test_a_key_is_asked_about_too(end: str) -> None:
    assert said(read(f"Page on the lag {end}")) == ["ticket key not configured: AUTH-3"]
    assert said(read(f"Page on the lag {end}", OWN_KEYS)) == [f"ticket not understood: {end!r}"]


@pytest.mark.parametrize(
    "words", ["Drain NODE-7, then WEB-02", "Retire host WEB-12", "Drain `WEB-12`", "Use it / JDK-17"]
)
def test_a_key_behind_other_words_is_the_name_of_something(words: str) -> None:
    assert said(read(words)) == []


@pytest.mark.parametrize(
    "below",
    [
        *("- #3", "- see #3", "- #3?", "- issue 3", "- tracked in 3", "- #3, #4", "- Closes #3", "- `#3`"),
        *("- [#3](https://x.test/issues/3)", "- https://x.test/issues/3", "- [it](https://x.test/issues/3)"),
        "\n  See #3.",
    ],
)
def test_a_line_below_that_holds_nothing_else_is_quoted(below: str) -> None:
    incident = read(f"Page on the lag\n  {below}")
    assert ([item.tickets for item in incident.tasks], len(said(incident))) == ([()], 1)
    assert below.strip("\n -").strip() in said(incident)[0]


@pytest.mark.parametrize(
    "below",
    ["- like #3", "- blocked by #3", "- as told in #3, twice", "- ~~#3~~", "- PR #3", "- https://x.test/a/b/pull/3"],
)
def test_other_lines_below_are_text(below: str) -> None:
    assert said(read(f"Page on the lag\n  {below}")) == []


@pytest.mark.parametrize("end", ["(#3)", "– #3", "([#3](https://x.test/issues/3))", "(#3, 4)", "[#3/#4]"])
@pytest.mark.parametrize("more", ["see #9", "/ #9", "Fix it like #9"])
def test_once_the_item_has_its_ticket_nothing_is_asked(more: str, end: str) -> None:
    assert said(read(f"Page on the lag {more} {end}")) == []


@pytest.mark.parametrize("words", ["Page on the lag (see #3)", "Page on the lag -> #3", "Page on the lag `#3`"])
def test_of_a_finished_item_nothing_is_asked(words: str) -> None:
    (incident,) = parse(f"{HEAD}- [x] {words}\n", "a.md")
    assert said(incident) == []


@pytest.mark.parametrize(
    ("end", "tickets"),
    [
        *(("(#3, 4)", ["#3", "#4"]), ("(#3/4)", ["#3", "#4"]), ("(#3/#4)", ["#3", "#4"]), ("(#3 & 4)", ["#3", "#4"])),
        *(("(#3, 4 and 5)", ["#3", "#4", "#5"]), ("(issues 3, 4, 5)", ["#3", "#4", "#5"]), ("[#3; 4]", ["#3", "#4"])),
        *((". Ticket: #3, 4", ["#3", "#4"]), (". Ticket: 3 & 4", ["#3", "#4"]), ("(@ana, #3, 4)", ["#3", "#4"])),
        *(("(#2024, 2025)", ["#2024", "#2025"]), ("(acme/shop#3, 4)", ["acme/shop#3", "#4"])),
    ],
)
def test_a_number_that_is_joined_to_a_ticket_is_one_more(end: str, tickets: list[str]) -> None:
    incident = read(f"Page on the lag {end}" if end[0] != "." else f"Page on the lag{end}")
    (item,) = incident.tasks
    assert ([link.text for link in item.tickets], item.text) == (tickets, "Page on the lag")


@pytest.mark.parametrize(
    "end", ["(#3, 2026)", "(#3, 14 July)", "(#3, 2 nodes)", "(#3, 50%)", "(#3, 12:30)", "(#3, P1)"]
)
def test_a_number_of_something_else_is_none(end: str) -> None:
    assert [link.text for link in read(f"Page on the lag {end}").tasks[0].tickets] == ["#3"]


@pytest.mark.parametrize("words", ["Remove the duplicate of #3", "Cap it (part of #3)", "Merge the fix of #3"])
def test_a_ticket_that_the_work_is_on_or_belongs_to_is_text(words: str) -> None:
    assert (read(words).tasks[0].text, said(read(words))) == (words, [])


def test_a_key_said_to_be_the_same_work_is_quoted() -> None:
    assert said(read("Cap it (duplicate of OPS-12)")) == ["ticket key not configured: OPS-12"]
