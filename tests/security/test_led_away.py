"""What is written lies where its name says, and what a setting or an argument names is a regular file of some size."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.security.run import git, run

PAGE = "<!-- postmortem-tracker:report:start -->\n<!-- postmortem-tracker:report:end -->\n"
WRITES = (
    "report --offline pm -o L",
    "report --offline pm -f html -o folder/precious",
    "report --offline pm -f markdown --in-place L",
    "check --offline pm -o L",
    "check --offline pm --write-baseline L",
    "plan pm --out L",
    "--config L init --force",
    "--config dangling init",
)


@pytest.mark.parametrize("outside", [True, False])
@pytest.mark.parametrize("command", WRITES)
def test_a_link_of_the_checkout_leads_no_result_elsewhere(
    repository: Path, tmp_path: Path, command: str, outside: bool
) -> None:
    place = tmp_path / "home" if outside else repository / ".git" / "hooks"
    place.mkdir(exist_ok=True)
    (place / "precious").write_text(PAGE)
    (repository / "L").symlink_to(place / "precious")
    (repository / "folder").symlink_to(place)
    (repository / "dangling").symlink_to(place / "new")
    done = run(repository, *command.split())
    assert done.returncode == 2, done.stderr
    assert "a symbolic link leads " in done.stderr
    assert (place / "precious").read_text() == PAGE
    assert not (place / "new").exists()


@pytest.mark.parametrize("place", [".git", ".git/config", ".git/report.md"])
def test_a_link_to_git_s_own_leads_no_result_there(repository: Path, place: str) -> None:
    (repository / "L").symlink_to(repository / place)
    kept = (repository / ".git" / "config").read_bytes()
    done = run(repository, "report", "--offline", "pm", "-o", "L")
    assert (done.returncode, "leads to git's own files" in done.stderr) == (2, True), done.stderr
    assert (repository / ".git" / "config").read_bytes() == kept
    assert not (repository / ".git" / "report.md").exists()


@pytest.mark.parametrize("name", ["../report.md", "{home}/report.md", "public/report.md", "inner/report.md"])
def test_what_people_name_themselves_may_lie_anywhere(repository: Path, tmp_path: Path, name: str) -> None:
    (repository / "public").mkdir()
    (repository / "inner").symlink_to("public")
    where = name.format(home=tmp_path)
    assert run(repository, "report", "--offline", "pm", "-o", where).returncode == 0
    assert "1 incident" in (repository / where).read_text()


def zero_or_pipe(root: Path, kind: str) -> str:
    path = root / "named.json"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        with open(path, "wb") as file:
            file.truncate(1 << 40)
    return path.name


@pytest.mark.parametrize("kind", ["pipe", "device", "large"])
@pytest.mark.parametrize(
    "setting", ['kind = "gitlab"\nca_file = "{}"', 'kind = "github"\napp_id = "1"\napp_key_file = "{}"']
)
def test_certificates_and_keys_that_a_configuration_names_are_regular_files(
    repository: Path, kind: str, setting: str
) -> None:
    written = setting.format(zero_or_pipe(repository, kind))
    (repository / "postmortem-tracker.toml").write_text(f'[trackers.a]\nproject = "a/b"\n{written}\n')
    done = run(repository, "check", "pm", timeout=20)
    assert done.returncode == 2
    assert "unexpected" not in done.stderr
    assert "cannot be read" in done.stderr


@pytest.mark.parametrize("kind", ["pipe", "device", "large"])
@pytest.mark.parametrize(
    "command",
    [
        "report {}",
        "report --offline pm --compare {}",
        "report --offline pm -f markdown --in-place {}",
        "check --offline pm --baseline {}",
        "apply {}",
    ],
)
def test_results_of_earlier_runs_are_regular_files(repository: Path, kind: str, command: str) -> None:
    done = run(repository, *command.format(zero_or_pipe(repository, kind)).split(), timeout=20)
    assert done.returncode == 2
    assert "unexpected" not in done.stderr


def test_a_repository_whose_work_tree_is_elsewhere_is_not_clean(repository: Path) -> None:
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "all")
    git(repository, "config", "core.worktree", "/etc")
    done = run(repository, "check", "--offline", "--changed-since", "HEAD", "pm")
    assert done.returncode == 2
    assert "core.worktree" in done.stderr


@pytest.mark.parametrize(
    "place", ["../known.json", "{home}/known.json", "link.json", "/proc/self/environ", "../none.json"]
)
def test_a_configuration_names_no_baseline_outside_and_a_person_does(
    repository: Path, tmp_path: Path, place: str
) -> None:
    assert run(repository, "check", "--offline", "pm", "--write-baseline", "known.json").returncode in (0, 1)
    (repository / "known.json").rename(tmp_path / "known.json")
    (repository / "link.json").symlink_to(tmp_path / "known.json")
    where = place.format(home=tmp_path)
    (repository / "postmortem-tracker.toml").write_text(f'[check]\nbaseline = "{where}"\n')
    done = run(repository, "check", "--offline", "pm")
    assert f"{where} is outside of the repository" in done.stdout + done.stderr
    assert done.returncode == 2
    assert run(repository, "check", "--offline", "pm", "--baseline", str(tmp_path / "known.json")).returncode == 0
