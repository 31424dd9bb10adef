"""What a checkout can make the reader of files do: nothing but read Markdown that lies in it, once."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.disk import documents, locks, regular
from postmortem_tracker.disk.find import find
from postmortem_tracker.errors import DocumentError
from tests.security.run import POSTMORTEM, git, run

# --- only what really lies in the repository -----------------------------------------------------------------------


@pytest.mark.parametrize("target", ["/proc/self/environ", "/etc/passwd", "{outside}/secret.md", "../../secret.md"])
def test_a_link_out_of_the_repository_is_refused_and_its_content_shown_nowhere(
    repository: Path, tmp_path: Path, target: str
) -> None:
    (tmp_path / "secret.md").write_text(POSTMORTEM.replace("Widen", "hunter2"))
    (repository / "pm" / "b.md").symlink_to(target.format(outside=tmp_path))
    done = run(repository, "sync", "pm", PASSWORD_OF_JOB="hunter2")
    assert done.returncode == 3
    assert "pm/b.md: is a symbolic link" in done.stderr
    assert "hunter2" not in done.stdout + done.stderr
    assert not any("hunter2" in file.read_text() for file in (repository / ".postmortem/issues").glob("*.md"))
    assert "1 issue created" in done.stdout  # the other document is synced as usual


@pytest.mark.parametrize("target", [".git/config", ".env"])
def test_a_link_to_a_file_that_is_no_document_is_refused_although_it_is_inside(repository: Path, target: str) -> None:
    (repository / target).write_text("token = hunter2\n")
    (repository / "pm" / "b.md").symlink_to(f"../{target}")
    done = run(repository, "parse", "pm", "--format", "json")
    assert done.returncode == 3
    assert "hunter2" not in done.stdout + done.stderr


def test_a_folder_that_is_a_link_out_of_the_repository_is_not_entered(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "b.md").write_text(POSTMORTEM)
    (repository / "pm" / "more").symlink_to(tmp_path / "others")
    for name in ("pm", "pm/**/*.md", "pm/more/*.md", "pm/more"):
        found = find([str(repository / name)], str(repository))
        assert [each.message for each in found.problems][-1].endswith("is a symbolic link out of the repository")
        assert not any("b.md" in each for each in found.files)


def test_a_configuration_names_nothing_outside_but_a_person_does(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "others.md").write_text(POSTMORTEM)
    (repository / "postmortem-tracker.toml").write_text('documents = ["../others.md"]\n')
    assert run(repository, "parse").returncode == 2
    assert run(repository, "parse", "../others.md").returncode == 0
    (repository / "postmortem-tracker.toml").write_text(f'documents = ["{tmp_path}/*.md"]\n')
    done = run(repository, "parse")
    assert done.returncode == 2
    assert "outside of the repository" in done.stderr


# --- only regular files, of a size that was looked at ---------------------------------------------------------------


def test_a_pipe_a_device_and_a_socket_are_refused_at_once(repository: Path) -> None:
    os.mkfifo(repository / "pm" / "pipe.md")
    (repository / "pm" / "zero.md").symlink_to("/dev/zero")
    done = run(repository, "check", "--offline", "pm", timeout=20)
    assert done.returncode == 3
    assert "pm/pipe.md: not a regular file" in done.stderr
    assert "pm/zero.md: is a symbolic link" in done.stderr
    for path in ("/dev/zero", str(repository / "pm" / "pipe.md")):
        with pytest.raises(DocumentError, match="not a regular file"):
            documents.read(path)
        with pytest.raises(regular.RefusedError):
            regular.read(path, 10)


def test_the_size_is_looked_at_before_anything_is_read(repository: Path) -> None:
    with open(repository / "pm" / "a.md", "r+b") as file:
        file.truncate(1 << 40)  # a sparse terabyte
    done = run(repository, "sync", "pm", timeout=20)
    assert done.returncode == 3
    assert "more than the limit of 5,000,000" in done.stderr


@pytest.mark.parametrize("name", ["postmortem-tracker.toml", ".postmortem/issues/0001-x.md"])
def test_configuration_and_issue_files_are_read_by_the_same_rules(repository: Path, name: str) -> None:
    file = repository / name
    file.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(file)
    assert run(repository, "sync", "pm", timeout=20).returncode in (2, 3)
    file.unlink()
    with open(file, "wb") as made:
        made.truncate(1 << 40)
    assert run(repository, "sync", "pm", timeout=20).returncode in (2, 3)


# --- one file is one document, under however many names -------------------------------------------------------------


def test_two_names_of_one_file_are_one_document(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / "pm" / "latest.md").symlink_to("a.md")
    (repository / "pm" / "loop").symlink_to(".")
    (repository / "again").symlink_to("pm")
    monkeypatch.chdir(repository)
    for names in (["pm"], ["pm/**/*.md"], ["pm", str(repository / "pm" / "a.md")], [".", "again"], ["again/latest.md"]):
        found = find(names)
        assert len(found.files) == 1, names
        assert not found.problems
        workspace = Workspace.open(start=repository)
        assert [each.path for each in workspace.read(workspace.paths(names)).incidents] == ["pm/a.md"]


# --- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [b"b\xe9.md", b"b\x1b[31m.md", "b\u202edm.md".encode(), "a\u200b.md".encode()])
def test_a_name_that_no_output_can_show_stops_nobody_else(repository: Path, name: bytes) -> None:
    (Path(os.fsdecode(os.fsencode(repository / "pm") + b"/" + name))).write_text(POSTMORTEM.replace("INC-1", "INC-2"))
    for arguments in (
        ("plan",),
        ("check", "--offline", "-f", "json"),
        ("check", "--offline", "-f", "sarif"),
        ("sync",),
    ):
        done = run(repository, *arguments, "pm")
        assert done.returncode == 3
        assert "its name " in done.stderr
        assert "unexpected" not in done.stderr
        assert "INC-1" in done.stdout or "Widen" in done.stdout
        assert "INC-2" not in done.stdout


# --- nothing untracked in silence -----------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["build", "dist", "vendor", "venv", "target", "out"])
def test_folders_with_a_builders_name_are_read_where_they_lie_below_what_is_named(
    repository: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "pm" / folder).mkdir()
    (repository / "pm" / folder / "b.md").write_text(POSTMORTEM)
    monkeypatch.chdir(repository)
    for name in ("pm", f"pm/{folder}", f"pm/{folder}/*.md", "pm/**/b.md", "pm/*/*.md", f"**/{folder}/**"):
        assert f"pm/{folder}/b.md" in find([name]).files, name


def test_a_hidden_folder_is_said_and_read_where_it_is_named(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / ".github" / "postmortems").mkdir(parents=True)
    (repository / ".github" / "postmortems" / "b.md").write_text(POSTMORTEM.replace("INC-1", "INC-2"))
    monkeypatch.chdir(repository)
    assert find(["."]).skipped == (".github",)
    assert "not read: .github" in run(repository, "parse", ".").stderr
    for name in (".github", ".github/postmortems", ".github/**/*.md", ".git*/postmortems/*.md", ".*/postmortems/b.md"):
        assert find([name]).files == (".github/postmortems/b.md",), name


@pytest.mark.parametrize("above", ["build", ".worktrees", "[team] a", "node_modules", "dist?"])
def test_the_names_of_folders_above_the_configuration_have_no_say(tmp_path: Path, above: str) -> None:
    root = tmp_path / above / "repository"
    (root / "pm").mkdir(parents=True)
    git(root, "init", "-q")
    (root / "pm" / "a.md").write_text(POSTMORTEM)
    (root / "postmortem-tracker.toml").write_text('documents = ["pm/*.md"]\n')
    for start in (tmp_path, root, root / "pm"):
        done = run(start, "--config", str(root / "postmortem-tracker.toml"), "parse")
        assert (done.returncode, "1 incident" in done.stdout) == (0, True), done.stderr


def test_what_git_left_out_of_the_checkout_is_not_gone(repository: Path) -> None:
    (repository / "pm" / "b").mkdir()
    (repository / "pm" / "b" / "b.md").write_text(POSTMORTEM.replace("INC-1", "INC-2").replace("Widen", "Prune"))
    assert run(repository, "sync", "pm").returncode == 0
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "all")
    git(repository, "sparse-checkout", "set", "--no-cone", "/*", "!/pm/b/")
    assert not (repository / "pm" / "b").exists()
    done = run(repository, "sync", "--close-orphans", "pm")
    assert done.returncode == 0
    assert "1 document that is not checked out" in done.stderr
    assert "close" not in done.stdout
    assert all("state: open" in file.read_text() for file in (repository / ".postmortem/issues").glob("0*.md"))
    git(repository, "rm", "-q", "--cached", "--sparse", "pm/b/b.md")  # gone from git too: now it has left
    assert "1 other change" in run(repository, "sync", "--close-orphans", "pm").stdout


def test_who_counts_what_there_is_misses_what_is_not_checked_out(repository: Path) -> None:
    for number, name in enumerate(("b", "c"), 2):
        (repository / "pm" / name).mkdir()
        (repository / "pm" / name / "b.md").write_text(POSTMORTEM.replace("INC-1", f"INC-{number}"))
    (repository / "pm" / "c" / "template.md").write_text("# INC-0 Template\n")
    assert run(repository, "sync", "pm").returncode == 0
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "all")
    before = json.loads(run(repository, "report", "pm", "--format", "json").stdout)
    git(repository, "sparse-checkout", "set", "--no-cone", "/*", "!/pm/c/")
    for command in ("check", "report", "remind"):
        done = run(repository, command, "pm")
        assert done.returncode == 3, (command, done.stderr)
        assert "not read: 1 document that is not checked out" in done.stderr
        assert "exclude it" in done.stderr
        assert run(repository, command, "pm/b").returncode != 3, command
        assert run(repository, command, "pm", "--exclude", "pm/c").returncode != 3, command
    after = json.loads(run(repository, "report", "pm", "--format", "json").stdout)
    assert (before["complete"], after["complete"]) == (True, False)
    assert "not checked out" in str(after["problems"])
    assert run(repository, "plan", "pm").returncode == 0


def test_a_submodule_that_nobody_fetched_is_said_and_its_documents_are_not_gone(
    repository: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    (other / "b.md").write_text(POSTMORTEM.replace("INC-1", "INC-2").replace("Widen", "Prune"))
    git(other, "add", "-A")
    git(other, "commit", "-qm", "one")
    git(repository, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "pm/team")
    assert "2 issues created" in run(repository, "sync", "pm").stdout
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "all")
    git(repository, "submodule", "--quiet", "deinit", "--force", "pm/team")
    done = run(repository, "sync", "--close-orphans", "pm")
    assert "the submodule pm/team, which is not checked out" in done.stderr
    assert "0 other changes" in done.stdout
    assert run(repository, "check", "pm").returncode == 3
    assert run(repository, "check", "pm/a.md").returncode != 3


@pytest.mark.parametrize("folder", ["node_modules/tool", ".notes", "site-packages"])
def test_what_no_search_would_read_is_not_missed_where_it_is_not_checked_out(
    repository: Path, tmp_path: Path, folder: str
) -> None:
    (repository / "pm" / folder).mkdir(parents=True)
    (repository / "pm" / folder / "b.md").write_text(POSTMORTEM.replace("INC-1", "INC-2"))
    git(tmp_path, "init", "-q", "other")
    git(tmp_path / "other", "commit", "-q", "--allow-empty", "-m", "one")
    add = ("submodule", "--quiet", "add", str(tmp_path / "other"), f"pm/{folder}/more")
    git(repository, "-c", "protocol.file.allow=always", *add)
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "all")
    git(repository, "submodule", "--quiet", "deinit", "--force", f"pm/{folder}/more")
    git(repository, "sparse-checkout", "set", "--no-cone", "/*", f"!/pm/{folder}/b.md")
    assert not (repository / "pm" / folder / "b.md").exists()
    assert run(repository, "report", "--offline", "pm").returncode == 0
    named = run(repository, "report", "--offline", "pm/a.md", f"pm/{folder}")
    assert named.returncode != 0, named.stderr


@pytest.mark.parametrize("names", [["empty"], ["pm/*.txt"], ["empty/**"], ["no/such"], ["pm", "empty"]])
def test_a_named_place_without_documents_is_never_green(repository: Path, names: list[str]) -> None:
    (repository / "empty").mkdir()
    for command in ("check", "report", "sync", "plan", "parse"):
        done = run(repository, command, *names)
        assert done.returncode == 2, (command, done.stdout)


# --- locks ----------------------------------------------------------------------------------------------------------


def test_locks_lie_with_gits_own_files_and_nothing_else_changes_in_the_checkout(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    done = run(repository, "sync", "pm", TMPDIR=str(repository))
    assert done.returncode == 0
    assert sorted(each.name for each in repository.iterdir()) == [".git", ".postmortem", "pm"]
    assert list((repository / ".git" / "postmortem-tracker").glob("*.lock"))
    place = locks.path_for(str(repository / "pm" / "a.md"))
    assert regular.is_inside(place, str(repository / ".git"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert regular.is_inside(locks.path_for(str(tmp_path / "alone.md")), str(tmp_path / "cache"))


@pytest.mark.parametrize("kind", ["link", "file"])
def test_the_locks_of_a_work_tree_are_those_of_its_repository(repository: Path, tmp_path: Path, kind: str) -> None:
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "all")
    git(repository, "worktree", "add", "-q", str(tmp_path / "tree"))
    if kind == "file":
        assert regular.is_inside(locks.path_for(str(tmp_path / "tree" / "pm" / "a.md")), str(repository / ".git"))
        return
    (tmp_path / "evil").mkdir()
    (tmp_path / "evil" / "HEAD").write_text("x")
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / ".git").symlink_to(tmp_path / "evil")
    assert not regular.is_inside(locks.path_for(str(tmp_path / "plain" / "a.md")), str(tmp_path / "evil"))


def test_a_file_that_only_calls_itself_git_puts_no_lock_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An archive can bring a file `.git`, of any size, that names any folder with a HEAD in it."""
    other = tmp_path / "other"
    git(tmp_path, "init", "-q", str(other))
    plain = tmp_path / "plain"
    plain.mkdir()
    cache = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    for text in ("gitdir: ../other/.git", f"gitdir: {other}/.git\n", "gitdir: ../no-such", "gitdir:", "\xff"):
        (plain / ".git").write_text(text, encoding="latin-1")
        assert regular.is_inside(locks.path_for(str(plain / "a.md")), str(cache)), text
    (plain / ".git").write_bytes(b"")
    os.truncate(plain / ".git", 1 << 40)
    assert regular.is_inside(locks.path_for(str(plain / "a.md")), str(cache))
    assert not (other / ".git" / "postmortem-tracker").exists()


def test_the_locks_of_a_submodule_lie_in_the_repository_around_it(repository: Path, tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    git(inner, "init", "-q")
    git(inner, "commit", "-q", "--allow-empty", "-m", "one")
    git(repository, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "pm/team")
    place = locks.path_for(str(repository / "pm" / "team" / "a.md"))
    assert regular.is_inside(os.path.realpath(place), str(repository / ".git" / "modules"))


def test_a_document_that_became_a_link_during_the_run_is_not_written_through(repository: Path) -> None:
    workspace = Workspace.open(start=repository)
    (repository / "pm" / "a.md").rename(repository.parent / "elsewhere.md")
    (repository / "pm" / "a.md").symlink_to(repository.parent / "elsewhere.md")
    with pytest.raises(DocumentError, match="symbolic link"):
        documents.update(str(workspace.root / "pm" / "a.md"), lambda data: data + b"!", str(repository))
    assert (repository.parent / "elsewhere.md").read_text() == POSTMORTEM
