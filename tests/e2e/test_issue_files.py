"""Issue files as people write them: what the page about the embedded tracker says is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from postmortem_tracker.integrations.local import format as local_format
from tests.e2e.conftest import Project

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "embedded.md").read_text(encoding="utf-8")
DOCUMENT = "# INC-9 Disk full\n\n## Action items\n\n- [ ] Rotate the logs\n- [ ] Alert on free space\n"


def closed(project: Project, *lines: str) -> str:
    """The document after somebody wrote these lines into the first issue's file in the place of its state."""
    project.write("a.md", DOCUMENT)
    project.run("sync", "a.md")
    issue = project.issue(1)
    issue.write_text(issue.read_text().replace("state: open\n", "".join(f"{line}\n" for line in lines)))
    done = project.run("sync", "a.md")
    assert done.returncode == 0, done.stderr
    return (project.root / "a.md").read_text()


def test_the_page_names_every_field_and_no_other() -> None:
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", PAGE, re.MULTILINE)
    assert tuple(name for row in rows for name in re.findall(r"\w+", row)) == local_format.ORDER


def test_the_page_s_example_is_an_issue_file() -> None:
    (example,) = re.findall(r"^```markdown\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    record = local_format.parse(example)
    assert (record.assignees, len(record.comments)) == (("dana", "Lin Wei"), 1)


@pytest.mark.parametrize(
    ("lines", "written", "counted"),
    [
        (
            ("state: closed",),
            "- [x] Rotate the logs ([#1](.postmortem/issues/0001-rotate-the-logs.md))",
            "1 completed, 0 not planned",
        ),
        (("state: closed", "reason: not_planned"), "0001-rotate-the-logs.md) won't do)", "0 completed, 1 not planned"),
        (("state: Closed", "reason: not planned"), "0001-rotate-the-logs.md) won't do)", "0 completed, 1 not planned"),
    ],
)
def test_an_issue_is_closed_by_hand_for_its_reason(
    project: Project, lines: tuple[str, ...], written: str, counted: str
) -> None:
    assert written in closed(project, *lines)
    assert counted in project.run("report", "a.md").stdout


def test_a_comment_by_hand_is_one_and_stays(project: Project) -> None:
    project.write("a.md", DOCUMENT)
    project.run("sync", "a.md")
    issue = project.issue(1)
    issue.write_text(issue.read_text() + "\n<!-- comment 2026-06-14T09:00:00Z -->\nTwo hosts are left.\n")
    assert local_format.parse(issue.read_text()).comments == ("Two hosts are left.",)
    project.write("a.md", (project.root / "a.md").read_text().replace("- [ ] Rotate", "- [x] Rotate"))
    project.run("sync", "a.md")
    assert local_format.parse(issue.read_text()).comments == ("Two hosts are left.",)
    assert "state: closed" in issue.read_text()
