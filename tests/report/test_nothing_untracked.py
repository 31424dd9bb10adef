"""Every open task has an issue, is tracked elsewhere, is waived, or is a finding: to the unit, and never in silence."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import Kind
from postmortem_tracker.report.checks.findings import examine
from postmortem_tracker.report.policy import Policy, judge
from postmortem_tracker.report.situation import Situation, TrackedItem

_DAY = date(2026, 6, 1)
_WORK = st.sampled_from(
    ["Add an alert on lag", "Retire host WEB-12", "Upgrade to JDK-17", "Do it like in #3", "Run `fixes #4` again"]
)
_BEHIND = st.sampled_from(
    [
        *("", " (#8)", " ([#9](https://x.test/issues/9))", " (FIN-3)", " (Jira FIN-4)", " (PR #12)", " (see #12)"),
        *(" https://x.test/acme/shop/issues/5", " from https://x.test/acme/shop/issues/5", " (done)", " (almost done)"),
        *(
            " @ana due May 2026",
            " — merged in #47",
            " (waived until 2027-03-01: the rack goes)",
            " (JDK-17)",
            ", DB-01",
        ),
    ]
)
_BOX = st.sampled_from(["", "[ ] ", "[x] ", "[/] ", "[-] ", "[%] ", "☐ "])
_CELLS = st.sampled_from(["| | Open |", "| #12 | Open |", "| AUTH-7 | Done |", "| DB-01 | Not fixed |", "| PR #3 | |"])


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A list and a table of tasks with all kinds of references and states."""
    listed = draw(st.lists(st.tuples(_BOX, _WORK, _BEHIND), max_size=12))
    lines = [f"- {box}{work} of store {n}{behind}" for n, (box, work, behind) in enumerate(listed)]
    rows = [f"| Page on error {n} {cells}" for n, cells in enumerate(draw(st.lists(_CELLS, max_size=6)))]
    table = ["", "| Action | Ticket | Status |", "|-|-|-|", *rows] if rows else []
    return "\n".join(["# INC-1 Outage on 2026-03-01", "", "## Action items", "", *lines, *table, ""])


def counts(text: str) -> Counter[str]:
    """How many open tasks are what, as far as the document alone tells."""
    incidents = parse(text, "a.md")
    tracked = tuple(
        TrackedItem(incident, item, unread=bool(item.tickets)) for incident in incidents for item in incident.tasks
    )
    situation = Situation(_DAY, incidents, tracked)
    untracked = {finding.key for finding in examine(situation) if finding.code == "PM201"}
    found: Counter[str] = Counter()
    for each in tracked:
        if each.state.closed:
            continue
        found["open"] += 1
        kinds = [
            *(["ticket"] if each.item.tickets else []),
            *(["waived"] if judge(each, _DAY, Policy()).waived and not each.item.tickets else []),
            *(["finding"] if each.item.key in untracked else []),
        ]
        assert len(kinds) == 1, f"{each.item.text}: {kinds}"
        found[kinds[0]] += 1
    return found


@settings(deadline=None, max_examples=200)
@given(documents())
def test_every_open_task_is_accounted_for(text: str) -> None:
    found = counts(text)
    assert found["open"] == found["ticket"] + found["waived"] + found["finding"]


@settings(deadline=None, max_examples=100)
@given(documents())
def test_no_task_of_the_document_is_left_out(text: str) -> None:
    (incident,) = parse(text, "a.md")
    written = [line for line in text.splitlines() if line.startswith(("- ", "| Page"))]
    assert len([item for item in incident.items if item.kind is Kind.TASK]) == len(written)
