"""What `report` is computed from, beside the situation, the formats it prints, and the page it is kept in."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from postmortem_tracker.app.documents.workspace import Workspace
from postmortem_tracker.app.secrets import common_words
from postmortem_tracker.choices import GroupBy, SortBy
from postmortem_tracker.config.settings import Config
from postmortem_tracker.disk import files, regular
from postmortem_tracker.errors import UsageError
from postmortem_tracker.history.records import with_history
from postmortem_tracker.history.section import history_markdown, history_table
from postmortem_tracker.history.shown import Promises
from postmortem_tracker.report.compare import Comparison
from postmortem_tracker.report.filters import Filters, arrange, select
from postmortem_tracker.report.formats.changes import render_changes_markdown, render_changes_table
from postmortem_tracker.report.formats.changes_json import render_changes_json
from postmortem_tracker.report.formats.json import report_record
from postmortem_tracker.report.formats.markdown import update_between
from postmortem_tracker.report.formats.registry import renderer
from postmortem_tracker.report.policy import Policy
from postmortem_tracker.report.situation import Situation
from postmortem_tracker.report.summary import NO_TEAM, NOBODY, Report, summarise

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
    shown = select(situation, filters, config.report.confidential, common_words(config))
    summed = summarise(shown, Policy(config.policy, config.waivers), config.report.teams)
    summed = replace(summed, filtered=filters.told())
    return arrange(summed, sort, open_only=open_only)


def asked_for(filters: Filters, config: Config, owners: Sequence[str], teams: Sequence[str]) -> Filters:
    """The filters, narrowed to what these owners and teams have. Raises UsageError for an unknown team.

    An owner "nobody" has what nobody owns, a team "(no team)" what no team's people have, as groups call them.
    """
    known = config.report.teams
    free = [each for each in owners if _bare(each) == _bare(NOBODY)]
    loose = [each for each in teams if each not in known and _bare(each) == _bare(NO_TEAM)]
    people = tuple(each for each in owners if each not in free)
    groups = tuple(each for each in teams if each not in loose)
    for team in groups:
        if team not in known:
            near = "".join(f"did you mean {each}? " for each in difflib.get_close_matches(team, known, 1))
            hint = (
                f"{near}the teams are {', '.join(known)}" if known else "list them in the configuration: [report] teams"
            )
            raise UsageError(f"no team is called {team!r}", hint)
    named = [f"owner {each.lstrip('@')}" for each in people] + [f"team {each}" for each in groups]
    named += ["what nobody owns"] * bool(free) + ["what no team has"] * bool(loose)
    return replace(
        filters,
        owners=(*people, *_members(config, groups)),
        nobody=bool(free),
        outside=_members(config, tuple(known)) if loose else None,
        named=tuple(named),
    )


def _members(config: Config, teams: Sequence[str]) -> tuple[str, ...]:
    """The people of teams, and the teams themselves, which may own something as well."""
    return tuple(name for team in teams for name in (*config.report.teams[team], team))


def _bare(name: str) -> str:
    return name.strip("()@ ").casefold()


def document_url(workspace: Workspace) -> str | None:
    """Where documents are shown: as configured, else at the git remote where that is known."""
    if workspace.config.report.document_url:
        return workspace.config.report.document_url
    base = workspace.permalink_base
    return f"{base}{{path}}#L{{line}}" if base else None


def render_comparison(comparison: Comparison, name: str, *, url: str | None, colour: bool, room: int | None) -> str:
    """The comparison as a table, Markdown or JSON."""
    if name == "json":
        return render_changes_json(comparison)
    if name == "markdown":
        return render_changes_markdown(comparison, document_url=url)
    return render_changes_table(comparison, colour=colour, room=room)


def refuse(name: str, *, grouped: bool, history: bool, compared: bool, ordered: bool, narrowed: bool) -> None:
    """Raises UsageError where a format cannot show what is asked for, before anything is read.

    ``ordered`` and ``narrowed`` say that an order, or only what is open, was asked for.
    """
    if compared and name in ("csv", "openmetrics"):
        raise UsageError(f"{name} cannot show a comparison", "use the format table, markdown, json or html")
    if compared and (grouped or history):
        raise UsageError("a comparison shows neither groups nor the history", "leave out --group-by and --history")
    if compared and name != "html" and (ordered or narrowed):
        raise UsageError("a comparison has an order of its own", "leave out --sort and --open-only")
    if ordered and name == "html":
        raise UsageError("a page has an order of its own", "leave out --sort; the heads of its table sort it")
    if grouped and name not in ("table", "markdown"):
        raise UsageError(f"{name} cannot show groups", "use the format table or markdown")
    if history and name not in ("table", "markdown", "json"):
        raise UsageError(f"{name} cannot show the history", "use the format table, markdown or json")


def render_report(
    report: Report,
    name: str,
    *,
    url: str | None,
    group_by: GroupBy | None,
    colour: bool,
    room: int | None,
    promises: Promises | None,
    changes: Comparison | None,
) -> str:
    """The report in a format, with the history and what changed where those are given.

    A table fits into ``room`` if possible; ``url`` is the template of links to documents.
    """
    if promises and name == "json":
        return with_history(report_record(report), promises).model_dump_json(indent=2, by_alias=True) + "\n"
    options: dict[str, Any] = {}
    if name in ("table", "markdown"):
        options["group_by"] = group_by
    if name == "table":
        options |= {"colour": colour, "room": room}
    if name in ("markdown", "html"):
        options["document_url"] = url
    if name == "html":
        options["changes"] = changes
    text = renderer(FORMATS, name)(report, **options)
    if promises and name == "table":
        return text + history_table(promises, colour=colour, room=room)
    return text + (history_markdown(promises) if promises else "")


def update_page(path: str, body: str) -> bool:
    """Replace what stands between the page's two markers; True if that changed anything."""
    try:
        page = regular.read(path, regular.RESULT_BYTES)[0].decode("utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}", "name a Markdown file that is there") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 (byte {error.start})", "save it as UTF-8") from error
    try:
        after = update_between(page, body)
    except UsageError as error:
        raise UsageError(f"{path}: {error.message}", error.hint) from error
    if after != page:
        files.write(path, after)
    return after != page
