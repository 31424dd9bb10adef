"""One message about everything that is late or quiet: as Markdown, for Slack and for Teams."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from postmortem_tracker.report.formats import wording as phrases
from postmortem_tracker.report.formats.markdown import render_markdown
from postmortem_tracker.report.policy import Judged
from postmortem_tracker.report.summary import Report
from postmortem_tracker.text.printable import cut, plain, plural
from postmortem_tracker.text.safe_url import safe_url

_SHOWN = 15
_SLACK_TEXT = 2900  # a section block holds 3,000 characters
_TITLE = "Postmortem action items"


def render_digest(report: Report, limit: int = _SHOWN) -> str:
    """The headline and the most pressing open items as Markdown."""
    return f"## {_TITLE}\n\n{render_markdown(report, limit=limit)}"


def render_slack(report: Report, limit: int = _SHOWN) -> str:
    """The JSON of a Slack incoming webhook, in which no text can mention a channel or a person."""
    lines = [_slack_line(item) for item in pressing(report)[:limit]]
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": f"{_TITLE}, {report.as_of.isoformat()}"}},
        _slack_text("*" + _slack(phrases.headline(report.totals)) + "*\n" + _slack(phrases.record(report.totals))),
        *(_slack_text(":warning: " + _slack(line)) for line in phrases.incomplete(report)[:5]),
        *(_slack_text("• " + line) for line in lines),
    ]
    if more := len(pressing(report)) - len(lines):
        blocks.append(_slack_text(f"… and {plural(more, 'more open item')}"))
    return json.dumps({"text": _slack(phrases.headline(report.totals)), "blocks": blocks}, ensure_ascii=False) + "\n"


def render_teams(report: Report, limit: int = _SHOWN) -> str:
    """The JSON of a Teams workflow webhook: an adaptive card."""
    shown = pressing(report)[:limit]
    body: list[dict[str, Any]] = [
        _teams_text(f"{_TITLE}, {report.as_of.isoformat()}", size="Large", weight="Bolder"),
        _teams_text(phrases.headline(report.totals), weight="Bolder"),
        _teams_text(phrases.record(report.totals), isSubtle=True),
        *(_teams_text(_teams(line), color="Attention") for line in phrases.incomplete(report)[:5]),
        *(_teams_text(_teams_line(item)) for item in shown),
    ]
    if more := len(pressing(report)) - len(shown):
        body.append(_teams_text(f"… and {plural(more, 'more open item')}", isSubtle=True))
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return json.dumps({"type": "message", "attachments": [attachment]}, ensure_ascii=False) + "\n"


def pressing(report: Report) -> Sequence[Judged]:
    """The open items that are not waived, the most pressing first."""
    return sorted((item for item in report.items if item.open and not item.waived), key=phrases.urgency)


def _slack(text: str) -> str:
    return cut(plain(text), _SLACK_TEXT).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _slack_text(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:3000], "verbatim": True}}


def _slack_line(item: Judged) -> str:
    url = _address(item).replace("|", "%7C").replace(">", "%3E")
    text = cut(_words(item), 200)
    name = f"<{url}|{_slack(text)}>" if url.startswith("http") else _slack(text)
    return f"*{_slack(phrases.standing(item))}* {name} ({_slack(_context(item))})"


def _teams_text(text: str, **style: Any) -> dict[str, Any]:
    return {"type": "TextBlock", "text": cut(plain(text), _SLACK_TEXT), "wrap": True, **style}


def _teams_line(item: Judged) -> str:
    url = _address(item).replace(")", "%29").replace("(", "%28").replace(" ", "%20")
    text = _teams(_words(item))
    name = f"[{text}]({url})" if url.startswith("http") else text
    return f"**{phrases.standing(item)}** {name} ({_teams(_context(item))})"


def _teams(text: str) -> str:
    """Text that an adaptive card, which knows links, emphasis and lists, shows as it is."""
    return re.sub(r"([\\\[\]()*_`#<>])", r"\\\1", plain(text))


def _address(item: Judged) -> str:
    return next((safe_url(url) for _, url in phrases.tickets(item.tracked) if url), "")


def _words(item: Judged) -> str:
    return cut(plain(item.tracked.item.text), 200)


def _context(item: Judged) -> str:
    owners = phrases.people(item.tracked).replace("@", "") or "nobody"
    return f"{plain(item.tracked.incident.id)}, {plain(owners)}"
