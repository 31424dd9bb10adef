"""What people are told of a plan, a sync and an apply stands in the JSON too, value by value."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.e2e.conftest import Project, project

__all__ = ["project"]  # a fixture

HEAD = "# INC-1: Queue stalled\n\nSeverity: SEV2\n\n## Action items\n\n"
ITEMS = [
    "- [ ] Add an alert @alice (P1) (due 2030-01-02)\n",
    "- [ ] Write a runbook @bob\n",
    "- [ ] Limit the retries\n",
    "- [ ] Replace the broker\n",
    "- [ ] Drain the queue\n",
]


def prepared(project: Project) -> None:
    """Issues and documents that differ in every way that a sync settles or tells."""
    project.write("postmortem-tracker.toml", 'documents = ["pm"]\n[sync]\nincident_issue = true\n')
    project.write("pm/a.md", HEAD + "".join(ITEMS))
    project.write("pm/README.md", "# How we write postmortems\n")
    run(project, "sync")
    text = (project.root / "pm/a.md").read_text()
    text = text.replace("(P1)", "(P2)").replace("2030-01-02", "2031-02-03")  # labels, due date
    text = text.replace("Write a runbook @bob", "Write down how to fail over @carol")  # title, owner
    text = text.replace("- [ ] Limit", "- [x] Limit")  # closed in the document
    text = re.sub(r"- \[ \] Drain.*\n", "", text)  # an orphan
    text = text.replace("SEV2", "SEV1") + "- [ ] Add a canary @dana\n- [ ] Ask them (OPS-7)\n"
    project.write("pm/a.md", text)
    file = project.issue(4)
    file.write_text(file.read_text().replace("state: open", "state: closed"))  # closed in the tracker
    project.write(
        "pm/b.md", "# INC-2: Gone\n\n## Action items\n\n- [ ] Look into it ([#99](../.postmortem/issues/0099-x.md))\n"
    )


def run(project: Project, *arguments: str) -> str:
    done = project.run(*arguments)
    assert done.returncode in (0, 3), done.stdout + done.stderr
    return done.stdout


def facts(action: dict[str, Any]) -> list[str]:
    """The lines that people see of an action's values."""

    def shown(value: object) -> str:
        return "none" if value is None else ", ".join(value) if isinstance(value, list) else str(value)

    found = []
    for each in action["changes"]:
        if each["field"] == "details":
            continue
        if action["symbol"] != "+":
            found.append(f"{each['field']}: {shown(each['old'])} → {shown(each['new'])}")
        elif each["field"] not in ("title", "state", "link in the document"):
            found.append(f"{each['field']}: {shown(each['new'])}")
    return found


def test_a_plan_says_the_same_to_people_and_machines(project: Project) -> None:
    prepared(project)
    options = ("plan", "--close-orphans")
    done = project.run("--verbose", *options)
    lines = [line.strip() for line in done.stdout.splitlines()]
    data = json.loads(run(project, *options, "--format", "json"))
    kinds = {action["action"] for action in data["actions"]}
    assert {"create", "update", "done", "attention"} <= kinds
    told = [line for line in lines if re.match(r"(?!details)[a-z ]+: .+", line)]
    assert sorted(told) == sorted(fact for action in data["actions"] for fact in facts(action))
    assert all(any(action["what"] in line for line in lines) for action in data["actions"])
    blocks = [each for action in data["actions"] for each in action["changes"] if each["field"] == "details"]
    assert blocks
    for line in lines:
        if found := re.fullmatch(r"details: ([+-]) (.*)", line):
            side = "new" if found[1] == "+" else "old"
            assert any(found[2] in str(each[side]).replace("**", "").replace("\u200b", "") for each in blocks), line
    assert [f"not read: {each}" for each in re.findall(r"not read: (.*)", done.stderr)] == data["notices"]


def _of_item(action: dict[str, Any]) -> bool:
    return str(action["key"]) != "incident"


def test_a_sync_says_the_same_to_people_and_machines(project: Project) -> None:
    prepared(project)
    planned = json.loads(run(project, "plan", "--close-orphans", "--format", "json"))
    done = json.loads(run(project, "sync", "--close-orphans", "--format", "json"))
    # An incident's issue tells of what became of its items, which the plan cannot know.
    values = {each["what"]: each["changes"] for each in planned["actions"] if each["pending"] and _of_item(each)}
    assert {each["what"]: each["changes"] for each in done["outcomes"] if _of_item(each)} == values
    assert [each["what"] for each in done["left"]] == [
        each["what"] for each in planned["actions"] if not each["pending"]
    ]
    assert done["notices"] == planned["notices"] != []
    assert done["unreviewed"] == []


def test_a_sync_tells_people_what_changed_to_what_as_the_plan_did(project: Project) -> None:
    prepared(project)
    planned = json.loads(run(project, "plan", "--format", "json"))["actions"]
    lines = run(project, "sync").splitlines()
    told = [line.strip() for line in lines if re.match(r"    (?!details)[a-z ]+: .+ → ", line)]
    changes = [each for each in planned if each["pending"] and each["action"] != "create" and _of_item(each)]
    named = ("state: ", "state in the document: ")  # by the line of the change itself
    assert sorted(told) == sorted(fact for each in changes for fact in facts(each) if not fact.startswith(named))
    assert {line.partition(":")[0] for line in told} >= {"title", "assignees", "due date", "labels"}
    assert not [line for line in lines if re.match(r"    details: . (Owner|Due)", line)], "their fields are told"
    for at, line in enumerate(lines):
        if line.startswith("+"):
            assert not lines[at + 1].startswith(" "), "a new issue is told in one line"
    assert [line for line in run(project, "sync").splitlines() if line.startswith(" ")] == []


def test_an_apply_tells_people_the_same(project: Project) -> None:
    prepared(project)
    planned = run(project, "plan", "--out", "plan.json")
    told = [line.strip() for line in run(project, "apply", "plan.json").splitlines() if " → " in line]
    assert "due date: 2030-01-02 → 2031-02-03" in told
    assert "title: Write a runbook → Write down how to fail over" in told
    assert "assignees: bob → carol" in told
    assert all(line in planned for line in told if not line.startswith("+"))


def test_an_apply_tells_machines_what_it_left(project: Project) -> None:
    prepared(project)
    run(project, "plan", "--out", "plan.json")
    project.write("pm/c.md", "# INC-3: Late\n\n## Action items\n\n- [ ] Come later\n")
    text = (project.root / "plan.json").read_text()
    data = json.loads(text)
    data["documents"].append({**data["documents"][0], "name": "pm/c.md", "path": "pm/c.md"})
    project.write("plan.json", json.dumps(data))
    done = json.loads(run(project, "apply", "plan.json", "--format", "json"))
    assert "Come later" in [each["text"] for each in done["unreviewed"]]
    assert "Come later" not in [each["text"] for each in done["outcomes"]]
