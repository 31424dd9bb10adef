"""The Dockerfile says what the rest of the repository says, and what it copies is all that the command needs.

No image is built here: neither a container engine nor the base image is fetched while tests run.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "Dockerfile").read_text()
IGNORED = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]


def steps() -> list[tuple[str, str]]:
    """Each instruction with its arguments, continued lines joined."""
    joined = re.sub(r"\\\n\s*", "", "\n".join(line for line in TEXT.splitlines() if not line.startswith("#")))
    return [(found[1], found[2]) for found in re.finditer(r"^([A-Z]+) (.+)$", joined, re.MULTILINE)]


def told(name: str) -> list[str]:
    return [arguments for step, arguments in steps() if step == name]


def copied() -> list[tuple[list[str], str]]:
    """The sources and the target of each COPY."""
    return [(words[:-1], words[-1]) for words in map(shlex.split, told("COPY"))]


def sent(source: str) -> bool:
    """Whether a path is in the build's context: the last line of .dockerignore that fits it decides."""
    decided = [line for line in IGNORED if line.lstrip("!") in ("*", source)]
    return not decided or decided[-1].startswith("!")


def test_the_base_is_one_version_of_python_that_the_others_use_too() -> None:
    (base,) = told("FROM")
    version = re.fullmatch(r"python:(\d+\.\d+)-slim", base)
    assert version is not None
    spec = yaml.safe_load((ROOT / "templates" / "postmortem.yml").read_text().split("\n---\n")[0])
    assert spec["spec"]["inputs"]["image"]["default"] == f"python:{version[1]}"
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    assert action["inputs"]["python-version"]["default"] == version[1]


def test_everything_from_the_index_is_installed_by_its_hash_and_nothing_else() -> None:
    first, second = (step for step in told("RUN") if " pip " in step)
    assert {"--require-hashes", "--requirement", "requirements.txt", "--only-binary"} <= set(first.split())
    assert {"--no-deps", "--no-build-isolation", "."} <= set(second.split())


def test_git_is_there_and_the_command_is_what_runs() -> None:
    assert any(re.search(r"apt-get install .*\bgit\b", step) for step in told("RUN"))
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert told("ENTRYPOINT") == [f'["{name}"]' for name in scripts]


def test_it_runs_without_rights_and_with_a_home_for_any_user() -> None:
    order = [step for step, _ in steps()]
    (user,) = told("USER")
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user)
    assert "RUN" not in order[order.index("USER") :], "nothing is done for the user that it could do itself"
    assert told("ENV") == ["HOME=/tmp"]


def test_no_secret_is_told_to_the_build() -> None:
    assert not told("ARG")
    assert not re.search(r"token|password|secret", TEXT, re.IGNORECASE)


@pytest.mark.parametrize("source", [source for sources, _ in copied() for source in sources])
def test_what_is_copied_is_there_and_is_sent(source: str) -> None:
    assert (ROOT / source).exists()
    assert sent(source)


@pytest.mark.parametrize("source", [".git", ".venv", "tests", "postmortem-tracker.toml", ".postmortem"])
def test_what_is_not_needed_is_not_sent(source: str) -> None:
    assert not sent(source)
    assert not any(fnmatch(source, line.lstrip("!")) for line in IGNORED if line.startswith("!"))


def test_what_is_copied_installs_as_it_does_there_and_does_its_job(tmp_path: Path) -> None:
    (tmp_path / "tool").mkdir()
    for sources, target in copied():
        for source in map(ROOT.joinpath, sources):
            if source.is_dir():
                shutil.copytree(source, tmp_path / "tool" / target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(source, tmp_path / "tool" / target)
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    wheel: list[str | Path] = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        tmp_path,
        tmp_path / "tool",
    ]
    subprocess.run(wheel, env=env, check=True, capture_output=True)
    (built,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(tmp_path / "site")
    work = tmp_path / "work"
    work.mkdir()
    (work / "outage.md").write_text("# INC-1: Outage\n\n## Action items\n\n- [ ] Rotate the log files @kim\n")
    env["PYTHONPATH"] = str(tmp_path / "site")
    for line, shown in (
        ("explain waivers", "waive"),
        ("explain template", "INC-000"),
        ("sync outage.md", "1 issue created"),
        ("init --full", "wrote"),
    ):
        run = [sys.executable, "-m", "postmortem_tracker", *line.split()]
        done = subprocess.run(run, env=env, cwd=work, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert shown in done.stdout + done.stderr
