"""Which merged changes GitLab relates to an issue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from postmortem_tracker.integrations.shared.values import text


def merged(related: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The addresses of the merge requests that were merged, each once."""
    return tuple(
        dict.fromkeys(
            text(request["web_url"])
            for request in related
            if request.get("state") == "merged" and request.get("web_url")
        )
    )
