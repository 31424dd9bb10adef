"""What the command line makes of its arguments, and what the shell completes."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import postmortem_tracker as tracker
from postmortem_tracker.cli.values import EXAMPLES
from postmortem_tracker.report.checks.rules import rules
from tests import command

TEMPLATE = Path(__file__).parents[2] / "examples/postmortem-template.md"

EXAMPLE = Path(__file__).parents[2] / "examples" / "postmortems" / "2026-04-02-search-latency.md"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return command.run(*arguments, cwd=Path.cwd(), env={**os.environ, **environment})


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("postmortem-tracker ch", ["check"]),
        ("postmortem-tracker check --fo", ["--format"]),
        ("postmortem-tracker check --format gi", ["github", "gitlab"]),
    ],
)
def test_the_shell_completes_commands_options_and_choices(words: str, completed: list[str]) -> None:
    asked = {"_POSTMORTEM_TRACKER_COMPLETE": "complete_bash", "COMP_WORDS": words}
    done = run(COMP_CWORD=str(len(words.split()) - 1), **asked)
    assert done.stdout.split() == completed


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("parse", "--format", "xml"), "'xml' is not one of 'table', 'json'"),
        (("sync", "--max-creates", "many"), "'--max-creates'"),
        (("sync", "--max-creates", "-1"), "'--max-creates'"),
        (("check", "--as-of", "2026-13-01"), "'2026-13-01' is no day; write YYYY-MM-DD"),
        (("plan", "--quiet"), "--quiet stands before the command: postmortem-tracker --quiet plan"),
        (("plan", "docs", "--config=x"), "--config=x stands before the command: postmortem-tracker --config=x plan"),
        (("sync", "--max-creates", "many"), "'--max-creates': a whole number is needed"),
        (("sync", "--max-creates", "1.5"), "'--max-creates': a whole number is needed"),
        (("sync", "--max-creates", "-1"), "'--max-creates': at least 0 is needed"),
        (("check", "--max-age", "-3"), "'--max-age': at least 0 is needed"),
        (("report", "--since", "01/02/2026"), "'01/02/2026' is no day; write YYYY-MM-DD, such as 2026-03-31"),
        (("apply",), "Missing argument 'PLAN'"),
        (("--format", "json", "check"), "--format stands after the command: postmortem-tracker check --format json"),
        (("-q", "-f", "json", "report", "x"), "-f stands after the command: postmortem-tracker report -f json"),
        (("--since=2026-01-01", "report"), "--since stands after the command: postmortem-tracker report --since=2026"),
        (("--offline", "check"), "--offline stands after the command: postmortem-tracker check --offline"),
        (("plan", "--config", "x.toml"), "--config stands before the command: postmortem-tracker --config x.toml plan"),
        (("remind", "--by", "team"), "--by is about digests"),
        (("remind", "--compare", "7d"), "--compare is about digests"),
        (("remind", "--digest", "slack", "--send"), "a digest is printed, not posted"),
        (("explain", "untrakked"), "did you mean untracked?"),
        (("explain", "Milestone"), "is called 'Milestone'\n  hint: pages that speak of it: g"),
        (("explain", "xyzzy"), "is called 'xyzzy'\n  hint: all of them: "),
        (("explain", "wavers"), "no code and no page is called 'wavers'\n  hint: did you mean waivers? all of them: "),
        (("explain", "how-to/monda"), "did you mean monday?"),
        (("explain", "PM2O1"), "did you mean PM201?"),
        (
            ("report", "--since", "2026-08-01", "--until", "2026-07-01"),
            "--until 2026-07-01 is before --since 2026-08-01",
        ),
        (("report", "docs", "--max-age", "3"), "--max-age is about snapshots, and none is named"),
        (("check", "--max-age", "3"), "--max-age is about snapshots, and none is named"),
        (("report", "--compare", "7d", "--sort", "severity"), "a comparison has an order of its own"),
        (("report", "--compare", "7d", "--open-only"), "a comparison has an order of its own"),
        (("report", "-f", "html", "--sort", "age"), "a page has an order of its own"),
        (("chekc",), "Did you mean 'check'"),
        (("plan", "--version"), "--version stands before the command: postmortem-tracker --version plan"),
        (("explain", "PM201", "PM202"), "'PM202' is one word too many: explain takes one CODE\n"),
        (("doctor", "now"), "'now' is one word too many: doctor takes options only\n"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
def test_a_wrong_value_is_a_mistake_in_usage(arguments: tuple[str, ...], says: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Value error" not in done.stderr, "how pydantic begins a message"
    assert "Input should" not in done.stderr, "how pydantic begins a message"


def test_help_is_reached_in_the_ways_that_people_try() -> None:
    whole = run("--help").stdout
    assert {run(each).stdout for each in ("help", "-h")} == {whole}
    assert "`postmortem-tracker explain` names its pages" in whole
    assert run("help", "sync").stdout == run("sync", "--help").stdout
    assert run("-V").stdout == run("--version").stdout == f"postmortem-tracker {tracker.__version__}\n"


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_help_of_each_command_has_examples_and_no_words_of_python(name: str) -> None:
    said = run(name, "--help").stdout
    assert said.index("Examples:") > said.index("Options:")
    assert not re.search(r"list\[|<str>|\{[A-Z]+\}|None|x>=", said)


@pytest.mark.parametrize("line", [line for lines in EXAMPLES.values() for line in lines])
def test_the_examples_name_options_that_there_are(line: str) -> None:
    name, *words = shlex.split(line.split(" > ")[0])
    help_text = run(name, "--help").stdout
    assert [word for word in words if word.startswith("--") and word not in help_text] == []


def test_every_command_has_examples() -> None:
    listed = run("--help").stdout.partition("Commands:\n")[2].partition("\n\n")[0]
    assert [line.split()[0] for line in listed.splitlines()] == list(EXAMPLES)


def test_explain_alone_lists_the_codes() -> None:
    lines = run("explain").stdout.splitlines()
    assert lines[0].startswith("PM101  warning  ")
    assert {line.split()[0] for line in lines[:-3]} == set(rules())
    assert "postmortem-tracker explain CODE says why it matters and what to do" in lines[-1]
    named = lines[-2].removeprefix("Pages: ").removesuffix(".").split(", ")
    assert {"waivers", "monday", "identity", "troubleshooting"} <= set(named)
    for page in named[:2]:
        assert run("explain", page).stdout.startswith("# ")
    assert run("explain", "template").stdout == TEMPLATE.read_text(encoding="utf-8")
    for spelled in ("how-to/waivers", "docs/how-to/waivers.md", "Waivers", "waivers.md"):
        assert run("explain", spelled).stdout == run("explain", "waivers").stdout
    unknown = run("explain", "PM999")
    assert (unknown.returncode, "all of them: postmortem-tracker explain" in unknown.stderr) == (2, True)


def test_the_beginning_of_codes_lists_those_that_begin_so() -> None:
    lines = run("explain", "pm21").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [code for code in rules() if code.startswith("PM21")]
    told = json.loads(run("explain", "PM2", "--format", "json").stdout)["codes"]
    assert [each["code"] for each in told] == [code for code in rules() if code.startswith("PM2")]
    assert run("explain", "PM201").stdout.startswith("PM201 untracked")
    assert run("explain", "pm").returncode == 2


def test_verbose_says_what_was_read() -> None:
    said = run("-v", "check", "--offline", str(EXAMPLE)).stderr
    assert said == "configuration: built-in defaults\nread: 1 document, 4 tasks\n"
    assert run("check", "--offline", str(EXAMPLE)).stderr == ""


def test_values_arrive_as_what_they_are() -> None:
    options = ("--format", "json", "--as-of", "2026-04-03", "--ignore", "PM201", "--ignore", "PM203")
    done = run("check", "--offline", *options, str(EXAMPLE))
    assert '"as_of": "2026-04-03"' in done.stdout
    assert "PM201" not in done.stdout


@pytest.mark.parametrize("options", [(), ("-v",), ("-q",), ("-v", "-q")])
def test_an_unexpected_error_is_no_finding_however_much_is_said(options: tuple[str, ...]) -> None:
    script = (
        "import sys; from postmortem_tracker.app.documents.workspace import Workspace\n"
        "from postmortem_tracker.cli import main\n"
        "def broken(path): raise RuntimeError('a defect')\n"
        "Workspace.open = broken; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *options, "check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "unexpected RuntimeError: a defect" in done.stderr
    assert ("Traceback" in done.stderr) is ("-v" in options)
    assert ("run again with --verbose" in done.stderr) is ("-v" not in options)


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name != "init"])
def test_every_command_that_prints_has_a_format_for_machines_under_both_names(name: str) -> None:
    refused = [run(name, option, "nonsense").stderr for option in ("--format", "-f")]
    assert refused[0] == refused[1]
    assert "Invalid value for '--format' / '-f': 'nonsense' is not one of" in refused[0]
    assert "'json'" in refused[0]
