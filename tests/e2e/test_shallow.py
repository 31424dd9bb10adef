"""In a shallow clone nothing is guessed of a day that it does not reach back to."""

from __future__ import annotations

import json
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from tests.e2e.conftest import Project
from tests.history.make import START, new_repository

EARLY = str(START + timedelta(days=20))


@pytest.fixture
def shallow(tmp_path: Path) -> Project:
    repository = new_repository(tmp_path / "all")
    repository.write("pm/a.md", "- [ ] Cap it @ana")
    repository.commit(5)
    repository.write("pm/a.md", "- [x] Cap it @ana", "- [ ] Drain it @bo")
    repository.commit(35)
    where = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{repository.root}", where], check=True, timeout=60)
    return Project(where)


@pytest.mark.parametrize("asked", [("--as-of", EARLY), ("--compare", str(START + timedelta(days=21)))])
def test_an_earlier_day_is_refused_with_what_to_do(shallow: Project, asked: tuple[str, str]) -> None:
    done = shallow.run("report", "--offline", *asked, "pm")
    assert (done.returncode, done.stdout) == (3, "")
    assert f"the repository is a shallow clone, which begins after {EARLY}" in done.stderr
    assert "git fetch --unshallow" in done.stderr


def test_a_day_that_the_clone_has_is_told(shallow: Project) -> None:
    day = str(START + timedelta(days=50))
    done = shallow.run("report", "--offline", "--as-of", day, "-f", "json", "pm")
    assert (done.returncode, json.loads(done.stdout)["totals"]["items"]) == (0, 2)


def test_groups_by_age_add_up(shallow: Project) -> None:
    told = shallow.run("report", "--offline", "--group-by", "age", "-f", "markdown", "pm").stdout
    closed = next(line for line in told.splitlines() if line.startswith("| closed"))
    assert [cell.strip() for cell in closed.split("|")[2:4]] == ["0", "1"]


def test_a_page_is_made_of_what_there_is_and_says_what_is_not_known(shallow: Project) -> None:
    made = shallow.run(
        "report", "--offline", "-f", "html", "--as-of", str(START + timedelta(days=36)), "-o", "x.html", "pm"
    )
    assert made.returncode == 0, made.stderr
    assert "is not known" in (shallow.root / "x.html").read_text()
