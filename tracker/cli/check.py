"""The command that finds promises which are not followed up."""

from __future__ import annotations

import os
from typing import Annotated, Any

import typer

from postmortem_tracker.cli.base import Exit, command, leave, open_console, open_session, open_workspace, tell_read
from postmortem_tracker.cli.options import AsOf, CheckFormat, Exclude, MaxAge, Offline, Sources
from postmortem_tracker.config.sections import FailOn


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
    # Loaded here, so that no other command waits for it.
    from postmortem_tracker.app import check as checking
    from postmortem_tracker.app import situation as looking
    from postmortem_tracker.disk import files
    from postmortem_tracker.report.checks.baseline import render_baseline
    from postmortem_tracker.report.checks.examine import asks_for, only
    from postmortem_tracker.report.checks.rules import HISTORY_RULES
    from postmortem_tracker.report.formats.registry import renderer
    from postmortem_tracker.text.printable import plural

    console, workspace = open_console(), open_workspace(exclude)
    overrides: dict[str, Any] = {"ignore": _codes(ignore), "fail_on": fail_on}
    settings = workspace.config.check.model_copy(update={k: v for k, v in overrides.items() if v})
    settings = only(settings, _codes(select)) if select else settings
    session = None if offline else open_session(workspace)
    looked = looking.look(workspace, session, paths or [], as_of, max_age)
    told = None
    if asks_for(settings, HISTORY_RULES):
        told, looked = looking.past(workspace, looked, paths or [])
    result = checking.checked(
        workspace, looked.situation, settings, baseline, changed_since, told, baselined=write_baseline is None
    )
    if write_baseline:
        files.write(write_baseline, render_baseline(result.findings))
        console.say(f"wrote {write_baseline}: {plural(len(result.findings), 'finding')} known from now on")
        leave(Exit.CLEAN if result.complete else Exit.INCOMPLETE)
        return
    name = output.value
    if output is CheckFormat.AUTO:
        name = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
    options: dict[str, Any] = {}
    if name == "text":
        options = {"colour": console.colour and not target, "statistics": statistics}
    text = renderer(checking.FORMATS, name)(result, **options)
    if target:
        files.write(target, text)
        console.say(f"wrote {target}: {plural(len(result.findings), 'finding')}")
    else:
        console.out(text)
    if name == "github":
        checking.step_summary(result)
    tell_read(console, looked.reading)
    for problem in looked.problems:
        console.error(problem)
    leave(Exit(int(result.verdict(settings.fail_on))))


def _codes(given: list[str] | None) -> tuple[str, ...]:
    """Codes given one by one or separated by commas."""
    return tuple(code.strip() for each in given or () for code in each.split(",") if code.strip())
