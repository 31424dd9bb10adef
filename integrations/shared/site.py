"""Where a tracker's project is: configured, else from CI's environment, else from the git remote."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from postmortem_tracker.config.secrets import in_address
from postmortem_tracker.config.settings import TrackerSettings
from postmortem_tracker.disk.git_calls import GitError
from postmortem_tracker.disk.remotes import discover
from postmortem_tracker.errors import ConfigError
from postmortem_tracker.integrations import Surroundings
from postmortem_tracker.integrations.shared.addresses import checked_url


class Site(NamedTuple):
    """A kind of tracker: its public server's address, and how a project is written there."""

    kind: str
    name: str
    url: str
    project: str
    page: str  # an address of one's own server, as an example


GITHUB = Site("github", "GitHub", "https://api.github.com", "owner/repo", "https://github.example.com")
GITLAB = Site("gitlab", "GitLab", "https://gitlab.com", "group/project", "https://gitlab.example.com")


def find(of: Site, name: str, settings: TrackerSettings, around: Surroundings) -> tuple[str, str]:
    """Address and project of the tracker called ``name``. Raises ConfigError where nothing tells the project."""
    url, project = settings.url, settings.project
    if not url or not project:
        found = discover(around.environment, None, of.kind)
        try:
            found = found or discover({}, around.remote_url(), of.kind)
        except GitError as error:
            if not project:
                hint = f'set project = "{of.project}"' + (f", or {error.hint}" if error.hint else "")
                raise ConfigError(f"trackers.{name}: no project, {error.message}", hint) from None
        # A configured project may live on another server than this repository, but then its address is written too.
        url = url or (found.url if found else "")
        project = project or (found.project if found else "")
    if not project:
        raise ConfigError(
            f"trackers.{name}: no project",
            f'set project = "{of.project}": there is no {of.name} remote to take it from',
        )
    return _readable(url or of.url, f"trackers.{name}.url", of.url), project


def seen_at(of: Site, name: str, settings: TrackerSettings) -> str:
    """Where people see the server's pages, "" where its own address tells; no token goes there. Raises ConfigError."""
    if not settings.web_url:
        return ""
    place = f"trackers.{name}.web_url"
    example = of.page
    try:
        return checked_url(_readable(settings.web_url, place, example), True, example)
    except ConfigError as error:
        raise (
            error if error.message.startswith(place) else ConfigError(f"{place}: {error.message}", error.hint)
        ) from None


def _readable(url: str, place: str, example: str) -> str:
    """The address, if it can be taken apart at all; it is not repeated, for there may be a password in it."""
    try:
        _ = urlsplit(url).port
    except ValueError:
        raise ConfigError(f"{place}: not a server's address", f"write it like {example}") from None
    if what := in_address(url):
        raise ConfigError(f"{place}: {what} is no part of a server's address", f"write it like {example}")
    return url
