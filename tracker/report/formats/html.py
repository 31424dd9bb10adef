"""The report as one self-contained HTML file: no network, a strict content policy, everything escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from postmortem_tracker.choices import GroupBy, SortBy
from postmortem_tracker.report.compare import Comparison
from postmortem_tracker.report.filters import arrange
from postmortem_tracker.report.formats import charts, phrases
from postmortem_tracker.report.formats.changes import headlines, long_overdue, moved, sections, tables
from postmortem_tracker.report.policy import Judged
from postmortem_tracker.report.summary import NOBODY, NONE, Report, group, names
from postmortem_tracker.text.printable import bare_title, cut, plain
from postmortem_tracker.text.safe_url import document_link, safe_url
from postmortem_tracker.text.sameness import same_level

if TYPE_CHECKING:
    from jinja2 import Environment

_TITLE = "Postmortem action items"


def render_html(report: Report, *, document_url: str | None = None, changes: Comparison | None = None) -> str:
    """One page for the same report, byte for byte; text from documents and trackers can do nothing in it."""
    environment = _environment()
    style = environment.get_template("report.css").render()
    script = environment.get_template("report.js").render()

    def document(path: str, line: int) -> str:
        return document_link(document_url, path, line)

    return environment.get_template("report.html.j2").render(
        title=f"{_TITLE}, {phrases.only(report)}" if report.filtered else _TITLE,
        report=arrange(report, SortBy.OVERDUE),
        items=sorted(report.items, key=phrases.urgency),
        problems=phrases.incomplete(report),
        burn_up=charts.burn_up(report),
        ages=charts.ages(report),
        owners=charts.owners(report),
        severities=[each.name for each in group(report, GroupBy.SEVERITY) if each.name != NONE],
        people=_people(report),
        teams=sorted(report.teams, key=str.casefold),
        services=[each.name for each in group(report, GroupBy.SERVICE) if each.name != NONE],
        undated=sum(item.tracked.incident.date is None for item in report.items),
        nobody=NOBODY,
        changes=changes,
        level=_levels(report),
        teams_of=lambda item: [name for name in names(item, GroupBy.TEAM, report.teams) if name in report.teams],
        frame=charts,
        has_pace=phrases.has_pace(report),
        document=document,
        style=style,
        script=script,
        policy=_content_policy(style, script),
        marks=marks,
    )


def marks(item: Judged) -> str:
    """The words by which the page filters an item."""
    named = {
        "open": item.open,
        "overdue": item.overdue,
        "soon": item.due_soon,
        "week": item.open and not item.waived and item.days_left is not None and 0 <= item.days_left <= 7,
        "elsewhere": item.open and item.tracked.foreign,
        "untracked": item.untracked,
        "stale": item.stale,
        "waived": item.waived,
        "completed": item.state.value == "completed",
        "declined": item.state.value == "not_planned",
        "unowned": item.open and not item.tracked.owners,
    }
    return " ".join(name for name, holds in named.items() if holds)


def _people(report: Report) -> list[str]:
    """Everybody who owns an item or has its issue."""
    names = (name for item in report.items for name in (*item.tracked.owners, *item.tracked.assigned))
    return sorted({name.lstrip("@") for name in names}, key=str.casefold)


def _levels(report: Report) -> Callable[[str | None], str]:
    """The one name of each severity: as its group is called."""
    names = {same_level(each.name): each.name for each in group(report, GroupBy.SEVERITY) if each.name != NONE}
    return lambda text: names.get(same_level(text), "") if text else ""


def _short(text: str) -> str:
    return cut(plain(text), 32)


def _content_policy(style: str, script: str) -> str:
    """Nothing may be loaded, and only exactly this style and this script may act."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("postmortem_tracker.report.formats"),
        autoescape=lambda name: name is not None and name.endswith(".html.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: dict[str, Callable[..., object]] = {
        "plain": plain,
        "bare": bare_title,
        "safe_url": safe_url,
        "percent": phrases.percent,
        "days": phrases.days,
        "standing": phrases.standing,
        "flags": phrases.flags,
        "tickets": phrases.tickets,
        "people": phrases.people,
        "short": _short,
        "headlines": headlines,
        "sections": sections,
        "tables": tables,
        "moved": moved,
        "long_overdue": long_overdue,
        "headline": phrases.headline,
        "record": phrases.record,
        "outlook": phrases.outlook,
    }
    environment.filters.update(filters)
    return environment
