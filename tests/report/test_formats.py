"""Each output format: valid for its own reader, safe with hostile text, honest when incomplete."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from prometheus_client.openmetrics.parser import text_string_to_metric_families

import postmortem_tracker as tracker
from postmortem_tracker.choices import GroupBy
from postmortem_tracker.config.sections import CheckSettings
from postmortem_tracker.errors import UsageError
from postmortem_tracker.model import Finding, Severity
from postmortem_tracker.report.checks.examine import CheckResult, check
from postmortem_tracker.report.compare import compare
from postmortem_tracker.report.contract import schemas
from postmortem_tracker.report.formats.check_json import render_check_json
from postmortem_tracker.report.formats.check_markdown import render_check_markdown
from postmortem_tracker.report.formats.codequality import render_codequality
from postmortem_tracker.report.formats.csv import COLUMNS, render_csv
from postmortem_tracker.report.formats.digest import render_digest, render_slack, render_teams
from postmortem_tracker.report.formats.github import render_github
from postmortem_tracker.report.formats.html import render_html
from postmortem_tracker.report.formats.json import render_json
from postmortem_tracker.report.formats.junit import render_junit
from postmortem_tracker.report.formats.markdown import END, START, render_markdown, update_between
from postmortem_tracker.report.formats.openmetrics import render_openmetrics
from postmortem_tracker.report.formats.sarif import render_sarif
from postmortem_tracker.report.formats.table import render_table
from postmortem_tracker.report.formats.text import render_text
from postmortem_tracker.report.situation import Orphan, Situation
from postmortem_tracker.report.summary import Report, summarise
from postmortem_tracker.text.printable import bare_title, width
from tests.report.make import TODAY, busy, day, incident, issue, situation, tracked

HOSTILE = "<script>alert(1)</script> | `x` [y](javascript:alert(1)) @team \x1b[31m =1+1 {{7*7}} ]]> %0A::error::z"
PARTIAL: dict[str, Any] = {"complete": False, "problems": ("cannot reach tracker.example",)}


def digest(report: Report) -> str:
    return render_digest(compare(replace(report, as_of=day(7)), report))


REPORTS = [render_table, render_markdown, render_json, render_csv, render_openmetrics, render_html, digest]
CHECKS = [
    render_text,
    render_check_json,
    render_check_markdown,
    render_github,
    render_codequality,
    render_sarif,
    render_junit,
]


def hostile() -> Situation:
    home = incident(HOSTILE, path=HOSTILE, severity=HOSTILE)
    ticket = issue(1, url="javascript:alert(1)", assignees=(HOSTILE,))
    facts = {"owners": (HOSTILE,), "priority": HOSTILE, "due_date": day(5)}
    return situation(tracked(HOSTILE, ticket, home, facts), orphans=(Orphan(HOSTILE, ticket),))


@pytest.mark.parametrize("render", REPORTS)
def test_every_report_says_what_could_not_be_read(render: Any) -> None:
    report = summarise(replace(busy(), **PARTIAL))
    text = render(report)
    honest = "postmortem_report_complete 0" if render is render_openmetrics else "cannot reach tracker.example"
    assert honest in text
    whole = render(summarise(busy()))
    assert honest not in whole


@pytest.mark.parametrize("render", CHECKS)
def test_every_check_says_what_could_not_be_read(render: Any) -> None:
    assert "cannot reach tracker.example" in render(check(replace(busy(), **PARTIAL)))


@pytest.mark.parametrize("render", [render_markdown, render_html, render_json])
def test_what_nobody_knows_of_an_earlier_day_is_said(render: Any) -> None:
    known = replace(busy(), remarks=("as of 2026-01-04: not in git, so left out",))
    assert "not in git, so left out" in render(summarise(known))


@pytest.mark.parametrize("render", REPORTS)
def test_the_same_report_is_rendered_the_same_and_an_empty_one_too(render: Any) -> None:
    report = summarise(busy())
    assert render(report) == render(report)
    assert render(Report(TODAY, summarise(situation()).totals)).endswith("\n")


@pytest.mark.parametrize("name", schemas())
def test_the_published_schema_is_that_of_the_records(name: str) -> None:
    published = json.loads((Path(tracker.__file__).parent / "schemas" / name).read_text(encoding="utf-8"))
    assert published == schemas()[name]


@pytest.mark.parametrize("name", ["report.json", "check.json"])
def test_the_output_is_what_its_schema_says(name: str) -> None:
    published = schemas()[name]
    output = render_json(summarise(busy())) if name == "report.json" else render_check_json(check(busy()))
    jsonschema.Draft202012Validator(published).validate(json.loads(output))


def test_json_has_the_contracts_parts() -> None:
    data = json.loads(render_json(summarise(busy())))
    assert {"schema", "as_of", "complete", "totals", "incidents"} <= data.keys()
    first = data["incidents"][0]
    names = {"id", "title", "date", "severity", "path", "open", "completed", "not_planned", "untracked", "overdue"}
    assert names | {"stale", "items"} <= first.keys()
    assert sum(each["open"] for each in data["incidents"]) == data["totals"]["open"]


class Page(HTMLParser):
    """Notes the tags, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_hostile_text_does_nothing_in_the_page() -> None:
    text = render_html(summarise(hostile()), document_url="javascript:{path}#L{line}")
    page = Page()
    page.feed(text)
    assert sum(tag == "script" for tag, _ in page.tags) == 1
    for _, attributes in page.tags:
        assert not any(name.startswith("on") or name in ("style", "src") for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")
    assert "49" not in re.sub(r"[\d.]*\d49\d*|sha256-\S+", "", text.split("<body>")[1].split("<script>")[0])


def test_the_page_may_load_nothing_and_run_only_its_own_script() -> None:
    text = render_html(summarise(busy()))
    found = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert found is not None
    policy = found[1].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "src=" not in text
    assert "@import" not in text


def test_markdown_shows_hostile_text_as_text() -> None:
    text = render_markdown(summarise(hostile()), document_url="https://x.example/{path}#L{line}")
    assert "<script" not in text
    assert "@team" not in text
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in table[:3]} == {13}


@given(st.text(max_size=60), st.text(max_size=200))
@example("", "one line end\r\nof another system")
def test_updating_between_markers_twice_is_updating_once(before: str, body: str) -> None:
    if START in before + body or END in before + body:
        return
    page = f"{before}\n{START}\nold\n{END}\nafter {before}"
    once = update_between(page, body)
    assert update_between(once, body) == once
    assert once.startswith(f"{before}\n{START}")
    assert once.endswith(f"{END}\nafter {before}")


def test_a_page_keeps_its_line_endings() -> None:
    assert update_between(f"a\r\n{START}\r\n{END}\r\n", "x\ny") == f"a\r\n{START}\r\n\r\nx\r\ny\r\n\r\n{END}\r\n"


@pytest.mark.parametrize("page", ["", START, f"{END} {START}", f"{START}{START}{END}", f"{START}{END}{END}"])
def test_a_page_without_one_pair_of_markers_is_refused(page: str) -> None:
    with pytest.raises(UsageError, match="markers"):
        update_between(page, "x")


@given(st.text(max_size=40))
def test_no_cell_of_the_csv_is_a_formula_and_each_row_has_all_columns(text: str) -> None:
    home = incident(text or "x", title=text)
    out = render_csv(summarise(situation(tracked(text, issue(), home, {"owners": (text,), "priority": text}))))
    rows = list(csv.reader(io.StringIO(out, newline="")))
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows[1:] for cell in row)


def parsed(text: str) -> dict[str, Any]:
    read: Any = text_string_to_metric_families  # the parser has no annotations
    return {each.name: each for each in read(text)}


@given(st.text(max_size=40))
def test_the_official_parser_reads_the_metrics_whatever_the_names(text: str) -> None:
    home = incident(text or "x", title=text)
    report = summarise(situation(tracked("a", issue(), home, {"owners": (text, "@bo")}), tracked("b")))
    families = parsed(render_openmetrics(report))
    states = {each.labels["state"]: each.value for each in families["postmortem_action_items"].samples}
    assert states == {"open": 2, "completed": 0, "not_planned": 0}


def test_the_metrics_hold_the_reports_numbers() -> None:
    report = summarise(busy())
    families = parsed(render_openmetrics(report))
    reasons = {each.labels["reason"]: each.value for each in families["postmortem_action_items_attention"].samples}
    assert reasons["overdue"] == report.totals.overdue
    owners = families["postmortem_owner_open_items"].samples
    assert sum(each.value for each in owners) == report.totals.open


def many(severity: Severity, count: int) -> tuple[Finding, ...]:
    return tuple(Finding("PM204", line, f"late {line}", "a.md", severity) for line in range(1, count + 1))


def test_github_gets_at_most_ten_annotations_per_level_worst_first() -> None:
    result = CheckResult(TODAY, (*many(Severity.NOTE, 4), *many(Severity.WARNING, 12), *many(Severity.ERROR, 11)))
    lines = render_github(result).splitlines()
    kinds = [re.match(r"::(\w+) ", line) for line in lines]
    levels = [found[1] for found in kinds if found]
    assert levels == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 4
    assert "3 further findings in the step summary" in lines[-1]
    assert render_check_markdown(result).count("| PM204 |") == 27


def test_no_text_can_start_a_workflow_command() -> None:
    finding = Finding("PM204", 1, "x\n::error::owned\r::set-env name=a::b%0A", "a,b:c.md")
    lines = render_github(CheckResult(TODAY, (finding,))).splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("::warning file=a%2Cb%3Ac.md,line=1,title=PM204 overdue::")
    assert lines[0].endswith("%250A")


@pytest.mark.parametrize("base", ["", "docs"])
def test_a_backslash_in_a_name_is_no_folder(base: str) -> None:
    """Else the finding would stand at another file, which may exist."""
    result = CheckResult(TODAY, (Finding("PM204", 1, "x", "pm/back\\slash.md"),), base=base)
    path = f"{base}/pm/back\\slash.md" if base else "pm/back\\slash.md"
    assert f"file={path}," in render_github(result)
    assert json.loads(render_codequality(result))[0]["location"]["path"] == path
    place = json.loads(render_sarif(result))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == path.replace("\\", "%5C")
    assert path in render_junit(result)


def test_code_quality_entries_have_what_gitlab_reads() -> None:
    entries = json.loads(render_codequality(check(busy())))
    assert len({each["fingerprint"] for each in entries}) == len(entries) > 0
    for each in entries:
        assert each["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert each["location"]["lines"]["begin"] >= 1
        assert each["location"]["path"].startswith("postmortems/")


@pytest.mark.node
@pytest.mark.parametrize("case", [busy(), hostile(), replace(busy(1), **PARTIAL), situation()])
def test_sarif_is_valid_by_its_schema(case: Situation) -> None:
    path = Path(__file__).parent / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
    if not path.exists():
        assert not os.environ.get("CI"), "run `npm ci --ignore-scripts` in tests/report"
        pytest.skip("the SARIF schema is missing: run `npm ci --ignore-scripts` in tests/report")
    schema = json.loads(path.read_text(encoding="utf-8"))
    result = check(case, settings=CheckSettings(select=("ALL",)))
    jsonschema.Draft7Validator(schema).validate(json.loads(render_sarif(result)))


def test_sarif_rules_and_results_belong_together() -> None:
    run = json.loads(render_sarif(check(busy())))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert run["results"]
    for each in run["results"]:
        assert rules[each["ruleIndex"]]["id"] == each["ruleId"]


@pytest.mark.parametrize("case", [busy(), hostile(), situation()])
def test_junit_is_xml_and_counts_its_failures(case: Situation) -> None:
    result = check(case)
    root = ET.fromstring(render_junit(result))
    failing = sum(each.severity is not Severity.NOTE for each in result.findings)
    assert len(list(root.iter("failure"))) == int(root.get("failures", "")) == failing
    assert int(root.get("tests", "")) >= 1


def test_junit_cases_keep_their_name_when_lines_move_and_have_it_alone() -> None:
    def names(*lines: int) -> list[str]:
        found = [
            Finding("PM204", lines[0], "overdue by 4 days: x", "a.md", incident="INC-1", key="k1"),
            Finding("PM204", lines[0], "overdue by 9 days: y", "a.md", incident="INC-1", key="k2"),
            Finding("PM105", lines[1], "unclear", "a.md", incident="INC-1"),
            Finding("PM105", lines[1], "unclear again", "a.md", incident="INC-1"),
        ]
        result = CheckResult(TODAY, tuple(found), subjects={("INC-1", "k1"): "Alert", ("INC-1", "k2"): "Alert"})
        return [case.get("name", "") for case in ET.fromstring(render_junit(result)).iter("testcase")]

    assert names(3, 9) == names(30, 90)
    assert len(set(names(3, 9))) == 4
    assert names(3, 9)[:2] == ["PM204 overdue Alert", "PM204 overdue Alert (2)"]


@pytest.mark.parametrize(("base", "path"), [("services/checkout", "pm/a.md"), ("services/checkout/conf", "../pm/a.md")])
def test_viewers_get_paths_from_the_root_of_the_repository(base: str, path: str) -> None:
    case = situation(tracked("Add an alert", home=incident(path=path)))
    result, wanted = check(case, base=base), "services/checkout/pm/a.md"
    assert f"file={wanted},line=12" in render_github(result)
    assert f"{wanted}:12" in render_check_markdown(result)
    assert {each["location"]["path"] for each in json.loads(render_codequality(result))} == {wanted}
    places = [
        each["locations"][0]["physicalLocation"] for each in json.loads(render_sarif(result))["runs"][0]["results"]
    ]
    assert {each["artifactLocation"]["uri"] for each in places} == {wanted}
    assert {each.get("file") for each in ET.fromstring(render_junit(result)).iter("testcase")} == {wanted}
    assert [each["fingerprint"] for each in json.loads(render_codequality(result))] == [
        each["fingerprint"] for each in json.loads(render_codequality(check(case)))
    ]


@given(st.text())
def test_junit_holds_any_text(text: str) -> None:
    ET.fromstring(render_junit(CheckResult(TODAY, (Finding("PM204", 1, text, text, hint=text),))))


def test_slack_mentions_owners_and_assignees_whose_member_id_is_known() -> None:
    items = (
        tracked("Add an alert", issue(assignees=("cem-x",)), item_={"owners": ("@ana", "Bo Lee"), "due_date": day(1)}),
        tracked("Say <@U0EVIL> hello", issue(2), item_={"owners": ("<@U0EVIL>",), "due_date": day(1)}),
    )
    members = {"ana": "U0ANA1", "bo lee": "U0BO22", "cem-x": "W0CEM3", "<@U0EVIL>": "here"}
    told = compare(summarise(Situation(day(7))), summarise(situation(*items)))
    text = render_slack(told, members=members)
    assert "<@U0ANA1> <@U0BO22> <@W0CEM3>" in text
    assert "<@U0EVIL>" not in text
    assert "<@here>" not in text
    assert "<@" not in render_slack(told)


def test_slack_mentions_nobody_and_keeps_its_limits() -> None:
    evil = situation(*(tracked(f"<!channel> <@U1> {n} " + "x" * 5000, home=incident(f"INC-{n}")) for n in range(60)))
    data = json.loads(render_slack(compare(summarise(Situation(day(7))), summarise(evil))))
    assert len(data["blocks"]) <= 50
    assert all(len(each["text"]["text"]) <= 3000 for each in data["blocks"])
    assert "<!channel>" not in json.dumps(data)
    assert "<@U1>" not in json.dumps(data)


@pytest.mark.parametrize(
    "whose",
    ["[Ana](https://its.host)", "**Ana** _x_", "# Ana", "<at>everyone</at>", "`Ana`", "Ana [a]: https://its.host"],
)
def test_a_name_in_a_digest_title_is_no_markdown(whose: str) -> None:
    told = compare(summarise(Situation(day(7))), summarise(hostile()))
    card = json.loads(render_teams(told, whose))["attachments"][0]["content"]["body"][0]["text"]
    assert re.search(r"(?<!\\)[\[\]()*_`#<>]", card) is None, card
    assert whose in card.replace("\\", "")


def test_teams_gets_an_adaptive_card_with_escaped_text() -> None:
    data = json.loads(render_teams(compare(summarise(Situation(day(7))), summarise(hostile()))))
    card = data["attachments"][0]["content"]
    assert card["type"] == "AdaptiveCard"
    assert not re.search(r"(?<!\\)\]\(javascript", card["body"][-1]["text"])


@pytest.mark.parametrize("by", GroupBy)
def test_reports_can_be_grouped_by_everything(by: GroupBy) -> None:
    report = summarise(busy())
    assert by.value.capitalize() in render_table(report, group_by=by)
    assert f"| {by.value.capitalize()} |" in render_markdown(report, group_by=by)


def test_the_terminal_shows_the_open_items_most_overdue_first_and_says_how_many_more() -> None:
    text = render_table(summarise(busy(4, 6)), limit=3)
    shown = [int(days) for days in re.findall(r"^overdue (\d+) d", text, re.MULTILINE)]
    assert shown == sorted(shown, reverse=True)
    assert len(shown) == 3
    assert "… and 9 more open items" in text


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("INC-1: Queue stopped", "Queue stopped"),
        ("inc-1 – Queue", "Queue"),
        ("INC-12", "INC-12"),
        ("Queue", "Queue"),
        ("inc 1", ""),
    ],
)
def test_an_id_is_not_said_twice(title: str, expected: str) -> None:
    assert bare_title(title, "INC-1") == expected


@pytest.mark.parametrize("room", [80, 100, 120])
def test_a_table_is_no_wider_than_the_terminal(room: int) -> None:
    report = summarise(situation(tracked("Alert on the length of every queue 列が長い " * 4)))
    lines = render_table(report, room=room).splitlines()
    assert max(map(width, lines)) <= room
    assert any(day(10).isoformat() in line for line in lines), "a day is never cut"
    assert max(map(width, render_table(report).splitlines())) > 80


def test_an_incident_without_items_has_no_progress() -> None:
    empty = replace(situation(), incidents=(incident("INC-7"),))
    (line,) = [line for line in render_markdown(summarise(empty)).splitlines() if "INC-7" in line]
    assert "%" not in line


def test_what_nowhere_counts_anything_has_no_column() -> None:
    quiet = situation(tracked("Add an alert", issue()))
    assert "Untracked" not in render_table(summarise(quiet))
    assert "Untracked" in render_table(summarise(situation(tracked("Add an alert"))))


def test_colour_is_only_added() -> None:
    report = summarise(busy())
    assert re.sub(r"\x1b\[\d+m", "", render_table(report, colour=True)) == render_table(report)
    assert "\x1b" not in render_table(summarise(hostile()))
