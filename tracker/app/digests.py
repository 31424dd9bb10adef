"""Makes digests: one message about everything, or one for each owner or team that has anything open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from postmortem_tracker.app.compare import earlier, since
from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.report import asked_for, document_url
from postmortem_tracker.app.session import Session
from postmortem_tracker.app.situation import Looked
from postmortem_tracker.choices import GroupBy
from postmortem_tracker.report.compare import Comparison
from postmortem_tracker.report.filters import Filters
from postmortem_tracker.report.formats.digest import render_digest, render_slack, render_teams
from postmortem_tracker.report.summary import NO_TEAM, NOBODY, Report, group


class Asked(NamedTuple):
    """What digests are made of: documents, what to compare with, a form, and whether there is one for each."""

    given: Sequence[str]
    against: str
    filters: Filters
    form: str  # "markdown", "slack" or "teams"
    by: GroupBy | None


class Message(NamedTuple):
    """A digest, and whether all that it compares was read."""

    text: str
    complete: bool


def digests(session: Session, looked: Looked, asked: Asked, summed: Report) -> Iterator[Message]:
    """One message, or one for each owner or team that has anything open.

    What nobody has, or no team, comes last: else it would be told to nobody.
    """
    whose = [""] if asked.by is None else _whose(summed, asked.by)
    if not whose:
        return
    config = session.workspace.config
    # Read once, also where there is a message for each of many people.
    before = earlier(session.workspace, session, looked, asked.given, asked.against)
    for name in whose:
        wanted = asked.filters
        if name:
            one = ((), (name,)) if asked.by is GroupBy.TEAM else ((name,), ())
            wanted = replace(asked_for(wanted, config, *one), named=())  # the title says whose
        comparison = since(before, config, looked, wanted)
        if name in (NOBODY, NO_TEAM) and not comparison.now.open:
            continue
        name = name.strip("()") if name in (NOBODY, NO_TEAM) else name.lstrip("@")
        yield Message(_rendered(comparison, name, asked.form, session.workspace), comparison.complete)


def _rendered(comparison: Comparison, whose: str, form: str, workspace: Workspace) -> str:
    if form == "markdown":
        return render_digest(comparison, whose, document_url=document_url(workspace))
    if form == "slack":
        return render_slack(comparison, whose, members=workspace.config.slack_members)
    return render_teams(comparison, whose)


def _whose(summed: Report, by: GroupBy) -> list[str]:
    """The owners or teams that have anything open, and last who is none; without teams there is no digest of them."""
    if by is GroupBy.TEAM and not summed.teams:
        return []
    found = [each.name for each in group(summed, by) if each.totals.open]
    return sorted(found, key=lambda name: name in (NOBODY, NO_TEAM))
