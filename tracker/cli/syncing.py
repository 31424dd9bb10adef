"""Commands that change issues and documents: plan, apply, sync."""

from __future__ import annotations

import contextlib
import os
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from postmortem_tracker.cli.base import (
    Exit,
    command,
    leave,
    notices,
    open_console,
    open_session,
    open_workspace,
    tell_problems,
)
from postmortem_tracker.cli.options import (
    AcceptTracker,
    CloseOrphans,
    Exclude,
    MaxCreates,
    Paths,
    PlanFormat,
    SinceWhole,
    SyncFormat,
    WriteBack,
    Yes,
)
from postmortem_tracker.errors import TrackerError, UnreadableIssueError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortem_tracker.app import plan_file as planfile
    from postmortem_tracker.app.documents.reading import Reading
    from postmortem_tracker.app.plan_drift import Comparison
    from postmortem_tracker.app.plan_words import Consent
    from postmortem_tracker.app.session import Session
    from postmortem_tracker.sync.actions import Action, Plan
    from postmortem_tracker.sync.identity.matched import Matched
    from postmortem_tracker.sync.settings import Settings


@command()
def plan(
    paths: Paths = None,
    exclude: Exclude = None,
    since: SinceWhole = None,
    output: Annotated[PlanFormat, typer.Option("--format", "-f", help="How to print.")] = PlanFormat.TABLE,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when changes are pending.")] = False,
    write_back: WriteBack = None,
    close_orphans: CloseOrphans = None,
    accept_tracker: AcceptTracker = None,
    out: Annotated[str | None, typer.Option("--out", "-o", metavar="FILE", help="Save it for `apply`.")] = None,
) -> None:
    """Show what `sync` would do; changes nothing."""
    from postmortem_tracker.app.plan_words import Consent

    session = open_session(open_workspace(exclude))
    settings = _settings(session, write_back, close_orphans, accept_tracker)
    consent = Consent(False, session.workspace.config.sync.max_creates)
    reading = session.workspace.reading(paths or [], since)
    _show(session, reading, settings, consent, output, exit_code=exit_code, out=out)


def _show(
    session: Session,
    reading: Reading,
    settings: Settings,
    consent: Consent,
    output: PlanFormat,
    *,
    exit_code: bool = False,
    out: str | None = None,
) -> None:
    """Make the plan, print it, and save it where ``out`` says."""
    from postmortem_tracker.app import plan_file as planfile
    from postmortem_tracker.app.secrets import concealed
    from postmortem_tracker.cli.plan_formats import plan_json, plan_markdown
    from postmortem_tracker.cli.plan_lines import plan_lines
    from postmortem_tracker.disk import documents, files

    console = open_console()
    _, made = session.plan(reading, settings)
    shown = concealed(made)
    if output is PlanFormat.JSON:
        console.out(plan_json(shown, consent, _problems(session, reading), notices(session, reading)))
    elif output is PlanFormat.MARKDOWN:
        console.out(plan_markdown(shown, consent))
    else:
        for line in plan_lines(shown, console, consent):
            console.out(line)
    incomplete = tell_problems(console, session, reading)
    if out and not incomplete:
        versions = {name: (path, documents.read(path).data) for name, path in reading.files.items()}
        files.write(out, planfile.render(made, versions, session.requests(made), session.eta(made), settings))
        console.say(f"wrote {out}; carry it out with: postmortem-tracker apply {out}")
    pending = bool(made.pending) and exit_code
    leave(Exit.INCOMPLETE if incomplete else Exit.FINDINGS if pending else Exit.CLEAN)


@command()
def apply(
    saved: Annotated[str, typer.Argument(metavar="PLAN", help="A plan saved with `plan --out`.")],
    paths: Paths = None,
    output: Annotated[SyncFormat, typer.Option("--format", "-f", help="How to print.")] = SyncFormat.LINES,
    write_back: WriteBack = None,
    close_orphans: CloseOrphans = None,
    accept_tracker: AcceptTracker = None,
    yes: Yes = False,
    max_creates: MaxCreates = None,
) -> None:
    """Do exactly what a saved plan says.

    What has drifted since is refused and named; what is done already is skipped, so it can be run again.
    """
    from postmortem_tracker.app import plan_file as planfile
    from postmortem_tracker.app.alone import alone
    from postmortem_tracker.app.plan_drift import compare
    from postmortem_tracker.app.plan_words import Consent
    from postmortem_tracker.app.secrets import conceal
    from postmortem_tracker.app.sync import Interrupts, synchronise
    from postmortem_tracker.cli.plan_formats import sync_json
    from postmortem_tracker.cli.plan_lines import Lines, Silent, action_line
    from postmortem_tracker.disk import files

    console, session = open_console(), open_session(open_workspace())
    reviewed = planfile.load(files.read(saved, hint=f"make it: postmortem-tracker plan --out {saved}"), saved)
    named = paths or list(reviewed.paths)
    here = paths or [path for path in named if os.path.exists(path)]
    found: list[Comparison] = []

    def choose(matched: Matched, now: Plan) -> Plan:
        found.append(compare(reviewed.actions, now, matched, reading.unread | _unread_issues(session)))
        return found[0].todo

    with contextlib.ExitStack() as locks, Interrupts() as interrupts:
        settings = _settings(session, write_back, close_orphans, accept_tracker, reviewed.chosen)
        limit = session.workspace.config.sync.max_creates if max_creates is None else max_creates
        locks.enter_context(alone(session, console.say))
        reading = session.workspace.read(session.workspace.paths(here or named, named=bool(paths)))
        audience = Lines(console) if output is SyncFormat.LINES else Silent(console)
        result = synchronise(session, reading, settings, Consent(yes, limit), audience, interrupts, choose)
    refused = _refused(found[0], [path for path in named if path not in here])
    if output is SyncFormat.JSON:
        problems = [*refused, *_problems(session, reading)]
        unreviewed = [conceal(action) for action in found[0].unreviewed]
        told = notices(session, reading)
        console.out(sync_json(result, problems, told, interrupted=interrupts.stopped, unreviewed=unreviewed))
    for each in refused:
        console.error(each)
    for action in found[0].unreviewed:
        console.say(f"left, it is not in the plan: {action_line(conceal(action), console)}")
    incomplete = tell_problems(console, session, reading) or result.failed or bool(refused)
    leave(Exit.INTERRUPTED if interrupts.stopped else Exit.INCOMPLETE if incomplete else Exit.CLEAN)


@command()
def sync(
    paths: Paths = None,
    exclude: Exclude = None,
    since: SinceWhole = None,
    output: Annotated[SyncFormat, typer.Option("--format", "-f", help="How to print.")] = SyncFormat.LINES,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Show what would be done, do nothing.")] = False,
    write_back: WriteBack = None,
    close_orphans: CloseOrphans = None,
    accept_tracker: AcceptTracker = None,
    yes: Yes = False,
    max_creates: MaxCreates = None,
    max_wait: Annotated[
        float | None, typer.Option(min=0, metavar="SECONDS", help="Longest wait for a rate limit.")
    ] = None,
) -> None:
    """Open, link, update and close issues.

    Links and states are written back into the documents; what people wrote stays as it is, byte for byte.
    """
    from postmortem_tracker.app.alone import alone, nothing_to_do
    from postmortem_tracker.app.plan_words import Consent
    from postmortem_tracker.app.sync import Interrupts, synchronise
    from postmortem_tracker.cli.plan_formats import sync_json
    from postmortem_tracker.cli.plan_lines import Lines, Silent

    console, session = open_console(), open_session(open_workspace(exclude), max_wait)
    limit = session.workspace.config.sync.max_creates if max_creates is None else max_creates
    consent, read = Consent(yes, limit), partial(session.workspace.reading, paths or [], since)
    settings = _settings(session, write_back, close_orphans, accept_tracker)
    if dry_run:
        _show(session, read(), settings, consent, PlanFormat.JSON if output is SyncFormat.JSON else PlanFormat.TABLE)
        return

    with contextlib.ExitStack() as locks, Interrupts() as interrupts:
        idle = nothing_to_do(session, read, settings, consent)
        if idle is None:
            locks.enter_context(alone(session, console.say))
        # Read under the lock: what another run has just written must be seen.
        reading = idle[0] if idle else read()
        audience = Lines(console) if output is SyncFormat.LINES else Silent(console)
        found = idle[1] if idle else None
        result = synchronise(session, reading, settings, consent, audience, interrupts, found=found)
    if output is SyncFormat.JSON:
        told = notices(session, reading)
        console.out(sync_json(result, _problems(session, reading), told, interrupted=interrupts.stopped))
    incomplete = tell_problems(console, session, reading) or result.failed
    leave(Exit.INTERRUPTED if interrupts.stopped else Exit.INCOMPLETE if incomplete else Exit.CLEAN)


def _refused(found: Comparison, gone: list[str]) -> list[TrackerError]:
    """What of a reviewed plan was not done, the last with what to do about it."""
    unread = [f"{each.place} {each.what}: not done, for not everything could be read".lstrip() for each in found.unread]
    said = [
        f"{each.place} {each.what}: refused, it has drifted since the plan was made".lstrip() for each in found.drifted
    ]
    said += [f"{_named(each)}: refused, the plan tells people something else of it" for each in found.altered]
    said += [f"{path}: is in the plan, but no longer here" for path in gone]
    return [
        *_hinted(unread, "what could not be read is told below; apply the same plan again once it can be"),
        *_hinted(said, "make a new plan and review it"),
    ]


def _unread_issues(session: Session) -> frozenset[str]:
    """The single issues that could not be read, as they are named."""
    return frozenset(str(error.ref) for error in session.problems if isinstance(error, UnreadableIssueError))


def _hinted(said: Sequence[str], hint: str) -> list[TrackerError]:
    """Some messages, the last with what to do about them."""
    return [TrackerError(each, hint if at == len(said) else "") for at, each in enumerate(said, 1)]


def _named(real: Action) -> str:
    """Where an action is and what it does, as it may be shown."""
    from postmortem_tracker.app.plan_words import place
    from postmortem_tracker.app.secrets import conceal

    action = conceal(real)
    return f"{place(action.about)} {action.what}".lstrip()


def _problems(session: Session, reading: Reading) -> list[TrackerError]:
    """What could not be read."""
    return [*reading.problems, *session.problems]


def _settings(
    session: Session,
    write_back: bool | None,
    close_orphans: bool | None,
    accept_tracker: bool | None,
    chosen: planfile.Chosen | None = None,
) -> Settings:
    """What the command line says, else what was ``chosen`` for a saved plan, else the configuration."""
    from postmortem_tracker.app import plan_file as planfile

    sync = session.workspace.config.sync
    defaults = chosen or planfile.Chosen(
        write_back=sync.write_back, close_orphans=sync.close_orphans, accept_tracker=sync.accept_tracker
    )
    return session.settings(
        write_back=defaults.write_back if write_back is None else write_back,
        close_orphans=defaults.close_orphans if close_orphans is None else close_orphans,
        accept=defaults.accept_tracker if accept_tracker is None else accept_tracker,
    )
