"""Which merged changes GitLab relates to an issue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from postmortem_tracker.integrations.shared.values import own_address


def merged(related: Iterable[Mapping[str, Any]], base: str) -> tuple[str, ...]:
    """The addresses, on the server at ``base``, of the merge requests that were merged, each once."""
    return tuple(
        dict.fromkeys(
            own_address(request["web_url"], base)
            for request in related
            if request.get("state") == "merged" and request.get("web_url")
        )
    )
