"""The command that finds promises which are not followed up."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from postmortem_tracker.choices import FailOn
from postmortem_tracker.cli.base import Exit, command, leave, open_console, open_session, open_workspace, tell_looked
from postmortem_tracker.cli.console import Console
from postmortem_tracker.cli.options import AsOf, CheckFormat, Exclude, MaxAge, Offline, Sources
from postmortem_tracker.text.printable import plural

if TYPE_CHECKING:
    from postmortem_tracker.config.sections import CheckSettings
    from postmortem_tracker.report.checks.examine import CheckResult


@command()
def check(
    paths: Sources = None,
    exclude: Exclude = None,
    output: Annotated[CheckFormat, typer.Option("--format", "-f", help="How to print.")] = CheckFormat.AUTO,
    as_of: AsOf = None,
    offline: Offline = False,
    max_age: MaxAge = None,
    select: Annotated[list[str] | None, typer.Option(metavar="CODES", help="Only these codes (or prefixes).")] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="CODES", help="Not these codes (or prefixes).")] = None,
    fail_on: Annotated[FailOn | None, typer.Option(help="Least severity that fails.")] = None,
    changed_since: Annotated[str | None, typer.Option(metavar="REF", help="Only documents changed since.")] = None,
    baseline: Annotated[str | None, typer.Option(metavar="FILE", help="Findings known already.")] = None,
    write_baseline: Annotated[
        str | None, typer.Option(metavar="FILE", help="Make all present findings known, in this file.")
    ] = None,
    statistics: Annotated[bool, typer.Option("--statistics", help="Only count the findings by code (text).")] = False,
    target: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """Find promises that are not followed up.

    Exit code 0: nothing found, 1: findings, 3: something could not be read – never clean then.
    """
    from postmortem_tracker.app import check as checking
    from postmortem_tracker.app import situation as looking
    from postmortem_tracker.report.checks.examine import asks_for
    from postmortem_tracker.report.checks.rules import HISTORY_RULES

    console, workspace = open_console(), open_workspace(exclude)
    settings = _settings(workspace.config.check, select, ignore, fail_on)
    looked = looking.look(workspace, None if offline else open_session(workspace), paths or [], as_of, max_age)
    changed = None if changed_since is None else checking.changed(workspace, changed_since)
    if changed is not None:
        looked = checking.about(looked, changed)
    told = None
    if asks_for(settings, HISTORY_RULES):
        told, looked = looking.past(workspace, looked, paths or [])
    result = checking.checked(
        workspace, looked.situation, settings, baseline, changed, told, baselined=write_baseline is None
    )
    if write_baseline:
        named = workspace.config.check.baseline
        _write_baseline(console, result, write_baseline, str(workspace.root / named) if named else "")
        tell_looked(console, looked)
        leave(Exit.CLEAN if result.complete else Exit.INCOMPLETE)
        return
    name = output.value
    if output is CheckFormat.AUTO:
        name = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
    _print(console, result, name, target, statistics=statistics)
    if doubt := looking.without_words(looked):
        console.say(doubt)
    tell_looked(console, looked)
    leave(Exit(int(result.verdict(settings.fail_on))))


def _settings(
    configured: CheckSettings, select: list[str] | None, ignore: list[str] | None, fail_on: FailOn | None
) -> CheckSettings:
    """The configured settings with what the command line says."""
    from postmortem_tracker.report.checks.examine import only

    overrides: dict[str, Any] = {"ignore": _codes(ignore), "fail_on": fail_on}
    settings = configured.model_copy(update={name: value for name, value in overrides.items() if value})
    return only(settings, _codes(select)) if select else settings


def _write_baseline(console: Console, result: CheckResult, path: str, read: str) -> None:
    from postmortem_tracker.disk import files
    from postmortem_tracker.report.checks.baseline import render_baseline

    files.write(path, render_baseline(result.findings))
    console.say(f"wrote {path}: {plural(len(result.findings), 'finding')} known{_by_what(path, read)}")


def _by_what(path: str, read: str) -> str:
    """What makes a check read the baseline that was written; where the configuration names it, nothing more."""
    if read and os.path.realpath(path) == os.path.realpath(read):
        return " from now on"
    return f" to checks with --baseline {path}, or [check] baseline in the configuration"


def _print(console: Console, result: CheckResult, name: str, target: str | None, *, statistics: bool) -> None:
    """Print the findings, or write them to a file; GitHub Actions shows them on the job's page too."""
    from postmortem_tracker.app import check as checking
    from postmortem_tracker.disk import files
    from postmortem_tracker.report.formats.registry import renderer

    options = {"colour": console.colour and not target, "statistics": statistics} if name == "text" else {}
    text = renderer(checking.FORMATS, name)(result, **options)
    if target:
        files.write(target, text)
        console.say(f"wrote {target}: {plural(len(result.findings), 'finding')}")
    else:
        console.out(console.folded(text) if name == "text" else text, commands=name == "github")
    if name == "github":
        checking.step_summary(result)


def _codes(given: list[str] | None) -> tuple[str, ...]:
    """Codes given one by one or separated by commas."""
    return tuple(code.strip() for each in given or () for code in each.split(",") if code.strip())
