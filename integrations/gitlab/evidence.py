"""Which merged changes GitLab relates to an issue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def merged(related: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The addresses of the merge requests that were merged, each once."""
    return tuple(
        dict.fromkeys(
            str(request["web_url"])
            for request in related
            if request.get("state") == "merged" and request.get("web_url")
        )
    )
