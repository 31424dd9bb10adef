"""Who may be shown a token of the environment: its own server, and those that the user names outside the repository.

A configuration comes with the checkout, and with it from whoever opened the pull request. What it says about servers
and variables is therefore a wish, never a permission.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from postmortem_tracker.errors import ConfigError

HOSTS = "POSTMORTEM_TRACKER_ALLOWED_HOSTS"
NAMES = "POSTMORTEM_TRACKER_TOKEN_NAMES"

# Where each kind of tracker lives for everybody, and which variables say where else.
_CLOUD = {"github": ("https://api.github.com", "https://github.com"), "gitlab": ("https://gitlab.com",)}
_OWN = {"github": ("GITHUB_API_URL", "GITHUB_SERVER_URL", "GH_HOST"), "gitlab": ("CI_SERVER_URL", "CI_API_V4_URL")}
_NAMES = {
    "github": re.compile(r"(?:GITHUB|GH|POSTMORTEM_TRACKER)_[A-Z0-9_]+"),
    "gitlab": re.compile(r"(?:GITLAB|POSTMORTEM_TRACKER)_[A-Z0-9_]+|CI_JOB_TOKEN"),
}
# Only what all readers of addresses understand alike: some take "https://a\\@b" for a, and some for b.
_ADDRESS = re.compile(r"https?://(?:[a-z0-9._-]+|\[[0-9a-f:]+\])(?::\d{1,5})?(?:/[^\s\\?#@]*)?", re.IGNORECASE)
_HERE = re.compile(r"(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::(?:\d{1,5}|\*))?")
_PORTS = {"https": 443, "http": 80}


def trusts(kind: str, url: str, environment: Mapping[str, str], hosts: Sequence[str] = ()) -> bool:
    """Whether a token of the environment may be sent to ``url``; ``hosts`` are those of the command line."""
    place = _place(url)
    if place is None or not _ADDRESS.fullmatch(url.strip()):
        return False
    own = [environment.get(name, "") for name in _OWN[kind]]
    named = [*hosts, *re.split(r"[\s,]+", environment.get(HOSTS, ""))]
    return any(_is_at(each.strip(), place) for each in (*_CLOUD[kind], *own, *named) if each.strip())


def _is_at(named: str, place: tuple[str, str, int]) -> bool:
    """Whether what is named ("host", "host:port", "host:*" or an address) is the server at this place."""
    scheme, _, port = place
    if "://" not in named:
        name, any_port, _ = named.partition(":*")
        named = f"{scheme if _may_be_plain(named) else 'https'}://{name}" + (f":{port}" if any_port else "")
    return _place(named) == place


def _place(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of an address."""
    try:
        parts = urlsplit(url.strip())
        scheme = parts.scheme.lower()
        return scheme, (parts.hostname or "").rstrip("."), parts.port or _PORTS.get(scheme, 0)
    except ValueError:
        return None


def _may_be_plain(named: str) -> bool:
    """Without a scheme https is meant, but on this machine, where nobody listens in between."""
    return _HERE.fullmatch(named.partition("/")[0]) is not None


def refused(place: str, url: str, what: str) -> ConfigError:
    """What to say where a token must not go to the server."""
    host = urlsplit(url).netloc.rpartition("@")[2]
    return ConfigError(
        f"{place}: {what} is not sent to {host}, which only the configuration names",
        f"if it is yours, say so outside the repository: {HOSTS}={host}, or --allow-host {host}",
    )


def checked_name(place: str, name: str, kind: str, environment: Mapping[str, str]) -> str:
    """The name of the variable that shall hold the token. Raises ConfigError where it may hold another secret.

    The name is not repeated: it may be a token that was pasted there.
    """
    listed = re.split(r"[\s,]+", environment.get(NAMES, ""))
    if not name or _NAMES[kind].fullmatch(name) or name in listed:
        return name
    begins = "GITHUB_ or GH_" if kind == "github" else "GITLAB_"
    raise ConfigError(
        f"{place}.token_env: a configuration may not choose this variable: its name does not begin with {begins}",
        f"rename the variable, or list it outside the repository in {NAMES}",
    )
