"""The first day with a repository that has a past: no flood, and a plan that can be read."""

from __future__ import annotations

import json

from tests.e2e.conftest import Project

HEAD = "# INC-7: Queue stalled\n\nSeverity: SEV2\n\n## Action items\n\n"
ONE = HEAD + (
    "- [x] Restart the consumer @kim\n"
    "- [ ] Add an alert on queue depth @kim, due 2026-05-01 [P1]\n"
    "- [ ] Rotate the keys every month (Jira OPS-12)\n"
)
TWO = "# INC-8: Disk full\n\n## Action items\n\n- [x] Delete old logs\n- [ ] Rotate the logs every day\n"


def test_what_is_done_already_opens_no_issue_and_is_counted_once(project: Project) -> None:
    project.write("pm/a.md", ONE)
    project.write("pm/b.md", TWO)
    planned = project.run("plan", "pm").stdout
    assert planned.endswith(
        "· 1 item is tracked elsewhere, no issue is opened (sync.foreign_tickets); --verbose lists it\n"
        "Plan: 2 to create; 0 unchanged, 2 done before.\n"
        "2 items are done already and get no issue (sync.create_completed).\n"
    )
    done = project.run("sync", "pm").stdout
    assert done.endswith("Done: 2 issues created, 0 other changes; 0 unchanged, 2 done before.\n")
    again = project.run("sync", "pm").stdout
    assert again.endswith("Done: 0 issues created, 0 other changes; 2 unchanged, 2 done before.\n")
    assert "Restart the consumer @kim\n" in (project.root / "pm/a.md").read_text(), "and no link is written"


def test_with_the_option_they_open_one_that_is_closed(project: Project) -> None:
    project.write("postmortem-tracker.toml", "[sync]\ncreate_completed = true\n")
    project.write("pm/b.md", TWO)
    assert "2 issues created" in project.run("sync", "pm").stdout
    assert "state: closed" in project.issue(1).read_text()


def test_an_item_that_was_done_before_and_is_opened_again_gets_its_issue(project: Project) -> None:
    path = project.write("pm/b.md", TWO)
    project.run("sync", "pm")
    path.write_text(path.read_text().replace("- [x] Delete", "- [ ] Delete"))
    assert "1 issue created" in project.run("sync", "pm").stdout


def test_plan_and_doctor_say_when_a_run_needs_consent(project: Project) -> None:
    project.write("postmortem-tracker.toml", 'documents = ["pm"]\n[sync]\nmax_creates = 1\n')
    project.write("pm/a.md", ONE)
    project.write("pm/b.md", TWO)
    why = "2 issues would be created, more than max_creates = 1"
    asks = f"A sync does nothing without your consent (--yes or --max-creates): {why}."
    planned = project.run("plan")
    assert planned.stdout.splitlines()[-1] == asks
    assert f"      {asks}" in project.run("doctor").stdout.splitlines()
    assert json.loads(project.run("plan", "--format", "json").stdout)["consent"] == why
    assert asks.replace("_", "\\_") in project.run("plan", "--format", "markdown").stdout
    assert f"error: {why}: nothing was done" in project.run("sync").stderr
    project.run("sync", "--yes")
    assert "consent" not in project.run("plan").stdout


def test_a_plan_is_grouped_by_document_and_tells_what_changes(project: Project) -> None:
    project.write("pm/b.md", TWO)
    path = project.write("pm/a.md", ONE)
    assert project.run("plan", "pm").stdout.splitlines()[:9] == [
        "pm/a.md",
        "  + 8: “Add an alert on queue depth”: create in local",
        "      assignees: kim",
        "      due date: 2026-05-01",
        "      labels: postmortem, priority: P1, severity: SEV2",
        "",
        "pm/b.md",
        "  + 6: “Rotate the logs every day”: create in local",
        "      labels: postmortem",
    ]
    project.run("sync", "pm")
    path.write_text(
        path.read_text().replace("alert on queue depth @kim, due 2026-05-01", "alarm on depth, due 2026-06-01")
    )
    planned = project.run("plan", "pm").stdout
    assert "      title: Add an alert on queue depth → Add an alarm on depth\n" in planned
    assert "      due date: 2026-05-01 → 2026-06-01\n" in planned
    assert "      assignees: kim → none\n" in planned
    comment = project.run("plan", "--format", "markdown", "pm").stdout
    assert "**pm/a.md**\n\n|  | Line | Action item | What happens |\n" in comment
    assert "<br>due date: 2026-05-01 → 2026-06-01" in comment
    project.run("sync", "pm")
    assert project.run("plan", "pm").stdout.startswith("· 1 item"), "nothing is left to do"


def test_a_sync_tells_machines_all_that_it_tells_people(project: Project) -> None:
    project.write("pm/a.md", ONE)
    said = project.run("sync", "--format", "json", "pm")
    told = json.loads(said.stdout)
    assert (told["created"], told["finished"], told["elsewhere"], told["complete"]) == (1, 1, 1, True)
    (outcome,) = told["outcomes"]
    assert (outcome["issue"], outcome["result"], outcome["error"]) == ("#1", "done", None)
    assert {"field": "assignees", "old": None, "new": ["kim"]} in outcome["changes"]
    assert [each["action"] for each in told["left"]] == ["elsewhere"]
    assert said.stderr == ""
    dry = json.loads(project.run("sync", "--dry-run", "--format", "json", "pm").stdout)
    assert dry["pending"] == 0


def test_a_sync_that_could_not_do_all_says_so_to_machines(project: Project) -> None:
    project.write("pm/a.md", ONE)
    project.write("pm/b.md", TWO).chmod(0o444)
    done = project.run("sync", "--format", "json", "pm")
    told = json.loads(done.stdout)
    assert done.returncode == 3
    assert (told["created"], told["complete"]) == (1, False)
    assert "pm/b.md: cannot be written" in told["problems"][0]["message"]


def test_labels_for_facts_can_be_turned_off(project: Project) -> None:
    project.write("postmortem-tracker.toml", "[sync]\nlabels_for = []\n")
    project.write("a.md", ONE)
    project.run("sync", "a.md")
    assert "labels: [postmortem]\n" in project.issue(1).read_text()
    project.write("postmortem-tracker.toml", '[sync]\nlabels_for = ["incident"]\n')
    assert "labels: postmortem → postmortem, incident: INC-7" in project.run("plan", "a.md").stdout
    project.run("sync", "a.md")
    assert project.run("plan", "--exit-code", "a.md").returncode == 0
