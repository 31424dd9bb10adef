"""Plan, review, apply through the real command."""

from __future__ import annotations

import json

from tests.e2e.conftest import Project

CHECKLIST = "postmortems/2026-05-20-expired-certificate.md"


def test_a_saved_plan_holds_every_change_and_is_applied_as_it_is(examples: Project) -> None:
    planned = examples.run("plan", "--out", "plan.json", "postmortems")
    assert planned.returncode == 0, planned.stderr
    saved = json.loads((examples.root / "plan.json").read_text())
    assert saved["schema"] == 1
    assert saved["requests"] == 15, "12 creates, two of them closed at once, one look whether others wrote"
    assert len(saved["documents"]) == 3
    assert saved["actions"][0]["create"]["title"] == "Add an alert on connection-pool saturation above 80 %"
    done = examples.run("apply", "plan.json")
    assert done.returncode == 0, done.stderr
    assert "12 issues created" in done.stdout
    assert "0 issues created, 0 other changes" in examples.run("sync", "postmortems").stdout


def test_applying_twice_does_nothing_the_second_time(examples: Project) -> None:
    examples.run("plan", "--out", "plan.json", "postmortems")
    examples.run("apply", "plan.json")
    before = examples.tree()
    again = examples.run("apply", "plan.json")
    assert again.returncode == 0
    assert examples.tree() == before


def test_an_interrupted_apply_is_resumed(examples: Project) -> None:
    examples.run("plan", "--out", "plan.json", "postmortems")
    examples.run("sync", "--max-creates", "99", CHECKLIST)
    done = examples.run("apply", "plan.json")
    assert done.returncode == 0, done.stderr
    assert "8 issues created" in done.stdout


def test_what_has_drifted_is_refused_and_named(examples: Project) -> None:
    examples.run("sync", CHECKLIST)
    path = examples.root / CHECKLIST
    path.write_text(path.read_text().replace("Add the gateway to", "Enrol the gateway in"))
    examples.run("plan", "--out", "plan.json", CHECKLIST)
    path.write_text(path.read_text().replace("Enrol the gateway in", "Register the gateway for"))
    done = examples.run("-q", "apply", "plan.json")
    assert done.returncode == 3
    assert "drifted" in done.stderr
    assert "hint: make a new plan" in done.stderr
    assert "Register the gateway" not in examples.issue(2).read_text().split("---")[1]


def test_an_orphan_that_has_drifted_is_named_by_its_document_alone(examples: Project) -> None:
    examples.run("sync", CHECKLIST)
    path = examples.root / CHECKLIST
    kept = [line for line in path.read_text().splitlines(keepends=True) if "Alert 21" not in line]
    path.write_text("".join(kept))
    orphan = next(each for each in (examples.root / ".postmortem/issues").glob("*.md") if "alert-21" in each.name)
    examples.run("plan", "--close-orphans", "--out", "plan.json", CHECKLIST)
    # The plan was made for other words: another one must be closed now.
    saved = json.loads((examples.root / "plan.json").read_text())
    (action,) = saved["actions"]
    assert (action["line"], action["path"]) == (0, CHECKLIST)
    examples.write("plan.json", json.dumps({**saved, "actions": [{**action, "fingerprint": "of other words"}]}))
    done = examples.run("apply", "plan.json")
    assert done.returncode == 3
    assert f"error: {CHECKLIST} " in done.stderr
    assert f"{CHECKLIST}:0" not in done.stderr
    assert "state: open" in orphan.read_text()


def planned_to_close_an_orphan(examples: Project) -> str:
    """A plan made with --close-orphans, which closes one issue; the issue's file."""
    examples.run("sync", CHECKLIST)
    path = examples.root / CHECKLIST
    path.write_text("".join(line for line in path.read_text().splitlines(True) if "Alert 21" not in line))
    examples.run("plan", "--close-orphans", "--out", "plan.json", CHECKLIST)
    (orphan,) = (examples.root / ".postmortem/issues").glob("*alert-21*.md")
    return str(orphan.relative_to(examples.root))


def test_what_a_plan_was_made_with_holds_when_it_is_applied(examples: Project) -> None:
    orphan = planned_to_close_an_orphan(examples)
    done = examples.run("apply", "plan.json")
    assert done.returncode == 0, done.stderr
    assert "1 other change" in done.stdout
    assert "state: open" not in (examples.root / orphan).read_text()
    again = examples.run("apply", "plan.json")
    assert (again.returncode, again.stderr) == (0, "")


def test_an_orphan_that_is_not_closed_any_more_has_drifted(examples: Project) -> None:
    orphan = planned_to_close_an_orphan(examples)
    done = examples.run("apply", "plan.json", "--no-close-orphans")
    assert done.returncode == 3
    assert "drifted" in done.stderr
    assert "state: open" in (examples.root / orphan).read_text()


def test_what_was_not_reviewed_is_left(examples: Project) -> None:
    examples.run("plan", "--out", "plan.json", CHECKLIST)
    path = examples.root / CHECKLIST
    path.write_text(path.read_text().replace("- [ ] Alert 21", "- [ ] Buy a calendar\n- [ ] Alert 21"))
    done = examples.run("apply", "plan.json")
    assert "4 issues created" in done.stdout
    assert "not in the plan" in done.stderr
    assert "Buy a calendar" in done.stderr


def test_a_document_that_is_gone_is_named_and_the_others_are_done(examples: Project) -> None:
    examples.run("plan", "--out", "plan.json", "postmortems")
    (examples.root / CHECKLIST).unlink()
    done = examples.run("apply", "plan.json")
    assert done.returncode == 3
    assert "8 issues created" in done.stdout
    assert f"error: {CHECKLIST}: is in the plan, but no longer here\n  hint:" in done.stderr


def test_a_reminder_meanwhile_is_no_drift(project: Project) -> None:
    text = "# INC-1: Queue stalled\n\n## Action items\n\n- [ ] Add an alert due 2026-01-05\n"
    document = project.write("postmortems/a.md", text)
    assert project.run("sync", "postmortems").returncode == 0
    document.write_text(document.read_text().replace("Add an alert", "Add a loud alert"))
    assert project.run("plan", "postmortems", "--out", "plan.json").returncode == 0
    assert "posted" in project.run("remind", "postmortems", "--send").stdout
    done = project.run("apply", "plan.json")
    assert done.returncode == 0, done.stderr
    assert "1 other change" in done.stdout


def test_something_else_than_a_plan_is_a_usage_error(examples: Project) -> None:
    examples.write("x.json", "{}")
    done = examples.run("apply", "x.json")
    assert done.returncode == 2
    assert "not a saved plan" in done.stderr


def test_a_plan_as_a_comment_for_a_pull_request(examples: Project) -> None:
    done = examples.run("plan", "--format", "markdown", "postmortems")
    assert done.stdout.startswith("<!-- postmortem-tracker:plan -->")
    assert done.stdout.count("\n| `+`") == 12


def test_a_dry_run_asks_for_the_consent_that_the_run_would_ask_for(examples: Project) -> None:
    asks = "A sync does nothing without your consent"
    assert asks in examples.run("sync", "--dry-run", "--max-creates", "3", "postmortems").stdout
    assert asks not in examples.run("sync", "--dry-run", "--max-creates", "3", "--yes", "postmortems").stdout
    told = json.loads(examples.run("sync", "-n", "-f", "json", "--max-creates", "3", "postmortems").stdout)
    assert (told["max_creates"], told["consent"]) == (3, "12 issues would be created, more than max_creates = 3")


def test_an_apply_asks_for_the_same_consent(examples: Project) -> None:
    config = examples.root / "postmortem-tracker.toml"
    config.write_text(config.read_text(encoding="utf-8") + "max_creates = 3\n", encoding="utf-8")
    examples.run("plan", "-o", "plan.json", "postmortems")
    done = examples.run("apply", "plan.json")
    assert done.returncode == 2
    assert not [name for name in examples.tree() if name.startswith(".postmortem") and name.endswith(".md")]
    assert "12 issues would be created, more than max_creates = 3: nothing was done" in done.stderr
    assert examples.run("apply", "--yes", "plan.json").returncode == 0
