"""Week after week of digests: what happens on the day of one, after it was made, is told by the next."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from postmortem_tracker.model import IssueChange, State
from postmortem_tracker.report.compare import Comparison
from tests.report.quarter import Quarter, monday

NAME = "inc-51.md"
TEXT = """# INC-51: The cache was empty

Date: 2025-07-01

## Action items

- [ ] Warm the cache (@ines, due 2025-09-01)
- [ ] Alert on its misses (@ines, due 2025-09-02)
- [ ] Measure how long it takes (@noor, due 2025-09-03)
- [ ] Ask the vendor about it (@noor, due 2025-09-04)
- [ ] Write the handbook (@yuki, due 2025-07-13)
"""
HOURS = [0, 8, 15, 23]
LISTS = ("closed", "opened", "reopened", "moved", "removed")


@pytest.fixture(scope="module", params=HOURS)
def weeks(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Quarter:
    """Two weeks, in which everything happens on the second Monday at the hour."""
    made = Quarter(tmp_path_factory.mktemp("weeks"))
    made.git("init", "-q", "-b", "main")
    made.write(NAME, TEXT)
    made.sync()
    made.day, made.hour = monday(1), request.param
    made.close("Warm the cache")
    made.edit(NAME, "- [ ] Alert on", "- [x] Alert on")
    made.edit(NAME, "2025-09-03", "2025-09-23")
    made.write(NAME, "".join(each for each in _lines(made) if "vendor" not in each) + "- [ ] Try it (@yuki)\n")
    made.sync()
    return made


def _lines(made: Quarter) -> list[str]:
    return (made.root / "postmortems" / NAME).read_text(encoding="utf-8").splitlines(keepends=True)


def _told(changes: Comparison, name: str) -> list[str]:
    return sorted(getattr(each, "item", each).tracked.item.text for each in getattr(changes, name))


@pytest.mark.parametrize("against", ["7d", str(monday(1))])
def test_what_happened_after_last_mondays_digest_is_in_this_ones(weeks: Quarter, against: str) -> None:
    changes = weeks.compare(monday(2), against)
    assert _told(changes, "closed") == ["Alert on its misses", "Warm the cache"]
    assert _told(changes, "opened") == ["Try it"]
    assert _told(changes, "moved") == ["Measure how long it takes"]
    assert _told(changes, "removed") == ["Ask the vendor about it"]
    assert (changes.since, changes.until) == (monday(1), monday(2))


def test_what_became_overdue_is_told_once(weeks: Quarter) -> None:
    # Due on the Sunday before: late since the second Monday began.
    assert _told(weeks.compare(monday(1), "7d"), "overdue") == ["Write the handbook"]
    assert _told(weeks.compare(monday(2), "7d"), "overdue") == []
    assert _told(weeks.compare(monday(2), "7d"), "still_overdue") == ["Write the handbook"]


def test_what_happened_the_day_before_is_not_told_again(weeks: Quarter) -> None:
    changes = weeks.compare(monday(2), str(monday(1) + timedelta(days=1)))
    assert {name: _told(changes, name) for name in LISTS} == {name: [] for name in LISTS}


def test_what_is_reopened_on_the_day_is_told(weeks: Quarter, tmp_path: Path) -> None:
    later = Quarter(shutil.copytree(weeks.root, tmp_path / "later"), monday(2), 15)
    later.change("Warm the cache", IssueChange(state=State.OPEN))
    later.sync()
    assert _told(later.compare(monday(3), "7d"), "reopened") == ["Warm the cache"]
