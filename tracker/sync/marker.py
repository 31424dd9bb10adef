"""The hidden marker and the managed block in an issue's body; every byte outside the block is theirs."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from postmortem_tracker.model import Issue, State
from postmortem_tracker.text.inert import shortened

_OPEN = "<!-- postmortem-tracker "
_CLOSE = "<!-- /postmortem-tracker -->"
# Between the comments no other block may begin: of one whose end was lost nothing that follows is ours.
_BLOCK = re.compile(
    r"<!-- postmortem-tracker (\{[^\n]*?\}) -->(?:(?!<!-- postmortem-tracker ).)*?<!-- /postmortem-tracker -->",
    re.DOTALL,
)
_VERSION = 1
_MEANWHILE = timedelta(minutes=5)  # between our clock and the tracker's; what people do meanwhile is overlooked
INCIDENT_KEY = "incident"  # stands in place of an item's key (those are hexadecimal) in an incident's own issue


@dataclass(frozen=True, slots=True)
class Base:
    """The synced fields as both sides last agreed; None where they never did.

    ``owners`` are tracker accounts, ``due`` an ISO date or "", ``labels`` the ones we added.
    """

    title: str | None = None
    state: State | None = None
    owners: tuple[str, ...] | None = None
    due: str | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reminder:
    """Our latest reminder: when it was posted, and since when nobody had done anything."""

    at: datetime
    quiet: datetime


@dataclass(frozen=True, slots=True)
class Marker:
    """Which action item (or incident) an issue belongs to; ``digest`` names the managed block's content."""

    incident: str
    key: str
    path: str
    base: Base
    digest: str = ""
    children: tuple[int, ...] = ()  # of an incident's issue: the numbers of the issues it is linked with
    reminder: Reminder | None = None


def read(body: str) -> Marker | None:
    """The first well-formed marker of a body; None where there is none. Damaged ones do not count."""
    for found in _BLOCK.finditer(body):
        marker = _decode(found.group(1))
        if marker is not None:
            return marker
    return None


def write(body: str, marker: Marker, content: str, longest: int | None = None) -> str:
    """The body with its managed block replaced, or put first where it has none.

    Of ``content`` is left what makes the body no longer than ``longest``; what people wrote stays.
    """
    whole = _written(body, marker, content)
    excess = len(whole) - longest if longest is not None else 0
    return whole if excess <= 0 else _written(body, marker, shortened(content, max(0, len(content) - excess)))


def _written(body: str, marker: Marker, content: str) -> str:
    block = f"{_OPEN}{_encode(marker)} -->\n{content}\n{_CLOSE}"
    for found in _BLOCK.finditer(body):
        if _decode(found.group(1)) is not None:
            return body[: found.start()] + block + body[found.end() :]
    return f"{block}\n\n{body}" if body.strip() else block + "\n"


def rebase(body: str, marker: Marker) -> str:
    """The body with only the marker's comment replaced; the block's visible content stays."""
    for found in _BLOCK.finditer(body):
        if _decode(found.group(1)) is not None:
            return body[: found.start(1)] + _encode(marker) + body[found.end(1) :]
    return body


def content(body: str) -> str:
    """The managed block, what it shows included; "" where there is none."""
    for found in _BLOCK.finditer(body):
        if _decode(found.group(1)) is not None:
            return found.group(0)
    return ""


def outside(body: str) -> str:
    """What people wrote: the body without the managed block."""
    for found in _BLOCK.finditer(body):
        if _decode(found.group(1)) is not None:
            return body[: found.start()] + body[found.end() :]
    return body


def _encode(marker: Marker) -> str:
    base = marker.base
    data = {
        "v": _VERSION,
        "incident": marker.incident,
        "key": marker.key,
        "path": marker.path,
        "digest": marker.digest,
        "base": {
            "title": base.title,
            "state": base.state,
            "owners": base.owners,
            "due": base.due,
            "labels": base.labels,
        },
    }
    if marker.reminder:
        data["reminder"] = {"at": marker.reminder.at.isoformat(), "quiet": marker.reminder.quiet.isoformat()}
    if marker.children:
        data["children"] = marker.children
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # An HTML comment ends at "-->" and for some parsers at "--"; JSON lets every character be escaped.
    # The @ is escaped too: mentions are looked for in the raw body by some trackers, others drop what is not text.
    text = text.replace("--", "\\u002d\\u002d")
    return "".join(c if c.isprintable() and c not in "<>@" else _escaped(c) for c in text)


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x80 else json.dumps(char)[1:-1]


def _decode(text: str) -> Marker | None:
    try:
        data = json.loads(text)
        base = data["base"]
        if data["v"] != _VERSION:
            return None
        owners = base["owners"]
        marker = Marker(
            incident=str(data["incident"]),
            key=str(data["key"]),
            path=str(data["path"]),
            digest=str(data["digest"]),
            reminder=_reminder(data.get("reminder")),
            children=tuple(number for number in data.get("children", ()) if isinstance(number, int)),
            base=Base(
                title=_text(base["title"]),
                state=None if base["state"] is None else State(base["state"]),
                owners=None if owners is None else tuple(map(str, owners)),
                due=_text(base["due"]),
                labels=tuple(map(str, base["labels"])),
            ),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return marker if marker.incident and marker.key else None


def _reminder(data: dict[str, str] | None) -> Reminder | None:
    return Reminder(datetime.fromisoformat(data["at"]), datetime.fromisoformat(data["quiet"])) if data else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def reminded(issue: Issue, at: datetime) -> str | None:
    """The body of an issue that remembers a reminder posted now; None where there is no marker to hold it."""
    marker, last = read(issue.body), heard(issue).updated_at or issue.created_at
    if marker is None or last is None:
        return None
    return rebase(issue.body, replace(marker, reminder=Reminder(at, last)))


def heard(issue: Issue) -> Issue:
    """The issue as of the last time that somebody did something: a reminder of ours is no activity."""
    marker = read(issue.body)
    reminder = marker.reminder if marker else None
    if reminder is None or issue.updated_at is None or issue.updated_at - reminder.at > _MEANWHILE:
        return issue
    return replace(issue, updated_at=reminder.quiet)


def with_base(marker: Marker, base: Base) -> Marker:
    """The same marker holding another base."""
    return replace(marker, base=base)
