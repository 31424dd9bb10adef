"""The hidden marker and the managed block in an issue's body; every byte outside the block is theirs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from postmortem_tracker.model import Issue, ItemName, State
from postmortem_tracker.text.inert import shortened

BEGIN = "<!-- postmortem-tracker "
_CLOSE = "<!-- /postmortem-tracker -->"
_VERSION = 1
_MEANWHILE = timedelta(minutes=5)  # between our clock and the tracker's; what people do meanwhile is overlooked
INCIDENT_KEY = "incident"  # stands in place of an item's key (those are hexadecimal) in an incident's own issue


@dataclass(frozen=True, slots=True)
class Base:
    """The synced fields as both sides last agreed; None where they never did.

    ``owners`` are tracker accounts, ``due`` an ISO date or "", ``labels`` the ones we added. Where it was settled that
    the sides differ, ``title_there``, ``owners_there`` and ``due_there`` are what the tracker holds: who could not be
    assigned is none of its assignees, a title may stay as people changed it, a server may drop the day.
    """

    title: str | None = None
    state: State | None = None
    owners: tuple[str, ...] | None = None
    due: str | None = None
    labels: tuple[str, ...] = ()
    title_there: str | None = None
    owners_there: tuple[str, ...] | None = None
    due_there: str | None = None


@dataclass(frozen=True, slots=True)
class Ours:
    """Our latest change, or reminder: when it was made, and since when nobody else had done anything."""

    at: datetime
    quiet: datetime


@dataclass(frozen=True, slots=True)
class Marker:
    """Which action item (or incident) an issue belongs to; ``digest`` names the managed block's content.

    ``born`` names the one request that opened the issue for this very key: a copy of the body says the same, another
    run's issue something else; "" where the issue was adopted or has been given to another item. ``before`` are the
    repositories that held the item until another one's document took it over. ``asof`` is how new the documents were
    that it was last agreed with: the time of their latest commit.
    """

    incident: str
    key: str
    path: str
    base: Base
    digest: str = ""
    children: tuple[int, ...] = ()  # of an incident's issue: the numbers of the issues it is linked with
    ours: Ours | None = None
    born: str = ""
    before: tuple[str, ...] = ()
    asof: datetime | None = None
    newer: bool = False  # written by a version that knows more than this one

    @property
    def item_name(self) -> ItemName:
        """The name of the item that it names."""
        return self.incident, self.key


def read(body: str) -> Marker | None:
    """The first well-formed marker of a body; None where there is none. Damaged ones do not count."""
    found = _first(body)
    return found[1] if found else None


def write(body: str, marker: Marker, content: str, longest: int | None = None) -> str:
    """The body with its managed block replaced, one whose marker was damaged too, or put first where it has none.

    Of ``content`` is left what makes the body no longer than ``longest``; what people wrote stays.
    """
    whole = _written(body, marker, content)
    excess = len(whole) - longest if longest is not None else 0
    return whole if excess <= 0 else _written(body, marker, shortened(content, max(0, len(content) - excess)))


def _written(body: str, marker: Marker, content: str) -> str:
    block = f"{BEGIN}{_encode(marker)} -->\n{content}\n{_CLOSE}"
    found = _first(body)
    place = found[0] if found else next(_blocks(body), None)
    if place is not None:
        return body[: place.start] + block + body[place.end :]
    return f"{block}\n\n{body}" if body.strip() else block + "\n"


def rebase(body: str, marker: Marker) -> str:
    """The body with only the marker's comment replaced; the block's visible content stays."""
    found = _first(body)
    return body[: found[0].data] + _encode(marker) + body[found[0].data_end :] if found else body


def content(body: str) -> str:
    """The managed block, what it shows included; "" where there is none."""
    found = _first(body)
    return body[found[0].start : found[0].end] if found else ""


def outside(body: str) -> str:
    """What people wrote: the body without the managed block."""
    found = _first(body)
    return body[: found[0].start] + body[found[0].end :] if found else body


class _Place(NamedTuple):
    """Where a block stands in a body, and the data in its first comment."""

    start: int
    data: int
    data_end: int
    end: int


def _first(body: str) -> tuple[_Place, Marker] | None:
    for place in _blocks(body):
        marker = _decode(body[place.data : place.data_end])
        if marker is not None:
            return place, marker
    return None


def _blocks(body: str) -> Iterator[_Place]:
    """Everything between our two comments, in one pass over any text.

    Between them no other block may begin: of one whose end was lost nothing that follows is ours.
    """
    start, stop = body.find(BEGIN), -1
    while start >= 0:
        if stop < start:
            stop = body.find(_CLOSE, start)
        if stop < 0:
            return
        following = body.find(BEGIN, start + len(BEGIN))
        data = start + len(BEGIN)
        if not 0 <= following < stop:
            shut = body.find(" -->", data, stop)
            if shut >= 0 and "\n" not in body[data:shut]:
                yield _Place(start, data, shut, stop + len(_CLOSE))
        start = following


def _encode(marker: Marker) -> str:
    base = marker.base
    data: dict[str, Any] = {
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
    if marker.ours:
        data["ours"] = {"at": marker.ours.at.isoformat(), "quiet": marker.ours.quiet.isoformat()}
    there = (("title_there", base.title_there), ("owners_there", base.owners_there), ("due_there", base.due_there))
    for name, value in there:
        if value is not None:
            data["base"][name] = value
    if marker.children:
        data["children"] = marker.children
    if marker.born:
        data["born"] = marker.born
    if marker.before:
        data["before"] = marker.before
    if marker.asof:
        data["asof"] = marker.asof.isoformat()
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
        if data["v"] != _VERSION:
            return _newer(data)
        base = data["base"]
        marker = Marker(
            incident=str(data["incident"]),
            key=str(data["key"]),
            path=str(data["path"]),
            digest=str(data["digest"]),
            ours=_ours(data.get("ours")),
            children=tuple(number for number in data.get("children", ()) if isinstance(number, int)),
            born=str(data.get("born", "")),
            before=tuple(map(str, data.get("before", ()))),
            asof=_time(data["asof"]) if data.get("asof") else None,
            base=Base(
                title=_text(base["title"]),
                state=None if base["state"] is None else State(base["state"]),
                owners=_names(base["owners"]),
                due=_text(base["due"]),
                labels=tuple(map(str, base["labels"])),
                title_there=_text(base.get("title_there")),
                owners_there=_names(base.get("owners_there")),
                due_there=_text(base.get("due_there")),
            ),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return marker if marker.incident and marker.key else None


def _newer(data: dict[str, Any]) -> Marker | None:
    """What every version tells: whose issue it is. What it means this version cannot know, so it changes nothing."""
    if not isinstance(data["v"], int) or data["v"] < _VERSION:
        return None
    marker = Marker(str(data["incident"]), str(data["key"]), str(data["path"]), Base(), newer=True)
    return marker if marker.incident and marker.key else None


def _names(value: object) -> tuple[str, ...] | None:
    return None if value is None else tuple(map(str, value)) if isinstance(value, list) else ()


def _ours(data: dict[str, str] | None) -> Ours | None:
    return Ours(_time(data["at"]), _time(data["quiet"])) if data else None


def _time(text: str) -> datetime:
    """A time with its zone. Raises ValueError for anything else."""
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(f"no time zone: {text}")
    return time


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def touched(marker: Marker, issue: Issue, at: datetime) -> Marker:
    """The marker as it goes into a change of ours: that is no activity on the issue."""
    last = heard(issue).updated_at or issue.created_at
    return replace(marker, ours=Ours(at, last)) if last else marker


def reminded(issue: Issue, at: datetime) -> str | None:
    """The body of an issue that remembers a reminder posted now; None where there is no marker to hold it."""
    marker = read(issue.body)
    return None if marker is None or marker.newer else rebase(issue.body, touched(marker, issue, at))


def heard(issue: Issue) -> Issue:
    """The issue as of the last time that somebody else did something."""
    marker = read(issue.body)
    ours = marker.ours if marker else None
    if ours is None or issue.updated_at is None or abs(issue.updated_at - ours.at) > _MEANWHILE:
        return issue
    return replace(issue, updated_at=ours.quiet)


def with_base(marker: Marker, base: Base) -> Marker:
    """The same marker holding another base."""
    return replace(marker, base=base)
