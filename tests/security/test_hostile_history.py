"""Commits, trees and settings that git takes and nobody writes by hand neither end nor mislead a look back."""

from __future__ import annotations

import json
import os
import subprocess
import tracemalloc
from pathlib import Path

import pytest

from postmortem_tracker.calendar import moment
from postmortem_tracker.disk import changed_files
from postmortem_tracker.disk import git as history
from postmortem_tracker.disk.blobs import Blobs
from tests.security.run import POSTMORTEM, git, inside


def commit_raw(root: Path, when: str, message: str = "moved") -> None:
    """A commit of the index as no porcelain would write it."""
    parent, tree = git(root, "rev-parse", "HEAD"), git(root, "write-tree")
    text = f"tree {tree}\nparent {parent}\nauthor a <a@x> {when}\ncommitter a <a@x> {when}\n\n{message}"
    made = subprocess.run(
        ["git", "-C", str(root), "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
        input=text.encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    git(root, "update-ref", "HEAD", made.stdout.decode().strip())


def moves(root: Path) -> int:
    """How many due dates the history says were moved; it must be told whole."""
    done = inside(root, "report", "--offline", "--history", "-f", "json", "pm")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["history"]["complete"]
    return int(report["incidents"][0]["items"][0]["history"]["due_moves"])


@pytest.mark.parametrize(
    "when",
    [
        "9999999999999999 +0000",
        "253402300799 +1400",
        "1773000000 +9999",
        "1773000000 -2400",
        "-5 +0000",
        "0 +0000",
        "1773000000",
        "x y",
        "",
    ],
)
def test_a_commit_of_a_day_that_there_is_none_counts_and_ends_nothing(committed: Path, when: str) -> None:
    (committed / "pm" / "a.md").write_text(POSTMORTEM.replace("2027-04-10", "2027-05-10"))
    git(committed, "add", "-A")
    commit_raw(committed, when)
    assert moves(committed) == 1
    done = inside(committed, "report", "--offline", "--compare", "2026-01-01", "pm")
    assert done.returncode == 0, done.stderr
    last = changed_files.last_changes(
        committed / "pm", {"a.md": (committed / "pm" / "a.md").read_bytes()}, moment("0") or pytest.fail("no moment")
    )
    assert set(last) <= {"a.md"}


@pytest.mark.parametrize("far", ["99999999999999999999", "-99999999999999999999", "9" * 24])
def test_a_moment_stays_within_the_years_there_are(far: str) -> None:
    found = moment(far)
    assert found is not None
    assert found.year in (2, 9999)
    assert [moment(each) for each in ("", "x", "1.5", "--5", "9" * 30, "%ct")] == [None] * 6
    assert str(moment(" 1772436600 ")) == "2026-03-02 07:30:00+00:00"


@pytest.mark.parametrize(
    "setting",
    [
        "i18n.logOutputEncoding=UTF-16",
        "i18n.commitEncoding=UTF-16",
        "i18n.logOutputEncoding=UTF-7",
        "diff.orderFile=/dev/zero",
        "diff.renameLimit=0",
        "format.pretty=%x00",
        "log.diffMerges=off",
        "color.ui=always",
        "log.showRoot=false",
        "log.follow=true",
        "core.attributesFile=/dev/zero",
        "diff.relative=true",
        "core.bigFileThreshold=1",
    ],
)
def test_no_setting_of_the_repository_changes_what_its_history_says(committed: Path, setting: str) -> None:
    key, _, value = setting.partition("=")
    (committed / "pm" / "a.md").write_text(POSTMORTEM.replace("2027-04-10", "2027-05-10"))
    git(committed, "commit", "-qam", "verschoben: Größe +AGE- 日本")
    git(committed, "config", key, value)
    assert moves(committed) == 1


@pytest.mark.parametrize("name", [":(exclude)b.md", ":!a.md", ":(glob,icase)**", "[a].md", "*.md"])
def test_a_name_that_git_takes_for_a_pattern_is_a_name(committed: Path, name: str) -> None:
    (committed / "pm" / name).write_text(POSTMORTEM.replace("INC-1", "INC-2"))
    git(committed, "--literal-pathspecs", "add", "-f", f"pm/{name}")
    git(committed, "commit", "-qm", "more")
    folder, head = committed / "pm", git(committed, "rev-parse", "HEAD")
    assert history.ever_had(folder, head, [name, "gone.md"]) == {name}
    assert history.ever_had(folder, f"{head}~1", [name, "a.md"]) == {"a.md"}


@pytest.mark.parametrize("most", [10, 1000, (8 << 20) - 1])
def test_of_a_huge_file_in_the_history_only_so_much_is_kept(committed: Path, most: int) -> None:
    (committed / "pm" / "huge.md").write_bytes(b"# INC-9 x\n" + bytes((8 << 20) - 10))
    git(committed, "add", "-A")
    huge, small = git(committed, "rev-parse", ":pm/huge.md"), git(committed, "rev-parse", ":pm/a.md")
    with Blobs(committed) as blobs:
        tracemalloc.start()
        kept = blobs.read(huge, most)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert kept is not None
        assert len(kept) == most + 1
        assert peak < 4 * most + (6 << 20)
        assert blobs.read(small, 10_000) == POSTMORTEM.encode()  # and what follows it is read in its place
        assert blobs.read(huge, 8 << 20) == (committed / "pm" / "huge.md").read_bytes()
        assert blobs.read("0" * 40, most) is None


def test_a_file_too_large_in_the_history_alone_is_passed_over(committed: Path) -> None:
    (committed / "postmortem-tracker.toml").write_text("max_document_bytes = 2000\n")
    for text in (POSTMORTEM + "x" * 4000, POSTMORTEM.replace("2027-04-10", "2027-05-10")):
        (committed / "pm" / "a.md").write_text(text)
        git(committed, "add", "-A")
        git(committed, "commit", "-qm", "next")
    assert moves(committed) == 1


def test_a_baseline_that_is_nested_without_end_is_none(committed: Path) -> None:
    for text in ("[" * 500_000, '{"schema":1,"findings":' + "[" * 500_000, '{"a":' * 200_000):
        (committed / "known.json").write_text(text)
        done = inside(committed, "check", "--offline", "--baseline", "known.json", "pm")
        assert done.returncode == 2
        assert "not a baseline" in done.stderr


# --- what is not asked about ----------------------------------------------------------------------------------------

BROKEN = {
    "front matter": "---\na: [\n---\n" + POSTMORTEM.replace("INC-1", "INC-2"),
    "a merge": POSTMORTEM.replace("INC-1", "INC-2") + "<<<<<<< ours\n- [ ] A\n=======\n- [ ] B\n>>>>>>> theirs\n",
    "no UTF-8": POSTMORTEM.replace("INC-1", "INC-2") + "\udcff",
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_document_counts_where_it_changed(committed: Path, kind: str) -> None:
    broken = committed / "pm" / "b.md"
    broken.write_bytes(BROKEN[kind].encode(errors="surrogateescape"))
    assert inside(committed, "check", "--offline", "pm").returncode == 3
    said = "check", "--offline", "--changed-since", "HEAD", "-f", "json", "pm"
    assert inside(committed, *said).returncode == 3, "it is new"
    git(committed, "add", "-A")
    assert inside(committed, *said).returncode == 3, "it is staged"
    git(committed, "commit", "-qm", "broken")
    done = inside(committed, *said)
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert told["complete"]
    assert told["problems"] == []
    assert any("not changed, and left out: pm/b.md" in each for each in told["remarks"])
    assert "pm/b.md" in done.stderr
    (committed / "pm" / "a.md").write_text(POSTMORTEM + "\nMore.\n")
    assert inside(committed, *said).returncode == 1, "what changed is checked"
    broken.write_bytes(broken.read_bytes() + b"\n")
    assert inside(committed, *said).returncode == 3, "it changed"


def test_two_documents_of_one_id_count_where_either_changed(committed: Path) -> None:
    (committed / "pm" / "b.md").write_text(POSTMORTEM)
    said = "check", "--offline", "--changed-since", "HEAD", "pm"
    assert inside(committed, *said).returncode == 3
    git(committed, "add", "-A")
    git(committed, "commit", "-qm", "twice")
    assert inside(committed, *said).returncode == 0
    (committed / "pm" / "a.md").write_text(POSTMORTEM + "\nMore.\n")
    assert inside(committed, *said).returncode == 3


def test_what_a_link_leads_out_to_always_counts(committed: Path, tmp_path: Path) -> None:
    os.symlink(tmp_path / "elsewhere.md", committed / "pm" / "b.md")
    (tmp_path / "elsewhere.md").write_text(POSTMORTEM)
    git(committed, "add", "-A")
    git(committed, "commit", "-qm", "link")
    assert inside(committed, "check", "--offline", "--changed-since", "HEAD", "pm").returncode == 3
