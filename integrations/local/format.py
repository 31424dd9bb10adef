"""Issue files as text: YAML front matter, the body, then comments under `<!-- comment TIME -->` lines. Pure.

A body line that looks like such a delimiter is written with a backslash before it, so that no text can
forge a comment. In a file with CRLF line endings (an editor's or git's choice) texts are given with LF.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from postmortem_tracker.integrations.local import yaml as local_yaml
from postmortem_tracker.integrations.local.yaml import FormatError, Found, Values
from postmortem_tracker.model import State

_T = TypeVar("_T")

_HEAD = re.compile(r"\A\ufeff?---[ \t]*(\r?\n)((?:.*\n)*?)---[ \t]*(?:\r?\n|\Z)")
_DELIMITER = re.compile(r"^<!-- comment (\S+) -->[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_LOOKS_LIKE_ONE = re.compile(r"^(\\*<!-- comment \S+ -->[ \t\r]*$)", re.MULTILINE)
_ESCAPED = re.compile(r"^\\(\\*<!-- comment \S+ -->[ \t\r]*$)", re.MULTILINE)

ORDER = (
    "title",
    "state",
    "reason",
    "duplicate_of",
    "labels",
    "assignees",
    "due",
    "confidential",
    "created",
    "updated",
    "closed",
)


@dataclass(frozen=True, slots=True)
class Record:
    """What one issue file says; a time it does not say is None."""

    title: str
    body: str = ""
    state: State = State.OPEN
    labels: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    due: date | None = None
    confidential: bool = False
    created: datetime | None = None
    updated: datetime | None = None
    closed: datetime | None = None
    duplicate_of: int | None = None
    comments: tuple[str, ...] = ()


def parse(text: str) -> Record:
    """What the file says; raises FormatError with the line where it cannot be understood."""
    head = _head(text)
    body, comments = _texts(text[head.end() :], head[1])
    return _record(local_yaml.read(head[2]), body, comments)


def render(record: Record, commented_at: datetime | None = None) -> str:
    """A new file that says the record and nothing else."""
    lines = [local_yaml.line(key, value) for key, value in _values(record).items() if value is not None]
    rest = "" if not record.body else f"\n{_escape(record.body)}\n"
    text = "---\n" + "".join(lines) + "---\n" + rest
    for comment in record.comments:
        text = _with_comment(text, comment, commented_at or datetime.now(UTC), "\n")
    return text


def edit(text: str, old: Record, new: Record, now: datetime) -> str:
    """The file changed from ``old``, which it says, to ``new``: only the differing fields' bytes change."""
    added = new.comments[len(old.comments) :]
    if any("\r" in written for written in (new.body if new.body != old.body else "", *added)):
        text = _with_plain_newlines(text)
    head = _head(text)
    newline, rest = head[1], text[head.end() :]
    before, after = _values(old), _values(new)
    changed = {key: value for key, value in after.items() if value != before[key]}
    header = local_yaml.edit(head[2], changed, ORDER, newline)
    opening, closing = text[: head.start(2)], text[head.end(2) : head.end()]
    if new.body != old.body:
        rest = _with_body(rest, new.body, newline)
    text = opening + header + closing + rest
    for comment in added:
        text = _with_comment(text, comment, now, newline)
    if parse(text) != new:
        raise FormatError(1, "this file cannot be changed without changing more than intended")
    return text


def stamp(moment: datetime) -> str:
    """A time as the files hold it."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


# Texts below the front matter.


def _head(text: str) -> re.Match[str]:
    head = _HEAD.match(text)
    if head is not None:
        return head
    if re.match(r"\A\ufeff?---[ \t]*\r?\n", text):
        raise FormatError(1, "the front matter is not closed by a line `---`")
    raise FormatError(1, "front matter is missing: the file must begin with a line `---`")


def _texts(rest: str, newline: str) -> tuple[str, tuple[str, ...]]:
    rest = rest.removeprefix(newline)
    marks = list(_DELIMITER.finditer(rest)) if "<!-- comment " in rest else []
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(rest)]
    pieces = [_piece(rest[a:b], newline, 1 if b == len(rest) else 2) for a, b in zip(starts, ends, strict=True)]
    return pieces[0], tuple(pieces[1:])


def _piece(text: str, newline: str, blank: int) -> str:
    """A text without the ``blank`` line ends that belong to the file's layout."""
    for _ in range(blank):
        ending = newline if text.endswith(newline) else "\n"
        text = text.removesuffix(ending)
    if newline != "\n":
        text = text.replace(newline, "\n")
    return _ESCAPED.sub(r"\1", text) if "\\<!-- comment " in text else text


def _escape(text: str) -> str:
    return _LOOKS_LIKE_ONE.sub(r"\\\1", text) if "<!-- comment " in text else text


def _with_body(rest: str, body: str, newline: str) -> str:
    first = _DELIMITER.search(rest)
    comments = rest[first.start() :] if first else ""
    if not body and not comments:
        return ""
    written = f"\n{_escape(body)}\n" + ("\n" if comments else "")
    return written.replace("\n", newline) + comments


def _with_comment(text: str, comment: str, at: datetime, newline: str) -> str:
    if not text.endswith("\n"):
        text += newline
    return text + f"\n<!-- comment {stamp(at)} -->\n{_escape(comment)}\n".replace("\n", newline)


def _with_plain_newlines(text: str) -> str:
    """Made plain, because a carriage return in a text can only be kept where the file's line ends have none."""
    return text.replace("\r\n", "\n") if _head(text)[1] == "\r\n" else text


# Values of the front matter.


def _values(record: Record) -> Values:
    closed = record.state.closed
    return {
        "title": record.title,
        "state": "closed" if closed else "open",
        "reason": record.state.value if closed else None,
        "duplicate_of": str(record.duplicate_of) if record.duplicate_of else None,
        "labels": record.labels or None,
        "assignees": record.assignees or None,
        "due": record.due.isoformat() if record.due else None,
        "confidential": "true" if record.confidential else None,
        "created": stamp(record.created) if record.created else None,
        "updated": stamp(record.updated) if record.updated else None,
        "closed": stamp(record.closed) if record.closed else None,
    }


def _record(found: Found, body: str, comments: tuple[str, ...]) -> Record:
    title = _read(found, "title", _title)
    if title is None:
        raise FormatError(_line(found, "title"), "title is missing")
    closed = _read(found, "state", _closed) or False
    reason = _read(found, "reason", _reason) or State.COMPLETED
    return Record(
        title,
        body,
        state=reason if closed else State.OPEN,
        labels=_names(found, "labels"),
        assignees=_names(found, "assignees"),
        due=_read(found, "due", _date),
        confidential=_read(found, "confidential", _boolean) or False,
        created=_read(found, "created", _moment),
        updated=_read(found, "updated", _moment),
        closed=_read(found, "closed", _moment) if closed else None,
        duplicate_of=_read(found, "duplicate_of", _number) if closed else None,
        comments=comments,
    )


def _line(found: Found, key: str) -> int:
    return found[key][1] if key in found else 1


def _read(found: Found, key: str, convert: Callable[[str], _T]) -> _T | None:
    value = found[key][0] if key in found else None
    if value is None:
        return None
    if not isinstance(value, str):
        raise FormatError(_line(found, key), f"{key} must be one value, not a list")
    try:
        return convert(value)
    except ValueError as error:
        what, *hint = error.args
        raise FormatError(_line(found, key), f"{key} {what}", *hint) from None


def _names(found: Found, key: str) -> tuple[str, ...]:
    """A list, or as people write it: names with commas between them."""
    value = found[key][0] if key in found else None
    if isinstance(value, str):
        value = tuple(name.strip() for name in value.split(","))
    return tuple(dict.fromkeys(name for name in value or () if name))


def _title(text: str) -> str:
    if not text.strip() or "\n" in text or "\r" in text:
        raise ValueError("must be one line of text")
    return text


_STATES = "write `state: closed` for what is done, with `reason: not_planned` below it for what will not be done"


def _closed(text: str) -> bool:
    word = text.strip().casefold()
    if word not in ("open", "closed"):
        raise ValueError(f"must be open or closed, not {text!r}", _STATES)
    return word == "closed"


def _reason(text: str) -> State:
    word = re.sub(r"[\s-]+", "_", text.strip().casefold())
    if word not in (State.COMPLETED, State.NOT_PLANNED, State.DUPLICATE):
        raise ValueError(f"must be completed, not_planned or duplicate, not {text!r}")
    return State(word)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"must be a date like 2026-12-24, not {text!r}") from None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"must be a time like 2026-12-24T09:30:00Z, not {text!r}") from None


def _boolean(text: str) -> bool:
    word = text.strip().casefold()
    if word not in ("true", "false", "yes", "no"):
        raise ValueError(f"must be true or false, not {text!r}")
    return word in ("true", "yes")


def _number(text: str) -> int:
    digits = text.strip().lstrip("#")
    if not (digits.isascii() and digits.isdecimal() and int(digits)):
        raise ValueError(f"must be the number of an issue, not {text!r}")
    return int(digits)
