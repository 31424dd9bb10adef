"""An issue's file under another number: name and marker tell whose it is, and it never counts as left behind."""

from __future__ import annotations

import pytest

from tests.app.folder import Folder, postmortem

CAP = "[ ] Cap the retries @ana due 2099-12-20"
KEYS = "[ ] Rotate the keys @bob due 2099-12-20"
LAG = "[ ] Alert on the lag @ana due 2099-12-20"


def rename(folder: Folder, number: int, name: str) -> None:
    issue = folder.issue(number)
    issue.rename(issue.with_name(name))


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("0004-cap-the-retries.md", CAP),
        ("0004-other-words.md", CAP),
        ("0004-cap-the-retries.md", "[ ] Cap the retries of each client @ana due 2099-12-20"),
        ("0004-cap-the-retries.md", "[ ] Something else entirely @ana due 2099-12-20"),
        ("0001-other-words.md", CAP),
    ],
)
def test_a_file_with_another_number_is_followed(folder: Folder, name: str, line: str) -> None:
    folder.write("pm/a.md", postmortem("INC-1", CAP))
    folder.run("sync", "pm")
    folder.replace("pm/a.md", CAP, line)
    rename(folder, 1, name)
    done = folder.run("sync", "pm", "--close-orphans")
    assert (done.returncode, "close" in done.stdout) == (0, False), done.stdout
    linked = (folder.root / "pm/a.md").read_text()
    if not name.startswith("0001"):
        assert f"([#4](../.postmortem/issues/{name}))" in linked
        assert "#1" not in linked
    assert len(list((folder.root / ".postmortem/issues").glob("*.md"))) == 1
    assert "0 issues created, 0 other changes; 1 unchanged" in folder.run("sync", "pm", "--close-orphans").stdout


def test_a_document_that_moved_as_well_is_followed(folder: Folder) -> None:
    old = folder.write("pm/a.md", postmortem("INC-1", CAP))
    folder.run("sync", "pm")
    folder.write("pm/2026/a.md", old.read_text())
    old.unlink()
    rename(folder, 1, "0004-cap-the-retries.md")
    assert folder.run("sync", "pm", "--close-orphans").returncode == 0
    assert "([#4](../../.postmortem/issues/0004-cap-the-retries.md))" in (folder.root / "pm/2026/a.md").read_text()


def test_two_branches_gave_one_number_and_one_file_is_renamed(folder: Folder) -> None:
    folder.write("pm/a.md", postmortem("INC-1", CAP))
    folder.run("sync", "pm")
    first = (folder.root / "pm/a.md").read_text()
    folder.write("pm/b.md", postmortem("INC-2", KEYS))
    folder.run("sync", "pm")
    second, theirs = (folder.root / "pm/b.md").read_text(), folder.issue(2)
    kept = theirs.read_text()
    theirs.unlink()
    (folder.root / "pm/b.md").unlink()
    folder.write("pm/a.md", f"{first}- {LAG}\n")
    folder.run("sync", "pm")
    folder.write("pm/b.md", second)
    folder.write(f".postmortem/issues/{theirs.name}", kept)
    assert folder.run("sync", "pm").returncode == 3
    theirs.rename(theirs.with_name("0004-rotate-the-keys.md"))
    done = folder.run("sync", "pm", "--close-orphans")
    assert done.returncode == 0, done.stdout
    assert "([#4](../.postmortem/issues/0004-rotate-the-keys.md))" in (folder.root / "pm/b.md").read_text()
    assert "([#2](../.postmortem/issues/0002-alert-on-the-lag.md))" in (folder.root / "pm/a.md").read_text()
    assert [folder.state(number) for number in (1, 2, 4)] == ["open"] * 3
    assert "3 unchanged" in folder.run("sync", "pm", "--close-orphans").stdout


def test_each_of_several_pairs_with_one_number_is_told_a_free_one(folder: Folder) -> None:
    folder.write("pm/a.md", postmortem("INC-1", CAP, KEYS))
    folder.run("sync", "pm")
    for number in (1, 2):
        issue = folder.issue(number)
        issue.with_name(f"{number:04d}-again.md").write_text(issue.read_text())
    told = folder.run("sync", "pm").stderr
    assert "rename one of them to 0003-" in told
    assert "rename one of them to 0004-" in told


def test_an_issue_that_only_resembles_the_missing_one_is_left_to_a_person(folder: Folder) -> None:
    folder.write("pm/a.md", postmortem("INC-1", CAP))
    folder.run("sync", "pm")
    folder.replace("pm/a.md", "Cap the retries", "Cap the retries of clients")
    rename(folder, 1, "0004-other-words.md")
    for _ in range(2):
        told = folder.run("sync", "pm", "--close-orphans").stdout
        assert "the linked issue #1 does not exist, but #4 seems to be this item's: link that, or close it" in told
        assert folder.state(4) == "open"


def test_a_link_to_another_items_file_is_no_proof(folder: Folder) -> None:
    folder.write("pm/a.md", postmortem("INC-1", CAP, KEYS))
    folder.run("sync", "pm")
    folder.replace("pm/a.md", "0002-rotate-the-keys.md", "0001-cap-the-retries.md")
    folder.replace("pm/a.md", "[#2]", "[#1]")
    told = folder.run("sync", "pm", "--close-orphans").stdout
    assert "links #1, which belongs to pm/a.md:7" in told
