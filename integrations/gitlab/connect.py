"""Makes a GitLab tracker of settings, environment, python-gitlab's own configuration and the git remote."""

from __future__ import annotations

import configparser
import os
from collections.abc import Mapping
from pathlib import Path

from postmortem_tracker.config.settings import TrackerSettings
from postmortem_tracker.errors import ConfigError
from postmortem_tracker.integrations import Surroundings
from postmortem_tracker.integrations.gitlab.group import Groups
from postmortem_tracker.integrations.gitlab.tracker import GitLabTracker
from postmortem_tracker.integrations.shared import site, trust
from postmortem_tracker.integrations.shared.credentials import checked_ca_file, checked_token
from postmortem_tracker.integrations.shared.pacing import GITLAB_WRITES, Pacer
from postmortem_tracker.issues import IssueTracker

_FILE = "python-gitlab's configuration"


def connect_gitlab(name: str, settings: TrackerSettings, around: Surroundings) -> IssueTracker:
    """The tracker, signed in as the user is used to. Raises ConfigError where project or token cannot be found."""
    url, project = site.find(site.GITLAB, name, settings, around)
    # Looked at before the token: whoever has allowed the host would only meet the next error.
    ca_file = checked_ca_file(settings.ca_file, around.root, f"trackers.{name}.ca_file")
    trusted = trust.trusts("gitlab", url, around.environment, around.allowed_hosts)
    token, source = _token(name, settings, url, around.environment, trusted=trusted)
    if token and source != _FILE and not trusted:
        raise trust.refused(f"trackers.{name}", url, "the token")
    if not token:
        wanted = settings.token_env or "GITLAB_TOKEN"
        raise ConfigError(
            f"trackers.{name}: no token for {url}",
            f"set {wanted} to a project, group or personal access token with the api scope",
        )
    return GitLabTracker(
        project,
        checked_token(token, source),
        name=name,
        url=url,
        web_url=site.seen_at(site.GITLAB, name, settings),
        token_name=source,
        timeout=settings.timeout,
        ca_file=ca_file,
        insecure=settings.insecure,
        private=settings.private,
        several_assignees=settings.several_assignees,
        cache_dir=around.cache_dir,
        pacer=Pacer(GITLAB_WRITES, max_wait=around.max_wait, on_wait=around.on_wait),
        groups=around.common(Groups),
    )


def _token(name: str, settings: TrackerSettings, url: str, env: Mapping[str, str], *, trusted: bool) -> tuple[str, str]:
    """The token and the name of what held it; CI_JOB_TOKEN last, so that its limits can be explained."""
    named = trust.checked_name(f"trackers.{name}", settings.token_env, "gitlab", env)
    if named:
        return env.get(named, ""), named
    configured = _configured(url, env)
    if env.get("GITLAB_TOKEN") and (trusted or not configured):
        return env["GITLAB_TOKEN"], "GITLAB_TOKEN"
    if configured:  # it is kept for this very server
        return configured, _FILE
    return env.get("CI_JOB_TOKEN", ""), "CI_JOB_TOKEN"


def _configured(url: str, env: Mapping[str, str]) -> str:
    """The private token that python-gitlab's configuration file holds for this server."""
    given = env.get("PYTHON_GITLAB_CFG")
    paths = (
        [Path(given)] if given else [Path("/etc/python-gitlab.cfg"), Path(os.path.expanduser("~/.python-gitlab.cfg"))]
    )
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read(paths, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{paths[-1]}: not a python-gitlab configuration", "correct it or set GITLAB_TOKEN"
        ) from error
    for section in parser.values():
        if section.get("url", "").rstrip("/") == url.rstrip("/") and section.get("private_token"):
            return section["private_token"]
    return ""
