"""Equal words of two people are two items with an issue each, whatever the other one's state."""

from __future__ import annotations

from tests.e2e.conftest import Project

HEAD = "# INC-1 Pool\n\n**Date:** 2026-10-12\n\n## Action items\n\n"
ITEM = "- [ ] Add an alert on the pool @ana due 2099-12-20\n"
TABLE = "\n## Review\n\n| Action item | Owner | Due | Status |\n| --- | --- | --- | --- |\n"
ROW = f"{TABLE}| Add an alert on the pool | Bob | 2099-12-24 | Done |\n"


def test_a_finished_row_closes_no_linked_issue_of_a_list(project: Project) -> None:
    path = project.write("pm/a.md", HEAD + ITEM)
    project.run("sync", "pm")
    linked = path.read_text()
    path.write_text(linked + ROW)
    assert "0 other changes; 1 unchanged, 1 done before" in project.run("sync", "pm").stdout
    assert "state: open" in project.issue(1).read_text()
    assert path.read_text() == linked + ROW


def test_each_gets_its_own_issue_and_keeps_it(project: Project) -> None:
    path = project.write("pm/a.md", HEAD + ITEM + ROW.replace("Done", "Open"))
    assert "2 issues created" in project.run("sync", "pm").stdout
    before = path.read_text()
    assert before.count("[#1]") == before.count("[#2]") == 1
    assert "0 other changes; 2 unchanged" in project.run("sync", "pm").stdout
