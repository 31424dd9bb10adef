"""Only a cell that names tickets and nothing else is where an item is tracked."""

from __future__ import annotations

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import Incident, State

HEAD = "# INC-1 Pool on 2026-10-12\n\n## Action items\n\n"
TABLE = "| Action | Owner | Due | Ticket |\n| --- | --- | --- | --- |\n"
LINK = "[#4](https://tracker.test/t/a/issues/4)"


def read(cell: str) -> Incident:
    return parse(f"{HEAD}{TABLE}| Page on the lag | Ana | 2026-12-20 | {cell} |\n")[0]


@pytest.mark.parametrize(
    "cell",
    [
        *("TBD after OPS-3", "none, covered by OPS-3?", "none (see #4)", "not #4", "blocked by #4", "duplicate of #4"),
        *("~~OPS-3~~", f"~~{LINK}~~", "`#4`", "#4?", "<!-- #4 -->"),
    ],
)
def test_a_cell_that_says_more_names_no_ticket(cell: str) -> None:
    incident = read(cell)
    assert incident.tasks[0].links == ()
    assert [(each.code, each.message) for each in incident.findings] == [("PM126", f"ticket not understood: {cell!r}")]


@pytest.mark.parametrize(
    ("cell", "tickets"),
    [
        *(("#4", ["#4"]), ("#4, #5", ["#4", "#5"]), ("#4 and OPS-3", ["#4", "OPS-3"]), ("Issue #4", ["#4"])),
        *(("#4 done", ["#4"]), ("see #4", ["#4"]), ("~~#3~~ #5", ["#5"]), (LINK, ["#4"]), (f"({LINK})", ["#4"])),
        *(("tracked in OPS-3", ["OPS-3"]), (f"{LINK} — complete in hotfix", ["#4"]), ("N/A", []), ("TBD", [])),
    ],
)
def test_a_cell_of_tickets_alone_names_them(cell: str, tickets: list[str]) -> None:
    incident = read(cell)
    assert [link.text for link in incident.tasks[0].tickets] == tickets
    assert "PM126" not in [each.code for each in incident.findings]


@pytest.mark.parametrize(
    ("cell", "tickets"),
    [
        *(("#13, 14", ["#13", "#14"]), ("#13/14", ["#13", "#14"]), ("#13 & 14", ["#13", "#14"])),
        *(("#13; 14", ["#13", "#14"]), ("#13/#14", ["#13", "#14"]), ("#13, 14 and 15", ["#13", "#14", "#15"])),
        *(("OPS-13/14", ["OPS-13", "OPS-14"]), ("acme/shop#13, 14", ["acme/shop#13", "#14"])),
        *(("#13<br>#14", ["#13", "#14"]), (f"{LINK}, 14", ["#4", "#14"]), ("#13 2026-12-24", ["#13"])),
    ],
)
def test_no_ticket_of_several_is_lost(cell: str, tickets: list[str]) -> None:
    incident = read(cell)
    assert [link.text for link in incident.tasks[0].tickets] == tickets
    assert incident.findings == ()


@pytest.mark.parametrize(
    "cell",
    [
        *("#13-15", "13-15", "#13–#15", "#13..15", "#13 to #15", "issues 13-15", "13/14", "issue 13/14", "#13 (14)"),
        *("#13a", "ops-13", "AB#13", "T1234", "SCTASK0012345", "86c9rvv31", "12345678", "#13 – 2 of 3", "DB-01"),
        *("https://x.test/boards/3?selectedIssue=OPS-3", "[epic](https://x.test/groups/g/-/epics/3)"),
    ],
)
def test_what_only_looks_like_a_ticket_is_quoted(cell: str) -> None:
    incident = read(cell)
    assert incident.tasks[0].tickets == ()
    assert [each.message for each in incident.findings] == [f"ticket not understood: {cell!r}"]


@pytest.mark.parametrize("cell", ["n/a", "-", "TBD", "#TBD", "#", "Q3-2026", "12/24/2026", "v1.2", "to be filed"])
def test_a_cell_without_a_number_of_a_ticket_is_not_asked_about(cell: str) -> None:
    assert "PM126" not in [each.code for each in read(cell).findings]


@pytest.mark.parametrize(
    "said", ["not needed, see #8", "blocked by #8", "TBD after #8", "none, like #8", "#8?", "~~#8~~"]
)
def test_a_label_that_says_otherwise_names_no_ticket(said: str) -> None:
    for form in ("- Page on the lag (ticket: {})", "- Page on the lag. Ticket: {}"):
        (item,) = parse(HEAD + form.format(said) + "\n")[0].tasks
        assert item.links == ()


@pytest.mark.parametrize(
    "said", ["blocked by #8", "#8?", "8-10", "#8-10", "#8–#10", "#8 to #10", "ops-8", "#8a", "AB#8"]
)
@pytest.mark.parametrize(
    "form", ["- Page on the lag (ticket: {})", "- Page on the lag. Ticket: {}", "- Page on the lag\n  - Ticket: {}"]
)
def test_and_what_it_says_is_quoted(form: str, said: str) -> None:
    (incident,) = parse(HEAD + form.format(said) + "\n")
    assert (incident.tasks[0].tickets, [each.code for each in incident.findings]) == ((), ["PM126"])
    assert said in incident.findings[0].message


@pytest.mark.parametrize("said", ["none", "TBD", "n/a", "~~#8~~"])
def test_a_label_that_names_none_is_not_asked_about(said: str) -> None:
    (incident,) = parse(f"{HEAD}- Page on the lag\n  - Ticket: {said}\n")
    assert (incident.tasks[0].tickets, incident.findings) == ((), ())


@pytest.mark.parametrize(
    ("link", "odd"),
    [
        *(("[#4](https://tracker.test/t/a/issues/4)", False), ("[#4](https://tracker.test/t/a/issues/5)", True)),
        *(("[t/a#4](https://tracker.test/t/a/-/issues/4#note_5)", False), ("[#4](issues/0004-page-on-5.md)", False)),
        *(("[#4](issues/0005-page-on-4.md)", True), ("[AUTH-4](https://jira.test/browse/AUTH-5)", True)),
        *(
            ("[AUTH-4](https://jira.test/browse/auth-4?x=5)", False),
            ("[AUTH-4](https://tracker.test/t/a/issues/5)", False),
        ),
        *(("[#4](https://tracker.test/t/a/wiki/5)", False), ("[the fifth](https://tracker.test/t/a/issues/5)", False)),
    ],
)
def test_a_link_that_says_another_ticket_than_its_address_is_doubted(link: str, odd: bool) -> None:
    for incident in (read(link), parse(f"{HEAD}- [ ] Page on the lag @ana ({link})\n")[0]):
        assert ("PM127" in [each.code for each in incident.findings]) is odd


@pytest.mark.parametrize("number", ["#0", "#000", "#044", "acme/shop#0"])
@pytest.mark.parametrize("form", ["- [ ] Add a wall ({})", "- [ ] Add a wall. Ticket: {}",
                                  "| Action | Ticket |\n|-|-|\n| Add a wall | {} |"])  # fmt: skip
def test_a_number_that_no_ticket_has_is_none_and_is_quoted(form: str, number: str) -> None:
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n## Action items\n\n{form.format(number)}\n", "a.md")
    assert incident.items[0].tickets == ()
    assert [found.code for found in incident.findings] == ["PM126"]


@pytest.mark.parametrize("number", ["#10", "#1", "acme/shop#200"])
def test_a_number_with_a_zero_in_it_is_a_ticket(number: str) -> None:
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n## Action items\n\n- [ ] Add a wall ({number})\n", "a.md")
    assert [ticket.text for ticket in incident.items[0].tickets] == [number]


@pytest.mark.parametrize(
    "cell",
    [
        *(f"{LINK} — complete in hotfix", f"{LINK} — done in release 12", f"{LINK} – fixed on 3 May 2026"),
        *(f"{LINK} — merged in #9", "#4 (merged in #9)", f"{LINK} — resolved during the incident"),
    ],
)
def test_a_state_behind_a_ticket_and_how_it_came_about_is_the_items(cell: str) -> None:
    incident = read(cell)
    assert [link.text for link in incident.tasks[0].tickets][:1] == ["#4"]
    assert (incident.tasks[0].state, incident.findings) == (State.COMPLETED, ())


@pytest.mark.parametrize(
    "cell",
    [
        *(f"{LINK} — complete in staging", f"{LINK} — almost done", f"{LINK} – done next sprint", "#4: done?"),
        *("#4: done in v1.2.0", "#4, done but for the docs", "#4 done by the vendor"),
    ],
)
def test_a_state_behind_a_ticket_that_says_more_is_not_believed(cell: str) -> None:
    incident = read(cell)
    assert not incident.tasks[0].done
    assert {"PM120", "PM126"} & {each.code for each in incident.findings}
