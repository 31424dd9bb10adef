"""Open rows of tables get their issues, and what a tick, a day or a group's title says of them is not written over."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Project

HEAD = "# INC-1 Pool\n\n**Date:** 2026-10-12\n\n## Action items\n\n"
ROW = "Cap the retries"


@pytest.mark.parametrize(
    ("header", "told"),
    [("Ticket", "✅"), ("Priority", "✅"), ("Review status", "Done"), ("Erledigt am", "01.11.2026")],
)
def test_an_open_row_gets_its_issue_and_a_finding_that_stays(project: Project, header: str, told: str) -> None:
    table = f"| Action | Owner | Due | {header} |\n|---|---|---|---|\n| {ROW} | Ana | 2099-12-20 | {told} |\n"
    path = project.write("pm/a.md", HEAD + table)
    project.run("sync", "pm")
    assert "state: open" in project.issue(1).read_text()
    assert "PM120" in project.run("check", "pm").stdout
    assert "0 other changes; 1 unchanged" in project.run("sync", "pm").stdout
    issue = project.issue(1)
    issue.write_text(issue.read_text().replace("state: open", "state: closed"))
    project.run("sync", "pm")
    linked = path.read_text()
    assert told in linked
    assert "✓" in linked.replace(told, "", 1)
    assert "0 other changes; 1 unchanged" in project.run("sync", "pm").stdout
    assert path.read_text() == linked


def test_titles_of_groups_open_no_issues(project: Project) -> None:
    rows = (
        "**Short term** | | ",
        f"{ROW} | Ana | 2099-12-20",
        "**Completed** | | ",
        "Warm the cache | Bo | 2026-10-20",
    )
    table = "| Action | Owner | Due |\n|---|---|---|\n" + "".join(f"| {row} |\n" for row in rows)
    path = project.write("pm/a.md", HEAD + table)
    assert "1 done before" in project.run("sync", "pm").stdout
    assert path.read_text().count("[#") == 1
    assert ROW in project.issue(1).read_text()


def test_a_row_without_work_is_no_clean_check(project: Project) -> None:
    table = f"| Action | Owner | Due |\n|---|---|---|\n| {ROW} | Ana | 2099-12-20 |\n| | Bo | 2099-12-20 |\n"
    project.write("pm/a.md", HEAD + table)
    project.run("sync", "pm")
    assert "PM125" in project.run("check", "pm").stdout
