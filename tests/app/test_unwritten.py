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
