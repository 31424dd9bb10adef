"""Addresses of servers: what a token may be sent to."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from postmortem_tracker.errors import ConfigError


def checked_url(url: str, insecure: bool, example: str) -> str:
    """A server's address without a slash at its end; raises ConfigError where a token would travel in the clear.

    No error repeats what may be a password.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ConfigError("that is not a server's address", f"write it like {example}") from None
    if parts.scheme not in ("http", "https") or not host:  # what a password is in it, nobody can tell
        raise ConfigError("that is not a server's address", f"write it like {example}")
    bare = f"{parts.scheme}://{host}{parts.path}"
    if parts.username is not None or parts.password is not None:
        raise ConfigError("the server's address holds a user name or password", "sign in with a token instead")
    if parts.scheme == "http" and not insecure and not is_loopback(host):
        raise ConfigError(f"{bare} is not encrypted", "use https, or set `insecure = true` if you must")
    return url.rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether the host is this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
