"""Commands that touch no issue: parse, explain, init, doctor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from postmortem_tracker.cli.base import (
    Exit,
    Globals,
    command,
    leave,
    open_console,
    open_session,
    open_workspace,
    tell_skipped,
)
from postmortem_tracker.cli.console import Console
from postmortem_tracker.cli.options import Exclude, ListFormat, Paths, TextFormat
from postmortem_tracker.errors import TrackerError, UsageError

if TYPE_CHECKING:
    from postmortem_tracker.app.documents.workspace import Workspace
    from postmortem_tracker.app.setup import Look
    from postmortem_tracker.report.checks.rules import Rule

_CODES = re.compile("pm[0-9]")
_WORD, _FEW = 3, 4  # letters of a word that is looked for in the pages, and pages that are named


@command()
def parse(
    paths: Paths = None,
    exclude: Exclude = None,
    output: Annotated[ListFormat, typer.Option("--format", "-f", help="How to print.")] = ListFormat.TABLE,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say of each line, or of FILE:LINE, why it is an item or none.")
    ] = False,
) -> None:
    """Read postmortems and print their action items; touches nothing."""
    from postmortem_tracker.app import parse as parsing
    from postmortem_tracker.cli import listing

    console, workspace = open_console(), open_workspace(exclude)
    if explain:
        leave(_explain(console, workspace, paths or [], output))
        return
    incidents, found, problems = parsing.parsed(workspace, paths or [])
    for problem in problems:
        console.error(problem)
    tell_skipped(console, (*workspace.skipped(found), *workspace.absent_from(found)), found.told)
    if output is ListFormat.JSON:
        console.out(listing.incidents_json(incidents))
    else:
        console.out(console.folded(listing.incidents_table(incidents)))
    leave(Exit.INCOMPLETE if problems else Exit.CLEAN)


def _explain(console: Console, workspace: Workspace, paths: Sequence[str], output: ListFormat) -> Exit:
    """Print how lines were understood."""
    from postmortem_tracker.app import parse as parsing
    from postmortem_tracker.cli import explaining

    told, problems = parsing.explained(workspace, paths)
    if output is ListFormat.JSON:
        console.out(explaining.explained_json(told))
    elif told:
        console.out(explaining.explained_text(told))
    for problem in problems:
        console.error(problem)
    return Exit.INCOMPLETE if problems else Exit.CLEAN


@command()
def explain(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="CODE", help="A code such as PM201 (PM2 for all like it), or a page such as waivers; all without."
        ),
    ] = None,
    output: Annotated[TextFormat, typer.Option("--format", "-f", help="How to print.")] = TextFormat.TEXT,
) -> None:
    """Say what a finding means, or show a page of the documentation."""
    from postmortem_tracker.app.pages import page_of, pages
    from postmortem_tracker.cli import explaining
    from postmortem_tracker.report.checks.rules import explain as text_of
    from postmortem_tracker.report.checks.rules import meant, rule_of, rules

    console = open_console()
    asked = _asked(code) if code else list(rules().values())
    if output is TextFormat.JSON:
        console.out(explaining.rules_json(asked or [rule_of(code or "")]))
    elif not code:
        console.out(console.folded("\n".join((*map(_line, asked), *_more(pages())))))
    elif page := page_of(code, known := pages()):
        console.out(known[page].read_text(encoding="utf-8"))
    elif asked:
        console.out(console.folded(text_of(asked[0].code) if len(asked) == 1 else "\n".join(map(_line, asked))))
    else:
        raise UsageError(
            f"no code and no page is called {code!r}", _told_of(code, meant(code.rpartition("/")[2], known))
        )


def _told_of(word: str, hint: str) -> str:
    """The hint with the pages that speak of what is no code and no page."""
    from postmortem_tracker.app.pages import pages, pages_about

    about = pages_about(word, pages()) if len(word.strip()) >= _WORD else []
    return f"pages that speak of it: {', '.join(about[:_FEW])}; {hint}" if about else hint


def _asked(code: str) -> list[Rule]:
    """The rules that a code, the beginning of codes, or a name stands for."""
    from postmortem_tracker.report.checks.rules import rules

    wanted = code.strip().casefold()
    return [
        rule
        for rule in rules().values()
        if wanted == rule.name or (rule.code.casefold().startswith(wanted) and _CODES.match(wanted))
    ]


def _line(rule: Rule) -> str:
    state = "" if rule.default else ", off by default"
    return f"{rule.code}  {rule.severity.value:<7}  {rule.name}{state}: {rule.summary}"


def _more(known: Iterable[str]) -> Iterator[str]:
    """How to learn more than the list of codes tells."""
    yield ""
    yield f"Pages: {', '.join(sorted(known))}."
    yield "postmortem-tracker explain CODE says why it matters and what to do, explain PAGE shows a page."


@command()
def init(
    force: Annotated[bool, typer.Option("--force", help="Replace an existing configuration.")] = False,
    full: Annotated[
        bool, typer.Option("--full", help="With every option, commented out, and the schema for editors beside it.")
    ] = False,
) -> None:
    """Write a commented configuration for this repository."""
    from postmortem_tracker.app.first_config import unknown_host, write_config

    written = write_config(Globals.config, force=force, full=full)
    console = open_console()
    console.say(f"wrote {' and '.join(written)}")
    if host := unknown_host():
        console.say(
            f"the git remote is on {host}, whose name tells neither GitHub nor GitLab: issues are kept as files here\n"
            "  if it is one of them, see: postmortem-tracker explain own-server"
        )
    try:
        open_workspace().paths(())
    except TrackerError as error:
        console.say(f"{error.message}\n  next: {error.hint}; then run: postmortem-tracker plan")
    else:
        console.say("look through it, then run: postmortem-tracker plan")


@command()
def doctor(
    output: Annotated[TextFormat, typer.Option("--format", "-f", help="How to print.")] = TextFormat.TEXT,
) -> None:
    """Check configuration and trackers, read only.

    Says for each problem what to do about it.
    """
    from postmortem_tracker.app.setup import Status, diagnose, estimate
    from postmortem_tracker.cli import listing
    from postmortem_tracker.integrations import plug_ins

    console, session = open_console(), open_session(open_workspace())
    seen: list[Look] = []
    for look in diagnose(session, plug_ins.described()):
        seen.append(look)
        if output is TextFormat.TEXT:
            console.out(console.folded(listing.look_text(look)))
    healthy = not any(look.status is Status.FAILED for look in seen)
    ahead = list(estimate(session)) if healthy else []
    if output is TextFormat.JSON:
        console.out(listing.doctor_json(seen, ahead, healthy=healthy))
    for line in ahead if output is TextFormat.TEXT else ():
        console.out(console.folded(f"      {line}"))
    leave(Exit.CLEAN if healthy else Exit.FINDINGS)
