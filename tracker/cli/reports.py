"""Commands that say how things stand: report, check, remind."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from postmortem_tracker.app import check as checking
from postmortem_tracker.app import remind as reminding
from postmortem_tracker.app import report as reporting
from postmortem_tracker.app import situation as looking
from postmortem_tracker.cli.base import (
    Exit,
    command,
    leave,
    open_console,
    open_session,
    open_workspace,
    tell_read,
)
from postmortem_tracker.cli.options import (
    AsOf,
    CheckFormat,
    DigestFormat,
    Exclude,
    MaxAge,
    Offline,
    Paths,
    ReportFormat,
    Sources,
)
from postmortem_tracker.cli.values import day
from postmortem_tracker.config.sections import FailOn
from postmortem_tracker.disk import files
from postmortem_tracker.history.shown import shown
from postmortem_tracker.report.checks.baseline import render_baseline
from postmortem_tracker.report.checks.examine import asks_for, only
from postmortem_tracker.report.checks.rules import HISTORY_RULES
from postmortem_tracker.report.filters import Filters
from postmortem_tracker.report.formats import digest as digests
from postmortem_tracker.report.formats.registry import renderer
from postmortem_tracker.report.summary import GroupBy, SortBy
from postmortem_tracker.text.printable import plural


@command()
def report(
    paths: Sources = None,
    exclude: Exclude = None,
    output: Annotated[ReportFormat, typer.Option("--format", "-f", help="How to print.")] = ReportFormat.TABLE,
    as_of: AsOf = None,
    offline: Offline = False,
    max_age: MaxAge = None,
    since: Annotated[
        date | None, typer.Option(parser=day, metavar="YYYY-MM-DD", help="Incidents from this day on.")
    ] = None,
    severity: Annotated[
        list[str] | None, typer.Option(metavar="SEVERITY", help="Only incidents of this severity.")
    ] = None,
    owner: Annotated[list[str] | None, typer.Option(metavar="OWNER", help="Only items of this owner.")] = None,
    service: Annotated[
        list[str] | None, typer.Option(metavar="SERVICE", help="Only incidents of this service.")
    ] = None,
    open_only: Annotated[bool, typer.Option("--open-only", help="Only incidents with open items.")] = False,
    sort: Annotated[SortBy, typer.Option(help="Order of the incidents.")] = SortBy.OVERDUE,
    group_by: Annotated[GroupBy | None, typer.Option(help="Count by this instead of by incident.")] = None,
    target: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")] = None,
    page: Annotated[
        str | None, typer.Option("--in-place", metavar="FILE", help="Put it between the page's two markers.")
    ] = None,
    history: Annotated[bool, typer.Option("--history", help="Tell from git how promises moved.")] = False,
) -> None:
    """Say how many action items remain open."""

    name = "markdown" if page else output.value
    reporting.refuse(name, grouped=group_by is not None, history=history)
    console, workspace = open_console(), open_workspace(exclude)
    session = None if offline else open_session(workspace)
    beside = page or (target if name in ("markdown", "html") else None)
    base = Path(beside).absolute().parent if beside else None
    looked = looking.look(workspace, session, paths or [], as_of, max_age, base)
    filters = Filters(since, tuple(severity or ()), tuple(owner or ()), tuple(service or ()))
    config = workspace.config
    summed = reporting.reported(config, looked.situation, filters, sort, open_only=open_only)
    promises = None
    if history:
        told, looked = looking.past(workspace, looked, paths or [])
        promises = shown(told, summed, config.report.confidential, filtered=filters != Filters())
    text = reporting.render_report(
        summed,
        name,
        config,
        group_by,
        colour=console.colour and not target,
        room=None if target else console.room,
        promises=promises,
    )
    if page:
        console.say(f"{page}: {'updated' if reporting.update_page(page, text) else 'unchanged'}")
    elif target:
        files.write(target, text)
        console.say(f"wrote {target}")
    else:
        console.out(text)
    tell_read(console, looked.reading)
    for problem in looked.problems:
        console.error(problem)
    complete = looked.situation.complete and not (promises and promises.remark)
    leave(Exit.CLEAN if complete else Exit.INCOMPLETE)


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


@command()
def remind(
    paths: Paths = None,
    exclude: Exclude = None,
    send: Annotated[bool, typer.Option("--send", help="Post them; without it they are only shown.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Post more than [remind] max_comments in one run.")] = False,
    as_of: AsOf = None,
    digest: Annotated[DigestFormat | None, typer.Option(help="Print one message about everything instead.")] = None,
) -> None:
    """Comment on issues that are due soon, overdue or stale.

    Once per item and threshold; nothing is posted without --send.
    """

    console, workspace = open_console(), open_workspace(exclude)
    session = open_session(workspace)
    looked = looking.look(workspace, session, paths or [], as_of)
    summed = reporting.reported(workspace.config, looked.situation, Filters(), SortBy.OVERDUE, open_only=False)
    problems = list(looked.problems)
    if digest is not None:
        renderers = {"markdown": digests.render_digest, "slack": digests.render_slack, "teams": digests.render_teams}
        console.out(renderers[digest.value](summed))
    else:
        wanted, unread = reminding.due(session, summed)
        problems += unread
        limit = workspace.config.remind.max_comments
        left = 0 if yes else max(0, len(wanted) - limit)
        wanted = wanted[: len(wanted) - left]
        for reminder in wanted if not send else ():
            console.out(f"{reminder.ref} {reminder.threshold}: {reminder.body.splitlines()[0]}")
        for posted in reminding.post(session, wanted) if send else ():
            console.out(f"{posted.reminder.ref} {posted.reminder.threshold}: {'FAILED' if posted.error else 'posted'}")
            problems += [posted.error] if posted.error else []
        console.say(f"{plural(len(wanted), 'reminder')} {'due' if send else 'would be posted; --send posts them'}")
        if left:
            console.say(
                f"{plural(left, 'more reminder')} left for later runs: one run posts {limit} ([remind] max_comments), "
                "--yes posts all; [remind] since leaves out what is old"
            )
    for problem in problems:
        console.error(problem)
    leave(Exit.INCOMPLETE if problems else Exit.CLEAN)


def _codes(given: list[str] | None) -> tuple[str, ...]:
    """Codes given one by one or separated by commas."""
    return tuple(code.strip() for each in given or () for code in each.split(",") if code.strip())
