"""What `report` is computed from, beside the situation, the formats it prints, and the page it is kept in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from postmortem_tracker.config.load import Config
from postmortem_tracker.disk import files
from postmortem_tracker.errors import UsageError
from postmortem_tracker.history import wording as render
from postmortem_tracker.history.records import with_history
from postmortem_tracker.history.shown import Promises
from postmortem_tracker.report.filters import Filters, arrange, select
from postmortem_tracker.report.formats.json import report_record
from postmortem_tracker.report.formats.markdown import update_between
from postmortem_tracker.report.formats.registry import renderer
from postmortem_tracker.report.policy import Policy
from postmortem_tracker.report.situation import Situation
from postmortem_tracker.report.summary import GroupBy, Report, SortBy, summarise

# name -> module and function; imported only when asked for
FORMATS = {
    "table": ("table", "render_table"),
    "markdown": ("markdown", "render_markdown"),
    "json": ("json", "render_json"),
    "csv": ("csv", "render_csv"),
    "openmetrics": ("openmetrics", "render_openmetrics"),
    "html": ("html", "render_html"),
}


def reported(config: Config, situation: Situation, filters: Filters, sort: SortBy, *, open_only: bool) -> Report:
    """The report on what passes the filters."""
    shown = select(situation, filters, config.report.confidential)
    summed = summarise(shown, Policy(config.policy, config.waivers), config.report.teams)
    return arrange(summed, sort, open_only=open_only)


def refuse(name: str, *, grouped: bool, history: bool) -> None:
    """Raises UsageError where a format cannot show what is asked for, before anything is read."""
    if grouped and name not in ("table", "markdown"):
        raise UsageError(f"{name} cannot show groups", "use the format table or markdown")
    if history and name not in ("table", "markdown", "json"):
        raise UsageError(f"{name} cannot show the history", "use the format table, markdown or json")


def render_report(
    report: Report,
    name: str,
    config: Config,
    group_by: GroupBy | None,
    *,
    colour: bool,
    room: int | None = None,
    promises: Promises | None = None,
) -> str:
    """The report in a format, with the history where that is given; a table fits into ``room`` if possible."""
    if promises:
        return _with_history(report, name, config, group_by, colour, room, promises)
    options: dict[str, Any] = {}
    if name in ("table", "markdown"):
        options["group_by"] = group_by
    if name == "table":
        options |= {"colour": colour, "room": room}
    if name in ("markdown", "html"):
        options["document_url"] = config.report.document_url
    return renderer(FORMATS, name)(report, **options)


def _with_history(
    report: Report,
    name: str,
    config: Config,
    group_by: GroupBy | None,
    colour: bool,
    room: int | None,
    promises: Promises,
) -> str:

    if name == "json":
        return with_history(report_record(report), promises).model_dump_json(indent=2, by_alias=True) + "\n"
    text = render_report(report, name, config, group_by, colour=colour, room=room)
    if name == "table":
        return text + render.history_table(promises, colour=colour, room=room)
    return text + render.history_markdown(promises)


def update_page(path: str, body: str) -> bool:
    """Replace what stands between the page's two markers; True if that changed anything."""

    try:
        page = Path(path).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as a page", "name a UTF-8 Markdown file") from error
    try:
        after = update_between(page, body)
    except UsageError as error:
        raise UsageError(f"{path}: {error.message}", error.hint) from error
    if after != page:
        files.write(path, after)
    return after != page
