"""What a document says stays text where GitHub Actions reads the log, and does what it finds there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortem_tracker.text.printable import no_commands
from tests.security.run import inside, run

EVIL = (
    '---\nid: "::stop-commands::x"\ntitle: "::add-mask::y"\n---\n# ::stop-commands::x\n\n**Date:** 2026-03-12\n\n'
    "## Action items\n\n- [ ] ##[error]Widen the pool to 200 connections due 2026-04-10\n"
    "- [ ] ::error::Fix the pager ##[add-mask]x\n- [ ] %0A::error::x\n"
)
COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)
OUTPUTS = (
    *(f"report --offline -f {each}" for each in ("table", "markdown", "json", "csv", "openmetrics", "html")),
    *(f"check --offline -f {each}" for each in ("text", "json", "markdown", "gitlab", "sarif", "junit")),
    *("plan", "plan -f json", "plan -f markdown", "parse", "parse -f json", "sync --dry-run", "remind"),
    "report --offline --group-by owner",
)


@pytest.mark.parametrize("output", OUTPUTS)
def test_no_line_of_the_log_is_a_command(tmp_path: Path, output: str) -> None:
    (tmp_path / "pm").mkdir()
    (tmp_path / "pm" / "a.md").write_text(EVIL)
    done = inside(tmp_path, *output.split(), "pm", GITHUB_ACTIONS="true")
    assert done.returncode in (0, 1), done.stderr
    assert not COMMAND.search(done.stdout + done.stderr)
    if "json" in output or "sarif" in output or "gitlab" in output:
        quiet = inside(tmp_path, *output.split(), "pm")  # the same values, outside of a job
        told, before = json.loads(done.stdout), json.loads(quiet.stdout)
        for each in (told, before):
            if isinstance(each, dict):
                each.pop("generated_at", None)
        assert told == before


def test_annotations_are_the_only_commands_and_their_text_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(EVIL)
    done = run(tmp_path, "check", "--offline", "-f", "github", "a.md", GITHUB_ACTIONS="true")
    lines = done.stdout.splitlines()
    assert len(lines) > 1
    assert all(
        re.match(r"::(?:error|warning|notice) (?:file=a\.md,line=\d+,)?title=[^:,\n]+::", each) for each in lines[:-1]
    )
    assert not COMMAND.search(lines[-1])


@given(st.text('\n \t\r:#[]{}"a0', max_size=60))
def test_whatever_the_text_no_command_is_left(text: str) -> None:
    assert not COMMAND.search(no_commands(text).replace("\\u0023", ""))
    assert no_commands(text).replace("\u200b", "").replace("\\u0023", "#") == text
