"""What concerns many items alike is said once, so that it does not hide what happens to the others."""

from __future__ import annotations

from tests.e2e.conftest import Project

HEAD = "# INC-9: Disk full\n\n## Action items\n\n"
FOREIGN = "".join(f"- [ ] Add alert {name} (Jira OPS-{n})\n" for n, name in enumerate(("one", "two", "three"), 1))
TOGETHER = "· 3 items are tracked elsewhere, no issues are opened (sync.foreign_tickets); --verbose lists them"


def test_what_is_tracked_elsewhere_is_counted_in_one_quiet_line(project: Project) -> None:
    project.write("a.md", HEAD + FOREIGN + "- [ ] Rotate the logs every day\n")
    first, second = project.run("sync", "a.md"), project.run("sync", "a.md")
    assert "Done: 1 issue created" in first.stdout
    assert first.stdout.splitlines()[0] == TOGETHER
    assert second.stdout.splitlines()[0] == TOGETHER
    assert len(second.stdout.splitlines()) == 2
    planned = project.run("plan", "a.md").stdout
    assert planned.splitlines() == [TOGETHER, "Plan: nothing to do; 1 unchanged."], "nobody needs to do anything"
    for listed in (project.run("--verbose", "plan", "a.md"), project.run("--verbose", "sync", "a.md")):
        assert listed.stdout.count("tracked elsewhere as OPS-") == 3
        assert TOGETHER not in listed.stdout


def test_a_single_one_is_counted_too(project: Project) -> None:
    project.write("a.md", f"{HEAD}- [ ] Add an alert on disk usage (Jira OPS-1)\n")
    assert project.run("sync", "a.md").stdout.startswith("· 1 item is tracked elsewhere, no issue is opened (")


def test_a_tracker_that_cannot_be_read_is_told_once_and_not_for_each_item(project: Project) -> None:
    project.write("a.md", HEAD + "- [ ] Rotate the logs every day\n- [ ] Add an alert on disk usage\n")
    project.write(".postmortem/issues", "a file where the directory belongs")
    for command in ("plan", "sync"):
        done = project.run(command, "a.md")
        assert done.returncode == 3
        told = [line for line in done.stdout.splitlines() if line.startswith("!")]
        assert told == ["! 2 items may have issues that could not be read: left as they are; --verbose lists them"]
        assert done.stderr.count("error: ") == 1
    listed = project.run("--verbose", "plan", "a.md").stdout
    assert listed.count("not everything could be read") == 2
