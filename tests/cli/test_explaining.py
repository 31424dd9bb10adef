"""`parse --explain`: for one line, for all lines of a document, for machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from postmortem_tracker.app.parse import placed
from tests.cli.test_command_line import run

EXAMPLE = Path(__file__).parents[2] / "examples" / "postmortems" / "2026-03-12-checkout-outage.md"
OTHER = EXAMPLE.with_name("2026-04-02-search-latency.md")
LINES = EXAMPLE.read_text(encoding="utf-8").split("\n")
TASK = LINES.index("- Document the rollback procedure in the on-call handbook") + 1


def test_a_line_is_explained_with_section_rule_and_item() -> None:
    done = run("parse", "--explain", f"{EXAMPLE}:{TASK}")
    assert done.returncode == 0, done.stderr
    assert "'Tasks to Address the Issue' (tasks)" in done.stdout
    assert "rule      list-item: " in done.stdout
    assert "item      task 'Document the rollback procedure in the on-call handbook' (open)" in done.stdout


def test_all_lines_of_a_document_have_their_rule_on_one_line_each() -> None:
    done = run("parse", "--explain", str(EXAMPLE))
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == sum(bool(line.strip()) for line in LINES)
    assert f"+ {TASK:>4}  list-item" in done.stdout
    assert "other-section" in done.stdout


def test_machines_get_the_same() -> None:
    done = run("parse", "--explain", "--format", "json", f"{EXAMPLE}:{TASK}")
    (document,) = json.loads(done.stdout)["documents"]
    (line,) = document["lines"]
    assert document["path"] == str(EXAMPLE)
    assert line["rules"][0]["name"] == "list-item"
    assert line["item"]["line"] == TASK


def test_several_documents_are_told_apart() -> None:
    done = run("parse", "--explain", str(EXAMPLE), str(OTHER))
    assert [line for line in done.stdout.splitlines() if line.endswith(".md")] == [str(EXAMPLE), str(OTHER)]
    told = json.loads(run("parse", "--explain", "-f", "json", str(EXAMPLE), f"{OTHER}:1").stdout)["documents"]
    assert [each["path"] for each in told] == [str(EXAMPLE), str(OTHER)]
    assert (len(told[0]["lines"]) > 1, len(told[1]["lines"])) == (True, 1)


def test_a_line_that_is_not_there_is_said() -> None:
    done = run("parse", "--explain", f"{EXAMPLE}:9999")
    assert done.returncode == 3
    assert ":9999: there are no words on this line" in done.stderr


@pytest.mark.parametrize(
    ("path", "place"), [("a.md", ("a.md", None)), ("a.md:7", ("a.md", 7)), ("c:/a.md", ("c:/a.md", None))]
)
def test_a_path_may_name_a_line(path: str, place: tuple[str, int | None]) -> None:
    assert placed(path) == place
