"""GitHub's addresses: of the API, of the website, and of issues written in documents. No I/O."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from postmortem_tracker.errors import ConfigError

CLOUD = "https://api.github.com"
_PROJECT = re.compile(r"[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}")
_BARE = re.compile(r"(?:#|GH-)([1-9][0-9]{0,17})", re.IGNORECASE)
_QUALIFIED = re.compile(r"([A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100})#([1-9][0-9]{0,17})")
_ISSUE_PATH = re.compile(r"/([^/]+/[^/]+)/issues/([1-9][0-9]{0,17})/?")
_REPOSITORY_URL = re.compile(r"/repos/([^/]+/[^/]+)$")


def checked_project(project: str) -> str:
    """The project if it reads ``owner/repo``; raises ConfigError."""
    if not _PROJECT.fullmatch(project) or {".", ".."} & set(project.split("/")):
        raise ConfigError(f"{project!r} is not a GitHub project", "write it as owner/repo")
    return project


def is_cloud(url: str) -> bool:
    """Whether the API is github.com's or one of GitHub's own data residency hosts, with their limits."""
    host = host_of(url)
    return host == "api.github.com" or host.endswith(".ghe.com")


def host_of(url: str) -> str:
    """The server's name in the one spelling that names are compared in; "" where the address has none."""
    try:
        return (urlsplit(url.strip()).hostname or "").rstrip(".")
    except ValueError:
        return ""


def web_url_of(api_url: str) -> str:
    """The website that belongs to the API: for ``api.HOST`` it is HOST, for an Enterprise Server the same host."""
    if is_cloud(api_url):
        return f"https://{host_of(api_url).removeprefix('api.')}"
    parts = urlsplit(api_url)
    if parts.netloc.startswith("api.") and parts.path in ("", "/"):
        return f"{parts.scheme}://{parts.netloc.removeprefix('api.')}"
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/').removesuffix('/api/v3')}"


def project_of(repository_url: str) -> str:
    """``owner/repo`` from an issue's ``repository_url``, or ""."""
    found = _REPOSITORY_URL.search(repository_url)
    return found[1] if found else ""


def number_of(text: str, url: str | None, project: str, web_url: str) -> int | None:
    """The number of the issue of this project that a written reference names; a target outranks its label."""
    if url is not None or "://" in text:
        return _from_url(text if url is None else url, project, web_url)
    if found := _BARE.fullmatch(text.strip()):
        return int(found[1])
    found = _QUALIFIED.fullmatch(text.strip())
    return int(found[2]) if found and _same(found[1], project) else None


def _from_url(url: str, project: str, web_url: str) -> int | None:
    try:
        there, here = urlsplit(url.strip()), urlsplit(web_url)
        same_host = (there.hostname, there.port or _default(there)) == (here.hostname, here.port or _default(here))
    except ValueError:
        return None
    if not same_host or there.scheme not in ("http", "https") or not there.path.startswith(here.path):
        return None
    found = _ISSUE_PATH.fullmatch(there.path.removeprefix(here.path.rstrip("/")))
    return int(found[2]) if found and _same(found[1], project) else None


def _default(parts: SplitResult) -> int:
    # A link may be written with http although the site answers on https: the same place.
    return 443 if parts.scheme in ("http", "https") else 0


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
