"""What an item says about itself, as people write it."""

from __future__ import annotations

from datetime import date

import pytest

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem, Incident, State


def incident(body: str, head: str = "# Outage on 2026-03-01\n") -> Incident:
    (found,) = parse(head + body, "2026-03-01-outage.md")
    return found


def item(line: str) -> ActionItem:
    (found,) = incident(f"## Action items\n{line}\n").items
    return found


@pytest.mark.parametrize(
    ("line", "text", "owners"),
    [
        ("- Add an alert (Owner: @ana)", "Add an alert", ("@ana",)),
        ("- Add an alert — Owner: Ana López, due 2026-04-01", "Add an alert", ("Ana López",)),
        ("- [ ] @ana: add an alert", "add an alert", ("@ana",)),
        ("- [ ] @ana @bo add an alert", "add an alert", ("@ana", "@bo")),
        ("- Add an alert @ana", "Add an alert", ("@ana",)),
        ("- Add an alert (@ana, @bo)", "Add an alert", ("@ana", "@bo")),
        ("- Add an alert (Ana López)", "Add an alert", ("Ana López",)),
        ("- Add an alert (SRE team)", "Add an alert", ("SRE team",)),
        ("- Add an alert (ArgoCD)", "Add an alert (ArgoCD)", ()),
        ("- Ask @ana about the alert", "Ask @ana about the alert", ()),
        ("- Update `@types/node` everywhere", "Update @types/node everywhere", ()),
        ("- Add an alert **Assignee:** [@ana](https://x.test/ana)", "Add an alert", ("@ana",)),
        ("- Legg til alarm. Ansvarlig: Kari", "Legg til alarm", ("Kari",)),
        ("- Alarm einrichten (Verantwortlich: Jo)", "Alarm einrichten", ("Jo",)),
        ("- Añadir alerta (responsable: Ana, antes del 2 de octubre de 2026, P1)", "Añadir alerta", ("Ana",)),
        ("- Alarm einrichten (verantwortlich: Jo, Kim, bis zum 2. Oktober 2026)", "Alarm einrichten", ("Jo", "Kim")),
        ("- Add an alert\n  - Owner: Ana\n  - Due: 2026-04-01", "Add an alert", ("Ana",)),
        ("- Add an alert (Owner: ???)", "Add an alert", ()),
        ("- Add an alert (owner: Head of Platform)", "Add an alert", ("Head of Platform",)),
        ("- Alarm einrichten\n  - Wie: mit Ansible", "Alarm einrichten", ()),
        ("| Action | Owner |\n|-|-|\n| Add | ana, bo & cy |", "Add", ("ana", "bo", "cy")),
    ],
)
def test_owners(line: str, text: str, owners: tuple[str, ...]) -> None:
    found = item(line)
    assert (found.text, found.owners) == (text, owners)


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("- Add it (due 2026-04-01)", "2026-04-01"),
        ("- Add it by 1 April 2026", "2026-04-01"),
        ("- Add it. Due: April 1st, 2026", "2026-04-01"),
        ("- Add it, ETA: 01.04.2026", "2026-04-01"),
        ("- Add it (due April 1)", "2026-04-01"),
        ("- Add it (due January 5)", "2027-01-05"),
        ("- Add it by Friday", "Friday"),
        ("- Add it due end of month", "end of month"),
        ("- Add it ETA next sprint", "next sprint"),
        ("- Step by step", None),
        ("- Add it (Frist: 1. april 2026)", "2026-04-01"),
        ("- Hacerlo (plazo: 1 de abril de 2026)", "2026-04-01"),
        ("- Le faire (échéance : 1er avril 2026)", "2026-04-01"),
        ("- Es tun (fällig: 1. März 2026)", "2026-03-01"),
        ("- Add it (due 05/02/2026)", "05/02/2026"),
        ("- Add it (due next sprint)", "next sprint"),
        ("- Add it (Due: TBD)", None),
        ("- Freeze production until 2026-04-01", None),
        ("- Rotate keys every 90 days", None),
        ("| Action | Due |\n|-|-|\n| Add it | 2026/04/01 |", "2026-04-01"),
    ],
)
def test_due_dates(line: str, due: str | None) -> None:
    found = item(line)
    assert found.due == due
    assert (found.due_date is not None) == (due is not None and due[:4] in ("2026", "2027"))


@pytest.mark.parametrize(
    ("line", "state", "done"),
    [
        ("- Add it", State.OPEN, None),
        ("- [ ] Add it", State.OPEN, False),
        ("- [x] Add it", State.COMPLETED, True),
        ("- Add it (done)", State.COMPLETED, True),
        ("- Add it — DONE", State.COMPLETED, True),
        ("- **DONE**: Add it", State.COMPLETED, True),
        ("- [DONE] Add it", State.COMPLETED, True),
        ("- Add it ✅", State.COMPLETED, True),
        ("- Add it. **(Done during the incident)**", State.COMPLETED, True),
        ("- Add it (DONE as part of the fix)", State.COMPLETED, True),
        ("- TODO: Add it", State.OPEN, False),
        ("- ~~Add it~~", State.NOT_PLANNED, False),
        ("- Add it (won't do)", State.NOT_PLANNED, False),
        ("- [ ] Add it (done)", State.OPEN, False),
        ("- [ ] Add it (won't fix)", State.NOT_PLANNED, False),
        ("### Done\n- Add it", State.COMPLETED, True),
        ("**Abgeschlossen:**\n- Add it", State.COMPLETED, True),
        ("- Completed:\n  - Add it", State.COMPLETED, True),
        ("| Action | Status |\n|-|-|\n| Add | **Done** — on Friday |", State.COMPLETED, True),
        ("| Action | Status |\n|-|-|\n| Add | In progress |", State.OPEN, False),
        ("| Action | Status |\n|-|-|\n| Add | Rejected |", State.NOT_PLANNED, False),
    ],
)
def test_states(line: str, state: State, done: bool | None) -> None:
    found = item(line)
    assert (found.state, found.done) == (state, done)
    assert found.text.startswith("Add")


@pytest.mark.parametrize(
    ("line", "links", "text"),
    [
        ("- Add it (#12)", [("#12", None)], "Add it"),
        ("- Add it ([#12](u))", [("#12", "u")], "Add it"),
        ("- Add it (team/app#12)", [("team/app#12", None)], "Add it"),
        ("- Add it, see ABC-12", [], "Add it, see ABC-12"),
        ("- Add it (ABC-12)", [("ABC-12", None)], "Add it (ABC-12)"),
        ("- Add it. Tracking: `ABC-12`", [("ABC-12", None)], "Add it"),
        ("- Add it https://github.com/o/r/issues/12", [("https://github.com/o/r/issues/12",) * 2], None),
        (
            "- Add [alerting](https://gitlab.test/g/p/-/issues/4) now",
            [],
            "Add alerting now",
        ),
        ("- Read [the docs](https://x.test/docs)", [], "Read the docs"),
        ("- Follow rule #2 always", [], "Follow rule #2 always"),
        ("- Switch to UTF-8 and SHA-256", [], "Switch to UTF-8 and SHA-256"),
        ("| Action | Bug |\n|-|-|\n| Add it | Bug #12 TODO |", [("#12", None)], "Add it"),
        ("| Action | Ref |\n|-|-|\n| Add it | [A](x), [B](y) |", [("A", "x"), ("B", "y")], "Add it"),
    ],
)
def test_links(line: str, links: list[tuple[str, str | None]], text: str | None) -> None:
    found = item(line)
    assert [(link.text, link.url) for link in found.links] == links
    assert text is None or found.text == text


@pytest.mark.parametrize(
    ("line", "priority", "text"),
    [
        ("- [P1] Add it", "P1", "Add it"),
        ("- P0: Add it", "P0", "Add it"),
        ("- **Add it** (High Priority)", "High", "Add it"),
        ("- Add it (Priority: P2)", "P2", "Add it"),
        ("| Priority | Action |\n|-|-|\n| Critical | Add it |", "Critical", "Add it"),
        ("- Add high limits", None, "Add high limits"),
    ],
)
def test_priorities(line: str, priority: str | None, text: str) -> None:
    found = item(line)
    assert (found.priority, found.text) == (priority, text)


def test_a_waiver_is_read_and_leaves_the_title() -> None:
    found = item("- Add it (waived until 2027-03-01: the service goes away)")
    assert found.waiver is not None
    assert (found.text, found.waiver.until, found.waiver.reason) == (
        "Add it",
        date(2027, 3, 1),
        "the service goes away",
    )


def test_every_value_remembers_where_it_was_written() -> None:
    text = "\ufeff# Ünï 2026-03-01\n## Action items\n- Add ü — Owner: Ana, due: 1 May 2026\n"
    data = text.encode()
    (found,) = parse(data, "a.md")[0].items
    for written in dict(found.written).values():
        assert data[written.span.start : written.span.end].decode() == written.text
        assert written.line == 3
    assert {name: written.text for name, written in found.written} == {"owner": "Ana", "due": "1 May 2026"}


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        (
            "# Postmortem: Queue stuck (SEV2)\n**Date:** 2026-03-01\n**Severity:** SEV2\n",
            ("Queue stuck (SEV2)", "SEV2"),
        ),
        ("---\ntitle: Queue stuck\nseverity: high\n---\n# Anything\n", ("Queue stuck", "high")),
        ("# Queue stuck\n| Severity | S1 |\n|--|--|\n| Date | 1 March 2026 |\n", ("Queue stuck", "S1")),
        ("# Queue stuck\n- **Severity**: major\n- **Date**: March 1, 2026\n", ("Queue stuck", "major")),
    ],
)
def test_the_incident_itself(head: str, wanted: tuple[str, str]) -> None:
    found = incident("## Action items\n- Add it\n", head)
    assert (found.title, found.severity, found.date) == (*wanted, date(2026, 3, 1))


@pytest.mark.parametrize(
    ("path", "head", "wanted"),
    [
        ("a/2026-03-01-queue.md", "# Queue\n", "2026-03-01-queue"),
        ("/abs/a/2026-03-01-queue.md", "# Queue\n", "2026-03-01-queue"),
        ("inc-7/README.md", "# Queue\n", "inc-7"),
        ("x.md", "# INC-42: Queue\n", "INC-42"),
        ("x.md", "---\nid: queue-7\n---\n", "queue-7"),
    ],
)
def test_an_id_does_not_depend_on_how_the_path_is_spelled(path: str, head: str, wanted: str) -> None:
    assert parse(head, path)[0].id == wanted


def test_two_incidents_of_one_file_have_two_ids() -> None:
    part = "# Postmortem: it broke\n## Summary\na\n## Impact\nb\n## Action items\n- Add it\n"
    first, second = parse(part * 2, "log.md")
    assert (first.id, second.id) == ("log", "log-2")
    assert first.items[0].key != second.items[0].key


@pytest.mark.parametrize("head", ["---\nconfidential: true\n---\n", "---\nvisibility: private\n---\n"])
def test_a_confidential_incident_says_so(head: str) -> None:
    assert incident("## Tasks\n- Add it\n", head).confidential


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("- Add it by Friday", "Add it by Friday"),
        ("- Add it due Q3", "Add it"),
        ("- **[P1]** Add it", "Add it"),
        ("- Add it (owner: ana, P1)", "Add it"),
        ("- Add it (@ana, P1, due 2026-01-01)", "Add it"),
        ("- Add it (for ana, P2)", "Add it (for ana)"),
        ("- **Add it** \n  - Owner: Ana", "Add it"),
        ("- ~~Add it~~ won't do, too dear", "Add it"),
    ],
)
def test_only_fields_leave_the_title(line: str, text: str) -> None:
    assert item(line).text == text


@pytest.mark.parametrize(
    ("line", "dropped", "done"),
    [
        ("- ~~Add it~~", True, False),
        ("- ~~Add it~~ won't do, too dear", True, False),
        ("- ~~Add it~~ done", False, True),
        ("- Add ~~it~~ that", False, None),
    ],
)
def test_struck_words_are_dropped_unless_done(line: str, dropped: bool, done: bool | None) -> None:
    found = item(line)
    assert (found.not_planned, found.done) == (dropped, done)


def test_a_due_date_is_never_the_date_of_the_incident() -> None:
    assert parse("# Outage\n## Tasks\n- Add it due 2026-01-01\n", "a.md")[0].date is None
    (found,) = parse("# Outage\n## Tasks\n- Add it due 2026-01-01\n## Timeline\nOn 5 May 2025 it broke.\n", "a.md")
    assert found.date == date(2025, 5, 5)


def test_a_deadline_on_the_next_line_is_the_due_date_and_task_is_no_part_of_the_title() -> None:
    (incident,) = parse("Tasks:\n\n    Task: Audit the rules.\n    Deadline: December 22, 2026.\n", "a.md")
    (found,) = incident.items
    assert (found.text, found.line, found.due) == ("Audit the rules", 3, "2026-12-22")


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# Postmortem: Pages do not load [Postmortem] 👀", "Pages do not load"),
        ("**Outage Postmortem: slow pages**", "slow pages"),
        ("### 🔥 Outage Postmortem: a drama unveiled! 🔥", "a drama unveiled!"),
        ("A postmortem, also called a review, is written.", "mail down"),
        ("# Service Outage Postmortem: November 5, 2026", "mail down"),
        ("# 2026-11-05, no space left on the relay", "no space left on the relay"),
        ("# Relay out of space - November 5th, 2026", "Relay out of space"),
        ("# Relay out of space on 5 November 2026", "Relay out of space"),
        ("# November 5th, 2026 Relay out of space", "Relay out of space"),
        ("# Incident retro - the relay is full", "the relay is full"),
        ("# Outage report: the relay is full", "the relay is full"),
        ("# Incidente: o relé está cheio", "o relé está cheio"),
        ("### Title: Postmortem: the relay is full - 2026-11-05", "the relay is full"),
    ],
)
def test_the_title_is_what_the_incident_is_called(heading: str, title: str) -> None:
    assert parse(f"{heading}\n\n## Introduction\nIt broke.\n", "mail-down.md")[0].title == title


@pytest.mark.parametrize(
    ("line", "text", "done", "due", "priority"),
    [
        ("- **DONE 2026-05-14** — Patch the monitor", "Patch the monitor", True, None, None),
        ("- **TODO due 2026-05-21** — Add a script", "Add a script", False, "2026-05-21", None),
        ("- DEFERRED P2: Tidy the fields", "Tidy the fields", False, None, "P2"),
        ("- **LESSON 2026-05-14** — Read more", "LESSON 2026-05-14 — Read more", None, None, None),
    ],
)
def test_a_state_may_carry_its_day_or_priority(
    line: str, text: str, done: bool | None, due: str | None, priority: str | None
) -> None:
    found = item(line)
    assert (found.text, found.done, found.due, found.priority) == (text, done, due, priority)


@pytest.mark.parametrize(
    ("title", "done"),
    [
        ("Immediate actions (completed)", True),
        ("Short-term actions (in progress – [#9](https://x.example/issues/9))", False),
        ("Next steps (team)", None),
    ],
)
def test_brackets_behind_a_title_may_say_the_state_of_its_items(title: str, done: bool | None) -> None:
    (incident,) = parse(f"## Remediation\n\n### {title}\n\n- Rotate the keys\n")
    assert [item.done for item in incident.items] == [done]


def test_an_outcome_column_says_the_state() -> None:
    table = "## Follow-up issues\n| Issue | Outcome |\n|---|---|\n| #41 — alert | Resolved by PR #47 |\n"
    (found,) = parse(table, "a.md")[0].items
    assert found.done


@pytest.mark.parametrize(
    ("line", "text", "owners", "due", "priority"),
    [
        ("- Add it (Bob, 2026-05-01)", "Add it", ("Bob",), "2026-05-01", None),
        ("- Add it (@ann; 2 May 2026; P1)", "Add it", ("@ann",), "2026-05-02", "P1"),
        ("- Add it (Redis, Postgres)", "Add it (Redis, Postgres)", (), None, None),
        ("- P1 @bob Fix it", "Fix it", ("@bob",), None, "P1"),
        ("- **HIGH** Fix it", "Fix it", (), None, "HIGH"),
        ("- **Low:** Fix it", "Fix it", (), None, "Low"),
        ("- **Urgent care** needs a fix", "Urgent care needs a fix", (), None, None),
        ("- Fix it `P0`", "Fix it", (), None, "P0"),
        ("- @ann mentioned that keys expire", "@ann mentioned that keys expire", (), None, None),
        ("- Fix it. Owner: Ops ou Data", "Fix it", ("Ops", "Data"), None, None),
        ("- **Owner**: Bob **Due**: 1 May 2026 Add it", "Add it", ("Bob",), "2026-05-01", None),
        ("- 1. **Add it** to that", "Add it to that", (), None, None),
        ("1. Action item 2: Add it", "Add it", (), None, None),
        ("- 24/7 duty: add it", "24/7 duty: add it", (), None, None),
    ],
)
def test_unlabelled_fields_leave_the_title(
    line: str, text: str, owners: tuple[str, ...], due: str | None, priority: str | None
) -> None:
    found = item(line)
    assert (found.text, found.owners, found.due, found.priority) == (text, owners, due, priority)


def test_a_sentence_behind_a_dash_may_say_that_it_is_done() -> None:
    found = item("- Teach the importer our policies - this has already been done.")
    assert (found.text, found.done) == ("Teach the importer our policies", True)


@pytest.mark.parametrize(
    ("line", "text", "done", "due"),
    [
        ("- Fix the cache -- done", "Fix the cache", True, None),
        ("- Fix the cache. Complete.", "Fix the cache", True, None),
        ("- **Cache**: fix it. Done!", "Cache: fix it", True, None),
        ("- Fix the cache. Open a ticket", "Fix the cache. Open a ticket", None, None),
        (
            "- Tell when it is done. Done right, it is quick",
            "Tell when it is done. Done right, it is quick",
            None,
            None,
        ),
        ("- Añadir una alerta -- done", "Añadir una alerta", True, None),
        ("- Alerting: add a page\t- done", "Alerting: add a page", True, None),
        ("- Done- обновить кэш", "обновить кэш", True, None),
        ("- Open-source the parser", "Open-source the parser", None, None),
        ("- [ ] Open-source the parser", "Open-source the parser", False, None),
        ("- [ ] Fix the cache,due next Friday", "Fix the cache", False, "next Friday"),
        ("- **Cache**: fix it -by next Friday", "Cache: fix it", None, "next Friday"),
        ("- Fix the standby node", "Fix the standby node", None, None),
        ("- Set notify(type: urgent) in the settings", "Set notify(type: urgent) in the settings", None, None),
        ("- Read config[status: done] twice", "Read config[status: done] twice", None, None),
    ],
)
def test_signs_of_a_state_and_of_a_day(line: str, text: str, done: bool | None, due: str | None) -> None:
    found = item(line)
    assert (found.text, found.done, found.due) == (text, done, due)


@pytest.mark.parametrize("words", ["GH #12", "See GH: #12", "in pull request #12", "Fixes #12", "(gh #12)"])
def test_a_number_inside_a_sentence_is_text(words: str) -> None:
    assert item(f"- Warm the cache {words} first").links == ()


def test_a_number_behind_another_word_is_no_reference() -> None:
    assert item("- Warm cache #12 and my xpull request #13 first").links == ()


def test_a_word_at_the_end_of_a_wrapped_line_is_no_state() -> None:
    found = item("- Write down the rules (all of them). Complete\n  the handbook")
    assert (found.text, found.done) == ("Write down the rules (all of them). Complete the handbook", None)


def test_what_is_nested_below_an_item_is_its_details() -> None:
    (found,) = parse("## Action items\n- [ ] Rotate the keys\n  - because they leaked\n  - and soon\n", "a.md")[0].items
    assert found.details == "- because they leaked\n- and soon"


def _read(document: str) -> list[tuple[str, bool | None, tuple[str, ...], str | None]]:
    items = parse(document, "a.md")[0].items
    return [(found.text, found.done, found.owners, found.type) for found in items]


def test_ticks_beside_other_marks_are_states_and_alone_are_bullets() -> None:
    mixed = _read("## Action items\n1. ✅ Add it\n2. ⏳ Turn it on\n")
    assert mixed == [("Add it", True, (), None), ("Turn it on", False, (), None)]
    (alike,) = parse("## Action items\n1. ✅ Add it\n2. ✅ Turn it on\n", "a.md")
    assert [item.done for item in alike.items] == [None, None]
    assert [(found.code, found.line) for found in alike.findings] == [("PM120", 2)]


def test_ticks_before_what_was_done_are_states() -> None:
    (told,) = parse("## Corrective actions\n1. ✅ Added it\n2. ✅ Tested all of it\n", "a.md")
    assert ([item.done for item in told.items], told.findings) == ([True, True], ())


def test_a_column_that_holds_only_states_is_the_status() -> None:
    table = "## Fixes\n| Action Item | Owner | Notes |\n|---|---|---|\n| Pin it | ian | Done |\n| Test it | ann | |\n"
    assert _read(table) == [("Pin it", True, ("ian",), None), ("Test it", None, ("ann",), None)]


def test_a_team_before_a_dash_and_a_kind_in_brackets() -> None:
    assert _read("## Action items\n- [ ] devops — add a nightly job\n") == [
        ("add a nightly job", False, ("devops",), None)
    ]
    heading = (
        "# Action items\n### 1) Better alerts `@dma` [detect]\n\nDone so.\n\n### 2) Fewer jobs `@dma` [repair]\n\nSo.\n"
    )
    assert _read(heading)[0] == ("Better alerts", None, ("@dma",), "detect")


def test_a_state_in_a_links_label_is_the_items() -> None:
    assert _read("## Action items\n- [GH-101 (Done)](https://example.com/pull/101): make a domain\n")[0][1]


def test_a_target_that_is_a_file_is_no_due_date() -> None:
    table = (
        "## Actions\n| Action | Target |\n|---|---|\n| Keep the rule | `docs/rules.md` |\n| Add a job | 2026-05-01 |\n"
    )
    assert [found.due for found in parse(table, "a.md")[0].items] == [None, "2026-05-01"]


@pytest.mark.parametrize(
    ("document", "day"),
    [
        ("# Outage\nIt occurred on January23, 2026.\n", date(2026, 1, 23)),
        ("# Outage\n* Start-time:\n06/May/2026 2:17 PM\n", date(2026, 5, 6)),
        ("# Outage\nAugust, 8th, 2026\n", date(2026, 8, 8)),
        ("# Outage\n*Posted on: August 11th, 2026*\n\nFrom Jun 28, 2026 on, it failed.\n", date(2026, 6, 28)),
        (
            "---\ntitle: Incident on 17th June 2026\ndate: 2026-07-02\n---\n# Incident on 17th June 2026\n",
            date(2026, 6, 17),
        ),
        ("# Outage\n" + "It was so.\n" * 80 + "On 5 May 2026 it broke.\n", date(2026, 5, 5)),
    ],
)
def test_the_incidents_day_is_found(document: str, day: date) -> None:
    assert parse(document, "a.md")[0].date == day


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("**Severity:** High - core functions broken", "High"),
        ("**Severidade:** Alta", "Alta"),
        ("**Severity:** Minor, Major, Critical", None),
    ],
)
def test_the_severity_is_one_word_or_two(line: str, severity: str | None) -> None:
    assert parse(f"# Outage\n{line}\n", "a.md")[0].severity == severity


@pytest.mark.parametrize("line", ["confidential: 'yes'", "classification: restricted", "visibility: private"])
def test_what_is_meant_to_be_confidential_is(line: str) -> None:
    assert parse(f"---\n{line}\n---\n# Outage\n", "a.md")[0].confidential


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("# The market_watch agent stood still", "The market_watch agent stood still"),
        ("Status: final, Owners: ana, ben", "mail down"),
        ("# __Queue__ `stuck`", "Queue stuck"),
    ],
)
def test_a_title_keeps_its_words_and_loses_its_marks(first: str, title: str) -> None:
    assert parse(f"{first}\n\n## Timeline\n- 10:00\n", "mail-down.md")[0].title == title


def test_a_state_may_stand_where_a_day_is_expected() -> None:
    table = "## Actions\n| Action | Owner | Due |\n|---|---|---|\n| Go | a | DONE in May |\n| Test | b | 2026-05-01 |\n"
    assert [(found.done, found.due) for found in parse(table, "a.md")[0].items] == [(True, None), (None, "2026-05-01")]


def test_the_severity_column_of_an_action_table_is_the_priority() -> None:
    table = "## Action items\n| Severity level | Action item |\n|---|---|\n| P0 | Pin it |\n"
    assert [found.priority for found in parse(table, "a.md")[0].items] == ["P0"]


@pytest.mark.parametrize("due", ["2026-13-45", "31/02/2026"])
def test_an_impossible_day_is_kept_and_doubted(due: str) -> None:
    (incident,) = parse(f"## Action items\n- Add it @bob due {due}\n", "a.md")
    assert [(found.owners, found.due) for found in incident.items] == [(("@bob",), due)]
    assert [found.code for found in incident.findings] == ["PM104"]


@pytest.mark.parametrize("text", ["None.", "N/A", "No action items were identified.", "There were no follow-ups."])
def test_who_says_that_nothing_is_to_do_is_believed(text: str) -> None:
    (incident,) = parse(f"# Outage\n\n## Action items\n\n{text}\n", "a.md")
    assert (incident.items, incident.findings) == ((), ())


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# Postmortems", "mail down"),
        ("# Incident 003: Queue stuck", "Queue stuck"),
        ("# Incident Reports", "mail down"),
    ],
)
def test_general_words_and_numbers_are_no_title(heading: str, title: str) -> None:
    assert parse(f"{heading}\n\n## Timeline\n- 10:00\n", "mail-down.md")[0].title == title


def test_an_ambiguous_day_in_the_title_is_doubted_and_an_address_holds_none() -> None:
    assert [found.code for found in parse("# 05-02-2026 Outage\n\n## Actions\n- a b c\n", "a.md")[0].findings] == [
        "PM103"
    ]
    assert parse("# Outage\nSee https://example.com/2012-05-22/x.\n", "a.md")[0].date is None


def test_a_pull_request_may_stand_in_the_type_column() -> None:
    address = "https://github.com/acme/mail/pull/8"
    table = (
        f"## Action items\n| Action item | Type | Owner |\n|---|---|---|\n| Patch it | [PR]({address}) here | Eve |\n"
    )
    (item,) = parse(table, "a.md")[0].items
    assert ([link.url for link in item.links], item.type, item.owners) == ([address], None, ("Eve",))


def test_items_below_already_completed_are_done() -> None:
    text = "## Follow-ups\n### Already completed\n- Pinned the flag\n### Scheduled\n- Add a fallback\n"
    assert [item.done for item in parse(text, "a.md")[0].items] == [True, False]


@pytest.mark.parametrize(
    "text", ["Alert on memory (P2), which had grown", "Page on `Slow`, P1, above 3 s (it was seen)"]
)
def test_a_level_within_a_sentence_is_no_priority(text: str) -> None:
    assert [(found.priority, found.text) for found in parse(f"## Actions\n- {text}\n", "a.md")[0].items] == [
        (None, text.replace("`", ""))
    ]


@pytest.mark.parametrize("rest", ["owner: @ann", "due 2026-05-01", "JIRA-12"])
def test_a_level_in_brackets_may_stand_before_other_fields(rest: str) -> None:
    assert [found.priority for found in parse(f"## Actions\n- Restore it (P1), {rest}\n", "a.md")[0].items] == ["P1"]


@pytest.mark.parametrize(("cell", "due"), [("Q3-2024", "Q3-2024"), ("2026-06-01 (JIRA-12)", "2026-06-01")])
def test_a_day_in_its_column_stays_whatever_it_looks_like(cell: str, due: str) -> None:
    (item,) = parse(f"## Actions\n| Action | Due |\n|---|---|\n| Restore it | {cell} |\n", "a.md")[0].items
    assert (item.due, item.links) == (due, ())


def test_labels_behind_breaks_and_brackets_are_read() -> None:
    line = "- Fix the pool<br>Owner: ann<br>Due: 2026-01-01<br>Priority: P1 (status: open)"
    (item,) = parse(f"## Actions\n{line}\n", "a.md")[0].items
    assert (item.text, item.owners, item.due, item.priority) == ("Fix the pool", ("ann",), "2026-01-01", "P1")


def test_a_ticket_within_a_path_is_part_of_it() -> None:
    (item,) = parse("## Actions\n- Fix it (TEAM-42/backend#7)\n", "a.md")[0].items
    assert [link.text for link in item.links] == ["TEAM-42/backend#7"]


def test_a_summary_keeps_the_words_of_long_links() -> None:
    address = "https://dash.example/" + "x" * 300
    (incident,) = parse(f"## Summary\n{'word ' * 40}see [the board]({address}) for more\n", "a.md")
    assert incident.summary.endswith("see the board for more")


@pytest.mark.parametrize(
    ("text", "title", "owners", "due", "done"),
    [
        ("アラート追加（担当：田中、期限：2026-05-01）", "アラート追加", ("田中",), date(2026, 5, 1), None),
        ("告警改进（负责人：李雷，状态：已完成）", "告警改进", ("李雷",), None, True),
        ("**報告書の作成**（完了）", "報告書の作成", (), None, True),
        ("手順書（英語版を含む）を直す（担当：佐藤）", "手順書（英語版を含む）を直す", ("佐藤",), None, None),
    ],
)
def test_wide_brackets_and_colons_hold_fields_as_narrow_ones_do(
    text: str, title: str, owners: tuple[str, ...], due: date | None, done: bool | None
) -> None:
    (incident,) = parse(f"# 障害 7\n\n## 再発防止策\n\n- {text}\n", "a.md")
    (item,) = incident.items
    assert (item.text, item.owners, item.due_date, item.done) == (title, owners, due, done)


@pytest.mark.parametrize(
    ("asked", "when"),
    [("Who is responsible?", "By when?"), ("Kto jest odpowiedzialny?", "Do kiedy?"), ("**Wer?**", "**Bis wann?**")],
)
def test_a_label_may_be_a_question(asked: str, when: str) -> None:
    told = f"{asked} Ana\n{when} 2026-05-01\n"
    text = f"# Retro 7\n\n## Action items\n\n**Action 1: clearer tickets before the sprint**\n{told}"
    (incident,) = parse(text, "a.md")
    (item,) = incident.items
    assert (item.owners, item.due_date) == (("Ana",), date(2026, 5, 1))
