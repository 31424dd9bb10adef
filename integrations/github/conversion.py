"""What became of an issue that GitHub closed and locked: people may have turned it into a discussion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from postmortem_tracker.integrations.github.http import Api
from postmortem_tracker.integrations.shared.list_watch import PAGE
from postmortem_tracker.integrations.shared.values import objects


def may_be(raw: Mapping[str, Any]) -> bool:
    """Whether an issue's JSON looks as one that was turned into something else: closed and locked."""
    return raw.get("state") == "closed" and raw.get("locked") is True


def became(api: Api, issue: str) -> str:
    """What the issue at this path was turned into, or ""; one request per 100 events."""
    for page in api.pages(api.get(f"{issue}/timeline", {"per_page": str(PAGE)})):
        with api.understood():
            if any(event.get("event") == "converted_to_discussion" for event in objects(page.data)):
                return "a discussion"
    return ""
