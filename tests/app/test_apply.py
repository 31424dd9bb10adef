"""What of a saved plan does not apply any more is named: only what was done already is passed over in silence."""

from __future__ import annotations

import json

import pytest

from postmortem_tracker.text.printable import HIDDEN
from tests.app.folder import Folder, postmortem

CAP, WARM = "[ ] Cap the retries @ana due 2099-12-20", "[ ] Warm the cache @ana due 2099-12-21"


def refused(folder: Folder) -> list[str]:
    """What apply says that it did not do."""
    done = folder.run("apply", "p.json")
    said = [line for line in done.stderr.splitlines() if "it has drifted" in line]
    assert done.returncode == (3 if said else 0), done.stderr
    return said


def test_a_create_whose_item_is_gone_is_named_and_the_others_are_done(folder: Folder) -> None:
    folder.write("pm/a.md", postmortem("INC-1", CAP, WARM))
    folder.run("plan", "pm", "-o", "p.json")
    folder.write("pm/a.md", postmortem("INC-1", CAP))
    (said,) = refused(folder)
    assert "create in local: refused" in said
    assert folder.state(1) == "open"


def test_a_create_whose_item_was_done_meanwhile_is_named(folder: Folder) -> None:
    folder.write("postmortem-tracker.toml", "[sync]\ncreate_completed = false\n")
    folder.write("pm/a.md", postmortem("INC-1", CAP, WARM))
    folder.run("plan", "pm", "-o", "p.json")
    folder.replace("pm/a.md", WARM, WARM.replace("[ ]", "[x]"))
    assert len(refused(folder)) == 1


@pytest.mark.parametrize(
    ("old", "new", "back"),
    [
        ("[ ] Cap", "[x] Cap", "[ ] Cap"),
        ("2099-12-20", "2099-12-30", "2099-12-20"),
        ("Cap the retries", "Cap the retries of clients", "Cap the retries"),
    ],
)
def test_a_change_that_was_taken_back_is_named(folder: Folder, old: str, new: str, back: str) -> None:
    folder.write("pm/a.md", postmortem("INC-1", CAP, WARM))
    folder.run("sync", "pm")
    folder.replace("pm/a.md", old, new)
    folder.run("plan", "pm", "-o", "p.json")
    folder.replace("pm/a.md", new, back)
    assert len(refused(folder)) == 1
    folder.replace("pm/a.md", old, new)
    assert (refused(folder), refused(folder)) == ([], [])


def test_a_tick_that_is_not_due_any_more_is_named(folder: Folder) -> None:
    folder.write("pm/a.md", postmortem("INC-1", CAP))
    folder.run("sync", "pm")
    issue = folder.issue(1)
    was = issue.read_text()
    issue.write_text(was.replace("state: open", "state: closed", 1))
    folder.run("plan", "pm", "-o", "p.json")
    issue.write_text(was)
    assert len(refused(folder)) == 1


def test_an_orphan_whose_item_came_back_is_named(folder: Folder) -> None:
    folder.write("pm/a.md", postmortem("INC-1", CAP, WARM))
    folder.run("sync", "pm")
    whole = (folder.root / "pm/a.md").read_text()
    folder.write("pm/a.md", "".join(line for line in whole.splitlines(keepends=True) if "Warm" not in line))
    folder.run("plan", "pm", "--close-orphans", "-o", "p.json")
    folder.write("pm/a.md", whole)
    assert len(refused(folder)) == 1
    assert folder.state(2) == "open"


@pytest.mark.parametrize("broken", ["the document", "its issue", "an orphan"])
def test_what_cannot_be_read_has_not_drifted_and_is_done_once_it_can_be(folder: Folder, broken: str) -> None:
    folder.write("pm/a.md", postmortem("INC-1", CAP, WARM))
    folder.run("sync", "pm")
    folder.replace("pm/a.md", "[ ] Cap", "[x] Cap")
    if broken == "an orphan":
        whole = (folder.root / "pm/a.md").read_text()
        folder.write("pm/a.md", "".join(line for line in whole.splitlines(keepends=True) if "Cap" not in line))
    folder.run("plan", "pm", "--close-orphans", "-o", "p.json")
    there = folder.root / "pm/a.md" if broken == "the document" else folder.issue(1)
    was = there.read_bytes()
    there.write_bytes(b"<<<<<<< HEAD\n" + was if broken == "the document" else b"---\nstate: [\n" + was)
    done = folder.run("apply", "p.json")
    assert done.returncode == 3
    assert "drifted" not in done.stderr
    assert "not done, for not everything could be read" in done.stderr
    assert "apply the same plan again" in done.stderr
    there.write_bytes(was)
    assert folder.run("apply", "p.json").returncode == 0
    assert folder.state(1) == "closed"


def test_what_another_run_did_is_passed_over(folder: Folder) -> None:
    folder.write("pm/a.md", postmortem("INC-1", CAP, WARM.replace("[ ]", "[x]")))
    folder.run("plan", "pm", "-o", "p.json")
    folder.run("sync", "pm")
    assert refused(folder) == []
    folder.replace("pm/a.md", "[ ] Cap", "[x] Cap")
    folder.run("plan", "pm", "-o", "p.json")
    folder.run("sync", "pm")
    assert refused(folder) == []


def altered(folder: Folder, *path: str, value: object) -> str:
    """Apply the plan of one action, in which one thing that people read was changed; what apply says on stderr."""
    plan = json.loads((folder.root / "p.json").read_text())
    (there,) = plan["actions"]
    for each in path[:-1]:
        there = there[each]
    assert there[path[-1]] != value
    there[path[-1]] = value
    folder.write("p.json", json.dumps(plan))
    done = folder.run("apply", "p.json")
    assert done.returncode == 3, done.stdout
    assert "0 issues created, 0 other changes" in done.stdout
    return done.stderr


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("what",), "create in another place"),
        (("text",), "Cap nothing"),
        (("path",), "pm/other.md"),
        (("create", "title"), "Cap nothing"),
        (("create", "assignees"), ["nobody"]),
        (("create", "labels"), []),
        (("create", "body"), "Nothing to see"),
        (("create",), None),
        (("write_link",), False),
    ],
)
def test_a_new_issue_of_which_the_plan_says_something_else_is_refused(
    folder: Folder, path: tuple[str, ...], value: object
) -> None:
    """Whoever approved the file read that, and not what its fingerprint names."""
    folder.write("pm/a.md", postmortem("INC-1", CAP))
    folder.run("plan", "pm", "-o", "p.json")
    said = altered(folder, *path, value=value)
    assert "pm/a.md:7 create in local: refused, the plan tells people something else of it" in said
    assert "hint: make a new plan and review it" in said


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("what",), "#1: details"),
        (("issue",), "#2"),
        (("change",), None),
        (("change", "title"), "Cap the retries"),
        (("block",), "Nothing to see"),
        (("write_state",), "completed"),
    ],
)
def test_a_change_of_which_the_plan_says_something_else_is_refused(
    folder: Folder, path: tuple[str, ...], value: object
) -> None:
    folder.write("pm/a.md", postmortem("INC-1", CAP))
    folder.run("sync", "pm")
    folder.replace("pm/a.md", "Cap the retries @ana", "Cap all retries @bob")
    folder.run("plan", "pm", "-o", "p.json")
    assert "#1: title, owner: refused, the plan tells people something else of it" in altered(
        folder, *path, value=value
    )


def test_what_only_moves_and_what_an_older_release_did_not_say_is_no_other_word(folder: Folder) -> None:
    folder.write("pm/a.md", postmortem("INC-1", CAP))
    folder.run("plan", "pm", "-o", "p.json")
    plan = json.loads((folder.root / "p.json").read_text())
    (action,) = plan["actions"]
    del action["create"]["milestone"], action["write_owners"], action["text"]
    folder.write("p.json", json.dumps(plan))
    folder.write("pm/a.md", postmortem("INC-1", CAP).replace("# INC-1", "Some words first.\n\n# INC-1"))
    assert refused(folder) == []
    assert folder.state(1) == "open"


def test_a_refused_change_of_a_confidential_document_tells_no_word_of_it(folder: Folder) -> None:
    text = postmortem("INC-1", CAP).replace("## ", "Confidential: yes\n\n## ", 1)
    folder.write("pm/a.md", text)
    folder.run("plan", "pm", "-o", "p.json")
    assert HIDDEN in (folder.root / "p.json").read_text()
    said = altered(folder, "create", "title", value="Cap the retries")
    assert "refused, the plan tells people something else" in said
    assert "retries" not in said
