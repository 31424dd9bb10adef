"""What `doctor` can learn from GitLab, by reading only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import gitlab

from postmortem_tracker.errors import TrackerError
from postmortem_tracker.integrations.gitlab.errors import Target, translated
from postmortem_tracker.integrations.shared.values import text, whole
from postmortem_tracker.issues import Diagnosis

_PLANNER = 15
_ROLES = {
    5: "Minimal access",
    10: "Guest",
    15: "Planner",
    20: "Reporter",
    30: "Developer",
    40: "Maintainer",
    50: "Owner",
}


def inspect(
    client: gitlab.Gitlab, place: Target, users: Iterable[str], limits: Mapping[str, str]
) -> tuple[Diagnosis, ...]:
    """Token, scopes, project and its issues, each user's assignability, limits left."""
    token = _asked("token", place, lambda: _token(client))
    if not token.ok:
        return (token,)
    found = [token, _asked("scopes", place, lambda: _scopes(client))]
    try:
        with translated(place):
            project = client.projects.get(place.project)
            found += _project(project.attributes, place.project)
    except TrackerError as error:
        found.append(Diagnosis("project", False, str(error), error.hint))
    else:
        found.extend(_asked(f"user {name}", place, partial(_member, project, name)) for name in users)
    left = limits.get("RateLimit-Remaining")
    if left is not None:
        found.append(Diagnosis("limits", True, f"{left} of {limits.get('RateLimit-Limit', '?')} requests left"))
    return tuple(found)


def _asked(name: str, place: Target, ask: Callable[[], Diagnosis]) -> Diagnosis:
    try:
        with translated(place):
            return ask()
    except TrackerError as error:
        return Diagnosis(name, False, str(error), error.hint)


def _token(client: gitlab.Gitlab) -> Diagnosis:
    user: Any = client.http_get("/user")
    return Diagnosis("token", True, f"signed in as {text(user['username'])}")


def _scopes(client: gitlab.Gitlab) -> Diagnosis:
    try:
        token: Any = client.http_get("/personal_access_tokens/self")
    except gitlab.exceptions.GitlabHttpError:
        return Diagnosis("scopes", None, "this kind of token does not tell its scopes")
    scopes = ", ".join(token.get("scopes", ()))
    if "api" in token.get("scopes", ()):
        return Diagnosis("scopes", True, scopes)
    return Diagnosis("scopes", False, f"{scopes or 'none'}: can only read", "create a token with the scope `api`")


def _project(data: Mapping[str, Any], configured: str) -> list[Diagnosis]:
    path = text(data["path_with_namespace"])
    renamed = path.casefold() != configured.casefold()
    said = f"{configured} is now called {path}" if renamed else path
    hint = f"write project = {path!r} in the configuration" if renamed else ""
    found = [Diagnosis("project", not renamed, f"{said}, {data.get('visibility', 'private')}", hint)]
    enabled = data.get("issues_access_level", "enabled") != "disabled" and data.get("issues_enabled", True)
    hint = "" if enabled else "enable them under Settings > General > Visibility"
    found.append(Diagnosis("issues", bool(enabled), "enabled" if enabled else "disabled", hint))
    if data.get("archived"):
        found.append(Diagnosis("archived", False, "the project is archived", "unarchive it, or choose another"))
    rights = [whole(entry["access_level"]) for entry in (data.get("permissions") or {}).values() if entry]
    if rights:
        enough = max(rights) >= _PLANNER
        hint = "" if enough else "labels and assignees need the role Planner or Reporter"
        found.append(Diagnosis("role", enough, _ROLES.get(max(rights), f"access level {max(rights)}"), hint))
    return found


def _member(project: Any, name: str) -> Diagnosis:
    members = project.members_all.list(query=name, iterator=True, per_page=100)
    wanted = name.casefold()
    if any(member.username.casefold() == wanted and member.state == "active" for member in members):
        return Diagnosis(f"user {name}", True, "can be assigned")
    hint = "invite them to the project, or correct the alias in [people]"
    return Diagnosis(f"user {name}", False, "is not an active member of the project", hint)
