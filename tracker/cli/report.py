"""The command that says how things stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from postmortem_tracker.choices import GroupBy, SortBy
from postmortem_tracker.cli.base import Exit, command, leave, open_console, open_session, open_workspace, tell_looked
from postmortem_tracker.cli.console import Console
from postmortem_tracker.cli.options import (
    AsOf,
    Compare,
    Exclude,
    MaxAge,
    Offline,
    Owners,
    ReportFormat,
    Severities,
    Since,
    Sources,
    Teams,
)
from postmortem_tracker.cli.values import day
from postmortem_tracker.errors import UsageError

if TYPE_CHECKING:
    from postmortem_tracker.app.documents.workspace import Workspace
    from postmortem_tracker.app.session import Session
    from postmortem_tracker.app.situation import Looked
    from postmortem_tracker.report.filters import Filters


@command()
def report(
    paths: Sources = None,
    exclude: Exclude = None,
    output: Annotated[ReportFormat, typer.Option("--format", "-f", help="How to print.")] = ReportFormat.TABLE,
    as_of: AsOf = None,
    offline: Offline = False,
    max_age: MaxAge = None,
    since: Since = None,
    until: Annotated[
        date | None, typer.Option(parser=day, metavar="YYYY-MM-DD", help="Incidents up to this day.")
    ] = None,
    severity: Severities = None,
    owner: Owners = None,
    team: Teams = None,
    service: Annotated[
        list[str] | None, typer.Option(metavar="SERVICE", help="Only incidents of this service.")
    ] = None,
    open_only: Annotated[bool, typer.Option("--open-only", help="Only incidents with open items.")] = False,
    sort: Annotated[
        SortBy | None, typer.Option(help="Order of the incidents; without it, those with most overdue come first.")
    ] = None,
    group_by: Annotated[GroupBy | None, typer.Option(help="Count by this instead of by incident.")] = None,
    target: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")] = None,
    page: Annotated[
        str | None, typer.Option("--in-place", metavar="FILE", help="Put it between the page's two markers.")
    ] = None,
    history: Annotated[bool, typer.Option("--history", help="Tell from git how promises moved.")] = False,
    compare: Compare = None,
) -> None:
    """Say what remains open, or with --compare what changed."""
    from postmortem_tracker.app import report as reporting
    from postmortem_tracker.app import situation as looking
    from postmortem_tracker.report.filters import Filters

    name = "markdown" if page else output.value
    if since and until and until < since:
        raise UsageError(f"--until {until} is before --since {since}", "name the earlier day with --since")
    reporting.refuse(
        name,
        grouped=group_by is not None,
        history=history,
        compared=compare is not None,
        ordered=sort is not None,
        narrowed=open_only,
    )
    console, workspace = open_console(), open_workspace(exclude)
    filters = Filters(since, until, tuple(severity or ()), services=tuple(service or ()))
    filters = reporting.asked_for(filters, workspace.config, owner or (), team or ())
    session = None if offline else open_session(workspace)
    beside = page or (target if name in ("markdown", "html") else None)
    base = Path(beside).absolute().parent if beside else None
    looked = looking.look(workspace, session, paths or [], as_of, max_age, base)
    _tell_unmatched(console, looked, reporting.asked_for(filters, workspace.config, owner or (), ()))
    if group_by is GroupBy.TEAM and not workspace.config.report.teams:
        console.say("no teams are configured: [report] teams lists the people of each")
    view = _View(
        workspace, session, paths or [], filters, sort or SortBy.OVERDUE, open_only, group_by, history, compare
    )
    if compare is not None and name != "html":
        text, complete = _changes(view, looked, compare, name, console, plainly=bool(target))
    else:
        text, looked, complete = _standing(view, looked, name, console, plainly=bool(target))
    _put(console, text, target, page)
    tell_looked(console, looked)
    complete = complete and looked.situation.complete and not looked.problems
    leave(Exit.CLEAN if complete else Exit.INCOMPLETE)


@dataclass(frozen=True, slots=True)
class _View:
    """What of a situation is shown, in which order, and what beside it."""

    workspace: Workspace
    session: Session | None
    given: list[str]
    filters: Filters
    sort: SortBy
    open_only: bool
    by: GroupBy | None
    history: bool
    against: str | None


def _tell_unmatched(console: Console, looked: Looked, filters: Filters) -> None:
    """Say which filters fit nothing; of a team's people those who have no items are not told."""
    from postmortem_tracker.report.filters import unmatched

    for line in unmatched(looked.situation, filters):
        console.say(line)


def _changes(
    view: _View, looked: Looked, against: str, name: str, console: Console, *, plainly: bool
) -> tuple[str, bool]:
    """What changed since, in a format, and whether everything of both days was read."""
    from postmortem_tracker.app import report as reporting
    from postmortem_tracker.app.compare import compared

    changes = compared(view.workspace, view.session, looked, view.given, against, view.filters)
    url = reporting.document_url(view.workspace) if name == "markdown" else None
    room = None if plainly else console.room
    text = reporting.render_comparison(changes, name, url=url, colour=console.colour and not plainly, room=room)
    return text, changes.complete


def _standing(view: _View, looked: Looked, name: str, console: Console, *, plainly: bool) -> tuple[str, Looked, bool]:
    """How things stand, in a format, a page also with what changed; what came up meanwhile, and if all was read."""
    from postmortem_tracker.app import report as reporting
    from postmortem_tracker.app import situation as looking
    from postmortem_tracker.app.compare import compared
    from postmortem_tracker.history.shown import shown
    from postmortem_tracker.report.filters import Filters

    config = view.workspace.config
    summed = reporting.reported(config, looked.situation, view.filters, view.sort, open_only=view.open_only)
    promises = changes = None
    asked = view.against is not None
    if view.history:
        told, looked = looking.past(view.workspace, looked, view.given)
        promises = shown(told, summed, config.report.confidential, filtered=view.filters != Filters())
    if name == "html":
        changes = compared(
            view.workspace, view.session, looked, view.given, view.against or "7d", view.filters, strict=asked
        )
    text = reporting.render_report(
        summed,
        name,
        url=reporting.document_url(view.workspace) if name in ("markdown", "html") else None,
        group_by=view.by,
        colour=console.colour and not plainly,
        room=None if plainly else console.room,
        promises=promises,
        changes=changes,
    )
    return text, looked, changes is None or not asked or changes.complete


def _put(console: Console, text: str, target: str | None, page: str | None) -> None:
    """Print it, or write it where it was asked for."""
    from postmortem_tracker.app.report import update_page
    from postmortem_tracker.disk import files

    if page:
        console.say(f"{page}: {'updated' if update_page(page, text) else 'unchanged'}")
    elif target:
        files.write(target, text)
        console.say(f"wrote {target}")
    else:
        console.out(text)
