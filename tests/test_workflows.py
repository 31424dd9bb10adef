"""The CI files: valid by their schemas, of least rights, and using only commands and options that exist."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer.main
import yaml

from postmortem_tracker.cli.commands import app
from postmortem_tracker.report.checks.rules import rules

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / "docs/ci/github").glob("*.yml"))
RELEASE = ROOT / ".github/workflows/release.yml"
COPY = "https://git.example.com/tools/postmortem-tracker.git"
GITLAB = ROOT / "templates/postmortem.yml"
USING = [*WORKFLOWS, GITLAB, ROOT / "action.yml", ROOT / ".pre-commit-hooks.yaml", ROOT / "docs/ci/README.md"]


def schema(name: str) -> Any:
    vendored = pytest.importorskip("check_jsonschema.builtin_schemas", reason="check-jsonschema is not installed")
    return json.loads(resources.files(vendored).joinpath("vendor", name).read_text(encoding="utf-8"))


def validate(document: Any, name: str) -> None:
    found = schema(name)
    jsonschema.validators.validator_for(found)(found).validate(document)


def load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def typed(path: Path) -> Any:
    """As YAML 1.2 reads it, in which ``on`` is a word."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {("on" if key is True else key): value for key, value in document.items()}


@pytest.mark.parametrize("path", [*WORKFLOWS, RELEASE], ids=lambda path: path.name)
def test_workflows_are_valid(path: Path) -> None:
    validate(typed(path), "github-workflows.json")


def test_the_action_is_valid() -> None:
    validate(typed(ROOT / "action.yml"), "github-actions.json")


def test_the_gitlab_template_is_valid_with_its_defaults() -> None:
    spec, jobs = GITLAB.read_text(encoding="utf-8").split("\n---\n")
    inputs = yaml.safe_load(spec)["spec"]["inputs"]
    assert not {"default"} & {*inputs["source"], *inputs["commit"]}, "nobody owns the name on the package index"
    for name, about in inputs.items():
        given = about.get("default", {"source": COPY, "commit": "0" * 40}.get(name))
        jobs = jobs.replace(f"$[[ inputs.{name} ]]", json.dumps(given))
    assert "$[[" not in jobs
    validate(yaml.safe_load(jobs), "gitlab-ci.json")


def test_the_gitlab_report_can_be_left_out_beside_pages_of_the_project() -> None:
    jobs = GITLAB.read_text(encoding="utf-8").split("\n---\n")[1]
    visible = {name for name in yaml.safe_load(jobs.replace("$[[ inputs.pages_job ]]", ".pages")) if name[0] != "."}
    assert visible == {"postmortem-check", "postmortem-sync", "postmortem-remind", "postmortem-digest"}


@pytest.mark.parametrize("path", [*WORKFLOWS, RELEASE], ids=lambda path: path.name)
def test_workflows_have_least_rights_a_concurrency_group_and_an_end(path: Path) -> None:
    workflow = load(path)
    assert workflow["concurrency"]["group"]
    rights = workflow["permissions"] or {}
    assert "write" not in rights.values()
    for job in workflow["jobs"].values():
        assert int(job["timeout-minutes"]) <= 30
        assert rights or job["permissions"]


def test_few_may_write_and_only_what_they_need() -> None:
    writing = {
        (path.name, right)
        for path in [*WORKFLOWS, RELEASE]
        for job in load(path)["jobs"].values()
        for right, level in (job.get("permissions") or {}).items()
        if level == "write"
    }
    assert writing == {
        ("sync.yml", "contents"),
        ("sync.yml", "issues"),
        ("sync.yml", "pull-requests"),
        ("remind.yml", "issues"),
        ("report.yml", "pages"),
        ("report.yml", "id-token"),
        ("release.yml", "id-token"),
    }


def test_jobs_that_tell_of_the_past_fetch_all_of_it() -> None:
    past = re.compile(r"report .*(html|--compare|--history)|remind .*--digest|--changed-since")
    told = {}
    for path in WORKFLOWS:
        for name, job in load(path)["jobs"].items():
            given = [step.get("with", {}) for step in job["steps"]]
            run = [f"{each.get('command', '')} {each.get('arguments', '')}" for each in given]
            if any(past.search(each) for each in [*run, *(step.get("run", "") for step in job["steps"])]):
                told[path.name, name] = [each["fetch-depth"] for each in given if "fetch-depth" in each]
    jobs = GITLAB.read_text(encoding="utf-8").split("\n---\n")[1].replace("$[[ inputs.pages_job ]]", "pages")
    for name, job in yaml.safe_load(jobs).items():
        if any(past.search(each) for each in job.get("script", ())):
            told[GITLAB.name, name] = [job["variables"]["GIT_DEPTH"]]
    assert {("report.yml", "report"), ("remind.yml", "digest"), ("postmortem.yml", "pages")} <= set(told)
    assert {"".join(each) for each in told.values()} == {"0"}


@pytest.mark.parametrize("path", [*WORKFLOWS, RELEASE, ROOT / "action.yml"], ids=lambda path: path.name)
def test_no_input_is_pasted_into_a_script(path: Path) -> None:
    document = load(path)
    jobs = document["jobs"].values() if "jobs" in document else [document["runs"]]
    scripts = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    assert not [script for script in scripts if "${{" in script]


def calls() -> list[tuple[str, str, str]]:
    """(file, command, arguments) of every call in the CI files."""
    found = []
    for path in USING:
        text = re.sub(r"\\\n\s*", " ", path.read_text(encoding="utf-8"))
        text = re.sub(r"(postmortem-tracker check[^\n]*)\n\s+(--[^\n]*)", r"\1 \2", text)
        for command, arguments in re.findall(r"postmortem-tracker (sync|plan|check|report|remind) ([^\n|;`#]*)", text):
            found.append((path.name, command, arguments))
        if path in WORKFLOWS:
            steps = [step.get("with", {}) for job in load(path)["jobs"].values() for step in job["steps"]]
            found += [(path.name, step["command"], step.get("arguments", "")) for step in steps if "command" in step]
    return found


def test_there_are_calls_to_look_at() -> None:
    assert {name for name, _, _ in calls()} >= {*(path.name for path in WORKFLOWS), "postmortem.yml", "README.md"}


@pytest.mark.parametrize(("name", "command", "arguments"), calls())
def test_commands_options_and_codes_exist(name: str, command: str, arguments: str) -> None:
    group: Any = typer.main.get_command(app)
    known = {option for parameter in group.commands[command].params for option in parameter.opts}
    words = shlex.split(arguments, comments=True)
    assert {word for word in words if word.startswith("--") and word != "--"} <= known
    assert {word for word in words if re.fullmatch(r"PM\d+", word)} <= set(rules())


def test_the_hook_has_what_pre_commit_asks_for() -> None:
    (hook,) = load(ROOT / ".pre-commit-hooks.yaml")
    assert {"id", "name", "entry", "language"} <= hook.keys()
    assert re.search(hook["files"], "docs/postmortems/2026-01-02.md")
    assert not re.search(hook["files"], "README.md")


@pytest.mark.parametrize("output", ["", "printed.txt", "outside"])
def test_the_action_tells_whether_its_own_run_changed_files(tmp_path: Path, output: str) -> None:
    """What was changed before, and the output itself, are no change of the run."""
    (step,) = [each for each in typed(ROOT / "action.yml")["runs"]["steps"] if each.get("id") == "run"]
    checkout, outputs, python = tmp_path / "checkout", tmp_path / "outputs", tmp_path / "postmortem-tracker/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nshift\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    (checkout / "pm").mkdir(parents=True)
    (checkout / "pm" / "a.md").write_text("# INC-1: Queue\n\n## Action items\n\n- [ ] Add an alert\n")
    git = ("git", "-C", str(checkout), "-c", "user.name=T", "-c", "user.email=t@example.com")
    for arguments in (("init", "-q"), ("add", "."), ("commit", "-qm", "Start")):
        subprocess.run([*git, *arguments], check=True, capture_output=True)
    (checkout / "stray").write_text("was here before")
    told = []
    for command in ("plan", "sync", "sync"):
        outputs.write_text("")
        env = {**os.environ, "RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(outputs), "HOME": str(tmp_path)}
        env |= {"COMMAND": command, "PATHS": "pm", "ARGUMENTS": "", "CONFIG": ""}
        env["OUTPUT"] = str(tmp_path / "printed") if output == "outside" else output
        script = ("bash", "-e", "-o", "pipefail", "-c", step["run"])
        subprocess.run(script, cwd=checkout, env=env, check=True, capture_output=True)
        told.append(outputs.read_text().split())
    assert told == [["exit-code=0", f"changed={changed}"] for changed in ("false", "true", "false")]
