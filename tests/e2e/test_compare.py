"""What changed, through the real command: against a snapshot, a day, so many days; and the digests."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.folder import Folder, postmortem
from tests.e2e.conftest import Project
from tests.security.run import git

DAY = ("--as-of", "2026-06-10")


@pytest.fixture
def kept(examples: Project) -> Project:
    """The examples, synced, with the report of a day in a file."""
    examples.run("sync", "postmortems")
    made = examples.run("report", "-f", "json", "-o", "kept/before.json", "--as-of", "2026-06-01", "postmortems")
    assert made.returncode == 0, made.stderr
    return examples


def test_a_snapshot_is_compared_with(kept: Project) -> None:
    done = kept.run("report", "--compare", "kept/before.json", *DAY, "postmortems")
    assert done.returncode == 0, done.stderr
    assert "Action items from 2026-06-01 to 2026-06-10" in done.stdout
    assert "Newly overdue" in done.stdout
    same = kept.run("report", "--compare", "2026-06-01", *DAY, "postmortems")
    assert same.stdout.split("Newly overdue")[1] == done.stdout.split("Newly overdue")[1]


@pytest.mark.parametrize("name", ["markdown", "json", "html"])
def test_the_other_formats_tell_it_too(kept: Project, name: str) -> None:
    done = kept.run("report", "--compare", "9d", "-f", name, *DAY, "postmortems")
    assert done.returncode == 0, done.stderr
    assert "2026-06-01" in done.stdout
    if name == "json":
        told = json.loads(done.stdout)
        assert (told["since"], told["until"]) == ("2026-06-01", "2026-06-10")
        assert told["overdue"][0]["incident"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--compare", "yesterday"), "neither a snapshot nor a day"),
        (("--compare", "2026-07-01"), "2026-07-01 is after 2026-06-10"),
        (("--compare", "no.json"), "no.json: cannot be read"),
        (("--compare", "7d", "-f", "csv"), "csv cannot show a comparison"),
        (("--compare", "7d", "--group-by", "owner"), "neither groups nor the history"),
        (("--team", "blue"), "no team is called 'blue'"),
    ],
)
def test_what_cannot_be_compared_is_refused(examples: Project, arguments: tuple[str, ...], said: str) -> None:
    done = examples.run("report", *arguments, *DAY, "postmortems", "--offline")
    assert done.returncode == 2
    assert said in done.stderr
    assert "hint" in done.stderr


def test_a_name_that_nobody_has_is_told(examples: Project) -> None:
    done = examples.run("report", "--owner", "robinn", *DAY, "postmortems", "--offline")
    assert done.returncode == 0
    assert "no owner is 'robinn' here" in done.stderr


def test_digests_are_filtered_and_made_for_each_team(kept: Project) -> None:
    whole = json.loads(kept.run("report", "-f", "json", *DAY, "postmortems").stdout)
    items = [item for each in whole["incidents"] for item in each["items"]]
    first, second, *_ = sorted({name.lstrip("@") for item in items for name in item["owners"]})
    teams = f'documents = ["postmortems"]\n\n[report]\nteams = {{ one = ["{first}"], two = ["{second}"] }}\n'
    kept.write("postmortem-tracker.toml", teams)
    digest = kept.run("remind", "--digest", "markdown", "--team", "one", *DAY).stdout
    assert digest.startswith("## Postmortem action items, only team one, 2026-06-10\n")
    assert "From 2026-06-03 to 2026-06-10" in digest
    each = kept.run("remind", "--digest", "markdown", "--by", "team", *DAY)
    assert each.returncode == 0, each.stderr
    titles = [line for line in each.stdout.splitlines() if line.startswith("## ")]
    assert sorted(titles) == [f"## Postmortem action items of {name}, 2026-06-10" for name in ("no team", "one", "two")]
    assert f"\n\n{titles[1]}\n" in each.stdout
    lines = kept.run("remind", "--digest", "slack", "--by", "owner", *DAY).stdout.splitlines()
    assert all(json.loads(line)["blocks"] for line in lines)
    assert len(lines) > 1


def test_the_past_is_read_once_for_the_digests_of_all(examples: Project) -> None:
    (examples.root / ".git").rmdir()
    git = shutil.which("git") or ""
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run(
            [git, "-c", "user.name=t", "-c", "user.email=t@example.com", *command], cwd=examples.root, check=True
        )
    noting = examples.write("bin/git", f'#!/bin/sh\necho "$@" >> "$HOME/asked"\nexec {git} "$@"\n')
    noting.chmod(0o755)
    asked = examples.root / "asked"
    digests, runs = [], []
    for options in ((), ("--by", "owner")):
        asked.unlink(missing_ok=True)
        path = f"{noting.parent}{os.pathsep}{os.environ['PATH']}"
        digests.append(examples.run("remind", "--digest", "slack", *options, "postmortems", PATH=path).stdout)
        runs.append(sum(" log " in line for line in asked.read_text(encoding="utf-8").splitlines()))
    assert [len(each.splitlines()) > 1 for each in digests] == [False, True]
    assert runs[0] == runs[1] > 0


def test_documents_are_linked_where_the_remote_is_known(examples: Project) -> None:
    (examples.root / ".git").rmdir()
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-C", str(examples.root)]
    commands = (["init", "-q"], ["remote", "add", "origin", "git@github.com:acme/service.git"], ["add", "-A"])
    for command in (*commands, ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], check=True)
    page = examples.run("report", "--offline", "-f", "html", *DAY, "postmortems").stdout
    assert 'href="https://github.com/acme/service/blob/' in page
    assert "[" in examples.run("report", "--offline", "-f", "markdown", *DAY, "postmortems").stdout


@pytest.mark.parametrize(
    "command",
    [
        ("report", "--compare", "{}"),
        ("report", "--compare", "{}", "-f", "json"),
        ("report", "--compare", "{}", "-f", "markdown"),
        ("report", "--compare", "{}", "-f", "html"),
        ("remind", "--digest", "markdown", "--compare", "{}"),
        ("remind", "--digest", "slack", "--compare", "{}"),
    ],
)
def test_what_is_compared_with_something_incomplete_is_incomplete(kept: Project, command: tuple[str, ...]) -> None:
    record = json.loads((kept.root / "kept/before.json").read_text())
    assert record["complete"]
    kept.write("kept/half.json", json.dumps({**record, "complete": False, "problems": ["x.md: not read"]}))
    for name, code in (("kept/half.json", 3), ("kept/before.json", 0)):
        arguments = [each.format(name) for each in command]
        assert kept.run(*arguments, *DAY, "postmortems").returncode == code


def _sparse(root: Path) -> None:
    git(root, "sparse-checkout", "set", "--no-cone", "/*", "!/pm/b.md")


def _broken(root: Path) -> None:
    (root / "pm/b.md").write_text("<<<<<<< HEAD\n# INC-2\n=======\n# INC-3\n>>>>>>> other\n", encoding="utf-8")


def _twice(root: Path) -> None:
    (root / "pm/c.md").write_text((root / "pm/b.md").read_text(encoding="utf-8"), encoding="utf-8")


def _gone(root: Path) -> None:
    (root / "pm/b.md").unlink()


@pytest.mark.parametrize(("change", "gone"), [(_sparse, []), (_broken, []), (_twice, []), (_gone, ["Zip the files"])])
@pytest.mark.parametrize("against", ["2026-10-13", "before.json"])
def test_what_could_not_be_read_now_is_not_told_as_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None], gone: list[str], against: str
) -> None:
    folder = Folder(tmp_path)
    folder.git("init", "-q", "-b", "main")
    folder.write("pm/a.md", postmortem("INC-1", "[ ] Cap the retries"))
    folder.write("pm/b.md", postmortem("INC-2", "[ ] Zip the files"))
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-10-12T10:00:00+00:00")
    folder.commit()
    offline = ("report", "--offline", "pm", "-f", "json")
    assert folder.run(*offline, "-o", "before.json").returncode == 0
    change(tmp_path)
    done = folder.run(*offline, "--compare", against)
    assert done.returncode == (0 if gone else 3), done.stderr
    assert [each["text"] for each in json.loads(done.stdout)["removed"]] == gone


@pytest.mark.parametrize(("before", "opened"), [("<<<<<<< HEAD\n{}\n=======\n>>>>>>> x\n", []), ("", ["Zip"])])
def test_what_could_not_be_read_then_is_not_told_as_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, opened: list[str]
) -> None:
    folder = Folder(tmp_path)
    folder.git("init", "-q", "-b", "main")
    folder.write("pm/a.md", postmortem("INC-1", "[ ] Cap"))
    now = postmortem("INC-2", "[ ] Zip")
    folder.write("pm/b.md", before.format(now))
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-10-12T10:00:00+00:00")
    folder.commit()
    folder.write("pm/b.md", now)
    done = folder.run("report", "--offline", "pm", "-f", "json", "--compare", "2026-10-13")
    assert done.returncode == (0 if opened else 3), done.stderr
    assert [each["text"] for each in json.loads(done.stdout)["opened"]] == opened


NOTE = "# Late mails\n\n## Summary\n\nThey came late.\n\n## Action items\n\n- [ ] Move the queue @ana due 2026-12-20\n"


@pytest.fixture
def noted(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A short note that nothing but its folder's being named makes a postmortem, committed on a day."""
    project.write("pm/late.md", NOTE)
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-05-01T10:00:00Z")
    for command in (["init", "-q"], ["add", "pm"], ["commit", "-qm", "notes"]):
        git(project.root, *command)
    return project


@pytest.mark.parametrize("asked", ["", "pm", "pm/*.md", "pm/late.md"])
def test_a_short_note_is_one_on_an_earlier_day_as_it_is_today(noted: Project, asked: str) -> None:
    noted.write("postmortem-tracker.toml", 'documents = ["pm"]\n')
    paths = [asked] if asked else []
    assert "of 1 incident" in noted.run("report", *paths).stdout
    assert "of 1 incident" in noted.run("report", "--as-of", "2026-05-02", *paths).stdout


def test_in_a_search_of_everything_it_is_none_on_either_day(noted: Project) -> None:
    assert "of 0 incidents" in noted.run("report", ".").stdout
    assert "of 0 incidents" in noted.run("report", "--as-of", "2026-05-02", ".").stdout
