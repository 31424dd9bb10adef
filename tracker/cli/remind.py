"""The command that reminds people: comments on issues, or one message about everything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from postmortem_tracker.app.session import Session
from postmortem_tracker.app.workspace import Workspace
from postmortem_tracker.cli.base import Exit, command, leave, open_console, open_session, open_workspace
from postmortem_tracker.cli.console import Console
from postmortem_tracker.cli.options import (
    AsOf,
    Compare,
    DigestBy,
    DigestFormat,
    Exclude,
    Owners,
    Paths,
    Severities,
    Teams,
)
from postmortem_tracker.errors import TrackerError
from postmortem_tracker.report.filters import Filters, unmatched
from postmortem_tracker.report.summary import GroupBy, Report, SortBy, group
from postmortem_tracker.text.printable import plural

if TYPE_CHECKING:
    from postmortem_tracker.app.situation import Looked


@command()
def remind(
    paths: Paths = None,
    exclude: Exclude = None,
    send: Annotated[bool, typer.Option("--send", help="Post them; without it they are only shown.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Post more than [remind] max_comments in one run.")] = False,
    as_of: AsOf = None,
    severity: Severities = None,
    owner: Owners = None,
    team: Teams = None,
    digest: Annotated[DigestFormat | None, typer.Option(help="Print one message about everything instead.")] = None,
    compare: Compare = None,
    by: Annotated[DigestBy | None, typer.Option(help="One digest for each of these.")] = None,
) -> None:
    """Comment on issues that are due soon, overdue or stale.

    Once per item and threshold; nothing is posted without --send. A digest leads with what changed in seven days.
    """
    # Loaded here, so that no other command waits for it.
    from postmortem_tracker.app import situation as looking
    from postmortem_tracker.app.report import people_of, reported

    console, workspace = open_console(), open_workspace(exclude)
    session = open_session(workspace)
    config = workspace.config
    filters = Filters(severities=tuple(severity or ()), owners=people_of(config, owner or (), team or ()))
    looked = looking.look(workspace, session, paths or [], as_of)
    for line in unmatched(looked.situation, replace(filters, owners=tuple(owner or ()))):
        console.say(line)
    summed = reported(config, looked.situation, filters, SortBy.OVERDUE, open_only=False)
    problems = list(looked.problems)
    if digest is not None:
        for message in _digests(workspace, looked, paths or [], compare or "7d", filters, summed, digest, by):
            console.out(message)
    else:
        problems += _remind(console, session, summed, send=send, everything=yes)
    for problem in problems:
        console.error(problem)
    leave(Exit.INCOMPLETE if problems else Exit.CLEAN)


def _digests(
    workspace: Workspace,
    looked: Looked,
    paths: list[str],
    since: str,
    filters: Filters,
    summed: Report,
    form: DigestFormat,
    by: DigestBy | None,
) -> Iterator[str]:
    """One message, or one for each owner or team that has anything open, one after another."""
    from postmortem_tracker.app.compare import compared
    from postmortem_tracker.app.report import document_url, people_of
    from postmortem_tracker.report.formats import digest as digests

    renderers = {DigestFormat.SLACK: digests.render_slack, DigestFormat.TEAMS: digests.render_teams}
    whose = [""]
    if by is not None:
        groups = group(summed, GroupBy(by.value))
        whose = [each.name for each in groups if each.totals.open and not each.name.startswith("(")]
    for name in whose:
        wanted = filters
        if name:
            one = people_of(workspace.config, (), (name,)) if by is DigestBy.TEAM else (name,)
            wanted = replace(filters, owners=one)
        comparison = compared(workspace, looked, paths, since, wanted)
        if form is DigestFormat.MARKDOWN:
            yield digests.render_digest(comparison, name.lstrip("@"), document_url=document_url(workspace))
        else:
            yield renderers[form](comparison, name.lstrip("@"))


def _remind(console: Console, session: Session, summed: Report, *, send: bool, everything: bool) -> list[TrackerError]:
    """Show or post what is due, no more than one run may; what went wrong."""
    from postmortem_tracker.app import remind as reminding

    wanted, unread = reminding.due(session, summed)
    problems = list(unread)
    limit = session.workspace.config.remind.max_comments
    left = 0 if everything else max(0, len(wanted) - limit)
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
    return problems
