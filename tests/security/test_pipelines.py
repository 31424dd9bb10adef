"""What runs with a job's token: pinned, isolated from the checkout, and of least rights."""

from __future__ import annotations

import os
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
