"""The rules, their selection, the baseline and the verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.config.load import validate
from postmortem_tracker.config.sections import CheckSettings, PolicySettings
from postmortem_tracker.errors import ConfigError, UsageError
from postmortem_tracker.model import Finding, Severity, State, Waiver
from postmortem_tracker.report.checks.baseline import fingerprints, load_baseline, render_baseline
from postmortem_tracker.report.checks.examine import CheckResult, Verdict, asks_for, check, only
from postmortem_tracker.report.checks.findings import examine
from postmortem_tracker.report.checks.quality import vague
from postmortem_tracker.report.checks.rules import TRACKING_RULES, explain, rules
from postmortem_tracker.report.formats.text import render_text
from postmortem_tracker.report.policy import Policy
from postmortem_tracker.report.redact import redact_incident, redacted
from postmortem_tracker.report.situation import Orphan, Situation, TrackedItem
from postmortem_tracker.text.globs import matches
from tests.report.make import busy, day, incident, issue, item, moment, situation, tracked

DONE = {"done": True}
DUE = {"due_date": day(-60)}
GOOD = tracked("Add an alert on replica lag", issue(), item_=DUE)


CASES = [
    ("PM201", tracked("Add an alert", item_=DUE)),
    ("PM202", tracked("Add an alert", issue(), item_={**DUE, "owners": ()})),
    ("PM203", tracked("Add an alert", issue())),
    ("PM204", tracked("Add an alert", issue(), item_={"due_date": day(1)})),
    ("PM205", tracked("Add an alert", issue(), item_={"due_date": day(-1)})),
    ("PM206", tracked("Add an alert", issue(updated_at=moment(31)), item_=DUE)),
    ("PM207", tracked("Add an alert", issue(), item_={**DUE, "waiver": Waiver(day(1), "later")})),
    ("PM208", tracked("Add an alert", issue(1, State.COMPLETED, 5, 1))),
    ("PM209", tracked("Add an alert", issue(), item_={**DUE, **DONE})),
    ("PM211", tracked("Add an alert", missing=True, item_=DUE)),
    ("PM212", tracked("Add an alert", issue(1), item_=DUE, duplicates=(issue(2),))),
    ("PM213", tracked("Improve monitoring", issue(), item_=DUE)),
    ("PM214", tracked("Restart the broker", issue(), item_=DUE)),
    ("PM201", tracked("Add an alert", borrowed="#1 belongs to pm/a.md:7", item_=DUE)),
    ("PM222", tracked("Add an alert", borrowed="#1 belongs to pm/a.md:7", item_={**DUE, **DONE})),
    ("PM217", tracked("Add an alert", issue(), item_={**DUE, "waiver": Waiver(day(-1), "later")})),
    ("PM221", tracked("Add an alert", issue(assignees=("bo",)), item_={**DUE, "owners": ("@ana",)}, accounts=("ana",))),
    ("PM223", tracked("Add an alert", issue(due=day(-61)), item_=DUE, moved_due=day(-61))),
]


def codes(*items: TrackedItem, policy: Policy | None = None, **fields: Any) -> list[str]:
    return [each.code for each in examine(situation(*items, **fields), policy)]


def settings(**fields: Any) -> CheckSettings:
    return validate({"check": fields}).check


def test_an_item_that_is_owned_dated_tracked_and_alive_gives_no_finding() -> None:
    assert codes(GOOD) == []


@pytest.mark.parametrize(("code", "case"), CASES)
def test_each_rule_finds_its_case_and_nothing_else_does(code: str, case: TrackedItem) -> None:
    found = [each for each in codes(case) if code == "PM213" or each != "PM213"]
    assert found == [code]


def test_an_orphan_is_found_while_it_is_open() -> None:
    orphans = (Orphan("INC-1", issue(7)), Orphan("INC-9", issue(8)), Orphan("INC-1", issue(9, State.COMPLETED, 9, 1)))
    found = examine(situation(GOOD, orphans=orphans))
    assert [(each.code, each.path, each.incident) for each in found] == [
        ("PM210", "", "INC-9"),
        ("PM210", GOOD.incident.path, "INC-1"),
    ]


def test_evidence_is_demanded_only_where_the_policy_says_so() -> None:
    case = tracked("Add an alert", issue(1, State.COMPLETED, 5, 1), item_={**DUE, **DONE})
    demanding = Policy(PolicySettings(evidence=True))
    assert codes(replace(case, evidence=())) == []
    assert codes(replace(case, evidence=()), policy=demanding) == ["PM216"]
    assert codes(case, policy=demanding) == [], "nobody could be asked: that is no fault of the item"


def test_a_team_may_give_days_to_find_an_owner() -> None:
    case = tracked("Add an alert", issue(), incident(ago=3), {**DUE, "owners": ()})
    assert codes(case, policy=Policy(PolicySettings(owner_within_days=4))) == []
    assert codes(case, policy=Policy(PolicySettings(owner_within_days=3))) == ["PM202"]


def test_nothing_is_claimed_about_an_issue_that_was_not_read() -> None:
    assert codes(tracked("Add an alert", unread=True, item_={"owners": ()})) == []


def promise(text: str, id: str, ago: int, number: int, state: State = State.OPEN) -> TrackedItem:
    closed = 1 if state.closed else None
    facts = {**DUE, "done": state.closed or None}
    return tracked(text, issue(number, state, 3, closed), incident(id, ago), facts)


def test_what_an_earlier_incident_promised_and_did_not_do_is_told_with_its_age() -> None:
    early = promise("Add an alert on replication lag of the orders database", "INC-17", 112, 1)
    late = promise("Add alert for replication lag on the orders database.", "INC-30", 5, 2)
    found = [each for each in examine(situation(late, early)) if each.code == "PM215"]
    assert [each.incident for each in found] == ["INC-30"]
    assert "already promised in INC-17, 112 days ago, still open (team/service#1)" in found[0].message


@pytest.mark.parametrize(
    "early",
    [
        promise("Add an alert on replication lag", "INC-17", 112, 1, State.COMPLETED),
        promise("Rotate the signing certificates", "INC-17", 112, 1),
        promise("Add an alert on replication lag of shard 3", "INC-17", 112, 1),
        promise("Add an alert on replication lag", "INC-17", 2, 1),
    ],
    ids=["done", "unlike", "numbered", "younger"],
)
def test_what_is_done_unlike_or_younger_was_not_promised_before(early: TrackedItem) -> None:
    late = promise("Add an alert on replication lag" + " of shard 4" * ("shard" in early.item.text), "INC-30", 5, 2)
    found = [each for each in examine(situation(late, early)) if each.code == "PM215" and each.incident == "INC-30"]
    assert found == []


def test_rules_are_selected_ignored_and_extended_by_code_prefix_and_name() -> None:
    case = situation(tracked("Improve monitoring", item_={"due_date": day(1)}))

    def kept(**fields: Any) -> list[str]:
        return [each.code for each in check(case, settings=settings(**fields)).findings]

    assert kept() == ["PM201", "PM204"]
    assert kept(extend_select=["vague"]) == ["PM201", "PM204", "PM213"]
    assert kept(select=["ALL"]) == ["PM201", "PM204", "PM213"]
    assert kept(select=["overdue"]) == ["PM204"]
    assert kept(ignore=["PM20"]) == []
    assert kept(severity={"PM201": "off"}) == ["PM204"]


def test_an_unknown_code_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigError) as caught:
        check(situation(), settings=settings(ignore=["PM999"]))
    assert caught.value.hint == "all of them: postmortem-tracker explain"


def test_paths_have_rules_of_their_own_and_the_last_one_decides() -> None:
    case = situation(tracked("Add an alert", item_={"due_date": day(1)}))
    path = {"path": "postmortems/**", "ignore": ["PM201"]}
    again = {"path": "**/inc-1.md", "select": ["PM201"]}

    def kept(*per_path: dict[str, Any]) -> list[str]:
        return [each.code for each in check(case, settings=settings(per_path=per_path)).findings]

    assert kept(path) == ["PM204"]
    assert kept(path, again) == ["PM201", "PM204"]
    assert kept({**path, "path": "elsewhere/*"}) == ["PM201", "PM204"]


@pytest.mark.parametrize(
    ("path", "pattern", "fits"),
    [
        ("docs/a/b.md", "docs/**", True),
        ("docs/a/b.md", "docs/*", False),
        ("./docs/b.md", "docs/*.md", True),
        ("docs\\b.md", "docs/*.md", True),
        ("docs/b.md", "b.md", True),
        ("docs/b.md", "c.md", False),
        ("docs/a/b.md", "docs/", True),
        ("b.md", "**/b.md", True),
        ("docs/b+c.md", "docs/b+c.md", True),
    ],
)
def test_globs_cross_directories_only_with_two_stars(path: str, pattern: str, fits: bool) -> None:
    assert matches(path, pattern) is fits


@pytest.mark.parametrize(
    ("fail_on", "severity", "expected"),
    [
        ("error", Severity.ERROR, Verdict.FINDINGS),
        ("error", Severity.WARNING, Verdict.CLEAN),
        ("warning", Severity.WARNING, Verdict.FINDINGS),
        ("warning", Severity.NOTE, Verdict.CLEAN),
        ("never", Severity.ERROR, Verdict.CLEAN),
    ],
)
def test_the_verdict_follows_fail_on(fail_on: Any, severity: Severity, expected: Verdict) -> None:
    result = CheckResult(day(0), (Finding("PM201", 1, "x", severity=severity),))
    assert result.verdict(fail_on) is expected
    assert replace(result, complete=False).verdict(fail_on) is Verdict.INCOMPLETE


def test_what_could_not_be_read_is_never_green() -> None:
    result = check(situation(GOOD, complete=False, problems=("cannot reach tracker.example",)))
    assert result.findings == ()
    assert result.verdict("never") is Verdict.INCOMPLETE
    text = render_text(result)
    assert "incomplete: cannot reach tracker.example" in text
    assert "not a clean result" in text


def test_known_findings_are_silent_and_new_ones_are_not() -> None:
    old = situation(tracked("Add an alert"))
    known = load_baseline(render_baseline(check(old).findings))
    assert check(old, baseline=known).findings == ()
    assert check(old, baseline=known).known == 2
    both = situation(tracked("Add an alert"), tracked("Limit the retries"))
    assert {each.key for each in check(both, baseline=known).findings} == {item("Limit the retries").key}


@given(st.integers(1, 10_000), st.sampled_from(Severity), st.integers(0, 99))
def test_a_fingerprint_outlives_moves_severities_and_passing_days(line: int, severity: Severity, days: int) -> None:
    one = Finding("PM204", 3, "overdue by 4 days: x", "a.md", incident="INC-1", key="k")
    other = Finding("PM204", line, f"overdue by {days} days: x", "b/a.md", severity, incident="INC-1", key="k")
    assert fingerprints([one]) == fingerprints([other])
    assert fingerprints([one]) != fingerprints([one._replace(code="PM205")])
    assert len(set(fingerprints([one, one]))) == 2


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"schema": 2, "findings": []}', '{"schema": 1, "findings": [1]}'])
def test_a_broken_baseline_is_a_configuration_error(text: str) -> None:
    with pytest.raises(ConfigError, match="not a baseline"):
        load_baseline(text)


def test_only_the_changed_documents_are_reported_but_all_are_known() -> None:
    early = promise("Add an alert on replication lag of orders", "INC-17", 112, 1)
    late = promise("Add an alert on replication lag of orders", "INC-30", 5, 2)
    case = situation(replace(early, item=early.item._replace(owners=())), late)
    result = check(case, only_paths=[late.incident.path])
    assert [each.code for each in result.findings] == ["PM215"]
    assert result.documents == 1


def test_documents_are_counted_whatever_they_hold_and_whoever_may_read_them() -> None:
    home = incident("INC-1", path="pm/both.md")
    secret = [redact_incident(incident(f"INC-{number}", confidential=True)) for number in (3, 4)]
    case = replace(situation(), incidents=(home, incident("INC-2", path="pm/both.md"), *secret))
    assert check(case).documents == 3


def test_text_is_one_line_per_item_with_path_line_severity_and_code() -> None:
    bare = tracked("Add an alert", item_={"line": 9, "owners": ()})
    text = render_text(check(situation(bare, tracked("Test the backup", item_={"line": 12, "due_date": day(1)}))))
    told = "error PM201 no issue, warning PM202 no owner, note PM203 no due date"
    assert f"\npostmortems/inc-1.md:9: {told}: Add an alert\n" in text
    assert "\npostmortems/inc-1.md:12: error PM201 no issue, error PM204 overdue by 1 day, was due " in text
    assert text.count("Add an alert") == text.count("Test the backup") == 1
    assert text.endswith("3 errors, 1 warning, 1 note in 1 document, 2 action items on 2026-11-23\n")


def test_text_ends_with_a_count_by_code_and_where_codes_are_explained() -> None:
    case = situation(*(tracked(f"Add an alert on queue {n}", item_={"key": str(n)}) for n in range(12)))
    result = check(case)
    lines = [" ".join(line.split()) for line in render_text(result).splitlines()]
    at = lines.index("12 error PM201 untracked")
    assert lines[at + 1] == "12 note PM203 no-due-date"
    assert "explain CODE" in lines[at + 2]
    only_counts = render_text(result, statistics=True)
    assert "Add an alert" not in only_counts
    assert only_counts.splitlines()[-1] == render_text(result).splitlines()[-1]
    assert "explain" not in render_text(check(situation(GOOD)))


def test_findings_stand_under_the_title_of_their_own_incident() -> None:
    first = incident("INC-1", title="Queue stopped", path="both.md")
    second = incident("INC-2", title="Disk full", path="both.md")
    case = situation(
        tracked("Add an alert", home=first, item_={"line": 5}), tracked("Test it", home=second, item_={"line": 50})
    )
    lines = render_text(check(case)).splitlines()
    assert lines[0] == "INC-1 Queue stopped"
    assert lines[1].startswith("both.md:5:")
    assert lines[3] == "INC-2 Disk full"
    assert lines[4].startswith("both.md:50:")


def test_only_incidents_with_findings_are_named() -> None:
    fine, late = incident("INC-1", title="Queue stopped"), incident("INC-2", title="Disk full")
    case = situation(*(replace(each, incident=fine) for each in (GOOD,)), tracked("Test it", home=late))
    assert set(check(case).titles.values()) == {"INC-2 Disk full"}


def test_only_what_was_selected_counts_whatever_the_settings_add() -> None:
    case = situation(tracked("Improve monitoring", item_={"due_date": day(1)}))
    given = settings(
        extend_select=["PM213"], per_path=[{"path": "**", "select": ["PM201"]}], severity={"PM204": "note"}
    )
    assert [each.code for each in check(case, settings=given).findings] == ["PM201", "PM204", "PM213"]
    assert [each.code for each in check(case, settings=only(given, ("PM204",))).findings] == ["PM204"]
    assert not asks_for(only(settings(extend_select=["PM218"]), ("PM204",)), ["PM218"])


@pytest.mark.parametrize(
    ("items", "found"),
    [
        (["Restart the broker", "Write the postmortem"], True),
        (["Restart the broker", "Page on more than 5 % signature failures in 5 minutes"], False),
        (["Restart the broker", "Fix the leak in the session store"], False),
        (["Roll back the release", "Restore the orders from the backup", "Apologise to the customers"], True),
        (["Reiniciar el servicio"], False),
        (["Update the runbook with an alert for lag"], False),
    ],
)
def test_only_repairs_is_said_only_where_every_item_is_understood_as_one(items: list[str], found: bool) -> None:
    case = situation(*(tracked(text, issue(n), item_=DUE) for n, text in enumerate(items, 1)))
    assert ("PM214" in [each.code for each in examine(case)]) is found


@pytest.mark.parametrize("colour", [True, False])
def test_escape_sequences_of_documents_never_reach_the_terminal(colour: bool) -> None:
    evil = "Clear \x1b[2J\x1b]0;owned\x07 the\x9b31m screen\u202e\r\nPM000"
    home = incident(title=evil, path="a\x1b[31m.md")
    text = render_text(check(situation(tracked(evil, home=home))), colour=colour)
    ours = text.replace("\x1b[0m", "").replace("\x1b[1m", "").replace("\x1b[31m", "").replace("\x1b[36m", "")
    assert ours.replace("\n", "").isprintable()
    assert ("\x1b" in text) is colour
    assert "owned" not in text


def test_every_rule_can_be_explained_by_code_and_by_name() -> None:
    for code, rule in TRACKING_RULES.items():
        assert explain(code.lower()) == explain(rule.name)
        assert rule.fix in explain(code)
    with pytest.raises(UsageError, match="PM999"):
        explain("PM999")


def test_names_of_rules_are_unique() -> None:
    names = [rule.name for rule in rules().values()]
    assert len(set(names)) == len(names)


def test_findings_of_the_parser_are_passed_on_with_their_document() -> None:
    home = incident(findings=(Finding("PM199", 4, "something in the text"),))
    found = check(Situation(day(0), incidents=(home,))).findings
    assert [(each.code, each.path, each.incident) for each in found] == [("PM199", home.path, "INC-1")]


def test_findings_on_what_is_confidential_repeat_no_word_of_it() -> None:
    secret = "the customer is called Umbrella"
    home = incident("INC-7", title=secret, confidential=True, findings=(Finding("PM103", 4, secret),))
    facts = {"owners": (), "due_date": day(3), "waiver": Waiver(day(1), secret)}
    hidden = issue(2, title=secret, confidential=True)
    case = situation(
        tracked(secret, home=home, item_=facts),
        tracked(f"Write that {secret}", hidden, incident("INC-8"), {"due_date": day(3)}),
        tracked("Add an alert", issue(3), incident("INC-9"), {"due_date": day(3)}),
        orphans=(Orphan("INC-9", issue(4, title=secret, confidential=True)), Orphan("INC-7", issue(5, title=secret))),
    )
    shown, hiding = check(case), check(case, redact=True)
    assert [(each.code, each.path, each.line) for each in hiding.findings] == [
        (each.code, each.path, each.line) for each in shown.findings
    ]
    for text in (render_text(hiding), render_baseline(hiding.findings), str(hiding.titles), str(hiding.subjects)):
        assert "Umbrella" not in text
    assert "Umbrella" in render_text(shown)
    assert "Add an alert" in render_text(hiding)
    known = load_baseline(render_baseline(hiding.findings))
    assert check(case, redact=True, baseline=known).findings == ()


def test_findings_come_by_document_and_line() -> None:
    findings = check(busy(6, 5)).findings
    places = [(each.path, each.line) for each in findings]
    assert places == sorted(places)
    assert findings


def test_an_issue_that_belongs_to_a_confidential_item_does_not_tell_where_that_stands() -> None:
    borrower = tracked("Add an alert", borrowed="#1 belongs to pm/secret.md:7", item_={**DUE, **DONE})
    secret = tracked("Rotate the key", issue(), incident("INC-2", path="pm/secret.md", confidential=True))
    shown = str(redacted(situation(borrower, secret)).tracked)
    assert "#1 belongs to another item" in shown
    assert "secret.md" not in shown


@pytest.mark.parametrize(
    "text",
    ["接続プールの上限を監視する", "更新支付网关的超时配置", "フェイルオーバー手順書を更新", "配置发布前自动检查"],
)
def test_words_without_spaces_between_them_are_not_taken_for_one(text: str) -> None:
    assert vague(text) == ""


@pytest.mark.parametrize("text", ["監視", "监控", "モニター", "alerts", "Fix it", "対応 する"])
def test_a_word_or_two_say_too_little_in_any_script(text: str) -> None:
    assert vague(text) == "not specific, says too little"
