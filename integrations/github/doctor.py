"""What `doctor` can learn about a repository without changing it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from postmortem_tracker.errors import TrackerError
from postmortem_tracker.integrations.github.errors import TOKEN_HINT
from postmortem_tracker.integrations.github.http import Answer, Api
from postmortem_tracker.integrations.shared.labels import Labels
from postmortem_tracker.integrations.shared.values import text_or_none, truth
from postmortem_tracker.issues import Diagnosis


def inspect(
    api: Api, labels: Labels, project: str, users: Iterable[str], wanted: Iterable[str]
) -> tuple[Diagnosis, ...]:
    """Every diagnosis in order; one that fails ends neither the others nor the run."""
    try:
        answer = api.get(f"/repos/{project}")
        with api.understood():
            found = [*_repository(project, answer), _token(answer), _limit(answer, time.time())]
    except TrackerError as error:
        return (Diagnosis("repository", False, error.message, error.hint),)
    found.append(_looked_at("labels", partial(_labels, labels, tuple(wanted))))
    found.extend(_looked_at(f"user {user}", partial(_user, api, project, user)) for user in users)
    return tuple(found)


def _looked_at(name: str, look: Callable[[], Diagnosis]) -> Diagnosis:
    try:
        return look()
    except TrackerError as error:
        return Diagnosis(name, None, error.message, error.hint)


def _repository(project: str, answer: Answer) -> Iterator[Diagnosis]:
    raw: Mapping[str, Any] = answer.data
    name = text_or_none(raw.get("full_name")) or project
    renamed = name.casefold() != project.casefold()
    yield Diagnosis(
        "repository",
        True,
        f"{project} is now called {name}" if renamed else f"{name} can be read",
        f"write project = {name!r} in the configuration" if renamed else "",
    )
    enabled, archived = raw.get("has_issues") is not False, truth(raw.get("archived"))
    yield Diagnosis(
        "issues",
        enabled,
        "issues are enabled" if enabled else "issues are disabled",
        "" if enabled else "enable them in the repository's settings",
    )
    if archived:
        yield Diagnosis("archived", False, "the repository is archived", "unarchive it, or configure another")
    private = truth(raw.get("private"))
    yield Diagnosis("visibility", True, "private" if private else "public: everyone can read what is synced")


def _token(answer: Answer) -> Diagnosis:
    """Scopes where the token has them (classic), else what it may do with the repository."""
    rights = answer.data.get("permissions") or {}
    may = any(rights.get(right) for right in ("triage", "push", "maintain", "admin"))
    scopes = answer.headers.get("x-oauth-scopes")
    if scopes is not None:
        names = {name.strip() for name in scopes.split(",")} - {""}
        enough = "repo" in names or ("public_repo" in names and not answer.data.get("private"))
        message = f"scopes: {', '.join(sorted(names)) or 'none'}"
        return Diagnosis("token", enough, message, "" if enough else TOKEN_HINT)
    if not rights:
        return Diagnosis("token", None, "what the token may do cannot be told", TOKEN_HINT)
    # GitHub tells an App's and a fine-grained token's rights on issues to nobody; the role is the upper bound.
    message = "may label and close issues, as far as its role goes" if may else "may not label issues here"
    return Diagnosis("token", may, message, "" if may else TOKEN_HINT)


def _limit(answer: Answer, now: float) -> Diagnosis:
    left, of, reset = (answer.headers.get(f"x-ratelimit-{name}", "") for name in ("remaining", "limit", "reset"))
    if not left.isdecimal() or not of.isdecimal():
        return Diagnosis("rate limit", None, "this server tells no rate limit")
    until = datetime.fromtimestamp(float(reset), UTC) if reset.isdecimal() else datetime.fromtimestamp(now, UTC)
    few = int(left) < 50
    return Diagnosis(
        "rate limit", not few, f"{left} of {of} requests left until {until:%H:%M} UTC", "wait until then" if few else ""
    )


def _labels(labels: Labels, wanted: tuple[str, ...]) -> Diagnosis:
    there = {name.casefold() for name in labels.names()}
    missing = [name for name in wanted if name.casefold() not in there]
    if missing:
        return Diagnosis("labels", True, f"the next sync creates: {', '.join(missing)}")
    return Diagnosis("labels", True, f"{len(there)} labels, none missing")


def _user(api: Api, project: str, user: str) -> Diagnosis:
    if api.exists(f"/repos/{project}/assignees/{quote(user, safe='')}"):
        return Diagnosis(f"user {user}", True, "can be assigned")
    return Diagnosis(
        f"user {user}",
        False,
        f"{user} cannot be assigned in {project}",
        "check the account's name, and that it has access",
    )
