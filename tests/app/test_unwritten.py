"""Where documents are not written they hold neither link nor tick: what was done is not opened again in other words."""

from __future__ import annotations

import pytest

from tests.app.folder import Folder, postmortem

CAP = "[ ] Cap the retries @ana due 2099-12-20"


@pytest.mark.parametrize("text", ["Cap the retries of the client", "Cap all retries"])
def test_reworded_work_that_was_done_is_not_opened_again_where_documents_are_not_written(
    folder: Folder, text: str
) -> None:
    folder.write("postmortem-tracker.toml", "[sync]\nwrite_back = false\n")
    folder.write("pm/a.md", postmortem("INC-1", CAP))
    folder.run("sync", "pm")
    issue = folder.issue(1)
    issue.write_text(issue.read_text().replace("state: open", "state: closed", 1))
    folder.run("sync", "pm")
    folder.replace("pm/a.md", "Cap the retries", text)
    for _ in range(2):
        told = folder.run("sync", "pm").stdout
        assert "is like #1, which is completed: link it in the item, or word the item otherwise" in told
    assert "PM201" in folder.run("check", "pm", "-f", "json").stdout
    folder.replace("pm/a.md", text, "Rotate the keys")
    assert "1 issue created" in folder.run("sync", "pm").stdout


def test_new_work_like_what_was_done_is_opened_where_documents_are_written(folder: Folder) -> None:
    folder.write("pm/a.md", postmortem("INC-1", CAP.replace("[ ]", "[x]")))
    folder.write("postmortem-tracker.toml", "[sync]\ncreate_completed = true\n")
    folder.run("sync", "pm")
    folder.write("pm/a.md", postmortem("INC-1", "[ ] Cap the retries of the client @ana due 2099-12-20"))
    assert "1 issue created" in folder.run("sync", "pm").stdout


LAG = "[ ] Add an alert for the lag @ana due 2099-12-20"


def start(folder: Folder, name: str) -> None:
    """Two documents with an issue each; documents are not written."""
    folder.write("postmortem-tracker.toml", "[sync]\nwrite_back = false\ncreate_completed = true\n")
    folder.write("pm/a.md", postmortem(name, LAG))
    folder.write("pm/b.md", postmortem("Another", CAP))
    folder.run("sync", "pm")


def orphans(folder: Folder, what: str) -> list[str]:
    return [each for each in folder.run("plan", what).stdout.splitlines() if "#1" in each]


@pytest.mark.parametrize("box", ["[ ]", "[x]"])
def test_an_orphan_is_not_hidden_by_an_item_that_has_an_issue_of_its_own(folder: Folder, box: str) -> None:
    """Another document asks for the same work in the same words."""
    start(folder, "First")
    folder.write("pm/c.md", postmortem("Third", LAG.replace("[ ]", box)))
    folder.run("sync", "pm")
    (folder.root / "pm/a.md").unlink()
    whole = orphans(folder, "pm")
    assert len(whole) == 1
    assert orphans(folder, "pm/b.md") == whole


def test_an_orphan_is_not_hidden_by_an_item_that_links_another_issue(folder: Folder) -> None:
    start(folder, "First")
    (folder.root / "pm/a.md").unlink()
    number = folder.issue(2).name
    folder.write("pm/c.md", postmortem("Third", f"{LAG} ([#2](../.postmortem/issues/{number}))"))
    assert len(orphans(folder, "pm/b.md")) == 1


@pytest.mark.parametrize(("name", "hidden"), [("INC-3", False), ("Third", True)])
def test_an_orphan_is_not_hidden_by_another_incident(folder: Folder, name: str, hidden: bool) -> None:
    """Two incidents have two ids; where one has none, it may be the same document under another name."""
    start(folder, "INC-1")
    (folder.root / "pm/a.md").unlink()
    folder.write("pm/c.md", postmortem(name, LAG))
    assert (orphans(folder, "pm/b.md") == []) is hidden
    assert any("is gone from pm/a.md" in each for each in orphans(folder, "pm")) is not hidden
