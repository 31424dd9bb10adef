"""What `report` and `check` are computed from, and where they go: documents, snapshots, formats, files, pages."""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker import git
from tracker.config import Config
from tracker.errors import TrackerError, UsageError
from tracker.report.check import CheckResult, check
from tracker.report.policy import Policy
from tracker.report.select import Filters, SortBy, arrange, select
from tracker.report.settings import CheckSettings
from tracker.report.summary import GroupBy, Report, summarise
from tracker.report.tracked import Situation
from tracker.session import Session, offline
from tracker.workspace import Reading, Workspace

if TYPE_CHECKING:
    from tracker.history.model import History
    from tracker.history.view import Promises

# name -> module and function; imported only when asked for
CHECK_FORMATS = {
    "text": ("text", "render_text"),
    "json": ("check_json", "render_check_json"),
    "github": ("github", "render_github"),
    "gitlab": ("codequality", "render_codequality"),
    "sarif": ("sarif", "render_sarif"),
    "junit": ("junit", "render_junit"),
}
REPORT_FORMATS = {
    "table": ("table", "render_table"),
    "markdown": ("markdown", "render_markdown"),
    "json": ("json_", "render_json"),
    "csv": ("csv_", "render_csv"),
    "openmetrics": ("openmetrics", "render_openmetrics"),
    "html": ("html", "render_html"),
}


@dataclass(frozen=True, slots=True)
class Looked:
    """The situation, what kept it from being complete, and the documents read for it."""

    situation: Situation
    problems: tuple[TrackerError, ...] = ()
    reading: Reading | None = None


def renderer(formats: Mapping[str, tuple[str, str]], name: str) -> Callable[..., str]:
    """The function that renders in a format."""
    module, function = formats[name]
    found: Callable[..., str] = getattr(importlib.import_module(f"tracker.report.{module}"), function)
    return found


def look(session: Session, given: Sequence[str], today: date | None, *, alone: bool, max_age: int | None) -> Looked:
    """The situation told by documents and trackers, and by snapshots (JSON reports) among the paths."""
    snapshots = [path for path in given if path.endswith(".json")]
    rest = [path for path in given if not path.endswith(".json")]
    told = [_snapshot(path, today or date.today(), max_age) for path in snapshots]
    live = None
    if rest or not snapshots:
        live = _live(session, rest, today or date.today(), alone=alone)
        told.append(live.situation)
    from tracker.report.snapshot import merge

    situation = told[0] if len(told) == 1 and today is None else merge(told, today)
    return replace(live, situation=situation) if live else Looked(situation)


def _live(session: Session, paths: Sequence[str], day: date, *, alone: bool) -> Looked:
    workspace = session.workspace
    reading: Reading = workspace.read(workspace.paths(paths))
    if alone:
        return Looked(offline(reading, day), reading.problems, reading)
    situation = session.situation(reading, session.match(reading, session.gather(reading)), day)
    return Looked(situation, (*reading.problems, *session.problems), reading)


def past(workspace: Workspace, looked: Looked, given: Sequence[str]) -> tuple[History, Looked]:
    """The history of the documents looked at; what git cannot tell becomes one more problem."""
    from tracker.history.read import read_history

    if looked.reading is None:
        raise UsageError("a snapshot has no history", "name the documents")
    paths = [path for path in given if not path.endswith(".json")]
    history = read_history(workspace, paths, looked.reading, looked.situation.as_of)
    doubt = [] if history.complete else [TrackerError(f"history: {history.remark}", history.hint)]
    return history, replace(looked, problems=(*looked.problems, *doubt))


def _snapshot(path: str, today: date, max_age: int | None) -> Situation:
    from tracker.report.snapshot import load_snapshot, too_old

    try:
        situation = load_snapshot(Path(path).read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}", "name a JSON report") from error
    except UsageError as error:
        raise UsageError(f"{path}: {error.message}", error.hint) from error
    if max_age is not None and too_old(situation, today, max_age):
        raise TrackerError(
            f"{path}: is of {situation.as_of}, older than {max_age} days", "make a new one, or raise --max-age"
        )
    return situation


def reported(config: Config, situation: Situation, filters: Filters, sort: SortBy, *, open_only: bool) -> Report:
    """The report on what passes the filters."""
    shown = select(situation, filters, config.report.confidential)
    summed = summarise(shown, Policy(config.policy, config.waivers), config.report.teams)
    return arrange(summed, sort, open_only=open_only)


def render_report(
    report: Report,
    name: str,
    config: Config,
    group_by: GroupBy | None,
    *,
    colour: bool,
    promises: Promises | None = None,
) -> str:
    """The report in a format, with the history where that is given. Raises UsageError for a format without one."""
    if promises:
        return _with_history(report, name, config, group_by, colour, promises)
    options: dict[str, Any] = {}
    if name in ("table", "markdown"):
        options["group_by"] = group_by
    if name == "table":
        options["colour"] = colour
    if name in ("markdown", "html"):
        options["document_url"] = config.report.document_url
    return renderer(REPORT_FORMATS, name)(report, **options)


def _with_history(
    report: Report, name: str, config: Config, group_by: GroupBy | None, colour: bool, promises: Promises
) -> str:
    from tracker.history import render

    if name == "json":
        from tracker.history.records import with_history
        from tracker.report.json_ import report_record

        return with_history(report_record(report), promises).model_dump_json(indent=2, by_alias=True) + "\n"
    if name not in ("table", "markdown"):
        raise UsageError(f"{name} cannot show the history", "use the format table, markdown or json")
    text = render_report(report, name, config, group_by, colour=colour)
    table = name == "table"
    return text + (render.history_table(promises, colour=colour) if table else render.history_markdown(promises))


def checked(
    workspace: Workspace,
    situation: Situation,
    settings: CheckSettings,
    baseline: str | None,
    since: str | None,
    history: History | None = None,
) -> CheckResult:
    """The findings that count. Raises UsageError for an unknown revision, ConfigError for a broken baseline."""
    config = workspace.config
    known = _baseline(workspace, baseline or settings.baseline)
    paths = None
    if since is not None:
        paths = git.changed_since(workspace.root, since)
        if paths is None:
            raise UsageError(f"git cannot compare with {since!r}", "name a commit or branch that is fetched")
    policy = Policy(config.policy, config.waivers)
    if history is None:
        return check(situation, policy, settings, baseline=known, only_paths=paths)
    from tracker.history.findings import examine_history

    if not history.complete:
        remark = f"history: {history.remark}"
        situation = replace(situation, complete=False, problems=(*situation.problems, remark))
    more = examine_history(history, config.policy.history)
    return check(situation, policy, settings, baseline=known, only_paths=paths, more=more)


def _baseline(workspace: Workspace, path: str | None) -> frozenset[str]:
    from tracker.report.baseline import load_baseline

    if path is None:
        return frozenset()
    file = Path(path) if Path(path).exists() else workspace.root / path
    try:
        return load_baseline(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: the baseline cannot be read", "make one with check --write-baseline") from error


def read(path: str) -> str:
    """The text of a file. Raises UsageError where it cannot be read."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read", "check the path") from error


def write(path: str, text: str) -> None:
    """Put a result into a file, atomically. Raises UsageError where that fails."""
    target = Path(path)
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.chmod(temporary, target.stat().st_mode & 0o777 if target.exists() else 0o644)
        os.replace(temporary, target)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}", "choose another file") from error


def update_page(path: str, body: str) -> bool:
    """Replace what stands between the page's two markers; True if that changed anything."""
    from tracker.report.markdown import update_between

    try:
        page = Path(path).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as a page", "name a UTF-8 Markdown file") from error
    try:
        after = update_between(page, body)
    except UsageError as error:
        raise UsageError(f"{path}: {error.message}", error.hint) from error
    if after != page:
        write(path, after)
    return after != page


def step_summary(result: CheckResult, environment: Mapping[str, str] = os.environ) -> None:
    """Add the findings to the job's summary page, where GitHub Actions gives one."""
    path = environment.get("GITHUB_STEP_SUMMARY")
    if path:
        from tracker.report.github import render_step_summary

        with open(path, "a", encoding="utf-8") as file:
            file.write(render_step_summary(result))
