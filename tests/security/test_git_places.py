"""Nothing is read, and nothing green is said, where git's own files or its work tree lie in another place."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from postmortem_tracker.disk import branches, changed_files, git_calls, programs
from postmortem_tracker.disk import git as history
from postmortem_tracker.disk.blobs import Blobs
from tests.security.run import POSTMORTEM, git, inside

SECRET = "Rotate the keys of the vault"
FOLDERS = "POSTMORTEM_TRACKER_ALLOWED_FOLDERS"


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """Another repository of the same person, with two versions of a postmortem of its own."""
    root = tmp_path / "foreign"
    (root / "pm").mkdir(parents=True)
    git(root, "init", "-q")
    git(root, "symbolic-ref", "HEAD", "refs/heads/main")
    for day in ("2027-04-10", "2027-06-10"):
        (root / "pm" / "a.md").write_text(POSTMORTEM.replace("Widen the pool", SECRET).replace("2027-04-10", day))
        git(root, "add", "-A")
        git(root, "commit", "-qm", "all")
    return root


def by_link(root: Path, other: Path) -> None:
    shutil.rmtree(root / ".git")
    (root / ".git").symlink_to(other / ".git")


def by_file(root: Path, other: Path) -> None:
    shutil.rmtree(root / ".git")
    (root / ".git").write_text(f"gitdir: {other / '.git'}\n")


def by_common_folder(root: Path, other: Path) -> None:
    (root / ".git" / "commondir").write_text(f"{other / '.git'}\n")


def by_forged_worktree(root: Path, other: Path) -> None:
    """One of its own making, which says that it belongs here."""
    shutil.rmtree(root / ".git")
    made = root / "made" / "worktrees" / "x"
    made.mkdir(parents=True)
    (made / "HEAD").write_text("ref: refs/heads/main\n")
    (made / "commondir").write_text(f"{other / '.git'}\n")
    (made / "gitdir").write_text(f"{root / '.git'}\n")
    (root / ".git").write_text(f"gitdir: {made}\n")


def by_alternates(root: Path, other: Path, line: str = "{}") -> None:
    (root / ".git" / "objects" / "info" / "alternates").write_text(line.format(other / ".git" / "objects") + "\n")
    (root / ".git" / "refs" / "heads" / "main").write_text(git(other, "rev-parse", "HEAD") + "\n")


def by_quoted_alternates(root: Path, other: Path) -> None:
    by_alternates(root, other, '"{}"')


def by_relative_alternates(root: Path, other: Path) -> None:
    by_alternates(root, other, "../../../foreign/.git/objects")


def by_nested_alternates(root: Path, other: Path) -> None:
    (root / "more" / "info").mkdir(parents=True)
    by_alternates(root, other, "# first\n../../more")
    (root / "more" / "info" / "alternates").write_text(f"{other / '.git' / 'objects'}\n")


def by_alternates_of_many_lines(root: Path, other: Path) -> None:
    by_alternates(root, other, "x" * 1_000_000 + "\n{}")


def by_linked_objects(root: Path, other: Path) -> None:
    shutil.rmtree(root / ".git" / "objects")
    (root / ".git" / "objects").symlink_to(other / ".git" / "objects")
    (root / ".git" / "refs" / "heads" / "main").write_text(git(other, "rev-parse", "HEAD") + "\n")


def by_linked_packs(root: Path, other: Path) -> None:
    git(other, "repack", "-adq")
    for each in (other / ".git" / "objects" / "pack").iterdir():
        (root / ".git" / "objects" / "pack" / each.name).symlink_to(each)
    (root / ".git" / "refs" / "heads" / "main").write_text(git(other, "rev-parse", "HEAD") + "\n")


def by_linked_refs(root: Path, other: Path) -> None:
    shutil.rmtree(root / ".git" / "refs")
    (root / ".git" / "refs").symlink_to(other / ".git" / "refs")


WAYS = [
    by_link,
    by_file,
    by_common_folder,
    by_forged_worktree,
    by_alternates,
    by_quoted_alternates,
    by_relative_alternates,
    by_nested_alternates,
    by_alternates_of_many_lines,
    by_linked_objects,
    by_linked_packs,
    by_linked_refs,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_history_of_another_place_is_not_read(committed: Path, foreign: Path, way: Callable[..., None]) -> None:
    way(committed, foreign)
    for command, code in (
        ("report --offline --history -f json", 3),
        ("check --offline --changed-since HEAD", 2),
        ("check --offline --changed-since main~1", 2),
    ):
        done = inside(committed, *command.split(), "pm")
        assert done.returncode == code, done
        assert SECRET not in done.stdout + done.stderr
        assert "git's own files lead out of the repository" in done.stdout + done.stderr
    done = inside(committed, "report", "--offline", "--as-of", "2026-11-01", "pm")
    assert SECRET not in done.stdout + done.stderr
    assert "git's own files lead out of the repository" in done.stdout + done.stderr


@pytest.mark.parametrize("way", [by_file, by_alternates, by_linked_objects], ids=lambda way: way.__name__)
def test_a_place_that_the_environment_names_is_read(committed: Path, foreign: Path, way: Callable[..., None]) -> None:
    way(committed, foreign)
    done = inside(committed, "report", "--offline", "--history", "pm", **{FOLDERS: str(foreign / "pm")})
    assert done.returncode == 3
    done = inside(committed, "report", "--offline", "--history", "-f", "json", "pm", **{FOLDERS: str(foreign)})
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["history"]["complete"]


@pytest.mark.parametrize("named", ["shallow", "packed-refs"])
def test_no_line_of_a_file_elsewhere_is_repeated(committed: Path, tmp_path: Path, named: str) -> None:
    (tmp_path / "secret").write_text("hunter2 is the password\n")
    (committed / ".git" / named).unlink(missing_ok=True)
    (committed / ".git" / named).symlink_to(tmp_path / "secret")
    for command in ("report --offline --history", "check --offline --changed-since HEAD"):
        done = inside(committed, *command.split(), "pm")
        assert done.returncode in (2, 3)
        assert "hunter2" not in done.stdout + done.stderr


@pytest.mark.parametrize("setting", ["worktree = /", "worktree = ../pm", "worktree = ../../foreign", "bare = true"])
def test_another_work_tree_is_said_and_nothing_is_green(committed: Path, foreign: Path, setting: str) -> None:
    with open(committed / ".git" / "config", "a") as file:
        file.write(f"[core]\n{setting}\n")
    (committed / "pm" / "a.md").write_text(POSTMORTEM.replace("2027-04-10", "2027-05-10"))
    for command, code in (
        ("report --offline --history -f json", 3),
        ("check --offline --changed-since HEAD", 2),
    ):
        done = inside(committed, *command.split(), "pm")
        assert done.returncode == code, done
        assert "is in no work tree of its git repository" in done.stdout + done.stderr
    assert history.permalink_base(committed, {}) is None


def test_linked_worktrees_submodules_and_folders_inside_are_read_as_before(committed: Path, tmp_path: Path) -> None:
    git(committed, "worktree", "add", "-q", "-b", "more", str(tmp_path / "linked"))
    git(committed, "worktree", "add", "-q", "-b", "most", str(committed / "below"))
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "-q")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(committed), "sub/pm")
    bare = tmp_path / "layout"
    bare.mkdir()
    git(bare, "clone", "-q", "--bare", str(committed), ".bare")
    (bare / ".git").write_text("gitdir: ./.bare\n")
    git(bare, "worktree", "add", "-q", "main")
    for place in (committed, tmp_path / "linked", committed / "below", outer / "sub" / "pm", bare / "main"):
        assert history.head(place), place
        assert history.log(place, "%H", ["."]), place
        (place / "pm" / "new.md").write_text("x")
        assert "pm/new.md" in changed_files.changed_since(place, "HEAD"), place
        assert "new.md" in changed_files.changed_since(place / "pm", "HEAD"), place


def test_a_repository_named_in_the_environment_is_the_one(
    committed: Path, foreign: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(committed / ".git")
    monkeypatch.setenv("GIT_DIR", str(foreign / ".git"))
    assert history.head(committed) == git(foreign, "rev-parse", "HEAD")


def test_what_stands_in_place_of_commits_changes_no_history(committed: Path) -> None:
    before = git(committed, "rev-parse", "HEAD")
    for day in ("2027-05-10", "2027-06-10"):
        (committed / "pm" / "a.md").write_text(POSTMORTEM.replace("2027-04-10", day))
        git(committed, "commit", "-qam", "moved")
    told = history.log(committed, "%H", ["."])
    head = git(committed, "rev-parse", "HEAD")
    git(committed, "replace", "--graft", head, before)
    (committed / ".git" / "info" / "grafts").write_text(f"{head}\n")
    assert history.log(committed, "%H", ["."]) == told
    assert told.count(b"pm/a.md") == 3


# --- programs -------------------------------------------------------------------------------------------------------


@pytest.fixture
def evil(committed: Path, tmp_path: Path) -> Path:
    """What a program that the repository names leaves behind, if it runs."""
    tool = tmp_path / "evil.sh"
    tool.write_text(f"#!/bin/sh\necho $0 >> {tmp_path / 'ran'}\ncat $1\n")
    tool.chmod(0o755)
    (committed / ".gitattributes").write_text("*.md diff=evil filter=evil\n")
    git(committed, "add", "-A")
    git(committed, "commit", "-qm", "attributes")
    git(committed, "checkout", "-qb", "other")
    (committed / "pm" / "a.md").write_text(f"{POSTMORTEM}\nissues/5\n")
    git(committed, "commit", "-qam", "more")
    git(committed, "checkout", "-q", "main")
    for key in ("diff.evil.textconv", "diff.evil.command", "diff.external", "filter.evil.clean", "gpg.program"):
        git(committed, "config", key, str(tool))
    git(committed, "config", "log.showSignature", "true")
    (tmp_path / "ran").unlink(missing_ok=True)
    return tmp_path / "ran"


def test_no_search_of_a_difference_runs_a_program(committed: Path, evil: Path) -> None:
    assert branches.written_only_on_other_branches(committed, "pm/a.md", "issues/5")
    assert branches.only_on_other_branches(committed, ["pm/a.md"]) == frozenset()
    since = datetime(2020, 1, 1, tzinfo=UTC)
    data = (committed / "pm" / "a.md").read_bytes()
    assert changed_files.last_changes(committed / "pm", {"a.md": data}, since)
    assert history.log(committed, "%H", ["."])
    assert git_calls.ask(committed, "log", "-p", "HEAD")
    assert git_calls.ask(committed, "-c", "core.quotePath=true", "log", "-p", "--end-of-options", "HEAD", "--", "pm")
    assert git_calls.names(committed, "ls-files", "-z", "--", "pm", "log") == ("pm/a.md",)  # a name, and no command
    assert not evil.exists(), evil.read_text()


def test_our_own_writes_are_known_in_files_that_the_checkout_calls_binary(
    committed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = committed / "pm" / "1-x.md"
    for updated in ("2027-01-01", "2027-02-01"):
        issue.write_text(f"---\nupdated: {updated}\n---\nWords\n")
        (committed / ".gitattributes").write_text("*.md binary\n")
        git(committed, "add", "-A")
        git(committed, "commit", "-qm", "ours")
    since = datetime(2020, 1, 1, tzinfo=UTC)
    assert changed_files.last_changes(committed / "pm", {"1-x.md": issue.read_bytes()}, since) == {"1-x.md": None}
    issue.write_text(issue.read_text() + "More\n")
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2027-03-01T00:00:00Z")  # not within the same second
    git(committed, "commit", "-qam", "theirs")
    told = changed_files.last_changes(committed / "pm", {"1-x.md": issue.read_bytes()}, since)
    assert told["1-x.md"] is not None


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a script of the shell")
@pytest.mark.parametrize("path", ["", ".", ":", "bin", "./bin"])
def test_no_program_of_the_checkout_is_taken_for_git(
    committed: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    for folder in (committed, committed / "bin"):
        folder.mkdir(exist_ok=True)
        (folder / "git").write_text("#!/bin/sh\necho ran > ran\n")
        (folder / "git").chmod(0o755)
    real = os.environ["PATH"]
    monkeypatch.chdir(committed)
    monkeypatch.setenv("PATH", f"{path}{os.pathsep}{real}")
    assert history.head(committed)
    monkeypatch.setenv("PATH", path)
    assert programs.found("git") is None
    with pytest.raises(git_calls.GitError, match="git is not installed"):
        git_calls.ask(committed, "rev-parse", "HEAD")
    assert not (committed / "ran").exists()


# --- bounds ---------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
def test_a_pipe_in_place_of_an_object_is_given_up(committed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = git(committed, "rev-parse", "HEAD:pm/a.md")
    object_file = committed / ".git" / "objects" / name[:2] / name[2:]
    other = git(committed, "rev-parse", "HEAD:pm")
    object_file.unlink()
    os.mkfifo(object_file)
    monkeypatch.setattr(git_calls, "_TIMEOUT", 1.0)
    monkeypatch.setattr(git_calls, "_waited_for", set())
    started = time.monotonic()
    with Blobs(committed) as blobs:
        assert blobs.read(name, 1000) is None
        assert blobs.read(other, 1000) is None
    assert time.monotonic() - started < 20
    with pytest.raises(git_calls.GitError, match="did not answer"):
        Blobs(committed)
    assert not [each for each in threading.enumerate() if each.name == "git's watch"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of another process")
def test_an_object_takes_no_more_memory_than_git_may_have(committed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is kept as what differs from another one is put together in memory."""
    noise = os.urandom(16 << 20)
    for name, data in (("one.md", noise), ("two.md", noise + b"and more")):
        (committed / "pm" / name).write_bytes(data)
    git(committed, "add", "-A")
    git(committed, "commit", "-qm", "huge")
    git(committed, "repack", "-adfq", "--window-memory=500m")
    names = [git(committed, "rev-parse", f"HEAD:pm/{each}.md") for each in ("one", "two")]
    small = git(committed, "rev-parse", "HEAD:pm/a.md")
    with Blobs(committed) as blobs:
        assert [len(blobs.read(each, 1000) or b"") for each in names] == [1001, 1001]
    monkeypatch.setattr(git_calls, "_MEMORY", 12 << 20)
    with Blobs(committed) as blobs:
        assert blobs.read(small, 1000) == POSTMORTEM.encode()
        assert None in [blobs.read(each, 1000) for each in names]


@pytest.mark.parametrize(
    ("code", "said", "told", "hint"),
    [
        (128, "fatal: Out of memory, malloc failed (tried to allocate 9 bytes)", "Out of memory", "1,024 MiB"),
        (128, "warning: x\nerror: y\nfatal: mmap failed: Cannot allocate memory", "mmap failed", "1,024 MiB"),
        (-9, "", "signal 9 ended it", "1,024 MiB"),
        (128, "warning: secret\nfatal: bad object HEAD", "bad object HEAD", ""),
        (1, "warning: secret", "it failed", ""),
    ],
)
def test_the_reason_is_gits_own_and_memory_is_no_lack_of_commits(
    tmp_path: Path, code: int, said: str, told: str, hint: str
) -> None:
    error = git_calls._refusal(tmp_path, subprocess.CompletedProcess([], code, b"", said.encode()))
    assert told in error.message
    assert "secret" not in error.message
    assert hint in error.hint
    assert bool(hint) == bool(error.hint)
