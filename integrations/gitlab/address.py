"""Where a GitLab project is: addresses that leak nothing, paths that name one project."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from postmortem_tracker.errors import ConfigError


def checked_project(project: str) -> str:
    """The project's path; raises ConfigError for what cannot be one."""
    path = project.strip().strip("/")
    if "/" not in path or path.split() != [path]:
        raise ConfigError(f"{project!r} is not a GitLab project", 'give its path, like "group/project"')
    return path


def checked_url(url: str, insecure: bool) -> str:
    """The server's address without a slash at its end; only https, unless it is this machine or insecure."""
    base = url.strip().rstrip("/").removesuffix("/api/v4")
    parts = urlsplit(base)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError(f"{base!r} is not the address of a GitLab server", "give it like https://gitlab.example.com")
    if parts.username or parts.password:
        raise ConfigError("the address of a GitLab server must not hold a password", "use a token")
    if parts.scheme == "http" and not (insecure or _is_loopback(parts.hostname)):
        raise ConfigError(f"{base} is not encrypted", "use https, or set insecure = true")
    return base


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
