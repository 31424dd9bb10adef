"""What can go wrong, in words for people: each error has a one-line message and a hint."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postmortem_tracker.model import Issue, IssueRef


class TrackerError(Exception):
    """Any expected failure; ``str()`` is one line, ``hint`` says what to do next (may be empty)."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(TrackerError):
    """The command line or its paths make no sense (exit code 2)."""


class ConfigError(TrackerError):
    """The configuration is unreadable or invalid (exit code 2); ``others`` are the problems beside the first one."""

    def __init__(self, message: str, hint: str = "", others: Sequence[ConfigError] = ()) -> None:
        super().__init__(message, hint)
        self.others = tuple(others)


class DocumentError(TrackerError):
    """A document cannot be read, parsed or safely changed; nothing was written. ``paths`` are those it is about."""

    paths: frozenset[str] = frozenset()  # as they are named in output; none where that is not known


class DocumentChangedError(DocumentError):
    """The document changed on disk since it was read; read it again and redo the edit."""


class RemoteError(TrackerError):
    """A tracker refused or failed one request; other items may still succeed."""


class IssueNotFoundError(RemoteError):
    """The issue does not exist, was deleted, or is not visible to this token."""


class NotAnIssueError(IssueNotFoundError):
    """The number is that of a pull request: evidence where an item links it, never its issue."""


class InvalidIssueError(RemoteError):
    """The tracker refused the content of one issue (length, assignee, label …)."""


class UnassignableError(InvalidIssueError):
    """Nothing was done because of ``people``, who cannot be assigned there; without them it may succeed."""

    def __init__(self, message: str, hint: str, people: tuple[str, ...]) -> None:
        super().__init__(message, hint)
        self.people = people


class AmbiguousResultError(RemoteError):
    """The request may or may not have taken effect (lost answer, 5xx, timeout): look before repeating."""


class TrackerUnavailableError(RemoteError):
    """Nothing further can work on this tracker in this run (sign-in, network, permission)."""


class NotLabelledError(TrackerUnavailableError):
    """The token may not label issues there: all else of a change was made, and ``issue`` is what came of it."""

    def __init__(self, message: str, hint: str, issue: Issue) -> None:
        super().__init__(message, hint)
        self.issue = issue


class RateLimitedError(TrackerUnavailableError):
    """The tracker asks to wait longer than allowed; ``until`` is when it answers again, if known."""

    def __init__(self, message: str, hint: str = "", until: datetime | None = None) -> None:
        super().__init__(message, hint)
        self.until = until


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, with one line that says how far the run had got and how to go on."""


class UnreadableIssueError(RemoteError):
    """An issue that exists but cannot be understood; ``text`` is what it holds, as far as that could be read."""

    def __init__(self, message: str, hint: str, ref: IssueRef, text: str = "") -> None:
        super().__init__(message, hint)
        self.ref = ref
        self.text = text
