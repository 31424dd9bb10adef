"""An issue that a line of a document still links is never closed, and the line is a finding if it is no item."""

from __future__ import annotations

import json

import pytest

from tests.e2e.conftest import Project

HEAD = "# INC-1 Pool\n\n**Date:** 2026-10-12\n\n## Action items\n\n"
CAP, ROTATE = "- [ ] Cap the retries @ana due 2026-12-20", "- [ ] Rotate the keys @bob due 2026-12-20"
LINK = "([#2](../.postmortem/issues/0002-rotate-the-keys.md))"
WORDS = f"Rotate the keys @bob due 2026-12-20 {LINK}"


@pytest.mark.parametrize(
    "line",
    [
        f"\n## Impact\n\n- {WORDS}",
        f"\n## Timeline\n\n{WORDS}",
        f"\n{WORDS}",
        f"  - [ ] {WORDS}",
        f"  - Background: {WORDS}",
        f"\n<!-- {WORDS} -->",
        f"\n> {WORDS}",
        f"\n~~{WORDS}~~",
        "\n## Impact\n\n| What | Where |\n| --- | --- |\n| Keys | " + LINK[1:-1] + " |",
    ],
)
def test_an_issue_that_a_line_still_links_is_never_closed(project: Project, line: str) -> None:
    project.write("pm/a.md", f"{HEAD}{CAP}\n{ROTATE}\n")
    project.run("sync", "pm")
    first = (project.root / "pm/a.md").read_text().splitlines()[6]
    project.write("pm/a.md", f"{HEAD}{first}\n{line}\n")
    place = next(n for n, text in enumerate((project.root / "pm/a.md").read_text().splitlines(), 1) if "#2" in text)
    told = project.run("sync", "--close-orphans", "pm").stdout
    assert f"(pm/a.md:{place} links it: make that line its action item, or take the link out)" in told
    assert "state: open" in project.issue(2).read_text()
    checked = project.run("check", "--format", "json", "pm")
    found = {each["code"]: each for each in json.loads(checked.stdout)["findings"]}
    assert (checked.returncode, found["PM224"]["path"], found["PM224"]["line"]) == (1, "pm/a.md", place)
    assert "PM210" not in found


def test_a_document_outside_of_the_run_holds_what_its_lines_link(project: Project) -> None:
    project.write("pm/a.md", f"{HEAD}{CAP}\n{ROTATE}\n")
    project.run("sync", "pm")
    kept = (project.root / "pm/a.md").read_text().replace(WORDS, "").replace("- [ ] \n", "")
    project.write("pm/a.md", kept)
    project.write("pm/b.md", f"# INC-2 Keys\n\n## Impact\n\nLeft over: {WORDS}\n")
    assert "pm/b.md:5 links it" in project.run("sync", "--close-orphans", "pm/a.md").stdout
    assert "state: open" in project.issue(2).read_text()


def test_an_issue_that_no_line_links_is_an_orphan_as_before(project: Project) -> None:
    project.write("pm/a.md", f"{HEAD}{CAP}\n{ROTATE}\n")
    project.run("sync", "pm")
    first = (project.root / "pm/a.md").read_text().splitlines()[6]
    project.write("pm/a.md", f"{HEAD}{first}\n\nSee ([#3](../.postmortem/issues/0003-else.md)) and #2.\n")
    project.run("sync", "--close-orphans", "pm")
    assert "state: closed" in project.issue(2).read_text()


def test_an_incident_s_own_issue_that_a_line_links_is_never_closed(project: Project) -> None:
    project.write("postmortem-tracker.toml", 'documents = ["pm"]\n[sync]\nincident_issue = true\n')
    project.write("pm/a.md", f"{HEAD}{CAP}\n")
    assert "create the incident's issue" in project.run("plan").stdout
    project.run("sync")
    own = "([#2](../.postmortem/issues/0002-postmortem-inc-1-pool.md))"
    assert "Postmortem INC-1: Pool" in project.issue(2).read_text()
    project.write("pm/a.md", f"{HEAD}None.\n\n## Links\n\nFollowed in {own}.\n")
    told = project.run("sync", "--close-orphans").stdout
    assert "no action items are left in pm/a.md (pm/a.md:11 links it" in told
    assert ["state: open" in project.issue(each).read_text() for each in (1, 2)] == [False, True]
    project.write("pm/a.md", f"{HEAD}None.\n")
    project.run("sync", "--close-orphans")
    assert "state: closed" in project.issue(2).read_text()
