"""Days at the two ends of the calendar, from documents, snapshots and the command line, end no run."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.calendar import Calendar, shifted
from tests.security.run import git, inside

DOCUMENT = """\
# INC-1 Checkout outage

**Date:** {day}

## Action items

- [ ] Widen the pool @dana due {due}
- [x] Prune the logs @bob, done {due}
- [ ] Watch it @bob
"""
OTHER = "# INC-2 Disk full\n\n**Date:** 2026-10-12\n\n## Action items\n\n- [ ] Prune the logs @kim due 2026-11-20\n"
ENDS = ("0001-01-01", "0001-01-02", "9999-12-30", "9999-12-31", "2026-10-12")
COMMANDS = (
    "parse --format json",
    "parse --explain",
    "plan",
    "sync",
    "report --history",
    "report -f openmetrics",
    "report -f html",
    "report -f markdown --compare 7d",
    "check --select ALL",
    "remind --digest markdown",
)
REPORTS = ("", "-f html", "-f openmetrics", "-f markdown", "--history", "--group-by age")


def make(root: Path, day: str, due: str) -> Path:
    (root / "pm").mkdir(parents=True)
    git(root, "init", "-q")
    (root / "pm" / "a.md").write_text(DOCUMENT.format(day=day, due=due))
    (root / "pm" / "b.md").write_text(OTHER)
    (root / "postmortem-tracker.toml").write_text('documents = ["pm"]\n[policy.deadlines]\ndefault = 90\n')
    git(root, "add", "-A")
    git(root, "commit", "-qm", "all")
    return root


@pytest.mark.parametrize("day", ENDS)
def test_a_document_of_any_day_stops_no_command(tmp_path: Path, day: str) -> None:
    for due in ENDS[::2]:
        root = make(tmp_path / due, day, due)
        for command in COMMANDS:
            done = inside(root, *command.split())
            assert done.returncode in (0, 1), (command, due, done.stderr)
            assert "unexpected" not in done.stderr


@pytest.mark.parametrize("day", ENDS)
def test_a_report_may_be_of_any_day(tmp_path: Path, day: str) -> None:
    root = make(tmp_path / "r", "2026-10-12", "2026-11-20")
    assert inside(root, "sync").returncode == 0
    for how in (*REPORTS, "--compare 7d"):
        done = inside(root, "report", "--as-of", day, *how.split())
        assert "unexpected" not in done.stderr, (how, done.stderr)
        assert done.returncode in (0, 2)
    snapshot = json.loads(inside(root, "report", "-f", "json").stdout)
    (root / "s.json").write_text(json.dumps(snapshot).replace(snapshot["as_of"], day))
    for how in REPORTS[:4]:
        done = inside(root, "report", *how.split(), "s.json")
        assert "unexpected" not in done.stderr, (how, done.stderr)


@given(st.dates(), st.integers(-(10**7), 10**7))
def test_so_many_days_later_is_a_day(day: date, days: int) -> None:
    later = shifted(day, days)
    there = date.min.toordinal() <= day.toordinal() + days <= date.max.toordinal()
    assert (later - day).days == days if there else later in (date.min, date.max)
    assert (later > day) is (days > 0 and day != date.max)
    assert Calendar().add(day, abs(days)) == shifted(day, abs(days))


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-04", "0001-02-01", "9999-12-31"])
@pytest.mark.parametrize("form", ["html", "markdown", "table", "json"])
def test_a_snapshot_of_the_first_days_is_reported_as_any_other(committed: Path, day: str, form: str) -> None:
    done = inside(committed, "report", "--offline", "-f", "json", "-o", "now.json", "pm")
    assert done.returncode == 0, done.stderr
    record = json.loads((committed / "now.json").read_text())
    record["as_of"] = day
    (committed / "then.json").write_text(json.dumps(record))
    done = inside(committed, "report", "-f", form, "then.json")
    assert done.returncode == 0, done.stderr
    assert "--compare" not in done.stderr
    assert inside(committed, "report", "-f", "table", "--compare", "-3d", "then.json").returncode == 2
    assert inside(committed, "report", "-f", "table", "--compare", "9" * 30 + "d", "then.json").returncode == 2
