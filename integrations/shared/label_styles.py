"""How a label that we create looks: the same on every tracker and on every run."""

from __future__ import annotations

import hashlib
import re

_LEVELS = ("b60205", "d93f0b", "e99695", "fbca04", "c2e0c6")
_PALETTE = ("1d76db", "0e8a16", "5319e7", "006b75", "0052cc", "bfd4f2", "d4c5f9", "c5def5")
_PRIORITY = re.compile(r"(?:p|priority\W*p?)([0-4])", re.IGNORECASE)
_SEVERITY = re.compile(r"(?:s|sev|severity\W*(?:s|sev)?)-?([1-5])", re.IGNORECASE)


def styled(name: str) -> bool:
    """Whether a label is made with a look of its own before it is used.

    That of an incident is not: there are as many as incidents, and opening the issue makes it, too.
    """
    return not name.startswith("incident: ")


def style(name: str) -> tuple[str, str]:
    """The colour (six hex digits) and description of a new label."""
    if found := _PRIORITY.fullmatch(name):
        return _LEVELS[int(found[1])], "Urgency of a postmortem's action item"
    if found := _SEVERITY.fullmatch(name):
        return _LEVELS[int(found[1]) - 1], "Severity of the incident"
    digest = hashlib.sha256(name.casefold().encode()).digest()
    return _PALETTE[digest[0] % len(_PALETTE)], "Set by postmortem-tracker"
