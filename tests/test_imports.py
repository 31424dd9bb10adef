"""What a command imports: nobody waits for a client or a template engine that the command does not use."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import postmortem_tracker
from postmortem_tracker.cli.values import EXAMPLES

EXAMPLE = Path(__file__).parent.parent / "examples" / "postmortems" / "2026-04-02-search-latency.md"
CLIENTS = {"github", "gitlab", "requests", "urllib3", "jinja2", "http.client"}
WORK = {f"postmortem_tracker.{name}" for name in ("markdown", "config", "disk", "sync", "report")}
REPORTS = {"postmortem_tracker.app.situation", "postmortem_tracker.report.records"}

_SCRIPT = """
import sys
from postmortem_tracker import cli
sys.argv = ["postmortem-tracker", *sys.argv[1:]]
try:
    cli.main()
except SystemExit as end:
    code = end.code
print("\\nIMPORTED", *sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""


@cache
def imported(*arguments: str) -> frozenset[str]:
    """The modules that a run of the command has loaded; the run must have worked."""
    done = subprocess.run([sys.executable, "-c", _SCRIPT, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    _, _, names = done.stderr.rpartition("\nIMPORTED ")
    return frozenset(names.split())


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("sync", "--help"),
        ("--version",),
        ("parse", str(EXAMPLE)),
        ("check", "--offline", str(EXAMPLE)),
        ("report", "--offline", str(EXAMPLE)),
        ("explain", "PM201"),
    ],
    ids=" ".join,
)
def test_commands_that_talk_to_no_tracker_import_no_client(arguments: tuple[str, ...]) -> None:
    assert imported(*arguments).isdisjoint(CLIENTS)


@pytest.mark.parametrize("arguments", [("--help",), ("parse", str(EXAMPLE)), ("explain", "PM201")], ids=" ".join)
def test_commands_that_report_nothing_load_no_reports(arguments: tuple[str, ...]) -> None:
    assert REPORTS.isdisjoint(imported(*arguments))


@pytest.mark.parametrize(
    "arguments", [("--version",), ("--help",), *((name, "--help") for name in EXAMPLES)], ids=" ".join
)
def test_who_asks_for_help_waits_for_nothing_of_the_work(arguments: tuple[str, ...]) -> None:
    loaded = imported(*arguments)
    assert loaded.isdisjoint(WORK)
    assert "postmortem_tracker.cli.commands" in loaded


def test_completion_waits_for_nothing_of_the_work() -> None:
    asked = {
        "_POSTMORTEM_TRACKER_COMPLETE": "complete_bash",
        "COMP_WORDS": "postmortem-tracker report --gr",
        "COMP_CWORD": "2",
    }
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], env={**os.environ, **asked}, capture_output=True, text=True, check=False
    )
    assert "--group-by" in done.stdout
    assert set(done.stderr.split()).isdisjoint(WORK)


def test_what_is_looked_for_is_seen_where_it_is_imported(tmp_path: Path) -> None:
    """The other test could not fail if the modules of a run were not seen at all."""
    loaded = imported("report", "--offline", "--format", "html", str(EXAMPLE))
    assert "jinja2" in loaded
    assert loaded >= REPORTS | WORK


def test_reading_loads_what_only_some_documents_need_for_those_alone(tmp_path: Path) -> None:
    document = tmp_path / "outage.md"
    document.write_text("# Outage\n\n## Action items\n\n- Patch the proxy\n")
    assert imported("parse", str(document)).isdisjoint({"yaml", "holidays"})
    settings = tmp_path / "postmortem-tracker.toml"
    settings.write_text('[policy]\nholidays = "DE"\n')
    assert "holidays" not in imported("--config", str(settings), "report", "--offline", str(EXAMPLE))
    working = tmp_path / "working-days.toml"
    working.write_text('[policy]\nbusiness_days = true\nholidays = "DE"\n')
    assert "holidays" in imported("--config", str(working), "report", "--offline", str(EXAMPLE))
    assert "yaml" in imported("parse", str(EXAMPLE))


def test_the_package_loads_the_reader_for_those_who_ask_for_it() -> None:
    script = (
        "import sys, postmortem_tracker.model as model\n"
        "before = 'postmortem_tracker.markdown' in sys.modules\n"
        "from postmortem_tracker import parse\n"
        "assert isinstance(parse('# Outage')[0], model.Incident)\n"
        "print(before, 'postmortem_tracker.markdown' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_the_package_has_nothing_that_it_does_not_name() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'pars'"):
        _ = postmortem_tracker.pars  # type: ignore[attr-defined]
