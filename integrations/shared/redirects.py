"""Where a server's answer leads: an address of its own wording, broken or made of what it was told."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

Origin = tuple[str, str | None, int]


def origin(url: str) -> Origin:
    """Scheme, host and port of an address. Raises ValueError where it is none."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


def target(asked: str, location: str) -> tuple[str, Origin] | None:
    """The whole address of a redirect and its origin; None where it is no address."""
    try:
        whole = urljoin(asked, location)
        return whole, origin(whole)
    except ValueError:
        return None


def named(there: Origin, own: str | None) -> str:
    """The other server in words; a name that only the answer has is not repeated, since it may be made of the token."""
    scheme, host, _ = there
    return f"{scheme}://{host}" if host == own and scheme in ("http", "https") else "another server"
