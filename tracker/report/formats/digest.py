"""One message about what changed and what is due: as Markdown, for Slack and for Teams."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from postmortem_tracker.report.compare import Comparison, Moved
from postmortem_tracker.report.formats import changes, phrases
from postmortem_tracker.report.formats.markdown import escape
from postmortem_tracker.report.policy import Judged
from postmortem_tracker.text.people import same_person
from postmortem_tracker.text.printable import cut, plain
from postmortem_tracker.text.safe_url import safe_url

_MEMBER = re.compile(r"[UW][A-Z0-9]{2,20}")
_SHOWN = 10  # of each kind
_BLOCKS = 45  # a Slack message holds 50
_SLACK_TEXT = 2900  # a section block holds 3,000 characters


def title(comparison: Comparison, whose: str = "") -> str:
    """What the message is about."""
    part = f", {phrases.only(comparison)}" if comparison.filtered else ""
    return f"Postmortem action items{f' of {whose}' if whose else ''}{part}, {comparison.until.isoformat()}"


def render_digest(comparison: Comparison, whose: str = "", document_url: str | None = None) -> str:
    """What happened, then what is due and late, as Markdown."""
    head = f"## {escape(title(comparison, whose))}\n\n**{escape(phrases.headline(comparison.now))}**"
    body = changes.render_changes_markdown(comparison, document_url=document_url, limit=_SHOWN, totals=False)
    return f"{head}\n\n{body}"


def render_slack(comparison: Comparison, whose: str = "", members: Mapping[str, str] | None = None) -> str:
    """The JSON of a Slack incoming webhook, in which no text can mention a channel or a person.

    Only owners and assignees are mentioned, by the member ids that ``members`` has for their names.
    """
    known = {same_person(name): id for name, id in (members or {}).items()}
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": cut(plain(title(comparison, whose)), 150)}},
        _slack_text("*" + _slack(phrases.headline(comparison.now)) + "*\n" + _slack(_since(comparison))),
        *(_slack_text(":warning: " + _slack(line)) for line in phrases.incomplete(comparison)[:5]),
    ]
    for name, items in changes.sections(comparison):
        lines = [_slack_line(item, known) for item in items[:_SHOWN]]
        blocks += _slack_list(name, lines, len(items))
    moves = [_slack_move(each, known) for each in comparison.moved[:_SHOWN]]
    blocks += _slack_list("Moved dates", moves, len(comparison.moved)) if moves else []
    if late := changes.long_overdue(comparison):
        blocks.append(_slack_text(_slack(late)))
    text = _slack(f"{title(comparison, whose)}: {phrases.headline(comparison.now)}")
    return json.dumps({"text": text, "blocks": blocks[:_BLOCKS]}, ensure_ascii=False) + "\n"


def render_teams(comparison: Comparison, whose: str = "") -> str:
    """The JSON of a Teams workflow webhook: an adaptive card."""
    body: list[dict[str, Any]] = [
        _teams_text(_teams(title(comparison, whose)), size="Large", weight="Bolder"),
        _teams_text(phrases.headline(comparison.now), weight="Bolder"),
        _teams_text(_since(comparison), isSubtle=True),
        *(_teams_text(_teams(line), color="Attention") for line in phrases.incomplete(comparison)[:5]),
    ]
    for name, items in changes.sections(comparison):
        body.append(_teams_text(f"{name} ({len(items)})", weight="Bolder", separator=True))
        body += [_teams_text(_teams_line(item)) for item in items[:_SHOWN]]
        body += _teams_more(len(items) - _SHOWN)
    if comparison.moved:
        body.append(_teams_text(f"Moved dates ({len(comparison.moved)})", weight="Bolder", separator=True))
        body += [_teams_text(_teams_move(each)) for each in comparison.moved[:_SHOWN]]
        body += _teams_more(len(comparison.moved) - _SHOWN)
    if late := changes.long_overdue(comparison):
        body.append(_teams_text(late, isSubtle=True, separator=True))
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return json.dumps({"type": "message", "attachments": [attachment]}, ensure_ascii=False) + "\n"


def _since(comparison: Comparison) -> str:
    return f"Since {comparison.since.isoformat()}: {changes.headlines(comparison)[0]}"


def _delay(change: Moved) -> str:
    """From what day to what day, by how much where both are known, and why where somebody said so."""
    days, by = changes.moved(change)
    known = ", ".join(each for each in (by, change.reason) if each)
    return f"{days} ({known})" if known else days


def _slack(text: str) -> str:
    return cut(plain(text), _SLACK_TEXT).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _slack_text(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:3000], "verbatim": True}}


def _slack_list(name: str, lines: list[str], number: int) -> list[dict[str, Any]]:
    """A title and its lines, in as few blocks as hold them whole."""
    more = [f"… and {number - len(lines):,} more"] if number > len(lines) else []
    texts = [f"*{_slack(name)} ({number:,})*"]
    for line in [*(f"• {each}" for each in lines), *more]:
        if len(texts[-1]) + len(line) < _SLACK_TEXT:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    return [_slack_text(text) for text in texts]


def _slack_line(item: Judged, members: Mapping[str, str]) -> str:
    return f"*{_slack(phrases.standing(item))}* {_slack_name(item)} ({_slack_context(item, members)})"


def _slack_context(item: Judged, members: Mapping[str, str]) -> str:
    """The incident and the people; those with a member id are mentioned."""
    tracked = item.tracked
    ids = [members.get(same_person(name)) for name in (*tracked.owners, *tracked.assigned)]
    mentions = " ".join(dict.fromkeys(f"<@{id}>" for id in ids if id and _MEMBER.fullmatch(id)))
    return _slack(_context(item)) + (f" {mentions}" if mentions else "")


def _slack_move(change: Moved, members: Mapping[str, str]) -> str:
    return f"{_slack(_delay(change))} {_slack_name(change.item)} ({_slack_context(change.item, members)})"


def _slack_name(item: Judged) -> str:
    url = _address(item).replace("|", "%7C").replace(">", "%3E")
    text = cut(_words(item), 200)
    return f"<{url}|{_slack(text)}>" if url.startswith("http") else _slack(text)


def _teams_text(text: str, **style: Any) -> dict[str, Any]:
    return {"type": "TextBlock", "text": cut(plain(text), _SLACK_TEXT), "wrap": True, **style}


def _teams_more(number: int) -> list[dict[str, Any]]:
    return [_teams_text(f"… and {number:,} more", isSubtle=True)] if number > 0 else []


def _teams_line(item: Judged) -> str:
    return f"**{phrases.standing(item)}** {_teams_name(item)} ({_teams(_context(item))})"


def _teams_move(change: Moved) -> str:
    return f"{_teams(_delay(change))} {_teams_name(change.item)} ({_teams(_context(change.item))})"


def _teams_name(item: Judged) -> str:
    url = _address(item).replace(")", "%29").replace("(", "%28").replace(" ", "%20")
    text = _teams(_words(item))
    return f"[{text}]({url})" if url.startswith("http") else text


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
