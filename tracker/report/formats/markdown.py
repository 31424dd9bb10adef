"""The report as Markdown: for job summaries, wikis and, between two markers, inside an existing page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postmortem_tracker.choices import GroupBy
from postmortem_tracker.errors import UsageError
from postmortem_tracker.report.formats import phrases
from postmortem_tracker.report.policy import Judged
from postmortem_tracker.report.summary import Group, IncidentSummary, Report, Totals, group
from postmortem_tracker.text.printable import bare_title, plain, plural
from postmortem_tracker.text.safe_url import document_link, safe_url

START = "<!-- postmortem-tracker:report:start -->"
END = "<!-- postmortem-tracker:report:end -->"
_LINE_END = re.compile(r"(?<!\r)\r*\n")
_SPECIAL = re.compile(r"([\\`*_{}\[\]#|~$!])")
_MENTION = re.compile(r"@(?=\w)")
_LISTED = 50  # open items
_BAR = 10


def render_markdown(report: Report, *, group_by: GroupBy | None = None, document_url: str | None = None) -> str:
    """The report as GitHub-flavoured Markdown; nothing in it mentions a person or acts as markup by accident."""
    blocks = [*_warning(report), _head(report), *map(_remark, report.remarks)]
    if report.incidents:
        incidents = [_incident(each, document_url) for each in report.incidents]
        blocks.append(_groups(report, group_by) if group_by else pipe_table(_INCIDENT_HEAD, incidents))
    blocks += _open_items(report, document_url)
    blocks += _orphans(report)
    return "\n\n".join(blocks) + "\n"


def _remark(text: str) -> str:
    return f"*{escape(text)}*"


def update_between(page: str, body: str) -> str:
    """The page with the body between its two markers and everything else untouched; raises UsageError without them."""
    start, end = page.find(START), page.find(END)
    if start < 0 or end < start or page.count(START) > 1 or page.count(END) > 1:
        raise UsageError(
            "the page does not have the two markers once each, in order", f"add {START} and {END} on two lines"
        )
    newline = "\r\n" if "\r\n" in page else "\n"
    # The page's line ends, whatever those of the body are.
    inside = _LINE_END.sub(newline, f"\n\n{body.strip()}\n\n")
    return page[: start + len(START)] + inside + page[end:]


def escape(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no HTML, no mention, one line."""
    text = plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MENTION.sub("@&#8203;", _SPECIAL.sub(r"\\\1", text))


def link(label: str, url: str) -> str:
    """A Markdown link, or only its label where there is no safe URL."""
    url = safe_url(url).replace(" ", "%20").replace("(", "%28").replace(")", "%29").replace("|", "%7C")
    url = url.replace("<", "%3C").replace(">", "%3E")
    return f"[{escape(label)}]({url})" if url else escape(label)


_INCIDENT_HEAD = (
    "Incident",
    "Date",
    "Severity",
    "Progress",
    "Open:",
    "Done:",
    "Won't do:",
    "Untracked:",
    "Overdue:",
    "Stale:",
    "Oldest:",
    "Owners",
)
_GROUP_HEAD = ("Open:", "Done:", "Won't do:", "Overdue:", "Stale:", "In time:", "Median:")
_ITEM_HEAD = ("Due", "Priority", "Item", "Incident", "Issue", "Owners", "Notes")


def _warning(report: Report) -> list[str]:
    lines = phrases.incomplete(report)
    return ["\n".join(["> [!WARNING]", *(f"> {escape(line)}  " for line in lines)])] if lines else []


def _head(report: Report) -> str:
    lines = [f"**{phrases.headline(report.totals)}**", phrases.record(report.totals), phrases.outlook(report)]
    about = f"{plural(len(report.incidents), 'incident')}, as of {report.as_of.isoformat()}"
    about += f", {escape(phrases.only(report))}" if report.filtered else ""
    return "  \n".join([line for line in lines if line] + [about])


def _incident(summary: IncidentSummary, document_url: str | None) -> list[str]:
    incident, totals = summary.incident, summary.totals
    name = f"{incident.id} {bare_title(incident.title, incident.id)}".rstrip()
    return [
        link(name, document_link(document_url, incident.path, incident.line)),
        incident.date.isoformat() if incident.date else "–",
        escape(incident.severity or "–"),
        _bar(totals) if totals.items else "–",
        _strong(totals.open),
        str(totals.completed),
        str(totals.not_planned),
        _strong(totals.untracked),
        _strong(totals.overdue),
        str(totals.stale),
        phrases.days(totals.oldest_open_days),
        _people(summary.owners),
    ]


def _groups(report: Report, by: GroupBy) -> str:
    return pipe_table((by.value.capitalize(), *_GROUP_HEAD), [_group(each) for each in group(report, by)])


def _group(each: Group) -> list[str]:
    totals = each.totals
    return [
        escape(each.name.lstrip("@")),
        _strong(totals.open),
        str(totals.completed),
        str(totals.not_planned),
        _strong(totals.overdue),
        str(totals.stale),
        phrases.percent(totals.in_window),
        phrases.days(totals.median_days),
    ]


def _open_items(report: Report, document_url: str | None) -> list[str]:
    pending = phrases.pending(report)
    shown = pending[:_LISTED]
    if not shown:
        return []
    more = len(pending) - len(shown)
    tail = [f"… and {plural(more, 'more open item')}."] if more else []
    return ["### Open items", pipe_table(_ITEM_HEAD, [_item(each, document_url) for each in shown]), *tail]


def _item(judged: Judged, document_url: str | None) -> list[str]:
    tracked = judged.tracked
    standing = escape(phrases.standing(judged))
    return [
        f"**{standing}**" if judged.overdue else standing,
        escape(tracked.item.priority or ""),
        link(tracked.item.text, document_link(document_url, tracked.incident.path, tracked.item.line)),
        escape(tracked.incident.id),
        ", ".join(link(label, url) for label, url in phrases.tickets(tracked)),
        escape(phrases.people(tracked).replace("@", "")) or "nobody",
        escape(", ".join(phrases.flags(judged))),
    ]


def _orphans(report: Report) -> list[str]:
    if not report.orphans:
        return []
    lines = [
        f"- {link(str(each.issue.ref), each.issue.url)} {escape(each.issue.title)} ({escape(each.incident_id)})"
        for each in report.orphans
    ]
    return ["### Issues whose item left the document", "\n".join(lines)]


def pipe_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A pipe table; a heading that ends in a colon makes its column right-aligned."""
    titles = [title.rstrip(":") for title in head]
    rules = ["---:" if title.endswith(":") else "---" for title in head]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (titles, rules, *rows))


def _bar(totals: Totals) -> str:
    filled = int(totals.progress * _BAR)
    return "█" * filled + "░" * (_BAR - filled) + f" {phrases.percent(totals.progress)}"


def _strong(number: int) -> str:
    return f"**{number}**" if number else "0"


def _people(owners: Sequence[str]) -> str:
    return ", ".join(escape(owner.lstrip("@")) for owner in owners)
