"""Where a GitLab project is: addresses that leak nothing, paths that name one project."""

from __future__ import annotations

from postmortem_tracker.errors import ConfigError
from postmortem_tracker.integrations.shared import addresses


def checked_project(project: str) -> str:
    """The project's path; raises ConfigError for what cannot be one."""
    path = project.strip().strip("/")
    if "/" not in path or path.split() != [path]:
        raise ConfigError(f"{project!r} is not a GitLab project", 'give its path, like "group/project"')
    return path


def checked_url(url: str, insecure: bool) -> str:
    """The server's address without that of its API; raises ConfigError as for any server."""
    return addresses.checked_url(
        url.strip().rstrip("/").removesuffix("/api/v4"), insecure, "https://gitlab.example.com"
    )
