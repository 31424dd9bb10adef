"""Pages that may be postmortems are told of by every snapshot and comparison as by the report it was made of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from postmortem_tracker.markdown.findings import finding
from postmortem_tracker.model import Doubt
from postmortem_tracker.report.checks.examine import check
from postmortem_tracker.report.compare import compare
from postmortem_tracker.report.filters import Filters, select
from postmortem_tracker.report.formats.changes_json import render_changes_json
from postmortem_tracker.report.formats.json import render_json
from postmortem_tracker.report.redact import redacted
from postmortem_tracker.report.situation import Situation
from postmortem_tracker.report.snapshot import merge, read_record, situation_of
from postmortem_tracker.report.summary import summarise
from postmortem_tracker.text.printable import HIDDEN
from tests.report.make import TODAY, busy, day, incident, situation, tracked
from tests.security.run import inside

OPEN = Doubt(finding("PM128", 9, "notes/letters.md", "it has 1 open action item"))
SECRET = Doubt(finding("PM128", 7, "notes/leaked-key.md", "it has 2 open action items"), confidential=True)


def again(case: Situation) -> Situation:
    return situation_of(read_record(render_json(summarise(case))))


@pytest.mark.parametrize("doubts", [(), (OPEN,), (OPEN, SECRET)])
def test_a_snapshot_keeps_them(doubts: tuple[Doubt, ...]) -> None:
    case = situation(tracked(), doubts=doubts)
    assert again(case).doubts == doubts
    assert check(again(case)) == check(case)
    assert [each.code for each in check(again(case)).findings].count("PM128") == len(doubts)


def test_a_snapshot_of_a_version_that_kept_none_is_read() -> None:
    record = json.loads(render_json(summarise(situation(tracked(), doubts=(OPEN,)))))
    del record["doubts"]
    assert situation_of(read_record(json.dumps(record))).doubts == ()


def test_merged_ones_are_told_once_and_a_page_that_was_read_is_doubted_by_none() -> None:
    first = situation(tracked(), doubts=(OPEN, SECRET))
    assert merge([first, situation(doubts=(OPEN,), as_of=day(3))]).doubts == (OPEN, SECRET)
    home = incident("INC-9", path=OPEN.finding.path)
    assert merge([first, situation(tracked(home=home))]).doubts == (SECRET,)
    hidden = redacted(situation(tracked(home=incident("INC-8", confidential=True))))
    assert merge([redacted(first), hidden]).doubts == redacted(first).doubts


def test_a_comparison_tells_of_those_of_its_end() -> None:
    before, now = situation(tracked(), as_of=day(3)), situation(tracked(), doubts=(OPEN,))
    told = json.loads(render_changes_json(compare(summarise(before), summarise(now))))
    assert [(each["code"], each["path"]) for each in told["doubts"]] == [("PM128", OPEN.finding.path)]
    assert not json.loads(render_changes_json(compare(summarise(now), summarise(before))))["doubts"]


@pytest.mark.parametrize("confidential", ["redact", "omit", "show"])
def test_where_a_confidential_page_stands_is_told_only_where_it_may_be(confidential: str) -> None:
    case = situation(tracked(), doubts=(OPEN, SECRET))
    shown = select(case, Filters(), confidential)  # type: ignore[arg-type]
    text = render_json(summarise(shown))
    assert ("leaked-key" in text, OPEN.finding.path in text) == (confidential == "show", True)
    assert len(shown.doubts) == (1 if confidential == "omit" else 2)
    assert {each.finding.path for each in redacted(again(redacted(case))).doubts} == {OPEN.finding.path, HIDDEN}


def test_a_filtered_report_tells_of_none() -> None:
    assert select(Situation(TODAY, doubts=(OPEN,)), Filters(owners=("ana",))).doubts == ()
    assert select(busy(), Filters()).doubts == ()


NOTE = "# {title}\n\n## What happened\n\nThey came late.\n\n## Tasks\n\n- [ ] Move the okapi @kim due 2027-03-20\n"


def test_the_commands_carry_them_and_hide_a_confidential_page(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "postmortem-tracker.toml").write_text('documents = ["**/*.md"]\n')
    (tmp_path / "notes" / "letters.md").write_text(NOTE.format(title="Letters"))
    (tmp_path / "notes" / "zebra.md").write_text("---\nconfidential: true\n---\n" + NOTE.format(title="The zebra"))
    made = inside(tmp_path, "report", "--offline", "-f", "json", "-o", "before.json")
    assert made.returncode == 0, made.stderr
    text = (tmp_path / "before.json").read_text()
    assert [each["path"] for each in json.loads(text)["doubts"]] == ["notes/letters.md", HIDDEN]
    told = inside(tmp_path, "report", "--offline", "-f", "json", "--compare", "before.json")
    assert [each["path"] for each in json.loads(told.stdout)["doubts"]] == ["notes/letters.md", HIDDEN]
    assert not [word for word in ("zebra", "okapi") if word in text + told.stdout]
    checked = inside(tmp_path, "check", "before.json", "-f", "json")
    assert [each["code"] for each in json.loads(checked.stdout)["findings"]].count("PM128") == 2
