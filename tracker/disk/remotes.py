"""Which project and server a run means where the configuration does not say: CI's variables, else the git remote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

_SCP = re.compile(
    r"(?:[^@/\s]{1,255}@)?(?P<host>\[[0-9a-fA-F:]{1,45}\]|[^:/\s\[\]]{1,255}):(?!//)(?P<path>[^\s]{1,1000})"
)
_SSH_NAME = re.compile(r"\A(?:[a-z0-9]+[-_.])?(github|gitlab)(?:\.com[-_.][a-z0-9_-]+|[-_][a-z0-9_-]+)")
_SCHEMES = ("https", "http", "ssh", "git", "git+ssh")


@dataclass(frozen=True, slots=True)
class Discovered:
    """A project on a server: ``kind`` is github or gitlab, ``url`` the API's address (GitHub) or the site's (GitLab).

    ``source`` says in words where it comes from; ``kind`` "" means that the remote's host does not tell.
    """

    kind: str
    project: str
    url: str
    source: str


@dataclass(frozen=True, slots=True)
class _Remote:
    host: str
    path: str
    base: str  # the site's address


def discover(env: Mapping[str, str], remote_url: str | None, kind: str | None = None) -> Discovered | None:
    """The project that the environment or the remote names, None where neither does; holds no credentials.

    With ``kind`` only what is of that kind, or of none that its host tells.
    """
    found = (_from_actions(env), _from_gitlab_ci(env), _from_remote(remote_url) if remote_url else None)
    return next((each for each in found if each and kind in (None, each.kind, each.kind or kind)), None)


def blob_url(remote_url: str, commit: str, sites: Mapping[str, str]) -> str | None:
    """Where the remote shows its files at a commit, with a final slash; None where it is no GitHub or GitLab.

    ``sites`` are addresses of servers that are, each with its kind: for those whose names do not tell. They have the
    port and the path that a remote for ssh lacks.
    """
    remote, found = _parsed(remote_url.strip()), _from_remote(remote_url)
    if remote is None or found is None or remote.path.endswith(".wiki"):  # pages, which have other addresses
        return None
    base, path, kind = remote.base, remote.path, found.kind
    for site, its_kind in sites.items():
        parts = urlsplit(site)
        if parts.hostname == remote.host:
            below = parts.path.strip("/")
            base, kind = site.rstrip("/"), its_kind
            path = path.removeprefix(f"{below}/") if below else path
    middle = "/-/blob/" if kind == "gitlab" else "/blob/"
    return f"{base}/{path}{middle}{commit}/" if kind else None


def sites(env: Mapping[str, str], configured: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The servers that CI's environment and the trackers' settings (kind and url) name, as `blob_url` wants them."""
    named = [("gitlab", env.get("CI_SERVER_URL", "")), ("github", env.get("GITHUB_SERVER_URL", "")), *configured]
    found = ((kind, url.strip().rstrip("/")) for kind, url in named if kind in ("github", "gitlab") and url)
    return {_without_user(url.removesuffix("/api/v3").removesuffix("/api/v4")): kind for kind, url in found}


def _from_actions(env: Mapping[str, str]) -> Discovered | None:
    project = env.get("GITHUB_REPOSITORY", "").strip()
    if not project:
        return None
    url = env.get("GITHUB_API_URL", "").strip().rstrip("/") or _api_of(env.get("GITHUB_SERVER_URL", ""))
    return Discovered("github", project, _without_user(url), "GITHUB_REPOSITORY")


def _from_gitlab_ci(env: Mapping[str, str]) -> Discovered | None:
    project = env.get("CI_PROJECT_PATH", "").strip()
    if not project:
        return None
    url = env.get("CI_SERVER_URL", "").strip().rstrip("/") or "https://gitlab.com"
    return Discovered("gitlab", project, _without_user(url), "CI_PROJECT_PATH")


def _from_remote(remote_url: str) -> Discovered | None:
    remote = _parsed(remote_url.strip())
    if remote is None:
        return None
    kind = _kind_of(remote.host)
    parts = remote.path.split("/")
    if len(parts) < 2 or not all(parts) or (kind == "github" and len(parts) != 2):
        return None
    url = _api_of(remote.base) if kind == "github" else remote.base
    # The wiki of a project is a repository of its own, and its issues are the project's.
    return Discovered(kind, remote.path.removesuffix(".wiki"), url, "the git remote")


def _parsed(text: str) -> _Remote | None:
    """The remote without user names, passwords and tokens; None for local paths and what is no remote."""
    try:
        if "://" in text:
            return _from_url(text)
    except ValueError:
        return None
    found = _SCP.fullmatch(text)
    if not found or len(found["host"]) == 1:  # C:\somewhere
        return None
    host = _named_by_ssh(found["host"].casefold())
    return _Remote(host, _trimmed(found["path"]), f"https://{host}")


def _from_url(text: str) -> _Remote | None:
    parts = urlsplit(text)
    if parts.scheme not in _SCHEMES or not parts.hostname:
        return None
    host = _named_by_ssh(parts.hostname) if parts.scheme in ("ssh", "git+ssh") else _alias(parts.hostname)
    shown = f"[{host}]" if ":" in host else host
    # The port of ssh says nothing about the site's.
    port = f":{parts.port}" if parts.port and parts.scheme in ("http", "https") else ""
    scheme = "http" if parts.scheme == "http" else "https"
    return _Remote(host, _trimmed(parts.path), f"{scheme}://{shown}{port}")


def _alias(host: str) -> str:
    """The site's host behind the vendors' own names for it."""
    return {
        "ssh.github.com": "github.com",
        "www.github.com": "github.com",
        "altssh.gitlab.com": "gitlab.com",
        "www.gitlab.com": "gitlab.com",
    }.get(host, host)


def _named_by_ssh(host: str) -> str:
    """The site's host where ssh may call it by a name of ~/.ssh/config, as people with two accounts do.

    ``github.com-work`` and ``github-work`` are such names: the one ends in no top-level domain, the other has none.
    """
    found = _SSH_NAME.fullmatch(host)
    return f"{found[1]}.com" if found else _alias(host)


def _trimmed(path: str) -> str:
    return path.strip("/").removesuffix(".git").rstrip("/")


def _kind_of(host: str) -> str:
    """What the host's name says: github.com, gitlab.example.org, git.github.example.com … or nothing."""
    if host == "github.com" or host.endswith(".ghe.com"):
        return "github"
    words = re.split(r"[.-]", host)
    if "gitlab" in words:
        return "gitlab"
    return "github" if {"github", "ghe"} & set(words) else ""


def _api_of(site: str) -> str:
    """The API's address for a GitHub site: its own host for github.com and ghe.com, else /api/v3."""
    site = site.strip().rstrip("/") or "https://github.com"
    parts = urlsplit(site)
    host = parts.hostname or ""
    if host == "github.com" or host.endswith(".ghe.com"):
        return f"https://api.{host}"
    return f"{site}/api/v3"


def _without_user(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
