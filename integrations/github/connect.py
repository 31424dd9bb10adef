"""Makes a GitHub tracker of settings, environment, the gh command and the git remote."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from urllib.parse import urlsplit

from postmortem_tracker.config.settings import TrackerSettings
from postmortem_tracker.disk.programs import found
from postmortem_tracker.errors import ConfigError
from postmortem_tracker.integrations import Surroundings
from postmortem_tracker.integrations.github.app import App
from postmortem_tracker.integrations.github.auth import find_token
from postmortem_tracker.integrations.github.links import host_of, is_cloud, web_url_of
from postmortem_tracker.integrations.github.tracker import GitHubTracker
from postmortem_tracker.integrations.shared import site, trust
from postmortem_tracker.integrations.shared.credentials import checked_ca_file, checked_token
from postmortem_tracker.issues import IssueTracker


def connect_github(name: str, settings: TrackerSettings, around: Surroundings) -> IssueTracker:
    """The tracker, signed in as the user is used to. Raises ConfigError where project or token cannot be found."""
    url, project = site.find(site.GITHUB, name, settings, around)
    # Looked at before the token: whoever has allowed the host would only meet the next error.
    ca_file = checked_ca_file(settings.ca_file, around.root, f"trackers.{name}.ca_file")
    return GitHubTracker(
        name,
        project,
        _sign_in(name, settings, around, url),
        url=url,
        web_url=site.seen_at(site.GITHUB, name, settings),
        max_wait=around.max_wait,
        timeout=max(1, round(settings.timeout)),
        ca=ca_file or None,
        insecure=settings.insecure,
        cache_dir=around.cache_dir,
        on_wait=around.on_wait,
    )


def _sign_in(name: str, settings: TrackerSettings, around: Surroundings, url: str) -> str | App:
    env, place = around.environment, f"trackers.{name}"
    trusted = trust.trusts("github", url, env, around.allowed_hosts)
    if settings.app_id:
        if not trusted:
            raise trust.refused(place, url, "the GitHub App's signature")
        return App(settings.app_id, around.root / settings.app_key_file, settings.app_installation)
    host = host_of(web_url_of(url) if is_cloud(url) else url)  # the very server; gh names GitHub's by its website
    named = trust.checked_name(place, settings.token_env, "github", env)
    ask = _run if trusted or _is_known_to_gh(url) else _silent
    token = env.get(named) if named else find_token(env if trusted else {}, ask, host)
    if not trusted and (token if named else not token and (ask is _silent or find_token(env, _silent, host))):
        raise trust.refused(place, url, "the token")
    if not token:
        wanted = settings.token_env or "GITHUB_TOKEN or GH_TOKEN"
        raise ConfigError(f"trackers.{name}: no token for {url}", f"set {wanted}, or sign in with `gh auth login`")
    return checked_token(token, settings.token_env or "the environment")


def _is_known_to_gh(url: str) -> bool:
    """Whether gh, which keeps its tokens by host alone, means the server at this address: encrypted, at no own port."""
    try:
        parts = urlsplit(url.strip())
        return parts.scheme == "https" and parts.port in (None, 443)
    except ValueError:
        return False


def _silent(_command: Sequence[str]) -> None:
    """Asks nobody."""


def _run(command: Sequence[str]) -> str | None:
    """What a command prints; None where it fails or is not installed."""
    # gh would take a token of the environment for that of any server.
    kept = {key: value for key, value in os.environ.items() if "TOKEN" not in key.upper()}
    program = found(command[0])
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, *command[1:]], capture_output=True, text=True, timeout=15, check=False, env=kept
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
