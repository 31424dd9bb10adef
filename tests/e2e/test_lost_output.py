"""Who reads the output may leave, and where it goes may be full: a run ends what it began and says the truth."""

from __future__ import annotations

import os
import subprocess

import pytest

from tests.command import script
from tests.e2e.conftest import Project

HEAD = "# INC-1: Queue stalled\n\n## Action items\n\n"
ITEMS = HEAD + "".join(f"- [ ] Rotate the key number {n}\n" for n in range(40))


def shell(project: Project, line: str) -> subprocess.CompletedProcess[str]:
    """A line for bash in which PT is the real command."""
    real = script(project.root / "bin" / "postmortem-tracker")
    env = {**os.environ, "PT": str(real), "HOME": str(project.root)}
    whole = ("bash", "-o", "pipefail", "-c", line)
    return subprocess.run(whole, cwd=project.root, env=env, capture_output=True, text=True, check=False, timeout=120)


def issues(project: Project) -> int:
    return len(list((project.root / ".postmortem/issues").glob("*.md")))


def test_a_sync_ends_what_it_began_when_its_reader_leaves(project: Project) -> None:
    path = project.write("pm.md", ITEMS)
    done = shell(project, "$PT sync pm.md | head -1")
    assert (done.returncode, done.stderr) == (0, "")
    assert issues(project) == 40
    assert path.read_text().count("([#") == 40


def test_help_is_quiet_when_its_reader_leaves(project: Project) -> None:
    for asked in ("--help", "check --help", "explain", "--version"):
        done = shell(project, f"$PT {asked} | head -1")
        assert (done.returncode, done.stderr) == (0, ""), asked


def test_a_plan_has_the_exit_code_that_it_has_without_its_reader(project: Project) -> None:
    project.write("pm.md", ITEMS)
    assert shell(project, "$PT plan pm.md | head -1").returncode == 0
    assert shell(project, "$PT plan --exit-code pm.md | head -1").returncode == 1


@pytest.mark.parametrize(
    ("where", "why"), [(">&-", "it is closed"), (">/dev/full", "No space left on device")], ids=["closed", "full"]
)
def test_output_that_goes_nowhere_is_told(project: Project, where: str, why: str) -> None:
    if "full" in where and not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    project.write("pm.md", ITEMS)
    for command in ("check", "parse", "plan"):
        done = shell(project, f"$PT {command} pm.md {where}")
        assert (done.returncode, f"error: the output could not be written: {why}" in done.stderr) == (3, True)
        assert "unexpected" not in done.stderr
    for asked in ("--help", "check -h", "help plan", "--version", "explain"):
        done = shell(project, f"$PT {asked} {where}")
        assert (done.returncode, f"error: the output could not be written: {why}" in done.stderr) == (3, True), asked
    done = shell(project, f"$PT sync pm.md {where}")
    assert done.returncode == 3
    assert "hint: everything was done but for printing it" in done.stderr
    assert issues(project) == 40


def test_without_a_stderr_a_run_goes_on(project: Project) -> None:
    project.write("pm.md", ITEMS)
    assert shell(project, "$PT sync pm.md missing.md 2>&-").returncode == 2
    assert shell(project, "$PT sync pm.md 2>&-").returncode == 0
    assert issues(project) == 40
