"""The command that reminds people: comments on issues, or one message about everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from postmortem_tracker.choices import GroupBy, SortBy
from postmortem_tracker.cli.base import Exit, command, leave, open_console, open_session, open_workspace, tell_looked
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
    Since,
    Teams,
    TextFormat,
)
from postmortem_tracker.errors import TrackerError, UsageError
from postmortem_tracker.text.printable import cut, plain, plural

_LONGEST = 80  # characters of an item's words

if TYPE_CHECKING:
    from postmortem_tracker.app.remind import Reminded
    from postmortem_tracker.app.session import Session
    from postmortem_tracker.model import IssueRef
    from postmortem_tracker.report.reminders import Reminder
    from postmortem_tracker.report.summary import Report


@command()
def remind(
    paths: Paths = None,
    exclude: Exclude = None,
    send: Annotated[bool, typer.Option("--send", help="Post them; without it they are only shown.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Post more than [remind] max_comments in one run.")] = False,
    as_of: AsOf = None,
    since: Since = None,
    severity: Severities = None,
    owner: Owners = None,
    team: Teams = None,
    output: Annotated[TextFormat, typer.Option("--format", "-f", help="How to print the reminders.")] = TextFormat.TEXT,
    digest: Annotated[DigestFormat | None, typer.Option(help="Print one message about everything instead.")] = None,
    compare: Compare = None,
    by: Annotated[DigestBy | None, typer.Option(help="One digest for each of these.")] = None,
) -> None:
    """Comment on issues that are due soon, overdue or stale.

    Once per item and threshold; nothing is posted without --send. A digest leads with what changed in seven days.
    """
    from postmortem_tracker.app import situation as looking
    from postmortem_tracker.app.digests import Asked, digests
    from postmortem_tracker.app.report import asked_for, reported
    from postmortem_tracker.report.filters import Filters, unmatched

    _refuse(digest, output, by, compare, send=send, narrowed=bool(owner or team))
    console, workspace = open_console(), open_workspace(exclude)
    session = open_session(workspace)
    config = workspace.config
    filters = asked_for(Filters(since, severities=tuple(severity or ())), config, owner or (), team or ())
    looked = looking.look(workspace, session, paths or [], as_of)
    for line in unmatched(looked.situation, asked_for(filters, config, owner or (), ())):
        console.say(line)
    summed = reported(config, looked.situation, filters, SortBy.OVERDUE, open_only=False)
    failed: list[TrackerError] = []
    whole = True
    if digest is not None:
        told = 0
        asked = Asked(paths or [], compare or "7d", filters, digest.value, GroupBy(by.value) if by else None)
        for message in digests(session, looked, asked, summed):
            console.out("\n" + message.text if told and digest is DigestFormat.MARKDOWN else message.text)
            told += 1
            whole = whole and message.complete
        if by is not None and not told:
            none = "no team has" if by is DigestBy.TEAM else "nobody has"
            teams = "" if by is DigestBy.OWNER or config.report.teams else "; teams are listed in [report] teams"
            console.say(f"no digest: {none} anything open{teams}")
    else:
        told_to = _Told(console, output)
        failed = _remind(told_to, session, summed, send=send, everything=yes, problems=looked.problems)
    tell_looked(console, looked)
    for problem in failed:
        console.error(problem)
    leave(Exit.INCOMPLETE if looked.problems or failed or not whole else Exit.CLEAN)


def _refuse(
    digest: DigestFormat | None,
    output: TextFormat,
    by: DigestBy | None,
    compare: str | None,
    *,
    send: bool,
    narrowed: bool,
) -> None:
    """Raises UsageError for options that do not go together, before anything is read."""
    if digest is None and (by is not None or compare is not None):
        raise UsageError(
            f"--{'by' if by else 'compare'} is about digests", "name a form too, such as --digest markdown"
        )
    if by is not None and narrowed:
        raise UsageError("--by makes a digest for each of them", "leave out --owner and --team, or leave out --by")
    if digest is not None and send:
        raise UsageError("a digest is printed, not posted", "leave out --send, and pass what is printed to the chat")
    if digest is not None and output is TextFormat.JSON:
        raise UsageError(
            "--format is about reminders, a digest has formats of its own",
            "for machines: postmortem-tracker report --compare 7d --format json",
        )


def _remind(
    told: _Told, session: Session, summed: Report, *, send: bool, everything: bool, problems: Sequence[TrackerError]
) -> list[TrackerError]:
    """Show or post what is due, no more than one run may; what went wrong."""
    from postmortem_tracker.app import remind as reminding

    wanted, left, unread = reminding.chosen(session, summed, everything=everything)
    failed: list[TrackerError] = []
    results: dict[IssueRef, str] = {}
    for posted in reminding.post(session, wanted) if send else ():
        results[posted.reminder.ref] = posted.error.message if posted.error else ""
        failed += [posted.error] if posted.error else []
        told.posted(posted)
    told.all(summed.as_of, wanted, results if send else None, left, [*problems, *unread, *failed])
    console = told.console
    console.say(f"{plural(len(wanted), 'reminder')} {'due' if send else 'would be posted; --send posts them'}")
    if left:
        limit = session.workspace.config.remind.max_comments
        console.say(
            f"{plural(left, 'more reminder')} left for later runs: one run posts {limit} ([remind] max_comments), "
            "--yes posts all; [remind] since leaves out what is old"
        )
    return [*unread, *failed]


@dataclass(frozen=True, slots=True)
class _Told:
    """Where reminders are printed: a line for each as it goes on, or all of them as JSON."""

    console: Console
    output: TextFormat

    def posted(self, posted: Reminded) -> None:
        reminder = posted.reminder
        if self.output is TextFormat.TEXT:
            said = "FAILED" if posted.error else "posted"
            self.console.out(self.console.folded(f"{_named(reminder)}: {said}, {_about(reminder)}"))

    def all(
        self,
        as_of: date,
        wanted: Sequence[Reminder],
        results: Mapping[IssueRef, str] | None,
        left: int,
        problems: Sequence[TrackerError],
    ) -> None:
        if self.output is TextFormat.JSON:
            from postmortem_tracker.report.formats.remind_json import render_remind_json

            messages = [each.message for each in problems]
            self.console.out(render_remind_json(as_of, wanted, results, messages, left))
            return
        for reminder in wanted if results is None else ():
            line = f"{_named(reminder)}: {_about(reminder)}: {reminder.body.splitlines()[0]}"
            self.console.out(self.console.folded(line))


def _named(reminder: Reminder) -> str:
    return f"{reminder.ref} {reminder.threshold}"


def _about(reminder: Reminder) -> str:
    """The item in its words, and where it is written."""
    tracked = reminder.item.tracked
    words = f"“{plain(cut(tracked.item.text, _LONGEST))}”"
    return words if tracked.redacted else f"{words} ({plain(tracked.incident.path)}:{tracked.item.line})"
