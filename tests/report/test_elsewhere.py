"""What is tracked in another system, or assigned to somebody else than the document says."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC

import pytest

from postmortem_tracker.model import Link, Span
from postmortem_tracker.report.checks.findings import examine
from postmortem_tracker.report.formats.csv import render_csv
from postmortem_tracker.report.formats.html import render_html
from postmortem_tracker.report.formats.json import render_json
from postmortem_tracker.report.formats.markdown import render_markdown
from postmortem_tracker.report.formats.table import render_table
from postmortem_tracker.report.situation import Situation, TrackedItem, prepared, ticket_url
from postmortem_tracker.report.summary import summarise
from tests.report.make import day, issue, situation, tracked

URLS = {"AUTH": "https://jira.example/browse/{key}"}


@pytest.mark.parametrize(
    ("key", "url"),
    [
        ("AUTH-512", "https://jira.example/browse/AUTH-512"),
        ("OPS-1", None),
        ("AUTH", None),
        ("XAUTH-1", None),
        ("AUTH-1 see", None),
    ],
)
def test_a_ticket_is_shown_where_the_template_of_its_project_says(key: str, url: str | None) -> None:
    assert ticket_url(key, URLS) == url


def elsewhere(text: str, url: str | None = None, **fields: object) -> TrackedItem:
    facts = {"links": (Link(text, url, 12, Span(0, 1)),), "due_date": day(2), **fields}
    return tracked("Rotate the signing keys", foreign=True, item_=facts)


def ready(*items: TrackedItem) -> Situation:
    return prepared(situation(*items), UTC, URLS)


def test_every_report_shows_the_ticket_of_another_system_and_links_it() -> None:
    report = summarise(ready(elsewhere("AUTH-512")))
    assert "AUTH-512" in render_table(report)
    assert "[AUTH-512](https://jira.example/browse/AUTH-512)" in render_markdown(report)
    (row,) = csv.DictReader(io.StringIO(render_csv(report)))
    assert (row["issue"], row["url"]) == ("AUTH-512", "https://jira.example/browse/AUTH-512")
    assert '<a href="https://jira.example/browse/AUTH-512"' in render_html(report)
    (item,) = json.loads(render_json(report))["incidents"][0]["items"]
    assert item["links"] == [{"text": "AUTH-512", "url": "https://jira.example/browse/AUTH-512", "line": 12}]
    for text in (render_table(report), render_markdown(report), render_html(report)):
        assert "1 tracked elsewhere" in text


def test_its_state_is_what_the_document_says() -> None:
    report = summarise(ready(elsewhere("AUTH-512", done=True), tracked("Add an alert", issue())))
    assert (report.totals.open, report.totals.completed) == (1, 1)


def test_an_own_address_of_a_ticket_is_kept_and_one_that_could_run_code_is_no_link() -> None:
    report = summarise(ready(elsewhere("OPS-1", "https://tickets.example/OPS-1"), elsewhere("X-1", "javascript:x")))
    page = render_html(report)
    assert 'href="https://tickets.example/OPS-1"' in page
    assert "javascript:x" not in page


def reassigned(*accounts: str, to: tuple[str, ...] = ("omar",), owners: tuple[str, ...] = ("@dana",)) -> TrackedItem:
    facts = {"owners": owners, "due_date": day(-30)}
    return tracked("Add an alert on lag", issue(assignees=to), item_=facts, accounts=accounts)


def test_reports_show_who_has_the_issue_where_that_is_somebody_else() -> None:
    report = summarise(situation(reassigned("dana")))
    assert "@dana → omar" in render_table(report)
    assert "dana → omar" in render_markdown(report)
    page = re.sub(r"</?span[^>]*>", "", render_html(report))
    assert "<td>dana → omar</td>" in page
    (row,) = csv.DictReader(io.StringIO(render_csv(report)))
    assert (row["owners"], row["assigned"]) == ("dana", "omar")
    (item,) = json.loads(render_json(report))["incidents"][0]["items"]
    assert item["assigned"] == ["omar"]


@pytest.mark.parametrize(
    "case",
    [
        reassigned("dana", to=("dana",)),
        reassigned("dana", to=("Dana",)),
        reassigned("dlopez", to=("dlopez",), owners=("Dana Lopez",)),
        reassigned("dana", to=()),
    ],
)
def test_the_same_people_are_named_once(case: TrackedItem) -> None:
    assert case.assigned == ()


def test_a_check_can_demand_that_owner_and_assignee_agree() -> None:
    def found(case: TrackedItem) -> list[str]:
        return [each.message for each in examine(situation(case)) if each.code == "PM221"]

    assert found(reassigned("dana")) == [
        "team/service#1 is assigned to omar, the document says dana: Add an alert on lag"
    ]
    assert "assigned to nobody" in found(reassigned("dana", to=()))[0]
    assert found(reassigned("dana", to=("dana",))) == []
    assert found(reassigned(owners=("Dana Lopez",))) == [], "whose account is not known may be anybody"
