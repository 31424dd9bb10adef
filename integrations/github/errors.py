"""GitHub's refusals in words for people: which kind of error an answer is, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from postmortem_tracker.errors import (
    AmbiguousResultError,
    InvalidIssueError,
    IssueNotFoundError,
    RemoteError,
    TrackerError,
    TrackerUnavailableError,
)
from postmortem_tracker.integrations.shared.values import AGAIN
from postmortem_tracker.text.printable import plain

TOKEN_HINT = (
    "set GITHUB_TOKEN to a token with access to this repository: `repo` scope (classic), "
    "Issues: read and write (fine-grained), or `permissions: issues: write` (GitHub Actions)"
)
APP_HINT = (
    "is the App installed in this repository, with the permission Issues: read and write, and do app_id, "
    "app_key_file and app_installation belong together?"
)
_TOKENS = re.compile(r"\b(?:gh[a-z]_\w+|github_pat_\w+|v1\.[0-9a-f]{40})")
_LIMIT = re.compile(r"rate limit|abuse detection", re.IGNORECASE)


class TransientError(TrackerUnavailableError):
    """No usable answer to a read: worth asking again."""


class NotThereError(TrackerUnavailableError):
    """404 for something that is no issue."""


def redacted(text: str, *secrets: str) -> str:
    """The text on one line, without the secrets, anything shaped like a GitHub token, or what a terminal obeys."""
    text = plain(text)
    for secret in secrets:
        if secret:
            text = text.replace(secret, "***")
    return _TOKENS.sub("***", text)[:500]


def limit_wait(status: int, headers: Mapping[str, str], data: Any, now: float, attempt: int) -> float | None:
    """Seconds to wait where the answer is a rate limit's, else None; a refused request has had no effect."""
    if status not in (403, 429):
        return None
    retry_after = headers.get("retry-after", "")
    if retry_after.isdecimal():
        return float(retry_after)
    reset = headers.get("x-ratelimit-reset", "")
    if headers.get("x-ratelimit-remaining") == "0" and reset.isdecimal():
        # A second more, for nobody says at which part of that second it happens.
        return max(float(reset) - now, 0.0) + 1.0
    if status == 429 or _LIMIT.search(said(data)):
        return 60.0 * 2.0**attempt
    return None


def said(data: Any) -> str:
    """The server's own explanation, with the fields it complains about."""
    if not isinstance(data, Mapping):
        return ""
    details = data.get("errors") if isinstance(data.get("errors"), list) else []
    parts = [str(data.get("message") or "")]
    for detail in details or []:
        if isinstance(detail, Mapping):
            wanted = (detail.get("field"), detail.get("code"), detail.get("value"), detail.get("message"))
            parts.append(" ".join(str(part) for part in wanted if part))
        else:
            parts.append(str(detail))
    return "; ".join(part for part in parts if part)


def refusal(
    method: str,
    path: str,
    status: int,
    message: str,
    project: str,
    hint: str = TOKEN_HINT,
    address: str = "check the server's address",
) -> TrackerError:
    """The error for an answer that is neither a success nor a rate limit's.

    ``hint`` says how to sign in, ``address`` what may be wrong with the server's.
    """
    about_issue = "/issues/" in path
    if status >= 500 and method != "GET":
        return AmbiguousResultError(f"GitHub answered {status} to {method} {path}", AGAIN)
    if status >= 500:
        return TransientError(f"GitHub answered {status} to {method} {path}", "try again later")
    if status == 401:
        return TrackerUnavailableError(f"GitHub refused the sign-in: {message or status}", hint)
    if status == 403:
        return _forbidden(message, project, hint)
    if status in (404, 410) and about_issue:
        gone = "was deleted" if status == 410 else "does not exist, or this token may not see it"
        return IssueNotFoundError(f"the issue at {path} {gone}", "check the link, and the token's access")
    if status == 410:
        return TrackerUnavailableError(f"issues are disabled in {project}", "enable them in the repository's settings")
    if status == 404:
        return NotThereError(
            f"the repository {project} was not found, or this token may not see it",
            f"check the project's name (owner/repo); {address}; {hint}",
        )
    if status == 422:
        return InvalidIssueError(f"GitHub refused the content: {message or 'validation failed'}")
    return RemoteError(f"GitHub answered {status} to {method} {path}: {message}")


def _forbidden(message: str, project: str, hint: str) -> TrackerUnavailableError:
    if "archived" in message.lower():
        return TrackerUnavailableError(
            f"{project} is archived, so nothing can be changed", "unarchive it, or configure another"
        )
    if "SAML" in message:
        return TrackerUnavailableError(
            f"GitHub refused: {message}", "authorise the token for the organisation's single sign-on"
        )
    return TrackerUnavailableError(f"GitHub does not allow this in {project}: {message or 'forbidden'}", hint)
