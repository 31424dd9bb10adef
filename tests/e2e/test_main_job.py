"""The main job through the real command: sync, sync again, close, edit, report."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.e2e.conftest import Project

MODEL = "postmortems/2026-03-12-checkout-outage.md"


def report(project: Project, *paths: str) -> Any:
    done = project.run("report", "--format", "json", "--as-of", "2026-06-01", *paths)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_sync_opens_one_issue_per_task_and_none_per_improvement(examples: Project) -> None:
    done = examples.run("sync", MODEL)
    assert done.returncode == 0, done.stderr
    files = sorted(path.name for path in (examples.root / ".postmortem" / "issues").glob("*.md"))
    assert len(files) == 4
    assert files[0].startswith("0001-add-an-alert-on-connection-pool")
    body = examples.issue(1).read_text()
    assert "Make resource exhaustion visible" in body, "improvements give the task context"
    assert "[postmortems/2026-03-12-checkout-outage.md:29](../../postmortems/2026-03-12-checkout-outage.md#L29)" in body


def test_second_sync_writes_nothing(examples: Project) -> None:
    examples.run("sync", "postmortems")
    before = examples.tree()
    again = examples.run("sync", "postmortems")
    assert again.returncode == 0
    assert again.stdout.startswith("Done: 0 issues created, 0 other changes; 12 unchanged.")
    assert examples.tree() == before


def test_documents_change_only_by_inserted_links(examples: Project) -> None:
    before = (examples.root / MODEL).read_text().splitlines()
    examples.run("sync", MODEL)
    after = (examples.root / MODEL).read_text().splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 4
    for number, (old, new) in enumerate(changed, start=1):
        assert new.startswith(f"{old} ([#{number}](../.postmortem/issues/000{number}-")
        assert new.endswith(".md))")


def test_closing_an_issue_by_hand_marks_the_item_and_the_report(examples: Project) -> None:
    examples.run("sync", "postmortems")
    assert report(examples, "postmortems")["totals"]["open"] == 10
    issue = examples.issue(10)
    issue.write_text(issue.read_text().replace("state: open", "state: closed"))
    done = examples.run("sync", "postmortems")
    assert done.returncode == 0
    assert "mark completed in the document" in done.stdout
    text = (examples.root / "postmortems/2026-05-20-expired-certificate.md").read_text()
    assert "- [x] Add the gateway to automatic renewal" in text
    totals = report(examples, "postmortems")["totals"]
    assert (totals["open"], totals["completed"]) == (9, 3)


def test_ticking_a_box_closes_the_issue_and_unticking_reopens_it(examples: Project) -> None:
    name = "postmortems/2026-05-20-expired-certificate.md"
    examples.run("sync", name)
    path = examples.root / name
    path.write_text(path.read_text().replace("- [ ] Alert 21 days", "- [x] Alert 21 days"))
    assert "close as completed" in examples.run("sync", name).stdout
    assert "state: closed" in examples.issue(3).read_text()
    path.write_text(path.read_text().replace("- [x] Alert 21 days", "- [ ] Alert 21 days"))
    assert "reopen" in examples.run("sync", name).stdout
    assert "state: open" in examples.issue(3).read_text()


def test_an_edited_item_keeps_its_issue_with_and_without_link(examples: Project) -> None:
    path = examples.root / MODEL
    examples.run("sync", "--no-write-back", MODEL)
    path.write_text(path.read_text().replace("saturation above 80 %", "saturation above 70 %"))
    done = examples.run("sync", "--no-write-back", MODEL)
    assert "#1: title" in done.stdout
    assert "0 issues created" in done.stdout
    assert "saturation above 70 %" in examples.issue(1).read_text()
    examples.run("sync", MODEL)
    path.write_text(path.read_text().replace("Add an alert on connection-pool saturation above 70 %", "Page somebody"))
    assert "0 issues created" in examples.run("sync", MODEL).stdout
    assert "title: Page somebody" in examples.issue(1).read_text()


def test_a_persons_words_in_an_issue_survive_every_sync(examples: Project) -> None:
    examples.run("sync", MODEL)
    issue = examples.issue(1)
    issue.write_text(issue.read_text() + "\nMy own notes – keep them.  \n")
    path = examples.root / MODEL
    path.write_text(path.read_text().replace("above 80 %", "above 75 %"))
    examples.run("sync", MODEL)
    assert "\nMy own notes – keep them.  \n" in issue.read_text()
    assert "above 75 %" in issue.read_text()


def test_a_plan_shows_what_sync_does_and_changes_nothing(examples: Project) -> None:
    before = examples.tree()
    planned = examples.run("plan", "--exit-code", "postmortems")
    assert planned.returncode == 1
    dry = examples.run("sync", "--dry-run", "postmortems")
    assert dry.stdout == planned.stdout
    assert examples.tree() == before
    said = json.loads(examples.run("plan", "--format", "json", "postmortems").stdout)["actions"]
    done = json.loads(examples.run("sync", "--format", "json", "postmortems").stdout)["outcomes"]
    assert [{**each, "issue": None} for each in said] == [
        {name: None if name == "issue" else value for name, value in each.items() if name in said[0]} for each in done
    ]
    assert len(done) == 12
    assert {each["result"] for each in done} == {"done"}
    assert [each["issue"] for each in done] == [f"#{number}" for number in range(1, 13)]
    assert examples.run("plan", "--exit-code", "postmortems").returncode == 0


def test_many_new_issues_need_consent(examples: Project) -> None:
    before = examples.tree()
    done = examples.run("sync", "--max-creates", "3", "postmortems")
    assert done.returncode == 2
    assert "12 issues would be created" in done.stderr
    assert examples.tree() == before
    assert examples.run("sync", "--max-creates", "3", "--yes", "postmortems").returncode == 0


def test_a_renamed_document_keeps_its_issues(examples: Project) -> None:
    name = "postmortems/2026-05-20-expired-certificate.md"
    examples.run("sync", "--no-write-back", name)
    (examples.root / name).rename(examples.root / "postmortems/certificate.md")
    done = examples.run("sync", "--no-write-back", "postmortems/certificate.md")
    assert "0 issues created" in done.stdout


@pytest.mark.parametrize("folder", ["postmortems/2026", "postmortems/a/b", "elsewhere", "."])
def test_a_document_moved_to_another_folder_has_its_link_corrected_in_place(project: Project, folder: str) -> None:
    text = "# INC-1 Outage on 2026-03-01\n\n## Action items\n\n- [ ] Drain the queue @ana due 2027-01-01\n"
    old = project.write("postmortems/a.md", text)
    project.run("sync", "postmortems")
    new = project.write(f"{folder}/moved.md", old.read_bytes())
    old.unlink()
    project.run("sync", str(new))
    up = "../" * (0 if folder == "." else folder.count("/") + 1)
    link = f" ([#1]({up}.postmortem/issues/0001-drain-the-queue.md))\n"
    assert new.read_text() == text.rstrip("\n") + link
    before = project.tree()
    assert "1 unchanged" in project.run("sync", str(new)).stdout
    assert project.tree() == before


def test_a_removed_item_orphans_its_issue_and_closes_it_only_on_demand(examples: Project) -> None:
    examples.run("sync", MODEL)
    path = examples.root / MODEL
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "load test" not in line))
    assert "its item is gone" in examples.run("sync", MODEL).stdout
    assert "state: open" in examples.issue(3).read_text()
    examples.run("sync", "--close-orphans", MODEL)
    assert "state: closed" in examples.issue(3).read_text()
    assert "reason: not_planned" in examples.issue(3).read_text()


def test_check_finds_what_is_not_tracked_and_is_clean_afterwards(examples: Project) -> None:
    found = examples.run("check", "--as-of", "2026-03-13", MODEL)
    assert found.returncode == 1
    assert f"{MODEL}:29: error PM201" in found.stdout
    examples.run("sync", MODEL)
    clean = examples.run("check", "--as-of", "2026-03-13", "--select", "PM201", MODEL)
    assert clean.returncode == 0


def test_parse_prints_the_contract(examples: Project) -> None:
    done = examples.run("parse", "--format", "json", "postmortems/2026-04-02-search-latency.md")
    (incident,) = json.loads(done.stdout)["incidents"]
    assert (incident["id"], incident["date"], incident["severity"]) == ("INC-102", "2026-04-02", "SEV2")
    first = incident["items"][0]
    assert first["kind"] == "task"
    assert first["done"] is True
    assert (first["owners"], first["due"], first["priority"], first["type"]) == (
        ["@priya"],
        "2026-04-20",
        "P1",
        "mitigate",
    )
