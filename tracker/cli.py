"""The command line: parses arguments, composes the rest, prints. The only importer of `integrations`."""

from __future__ import annotations

import contextlib
import os
import sys
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from tracker.errors import ConfigError, TrackerError, UsageError

if TYPE_CHECKING:
    from tracker.console import Console
    from tracker.session import Session
    from tracker.sync.plan import Settings
    from tracker.synchronise import Consent
    from tracker.workspace import Reading, Workspace

app = typer.Typer(
    name="postmortem-tracker",
    help="Makes sure that what a postmortem promises gets done.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Exit(IntEnum):
    """Exit codes, as scripts rely on them."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    INCOMPLETE = 3
    INTERRUPTED = 130


class ListFormat(StrEnum):
    """How `parse` prints."""

    TABLE = "table"
    JSON = "json"


class PlanFormat(StrEnum):
    """How `plan` prints; MARKDOWN is a comment for a pull request."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


class ReportFormat(StrEnum):
    """How `report` prints."""

    TABLE = "table"
    MARKDOWN = "markdown"
    JSON = "json"
    CSV = "csv"
    OPENMETRICS = "openmetrics"
    HTML = "html"


class CheckFormat(StrEnum):
    """How `check` prints; AUTO is text, or annotations in GitHub Actions."""

    AUTO = "auto"
    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"
    JUNIT = "junit"


class DigestFormat(StrEnum):
    """How `remind --digest` prints; SLACK and TEAMS are the JSON of their webhooks."""

    MARKDOWN = "markdown"
    SLACK = "slack"
    TEAMS = "teams"


class SortBy(StrEnum):
    """In which order incidents are reported."""

    OPEN = "open"
    OVERDUE = "overdue"
    DATE = "date"
    AGE = "age"
    ID = "id"


class GroupBy(StrEnum):
    """By what a report counts instead of by incident."""

    OWNER = "owner"
    TEAM = "team"
    SEVERITY = "severity"
    AGE = "age"
    PRIORITY = "priority"
    SERVICE = "service"
    MONTH = "month"


class FailOn(StrEnum):
    """Which findings fail a check."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


Paths = Annotated[list[str] | None, typer.Argument(help="Documents, directories or globs (default: from the config).")]
WriteBack = Annotated[bool | None, typer.Option(help="Write links and states into the documents.")]
CloseOrphans = Annotated[bool | None, typer.Option(help="Close issues whose item left its document.")]
Sources = Annotated[
    list[str] | None, typer.Argument(help="Documents, directories, globs, or JSON reports (snapshots).")
]
Offline = Annotated[bool, typer.Option("--offline", help="Read the documents only, ask no tracker.")]
MaxAge = Annotated[int | None, typer.Option(min=0, metavar="DAYS", help="Refuse snapshots older than this.")]
AsOf = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Judge everything as of this day.")]


class _Globals:
    """What the options before the command say."""

    config: str | None = None
    verbose = False
    quiet = False


def _print_version(wanted: bool) -> None:
    if wanted:
        from tracker import __version__

        typer.echo(f"postmortem-tracker {__version__}")
        raise typer.Exit


@app.callback()
def _globals(
    config: Annotated[str | None, typer.Option(help="Configuration file.", metavar="FILE")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more, on stderr.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only errors and results.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    _Globals.config, _Globals.verbose, _Globals.quiet = config, verbose, quiet


@app.command()
def parse(
    paths: Paths = None,
    output: Annotated[ListFormat, typer.Option("--format", "-f", help="How to print.")] = ListFormat.TABLE,
) -> None:
    """Read postmortems and print their action items; touches nothing."""
    from tracker import documents, listing
    from tracker.errors import DocumentError
    from tracker.model import Incident

    console, workspace = _console(), _workspace()
    incidents: list[Incident] = []
    failed = False
    for path in workspace.paths(paths or []):
        try:
            incidents += workspace.parse(documents.read(path).data, path)
        except DocumentError as error:
            console.error(error)
            failed = True
    render = listing.incidents_json if output is ListFormat.JSON else listing.incidents_table
    console.out(render(incidents))
    _leave(Exit.INCOMPLETE if failed else Exit.CLEAN)


@app.command()
def plan(
    paths: Paths = None,
    output: Annotated[PlanFormat, typer.Option("--format", "-f", help="How to print.")] = PlanFormat.TABLE,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when changes are pending.")] = False,
    write_back: WriteBack = None,
    close_orphans: CloseOrphans = None,
    out: Annotated[str | None, typer.Option("--out", metavar="FILE", help="Save it for `apply`.")] = None,
) -> None:
    """Show what `sync` would do; changes nothing."""
    from tracker import listing
    from tracker.console import summary

    console, session = _console(), _session()
    reading = session.workspace.read(session.workspace.paths(paths or []))
    settings = _settings(session, write_back, close_orphans)
    _, made = session.plan(reading, settings)
    if output is PlanFormat.JSON:
        console.out(listing.plan_json(made))
    elif output is PlanFormat.MARKDOWN:
        console.out(listing.plan_markdown(made, summary(made)))
    else:
        for action in made.actions:
            console.out(console.action(action))
        console.out(summary(made))
    incomplete = _tell_problems(console, session, reading)
    if out and not incomplete:
        from tracker import documents, planfile, reporting

        versions = {name: (path, documents.read(path).data) for name, path in reading.files.items()}
        reporting.write(out, planfile.render(made, versions, session.eta(made)))
        console.say(f"wrote {out}; carry it out with: postmortem-tracker apply {out}")
    pending = bool(made.pending) and exit_code
    _leave(Exit.INCOMPLETE if incomplete else Exit.FINDINGS if pending else Exit.CLEAN)


@app.command()
def apply(
    saved: Annotated[str, typer.Argument(metavar="PLAN", help="A plan saved with `plan --out`.")],
    paths: Paths = None,
    write_back: WriteBack = None,
    close_orphans: CloseOrphans = None,
) -> None:
    """Do exactly what a saved plan says.

    What has drifted since is refused and named; what is done already is skipped, so it can be run again.
    """
    from tracker import planfile, reporting
    from tracker.sync.plan import Plan
    from tracker.synchronise import Consent, Interrupts, synchronise

    console, session = _console(), _session()
    reviewed = planfile.load(reporting.read(saved), saved)
    found: list[planfile.Comparison] = []

    def choose(now: Plan) -> Plan:
        found.append(planfile.compare(reviewed, now))
        return found[0].todo

    with contextlib.ExitStack() as locks, Interrupts() as interrupts:
        settings = _settings(session, write_back, close_orphans)
        _lock(session, locks)
        reading = session.workspace.read(session.workspace.paths(paths or planfile.documents(reporting.read(saved))))
        result = synchronise(session, reading, settings, Consent(True, 0), console, interrupts, choose)
    for each in found[0].drifted:
        console.say(f"refused, it has drifted since the plan was made: {each.place} {each.what}")
    for action in found[0].unreviewed:
        console.say(f"left, it is not in the plan: {console.action(action)}")
    incomplete = _tell_problems(console, session, reading) or result.failed or bool(found[0].drifted)
    _leave(Exit.INTERRUPTED if interrupts.stopped else Exit.INCOMPLETE if incomplete else Exit.CLEAN)


@app.command()
def sync(
    paths: Paths = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Show what would be done, do nothing.")] = False,
    write_back: WriteBack = None,
    close_orphans: CloseOrphans = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Consent to large changes.")] = False,
    max_creates: Annotated[int | None, typer.Option(min=0, help="More new issues than this need --yes.")] = None,
    max_wait: Annotated[
        float | None, typer.Option(min=0, metavar="SECONDS", help="Longest wait for a rate limit.")
    ] = None,
) -> None:
    """Open, link, update and close issues.

    Links and states are written back into the documents; what people wrote stays as it is, byte for byte.
    """
    if dry_run:
        plan(paths, PlanFormat.TABLE, False, write_back, close_orphans)
        return
    from tracker.synchronise import Consent, Interrupts, synchronise

    console, session = _console(), _session(max_wait)
    limit = session.workspace.config.sync.max_creates if max_creates is None else max_creates
    consent, given = Consent(yes, limit), paths or []
    with contextlib.ExitStack() as locks, Interrupts() as interrupts:
        settings = _settings(session, write_back, close_orphans)
        if _worth_locking(session, given, settings, consent):
            _lock(session, locks)
        # Read under the lock: what another run has just written must be seen.
        reading = session.workspace.read(session.workspace.paths(given))
        result = synchronise(session, reading, settings, consent, console, interrupts)
    incomplete = _tell_problems(console, session, reading) or result.failed
    _leave(Exit.INTERRUPTED if interrupts.stopped else Exit.INCOMPLETE if incomplete else Exit.CLEAN)


@app.command()
def report(
    paths: Sources = None,
    output: Annotated[ReportFormat, typer.Option("--format", "-f", help="How to print.")] = ReportFormat.TABLE,
    as_of: AsOf = None,
    offline: Offline = False,
    max_age: MaxAge = None,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Incidents from this day on.")] = None,
    severity: Annotated[list[str] | None, typer.Option(help="Only incidents of this severity.")] = None,
    owner: Annotated[list[str] | None, typer.Option(help="Only items of this owner.")] = None,
    service: Annotated[list[str] | None, typer.Option(help="Only incidents of this service.")] = None,
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
    from tracker import reporting
    from tracker.report import select, summary

    console, session = _console(), _session()
    looked = reporting.look(session, paths or [], _day(as_of), alone=offline, max_age=max_age)
    filters = select.Filters(
        since.date() if since else None, tuple(severity or ()), tuple(owner or ()), tuple(service or ())
    )
    config = session.workspace.config
    summed = reporting.reported(config, looked.situation, filters, select.SortBy(sort), open_only=open_only)
    grouping = summary.GroupBy(group_by) if group_by else None
    name = "markdown" if page else output.value
    promises = None
    if history:
        from tracker.history.view import shown

        told, looked = reporting.past(session.workspace, looked, paths or [])
        promises = shown(told, summed, config.report.confidential, filtered=filters != select.Filters())
    text = reporting.render_report(
        summed, name, config, grouping, colour=console.colour and not target, promises=promises
    )
    if page:
        console.say(f"{page}: {'updated' if reporting.update_page(page, text) else 'unchanged'}")
    elif target:
        reporting.write(target, text)
        console.say(f"wrote {target}")
    else:
        console.out(text)
    for problem in looked.problems:
        console.error(problem)
    complete = looked.situation.complete and not (promises and promises.remark)
    _leave(Exit.CLEAN if complete else Exit.INCOMPLETE)


@app.command()
def check(
    paths: Sources = None,
    output: Annotated[CheckFormat, typer.Option("--format", "-f", help="How to print.")] = CheckFormat.AUTO,
    as_of: AsOf = None,
    offline: Offline = False,
    max_age: MaxAge = None,
    select: Annotated[list[str] | None, typer.Option(help="Only these codes (or prefixes).")] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="Not these codes (or prefixes).")] = None,
    fail_on: Annotated[FailOn | None, typer.Option(help="Least severity that fails.")] = None,
    changed_since: Annotated[str | None, typer.Option(metavar="REF", help="Only documents changed since.")] = None,
    baseline: Annotated[str | None, typer.Option(metavar="FILE", help="Findings known already.")] = None,
    write_baseline: Annotated[
        str | None, typer.Option(metavar="FILE", help="Make all present findings known, in this file.")
    ] = None,
    target: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")] = None,
) -> None:
    """Find promises that are not followed up.

    Exit code 0: nothing found, 1: findings, 3: something could not be read – never clean then.
    """
    from tracker import reporting
    from tracker.report.check import asks_for
    from tracker.report.rules import HISTORY_RULES

    console, session = _console(), _session()
    overrides = {"select": _codes(select), "ignore": _codes(ignore), "fail_on": fail_on and fail_on.value}
    settings = session.workspace.config.check.model_copy(update={k: v for k, v in overrides.items() if v})
    looked = reporting.look(session, paths or [], _day(as_of), alone=offline, max_age=max_age)
    told = None
    if asks_for(settings, HISTORY_RULES):
        told, looked = reporting.past(session.workspace, looked, paths or [])
    result = reporting.checked(session.workspace, looked.situation, settings, baseline, changed_since, told)
    if write_baseline:
        from tracker.report.baseline import render_baseline

        reporting.write(write_baseline, render_baseline(result.findings))
        console.say(f"wrote {write_baseline}: {len(result.findings)} findings are known from now on")
        _leave(Exit.CLEAN if result.complete else Exit.INCOMPLETE)
        return
    name = output.value
    if output is CheckFormat.AUTO:
        name = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
    options = {"colour": console.colour and not target} if name == "text" else {}
    text = reporting.renderer(reporting.CHECK_FORMATS, name)(result, **options)
    if target:
        reporting.write(target, text)
    else:
        console.out(text)
    if name == "github":
        reporting.step_summary(result)
    for problem in looked.problems:
        console.error(problem)
    _leave(Exit(int(result.verdict(settings.fail_on))))


@app.command()
def remind(
    paths: Paths = None,
    send: Annotated[bool, typer.Option("--send", help="Post them; without it they are only shown.")] = False,
    as_of: AsOf = None,
    digest: Annotated[DigestFormat | None, typer.Option(help="Print one message about everything instead.")] = None,
) -> None:
    """Comment on issues that are due soon, overdue or stale.

    Once per item and threshold; nothing is posted without --send.
    """
    from tracker import reminding, reporting
    from tracker.report import digest as digests
    from tracker.report import select

    console, session = _console(), _session()
    looked = reporting.look(session, paths or [], _day(as_of), alone=False, max_age=None)
    summed = reporting.reported(
        session.workspace.config, looked.situation, select.Filters(), select.SortBy.OVERDUE, open_only=False
    )
    problems = list(looked.problems)
    if digest is not None:
        renderers = {"markdown": digests.render_digest, "slack": digests.render_slack, "teams": digests.render_teams}
        console.out(renderers[digest.value](summed))
    else:
        wanted, unread = reminding.due(session, summed)
        problems += unread
        for reminder in wanted if not send else ():
            console.out(f"{reminder.ref} {reminder.threshold}: {reminder.body.splitlines()[0]}")
        for posted in reminding.post(session, wanted) if send else ():
            console.out(f"{posted.reminder.ref} {posted.reminder.threshold}: {'FAILED' if posted.error else 'posted'}")
            problems += [posted.error] if posted.error else []
        console.say(f"{len(wanted)} reminders" + ("" if send else " would be posted; --send posts them"))
    for problem in problems:
        console.error(problem)
    _leave(Exit.INCOMPLETE if problems else Exit.CLEAN)


@app.command()
def explain(code: Annotated[str, typer.Argument(help="A code such as PM201.")]) -> None:
    """Say what a finding means and what to do about it."""
    from tracker.report.rules import explain as text_of

    _console().out(text_of(code))


@app.command()
def init(
    force: Annotated[bool, typer.Option("--force", help="Replace an existing configuration.")] = False,
) -> None:
    """Write a commented configuration for this repository."""
    from tracker.setup import write_config

    path = write_config(_Globals.config, force=force)
    _console().say(f"wrote {path}; look through it, then run: postmortem-tracker plan")


@app.command()
def doctor() -> None:
    """Check configuration and trackers, read only.

    Says for each problem what to do about it.
    """
    from integrations import plug_ins
    from tracker.setup import diagnose, estimate

    console, session = _console(), _session()
    healthy = True
    for line, ok in diagnose(session, plug_ins.described()):
        console.out(line)
        healthy = healthy and ok
    for line in estimate(session) if healthy else ():
        console.out(line)
    _leave(Exit.CLEAN if healthy else Exit.FINDINGS)


# --- composition --------------------------------------------------------------------------------------------------


def _console() -> Console:
    from tracker.console import Console

    return Console(_Globals.quiet, _Globals.verbose)


def _workspace() -> Workspace:
    from tracker.workspace import Workspace

    return Workspace.open(_Globals.config)


def _session(max_wait: float | None = None) -> Session:
    from integrations import Surroundings, connect
    from tracker import git
    from tracker.console import waiting
    from tracker.session import Session
    from tracker.setup import cache_dir

    workspace, console = _workspace(), _console()
    around = Surroundings(
        root=workspace.root,
        remote_url=lambda: git.remote_url(workspace.root),
        max_wait=workspace.config.sync.max_wait if max_wait is None else max_wait,
        cache_dir=cache_dir() if workspace.config.sync.cache else None,
        on_wait=lambda until: console.say(waiting(until)),
    )
    return Session(workspace, lambda name, settings: connect(name, settings, around))


def _settings(session: Session, write_back: bool | None, close_orphans: bool | None) -> Settings:
    defaults = session.workspace.config.sync
    return session.settings(
        write_back=defaults.write_back if write_back is None else write_back,
        close_orphans=defaults.close_orphans if close_orphans is None else close_orphans,
    )


def _worth_locking(session: Session, paths: list[str], settings: Settings, consent: Consent) -> bool:
    """Whether anything is to be changed. Only embedded trackers are asked twice: the others cost requests."""
    from tracker.synchronise import ask_consent

    if not all(hasattr(tracker, "exclusive") for tracker in session.trackers.values()):
        return True
    reading = session.workspace.read(session.workspace.paths(paths))
    _, planned = session.plan(reading, settings)
    session.problems.clear()
    ask_consent(planned, consent)
    return bool(planned.pending)


def _lock(session: Session, locks: contextlib.ExitStack) -> None:
    """Hold the locks of trackers that have one: between looking and creating nobody else comes in."""
    for _, tracker in sorted(session.trackers.items()):
        lock = getattr(tracker, "exclusive", None)
        if lock is not None:
            locks.enter_context(lock())


def _tell_problems(console: Console, session: Session, reading: Reading) -> bool:
    """Print what could not be read; True if there was anything."""
    problems = [*reading.problems, *session.problems]
    for problem in problems:
        console.error(problem)
    return bool(problems)


def _day(as_of: datetime | None) -> date | None:
    return as_of.date() if as_of else None


def _codes(given: list[str] | None) -> tuple[str, ...]:
    """Codes given one by one or separated by commas."""
    return tuple(code.strip() for each in given or () for code in each.split(",") if code.strip())


def _leave(code: Exit) -> None:
    if code is not Exit.CLEAN:
        raise typer.Exit(int(code))


def main() -> NoReturn:
    """Run the command line and exit; expected failures end in one line and a hint."""
    try:
        app(standalone_mode=True)
    except TrackerError as error:
        _console().error(error)
        sys.exit(Exit.USAGE if isinstance(error, UsageError | ConfigError) else Exit.INCOMPLETE)
    except RecursionError:
        _console().error(TrackerError("the input is nested too deeply", "simplify the document or the configuration"))
        sys.exit(Exit.INCOMPLETE)
    except BrokenPipeError:
        # The reader (head, less) has seen enough; keep the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.CLEAN)
    except Exception as error:
        # The last resort: a failed run must never look clean, and a traceback helps only those who asked for it.
        if _Globals.verbose:
            raise
        message = f"unexpected {type(error).__name__}: {error}".splitlines()[0]
        _console().error(TrackerError(message, "run again with --verbose and report what it prints"))
        sys.exit(Exit.INCOMPLETE)
    sys.exit(Exit.CLEAN)
