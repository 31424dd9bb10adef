"""Two embedded trackers count from one each: wherever an issue is named, its tracker is."""

from __future__ import annotations

import pytest

from tests.app.folder import Folder, postmortem

CONFIG = '[[routes]]\nowner = "@bob"\ntracker = "b"\n[trackers.a]\npath = "ia"\n[trackers.b]\npath = "ib"\n'
LINES = ("[ ] Cap the retries @ana due 2026-11-01", "[ ] Zip the files @bob due 2026-11-02")


@pytest.fixture
def two(folder: Folder) -> Folder:
    folder.write("postmortem-tracker.toml", CONFIG)
    folder.write("pm/a.md", postmortem("INC-1", *LINES))
    folder.write("pm/b.md", postmortem("INC-2", "[ ] Rotate the keys @ana due 2099-11-01"))
    assert folder.run("sync", "pm").returncode == 0
    return folder


@pytest.mark.parametrize(
    "command",
    [("report", "pm"), ("report", "pm", "-f", "csv"), ("report", "snap.json", "-f", "csv"), ("remind", "pm")],
)
def test_an_issue_is_named_with_its_tracker(two: Folder, command: tuple[str, ...]) -> None:
    two.write("snap.json", two.run("report", "pm", "-f", "json").stdout)
    told = two.run(*command).stdout
    assert ("a#1" in told, "b#1" in told) == (True, True), told


def test_what_is_to_be_closed_is_named_with_its_tracker(two: Folder) -> None:
    (two.root / "pm/a.md").unlink()
    told = two.run("sync", "pm").stdout
    assert "a#1: its item is gone" in told
    assert "b#1: its item is gone" in told
    assert "b#1: close" in two.run("sync", "pm", "--close-orphans", "--yes").stdout


def test_the_documents_links_stay_as_they_are(two: Folder) -> None:
    text = (two.root / "pm/a.md").read_text()
    assert ("([#1](../ia/0001-" in text, "([#1](../ib/0001-" in text) == (True, True)
    assert "0 issues created, 0 other changes" in two.run("sync", "pm").stdout


def test_one_tracker_needs_no_name(folder: Folder) -> None:
    folder.write("postmortem-tracker.toml", '[trackers.notes]\npath = "notes"\n')
    folder.write("pm/a.md", postmortem("INC-1", *LINES))
    folder.run("sync", "pm")
    told = folder.run("report", "pm", "-f", "csv").stdout
    assert "#1" in told
    assert "notes#1" not in told
