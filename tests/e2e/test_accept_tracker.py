"""Where the tracker's title and assignees win they are written into the document, if that is exact; then all agree."""

from __future__ import annotations

import json
import re

import pytest

from tests.e2e.conftest import Project, project

__all__ = ["project"]  # a fixture

PATH = "postmortems/a.md"
HEAD = "# INC-1: Queue stalled\n\n## Action items\n\n"
CONFIG = 'documents = ["postmortems"]\n[sync]\ncreate_completed = true\n[people]\nDana = { local = "dana" }\n'


def synced(project: Project, body: str, config: str = CONFIG) -> None:
    project.write(PATH, HEAD + body)
    project.write("postmortem-tracker.toml", config)
    run(project, "sync")


def run(project: Project, *arguments: str, code: int = 0) -> str:
    done = project.run(*arguments)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def change(project: Project, number: int, **fields: str) -> None:
    """What a person does in the tracker."""
    file = project.issue(number)
    text = file.read_text()
    for name, value in fields.items():
        text, count = re.subn(rf"^{name}:.*$", f"{name}: {value}", text, flags=re.MULTILINE)
        assert count == 1, text
    file.write_text(text)


def document(project: Project) -> str:
    return (project.root / PATH).read_text().removeprefix(HEAD)


def nothing_left(project: Project) -> None:
    before = project.tree()
    assert "0 issues created, 0 other changes" in run(project, "sync", "--accept-tracker")
    assert "0 issues created, 0 other changes" in run(project, "sync")
    assert project.tree() == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- [ ] Add an alert (due 2030-01-02) @al{link}\n", "- [ ] Page on the depth (due 2030-01-02) @al{link}\n"),
        ("- [ ] **Add an alert**{link}\n", "- [ ] **Page on the depth**{link}\n"),
        ("| Action | Owner | Ticket |\n| --- | --- | --- |\n| Add an alert | Dana | {link} |\n",
         "| Action | Owner | Ticket |\n| --- | --- | --- |\n| Page on the depth | Dana | {link} |\n"),
    ],
)  # fmt: skip
def test_a_title_is_written_where_it_is_one_plain_run(project: Project, before: str, after: str) -> None:
    synced(project, before.format(link="").replace("|  |", "| |"))
    (link,) = re.findall(r" ?\(\[#1\][^)]*\)\)", document(project))
    change(project, 1, title="Page on the depth")
    planned = run(project, "plan", "--accept-tracker")
    assert "title in the document: Add an alert → Page on the depth" in planned
    (action,) = json.loads(run(project, "plan", "--accept-tracker", "--format", "json"))["actions"]
    assert {"field": "title in the document", "old": "Add an alert", "new": "Page on the depth"} in action["changes"]
    run(project, "sync", "--accept-tracker")
    assert document(project) == after.format(link=link if "|" not in after else link.strip())
    nothing_left(project)


@pytest.mark.parametrize(
    ("item", "title", "why"),
    [
        ("Add an **alert** on depth", "Page on the depth", "no plain run of text"),
        ("Add an alert and an alert", "Page on [#9](x) depth", "cannot be written here"),
        ("Add an alert", "Page on the depth @bob", "cannot be written here"),
        ("Add an alert", "Page on the depth (P1)", "cannot be written here"),
        ("Add an alert", "Page on *the* depth", "cannot be written here"),
    ],
)
def test_a_title_that_cannot_be_written_exactly_is_let_be_and_says_why(
    project: Project, item: str, title: str, why: str
) -> None:
    synced(project, f"- [ ] {item}\n")
    before = document(project)
    change(project, 1, title=json.dumps(title))
    told = run(project, "sync", "--accept-tracker")
    assert f"let its title be “{title}” (not written into the document: " in told
    assert why in told
    assert document(project) == before
    nothing_left(project)


def test_two_items_that_would_say_the_same_are_left(project: Project) -> None:
    synced(project, "- [ ] Add an alert\n- [ ] Write a runbook\n")
    change(project, 2, title="Add an alert")
    before = document(project)
    run(project, "sync", "--accept-tracker")
    assert document(project).replace("Add an alert", "Write a runbook") == before.replace(
        "Add an alert", "Write a runbook"
    )
    nothing_left(project)


@pytest.mark.parametrize(
    ("written", "assigned", "after"),
    [
        ("@alice", "[bob]", "@bob"),
        ("@alice", "[alice, bob]", "@alice, @bob"),
        ("@alice, @bob", "[bob]", "@bob"),
        ("@alice", "[dana]", "Dana"),
    ],
)
def test_owners_are_written_as_people_are_called(project: Project, written: str, assigned: str, after: str) -> None:
    synced(project, f"- [ ] Add an alert. Owner: {written}\n")
    change(project, 1, assignees=assigned)
    assert f"owner in the document: {written} → {after}" in run(project, "plan", "--accept-tracker")
    run(project, "sync", "--accept-tracker")
    assert document(project).startswith(f"- [ ] Add an alert. Owner: {after} ([#1]")
    nothing_left(project)


def test_nobody_is_no_owner(project: Project) -> None:
    synced(project, "- [ ] Add an alert @alice\n")
    before = document(project)
    change(project, 1, assignees="[]")
    assert "let it be assigned to nobody (not written into the document: nobody is no owner)" in run(
        project, "sync", "--accept-tracker"
    )
    assert document(project) == before
    nothing_left(project)


def test_both_at_once_and_the_items_state(project: Project) -> None:
    synced(project, "- [ ] Add an alert @alice\n- [ ] Write a runbook\n")
    change(project, 1, title="Page on the depth", assignees="[bob]", state="closed")
    run(project, "sync", "--accept-tracker")
    assert document(project).startswith("- [x] Page on the depth @bob ([#1]")
    nothing_left(project)


def test_without_writing_into_documents_it_is_remembered_alone(project: Project) -> None:
    synced(project, "- [ ] Add an alert @alice\n")
    before = document(project)
    change(project, 1, title="Page on the depth")
    run(project, "sync", "--accept-tracker", "--no-write-back")
    assert document(project) == before
    nothing_left(project)


def test_without_being_asked_nothing_is_taken_over(project: Project) -> None:
    synced(project, "- [ ] Add an alert @alice\n")
    before = project.tree()
    change(project, 1, title="Page on the depth")
    assert "accept it with --accept-tracker" in run(project, "sync")
    assert document(project) == before[PATH].decode().removeprefix(HEAD)


def test_an_incidents_issue_lists_the_new_title_at_once(project: Project) -> None:
    synced(
        project, "- [ ] Add an alert\n", CONFIG.replace("create_completed", "incident_issue = true\ncreate_completed")
    )
    change(project, 1, title="Page on the depth")
    run(project, "sync", "--accept-tracker")
    nothing_left(project)
