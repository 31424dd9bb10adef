"""A document with one action item, and what is found in it."""

from __future__ import annotations

from postmortem_tracker.markdown import parse
from postmortem_tracker.model import ActionItem


def read(words: str) -> tuple[ActionItem, list[str]]:
    """The item of a list with one bullet, and the codes of all findings."""
    (incident,) = parse(f"# INC-1 Outage on 2026-03-01\n\n## Action items\n\n- {words}\n", "a.md")
    (item,) = incident.items
    return item, [each.code for each in incident.findings]
