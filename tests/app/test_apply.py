"""What of a saved plan does not apply any more is named: only what was done already is passed over in silence."""

from __future__ import annotations

import pytest

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


def test_what_another_run_did_is_passed_over(folder: Folder) -> None:
    folder.write("pm/a.md", postmortem("INC-1", CAP, WARM.replace("[ ]", "[x]")))
    folder.run("plan", "pm", "-o", "p.json")
    folder.run("sync", "pm")
    assert refused(folder) == []
    folder.replace("pm/a.md", "[ ] Cap", "[x] Cap")
    folder.run("plan", "pm", "-o", "p.json")
    folder.run("sync", "pm")
    assert refused(folder) == []
