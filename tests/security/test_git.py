"""git is called so that a checkout can make it do nothing but answer, and its own reasons are passed on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from postmortem_tracker.disk import changed_files, git_calls
from postmortem_tracker.disk import git as history
from tests.security.run import POSTMORTEM, git, inside, run


@pytest.mark.parametrize(
    "revision", ["--output=precious.txt", "-O/dev/null", "", "  ", "no-such-branch", "main:pm/a.md"]
)
def test_a_revision_is_a_revision_or_a_usage_error(committed: Path, revision: str) -> None:
    (committed / "precious.txt").write_text("precious")
    done = inside(committed, "check", "--offline", f"--changed-since={revision}", "pm")
    assert done.returncode == 2, done
    assert (committed / "precious.txt").read_text() == "precious"


def test_nothing_that_a_repository_configures_is_run(committed: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    tool = tmp_path / "evil.sh"
    tool.write_text(f'#!/bin/sh\necho "$0 $GITHUB_TOKEN" >> {ran}\ncat\n')
    tool.chmod(0o755)
    (committed / ".gitattributes").write_text("*.md filter=evil diff=evil\n")
    for key in (
        "core.fsmonitor",
        "core.sshCommand",
        "core.pager",
        "diff.external",
        "diff.evil.textconv",
        "filter.evil.clean",
    ):
        git(committed, "config", key, str(tool))
    git(committed, "config", "filter.evil.smudge", str(tool))
    git(committed, "config", "remote.origin.url", "ssh://its.host/x.git")
    git(committed, "config", "remote.origin.promisor", "true")
    git(committed, "config", "extensions.partialClone", "origin")
    (committed / "pm" / "a.md").write_text(POSTMORTEM + "\nMore.\n")
    ran.unlink(missing_ok=True)
    for command in (
        "check --offline --changed-since HEAD",
        "report --offline --history",
        "sync",
        "plan",
        "check --offline",
    ):
        run(committed, *command.split(), "pm", GITHUB_TOKEN="hunter2")
    assert not ran.exists(), ran.read_text()


def test_a_folder_that_looks_like_a_bare_repository_is_none(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    bare = tmp_path / "checkout" / "sub"
    bare.mkdir(parents=True)
    git(bare, "init", "-q", "--bare", ".")
    git(bare, "config", "core.fsmonitor", f"echo x >> {ran}; false")
    (bare / "postmortem-tracker.toml").write_text('documents = ["a.md"]\n')
    (bare / "a.md").write_text(POSTMORTEM)
    with pytest.raises(git_calls.GitError):
        git_calls.ask(bare, "rev-parse", "HEAD")
    done = run(bare, "check", "--offline", "--changed-since", "HEAD")
    assert done.returncode == 2
    assert not ran.exists()


def test_git_sees_no_token(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    for name in [
        "GITHUB_TOKEN",
        "GITLAB_TOKEN",
        "CI_JOB_TOKEN",
        "AWS_SECRET_ACCESS_KEY",
        "GIT_CONFIG_PARAMETERS",
        "GIT_SSH",
    ]:
        monkeypatch.setenv(name, "hunter2")
    seen = git_calls.ask(tmp_path, "-c", "alias.e=!env", "e").decode()
    assert "hunter2" not in seen
    assert "PATH=" in seen


def test_staged_unstaged_and_new_documents_have_changed(committed: Path) -> None:
    (committed / "pm" / "staged.md").write_text(POSTMORTEM.replace("INC-1", "INC-2"))
    git(committed, "add", "-A")
    assert changed_files.changed_since(committed, "main") == ("pm/staged.md",)
    (committed / "pm" / "a.md").write_text(POSTMORTEM + "\nMore.\n")
    (committed / "pm" / "new.md").write_text("x")
    assert set(changed_files.changed_since(committed, "main")) == {"pm/staged.md", "pm/a.md", "pm/new.md"}


@pytest.mark.parametrize("ignored", [False, True])
def test_new_documents_are_those_that_git_does_not_ignore(committed: Path, ignored: bool) -> None:
    (committed / "pm" / "new.md").write_text("x")
    (committed / "pm" / "new.txt").write_text("x")
    (committed / ".gitignore").write_text("new.*\n" if ignored else "")
    for root, name in ((committed, "pm/new.md"), (committed / "pm", "new.md")):
        assert (name in changed_files.changed_since(root, "main")) is not ignored
    assert not any(each.endswith(".txt") for each in changed_files.changed_since(committed, "main"))


def test_no_pipe_among_the_files_that_git_reads_keeps_it_waiting(
    committed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_calls, "_TIMEOUT", 10.0)
    (committed / "other").mkdir()
    (committed / "other" / "new.md").write_text("x")
    for name in (".gitignore", "other/.gitignore", "pm/.gitignore", ".mailmap", ".gitattributes"):
        os.mkfifo(committed / name)
    assert changed_files.changed_since(committed, "main") == ("other/new.md",)  # nobody knows whether it is ignored
    assert history.log(committed, "%H", ["pm"])
    assert history.commit_at(committed, None)


def test_git_is_not_asked_again_where_it_did_not_come_back(committed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_calls, "_TIMEOUT", 1.0)
    monkeypatch.setattr(git_calls, "_waited_for", set())
    os.mkfifo(committed / ".git" / "more")
    with open(committed / ".git" / "config", "a") as file:
        file.write("[include]\npath = more\n")
    with pytest.raises(git_calls.GitError, match="did not answer within 1 s"):
        git_calls.ask(committed, "rev-parse", "HEAD")
    monkeypatch.setattr("subprocess.Popen", None)  # whoever called it now would fail
    with pytest.raises(git_calls.GitError, match="did not answer within 1 s"):
        git_calls.ask(committed, "rev-parse", "HEAD")
    assert history.ignored(committed, [str(committed / "pm" / "a.md")]) == ()
    monkeypatch.undo()
    git(committed.parent, "init", "-q")
    assert git_calls.ask(committed.parent, "--version")  # elsewhere it is


# --- git's own reason -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["check --offline --changed-since HEAD", "report --offline --history"])
def test_gits_reason_is_passed_on(committed: Path, tmp_path: Path, command: str) -> None:
    owned = run(committed, *command.split(), "pm", GIT_TEST_ASSUME_DIFFERENT_OWNER="1")
    assert owned.returncode in (2, 3)
    assert "dubious ownership" in owned.stderr
    assert "safe.directory" in owned.stderr
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "a.md").write_text(POSTMORTEM)
    outside = run(tmp_path / "none", *command.split(), "a.md", GIT_CEILING_DIRECTORIES=str(tmp_path))
    assert outside.returncode in (2, 3)
    assert "not a git repository" in outside.stderr
    missing = run(committed, *command.split(), "pm", PATH=str(tmp_path))
    assert missing.returncode in (2, 3)
    assert "git is not installed" in missing.stderr


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("config", "git: bad config line 1"),
        ("remotes", "git: none of the remotes one, two is called origin"),
        ("none", "there is no GitHub remote to take it from"),
        ("repository", "git: not a git repository"),
        ("address", "there is no GitHub remote to take it from"),
    ],
)
def test_where_no_project_is_found_gits_own_reason_is_told(tmp_path: Path, broken: str, reason: str) -> None:
    (tmp_path / "a.md").write_text(POSTMORTEM)
    (tmp_path / "postmortem-tracker.toml").write_text('[trackers.a]\nkind = "github"\n')
    if broken != "repository":
        git(tmp_path, "init", "-q")
    if broken == "remotes":
        for name in ("one", "two"):
            git(tmp_path, "remote", "add", name, f"https://github.com/a/{name}.git")
    if broken == "address":
        git(tmp_path, "remote", "add", "origin", "/srv/git/a.git")
    if broken == "config":
        (tmp_path / ".git" / "config").write_text("[core\x1b[31m\n")
    done = inside(tmp_path, "plan", "a.md", GITHUB_TOKEN="x" * 40)
    assert done.returncode == 2, done
    assert "trackers.a: no project" in done.stderr
    assert reason in done.stderr
    assert 'set project = "owner/repo"' in done.stderr
    assert "\x1b" not in done.stderr


@pytest.fixture
def bomb(committed: Path) -> Path:
    """A repository whose last commit names a hundred thousand files in a few kilobytes."""

    def tree(lines: list[str]) -> str:
        (committed / "tree").write_text("".join(f"{line}\n" for line in lines))
        with open(committed / "tree") as file:
            made = subprocess.run(
                ["git", "-C", str(committed), "mktree"], stdin=file, capture_output=True, text=True, check=True
            )
        return made.stdout.strip()

    blob = git(committed, "rev-parse", "HEAD:pm/a.md")
    inner = tree([f"100644 blob {blob}\tf{n}.md" for n in range(10)])
    for _ in range(4):
        inner = tree([f"040000 tree {inner}\td{n}" for n in range(10)])
    pm = git(committed, "rev-parse", "HEAD:pm")
    whole = tree([f"040000 tree {inner}\tbomb", f"040000 tree {pm}\tpm"])
    git(committed, "update-ref", "HEAD", git(committed, "commit-tree", whole, "-p", "HEAD", "-m", "all"))
    return committed


def test_a_commit_that_names_very_many_files_is_refused(bomb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(git_calls.names(bomb, "ls-tree", "-r", "-z", "HEAD")) == 100_001
    monkeypatch.setattr(git_calls, "_MOST", 1 << 20)
    with pytest.raises(git_calls.GitError, match="git lists more than 1 MiB"):
        git_calls.names(bomb, "ls-tree", "-r", "-z", "HEAD")
    assert git_calls.names(bomb, "ls-tree", "-z", "HEAD")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of another process")
def test_a_commit_of_very_many_files_takes_no_more_memory_than_git_may_have(
    bomb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert b"pm/a.md" in history.log(bomb, "%H", ["."])
    monkeypatch.setattr(git_calls, "_MEMORY", 16 << 20)
    with pytest.raises(git_calls.GitError, match="memory"):
        history.log(bomb, "%H", ["."])
    assert git_calls.run(bomb, "rev-parse", "HEAD")
