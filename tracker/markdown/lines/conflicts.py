"""Marks that git leaves in a file where two branches changed the same lines: such a document says both, so nothing."""

from __future__ import annotations

import re
from collections.abc import Collection

from postmortem_tracker.errors import DocumentError
from postmortem_tracker.markdown.lines.source import Source

_OURS = re.compile(r"<{7}(?: .*)?")
_THEIRS = re.compile(r">{7}(?: .*)?")
_BETWEEN = "======="


def refuse_conflicts(source: Source, code: Collection[int], path: str) -> None:
    """Raises DocumentError where a merge was not resolved; what stands in code is only shown."""
    data = source.data
    if b"<<<<<<<" not in data and b">>>>>>>" not in data:
        return
    lines = source.lines
    for number, line in enumerate(lines):
        if number in code:
            continue
        # Seven quotation marks are a deep quotation, but not below a line of equals signs.
        if _OURS.fullmatch(line) or (
            _THEIRS.fullmatch(line) and any(each.rstrip() == _BETWEEN for each in lines[:number])
        ):
            raise DocumentError(
                f"{path or 'document'}:{number + 1}: marks of an unresolved merge, so nothing of it is read",
                "resolve the conflict",
            )


def unclosed_comment(source: Source, unseen: Collection[int]) -> int | None:
    """The line (0-based) of a comment that hides all the rest of the document because it never ends."""
    data = source.data
    at = data.rfind(b"<!--")
    if at < 0 or b"-->" in data[at:]:
        return None
    line = data.count(source.newline.encode(), 0, at)
    left = [number for number in range(line, len(source.lines)) if source.lines[number].strip()]
    if not all(number in unseen for number in left) or source.lines[left[-1]].strip()[:3] in ("```", "~~~"):
        return None
    return line
