"""A scripted quarter: what the digest of each week says, and that the past can be told afterwards.

``UPDATE_GOLDEN=1`` writes the digests anew; read what changed before it is committed.
"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from postmortem_tracker.report.filters import Filters
from postmortem_tracker.report.formats.changes_json import render_changes_json
from postmortem_tracker.report.formats.digest import render_digest
from postmortem_tracker.report.formats.json import render_json
from tests.once import made_once
from tests.report.quarter import WEEKS, Quarter, at_its_end, lived, monday

GOLDEN = Path(__file__).parent / "golden"
DIGESTS = "digests.json"  # beside the snapshots: by Monday and team


def _live(folder: Path) -> None:
    """Live through the quarter; each Monday's digests and snapshot are made on that Monday."""
    made = Quarter(folder)
    digests: dict[str, str] = {}

    def each_monday(week: int) -> None:
        made.snapshot(f"{monday(week)}.json")
        if week:
            digests[f"{monday(week)}"] = render_digest(made.compare(monday(week), "7d"))
            payments = Filters(owners=("@ines", "@tomasz", "payments"))
            digests[f"{monday(week)}-payments"] = render_digest(made.compare(monday(week), "7d", payments), "payments")

    lived(made, each_monday)
    (folder / DIGESTS).write_text(json.dumps(digests), encoding="utf-8")


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Quarter:
    """The quarter at its end."""
    return at_its_end(made_once(tmp_path_factory, "quarter", _live))


@pytest.fixture(scope="module")
def digests(quarter: Quarter) -> dict[str, str]:
    return dict(json.loads((quarter.root / DIGESTS).read_text(encoding="utf-8")))


@pytest.mark.parametrize("week", range(1, WEEKS + 1))
def test_the_digest_of_the_week(digests: dict[str, str], week: int) -> None:
    _golden(f"{monday(week)}.md", digests[f"{monday(week)}"])


@pytest.mark.parametrize("week", [2, 9])
def test_the_digest_of_one_team(digests: dict[str, str], week: int) -> None:
    _golden(f"{monday(week)}-payments.md", digests[f"{monday(week)}-payments"])


@pytest.mark.parametrize("week", range(1, WEEKS + 1))
def test_the_report_as_of_a_day_is_the_snapshot_of_that_day(quarter: Quarter, week: int) -> None:
    snapshot = json.loads((quarter.root / f"{monday(week)}.json").read_text(encoding="utf-8"))
    report = quarter.report(monday(week))
    assert _standing(json.loads(render_json(report))) == _standing(snapshot)


@pytest.mark.parametrize("week", range(2, WEEKS + 1))
def test_a_snapshot_and_its_day_tell_the_same_changes(quarter: Quarter, week: int) -> None:
    by_day = json.loads(render_changes_json(quarter.compare(monday(week), str(monday(week - 1)))))
    by_file = json.loads(
        render_changes_json(quarter.compare(monday(week), str(quarter.root / f"{monday(week - 1)}.json")))
    )
    lists = ("closed", "opened", "reopened", "overdue", "due", "moved", "removed", "still_overdue")
    for name in lists:
        assert _texts(by_day[name]) == _texts(by_file[name]), name


def test_what_changed_adds_up_over_the_quarter(quarter: Quarter) -> None:
    first, last = quarter.report(monday(0)).totals, quarter.report(monday(WEEKS)).totals
    weeks = [quarter.compare(monday(week), "7d") for week in range(1, WEEKS + 1)]
    born = sum(len(each.opened) - sum(item in each.opened for item in each.closed) for each in weeks)
    ended = sum(len(each.closed) - sum(item in each.opened for item in each.closed) for each in weeks)
    again = sum(len(each.reopened) for each in weeks)
    gone = sum(len(each.removed) for each in weeks)
    assert (born, ended, again, gone) == (11, 7, 1, 1)
    assert first.open + born - ended + again - gone == last.open


def _standing(report: dict[str, Any]) -> list[object]:
    """What a day's report says of each item."""
    told = []
    for incident in report["incidents"]:
        for item in incident["items"]:
            facts = ("text", "state", "overdue", "due_soon", "untracked", "days_left", "owners", "foreign")
            told.append((incident["id"], *(item[name] for name in facts)))
    return sorted(told, key=str)


def _texts(items: list[dict[str, Any]]) -> list[str]:
    return sorted(each.get("item", each)["text"] for each in items)


def _golden(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def test_the_quarter_is_one() -> None:
    assert monday(0) == date(2025, 7, 7)
    assert monday(WEEKS) == date(2025, 10, 6)
