"""What the servers' answers are read by, and what is written to each of them alike."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from postmortem_tracker.errors import AmbiguousResultError, TrackerUnavailableError
from postmortem_tracker.model import IssueChange, IssueRef, State

# What reading a value by its kind may raise, and what it leads to where it is another one.
UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
_LARGEST = (1 << 63) - 1
_IN_ADDRESSES = re.compile(r"[^\x00-\x20\x7f-\xa0\\<>\"`(){}|^]+")
AGAIN = "run again: it looks for what was done before it does anything"


@contextlib.contextmanager
def understood(server: str, *, wrote: bool = False) -> Iterator[None]:
    """Where an answer is taken apart: one that is not as the API says becomes an error of ours.

    Where it answers a change (``wrote``), nobody knows whether that took effect.
    """
    try:
        yield
    except UNREADABLE as error:
        said = f"{server} gave an answer that is not as its API says"
        if wrote:
            raise AmbiguousResultError(said, AGAIN) from error
        raise TrackerUnavailableError(said, "check the server's address, and the proxy before it") from error


def whole(value: Any) -> int:
    """A number that counts something. Raises TypeError for anything else, a fraction and NaN included."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"no whole number: {value!r}")
    return value


def number(value: Any) -> int:
    """The number of an issue, which goes into addresses. Raises TypeError or ValueError for anything else."""
    found = whole(value)
    if not 0 < found <= _LARGEST:
        raise ValueError(f"no number of an issue: {found}")
    return found


def page(value: Any, issue: int) -> str:
    """The address of an issue's page, which goes into documents. Raises TypeError or ValueError for anything else."""
    found = text(value)
    parts = urlsplit(found)
    _ = parts.port
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or {"?", "#"} & set(found):
        raise ValueError("no address of a page")
    if not _IN_ADDRESSES.fullmatch(found) or not found.isprintable() or parts.path.rpartition("/")[2] != str(issue):
        raise ValueError("no address of this issue's page")
    return found


def own_page(told: str, site: str, otherwise: str) -> str:
    """An address that an answer names, where it is on ``site``, else ``otherwise``: no answer leads readers elsewhere.

    The scheme may differ, as it does behind a proxy. Raises ValueError for what is no address.
    """
    return told if _place(told) == _place(site) else otherwise


def own_address(value: Any, site: str) -> str:
    """The address of a page as `own_page` has it: one that is elsewhere keeps its path alone. Raises as `page` does."""
    found = text(value)
    there, here = urlsplit(found), urlsplit(site)
    if there.scheme not in ("http", "https") or not _IN_ADDRESSES.fullmatch(found) or not found.isprintable():
        raise ValueError("no address of a page")
    return own_page(found, site, f"{here.scheme}://{here.netloc}{there.path}")


def _place(address: str) -> tuple[str, int | None]:
    """Host and port in the one spelling they are compared in, without the ports that go without saying."""
    parts = urlsplit(address)
    if "@" in parts.netloc:
        raise ValueError("an address with a user's name")
    host = (parts.hostname or "").rstrip(".")
    name = host if host.isascii() else host.encode("idna").decode("ascii")
    return name, None if parts.port in (80, 443) else parts.port


def text(value: Any) -> str:
    """A text. Raises TypeError for anything else."""
    if not isinstance(value, str):
        raise TypeError(f"no text: {value!r}")
    return value


def text_or_none(value: Any) -> str:
    """A text, "" where none is given. Raises TypeError for anything else."""
    return "" if value is None else text(value)


def truth(value: Any) -> bool:
    """Yes or no, which is no where neither is given. Raises TypeError for anything else: "false" would count as yes."""
    if value is not None and not isinstance(value, bool):
        raise TypeError(f"neither true nor false: {value!r}")
    return bool(value)


def entries(value: Any) -> list[Any]:
    """A list, empty where none is given. Raises TypeError for anything else: the letters of a text are no entries."""
    if value is not None and not isinstance(value, list):
        raise TypeError(f"no list: {value!r}")
    return value or []


def objects(value: Any) -> list[Mapping[str, Any]]:
    """A list of objects. Raises TypeError for anything else."""
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        raise TypeError("no list of objects")
    return value


def moment(written: Any) -> datetime | None:
    """A moment as both APIs write it, in UTC; None where none is given. Raises TypeError or ValueError.

    A time without its zone is none: what it says differs from machine to machine.
    """
    if not written:
        return None
    found = datetime.fromisoformat(text(written))
    if found.tzinfo is None:
        raise ValueError(f"no time zone: {written!r}")
    return found.astimezone(UTC)


def comment_of(ref: IssueRef, change: IssueChange) -> str:
    """What is said with a change; of a duplicate which issue it repeats, in the phrase that both servers show."""
    original = change.duplicate_of if change.state is State.DUPLICATE else None
    if original is None:
        return change.comment or ""
    named = f"#{original.number}" if original.project == ref.project else str(original)
    return "\n\n".join(part for part in (change.comment, f"Duplicate of {named}") if part)
