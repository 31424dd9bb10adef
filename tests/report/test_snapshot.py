"""A JSON report is a snapshot: it can be read back, checked and merged with others."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given

from postmortem_tracker.errors import UsageError
from postmortem_tracker.model import Finding, Kind, State, Waiver
from postmortem_tracker.report.checks.examine import check
from postmortem_tracker.report.checks.findings import examine
from postmortem_tracker.report.checks.rules import rules
from postmortem_tracker.report.formats.json import render_json
from postmortem_tracker.report.redact import redacted
from postmortem_tracker.report.situation import Orphan, Situation, TrackedItem
from postmortem_tracker.report.snapshot import merge, read_record, situation_of, too_old
from postmortem_tracker.report.summary import summarise
from tests.report.make import TODAY, busy, day, incident, issue, item, situation, tracked
from tests.report.test_check import CASES
from tests.report.test_summary import items


def again(case: Situation) -> Situation:
    return situation_of(read_record(render_json(summarise(case))))


def test_a_snapshot_tells_the_same_report_and_the_same_findings() -> None:
    assert render_json(summarise(again(busy()))) == render_json(summarise(busy()))
    assert check(again(busy())) == check(busy())


@pytest.mark.parametrize(("code", "case"), CASES)
def test_each_finding_is_found_in_a_snapshot_too(code: str, case: TrackedItem) -> None:
    live = situation(case)
    assert code in {each.code for each in check(live).findings} or not rules()[code].default
    assert examine(again(live)) == examine(live)


def test_an_orphan_keeps_its_document_and_that_it_is_confidential() -> None:
    gone = Orphan("INC-9", issue(8), "pm/gone.md", confidential=True)
    case = situation(orphans=(gone,))
    assert again(case).orphans == (gone,)
    assert check(again(case), redact=True) == check(case, redact=True)


def test_an_orphan_keeps_the_line_that_links_it() -> None:
    case = situation(orphans=(Orphan("INC-9", issue(8), "pm/gone.md", linked="pm/b.md:5"),))
    assert again(case).orphans == case.orphans
    assert "PM224" in {each.code for each in check(again(case)).findings}


def test_the_place_of_a_link_in_a_confidential_document_is_not_named() -> None:
    home = incident(path="pm/leaked-key.md", confidential=True)
    case = situation(tracked(home=home), orphans=(Orphan("INC-9", issue(8), "pm/gone.md", linked=f"{home.path}:5"),))
    assert "leaked-key" not in render_json(summarise(redacted(case)))
    assert "PM224" in {each.code for each in examine(redacted(case))}


def test_what_is_named_by_its_file_has_one_name_in_all_redacted_reports() -> None:
    secret = situation(tracked(home=incident("leaked-key", confidential=True, named_by_file=True)))
    assert again(secret).incidents[0].named_by_file
    shown = [redacted(each) for each in (secret, again(secret), again(redacted(secret)))]
    names = {incident.id for each in shown for incident in each.incidents}
    assert len(names) == 1
    assert names.isdisjoint({"leaked-key"})
    orphan = Orphan("leaked-key", issue(8), "pm/leaked-key.md", confidential=True)
    gone = redacted(situation(orphans=(orphan,)))
    assert {each.incident_id for each in (*gone.orphans, *redacted(again(gone)).orphans)} == names


@given(items())
def test_whatever_is_known_of_an_item_survives(one: TrackedItem) -> None:
    case = situation(one)
    assert render_json(summarise(again(case))) == render_json(summarise(case))


def test_waivers_improvements_findings_orphans_and_problems_survive() -> None:
    broad = item("Alert on what users see", kind=Kind.IMPROVEMENT)
    task = item("Restart the broker", waiver=Waiver(day(-5), "agreed"))
    home = incident(items=(task, broad), findings=(Finding("PM103", 4, "ambiguous"),))
    case = Situation(
        TODAY, (home,), (TrackedItem(home, task, issue()),), (Orphan("INC-1", issue(9)),), False, ("no network",)
    )
    back = again(case)
    assert check(back) == check(case)
    assert (back.complete, back.problems) == (False, ("no network",))


def test_a_later_day_judges_a_snapshot_anew() -> None:
    case = situation(tracked(issue=issue(), item_={"due_date": day(-10)}))
    later = merge([again(case)], day(-11))
    assert summarise(case).totals.overdue == 0
    assert summarise(later).totals.overdue == 1


def test_several_snapshots_merge_into_one_whatever_their_order() -> None:
    parts = [situation(tracked("a", home=incident(f"INC-{n}"))) for n in range(3)]
    for order in (parts, parts[::-1]):
        merged = merge(order)
        assert {each.id for each in merged.incidents} == {"INC-0", "INC-1", "INC-2"}
        assert len(merged.tracked) == 3


def test_of_an_incident_told_twice_the_newest_counts() -> None:
    old = situation(tracked("a", issue()), as_of=day(3))
    new = situation(tracked("a", issue(1, State.COMPLETED, 9, 1)))
    for order in ([old, new], [new, old]):
        merged = merge(order)
        assert merged.as_of == TODAY
        assert summarise(merged).totals.completed == summarise(merged).totals.items == 1


def test_what_one_could_not_read_is_taken_from_one_that_could() -> None:
    blind = situation(tracked("a", unread=True))
    seeing = situation(tracked("a", issue(1, State.COMPLETED, 9, 4)), as_of=day(2))
    totals = summarise(merge([blind, seeing])).totals
    assert (totals.unread, totals.completed) == (0, 1)


def test_a_merge_is_complete_only_if_every_part_is() -> None:
    broken = replace(situation(), complete=False, problems=("no network",))
    merged = merge([busy(), broken])
    assert not merged.complete
    assert merged.problems == ("no network",)


def test_an_issue_that_another_part_tracks_is_no_orphan() -> None:
    first = situation(tracked("a", issue(1)))
    second = situation(orphans=(Orphan("INC-1", issue(1)), Orphan("INC-1", issue(2))))
    assert [each.issue.ref.number for each in merge([first, second]).orphans] == [2]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 2, "as_of": "2026-01-01", "complete": true}', b"\xff"])
def test_what_is_no_snapshot_is_refused_with_advice(text: str | bytes) -> None:
    with pytest.raises(UsageError, match="not a snapshot") as caught:
        read_record(text)
    assert "report --format json" in caught.value.hint


@pytest.mark.parametrize("line", ["-5", "1000000000000000000000000000000", '"five"'])
def test_a_line_that_no_document_has_is_refused_by_its_name(line: str) -> None:
    text = re.sub(r'"line": \d+', f'"line": {line}', render_json(summarise(busy())), count=1)
    with pytest.raises(UsageError, match=r"not a snapshot: incidents\.0\..*line is not what it should be"):
        read_record(text)


@pytest.mark.parametrize("schema", ["9", "0", '"2"'])
def test_a_snapshot_of_another_schema_is_told_by_its_number(schema: str) -> None:
    text = render_json(summarise(busy())).replace('"schema": 1', f'"schema": {schema}')
    with pytest.raises(UsageError, match=f"it has schema {schema.replace(chr(34), chr(39))}; this version reads 1"):
        read_record(text)


def test_newer_snapshots_with_further_keys_stay_readable() -> None:
    text = render_json(summarise(busy())).replace('"schema": 1', '"schema": 1, "later": {"x": 1}')
    assert situation_of(read_record(text)) == again(busy())


def test_age_is_counted_in_days() -> None:
    snapshot = situation(as_of=day(2))
    assert too_old(snapshot, TODAY, 1)
    assert not too_old(snapshot, TODAY, 2)
