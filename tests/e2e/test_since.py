"""`--since`: only the incidents from a day on are synced; the others are said to be left, and their issues stay."""

from __future__ import annotations

import json

from tests.e2e.conftest import Project

_DOCUMENT = """\
# {title}

**Date:** {day}

## Action items

- [ ] {work} @ana due 2026-12-01
"""


def _write(project: Project, name: str, day: str, work: str) -> None:
    project.write(f"postmortems/{name}.md", _DOCUMENT.format(title=name, day=day, work=work))


def test_an_incident_of_before_gets_no_issue_and_is_said_to_be_left(project: Project) -> None:
    _write(project, "old", "2024-03-01", "Rotate the keys of the vault")
    _write(project, "new", "2026-10-01", "Alert on the queue's length")

    done = project.run("sync", "postmortems", "--since", "2026-01-01")

    assert done.returncode == 0, done.stderr
    assert "1 document without an incident since 2026-01-01" in done.stderr
    assert project.issue(1).read_text().count("Alert on the queue's length")
    assert not list((project.root / ".postmortem" / "issues").glob("0002-*"))
    assert "postmortem-tracker" not in (project.root / "postmortems" / "old.md").read_text()


def test_issues_of_what_is_left_stay_as_they_are(project: Project) -> None:
    _write(project, "old", "2024-03-01", "Rotate the keys of the vault")
    _write(project, "new", "2026-10-01", "Alert on the queue's length")
    assert project.run("sync", "postmortems").returncode == 0
    before = project.tree()

    done = project.run("sync", "postmortems", "--since", "2026-01-01", "--close-orphans", "--yes")
    planned = project.run("plan", "postmortems", "--since", "2026-01-01", "--exit-code")

    assert (done.returncode, planned.returncode) == (0, 0), done.stderr + planned.stderr
    assert project.tree() == before


def test_a_plan_that_was_narrowed_is_carried_out_as_such(project: Project) -> None:
    _write(project, "old", "2024-03-01", "Rotate the keys of the vault")
    _write(project, "new", "2026-10-01", "Alert on the queue's length")
    assert project.run("plan", "postmortems", "--since", "2026-01-01", "--out", "plan.json").returncode == 0

    done = project.run("apply", "plan.json", "--format", "json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["created"] == 1
    assert "postmortem-tracker" not in (project.root / "postmortems" / "old.md").read_text()


def test_an_incident_without_a_day_is_left_too(project: Project) -> None:
    project.write("postmortems/none.md", "# Outage\n\n## Action items\n\n- [ ] Widen the pool @ana\n")

    done = project.run("sync", "postmortems", "--since", "2026-01-01")

    assert done.returncode == 0
    assert "1 document without a day that is understood" in done.stderr
    assert not (project.root / ".postmortem" / "issues").exists()
