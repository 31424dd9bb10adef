"""What every command shares: the app, the global options, exit codes, and what a run is composed of.

What a command needs for its work is imported where it is done, here and in the commands: those who ask for the version,
for help or for completion wait for nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING

import typer

from postmortem_tracker.cli.console import Console, waiting
from postmortem_tracker.cli.values import Command, Group
from postmortem_tracker.text.printable import plural

if TYPE_CHECKING:
    from postmortem_tracker.app.documents.reading import Reading
    from postmortem_tracker.app.documents.workspace import Workspace
    from postmortem_tracker.app.session import Session
    from postmortem_tracker.app.situation import Looked

app = typer.Typer(
    name="postmortem-tracker",
    cls=Group,
    help="Makes sure that what a postmortem promises gets done.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


command = partial(app.command, cls=Command)


class Exit(IntEnum):
    """Exit codes, as scripts rely on them."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    INCOMPLETE = 3
    INTERRUPTED = 130


class Globals:
    """What the options before the command say."""

    config: str | None = None
    verbose = False
    quiet = False
    allowed_hosts: tuple[str, ...] = ()


def open_console() -> Console:
    """What this run says, and how loudly."""
    return Console(Globals.quiet, Globals.verbose)


def open_workspace(exclude: Sequence[str] | None = None) -> Workspace:
    """The documents and configuration of this run, ``exclude`` being the command's own globs."""
    from postmortem_tracker.app.documents.workspace import Workspace

    workspace = Workspace.open(Globals.config)
    if exclude:
        config = workspace.config.model_copy(update={"exclude": (*workspace.config.exclude, *exclude)})
        workspace = replace(workspace, config=config)
    open_console().detail(f"configuration: {workspace.config_path or 'built-in defaults'}")
    return workspace


def open_session(workspace: Workspace, max_wait: float | None = None) -> Session:
    """The trackers of a workspace; nothing is asked yet."""
    from postmortem_tracker.app.session import Session
    from postmortem_tracker.disk import git
    from postmortem_tracker.disk.locks import cache_dir
    from postmortem_tracker.integrations import Surroundings, connect

    console = open_console()
    around = Surroundings(
        root=workspace.root,
        remote_url=lambda: git.remote_url(workspace.root),
        max_wait=workspace.config.sync.max_wait if max_wait is None else max_wait,
        allowed_hosts=Globals.allowed_hosts,
        several=len(workspace.config.all_trackers) > 1,
        cache_dir=cache_dir() if workspace.config.sync.cache else None,
        on_wait=lambda until: console.say(waiting(until)),
    )
    return Session(workspace, lambda name, settings: connect(name, settings, around), around.cache_dir)


def tell_read(console: Console, reading: Reading | None) -> None:
    """With --verbose: how much was read."""
    if reading is not None:
        tasks = sum(len(incident.tasks) for incident in reading.incidents)
        console.detail(f"read: {plural(len(reading.files), 'document')}, {plural(tasks, 'task')}")
        tell_skipped(console, (*reading.skipped, *reading.absent), reading.left)


def tell_looked(console: Console, looked: Looked) -> None:
    """What else there is to say of a situation: what was read, what nobody can know, and what went wrong."""
    tell_read(console, looked.reading)
    for remark in looked.situation.remarks:
        console.say(remark)
    for problem in looked.problems:
        console.error(problem)


def tell_skipped(console: Console, skipped: Sequence[str], left: Sequence[str] = ()) -> None:
    """Say what was passed over although there are documents in it; with --verbose each of the documents left out."""
    for each in skipped:
        console.say(f"not read: {each}")
    for each in left:
        console.detail(f"left out: {each}")


def notices(session: Session, reading: Reading) -> list[str]:
    """What people should know although nothing is wrong, a line each."""
    return [*session.trackers.notices.values(), *(f"not read: {each}" for each in (*reading.skipped, *reading.absent))]


def tell_problems(console: Console, session: Session, reading: Reading) -> bool:
    """Print what could not be read; True if there was anything."""
    tell_read(console, reading)
    for notice in session.trackers.notices.values():
        console.say(notice)
    problems = [*reading.problems, *session.problems]
    for problem in problems:
        console.error(problem)
    return bool(problems)


def leave(code: Exit) -> None:
    """End the command with an exit code."""
    if code is not Exit.CLEAN:
        raise typer.Exit(int(code))
