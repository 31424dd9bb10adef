"""A link called "Issue" behind an item's words is its ticket, or it is quoted: no second issue is opened in silence."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import Incident

AT = "https://github.test/acme/shop/issues/7"


def read(words: str) -> Incident:
    return parse(f"# INC-1 Pool on 2026-10-12\n\n## Action items\n\n- [ ] {words}\n")[0]


@pytest.mark.parametrize(
    "label",
    [
        "Issue",
        "Ticket",
        "Jira",
        "GitHub",
        "tracked here",
        "Jira ticket",
        "tracking issue",
        "Vorgang",
        "Link",
        "チケット",
    ],
)
@pytest.mark.parametrize("url", [AT, "https://jira.test/browse/AB-7", "https://gitlab.test/a/b/-/issues/7"])
@pytest.mark.parametrize("rest", ["", " @ana", ", due 2026-12-24", ", P1"])
def test_a_link_called_a_ticket_is_the_ticket(label: str, url: str, rest: str) -> None:
    incident = read(f"Page on the lag [{label}]({url}){rest}")
    (item,) = incident.tasks
    assert [(link.text, link.url) for link in item.tickets] == [(label, url)]
    assert (item.text, [each.code for each in incident.findings]) == ("Page on the lag", [])


def test_in_small_letters_where_the_sentence_cannot_hold_it() -> None:
    for words in ("Page on queue lag", "Page on lag at night", "Page on the lag, which is high"):
        incident = read(f"{words} [issue]({AT})")
        assert [link.url for link in incident.tasks[0].tickets] == [AT]
        assert (incident.tasks[0].text, incident.findings) == (words, ())


@pytest.mark.parametrize(
    ("words", "label"),
    [
        *(("Page on the lag", "issue"), ("Close stale", "issue"), ("Fix the pager", "bug")),
        *(("Page on lag, more", "here"), ("Reopen the old", "ticket"), ("Triage upstream pager", "bug")),
    ],
)
def test_a_link_that_may_be_a_word_of_the_sentence_is_quoted(words: str, label: str) -> None:
    incident = read(f"{words} [{label}]({AT})")
    (item,) = incident.tasks
    assert (item.links, item.text) == ((), f"{words} {label}")
    assert [(each.code, f"[{label}]({AT})" in each.message) for each in incident.findings] == [("PM126", True)]


@pytest.mark.parametrize(
    "words",
    [
        *(f"Comment on the [issue]({AT})", f"Page as in [this issue]({AT})", f"See [issue]({AT})"),
        *(f"Migrate to [Jira]({AT})", f"Add [paging]({AT}) for it", f"Read [the report]({AT})"),
        *("Update [Jira](https://wiki.test/jira)", "Page on lag [Ticket](https://wiki.test/pages/7)"),
    ],
)
def test_a_link_within_the_sentence_or_to_no_ticket_is_text(words: str) -> None:
    incident = read(words)
    assert (incident.tasks[0].links, incident.findings) == ((), ())


@pytest.mark.parametrize("label", ["PR", "MR", "Pull request", "merge request"])
def test_a_change_is_evidence_and_leaves_the_title(label: str) -> None:
    (item,) = read(f"Page on the lag [{label}](https://gitlab.test/a/b/-/merge_requests/8)").tasks
    assert (item.text, item.tickets, [link.change for link in item.links]) == ("Page on the lag", (), [True])
