"""What is found as a ticket's number or address is what counts as one, and nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from postmortem_tracker.markdown import parse
from postmortem_tracker.markdown.lines.references import find_references, is_ticket
from postmortem_tracker.model import Link, Span, State

TICKETS = (
    "https://github.com/acme/shop/issues/12",
    "https://gitlab.example/team/app/-/issues/12#note_3",
    "https://gitlab.example/team/app/-/work_items/12",
    "https://redmine.example/issues/12?tab=notes",
    "https://sentry.example/organizations/acme/issues/12/",
    "https://jira.example/browse/ABC-12",
    "https://jira.example/jira/browse/MY_TEAM-12?focusedCommentId=3",
    "https://linear.app/acme/issue/ENG-12/rotate-the-keys",
    "https://youtrack.example/issue/abc-12",
    "https://tracker.example/issue/12",
    "https://tracker.example/issues/ABC-12",
    "https://help.example/agent/tickets/12",
    "https://trac.example/ticket/12",
    "https://trello.com/c/aB3dE6gH/12-rotate",
    "https://boards.example/card/86c9rvv31",
    "https://shortcut.example/acme/story/12/rotate",
    "https://app.clickup.com/t/86c9rvv31",
    "https://app.asana.com/0/120012/120034/f",
    "https://phabricator.example/T12",
    "https://host.example/phab/T12",
    "https://host.example/phab/T12#34",
    "https://tracker.example/#/issues/12",
    "https://tracker.example/#/browse/ABC-12",
    "https://tracker.example/app?view=/issues/12",
    "https://jira.example/browse/INFRASTRUCTURE-12",
    "https://dev.azure.com/acme/shop/_workitems/edit/12",
    "https://bugs.example/show_bug.cgi?id=12",
    "https://acme.monday.com/boards/12/pulses/34",
)
CHANGES = (
    "https://github.com/acme/shop/pull/12",
    "https://github.com/acme/shop/pull/12/files",
    "https://gitlab.example/team/app/-/merge_requests/12",
    "https://bitbucket.example/acme/shop/pull-requests/12",
)
PAGES = (
    "https://acme.monday.com/boards/12",
    "https://jira.example/boards/12",
    "https://github.com/acme/shop/issues",
    "https://github.com/acme/shop/issues/new",
    "https://github.com/acme/shop/issues/new-template",
    "https://github.com/acme/shop/pulls",
    "https://tracker.example/issue/word",
    "https://tracker.example/card/abc",
    "https://tracker.example/story/telling",
    "https://tracker.example/tickets/open",
    "https://forum.example/c/incidents",
    "https://forum.example/c/site-reliability",
    "https://forum.example/t/rotate-the-keys/12",
    "https://forum.example/t/topic",
    "https://bitbucket.example/repo/browse/release-12",
    "https://shop.example/?next=/issues/new",
    "https://shop.example/#/issues",
    "https://shop.example/issues/12abc",
    "https://shop.example/issues/12.md",
    "https://shop.example/docs/tickets/12/notes.html",
    "https://shop.example/a/T12/edit",
    "https://shop.example/T12abc",
    "https://wiki.example/Rotate",
)
NAMES = ("#12", "acme/shop#12", "ABC-12", "A1-12", "ABCDEFGHIJ-123456", f"{'A' * 20}-1")
REQUESTS = ("!12", "PR #12", "PR 12", "MR !12", "PRs #12", "pull request 12", "merge request #12", "PR:   12", "MR:12")
WORDS = (f"{'A' * 21}-12", "ABC-1234567", "A-12", "abc-12", "AB_C-12", "!x", "PRs", "#x", "12")


def link(text: str, url: str | None = None) -> Link:
    return Link(text, url, 1, Span(0, 0))


@pytest.mark.parametrize("url", TICKETS)
def test_a_tickets_address_is_found_and_counts(url: str) -> None:
    assert [each.url for each in find_references(f"Rotate the keys: {url}")] == [url]
    assert is_ticket("the ticket", url)
    assert link("the ticket", url).ticket
    assert not link("the ticket", url).change


@pytest.mark.parametrize("url", CHANGES)
def test_a_changes_address_is_found_and_is_no_ticket(url: str) -> None:
    assert [each.url for each in find_references(f"Rotate the keys: {url}")] == [url]
    assert (link("#12", url).change, link("#12", url).ticket) == (True, False)


@pytest.mark.parametrize("url", PAGES)
def test_any_other_page_is_neither_found_nor_counted(url: str) -> None:
    assert find_references(f"Rotate the keys: {url}") == []
    assert not is_ticket("the page", url)
    assert (link("the page", url).ticket, link("the page", url).change) == (False, False)


@pytest.mark.parametrize("url", PAGES)
def test_a_page_in_a_ticket_column_is_not_tracked_elsewhere(url: str) -> None:
    text = f"# INC-1 T\n\n## Action items\n\n| Action | Ticket |\n| --- | --- |\n| Rotate the keys | [page]({url}) |\n"
    (incident,) = parse(text, "pm.md")
    assert [each.tickets for each in incident.items] == [()]


@pytest.mark.parametrize("url", TICKETS)
def test_a_ticket_in_a_ticket_column_is(url: str) -> None:
    text = f"# INC-1 T\n\n## Action items\n\n| Action | Ticket |\n| --- | --- |\n| Rotate the keys | {url} |\n"
    (incident,) = parse(text, "pm.md")
    assert [[one.url for one in each.tickets] for each in incident.items] == [[url]]


@pytest.mark.parametrize("name", NAMES)
def test_a_tickets_name_is_found_and_counts(name: str) -> None:
    assert [each.text for each in find_references(f"Rotate it ({name})")] == [name]
    assert link(name).ticket
    assert not link(name).change


@pytest.mark.parametrize("name", ["ABC-12", "INFRASTRUCTURE-12", "OPSPLATFORMX-12"])
@pytest.mark.parametrize(("cell", "state"), [("Done {}", State.COMPLETED), ("(done, {})", State.COMPLETED)])
def test_a_ticket_beside_a_state_changes_nothing_in_it(cell: str, state: State, name: str) -> None:
    text = f"# INC-1 T\n\n## Action items\n\n| Action | Status |\n|-|-|\n| Rotate it | {cell.format(name)} |\n"
    (incident,) = parse(text, "pm.md")
    assert ([each.state for each in incident.items], incident.findings) == ([state], ())


@pytest.mark.parametrize("url", TICKETS)
def test_a_tickets_address_in_brackets_is_a_link(url: str) -> None:
    (incident,) = parse(f"# INC-1 T\n\n## Action items\n\n- Rotate the keys ({url})\n", "pm.md")
    assert [(each.text, [one.url for one in each.links]) for each in incident.items] == [("Rotate the keys", [url])]


@pytest.mark.parametrize("name", REQUESTS)
def test_a_changes_name_is_found_and_is_one(name: str) -> None:
    assert [each.text for each in find_references(f"Rotate it ({name})")] == [name]
    assert (link(name).change, link(name).ticket) == (True, False)


@pytest.mark.parametrize("name", WORDS)
def test_other_words_are_neither_found_nor_counted(name: str) -> None:
    assert find_references(f"Rotate it ({name})") == []
    assert (link(name).ticket, link(name).change) == (False, False)


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("../issues/0012-rotate.md", 12),
        (".postmortem/issues/12.md", 12),
        ("Tickets/0012-rotate.md#top", 12),
        ("../issues/0.md", None),
        ("../nonissues/0012-rotate.md", None),
        ("../notes/0012-rotate.md", None),
        ("https://shop.example/issues/0012-rotate.md", None),
        ("../issues/rotate.md", None),
    ],
)
def test_an_issues_file_is_one_for_both(url: str, number: int | None) -> None:
    assert link("the file", url).file_number == number
    assert link("the file", url).ticket is is_ticket("the file", url) is (number is not None)


_PIECES = (
    "issues",
    "issue",
    "browse",
    "t",
    "c",
    "boards",
    "card",
    "pull",
    "-",
    "12",
    "ABC-12",
    "T12",
    "new",
    "a1",
    "#12",
)


@given(st.lists(st.sampled_from(_PIECES), max_size=5), st.sampled_from(["", "?id=12", "#top", ".md"]))
@example(["boards", "12"], "")
@example(["card", "new"], "")
def test_whatever_address_is_found_counts_and_the_reverse(pieces: list[str], end: str) -> None:
    url = "https://shop.example/" + "/".join(pieces) + end
    found = [each for each in find_references(f"See {url}") if each.url is not None]
    one = link("the page", url)
    assert bool(found) == (one.ticket or one.change)


@given(st.text("ABab1290-#!/ PRMpr:.", max_size=14))
def test_whatever_name_is_found_counts(text: str) -> None:
    for each in find_references(text):
        one = link(each.text)
        assert one.ticket or one.change, each
