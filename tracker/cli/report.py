"""The command that says how things stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from postmortem_tracker.cli.base import Exit, command, leave, open_console, open_session, open_workspace, tell_read
from postmortem_tracker.cli.options import (
    AsOf,
    Compare,
    Exclude,
    MaxAge,
    Offline,
    Owners,
    ReportFormat,
    Severities,
    Sources,
    Teams,
)
from postmortem_tracker.cli.values import day
from postmortem_tracker.report.summary import GroupBy, SortBy


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
    severity: Severities = None,
    owner: Owners = None,
    team: Teams = None,
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
    compare: Compare = None,
) -> None:
    """Say how many action items remain open, or with --compare what changed."""
    # Loaded here, so that no other command waits for it.
    from postmortem_tracker.app import report as reporting
    from postmortem_tracker.app import situation as looking
    from postmortem_tracker.app.compare import compared
    from postmortem_tracker.disk import files
    from postmortem_tracker.history.shown import shown
    from postmortem_tracker.report.filters import Filters, unmatched

    name = "markdown" if page else output.value
    reporting.refuse(name, grouped=group_by is not None, history=history, compared=compare is not None)
    console, workspace = open_console(), open_workspace(exclude)
    session = None if offline else open_session(workspace)
    beside = page or (target if name in ("markdown", "html") else None)
    base = Path(beside).absolute().parent if beside else None
    looked = looking.look(workspace, session, paths or [], as_of, max_age, base)
    config = workspace.config
    people = reporting.people_of(config, owner or (), team or ())
    filters = Filters(since, tuple(severity or ()), people, tuple(service or ()))
    for line in unmatched(looked.situation, replace(filters, owners=tuple(owner or ()))):
        console.say(line)
    summed = reporting.reported(config, looked.situation, filters, sort, open_only=open_only)
    url = reporting.document_url(workspace) if name in ("markdown", "html") else None
    how: dict[str, Any] = {
        "url": url,
        "colour": console.colour and not target,
        "room": None if target else console.room,
    }
    promises = None
    if history:
        told, looked = looking.past(workspace, looked, paths or [])
        promises = shown(told, summed, config.report.confidential, filtered=filters != Filters())
    changes = None
    if compare is not None or name == "html":
        changes = compared(workspace, looked, paths or [], compare or "7d", filters)
    if changes and name != "html":
        text = reporting.render_comparison(changes, name, **how)
    else:
        text = reporting.render_report(summed, name, group_by=group_by, promises=promises, changes=changes, **how)
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
