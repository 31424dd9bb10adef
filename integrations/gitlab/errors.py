"""What python-gitlab raises, in our words, without tokens."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from gitlab.exceptions import GitlabError, GitlabParsingError, RedirectError

from postmortem_tracker.errors import (
    AmbiguousResultError,
    InvalidIssueError,
    IssueNotFoundError,
    TrackerError,
    TrackerUnavailableError,
)
from postmortem_tracker.integrations.shared.values import AGAIN, understood
from postmortem_tracker.text.printable import plain

JOB_TOKEN_HINT = (
    "CI_JOB_TOKEN cannot read or create issues: set GITLAB_TOKEN to a project, group or personal "
    "access token with the scope `api`"
)
_TOKEN_HINT = (
    "set GITLAB_TOKEN to a project, group or personal access token with the scope `api` (`read_api` to read only)"
)


class HiddenError(TrackerUnavailableError):
    """The token may not look there, or there is nothing: the server does not tell which."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes, for messages; ``secret`` is what must never be in one."""

    host: str
    project: str
    secret: str = field(default="", repr=False)

    def clean(self, text: str) -> str:
        """The text on one line, without the token and what a terminal obeys."""
        text = plain(text)
        return (text.replace(self.secret, "[token]") if self.secret else text)[:300]


@contextlib.contextmanager
def translated(place: Target, write: bool = False, issue: int | None = None, title: str = "") -> Iterator[None]:
    """What python-gitlab raises inside becomes one of our errors, and so does an answer that is not as the API says."""
    try:
        with understood(place.host, wrote=write):
            yield
    except GitlabError as error:
        raise _translated(error, place, write, issue, title) from None


def _translated(error: GitlabError, place: Target, write: bool, issue: int | None, title: str) -> TrackerError:
    details = _details(error)
    said = place.clean(details.get("error_description") or _flat(error.error_message))
    about = f"issue {place.project}#{issue}" if issue is not None else f"issue {title!r}" if title else place.project
    code = error.response_code
    if isinstance(error, RedirectError):
        return TrackerUnavailableError(f"{place.project} has moved on {place.host}", "correct url and project")
    if isinstance(error, GitlabParsingError) or code is None:
        if write:
            return AmbiguousResultError(f"{place.host} gave no readable answer about {about}", AGAIN)
        hint = "is the url that of the server itself, with its subpath if it has one?"
        return TrackerUnavailableError(f"{place.host} does not answer like GitLab", hint)
    if code >= 500:
        if write:
            return AmbiguousResultError(f"{place.host} answered {code} about {about}", AGAIN)
        return TrackerUnavailableError(f"{place.host} answered {code}: {said}", "try again later")
    if code == 403 and details.get("error") == "insufficient_scope":
        scopes = " or ".join(str(details.get("scope", "api")).split())
        return TrackerUnavailableError(f"{place.host}: the token needs the scope {place.clean(scopes)}", _TOKEN_HINT)
    return _refused(code, said, place, about, write and issue is None, issue)


def _refused(code: int, said: str, place: Target, about: str, creating: bool, issue: int | None) -> TrackerError:
    if code == 401:
        return TrackerUnavailableError(f"{place.host} does not accept the token: {said}", _TOKEN_HINT)
    if code == 403:
        hint = f"{_TOKEN_HINT}; are issues enabled, and is the project not archived?"
        return HiddenError(f"{place.host} does not allow this in {place.project}: {said}", hint)
    if code == 405 and "moved" in said:
        return TrackerUnavailableError(
            f"{place.project} has another path now on {place.host}: nothing can be changed under this one",
            "write its new path as `project`; `postmortem-tracker doctor` tells it",
        )
    if code in (404, 410):
        if issue is not None and "project" not in said.casefold():
            hint = "was it deleted, or may the token not see it, as a confidential one?"
            return IssueNotFoundError(f"{about} is not there: {said}", hint)
        hint = "is the path right, are issues enabled, and may the token see the project?"
        return HiddenError(f"project {place.project} is not to be found on {place.host}: {said}", hint)
    if creating or issue is not None:
        return InvalidIssueError(f"{place.host} refuses {about}: {said}", "shorten or correct what it names")
    return TrackerUnavailableError(f"{place.host} answered {code}: {said}")


def _details(error: GitlabError) -> dict[str, str]:
    """What an answer says beside its message."""
    try:
        body = json.loads(error.response_body or b"")
    except (ValueError, RecursionError):
        return {}
    return {str(key): str(value) for key, value in body.items()} if isinstance(body, dict) else {}


def _flat(message: object) -> str:
    """GitLab's messages are texts, lists, or objects of lists."""
    if isinstance(message, bytes):
        return message.decode(errors="replace")
    if isinstance(message, dict):
        return "; ".join(f"{key} {_flat(value)}" for key, value in message.items())
    if isinstance(message, list):
        return ", ".join(_flat(entry) for entry in message)
    return str(message)
