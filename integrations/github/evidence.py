"""Which merged changes GitHub has linked to an issue: what its timeline tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from postmortem_tracker.integrations.github.http import Api
from postmortem_tracker.integrations.github.links import project_of
from postmortem_tracker.integrations.shared.list_watch import PAGE
from postmortem_tracker.integrations.shared.values import objects, own_address, text, text_or_none


def evidence(api: Api, issue: str, web_url: str) -> tuple[str, ...]:
    """The merged pull requests that refer to the issue and the commits that closed it, as web addresses.

    ``issue`` is the issue's path. One request; another one per 100 further events only while nothing was found.
    """
    for page in api.pages(api.get(f"{issue}/timeline", {"per_page": str(PAGE)})):
        with api.understood():
            found = tuple(dict.fromkeys(_changes(objects(page.data), issue, web_url)))
        if found:
            return found
    return ()


def _changes(events: list[Mapping[str, Any]], issue: str, web_url: str) -> Iterator[str]:
    for event in events:
        if event.get("event") == "cross-referenced":
            source = (event.get("source") or {}).get("issue") or {}
            if (source.get("pull_request") or {}).get("merged_at") and source.get("html_url"):
                yield own_address(source["html_url"], web_url)
        elif event.get("event") == "closed" and event.get("commit_id"):
            # A commit may be another repository's than the issue; the event tells the API's address of it.
            there = project_of(text_or_none(event.get("commit_url")).partition("/commits/")[0])
            yield f"{web_url}/{there or project_of(issue.partition('/issues/')[0])}/commit/{text(event['commit_id'])}"
