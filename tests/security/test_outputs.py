"""Outputs stay valid and inert, and hostile text takes no long time, whatever a document or a file holds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.security.run import POSTMORTEM, git, inside, run

NASTY = "\x9b31m\x85 \u202eevil\u2066 \U000e0041\U000e0042 \x07 \ufeff"
HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
OUTPUTS = (
    *(f"report --offline -f {each}" for each in ("table", "markdown", "json", "csv", "openmetrics", "html")),
    *(f"check --offline -f {each}" for each in ("text", "json", "markdown", "github", "gitlab", "sarif", "junit")),
    *("plan", "plan -f json", "plan -f markdown", "parse", "parse -f json", "remind --digest slack"),
)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "pm").mkdir()
    git(tmp_path, "init", "-q")
    title = 'title: "a \\ud800 \\udfff \\x9b \\u202e b"'
    (tmp_path / "pm" / "a.md").write_text(
        f"---\nid: INC-1\n{title}\n---\n" + POSTMORTEM.replace("Widen", f"Widen {NASTY}")
    )
    return tmp_path


@pytest.mark.parametrize("output", OUTPUTS)
def test_no_output_holds_what_hides_reorders_or_controls(repository: Path, output: str) -> None:
    done = inside(repository, *output.split(), "pm")
    assert done.returncode in (0, 1, 3), done.stderr
    assert "unexpected" not in done.stderr
    assert not HARMFUL.search(done.stdout + done.stderr)
    if "json" in output or "gitlab" in output or "sarif" in output:
        said = json.dumps(json.loads(done.stdout), ensure_ascii=False)
        assert not HARMFUL.search(said)


@pytest.mark.parametrize("sign", ["=", "+", "＝", "＋", "－"])
def test_no_text_is_a_formula_of_a_spreadsheet(repository: Path, sign: str) -> None:
    (repository / "pm" / "a.md").write_text(POSTMORTEM.replace("Widen", f"{sign}Widen"))
    done = inside(repository, "report", "--offline", "-f", "csv", "pm")
    assert f"'{sign}Widen" in done.stdout


@pytest.mark.parametrize("cell", [";=1+1", "; =1+1", ';"=1+1"', "; '+1", ";;@SUM(A1)", ";\u200b-1", ";＝1"])
def test_no_part_of_a_text_is_a_formula_where_semicolons_part_the_cells(repository: Path, cell: str) -> None:
    (repository / "pm" / "a.md").write_text(POSTMORTEM.replace("Widen", f"Widen{cell}"))
    done = inside(repository, "report", "--offline", "-f", "csv", "pm")
    row = next(line for line in done.stdout.splitlines() if "Widen" in line)
    assert not any(
        each.lstrip(" \"'").startswith(tuple("=+-@＝")) and not each.startswith("'") for each in row.split(";")
    )


@pytest.mark.parametrize("text", ["Widen; then wait", "a;b", "Wait 5 min; 3 - 2"])
def test_other_semicolons_stay_as_they_are(repository: Path, text: str) -> None:
    (repository / "pm" / "a.md").write_text(POSTMORTEM.replace("Widen", text))
    assert text in inside(repository, "report", "--offline", "-f", "csv", "pm").stdout


@pytest.mark.parametrize(
    "written",
    [
        'documents = ["pm\\u0000"]',
        'exclude = ["a\\u0000"]',
        'confidential = ["a\\u0000"]',
        '[check]\nbaseline = "a\\u0000"',
        '[trackers.hub]\nkind = "gitlab"\nproject = "a/b"\nca_file = "a\\u0000"',
        '[trackers."h\\u0000"]\nkind = "local"',
    ],
)
def test_no_name_of_a_configuration_holds_what_no_name_can(repository: Path, written: str) -> None:
    (repository / "postmortem-tracker.toml").write_text(written)
    done = inside(repository, "check", "--offline")
    assert done.returncode == 2
    assert "unexpected" not in done.stderr
    assert "U+0000" in done.stderr
    assert "\0" not in done.stderr


def test_a_saved_plan_is_valid_and_a_broken_one_is_a_usage_error(repository: Path) -> None:
    assert inside(repository, "plan", "--out", "plan.json", "pm").returncode in (0, 3)
    good = {"schema": 1, "documents": [], "actions": []}
    broken: object
    for broken in (
        {},
        [],
        1,
        {"schema": 1},
        {**good, "schema": 2},
        {"schema": 1, "actions": []},
        {**good, "documents": [{}]},
        {**good, "documents": "pm"},
        {**good, "documents": [{"path": 7}]},
        {**good, "documents": [{"path": "pm\0"}]},
        {**good, "actions": [{}]},
        {**good, "actions": {"a": 1}},
        {**good, "actions": [{"fingerprint": [], "incident": 1, "key": {}, "what": 0, "path": None, "line": "x"}]},
    ):
        (repository / "bad.json").write_text(json.dumps(broken))
        done = inside(repository, "apply", "bad.json")
        assert done.returncode == 2, (broken, done.stderr)
        assert "unexpected" not in done.stderr


HEAD = "# INC-1 Outage\n\n## Action items\n\n"
HOSTILE = {
    "spaces in an item": HEAD + "- [ ] x" + " " * 400_000 + "y\n",
    "brackets in a cell": HEAD + "| Action | Owner |\n| --- | --- |\n| " + "[" * 400_000 + " | a |\n",
    "brackets in an item": HEAD + "- [ ] " + "[" * 400_000 + "\n",
    "dashes": HEAD + "- " + "-" * 400_000 + "\n",
    "one TOML key": "+++\n" + "a." * 9_000 + "a = 1\n+++\n" + HEAD,
    "comments": HEAD + "- [ ] x\n" + "<!--" * 100_000 + "\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_large_hostile_document_ends(tmp_path: Path, text: str) -> None:
    """What takes the square of its length would need hours: the command is killed long before."""
    (tmp_path / "a.md").write_text(text)
    assert run(tmp_path, "check", "--offline", "a.md", timeout=120).returncode in (0, 1, 2, 3)


def test_a_configuration_of_one_long_key_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "postmortem-tracker.toml").write_text("a." * 30_000 + "a = 1\n")
    (tmp_path / "a.md").write_text(POSTMORTEM)
    done = run(tmp_path, "check", "--offline", "a.md", timeout=60)
    assert done.returncode == 2
    assert "a key has too many parts" in done.stderr
