"""What a command imports: nobody waits for a client, a template engine or a parser that the command does not use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parent.parent / "examples" / "postmortems" / "2026-04-02-search-latency.md"
CLIENTS = {"github", "gitlab", "requests", "urllib3", "jinja2", "http.client"}
PARSING = {"pyromark", "yaml", "rapidfuzz"}
OURS = tuple(f"postmortem_tracker.{room}" for room in ("integrations", "markdown", "sync"))

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


def imported(*arguments: str) -> set[str]:
    """The modules that a run of the command has loaded; the run must have worked."""
    done = subprocess.run([sys.executable, "-c", _SCRIPT, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    _, _, names = done.stderr.rpartition("\nIMPORTED ")
    return set(names.split())


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


@pytest.mark.parametrize("arguments", [("--help",), ("--version",)], ids=" ".join)
def test_help_and_version_import_neither_the_parser_nor_the_configuration(arguments: tuple[str, ...]) -> None:
    loaded = imported(*arguments)
    assert loaded.isdisjoint(PARSING)
    assert not [name for name in loaded if name.startswith(OURS)]


def test_what_is_looked_for_is_seen_where_it_is_imported(tmp_path: Path) -> None:
    """The other tests could not fail if the modules of a run were not seen at all."""
    assert {"pyromark", "postmortem_tracker.markdown"} <= imported("parse", str(EXAMPLE))
    settings = tmp_path / "postmortem-tracker.toml"
    settings.write_text("", encoding="utf-8")
    seen = imported("--config", str(settings), "report", "--format", "json", str(EXAMPLE))
    assert {"pydantic", "tomllib", *OURS} <= seen
